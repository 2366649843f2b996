"""``rasoat demo``: the whole way on a small replica of the stores, on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.common import LOOK, clocks_of, crawl_bars, say, show
from crawler.errors import CrawlerError, UsageProblem

if TYPE_CHECKING:
    from crawler.replica.running import RunningReplica
    from crawler.store import Store
    from crawler.sweeps import Swept
    from crawler.workspace import Workspace

WHO = "DIỄN TẬP"
_LOOKS = (25, 50)  # hours after the requests
_SETTINGS = """\
# A rehearsal: the replica of two stores on loopback, with its own certificate authority.
sources = ["apple_app_store", "google_play"]
contact = "rehearsal"

[network]
ca_file = "{ca_file}"

# The replica bears more than a store does.
[source.apple_app_store]
requests_per_minute = 60000

[source.google_play]
requests_per_minute = 60000
"""


@click.command()
@click.argument(
    "directory", default="rasoat-demo", type=click.Path(path_type=Path, file_okay=False)
)
@click.option("--seed", default=2024, show_default=True, help="Which world the replica shows.")
def demo(directory: Path, seed: int) -> None:
    """Rehearse the whole way in DIRECTORY: register, sweep, verdicts, cases, lists, re-checks.

    The stores take some apps down; a day and two days later, by a rehearsed clock, it is looked
    again. Everything is invented and marked REHEARSAL; nothing outside this machine is asked.

    \b
    Example:
      rasoat demo
      rasoat -w rasoat-demo cases list
    """
    from crawler.replica.running import running_replica

    say(f"A rehearsal in {directory}: a small replica of two stores, seed {seed}.")
    workspace = _rehearsal(directory)
    now = _start(workspace)
    with (
        running_replica(seed, workspace.cache / "replica") as replica,
        _surroundings(replica.proxy_url, now),
    ):
        swept = _crawl(workspace, replica)
        show(
            (
                {"source": one.source, "sightings": one.sightings, "flagged": one.flagged}
                for one in swept.crawls
            ),
            as_json=False,
            columns=("source", "sightings", "flagged"),
        )
        click.echo()
        _hand_out(workspace)
        _look_again(workspace, replica, now)
    click.echo(f"\nLook at them with: rasoat -w {workspace.path} cases list")


def _rehearsal(directory: Path) -> Workspace:
    """The workspace of an earlier rehearsal, or a new one; a real one is never touched."""
    from crawler.workspace import SETTINGS_FILE, create_workspace, open_workspace

    if not (directory / SETTINGS_FILE).exists():
        return create_workspace(directory, rehearsal=True)
    workspace = open_workspace(directory)
    with workspace.open_store() as store:
        if not store.mark:
            raise UsageProblem(
                f"{directory} is a real workspace, not a rehearsal. Name another folder: "
                "rasoat demo DIRECTORY"
            )
    return workspace


def _start(workspace: Workspace) -> datetime:
    """Now, or where an earlier rehearsal left its clock: a clock that runs back proves nothing."""
    from crawler.clock import current_time
    from crawler.store.crawls import crawls

    with workspace.open_store() as store:
        ends = [crawl.ended_at for crawl in crawls(store) if crawl.ended_at is not None]
    return max([current_time(rehearsal=True), *ends])


def _crawl(workspace: Workspace, replica: RunningReplica) -> Swept:
    """Imports the replica's register and sweeps both of its stores."""
    from crawler.clock import current_time
    from crawler.logs import start_logging
    from crawler.register.rows import open_file
    from crawler.register.staging import import_register
    from crawler.sweeps import read_terms, sweep
    from crawler.workspace import SETTINGS_FILE, open_workspace

    settings = _SETTINGS.format(ca_file=replica.ca_file.resolve().as_posix())
    (workspace.path / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    workspace = open_workspace(workspace.path)
    start_logging(workspace.logs, verbose=False)

    with workspace.open_store() as store, crawl_bars() as bar:
        import_register(
            store,
            [open_file(replica.register)],
            workspace.register,
            who=WHO,
            now=current_time(rehearsal=True),
            accept=True,
            complete=True,
        )
        return sweep(
            workspace,
            store,
            sources=workspace.config.sources,
            terms=read_terms(replica.terms.read_text(encoding="utf-8").splitlines()),
            charts=True,
            limit=None,
            clocks=clocks_of(store),
            progress=bar,
        )


def _hand_out(workspace: Workspace) -> None:
    """Confirms what was flagged, drafts the requests, and says where the lists are."""
    from crawler.cases import confirm
    from crawler.clock import current_time
    from crawler.records import ACCUSING, CaseStatus, Recipient
    from crawler.store.cases import cases
    from crawler.takedowns import draft

    now = current_time(rehearsal=True)
    with workspace.open_store() as store:
        _show_verdicts(store)
        flagged = [
            case.subject
            for case in cases(store, status=CaseStatus.OPEN)
            if case.verdict in ACCUSING
        ]
        if flagged:
            confirm(store, flagged, who=WHO, note="diễn tập", now=now)
        draft(store, recipients=list(Recipient), now=now, who=WHO)
        waiting = len(cases(store, status=CaseStatus.OPEN))
        click.echo(f"\n{len(flagged)} cases confirmed, {waiting} wait for a person.")
        _show_lists(store, workspace)


def _look_again(workspace: Workspace, replica: RunningReplica, now: datetime) -> None:
    """Sends what was drafted, has the stores take some of it down, and looks again twice."""
    from crawler.store.requests import requests
    from crawler.takedowns import send, status

    with workspace.open_store() as store:
        asked = [each for each in requests(store) if status(store, each) == "drafted"]
        for request in asked:
            send(store, request.request, at=None, now=now, channel="diễn tập", who=WHO)
    for request in asked:
        for subject, change in zip(request.subjects, ("down", "down_in_vn"), strict=False):
            replica.change(f"{change} {subject}")
    if asked:
        click.echo(
            f"\n{len(asked)} requests sent; nothing leaves this machine. Of each, the store takes "
            "one app down everywhere and one in Vietnam only."
        )
    click.echo("What was asked for is looked at again:")
    rows = [
        {"after": f"{hours} hours", "outcome": outcome, "apps": count}
        for hours in _LOOKS
        for outcome, count in sorted(_rechecked(workspace, now + timedelta(hours=hours)).items())
    ]
    show(rows, as_json=False, columns=("after", "outcome", "apps"))


def _rechecked(workspace: Workspace, now: datetime) -> Mapping[str, int]:
    """How many apps have which outcome; in a process of its own, as each crawl needs one."""
    command = [sys.executable, "-m", "crawler.cli", "-w", str(workspace.path), "-q"]
    done = subprocess.run(  # noqa: S603 (our own command)
        [*command, "recheck", "--due", "--json"],
        env=os.environ | {"RASOAT_NOW": now.isoformat()},
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode not in (0, LOOK):
        raise CrawlerError(
            f"The re-check ended with code {done.returncode}; what it says stands above. "
            f"Go on with: rasoat -w {workspace.path} recheck"
        )
    return Counter(json.loads(line)["outcome"] for line in done.stdout.splitlines())


def _show_verdicts(store: Store) -> None:
    from crawler.store.verdicts import latest_verdicts

    counts = Counter(
        f"{verdict.kind}: {verdict.question}" if verdict.question else str(verdict.kind)
        for verdict in latest_verdicts(store)
    )
    show(
        ({"verdict": kind, "apps": count} for kind, count in sorted(counts.items())),
        as_json=False,
        columns=("verdict", "apps"),
    )


def _show_lists(store: Store, workspace: Workspace) -> None:
    from crawler.store.requests import requests
    from crawler.takedowns import asked_apps
    from reports.lists import write_lists

    for request in requests(store):
        apps = asked_apps(store, request.request)
        click.echo(f"{len(apps)} apps asked of {request.recipient}:")
        for path in write_lists(request, apps, workspace.exports, rehearsal=True):
            click.echo(f"  {path}")


@contextmanager
def _surroundings(proxy_url: str, now: datetime) -> Iterator[None]:
    """This process reaches the stores through the replica and nothing else, at this time."""
    names = (
        *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
        "RASOAT_NOW",
    )
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ["http_proxy"] = os.environ["https_proxy"] = proxy_url
    os.environ["RASOAT_NOW"] = now.isoformat()
    try:
        yield
    finally:
        for name in names:
            os.environ.pop(name, None)
        os.environ.update(before)
