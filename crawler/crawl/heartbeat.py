"""Shows that a crawl is being worked on, and hears when somebody asks it to end."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.crawl.alive import BEAT_SECONDS
from crawler.crawl.frontier import LEASE_SECONDS
from crawler.crawl.visit import Visit, visit_of
from crawler.errors import CANNOT_WRITE

logger = logging.getLogger(__name__)


class Heartbeat:
    """An extension: beats while the spider is open. A parser that hangs stops it, as it should."""

    def __init__(self, crawler: Crawler, visit: Visit) -> None:
        self._crawler = crawler
        self._visit = visit
        self._beats: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this crawl makes."""
        return cls(crawler, visit_of(crawler))

    def _opened(self) -> None:
        self._beats = asyncio.ensure_future(self._beat_until_the_end())

    def _closed(self) -> None:
        if self._beats is not None:
            self._beats.cancel()

    async def _beat_until_the_end(self) -> None:
        while not self._told_to_end():
            await asyncio.sleep(BEAT_SECONDS)
        self._visit.stopped.set()
        # A task of its own: the beat is cancelled while the spider closes, and would take it along.
        closing = self._crawler.engine.close_spider_async(reason="stopped")
        self._ending = asyncio.ensure_future(closing)

    def _told_to_end(self) -> bool:
        visit = self._visit
        now = visit.machine_clock()
        try:
            stop = visit.beat(now)
            if stop is False:
                visit.frontier.renew(now + timedelta(seconds=LEASE_SECONDS))
        except CANNOT_WRITE as error:
            # Whoever reads the rows sees a late beat; what cannot be written ends the crawl itself.
            logger.warning("no beat of crawl %s: %s", visit.crawl, error)
            return False
        if stop is None:
            visit.health.break_off("another sweep took this one for dead and goes on with it")
        visit.health.interrupted = visit.health.interrupted or stop is True
        return stop is not False
