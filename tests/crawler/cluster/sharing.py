"""A coordinator and its workers as a person starts them, around a real Redis and a replica."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.replica.running import RunningReplica
from crawler.workspace import Workspace
from tests.crawler.cluster.server import RedisServer
from tests.crawler.crawl.sweeping import command, way

_PIPE = subprocess.PIPE


def coordinator(
    office: Workspace, replica: RunningReplica, server: RedisServer, *words: str
) -> subprocess.Popen[str]:
    """The process that writes; its output can be read once it ended."""
    told = command(office, "coordinator", "--connect", server.address, "--json", *words)
    return subprocess.Popen(told, env=way(replica), stdout=_PIPE, stderr=_PIPE, text=True)


def worker(replica: RunningReplica, server: RedisServer, folder: Path) -> subprocess.Popen[str]:
    """A process that asks, in an empty folder: it has no workspace."""
    folder.mkdir(parents=True, exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "crawler.cli", "worker", "--connect", server.address],
        env=way(replica) | {"SSL_CERT_FILE": str(replica.ca_file)},
        cwd=folder,
        stdout=_PIPE,
        stderr=_PIPE,
        text=True,
    )


@contextmanager
def workers(
    replica: RunningReplica, server: RedisServer, folder: Path, count: int
) -> Iterator[list[subprocess.Popen[str]]]:
    """Several workers, gone afterwards; a test may replace one in the list."""
    started = [worker(replica, server, folder / f"worker{n}") for n in range(count)]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()
