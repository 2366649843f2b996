"""``python -m tests.security.visitor``: one real crawl of any addresses, in a process of its own.

All of a sweep is in force but the guard that keeps a source on its own hosts, which would refuse
every address of these tests before the others are asked.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.config import load
from crawler.crawl import download, run
from crawler.crawl import sources as installed
from crawler.crawl.limits import peak_memory
from crawler.crawl.names import Names
from crawler.crawl.orders import orders_of
from crawler.crawl.trust import trust
from crawler.errors import CrawlerError
from crawler.records import Sighting
from crawler.store.chain import LinkKind, links_of_kind
from crawler.workspace import SETTINGS_FILE, create_workspace, open_workspace
from spiders.base import Expect, Seen, SourceSpider
from spiders.play_app_page import parse_app_page
from spiders.play_fallbacks import cards
from spiders.shapes import read_json, read_text

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
    ended: dict[str, tuple[str, str | None]]  # outcome and reason of each address
    recorded: list[tuple[str, int]]  # address and size of each answer in the evidence
    beside: bool | None  # the other source, asked afterwards, was complete
    connected: list[tuple[str, int]]  # every socket of the process, whoever opened it
    peak_memory: int
    seconds: float


class Visitor(SourceSpider):
    """Asks the addresses that are its terms, in their order."""

    name = "visitor"
    expect = Expect(sightings=(0, 0), filled={})
    hosts = frozenset[str]()
    answered: list[str] = []  # noqa: RUF012 (one crawl per process)
    over = asyncio.Event()

    async def start(self) -> AsyncIterator[Request]:
        """In order, each with all its tries: Scrapy keeps priorities only within one slot."""
        for place, url in enumerate(self.terms):
            request = self.ask(url, self.parse, step="page", priority=-10 * place)
            request.meta["download_slot"] = "one"
            yield request

    def parse(self, response: Response) -> Iterator[Request | Sighting]:
        """Reads a page as the spiders read theirs; follows the links of a page of links."""
        self.answered.append(response.url)
        if not response.url.endswith("/links"):
            read_as_spiders_do(bytes(response.body))
            return
        for link in response.body.splitlines():
            url = response.urljoin(link.decode())
            yield self.ask(url, self.parse, step="page", priority=-1_000_000)

    def closed(self, reason: str) -> None:
        """The crawl has ended, however it fared."""
        self.over.set()


class Neighbour(SourceSpider):
    """Another source of the same sweep: it is asked once the visitor has ended."""

    name = "neighbour"
    expect = Expect(sightings=(0, 0), filled={})
    hosts = frozenset[str]()
    page = ""

    async def start(self) -> AsyncIterator[Request]:
        """One honest page."""
        await Visitor.over.wait()
        yield self.ask(self.page, self.parse, step="page")

    def parse(self, response: Response) -> Iterator[Request | Sighting]:
        """Nothing is to be seen there."""
        yield from ()


def read_as_spiders_do(body: bytes) -> None:
    """By every reader of JSON, text and tags that a spider has."""
    seen = Seen(market="vn", seen_at=datetime.now(UTC))
    with suppress(CrawlerError):
        read_json(body, "visitor")
    with suppress(CrawlerError):
        list(parse_app_page(body, package="com.example", **seen))
    with suppress(CrawlerError):
        list(cards(read_text(body, "visitor")))


def visit(
    folder: Path,
    urls: Sequence[str],
    *,
    network: str = "",
    environment: Mapping[str, str] | None = None,
    seconds: float = 300,
    forgets: bool = False,
    beside: str | None = None,
    whole_web: bool = False,
    **settings: Any,
) -> Visited:
    """Runs the crawl with ``network`` as the lines of that table, and tells how it fared.

    ``beside``: the one page of another source, which the same process asks afterwards;
    ``whole_web``: each address is another owner's, as those of ``domains`` are.
    """
    office = create_workspace(folder / "office", rehearsal=True)
    table = f"[network]\n{network}\n[source.visitor]\nrequests_per_minute = 600000\n"
    robots = 'obey_robots = false\nrobots_reason = "tests"\n'
    (office.path / SETTINGS_FILE).write_text(
        table + robots + f"[source.neighbour]\n{robots}", encoding="utf-8"
    )
    kept = {name: value for name, value in os.environ.items() if name.lower() not in _WAYS}
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.visitor", str(office.path)],
        input=json.dumps(
            {
                "urls": list(urls),
                "settings": settings,
                "forgets": forgets,
                "beside": beside,
                "whole_web": whole_web,
            }
        ),
        env=kept | dict(environment or {}),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    told["ended"] = {url: (outcome, reason) for url, (outcome, reason) in told["ended"].items()}
    told["connected"] = [(host, port) for host, port in told["connected"]]
    for name in ("connected", "recorded"):
        told[name] = [tuple(pair) for pair in told[name]]
    return Visited(**told)


def main() -> None:
    """Reads what to ask from stdin, writes how it went to stdout."""
    told = json.loads(sys.stdin.read())
    office = open_workspace(Path(sys.argv[1]))
    trust(office.ca_file, office.cache)
    of_source = installed.source_settings

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
    vars(run)["source_settings"] = without_hosts
    vars(installed)["installed_sources"] = lambda: {"visitor": Visitor, "neighbour": Neighbour}
    Neighbour.page = told["beside"]
    Visitor.whole_web = told["whole_web"]
    sources = ["visitor", "neighbour"] if told["beside"] else ["visitor"]
    began = time.monotonic()
    with office.open_store() as store:
        config, clock = load(office.path / SETTINGS_FILE), partial(datetime.now, UTC)
        orders = orders_of(
            sources,
            config=config,
            terms=told["urls"],
            entries=told["urls"],
            charts=False,
            limit=None,
        )
        visit, *others = run.run_crawls(
            store,
            run.begin_sources(store, orders, now=clock(), machine_now=clock()),
            config=config,
            evidence=office.evidence,
            register=office.register,
            take_names=lambda crawl, part: None,
            clock=clock,
            machine_clock=clock,
            progress=lambda visit: None,
        )
        ended = {
            json.loads(row["form"])["url"]: (row["outcome"], row["reason"])
            for row in store.rows("SELECT form, outcome, reason FROM frontier")
        }
        captured = [link.facts for link in links_of_kind(store, LinkKind.CAPTURED)]
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
        ended=ended,
        recorded=[(facts["url"], facts["size"]) for facts in captured],
        beside=next((one.health.conclude(Neighbour.expect).complete for one in others), None),
        connected=connected,
        peak_memory=peak_memory(),
        seconds=time.monotonic() - began,
    )
    sys.stdout.write(json.dumps(asdict(visited)))


if __name__ == "__main__":
    main()
