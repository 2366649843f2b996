"""``python -m tests.security.visitor``: one real crawl of any addresses, in a process of its own.

All of a sweep is in force but the guard that keeps a source on its own hosts, which would refuse
every address of these tests before the others are asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings

from crawler.config import load
from crawler.crawl import download, run
from crawler.crawl.limits import peak_memory
from crawler.crawl.names import Names
from crawler.crawl.trust import trust
from crawler.records import Sighting
from crawler.workspace import SETTINGS_FILE, create_workspace, open_workspace
from spiders.base import Expect, SourceSpider

_WAYS = ("http_proxy", "https_proxy", "no_proxy", "all_proxy", "ssl_cert_file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """How the crawl fared."""

    answered: list[str]
    failed: list[str]
    changed: list[str]
    challenge: str | None
    complete: bool
    void: bool
    reason: str | None
    connected: list[tuple[str, int]]  # every socket of the process, whoever opened it
    peak_memory: int
    seconds: float


class Visitor(SourceSpider):
    """Asks the addresses that are its terms, in their order."""

    name = "visitor"
    expect = Expect(sightings=(0, 0), filled={})
    hosts = frozenset[str]()
    answered: list[str] = []  # noqa: RUF012 (one crawl per process)

    async def start(self) -> AsyncIterator[Request]:
        """In order: Scrapy keeps to priorities only within one slot, by default one per host."""
        for place, url in enumerate(self.terms):
            request = self.ask(url, self.parse, step="page", priority=-place)
            request.meta["download_slot"] = "one"
            yield request

    def parse(self, response: Response) -> Iterator[Request | Sighting]:
        """Reads the title as a page of a store is read; follows the links of a page of links."""
        self.answered.append(response.url)
        if isinstance(response, TextResponse):
            response.xpath("//title/text()").get()
        if response.url.endswith("/links"):
            for link in response.text.splitlines():
                yield self.ask(response.urljoin(link), self.parse, step="page", priority=-10_000)


def visit(
    folder: Path,
    urls: Sequence[str],
    *,
    network: str = "",
    environment: Mapping[str, str] | None = None,
    seconds: float = 300,
    forgets: bool = False,
    **settings: Any,
) -> Visited:
    """Runs the crawl with ``network`` as the lines of that table, and tells how it fared."""
    office = create_workspace(folder / "office", rehearsal=True)
    table = f"[network]\n{network}\n[source.visitor]\nrequests_per_minute = 600000\n"
    robots = 'obey_robots = false\nrobots_reason = "tests"\n'
    (office.path / SETTINGS_FILE).write_text(table + robots, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name.lower() not in _WAYS}
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.visitor", str(office.path)],
        input=json.dumps({"urls": list(urls), "settings": settings, "forgets": forgets}),
        env=kept | dict(environment or {}),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    told["connected"] = [(host, port) for host, port in told["connected"]]
    return Visited(**told)


def main() -> None:
    """Reads what to ask from stdin, writes how it went to stdout."""
    told = json.loads(sys.stdin.read())
    office = open_workspace(Path(sys.argv[1]))
    trust(office.ca_file, office.cache)
    of_source = run._source_settings

    def without_hosts(*arguments: Any) -> Settings:
        settings = of_source(*arguments)
        middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
        middlewares["crawler.crawl.guard.HostGuard"] = None
        settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="cmdline")
        settings.update(told["settings"], priority="cmdline")
        return settings

    if told["forgets"]:
        vars(download)["Names"] = partial(Names, kept_seconds=0)
    connected: list[tuple[str, int]] = []
    sys.addaudithook(
        lambda event, found: (
            connected.append(found[1][:2])
            if event == "socket.connect" and isinstance(found[1], tuple)
            else None
        )
    )
    vars(run)["_source_settings"] = without_hosts
    vars(run)["installed_sources"] = lambda: {"visitor": Visitor}
    began = time.monotonic()
    with office.open_store() as store:
        (visit,) = run.run_sources(
            store,
            ["visitor"],
            config=load(office.path / SETTINGS_FILE),
            terms=told["urls"],
            charts=False,
            limit=None,
            evidence=office.evidence,
            register=office.register,
            clock=partial(datetime.now, UTC),
            progress=lambda visit: None,
        )
    health = visit.health
    conclusion = health.conclude(Visitor.expect)
    visited = Visited(
        answered=Visitor.answered,
        failed=health.failed,
        changed=health.changed_pages,
        challenge=health.challenge,
        complete=conclusion.complete,
        void=conclusion.void,
        reason=conclusion.reason,
        connected=connected,
        peak_memory=peak_memory(),
        seconds=time.monotonic() - began,
    )
    sys.stdout.write(json.dumps(asdict(visited)))


if __name__ == "__main__":
    main()
