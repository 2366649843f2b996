"""What holds the requests of a crawl, and what feeds them to Scrapy a few at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from scrapy import Request, Spider

from crawler.store.asked import UNFORESEEN, Ask, Delivery, Lease, RequestOutcome, unwritable

logger = logging.getLogger(__name__)
# A worker renews its leases at each beat, so this is how long a dead one keeps the others waiting.
LEASE_SECONDS = 60.0
LEASE = "lease"  # key in the meta of a request that came out of a frontier
_SEEDS = 500  # first requests in one transaction
_LOOK_SECONDS = 2.0  # between two looks for what Scrapy lost, or what a dead worker held
# The spider's callbacks read every status themselves and HttpErrorMiddleware is off: this list of
# 200 numbers would be most of what is stored of a request.
_NOT_STORED = frozenset({"step", "handle_httpstatus_list"})


class Frontier(Protocol):
    """The requests of one crawl, as one worker sees them. Every engine keeps the same promises.

    A request is taken with a deadline and ends once, together with all that came of it. One whose
    worker died is taken again, and parked when that happens too often.
    """

    def add(self, asks: Sequence[Ask]) -> int:
        """Adds requests that the crawl does not hold yet; how many that were."""

    def take(self, most: int, *, alone: bool, now: datetime, until: datetime) -> list[Lease]:
        """Up to ``most`` requests; one that a worker died with only to who is ``alone`` with it."""

    def deliver(self, lease: Lease, delivery: Delivery, *, now: datetime) -> int | None:
        """Ends a request; how many new ones came of it, or None: it is another worker's by now."""

    def renew(self, until: datetime) -> None:
        """Moves the deadline of all that this worker holds."""

    def give_back(self) -> None:
        """Lets go of what was taken and not worked on."""

    def open_requests(self) -> int:
        """How many requests have not ended, those in other hands included."""


def ask_of(request: Request) -> Ask:
    """The form in which a request of a spider waits."""
    callback = getattr(request.callback, "__name__", "parse")
    return Ask(
        url=request.url,
        step=str(request.meta["step"]),
        callback=callback,
        method=request.method,
        headers={
            name.decode("latin-1"): [value.decode("latin-1") for value in values]
            for name, values in request.headers.items()
        },
        body=request.body,
        kwargs=request.cb_kwargs,
        meta={name: value for name, value in request.meta.items() if name not in _NOT_STORED},
        priority=request.priority,
    )


def request_of(lease: Lease, spider: Spider) -> Request | None:
    """The request of a lease; None when this version of the spider has no such step."""
    ask = lease.ask
    if ask is None:
        return None
    callback: Callable[..., Any] | None = getattr(spider, ask.callback, None)
    if callback is None:
        return None
    return Request(
        ask.url,
        callback,
        method=ask.method,
        headers=dict(ask.headers),
        body=ask.body,
        cb_kwargs=dict(ask.kwargs),
        meta={**ask.meta, "step": ask.step, LEASE: lease.id},
        priority=ask.priority,
        dont_filter=True,  # what is asked once is decided by the frontier
    )


class Feeder:
    """Keeps a bounded window of a frontier's requests in Scrapy's hands."""

    def __init__(
        self, frontier: Frontier, spider: Spider, *, window: int, clock: Callable[[], datetime]
    ) -> None:
        self._frontier = frontier
        self._spider = spider
        self._window = window
        self._clock = clock
        self._held: dict[int, Lease] = {}
        self._ended = asyncio.Event()

    async def seed(self, start: AsyncIterator[Request]) -> int:
        """Writes a spider's first requests to the frontier; how many are new."""
        added, batch = 0, []
        async for request in start:
            batch.append(ask_of(request))
            if len(batch) == _SEEDS:
                added += self._frontier.add(batch)
                batch = []
                await asyncio.sleep(0)  # a million of them must not hold up the beat
        return added + self._frontier.add(batch)

    async def requests(self, idle: Callable[[], bool]) -> AsyncIterator[Request]:
        """Requests to ask now, until none is left. ``idle``: Scrapy has nothing in its hands."""
        while True:
            self._ended.clear()
            for request in self._next():
                yield request
            if not self._held and not self._frontier.open_requests():
                return
            await self._wait(idle)

    def end(self, lease: int, delivery: Delivery) -> int | None:
        """Ends a request that Scrapy was given; None: it had ended, or is another worker's."""
        held = self._held.get(lease)
        if held is None:
            return None
        try:
            added = self._frontier.deliver(held, delivery, now=self._clock())
        except UNFORESEEN as error:
            logger.error("writing what came of request %s failed", lease, exc_info=error)
            added = self._frontier.deliver(held, unwritable(error), now=self._clock())
        del self._held[lease]
        self._ended.set()
        return added

    def _next(self) -> Iterator[Request]:
        # What killed a worker is asked with nothing beside it that could be hurt.
        if any(lease.attempts > 1 for lease in self._held.values()):
            return
        room = self._window - len(self._held)
        if room < 1:
            return
        leases = self._frontier.take(
            room, alone=not self._held, now=self._clock(), until=self._until()
        )
        for lease in leases:
            self._held[lease.id] = lease
            request = request_of(lease, self._spider)
            if request is not None:
                yield request
                continue
            reason = "this version of the program does not know its form or its step"
            self.end(lease.id, Delivery(outcome=RequestOutcome.PARKED, reason=reason))

    async def _wait(self, idle: Callable[[], bool]) -> None:
        """Until a request ends; those that Scrapy lost on the way end here."""
        try:
            await asyncio.wait_for(self._ended.wait(), _LOOK_SECONDS)
        except TimeoutError:
            if idle():
                reason = "Scrapy gave neither an answer nor an error"
                for lease in list(self._held):
                    self.end(lease, Delivery(outcome=RequestOutcome.DROPPED, reason=reason))

    def _until(self) -> datetime:
        return self._clock() + timedelta(seconds=LEASE_SECONDS)
