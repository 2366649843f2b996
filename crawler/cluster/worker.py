"""A worker: takes requests wherever a coordinator has some, and knows nothing but Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from time import sleep
from typing import Any

from redis import Redis
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess

from crawler.cluster.board import Board, Hello, RunOrder
from crawler.cluster.frontier import RedisFrontier
from crawler.cluster.visit import RemoteVisit
from crawler.crawl.health import Health
from crawler.crawl.run import arguments_of
from crawler.crawl.sources import base_settings, installed_sources, source_settings
from crawler.crawl.stopping import in_the_reactor, stopped_by_a_person
from crawler.crawl.visit import Crawling, SourceCrawler
from crawler.errors import ClusterProblem
from spiders.base import SourceSpider

_LOOK_SECONDS = 2.0  # between two looks for a coordinator, or for a new run
_PACE = "crawler.cluster.pace.SharedPace"


def work(
    redis: Redis,
    *,
    clock: Callable[[], datetime],
    say: Callable[[str], None],
    progress: Callable[[Crawling], None],
) -> None:
    """Shares in every run until a person stops it. Once per process, as ``run_crawls``."""
    board, settings, sources = Board(redis), base_settings(), installed_sources()
    hello = _first_hello(board, say)
    settings.set("OUTBOUND_ALLOW", hello.allow, priority="cmdline")
    settings.set("OUTBOUND_RESOLVER", hello.resolver, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    worker = _Worker(redis, process, hello, sources, clock=clock, say=say, progress=progress)
    serving = asyncio.get_event_loop().create_task(worker.serve())
    serving.add_done_callback(_end_of_reactor)
    with stopped_by_a_person(in_the_reactor(worker.stop)):
        process.start(stop_after_crawl=False, install_signal_handlers=False)
    serving.result()


class _Worker:
    def __init__(
        self,
        redis: Redis,
        process: AsyncCrawlerProcess,
        hello: Hello,
        sources: Mapping[str, type[SourceSpider]],
        *,
        clock: Callable[[], datetime],
        say: Callable[[str], None],
        progress: Callable[[Crawling], None],
    ) -> None:
        self._redis = redis
        self._board = Board(redis)
        self._process = process
        self._hello = hello
        self._clock = clock
        self._say = say
        self._progress = progress
        self._sources = sources
        self._joined: set[str] = set()
        self._stopped = asyncio.Event()
        self._broken: str | None = None

    def stop(self) -> None:
        """Ends in order: what is being asked is read, the rest is given back."""
        self._stopped.set()

    async def serve(self) -> None:
        """Joins each run once, until it is told to stop or another coordinator is there."""
        try:
            while not self._stopped.is_set():
                if self._board.hello() not in (self._hello, None):
                    raise ClusterProblem(
                        "The coordinator's network settings changed. Start this worker again."
                    )
                for order in self._board.runs():
                    if order.run not in self._joined and self._board.is_open(order.run):
                        self._join(order)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), _LOOK_SECONDS)
        finally:
            await self._process.stop()
            await self._process.join()
        if self._broken is not None:
            raise ClusterProblem(self._broken)

    def _join(self, order: RunOrder) -> None:
        self._joined.add(order.run)
        source = order.order.source
        spider = self._sources[source]
        frontier = RedisFrontier(self._redis, order.run)
        visit = RemoteVisit(
            source=source,
            crawl=order.crawl,
            frontier=frontier,
            shared=frontier,
            redis=self._redis,
            run=order.run,
            clock=self._clock,
            machine_clock=self._clock,
            delay=60 / order.limits.requests_per_minute,
            resumable=True,
            health=Health(),
            progress=self._progress,
        )
        settings = source_settings(order.limits, order.contact)
        # The slot in Redis is the delay; a second one behind it would let two requests meet.
        settings.set("DOWNLOAD_DELAY", 0, priority="cmdline")
        middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES") | {_PACE: 990}
        settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="cmdline")
        crawler = SourceCrawler(spider, settings)
        crawler.visit = visit
        crawler.signals.connect(self._closer(visit), signals.spider_closed, weak=False)
        self._process.crawl(
            crawler, **arguments_of(spider, order.order, order.limits), clock=self._clock
        )

    def _closer(self, visit: RemoteVisit) -> Callable[[SourceSpider], None]:
        def close(spider: SourceSpider) -> None:
            # What cannot be given back falls to others when its lease runs out.
            with suppress(ClusterProblem):
                visit.frontier.give_back()
            if visit.health.broken is not None:
                # Memory, or Redis: a fresh process can do better, this one would only wait.
                self._broken = visit.health.broken
                self._stopped.set()
            elif (why := visit.health.stop_reason()) is not None:
                self._say(f"crawl {visit.crawl} ({visit.source}) was left: {why}")
            else:
                # A coordinator that was silent for too long may be back.
                self._joined.discard(visit.run)

        return close


def _first_hello(board: Board, say: Callable[[str], None]) -> Hello:
    hello = board.hello()
    if hello is None:
        say("No coordinator has come yet. This worker waits.")
    while hello is None:
        sleep(_LOOK_SECONDS)
        hello = board.hello()
    return hello


def _end_of_reactor(serving: asyncio.Task[None]) -> None:
    from twisted.internet import reactor

    stopping: Any = reactor
    stopping.callFromThread(stopping.stop)
