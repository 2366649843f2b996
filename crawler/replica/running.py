"""Starts and stops the replica as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import CrawlerError

_STOP_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedRequest:
    """One request that reached the replica; ``at`` is its monotonic clock in seconds."""

    at: float
    host: str
    method: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningReplica:
    """Where a running replica is and where its files lie."""

    proxy_url: str
    ca_file: Path
    register: Path
    register_g1: Path
    answers: Path
    terms: Path
    rows: dict[str, int]  # register rows by licence kind
    pid: int

    def requests(self) -> list[LoggedRequest]:
        """All requests so far, in the order of their arrival."""
        text = (self.ca_file.parent / "requests.jsonl").read_text(encoding="utf-8")
        return [LoggedRequest(**json.loads(line)) for line in text.splitlines()]

    def environment(self) -> dict[str, str]:
        """The variables that lead an ordinary client here."""
        return {
            "http_proxy": self.proxy_url,
            "https_proxy": self.proxy_url,
            "SSL_CERT_FILE": str(self.ca_file),
        }


@contextmanager
def running_replica(
    seed: int,
    directory: Path,
    *,
    apps: int = 240,
    global_games: int = 0,
    faults: Sequence[str] = (),
    family: bool = False,
) -> Iterator[RunningReplica]:
    """A replica for the time of the block. It ends by itself should we be killed."""
    command = [sys.executable, "-m", "crawler.replica", "--seed", str(seed)]
    command += ["--apps", str(apps), "--global-games", str(global_games), "--dir", str(directory)]
    if family:
        command.append("--family")
    for fault in faults:
        command += ["--fault", fault]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:  # noqa: S603 (our module)
        try:
            yield _first_line(process)
        finally:
            _stop(process)


def _first_line(process: subprocess.Popen[bytes]) -> RunningReplica:
    if process.stdout is None:
        raise CrawlerError("The replica has no stdout. Start it by running_replica.")
    line = process.stdout.readline()
    if not line:
        raise CrawlerError(
            f"The replica ended with code {process.wait()} before it was ready. "
            "Its message stands on stderr."
        )
    told = json.loads(line)
    return RunningReplica(
        proxy_url=told["proxy"],
        ca_file=Path(told["ca_file"]),
        register=Path(told["register"]),
        register_g1=Path(told["register_g1"]),
        answers=Path(told["answers"]),
        terms=Path(told["terms"]),
        rows=told["rows"],
        pid=process.pid,
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
