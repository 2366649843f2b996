"""The engines of a frontier as the tests of their promises drive them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol

from redis import Redis

from crawler.cluster.frontier import RedisFrontier, Results
from crawler.crawl.frontier import Frontier
from crawler.store import Store
from crawler.store.asked import Ask, Lease
from crawler.store.frontier import SqliteFrontier
from tests.crawler.office import NOW

MINUTE = timedelta(minutes=1)  # how long every lease of these tests lasts


class Engine(Protocol):
    """One crawl, several workers, and a clock that the test moves."""

    store: Store

    def worker(self) -> Frontier:
        """One worker more."""

    def take(self, frontier: Frontier, most: int = 9, *, alone: bool = True) -> list[Lease]:
        """What a worker takes now."""

    def renew(self, frontier: Frontier) -> None:
        """A worker shows that it lives."""

    def let_pass(self, time: timedelta) -> None:
        """Leases grow older."""

    def write(self) -> None:
        """What was delivered comes into the database, where that takes a step of its own."""


class SqliteEngine:
    """The frontier of one machine."""

    def __init__(self, store: Store, worker: int) -> None:
        self.store = store
        self._now = NOW
        self._first: int | None = worker

    def worker(self) -> Frontier:
        """The worker that began the crawl, then others like it."""
        number, self._first = self._first, None
        return (
            SqliteFrontier(self.store, crawl=1, worker=number)
            if number
            else another_worker(self.store)
        )

    def take(self, frontier: Frontier, most: int = 9, *, alone: bool = True) -> list[Lease]:
        """By the clock of the test."""
        return frontier.take(most, alone=alone, now=self._now, until=self._now + MINUTE)

    def renew(self, frontier: Frontier) -> None:
        """By the clock of the test."""
        frontier.renew(self._now + MINUTE)

    def let_pass(self, time: timedelta) -> None:
        """The clock of the test goes on."""
        self._now += time

    def write(self) -> None:
        """Nothing to do: an end is written where it is told."""


class RedisEngine:
    """The frontier of many machines, with what its coordinator does to the database."""

    def __init__(self, store: Store, redis: Redis, worker: int, run: str = "run") -> None:
        self.store = store
        self._redis = redis
        self._run = run
        self._results = Results(redis, run)
        self._results.open()
        self._kept = SqliteFrontier(store, crawl=1, worker=worker)

    def worker(self) -> Frontier:
        """One that adds to the database too, as the coordinator does."""
        return _Mirrored(self._redis, self._run, self._kept)

    def take(self, frontier: Frontier, most: int = 9, *, alone: bool = True) -> list[Lease]:
        """By the clock of the server."""
        return frontier.take(most, alone=alone, now=NOW, until=NOW + MINUTE)

    def renew(self, frontier: Frontier) -> None:
        """By the clock of the server."""
        frontier.renew(NOW + MINUTE)

    def let_pass(self, time: timedelta) -> None:
        """Makes the server believe that every lease was last renewed so much earlier."""
        for stream in self._redis.scan_iter(f"{self._run}:requests:*"):
            pending: Any = self._redis.xpending_range(stream, "workers", "-", "+", 1000)
            for each in pending:
                idle = each["time_since_delivered"] + int(time.total_seconds() * 1000)
                self._redis.xclaim(
                    stream,
                    "workers",
                    each["consumer"],
                    0,
                    [each["message_id"]],
                    idle=idle,
                    justid=True,
                )

    def write(self) -> None:
        """What the writer of the coordinator does, without the evidence."""
        while batch := self._results.batch():
            for result in batch:
                self._kept.settle(result.key, result.delivery, now=result.at or NOW)
            self._results.written(batch)


class _Mirrored(RedisFrontier):
    def __init__(self, redis: Redis, run: str, kept: SqliteFrontier) -> None:
        super().__init__(redis, run)
        self._kept = kept

    def add(self, asks: Sequence[Ask]) -> int:
        self._kept.add(asks)
        return super().add(asks)


def another_worker(store: Store) -> SqliteFrontier:
    """One worker more on the first crawl."""
    columns = "crawl, place, pid, process_start, began_at, beat_at, mark"
    with store.writing():
        worker = store.db.execute(
            f"INSERT INTO workers ({columns}) SELECT {columns} FROM workers LIMIT 1"
        ).lastrowid
    return SqliteFrontier(store, crawl=1, worker=int(worker or 0))


def urls(leases: list[Lease]) -> list[str]:
    """The last letter of each address."""
    return [lease.ask.url[-1] for lease in leases if lease.ask]


def row(store: Store, request: int) -> dict[str, Any]:
    """A request as the database holds it."""
    return store.row("SELECT * FROM frontier WHERE id = ?", [request]) or {}
