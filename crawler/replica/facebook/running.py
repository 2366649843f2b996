"""Starts and stops the replica of Facebook as a process of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
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
class RunningFacebook:
    """Where the running replica is."""

    proxy_url: str
    ca_file: Path
    process: subprocess.Popen[bytes] = field(repr=False, compare=False)

    def change(self, words: str) -> None:
        """Changes it: ``graph 613``; returns once it is changed."""
        asked_to_change(self.process, words)

    def requests(self) -> list[LoggedRequest]:
        """All requests so far, in the order of their arrival."""
        return requests_logged(self.ca_file.parent)

    def environment(self) -> dict[str, str]:
        """The variables that lead an ordinary client here."""
        return client_environment(self.proxy_url, self.ca_file)


@contextmanager
def running_facebook(directory: Path, *, adverts: int = 120) -> Iterator[RunningFacebook]:
    """The replica for the time of the block. It ends by itself should we be killed."""
    arguments = ["--adverts", str(adverts), "--dir", str(directory)]
    with running_module("crawler.replica.facebook", arguments) as (told, process):
        yield RunningFacebook(
            proxy_url=told["proxy"], ca_file=Path(told["ca_file"]), process=process
        )
