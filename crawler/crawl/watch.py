"""Sees every request, answer, sighting and failure of a crawl, and ends it when it must end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.crawl.frontier import LEASE, Feeder, ask_of
from crawler.crawl.visit import Visit, visit_of
from crawler.errors import (
    CANNOT_WRITE,
    CrawlerError,
    PayloadChanged,
    RobotsForbid,
    SourceBlocked,
)
from crawler.records import Kept, Presence, Sighting
from crawler.store.asked import Ask, Delivery, RequestOutcome
from crawler.store.sightings import refuse_unstorable
from spiders.base import SourceSpider

logger = logging.getLogger(__name__)
_READY = 1  # requests that wait behind those in the air, so that none is late


class Watch:
    """A spider middleware: the one place where nothing of a crawl passes unseen.

    What a callback gives is written together with the end of its request, so Scrapy itself gets
    to see first requests only.
    """

    def __init__(self, crawler: Crawler, visit: Visit, spider: SourceSpider) -> None:
        self._crawler = crawler
        self._visit = visit
        self._spider = spider
        window = crawler.settings.getint("CONCURRENT_REQUESTS") + _READY
        self._feeder = Feeder(visit.frontier, spider, window=window, clock=visit.machine_clock)
        self._given: dict[int, list[Ask | Sighting]] = {}  # by callbacks, by their lease
        self._unread = 0  # rows in a shape that nobody knows, of answers that have ended
        self._ending: asyncio.Task[None] | None = None
        visit.health.whole_web = spider.whole_web
        for name, once in spider.once.items():
            visit.introduce(name, once)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this crawl makes."""
        if not isinstance(crawler.spider, SourceSpider):
            raise TypeError("This part of a crawl works only with a SourceSpider.")
        return cls(crawler, visit_of(crawler), crawler.spider)

    async def process_start(self, start: AsyncIterator[Request]) -> AsyncIterator[Request]:
        """The first requests into the frontier, then all that come out of it."""
        visit = self._visit
        try:
            if not visit.is_seeded():
                visit.health.asked += await self._feeder.seed(start)
                visit.set_seeded()
            async for request in self._feeder.requests(self._idle):
                request.errback = self._failed
                yield request
        except CANNOT_WRITE as error:
            self._break(error)

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Request | Sighting | Kept]
    ) -> AsyncIterator[Request]:
        """What a callback gives; it was read whole when no exception came in between."""
        lease = response.meta[LEASE]
        given_so_far: list[Ask | Sighting] = []
        self._given[lease] = given_so_far
        found = 0
        async for given in result:
            if isinstance(given, Request):
                if self._visit.follows:
                    given_so_far.append(ask_of(given))
                continue
            found += 1
            if isinstance(given, Sighting):
                try:
                    refuse_unstorable(given)
                except PayloadChanged as error:
                    self.process_spider_exception(response, error)
                    return
                self._visit.health.saw(given, self._spider.expect)
                given_so_far.append(given)
                continue
            try:
                self._visit.keep(given)
            except CANNOT_WRITE as error:
                self._break(error)
                return
        if lease in self._given:
            self._visit.health.read(response.meta["step"], found)
            self._end(response.meta, RequestOutcome.DONE)
        self._visit.progress(self._visit)
        self._end_as_told()
        return
        yield  # all that it gave was written: nothing is left for Scrapy

    def process_spider_input(self, response: Response) -> None:
        """An answer on its way to its callback."""
        self._visit.health.answer()

    def process_spider_exception(self, response: Response, exception: Exception) -> list[Request]:
        """A callback refused to read the answer; anything but our own errors is a fault of ours."""
        if isinstance(exception, CANNOT_WRITE):
            self._break(exception)
            return []
        step = str(response.meta.get("step"))
        health = self._visit.health
        outcome, reason = RequestOutcome.UNREADABLE, str(exception)
        if isinstance(exception, SourceBlocked):
            outcome = RequestOutcome.REFUSED
            if self._spider.ending is not None:
                pass  # what was seen before it refused counts: the crawl is incomplete, not void
            else:
                health.turn_away(step, response.status, reason)
        elif isinstance(exception, CrawlerError):
            health.change(step, reason)
        else:
            logger.error("reading %s failed", response.url, exc_info=exception)
            reason = f"{type(exception).__name__} while reading {response.url}"
            health.err(step, reason)
        self._end(response.meta, outcome, reason, response.status)
        self._end_as_told()
        self._end_if_hopeless()
        return []

    async def _failed(self, failure: Failure) -> None:
        """A request that ended without an answer."""
        error = failure.value
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(error, CANNOT_WRITE):
            self._break(error)
            return
        if await self._told_all_the_same(request, error):
            self._visit.health.answer()
            self._end(request.meta, RequestOutcome.DONE)
            self._visit.progress(self._visit)
            return
        health = self._visit.health
        outcome, reason = RequestOutcome.FAILED, f"{type(error).__name__}: {error}"[:300]
        if isinstance(error, SourceBlocked):
            outcome, reason = RequestOutcome.REFUSED, str(error)
            health.turn_away(str(request.meta.get("step")), None, reason)
            health.answer()
        elif isinstance(error, RobotsForbid):
            outcome = RequestOutcome.FORBIDDEN
            health.forbidden += 1
        else:
            health.fail(reason, step=str(request.meta.get("step")))
        self._end(request.meta, outcome, reason)
        self._end_if_hopeless()

    async def _told_all_the_same(self, request: Request, error: BaseException | None) -> bool:
        """Keeps what the spider says of a request without an answer; whether it saw the subject."""
        if self._visit.stopped.is_set():  # a visit of a site takes longer than a stop may
            return False
        telling = asyncio.ensure_future(_all_of(self._spider.unanswered(request, error)))
        await asyncio.wait({telling})
        fault = telling.exception()
        if isinstance(fault, CANNOT_WRITE):
            self._break(fault)
        elif fault is not None:
            logger.error("telling of %s failed", request.url, exc_info=fault)
        told = [] if fault is not None else telling.result()
        for sighting in told:
            self._visit.health.saw(sighting, self._spider.expect)
        self._given[request.meta[LEASE]] = [*told]
        return any(sighting.presence is Presence.PRESENT for sighting in told)

    def _end(
        self,
        meta: dict[str, Any],
        outcome: RequestOutcome,
        reason: str | None = None,
        status: int | None = None,
    ) -> None:
        """Writes all that came of a request, with its end."""
        lease = meta[LEASE]
        given = self._given.pop(lease, [])
        # What a callback admitted before it failed, it may not have asked for: not remembered.
        admitted = {name: once.fresh() for name, once in self._spider.once.items()}
        delivery = Delivery(
            outcome=outcome,
            reason=reason,
            status=status,
            sightings=[each for each in given if isinstance(each, Sighting)],
            asks=[each for each in given if isinstance(each, Ask)],
            admitted=admitted if outcome is RequestOutcome.DONE else {},
            unread=self._spider.unread - self._unread,
        )
        self._visit.health.unread += delivery.unread
        self._unread = self._spider.unread
        try:
            self._visit.health.asked += self._feeder.end(lease, delivery) or 0
        except CANNOT_WRITE as error:
            self._break(error)

    def _idle(self) -> bool:
        """Whether Scrapy has nothing of this crawl in its hands."""
        engine = self._crawler.engine
        slot, scheduler = engine.scraper.slot, engine.scheduler
        if slot is None or scheduler is None:
            return False
        waiting = engine.downloader.active or scheduler.has_pending_requests()
        return slot.is_idle() and not waiting

    def _break(self, error: CrawlerError) -> None:
        """What cannot be written ends the crawl: its requests wait, nothing of them is lost."""
        self._visit.health.break_off(str(error))
        self._close("broken")

    def _end_as_told(self) -> None:
        """The spider knows that nothing more may be asked: what waits can be asked later."""
        if self._spider.ending is not None:
            self._visit.health.break_off(self._spider.ending)
            self._close("told")

    def _end_if_hopeless(self) -> None:
        if self._visit.health.stop_reason() is not None:
            self._close("void")

    def _close(self, reason: str) -> None:
        if self._ending is None:
            closing = self._crawler.engine.close_spider_async(reason=reason)
            self._ending = asyncio.ensure_future(closing)


async def _all_of(told: AsyncIterator[Sighting]) -> list[Sighting]:
    found = []
    async for sighting in told:
        refuse_unstorable(sighting)
        found.append(sighting)
    return found
