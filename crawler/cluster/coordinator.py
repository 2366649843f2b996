"""The coordinator: calls workers to crawls, and alone writes what they deliver."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from uuid import uuid4

from redis import Redis

from crawler.cluster.board import Board, RunOrder
from crawler.cluster.frontier import BATCH, RedisFrontier, Results
from crawler.cluster.shared_crawl import TAKEN_OVER, SharedCrawl
from crawler.config import Config
from crawler.crawl.alive import BEAT_SECONDS
from crawler.crawl.frontier import Feeder
from crawler.crawl.health import Health
from crawler.crawl.recording import about
from crawler.crawl.run import arguments_of
from crawler.crawl.sentinels import missing_sentinels
from crawler.crawl.sources import known_sources, source_settings
from crawler.crawl.stopping import stopped_by_a_person
from crawler.crawl.visit import Crawling
from crawler.errors import CANNOT_WRITE, ClusterProblem, SweepRefused
from crawler.evidence.recorder import Recorder
from crawler.store import Store
from crawler.store.asked import Delivery, RequestOutcome
from crawler.store.crawls import is_complete, is_seeded, set_seeded
from crawler.store.frontier import (
    SqliteFrontier,
    dropped_requests,
    open_asks,
    parked_reasons,
    progress_of,
)
from crawler.store.office import office_id
from crawler.store.workers import Assignment, beat, end_worker
from spiders.base import SourceSpider

_PAUSE = 0.1  # seconds between two looks for results
_PUSHED = 500  # requests that go to Redis at a time
_FORGOT = (
    "Redis has lost requests that it was given. Look at its file and its log; what is missing is "
    "asked when the crawl is resumed."
)
_STRANGE = "this version of the program does not know its form"


def coordinate(
    store: Store,
    assignments: Sequence[Assignment],
    *,
    redis: Redis,
    config: Config,
    evidence: Path,
    clock: Callable[[], datetime],
    machine_clock: Callable[[], datetime],
    progress: Callable[[Crawling], None],
    say: Callable[[str], None],
) -> Sequence[Crawling]:
    """Has workers crawl to the end and returns the crawls; each is closed as it ends."""
    board = Board(redis)
    board.claim(office_id(store), config)
    _clear(store, redis, board, {each.crawl for each in assignments})
    spiders = known_sources([each.order.source for each in assignments], config)
    shared = [
        _crawl_of(
            store,
            assignment,
            spiders[assignment.order.source],
            redis=redis,
            config=config,
            evidence=evidence,
            clock=clock,
            machine_clock=machine_clock,
        )
        for assignment in assignments
    ]
    stopped = Event()
    with stopped_by_a_person(stopped.set):
        for crawl in shared:
            _guarded(crawl, partial(_open, crawl, board, spiders[crawl.source]))
            if crawl.lost:
                say(f"crawl {crawl.crawl} ({crawl.source}): {_lost_of(crawl)} are asked again")
                crawl.lost = 0
            for opened in shared[: shared.index(crawl)]:  # the last one may have taken long
                if not opened.ended:
                    _guarded(opened, opened.results.open)
        beaten = -BEAT_SECONDS
        while living := [crawl for crawl in shared if not crawl.ended]:
            due = monotonic() - beaten >= BEAT_SECONDS
            beaten = monotonic() if due else beaten
            for crawl in living:
                crawl.health.interrupted = crawl.health.interrupted or stopped.is_set()
                _guarded(crawl, partial(_turn, crawl, board, due, progress, say))
            if _is_time_left([crawl for crawl in living if not crawl.ended]):
                sleep(_PAUSE)
    return shared


def _is_time_left(living: Sequence[SharedCrawl]) -> bool:
    """Whether there is something to wait for, and nothing that waits."""
    return bool(living) and not any(crawl.behind for crawl in living)


def _clear(store: Store, redis: Redis, board: Board, mine: set[int]) -> None:
    """Takes away runs of dead coordinators; one that holds results waits to be resumed.

    Those of a crawl that is complete nobody waits for: all was asked without them.
    """
    for old in board.runs():
        left = Results(redis, old.run)
        if old.crawl in mine or board.is_open(old.run):
            continue
        if left.is_empty() or is_complete(store, old.crawl):
            left.close()
            left.forget()
            board.withdraw(old.run)


def refuse_unshareable(sources: Sequence[str], config: Config) -> None:
    """Raises for a source that one process must read in one go."""
    for source, spider in known_sources(sources, config).items():
        if spider.whole_web:
            raise SweepRefused(
                f"{source} is visited by one process so far. Visit it by: rasoat sweep {source}"
            )
        if spider.needs_token or spider.scrolls:
            raise SweepRefused(
                f"{source} is asked by one process, within one limit. Ask it by: "
                f"rasoat sweep {source}"
            )
        if not spider.resumable:
            raise SweepRefused(
                f"{source} is read in one go by one process. Read it by: "
                f"rasoat sweep {source} --charts"
            )


def _crawl_of(
    store: Store,
    assignment: Assignment,
    spider: type[SourceSpider],
    *,
    redis: Redis,
    config: Config,
    evidence: Path,
    clock: Callable[[], datetime],
    machine_clock: Callable[[], datetime],
) -> SharedCrawl:
    order, number = assignment.order, assignment.crawl
    limits = config.of(order.source)
    run = f"rasoat:run:{number}:{uuid4().hex}"
    so_far = progress_of(store, number, filled=sorted(spider.expect.filled))
    own = source_settings(limits, config.contact)
    return SharedCrawl(
        source=order.source,
        crawl=number,
        resumable=spider.resumable,
        health=Health.so_far(so_far),
        order=RunOrder(run=run, crawl=number, order=order, limits=limits, contact=config.contact),
        worker=assignment.worker,
        expect=spider.expect,
        store=store,
        kept=SqliteFrontier(store, crawl=number, worker=assignment.worker),
        shared=RedisFrontier(redis, run),
        results=Results(redis, run),
        recorder=Recorder(
            store,
            evidence,
            crawl=number,
            about=about(own, store, order, number, redacts=spider.redacts),
        ),
        clock=clock,
        machine_clock=machine_clock,
    )


def _open(crawl: SharedCrawl, board: Board, spider: type[SourceSpider]) -> None:
    """Writes down what a dead coordinator left in Redis, then calls the workers."""
    for old in board.runs():
        if old.crawl == crawl.crawl:
            left = Results(crawl.results.redis, old.run)
            left.close()
            _write_all(crawl, left)
            left.forget()
            board.withdraw(old.run)
    if not is_seeded(crawl.store, crawl.crawl):
        crawl.health.asked += _seed(crawl, spider)
        set_seeded(crawl.store, crawl.crawl)
    crawl.results.open()
    so_far = progress_of(crawl.store, crawl.crawl, filled=())
    crawl.results.admit(so_far.admitted)
    _push(crawl)
    board.announce(crawl.order)
    crawl.alone_since = monotonic()


def _seed(crawl: SharedCrawl, spider: type[SourceSpider]) -> int:
    told = arguments_of(spider, crawl.order.order, crawl.order.limits)
    begun = spider(**told, clock=crawl.clock)
    feeder = Feeder(crawl.kept, begun, window=0, clock=crawl.machine_clock)
    return asyncio.run(feeder.seed(begun.start()))


def _push(crawl: SharedCrawl) -> None:
    last = 0
    while rows := open_asks(crawl.store, crawl.crawl, after=last, most=_PUSHED):
        last = rows[-1][0]
        crawl.results.open()  # a million of them take longer than it stays open
        for _, key, ask in rows:
            if ask is None:
                strange = Delivery(outcome=RequestOutcome.PARKED, reason=_STRANGE)
                crawl.kept.settle(key, strange, now=crawl.machine_clock())
        crawl.shared.add([ask for _, _, ask in rows if ask is not None])


def _turn(
    crawl: SharedCrawl,
    board: Board,
    due: bool,
    progress: Callable[[Crawling], None],
    say: Callable[[str], None],
) -> None:
    if due:
        stop = beat(crawl.store, crawl.worker, crawl.machine_clock())
        crawl.health.interrupted = crawl.health.interrupted or stop is True
        if stop is None:
            raise ClusterProblem(TAKEN_OVER)
        crawl.results.open()
        crawl.tell_if_alone(say)
    # In this order: what ended a moment ago has its result in the batch.
    nothing_open = crawl.shared.open_requests() == 0
    batch = crawl.results.batch()
    if batch:
        crawl.write(batch)
        crawl.results.written(batch)
        progress(crawl)
    stopped = crawl.health.interrupted or crawl.health.broken or crawl.health.stop_reason()
    crawl.behind = len(batch) == BATCH
    done = nothing_open and not crawl.behind
    if done and not stopped and crawl.kept.open_requests():
        raise ClusterProblem(f"{_FORGOT} ({_lost_of(crawl)})" if crawl.lost else _FORGOT)
    if stopped or done:
        _close(crawl, board)


def _write_all(crawl: SharedCrawl, results: Results) -> None:
    while batch := results.batch():
        crawl.write(batch)
        results.written(batch)


def _lost_of(crawl: SharedCrawl) -> str:
    return f"{crawl.lost} requests whose answers Redis lost"


def _close(crawl: SharedCrawl, board: Board) -> None:
    """Nothing more is taken, what was delivered is written, and the evidence is sealed."""
    if crawl.health.broken is None:
        crawl.results.close()
        _write_all(crawl, crawl.results)
        crawl.results.forget()
        board.withdraw(crawl.order.run)
    crawl.recorder.close(crawl.clock())
    _end(crawl)


def _guarded(crawl: SharedCrawl, step: Callable[[], None]) -> None:
    """What cannot be written, here or in Redis, ends a crawl; its requests wait in the database.

    Its results stay in Redis: whoever resumes the crawl reads them first.
    """
    try:
        step()
    except CANNOT_WRITE as error:
        crawl.health.break_off(str(error))
        with suppress(*CANNOT_WRITE):  # what is not sealed is put in order by the next sweep
            crawl.recorder.close(crawl.clock())
        _end(crawl)


def _end(crawl: SharedCrawl) -> None:
    crawl.ended = True
    health = crawl.health
    health.parked = parked_reasons(crawl.store, crawl.crawl)
    health.dropped = dropped_requests(crawl.store, crawl.crawl)
    order, limits = crawl.order.order, crawl.order.limits
    health.unfound = list(
        missing_sentinels(crawl.store, crawl.crawl, limits.sentinels, order.terms)
    )
    conclusion = health.conclude(crawl.expect)
    end_worker(
        crawl.store,
        crawl.worker,
        requested=health.asked,
        complete=conclusion.complete,
        void=conclusion.void,
        reason=conclusion.reason,
        now=crawl.clock(),
        machine_now=crawl.machine_clock(),
    )
