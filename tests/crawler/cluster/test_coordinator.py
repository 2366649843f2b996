"""Only the coordinator writes: whole batches, each result once, whatever breaks in between."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest
from redis import Redis
from scrapy import Request
from scrapy.http import Response

from crawler.cluster import board, frontier, shared_crawl
from crawler.cluster import coordinator as module
from crawler.cluster.board import Board
from crawler.cluster.coordinator import coordinate
from crawler.cluster.frontier import RedisFrontier
from crawler.cluster.link import connect
from crawler.cluster.messages import Result
from crawler.cluster.shared_crawl import SharedCrawl, count
from crawler.config import Config
from crawler.crawl.frontier import LEASE
from crawler.crawl.health import Health
from crawler.crawl.visit import Crawling
from crawler.crawl.watch import Watch
from crawler.errors import ClusterProblem, EvidenceProblem, SourceBlocked
from crawler.evidence.recovery import put_in_order
from crawler.evidence.verify import Weight, verify
from crawler.evidence.warc import Answer
from crawler.records import Sighting
from crawler.store import Store
from crawler.store.asked import Delivery, RequestOutcome
from crawler.store.crawls import close_crawl, crawls, set_seeded
from crawler.store.frontier import SqliteFrontier, ask_again
from crawler.store.workers import Assignment, ask_to_stop
from spiders.google_play import GooglePlay
from tests.crawler.cluster.server import RedisServer, running_redis
from tests.crawler.cluster.test_results import ANSWER
from tests.crawler.office import NOW, new_store, sighting
from tests.crawler.store.engines import MINUTE
from tests.crawler.store.test_frontier import ask, begin

SEEN = sighting(evidence=ANSWER.evidence)
DONE = Delivery(outcome=RequestOutcome.DONE, sightings=[SEEN], asks=[ask("z")])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with running_redis(tmp_path / "redis") as running:
        yield running


@pytest.fixture
def redis(server: RedisServer) -> Iterator[Redis]:
    with connect(server.address, password=None, ca_file=None, tries=1) as connected:
        yield connected


@pytest.fixture
def assignment(store: Store) -> Assignment:
    """A crawl with two requests that nobody has asked yet."""
    begun = begin(store)[0]
    SqliteFrontier(store, crawl=1, worker=begun.worker).add([ask("a"), ask("b")])
    set_seeded(store, begun.crawl)
    return begun


def shared(store: Store, assignment: Assignment, redis: Redis, folder: Path) -> SharedCrawl:
    return module._crawl_of(
        store,
        assignment,
        GooglePlay,
        redis=redis,
        config=Config(),
        evidence=folder / "evidence",
        clock=lambda: NOW,
        machine_clock=lambda: NOW,
    )


def coordinated(
    store: Store, assignment: Assignment, redis: Redis, folder: Path
) -> Sequence[Crawling]:
    return coordinate(
        store,
        [assignment],
        redis=redis,
        config=Config(),
        evidence=folder / "evidence",
        clock=lambda: NOW,
        machine_clock=lambda: NOW,
        progress=lambda crawl: None,
        say=lambda said: None,
    )


def deliver(redis: Redis, run: str, most: int = 1) -> None:
    """What a worker does that takes requests and reads an answer for each."""
    frontier = RedisFrontier(redis, run)
    for lease in frontier.take(most, alone=True, now=NOW, until=NOW + MINUTE):
        frontier.answered(replace(ANSWER, url=f"https://store.example/{lease.id}"), lease.id)
        frontier.deliver(lease, DONE, now=NOW)


def opened(crawl: SharedCrawl, redis: Redis) -> None:
    module._open(crawl, Board(redis), GooglePlay)


def counts(store: Store) -> tuple[int, int, int, int]:
    """Answers, links of answers, sightings, and requests that ended."""
    return (
        store.count("SELECT count(*) FROM fetches"),
        store.count("SELECT count(*) FROM chain_links WHERE link LIKE '%captured%'"),
        store.count("SELECT count(*) FROM sightings"),
        store.count("SELECT count(*) FROM frontier WHERE outcome IS NOT NULL"),
    )


def wrong(store: Store, folder: Path) -> list[str]:
    return [each.what for each in verify(store, folder / "evidence")
            if each.weight is Weight.WRONG]  # fmt: skip


def test_a_batch_is_written_whole_and_each_result_once(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    opened(crawl, redis)
    deliver(redis, crawl.order.run, 2)
    batch = crawl.results.batch()
    crawl.write(batch)
    assert counts(store) == (2, 2, 2, 2)
    crawl.write(batch)  # killed before it could be taken away
    assert counts(store) == (2, 2, 2, 2)
    assert (crawl.health.asked, crawl.health.sightings) == (3, 2)
    assert store.count("SELECT count(*) FROM frontier") == 3
    crawl.recorder.close(NOW)
    assert wrong(store, tmp_path) == []


def test_the_bytes_of_a_batch_lie_on_the_disk_before_its_links_stand(
    tmp_path: Path,
    store: Store,
    assignment: Assignment,
    redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    opened(crawl, redis)
    deliver(redis, crawl.order.run, 2)
    flushed, flush = list[tuple[bool, int, int]](), os.fdatasync

    def noted(number: int) -> None:
        links = store.count("SELECT count(*) FROM chain_links")
        flushed.append((store.is_writing, links, os.fstat(number).st_size))
        flush(number)

    monkeypatch.setattr(os, "fdatasync", noted)
    crawl.write(crawl.results.batch())
    (warc,) = tmp_path.rglob("crawl-*")
    assert flushed == [(True, 3, warc.stat().st_size)]


def test_a_batch_that_cannot_be_written_whole_is_not_written_and_waits(
    tmp_path: Path,
    store: Store,
    assignment: Assignment,
    redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    opened(crawl, redis)
    deliver(redis, crawl.order.run, 2)
    record, recorded = crawl.recorder.record, list[Answer]()

    def full_disk(answer: Answer) -> None:
        if recorded:
            raise EvidenceProblem("The disk is full.")
        recorded.append(answer)
        record(answer)

    with monkeypatch.context() as broken:
        broken.setattr(crawl, "recorder", _Recorder(full_disk, crawl.recorder.abandon))
        with pytest.raises(EvidenceProblem):
            crawl.write(crawl.results.batch())
    assert counts(store) == (0, 0, 0, 0)
    assert len(crawl.results.batch()) == 2
    put_in_order(store, tmp_path / "evidence", NOW)
    crawl.write(crawl.results.batch())
    crawl.recorder.close(NOW)
    assert counts(store) == (2, 2, 2, 2)
    assert wrong(store, tmp_path) == []


class _Recorder:
    def __init__(self, record: object, abandon: object) -> None:
        self.record = record
        self.abandon = abandon


def test_what_was_written_is_taken_away(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    opened(crawl, redis)
    deliver(redis, crawl.order.run)
    module._turn(crawl, Board(redis), True, lambda crawl: None, lambda said: None)
    assert (crawl.results.batch(), crawl.ended, counts(store)[3]) == ([], False, 1)


def test_what_a_dead_coordinator_left_unread_is_written_first(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    dead = shared(store, assignment, redis, tmp_path)
    opened(dead, redis)
    deliver(redis, dead.order.run)
    ask_to_stop(store, [assignment.worker])
    (crawl,) = coordinated(store, assignment, redis, tmp_path)
    assert counts(store) == (1, 1, 1, 1)
    assert crawl.health.interrupted
    assert crawls(store)[0].requested == 3
    late = RedisFrontier(redis, dead.order.run)
    assert late.take(9, alone=True, now=NOW, until=NOW + MINUTE) == []
    assert {*redis.keys("*")} == {b"rasoat:office", b"rasoat:hello"}


def another_crawl(store: Store, redis: Redis, folder: Path) -> None:
    """A coordinator comes with another source, and goes."""
    other = begin(store, "apple_app_store")[0]
    ask_to_stop(store, [other.worker])
    coordinated(store, other, redis, folder)


def test_a_run_of_another_build_is_left_alone(
    tmp_path: Path,
    store: Store,
    assignment: Assignment,
    redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as upgraded:
        upgraded.setattr(board, "build", lambda: f"{version('rasoat')}+another")
        dead = shared(store, assignment, redis, tmp_path)
        opened(dead, redis)
        deliver(redis, dead.order.run)
        assert [run.run for run in Board(redis).runs()] == [dead.order.run]
    assert Board(redis).runs() == []
    another_crawl(store, redis, tmp_path)
    assert len(dead.results.batch()) == 1


def test_what_nobody_resumed_is_cleared_away_but_for_results(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    dead = shared(store, assignment, redis, tmp_path)
    opened(dead, redis)
    deliver(redis, dead.order.run)
    another_crawl(store, redis, tmp_path)
    assert Board(redis).is_open(dead.order.run)  # its coordinator may live
    redis.delete(f"{dead.order.run}:open")
    another_crawl(store, redis, tmp_path)
    assert len(dead.results.batch()) == 1  # answers that wait for whoever resumes the crawl
    dead.results.written(dead.results.batch())
    another_crawl(store, redis, tmp_path)
    assert {*redis.keys("*")} == {b"rasoat:office", b"rasoat:hello"}


def left_with_a_result(
    store: Store, assignment: Assignment, redis: Redis, folder: Path
) -> SharedCrawl:
    """The crawl of a coordinator that died before it wrote down what a worker delivered."""
    dead = shared(store, assignment, redis, folder)
    opened(dead, redis)
    deliver(redis, dead.order.run)
    redis.delete(f"{dead.order.run}:open")
    return dead


def test_results_of_a_crawl_that_was_finished_without_them_are_cleared_away(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    dead = left_with_a_result(store, assignment, redis, tmp_path)
    close_crawl(store, dead.crawl, requested=2, complete=True, void=False, reason=None, now=NOW)
    another_crawl(store, redis, tmp_path)
    assert {*redis.keys("*")} == {b"rasoat:office", b"rasoat:hello"}


def test_lost_bodies_of_one_crawl_keep_no_other_from_going_on(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    dead = left_with_a_result(store, assignment, redis, tmp_path)
    redis.delete(*redis.keys("*:body:*"))
    another_crawl(store, redis, tmp_path)
    assert not dead.results.is_empty()


def test_a_request_whose_answer_redis_lost_is_asked_again_by_the_resume(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    dead = left_with_a_result(store, assignment, redis, tmp_path)
    redis.delete(*redis.keys("*:body:*"))
    again = shared(store, assignment, redis, tmp_path)
    opened(again, redis)
    assert (again.lost, counts(store), dead.results.is_empty()) == (1, (0, 0, 0, 0), True)
    assert again.shared.open_requests() == 2
    deliver(redis, again.order.run, 2)
    again.write(again.results.batch())
    assert (again.lost, counts(store), wrong(store, tmp_path)) == (1, (2, 2, 2, 2), [])


def test_an_answer_that_redis_loses_makes_the_crawl_incomplete_and_its_request_waits(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    opened(crawl, redis)
    deliver(redis, crawl.order.run, 2)
    redis.delete(next(redis.scan_iter("*:body:*")))
    turn = partial(module._turn, crawl, Board(redis), True, lambda one: None, lambda said: None)
    module._guarded(crawl, turn)
    assert (counts(store), crawl.ended) == ((1, 1, 1, 1), False)
    deliver(redis, crawl.order.run)  # what both led to
    module._guarded(crawl, turn)
    (row,) = crawls(store)
    assert (row.complete, row.void, crawl.ended) == (False, False, True)
    assert "1 requests whose answers Redis lost" in str(row.reason)
    assert store.count("SELECT count(*) FROM frontier WHERE outcome IS NULL") == 1
    assert wrong(store, tmp_path) == []


def test_a_result_that_cannot_be_written_parks_its_request_and_keeps_no_other_waiting(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    opened(crawl, redis)
    frontier = RedisFrontier(redis, crawl.order.run)
    strange, good = frontier.take(2, alone=True, now=NOW, until=NOW + MINUTE)
    too_large = replace(DONE, sightings=[replace(SEEN, ratings=10**19)])
    for lease, told in ((strange, too_large), (good, DONE)):
        frontier.answered(replace(ANSWER, url=f"https://store.example/{lease.id}"), lease.id)
        frontier.deliver(lease, told, now=NOW)
    turn = partial(module._turn, crawl, Board(redis), True, lambda one: None, lambda said: None)
    module._guarded(crawl, turn)
    assert (crawl.ended, crawl.health.broken) == (False, None)
    assert counts(store) == (1, 1, 1, 2)
    deliver(redis, crawl.order.run)  # what the good one led to
    module._guarded(crawl, turn)
    (told_of,) = crawl.health.parked
    assert "what came of it cannot be written (OverflowError" in told_of
    assert (crawls(store)[0].complete, crawls(store)[0].void) == (False, False)
    put_in_order(store, tmp_path / "evidence", NOW)
    assert wrong(store, tmp_path) == []


def test_a_result_that_nobody_can_read_parks_its_request(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    opened(crawl, redis)
    entry = {"key": ask("a").key, "step": "search", "bytes": 9, "told": '{"outcome": "new"}'}
    redis.xadd(f"{crawl.order.run}:results", entry)  # type: ignore[arg-type]
    crawl.write(crawl.results.batch())
    (reason,) = (
        row["reason"] for row in store.rows("SELECT reason FROM frontier WHERE outcome = 'parked'")
    )
    assert "what came of it cannot be written" in reason


def test_a_seal_waits_until_its_batch_is_written(
    tmp_path: Path,
    store: Store,
    assignment: Assignment,
    redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    crawl.recorder._largest = 1
    opened(crawl, redis)
    deliver(redis, crawl.order.run, 2)
    settle, settled = crawl.kept.settle, list[bytes]()

    def once(key: bytes, delivery: Delivery, *, now: datetime) -> int | None:
        if settled:
            raise EvidenceProblem("The disk is full.")
        settled.append(key)
        return settle(key, delivery, now=now)

    with monkeypatch.context() as broken:
        broken.setattr(crawl.kept, "settle", once)
        with pytest.raises(EvidenceProblem):
            crawl.write(crawl.results.batch())
    put_in_order(store, tmp_path / "evidence", NOW)
    assert wrong(store, tmp_path) == []
    crawl.write(crawl.results.batch())
    sealed = store.count("SELECT count(*) FROM chain_links WHERE link LIKE '%\"sealed\"%'")
    assert (sealed, counts(store), wrong(store, tmp_path)) == (1, (2, 2, 2, 2), [])


def test_a_failure_that_is_read_again_after_a_resume_counts_once_and_is_asked_again(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    dead = shared(store, assignment, redis, tmp_path)
    opened(dead, redis)
    frontier = RedisFrontier(redis, dead.order.run)
    (lease,) = frontier.take(1, alone=True, now=NOW, until=NOW + MINUTE)
    frontier.answered(ANSWER, lease.id)
    frontier.deliver(lease, Delivery(outcome=RequestOutcome.UNREADABLE, reason="x"), now=NOW)
    dead.write(dead.results.batch())  # killed before it could be taken away
    dead.recorder.close(NOW)
    ask_again(store, dead.crawl)
    again = shared(store, assignment, redis, tmp_path)
    opened(again, redis)
    assert counts(store)[0] == 1
    assert again.shared.open_requests() == again.kept.open_requests() == 2


def test_a_coordinator_that_was_taken_for_dead_writes_nothing_more(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    opened(crawl, redis)
    deliver(redis, crawl.order.run)
    with store.writing():
        store.db.execute("UPDATE workers SET ended_at = beat_at")
    redis.delete(f"{crawl.order.run}:open")
    with pytest.raises(ClusterProblem, match="took this one for dead"):
        module._turn(crawl, Board(redis), True, lambda crawl: None, lambda said: None)
    with pytest.raises(ClusterProblem, match="took this one for dead"):
        crawl.write(crawl.results.batch())
    assert counts(store) == (0, 0, 0, 0)
    assert not Board(redis).is_open(crawl.order.run)


def test_requests_for_a_closed_run_are_not_lost_in_silence(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    with pytest.raises(ClusterProblem, match="was closed in Redis"):
        crawl.shared.add([ask("a")])


def test_a_redis_that_is_lost_ends_the_crawl_and_its_requests_wait(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis, server: RedisServer
) -> None:
    threading.Timer(0.5, server.kill).start()
    (crawl,) = coordinated(store, assignment, redis, tmp_path)
    assert "The Redis server cannot be reached" in str(crawl.health.broken)
    (row,) = crawls(store)
    assert (row.complete, row.void) == (False, False)
    assert "waits in it and in rasoat.db" in str(row.reason)
    assert store.count("SELECT count(*) FROM frontier WHERE outcome IS NULL") == 2


def test_a_redis_that_forgot_what_it_was_given_makes_no_crawl_complete(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    def forget() -> None:
        redis.delete(*redis.keys("rasoat:run:*:requests:*"), *redis.keys("rasoat:run:*:weights"))

    threading.Timer(0.5, forget).start()
    (crawl,) = coordinated(store, assignment, redis, tmp_path)
    assert "Redis has lost requests" in str(crawl.health.broken)
    assert crawls(store)[0].complete is False
    assert store.count("SELECT count(*) FROM frontier WHERE outcome IS NULL") == 2


def test_a_coordinator_that_is_behind_or_done_does_not_rest(
    tmp_path: Path,
    store: Store,
    assignment: Assignment,
    redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rested: list[float] = []

    def rest(seconds: float) -> None:
        rested.append(seconds)
        (run,) = Board(redis).runs()
        for _ in range(3):  # the third one is what the first two lead to
            deliver(redis, run.run)

    monkeypatch.setattr(module, "sleep", rest)
    monkeypatch.setattr(module, "BATCH", 1)
    monkeypatch.setattr(frontier, "BATCH", 1)
    coordinated(store, assignment, redis, tmp_path)
    assert crawls(store)[0].ended_at is not None
    assert counts(store)[3] == 3
    assert len(rested) == 1


def test_a_coordinator_that_was_taken_for_dead_leaves_redis_to_the_other(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    with store.writing():
        store.db.execute("UPDATE workers SET ended_at = beat_at")
    (crawl,) = coordinated(store, assignment, redis, tmp_path)
    assert "took this one for dead" in str(crawl.health.broken)
    assert len(Board(redis).runs()) == 1
    assert crawls(store)[0].ended_at is None


def test_a_form_of_another_version_is_parked(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    with store.writing():
        store.db.execute("UPDATE frontier SET form = replace(form, '\"form\":1', '\"form\":9')")
    (crawl,) = coordinated(store, assignment, redis, tmp_path)
    assert len(crawl.health.parked) == 2
    assert "does not know its form" in crawl.health.parked[0]


def result(outcome: RequestOutcome, status: int | None = None) -> Result:
    told = Delivery(outcome=outcome, reason="why", status=status, sightings=[SEEN])
    return Result(id=b"1-1", size=1, kept=(), key=b"k", step="search", delivery=told, at=NOW)


@pytest.mark.parametrize(
    ("outcome", "status", "changed"),
    [
        (
            RequestOutcome.DONE,
            None,
            {"answered": 1, "sightings": 1, "present": 1, "searches": 1, "searches_found": 1},
        ),
        (RequestOutcome.UNREADABLE, 200, {"answered": 1, "changed_lists": ["why"]}),
        (RequestOutcome.REFUSED, 403, {"answered": 1, "refused": ["why"]}),
        (RequestOutcome.REFUSED, 200, {"answered": 1, "challenge": "why"}),
        (RequestOutcome.REFUSED, 302, {"answered": 1, "challenge": "why"}),
        (RequestOutcome.REFUSED, 304, {"answered": 1, "refused": ["why"]}),
        (RequestOutcome.REFUSED, None, {"answered": 1, "challenge": "why"}),
        (RequestOutcome.FORBIDDEN, None, {"forbidden": 1}),
        (RequestOutcome.FAILED, None, {"failed": ["why"]}),
        (RequestOutcome.DROPPED, None, {}),
        (RequestOutcome.PARKED, None, {}),
    ],
)
def test_each_end_counts_as_in_a_sweep_of_one_process(
    outcome: RequestOutcome, status: int | None, changed: dict[str, object]
) -> None:
    health, blank = Health(), Health()
    count(health, result(outcome, status), GooglePlay.expect)
    names = ("answered", "searches", "searches_found", "forbidden", "challenge", "changed_lists")
    others = ("refused", "failed", "parked", "dropped")
    told = {
        name: getattr(health, name)
        for name in (*names, *others, "sightings", "present")
        if getattr(health, name) != getattr(blank, name)
    }
    if outcome is not RequestOutcome.DONE:
        told = {name: value for name, value in told.items() if name not in ("sightings", "present")}
    assert told == changed


@pytest.mark.parametrize("status", [200, 300, 302, 304, 307, 400, 403, 429, 503])
def test_a_refusal_means_the_same_in_one_process_and_in_many(status: int) -> None:
    watch, alone, together = object.__new__(Watch), Health(), Health()
    vars(watch).update(
        _visit=SimpleNamespace(health=alone),
        _spider=SimpleNamespace(ending=None),
        _end=lambda *told: None,
        _close=lambda reason: None,
    )
    page = Request("https://x.example", meta={LEASE: 1, "step": "search"})
    answer = Response(page.url, status=status, request=page)
    watch.process_spider_exception(answer, SourceBlocked("why"))
    count(together, result(RequestOutcome.REFUSED, status), GooglePlay.expect)
    assert (alone.challenge, alone.refused) == (together.challenge, together.refused)
    # Somebody else's page ends the crawl at once; a 304 is one page that was not told.
    stops = status < 400 and status != 304
    assert (alone.stop_reason() is not None, together.stop_reason() is not None) == (stops, stops)


def test_rows_that_a_worker_could_not_read_make_a_shared_crawl_incomplete() -> None:
    health = Health(asked=1)
    strange = result(RequestOutcome.DONE, None)
    strange = replace(strange, delivery=replace(strange.delivery, unread=3))
    count(health, strange, GooglePlay.expect)
    assert health.unread == 3


def test_a_sighting_that_no_database_holds_is_an_answer_that_changed() -> None:
    watch, health, ended = object.__new__(Watch), Health(), list[object]()
    vars(watch).update(
        _visit=SimpleNamespace(health=health, follows=True, progress=lambda visit: None),
        _spider=SimpleNamespace(expect=GooglePlay.expect, ending=None),
        _given={},
        _end=lambda *told: ended.append(told[1]),
    )
    page = Request("https://x.example", meta={LEASE: 1, "step": "detail"})

    async def read() -> None:
        given = watch.process_spider_output(
            Response(page.url, request=page), _each(replace(SEEN, ratings=10**19))
        )
        async for _ in given:
            raise AssertionError("nothing is left for Scrapy")

    asyncio.run(read())
    assert ended == [RequestOutcome.UNREADABLE]
    assert "a ratings that cannot be stored" in health.changed_pages[0]


async def _each(*sightings: Sighting) -> AsyncIterator[Sighting]:
    for each in sightings:
        yield each


def test_a_callback_that_cannot_ask_redis_ends_the_crawl_and_not_its_request() -> None:
    watch, health, closed = object.__new__(Watch), Health(), list[str]()
    vars(watch).update(_visit=SimpleNamespace(health=health), _close=closed.append)
    assert watch.process_spider_exception(Response("https://x.example"), ClusterProblem("x")) == []
    assert (health.broken, closed, health.changed_pages) == ("x", ["broken"], [])


def test_a_shared_crawl_misses_its_sentinels_too(
    tmp_path: Path, store: Store, assignment: Assignment, redis: Redis
) -> None:
    crawl = shared(store, assignment, redis, tmp_path)
    limits = replace(crawl.order.limits, sentinels=("google:com.vidu.bank nổ hũ",))
    crawl.order = replace(crawl.order, limits=limits)
    opened(crawl, redis)
    assert Board(redis).runs() == [crawl.order]
    deliver(redis, crawl.order.run, 2)
    module._close(crawl, Board(redis))
    (ended,) = crawls(store)
    assert not ended.complete
    assert "google:com.vidu.bank by the search “nổ hũ”" in str(ended.reason)


def test_a_crawl_that_no_worker_shares_in_says_so_once(
    tmp_path: Path,
    store: Store,
    assignment: Assignment,
    redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    passed = 0.0
    monkeypatch.setattr(module, "monotonic", lambda: passed)
    monkeypatch.setattr(shared_crawl, "monotonic", lambda: passed)
    crawl = shared(store, assignment, redis, tmp_path)
    opened(crawl, redis)

    def look(seconds: float) -> int:
        nonlocal passed
        passed += seconds
        crawl.tell_if_alone(said.append)
        return len(said)

    assert look(0) == 0
    assert look(29) == 0
    assert look(2) == 1
    assert "rasoat worker" in said[0]
    assert look(100) == 1
    RedisFrontier(redis, crawl.order.run).renew(NOW)  # a beat, with nothing in its hands
    assert look(100) == 1
    assert look(29) == 1
    assert look(2) == 2
