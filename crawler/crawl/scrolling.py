"""Pages that are scrolled in a browser: what they get meanwhile is kept and read as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, Self
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from crawler.crawl.frontier import LEASE
from crawler.crawl.recording import RECORDED
from crawler.crawl.visit import Visit, visit_of
from crawler.errors import CANNOT_WRITE, BrowserProblem
from crawler.evidence.warc import answered
from crawler.records import evidence_id
from crawler.redaction import redacted
from spiders.base import Scrolling


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """One answer that a page got: its document, or what its own script asked for."""

    url: str
    method: str
    status: int
    body: str
    media: str
    led_to: str | None = None  # where it wanted to go; nothing was asked there


Told = Callable[[Captured], Awaitable[bool]]


class Scroller(Protocol):
    """A browser that scrolls a page for as long as it is told to go on."""

    async def scroll(self, url: str, told: Told, *, rest: float) -> None:
        """Gives the document first, then answer by answer; rests so many seconds between them."""

    async def close(self) -> None:
        """No page follows."""


class ScrolledPages:
    """A downloader middleware: the pages of a source that scrolls come out of the browser."""

    def __init__(self, visit: Visit, spider: Scrolling | None) -> None:
        self._visit = visit
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Works for spiders that scroll, and lets all others pass."""
        spider = crawler.spider if isinstance(crawler.spider, Scrolling) else None
        return cls(visit_of(crawler), spider)

    async def process_request(self, request: Request) -> Response | None:
        """The document; what came after it was recorded, and read by the spider already."""
        if self._spider is None or "step" not in request.meta:
            return None
        scroller = self._visit.scroller
        if scroller is None:
            raise BrowserProblem("There is no browser to scroll the page in. See: rasoat doctor")
        taking = _Taking(self._visit, self._spider, request)
        await scroller.scroll(urldefrag(request.url).url, taking.take, rest=self._visit.delay)
        if self._visit.stopped.is_set():
            raise BrowserProblem("A person stopped the sweep while the page was scrolled.")
        return taking.document()


class _Taking:
    """What one page gives while it is scrolled."""

    def __init__(self, visit: Visit, spider: Scrolling, request: Request) -> None:
        self._visit = visit
        self._spider = spider
        self._request = request
        self._document: Captured | None = None

    async def take(self, captured: Captured) -> bool:
        """Keeps an answer, lets the spider read it; whether the page is to be scrolled on."""
        body = redacted(captured.body).encode("utf-8", "replace")
        self._record(captured, body)
        self._document = self._document or captured
        goes_on = self._spider.take(
            body.decode(),
            html="html" in captured.media,
            status=captured.status,
            led_to=captured.led_to,
            evidence=evidence_id(body),
            request=self._request,
        )
        await asyncio.sleep(0)
        return goes_on and not self._visit.stopped.is_set()

    def _record(self, captured: Captured, body: bytes) -> None:
        head = f"HTTP/1.1 {captured.status} \r\nContent-Type: {captured.media}\r\n"
        head += f"Content-Length: {len(body)}\r\n\r\n"
        answer = answered(
            url=captured.url,
            method=captured.method,
            status=captured.status,
            at=self._visit.clock(),
            ip=None,
            asked=b"",  # the page's own request: it holds marks of its session
            head=head.encode("latin-1", "replace"),
            received=body,
            body=body,
        )
        try:
            self._visit.record(answer, self._request.meta.get(LEASE))
        except CANNOT_WRITE as error:
            self._visit.health.break_off(str(error))
            raise

    def document(self) -> Response:
        """The document of the page as an answer of Scrapy."""
        captured = self._document
        if captured is None:
            raise BrowserProblem(f"{self._request.url:.200} gave no document. Try later.")
        self._request.meta[RECORDED] = True
        return HtmlResponse(
            captured.url,
            status=captured.status,
            headers={"Content-Type": "text/html; charset=utf-8"},
            body=captured.body.encode("utf-8", "replace"),
            request=self._request,
        )
