"""Starts and stops the replica of the stores as a process of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crawler.replica.process import (
    LoggedRequest,
    asked_to_change,
    client_environment,
    requests_logged,
    running_module,
)


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
    process: subprocess.Popen[bytes] = field(repr=False, compare=False)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self.process.pid

    def change(self, words: str) -> None:
        """Changes the stores: ``down apple:1500000001``; returns once they are changed."""
        asked_to_change(self.process, words)

    def requests(self) -> list[LoggedRequest]:
        """All requests so far, in the order of their arrival."""
        return requests_logged(self.ca_file.parent)

    def environment(self) -> dict[str, str]:
        """The variables that lead an ordinary client here."""
        return client_environment(self.proxy_url, self.ca_file)


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
    arguments = ["--seed", str(seed), "--apps", str(apps), "--global-games", str(global_games)]
    arguments += ["--dir", str(directory), *(["--family"] if family else [])]
    for fault in faults:
        arguments += ["--fault", fault]
    with running_module("crawler.replica", arguments) as (told, process):
        yield RunningReplica(
            proxy_url=told["proxy"],
            ca_file=Path(told["ca_file"]),
            register=Path(told["register"]),
            register_g1=Path(told["register_g1"]),
            answers=Path(told["answers"]),
            terms=Path(told["terms"]),
            rows=told["rows"],
            process=process,
        )
