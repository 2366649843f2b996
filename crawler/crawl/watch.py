"""Sees every request, answer, sighting and failure of a crawl, and ends it when it must end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.crawl.visit import Visit, visit_of
from crawler.errors import CrawlerError, SourceBlocked
from crawler.records import RegisterCopy, Sighting
from spiders.base import Expect

logger = logging.getLogger(__name__)
_UNREAD = "unread"


class Watch:
    """A spider middleware: the one place where nothing of a crawl passes unseen."""

    def __init__(self, crawler: Crawler, visit: Visit) -> None:
        self._crawler = crawler
        self._visit = visit
        self._expect: Expect = crawler.spidercls.expect  # type: ignore[attr-defined]
        self._ending: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this crawl makes."""
        return cls(crawler, visit_of(crawler))

    async def process_start(self, start: AsyncIterator[Request]) -> AsyncIterator[Request]:
        """The first requests."""
        async for request in start:
            yield self._asked(request)

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Request | Sighting | RegisterCopy]
    ) -> AsyncIterator[Request | Sighting | RegisterCopy]:
        """What a callback gives; it was read whole when no exception came in between."""
        found = 0
        async for given in result:
            if isinstance(given, Request):
                yield self._asked(given)
                continue
            found += 1
            if isinstance(given, Sighting):
                self._visit.health.saw(given, self._expect)
            yield given
        if _UNREAD not in response.meta:
            self._visit.health.read(response.meta["step"], found)
        self._visit.progress(self._visit)

    def process_spider_input(self, response: Response) -> None:
        """An answer on its way to its callback."""
        self._visit.health.answer()

    def process_spider_exception(
        self, response: Response, exception: Exception
    ) -> list[Request | Sighting | RegisterCopy]:
        """A callback refused to read the answer; anything but our own errors is a fault of ours."""
        step = str(response.meta.get("step"))
        response.meta[_UNREAD] = True
        health = self._visit.health
        if isinstance(exception, SourceBlocked) and response.status >= 400:
            health.refuse(str(exception))
        elif isinstance(exception, SourceBlocked):
            health.challenge = health.challenge or str(exception)
        elif isinstance(exception, CrawlerError):
            health.change(step, str(exception))
        else:
            logger.error("reading %s failed", response.url, exc_info=exception)
            health.change(step, f"{type(exception).__name__} while reading {response.url}")
        self._end_if_hopeless()
        return []

    def _asked(self, request: Request) -> Request:
        self._visit.health.asked += 1
        request.errback = self._failed
        return request

    def _failed(self, failure: Failure) -> None:
        """A request that ended without an answer."""
        error = failure.value
        health = self._visit.health
        if isinstance(error, SourceBlocked):
            health.challenge = health.challenge or str(error)
            health.answer()
        elif isinstance(error, IgnoreRequest) and "robots.txt" in str(error):
            health.forbidden += 1
        else:
            health.fail(f"{type(error).__name__}: {error}"[:300])
        self._end_if_hopeless()

    def _end_if_hopeless(self) -> None:
        if self._ending is None and self._visit.health.stop_reason() is not None:
            closing = self._crawler.engine.close_spider_async(reason="void")
            self._ending = asyncio.ensure_future(closing)
