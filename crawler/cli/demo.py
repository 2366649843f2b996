"""``rasoat demo``: the whole way on a small replica of the stores, on loopback."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.common import clocks_of, crawl_bars, say, show
from crawler.errors import UsageProblem

if TYPE_CHECKING:
    from crawler.replica.running import RunningReplica
    from crawler.store import Store
    from crawler.sweeps import Swept
    from crawler.workspace import Workspace

WHO = "DIỄN TẬP"
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
    """Rehearse the whole way in DIRECTORY: register, sweep, verdicts, cases, takedown lists.

    Everything is invented and marked REHEARSAL; nothing outside this machine is asked.

    \b
    Example:
      rasoat demo
      rasoat -w rasoat-demo cases list
    """
    from crawler.replica.running import running_replica

    say(f"A rehearsal in {directory}: a small replica of two stores, seed {seed}.")
    workspace = _rehearsal(directory)
    with running_replica(seed, workspace.cache / "replica") as replica, _led_to(replica):
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
    click.echo(f"\nLook at them with: rasoat -w {workspace.path} cases list")


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
def _led_to(replica: RunningReplica) -> Iterator[None]:
    """This process reaches the stores through the replica, and nothing else."""
    names = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ["http_proxy"] = os.environ["https_proxy"] = replica.proxy_url
    try:
        yield
    finally:
        for name in names:
            os.environ.pop(name, None)
        os.environ.update(before)
