"""What a page costs on its whole way: asked, read (title, links), recorded. Prints one JSON object.

Ours: Scrapy's HTTP/1.1 handler (Twisted) behind the outbound guard, the frontier with leases,
evidence as WARC in its chain, a sighting. The peer: aiohttp, lxml, two records by warcio (not
compressed) and one row of SQLite a page. Both ask a server on loopback for the same addresses, as
many at once, and read a page by the same lines. The figure is CPU time of the process that asks, by
the ratio of two runs in turn; ends with 1 when the median is above the bar.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import aiohttp
import lxml.html
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.config import load  # noqa: E402
from crawler.crawl import run  # noqa: E402
from crawler.crawl import sources as installed  # noqa: E402
from crawler.crawl.orders import orders_of  # noqa: E402
from crawler.records import Presence, Sighting  # noqa: E402
from crawler.workspace import SETTINGS_FILE, create_workspace, open_workspace  # noqa: E402
from spiders.base import Expect, SourceSpider  # noqa: E402

BAR = 3.0
_AT_ONCE = 8
_LINKS = "".join(f'<a href="/game/{n}?from=list">trò chơi số {n}</a>\n' for n in range(100))
_TEXT = "<p>trò chơi bắn cá, mã quà tặng tháng này, mời bạn chơi thử</p>\n" * 300
_PAGE = f"<html><head><title>Trang %d</title></head><body>{_LINKS}{_TEXT}</body></html>"
_ROBOTS = b"User-agent: *\nDisallow: /rieng\nCrawl-delay: 0\n"


def read(body: bytes, url: str) -> tuple[str, list[str]]:
    """Title and links of a page, each link once: what both sides do."""
    tree = lxml.html.document_fromstring(body)
    title = tree.findtext(".//title") or ""
    links = {urljoin(url, href) for link in tree.iter("a") if (href := link.get("href"))}
    return title, sorted(links)


class Pages(SourceSpider):
    """Asks ``terms`` and sees each page as one subject."""

    name = "pages"
    expect = Expect(sightings=(1, 1), filled={"title": 1.0})
    hosts = frozenset[str]()

    async def start(self) -> AsyncIterator[Request]:
        """All pages."""
        for url in self.terms:
            yield self.ask(url, self.parse, step="page")

    def parse(self, response: Response) -> Iterator[Sighting]:
        """One sighting a page."""
        title, links = read(bytes(response.body), response.url)
        yield Sighting(
            subject=f"pages:{response.url}",
            source=self.name,
            market="vn",
            seen_at=self.clock(),
            presence=Presence.PRESENT,
            title=title,
            url=response.url,
            facts={"links": links},
        )


def ours(folder: Path, urls: list[str]) -> None:
    """A crawl of one server with all that a sweep has but its delay and its list of hosts."""
    crawl(folder, urls, network=f'allow = ["{urls[0].split("/")[2]}"]', robots=False)


def crawl(folder: Path, urls: list[str], *, network: str, robots: bool) -> None:
    """``network``: the lines of that table. Every page must be stored in the end."""
    office = create_workspace(folder / "office", rehearsal=True)
    source = "[source.pages]\nrequests_per_minute = 6000000\nmost_subjects = 1000000\n"
    ignored = 'obey_robots = false\nrobots_reason = "a benchmark"\n'
    table = f"[network]\n{network}\n{source}{'' if robots else ignored}"
    (office.path / SETTINGS_FILE).write_text(table, encoding="utf-8")
    office = open_workspace(office.path)
    of_source = installed.source_settings

    def unhurried(*arguments: Any) -> Settings:
        settings = of_source(*arguments)
        middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
        middlewares["crawler.crawl.guard.HostGuard"] = None
        many = dict.fromkeys(("CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN"), _AT_ONCE)
        settings.update({**many, "DOWNLOADER_MIDDLEWARES": middlewares}, priority="cmdline")
        settings.set("DOWNLOAD_DELAY", 0, priority="cmdline")
        return settings

    vars(run)["source_settings"] = unhurried
    vars(installed)["installed_sources"] = lambda: {"pages": Pages}
    config, clock = load(office.path / SETTINGS_FILE), partial(datetime.now, UTC)
    orders = orders_of(["pages"], config=config, terms=urls, charts=False, limit=None)
    with office.open_store() as store:
        run.run_crawls(
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
        stored = store.count("SELECT count(*) FROM sightings")
    if stored != len(urls):
        raise SystemExit(f"{stored} of {len(urls)} pages were stored")


def peer(folder: Path, urls: list[str]) -> None:
    """The same by hand."""
    asyncio.run(_peer(folder, iter(urls)))


async def _peer(folder: Path, urls: Iterator[str]) -> None:
    rows = sqlite3.connect(folder / "peer.db", isolation_level=None)
    rows.execute("PRAGMA journal_mode = wal")
    rows.execute("PRAGMA synchronous = normal")
    rows.execute("CREATE TABLE pages (url, at, status, size, title, links)")
    with (folder / "peer.warc").open("wb") as file:
        writer = WARCWriter(file, gzip=False, warc_version="WARC/1.1")
        async with aiohttp.ClientSession() as session:

            async def work() -> None:
                for url in urls:
                    async with session.get(url) as answer:
                        body = await answer.read()
                    title, links = read(body, url)
                    _write_pair(writer, url, answer, body)
                    values = (url, time.time(), answer.status, len(body), title, json.dumps(links))
                    rows.execute("INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)", values)

            await asyncio.gather(*(work() for _ in range(_AT_ONCE)))
    rows.close()


def _write_pair(writer: WARCWriter, url: str, answer: aiohttp.ClientResponse, body: bytes) -> None:
    told = StatusAndHeaders(str(answer.status), list(answer.headers.items()), protocol="HTTP/1.1")
    response = writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=told)
    head = list(answer.request_info.headers.items())
    asked = StatusAndHeaders(f"{answer.url.path_qs} HTTP/1.1", head, protocol="GET")
    request = writer.create_warc_record(url, "request", http_headers=asked)
    writer.write_request_response_pair(request, response)


async def serve() -> None:
    """Pages for anybody who asks, each a little different."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            number = head.split(b" ", 2)[1].rpartition(b"/")[2]
            body = _ROBOTS if number == b"robots.txt" else (_PAGE % int(number)).encode()
            told = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            told += f"Content-Length: {len(body)}\r\n\r\n"
            writer.write(told.encode() + body)
            await writer.drain()

    async def until_they_go(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(until_they_go, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def served() -> Iterator[str]:
    """The address of a server of its own process."""
    words = [sys.executable, __file__, "--side", "server"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


def side(name: str, url: str, pages: int) -> None:
    """One run in this process; prints CPU and wall of the crawl alone, in ms a page."""
    urls = [f"{url}/page/{number}" for number in range(pages)]
    with tempfile.TemporaryDirectory() as folder:
        before, began = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
        {"ours": ours, "peer": peer}[name](Path(folder), urls)
        after, wall = resource.getrusage(resource.RUSAGE_SELF), time.monotonic() - began
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cpu": 1000 * cpu / pages, "wall": 1000 * wall / pages}))


def _run(name: str, url: str, pages: int) -> dict[str, float]:
    words = [sys.executable, __file__, "--side", name, "--url", url, "--pages", str(pages)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> int:
    """Reads the options, measures in turn, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", choices=["ours", "peer", "server"])
    parser.add_argument("--url")
    parser.add_argument("--pages", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bars", action="store_true")
    asked = parser.parse_args()
    if asked.side == "server":
        asyncio.run(serve())
        return 0
    if asked.side:
        side(asked.side, asked.url, asked.pages)
        return 0
    with served() as url:
        turns = [
            {name: _run(name, url, asked.pages) for name in ("ours", "peer")}
            for _ in range(asked.rounds)
        ]
    ratio = statistics.median(turn["ours"]["cpu"] / turn["peer"]["cpu"] for turn in turns)
    told = {
        name: {
            f"{what}_ms": round(statistics.median(turn[name][what] for turn in turns), 2)
            for what in ("cpu", "wall")
        }
        for name in ("ours", "peer")
    }
    figures = {
        "pages": asked.pages,
        "rounds": asked.rounds,
        "page_bytes": len((_PAGE % 0).encode()),
    }
    print(
        json.dumps(
            figures
            | {"at_once": _AT_ONCE, "handler": "HTTP11 (Twisted)"}
            | told
            | {"ratio": round(ratio, 2), "bar": BAR}
        )
    )
    return int(asked.bars and ratio > BAR)


if __name__ == "__main__":
    sys.exit(main())
