"""Starts and stops the replica of sites as a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.replica.process import (
    LoggedRequest,
    client_environment,
    requests_logged,
    running_module,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSites:
    """Where the running sites are and where their files lie."""

    proxy_url: str
    blocking_proxy_url: str  # of a network that carries the block
    resolver: str  # "address:port": what is true of the hosts
    blocking_resolver: str
    ca_file: Path
    register: Path
    answers: Path
    links: Path
    entries: Path
    pid: int

    def requests(self) -> list[LoggedRequest]:
        """All requests so far, in the order of their arrival."""
        return requests_logged(self.ca_file.parent)

    def environment(self, *, blocked: bool = False) -> dict[str, str]:
        """The variables that lead an ordinary client here, or into the network that blocks."""
        proxy = self.blocking_proxy_url if blocked else self.proxy_url
        return client_environment(proxy, self.ca_file)


@contextmanager
def running_sites(
    seed: int,
    directory: Path,
    *,
    poisoned: int = 40,
    hostile: bool = False,
    later: bool = False,
) -> Iterator[RunningSites]:
    """The sites for the time of the block. They end by themselves should we be killed."""
    arguments = ["--seed", str(seed), "--poisoned", str(poisoned), "--dir", str(directory)]
    arguments += ["--hostile"] if hostile else []
    arguments += ["--later"] if later else []
    with running_module("crawler.replica.sites", arguments) as (told, process):
        yield RunningSites(
            proxy_url=told["proxy"],
            blocking_proxy_url=told["blocking_proxy"],
            resolver=told["resolver"],
            blocking_resolver=told["blocking_resolver"],
            ca_file=Path(told["ca_file"]),
            register=Path(told["register"]),
            answers=Path(told["answers"]),
            links=Path(told["links"]),
            entries=Path(told["entries"]),
            pid=process.pid,
        )
