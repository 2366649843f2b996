"""One crawl that workers share in, as the process sees it that writes it down."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from crawler.cluster.board import RunOrder
from crawler.cluster.frontier import RedisFrontier, Results
from crawler.cluster.messages import Result
from crawler.crawl.health import Health
from crawler.errors import CANNOT_WRITE, ClusterProblem
from crawler.evidence.recorder import Recorder
from crawler.store import Store
from crawler.store.asked import UNFORESEEN, RequestOutcome, unwritable
from crawler.store.frontier import SqliteFrontier
from crawler.store.workers import beat
from spiders.base import Expect

logger = logging.getLogger(__name__)
_ALONE_SECONDS = 30.0  # without a beat of a worker, after which that is said
TAKEN_OVER = "another sweep took this one for dead and goes on with it"


@dataclass(slots=True, kw_only=True)
class SharedCrawl:
    """One crawl that workers share in, as the process sees it that writes it down."""

    source: str
    crawl: int
    resumable: bool
    health: Health
    copies: list[Path] = field(default_factory=list)
    order: RunOrder
    worker: int  # the number under which this process answers for the crawl
    expect: Expect
    store: Store
    kept: SqliteFrontier
    shared: RedisFrontier
    results: Results
    recorder: Recorder
    clock: Callable[[], datetime]
    machine_clock: Callable[[], datetime]
    lost: int = 0  # results whose answers Redis lost: their requests stay open
    ended: bool = False
    behind: bool = False  # whether more may wait than was read in the last turn
    alone_since: float | None = None  # by the clock that only runs on; None: it was told

    def tell_if_alone(self, say: Callable[[str], None]) -> None:
        """Says once that no worker is here, each time that the last one has left."""
        now = monotonic()
        if self.results.heard():
            self.alone_since = now
        elif self.alone_since is not None and now - self.alone_since > _ALONE_SECONDS:
            say(
                f"crawl {self.crawl} ({self.source}) waits: no worker shares in it. "
                "Start one: rasoat worker --connect ADDRESS"
            )
            self.alone_since = None

    def write(self, batch: Sequence[Result]) -> None:
        """Evidence, sightings, new requests and ends: all of a batch in one transaction.

        What cannot be written by its own fault parks its request; the rest is written.
        """
        try:
            counted = self._in_one(batch)
        except UNFORESEEN:
            # One of them is to blame: the others need not wait for it.
            counted = [each for result in batch for each in self._by_itself(result)]
        self.recorder.seal_if_full(self.clock())
        self.lost += sum(not result.whole for result in batch)
        for result, added in counted:
            self.health.asked += added
            count(self.health, result, self.expect)

    def _in_one(self, batch: Sequence[Result]) -> list[tuple[Result, int]]:
        try:
            with self.store.writing():
                self._refuse_if_dead()
                counted = list(self._written(batch))
                self.recorder.flush()
        except (*CANNOT_WRITE, *UNFORESEEN):
            self.recorder.abandon()  # links that it counts on were taken back
            raise
        return counted

    def _by_itself(self, result: Result) -> list[tuple[Result, int]]:
        try:
            return self._in_one([result])
        except UNFORESEEN as error:
            logger.error("writing a result of %s failed", result.step, exc_info=error)
            return self._in_one([replace(result, delivery=unwritable(error), answers=())])

    def _refuse_if_dead(self) -> None:
        if beat(self.store, self.worker, self.machine_clock()) is None:
            raise ClusterProblem(TAKEN_OVER)

    def _written(self, batch: Sequence[Result]) -> Iterator[tuple[Result, int]]:
        for result in batch:
            if not result.whole:
                continue  # nothing proves what it says: its request is asked again
            at = result.at or self.machine_clock()
            added = self.kept.settle(result.key, result.delivery, now=at)
            if added is None:
                continue  # it was written before its result could be taken away
            for answer in result.answers:
                self.recorder.record(answer)
            yield result, added


def count(health: Health, result: Result, expect: Expect) -> None:
    """Tells the health of a crawl what became of one of its requests."""
    told = result.delivery
    reason = told.reason or ""
    if told.outcome is RequestOutcome.FAILED:
        health.fail(reason, step=result.step)
    elif told.outcome is RequestOutcome.FORBIDDEN:
        health.forbidden += 1
    elif told.outcome not in (RequestOutcome.DROPPED, RequestOutcome.PARKED):
        health.answer()
        health.unread += told.unread
        for sighting in told.sightings:
            health.saw(sighting, expect)
    if told.outcome is RequestOutcome.DONE:
        health.read(result.step, len(told.sightings))
    elif told.outcome is RequestOutcome.UNREADABLE:
        health.change(result.step, reason)
    elif told.outcome is RequestOutcome.REFUSED:
        health.turn_away(result.step, told.status, reason)
