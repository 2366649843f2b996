"""An office whose way to the stores is a replica, and the command line as a person runs it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from crawler.replica.running import RunningReplica
from crawler.store.crawls import crawls
from crawler.workspace import SETTINGS_FILE, Workspace, create_workspace, open_workspace

SEED = 7
FAST = 60_000
ANDROID = ("aptoide", "galaxy_store", "appgallery", "apkpure")
_SETTINGS = """\
contact = "tests@rasoat.example"

[network]
ca_file = "{ca_file}"

[source.apple_app_store]
requests_per_minute = {apple}

[source.google_play]
requests_per_minute = {google}
"""


def new_office(
    folder: Path, replica: RunningReplica, *, apple: float = FAST, google: float = FAST
) -> Workspace:
    """A rehearsal workspace that trusts the replica's certificates."""
    office = create_workspace(folder, rehearsal=True)
    settings = _SETTINGS.format(ca_file=replica.ca_file.as_posix(), apple=apple, google=google)
    (office.path / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    return open_workspace(folder)


def office_of(folder: Path, replica: RunningReplica) -> Workspace:
    """An office with a whole register, which asks all stores as fast as it can."""
    office = hurried(new_office(folder, replica), ANDROID)
    done = run(office, replica, "registry", "import", str(replica.register), "--complete")
    assert done.returncode == 0, done.stderr
    return office


def hurried(office: Workspace, sources: Sequence[str], *, pace: float = FAST) -> Workspace:
    """The office, with a pace for sources that it says nothing of yet."""
    with (office.path / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        for source in sources:
            settings.write(f"\n[source.{source}]\nrequests_per_minute = {pace}\n")
    return open_workspace(office.path)


def copy_of(office: Workspace, folder: Path) -> Workspace:
    """An office of its own for one test: making one imports a register in a process."""
    return open_workspace(Path(shutil.copytree(office.path, folder)))


@contextmanager
def in_trouble(replica: RunningReplica, troubles: Mapping[str, str]) -> Iterator[None]:
    """Sources with a fault each, and well again after it."""
    for source, fault in troubles.items():
        replica.change(f"fault {source}:{fault}")
    try:
        yield
    finally:
        for source in troubles:
            replica.change(f"well {source}")


def command(office: Workspace, *words: str) -> list[str]:
    """The command line of a fresh process."""
    return [sys.executable, "-m", "crawler.cli", "-w", str(office.path), *words]


class Replica(Protocol):
    """A replica that is reached by a proxy."""

    @property
    def proxy_url(self) -> str:
        """Where its proxy is."""


def way(replica: Replica) -> dict[str, str]:
    """The environment in which the replica is the proxy, and nothing else is set."""
    lowered = ("http_proxy", "https_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir")
    kept = {name: value for name, value in os.environ.items() if name.lower() not in lowered}
    return kept | {"http_proxy": replica.proxy_url, "https_proxy": replica.proxy_url}


def run(
    office: Workspace, replica: RunningReplica, *words: str, seconds: float = 100
) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return subprocess.run(
        command(office, *words),
        env=way(replica),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def rows(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    """The JSON Lines of a sweep by source."""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["source"]: row for row in found}


def cut_short(
    office: Workspace, replica: Replica, number: signal.Signals, *words: str, after: int
) -> tuple[int, str, str]:
    """Sends a signal once ``after`` sightings are stored; returns the code and both outputs."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command(office, *words), env=way(replica), stdout=pipe, stderr=pipe, text=True
    ) as process:
        deadline = time.monotonic() + 60
        while stored(office) < after:
            assert process.poll() is None, "the sweep ended before it could be cut short"
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def stored(office: Workspace) -> int:
    """How many sightings lie in the database."""
    with office.open_store() as store:
        return store.count("SELECT count(*) FROM sightings")


def ends(office: Workspace) -> dict[str, Any]:
    """Each source's newest crawl, as the store tells it."""
    with office.open_store() as store:
        return {crawl.source: crawl for crawl in reversed(crawls(store))}
