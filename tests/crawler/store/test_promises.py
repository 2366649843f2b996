"""What every frontier promises: leases that run out, one outcome each, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from crawler.crawl.frontier import Frontier
from crawler.store import Store
from crawler.store.asked import Delivery, RequestOutcome
from crawler.store.frontier import MOST_ATTEMPTS, parked_reasons, progress_of
from tests.crawler.cluster.server import RedisServer, running_redis
from tests.crawler.office import APPLE, GOOGLE, NOW, new_store, sighting
from tests.crawler.store.engines import MINUTE, Engine, RedisEngine, SqliteEngine, row, urls
from tests.crawler.store.test_frontier import ask, begin

DONE = Delivery(outcome=RequestOutcome.DONE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running_redis(tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.fixture(params=["sqlite", "redis"])
def engine(request: pytest.FixtureRequest, store: Store) -> Iterator[Engine]:
    worker = begin(store)[0].worker
    if request.param == "sqlite":
        yield SqliteEngine(store, worker)
        return
    running: RedisServer = request.getfixturevalue("server")
    with Redis(port=running.port) as redis:
        redis.flushall()
        yield RedisEngine(store, redis, worker)


@pytest.fixture
def frontier(engine: Engine) -> Frontier:
    return engine.worker()


def test_the_same_request_is_held_once(frontier: Frontier) -> None:
    other = [ask(method="POST"), ask(body=b"x"), ask(callback="read_chart"), ask("b")]
    assert frontier.add([ask(), ask(kwargs={"term": "x"}), *other]) == 5
    assert frontier.add([ask(), ask("c")]) == 1
    assert frontier.add([]) == 0


def test_a_request_that_has_ended_is_not_held_anew(engine: Engine, frontier: Frontier) -> None:
    frontier.add([ask()])
    (lease,) = engine.take(frontier)
    assert frontier.deliver(lease, Delivery(outcome=DONE.outcome, asks=[ask()]), now=NOW) == 0
    assert frontier.add([ask()]) == frontier.open_requests() == 0


def test_a_request_is_taken_as_it_was_added(engine: Engine, frontier: Frontier) -> None:
    asked = ask(
        method="POST",
        headers={"Content-Type": ["text/plain"]},
        body="nổ\x00".encode(),
        kwargs={"found": {"1": None}, "rank": 3},
        priority=-20,
    )
    frontier.add([asked])
    (lease,) = engine.take(frontier)
    assert (lease.ask, lease.attempts) == (asked, 1)


def test_requests_come_in_the_order_of_their_weight_and_only_once(
    engine: Engine, frontier: Frontier
) -> None:
    frontier.add([ask("a"), ask("b", priority=20), ask("c", priority=10), ask("d", priority=20)])
    assert urls(engine.take(frontier, 3)) == ["b", "d", "c"]
    assert urls(engine.take(frontier)) == ["a"]
    assert engine.take(frontier) == engine.take(engine.worker()) == []
    assert frontier.open_requests() == 4


def test_all_of_an_answer_is_written_with_its_end(
    store: Store, engine: Engine, frontier: Frontier
) -> None:
    frontier.add([ask()])
    (lease,) = engine.take(frontier)
    delivery = Delivery(
        outcome=RequestOutcome.DONE,
        sightings=[sighting(APPLE), sighting(APPLE), sighting(GOOGLE)],
        asks=[ask("b"), ask("a")],
        admitted={"details": ["x"]},
    )
    assert frontier.deliver(lease, delivery, now=NOW) == 1
    engine.write()
    assert store.count("SELECT count(*) FROM sightings WHERE asked = 1") == 2
    told = row(store, lease.id)
    assert (told["outcome"], told["sightings"], told["worker"]) == ("done", 3, None)
    assert told["ended_at"] == NOW.isoformat(timespec="microseconds")
    assert row(store, 2)["outcome"] is None
    assert urls(engine.take(frontier)) == ["b"]
    assert progress_of(store, 1, filled=["title"]).admitted == {"details": ["x"]}


def test_rows_that_nobody_could_read_are_known_to_whoever_goes_on(
    store: Store, engine: Engine, frontier: Frontier
) -> None:
    frontier.add([ask(), ask("b")])
    for lease in engine.take(frontier):
        frontier.deliver(lease, Delivery(outcome=RequestOutcome.DONE, unread=2), now=NOW)
    engine.write()
    assert progress_of(store, 1, filled=[]).unread == 4


def test_an_answer_that_cannot_be_written_whole_is_not_written(
    store: Store, engine: Engine, frontier: Frontier
) -> None:
    frontier.add([ask()])
    (lease,) = engine.take(frontier)
    broken = Delivery(
        outcome=RequestOutcome.DONE, sightings=[sighting()], asks=[ask(kwargs={"x": {1: 2}})]
    )
    with pytest.raises(TypeError):
        frontier.deliver(lease, broken, now=NOW)
    engine.write()
    assert store.count("SELECT count(*) FROM sightings") == 0
    assert row(store, lease.id)["outcome"] is None
    assert frontier.deliver(lease, DONE, now=NOW) == 0


def test_a_request_ends_once(store: Store, engine: Engine, frontier: Frontier) -> None:
    frontier.add([ask()])
    (lease,) = engine.take(frontier)
    assert frontier.deliver(lease, DONE, now=NOW) == 0
    late = Delivery(outcome=RequestOutcome.FAILED, reason="late", sightings=[sighting()])
    assert frontier.deliver(lease, late, now=NOW) is None
    engine.write()
    assert row(store, lease.id)["outcome"] == "done"
    assert store.count("SELECT count(*) FROM sightings") == 0


def test_a_lease_that_ran_out_is_another_workers_and_its_answer_too(
    store: Store, engine: Engine, frontier: Frontier
) -> None:
    frontier.add([ask()])
    (lease,) = engine.take(frontier)
    second = engine.worker()
    engine.let_pass(MINUTE / 2)
    assert engine.take(second) == []
    engine.let_pass(MINUTE)
    (again,) = engine.take(second)
    assert (again.id, again.attempts) == (lease.id, 2)
    late = Delivery(outcome=RequestOutcome.DONE, sightings=[sighting()])
    assert frontier.deliver(lease, late, now=NOW) is None
    assert second.deliver(again, late, now=NOW) == 0
    engine.write()
    assert store.count("SELECT count(*) FROM sightings") == 1


def test_a_renewed_lease_does_not_run_out(engine: Engine, frontier: Frontier) -> None:
    frontier.add([ask()])
    engine.take(frontier)
    for _ in range(5):
        engine.let_pass(MINUTE / 2)
        engine.renew(frontier)
    engine.let_pass(MINUTE / 2)
    assert engine.take(engine.worker()) == []


def test_a_worker_that_lost_a_lease_does_not_renew_it(engine: Engine, frontier: Frontier) -> None:
    frontier.add([ask()])
    engine.take(frontier)
    engine.let_pass(2 * MINUTE)
    engine.take(engine.worker())
    engine.let_pass(2 * MINUTE)
    engine.renew(frontier)
    assert urls(engine.take(engine.worker())) == ["a"]


def test_a_clock_that_jumps_gives_a_worker_nothing_that_it_holds(
    engine: Engine, frontier: Frontier
) -> None:
    frontier.add([ask()])
    engine.take(frontier)
    engine.let_pass(365 * 24 * 60 * MINUTE)
    assert engine.take(frontier) == []


def test_what_a_worker_died_with_comes_last_and_alone(engine: Engine, frontier: Frontier) -> None:
    frontier.add([ask("a", priority=20), ask("b", priority=10)])
    engine.take(frontier)
    frontier.add([ask("c")])
    second = engine.worker()
    engine.let_pass(2 * MINUTE)
    assert urls(engine.take(second)) == ["c"]
    assert engine.take(second, alone=False) == []
    assert urls(engine.take(second)) == ["a"]


def test_a_request_that_kills_every_worker_is_parked(
    store: Store, engine: Engine, frontier: Frontier
) -> None:
    frontier.add([ask()])
    for attempt in range(MOST_ATTEMPTS):
        (lease,) = engine.take(engine.worker())
        assert lease.attempts == attempt + 1
        engine.let_pass(2 * MINUTE)
    assert engine.take(engine.worker()) == []
    assert frontier.open_requests() == 0
    engine.write()
    assert row(store, 1)["outcome"] == "parked"
    assert row(store, 1)["reason"] == "3 workers died while they worked on it"
    assert parked_reasons(store, 1) == ["3 workers died while they worked on it"]


def test_what_a_worker_gives_back_was_no_attempt(engine: Engine, frontier: Frontier) -> None:
    frontier.add([ask(), ask("b")])
    for _ in range(2 * MOST_ATTEMPTS):
        taken = engine.take(frontier)
        assert [(each.id, each.attempts) for each in taken] == [(1, 1), (2, 1)]
        frontier.give_back()
        assert frontier.deliver(taken[0], DONE, now=NOW) is None


def test_what_one_died_with_and_another_gave_back_still_counts_one_death(
    engine: Engine, frontier: Frontier
) -> None:
    frontier.add([ask()])
    engine.take(engine.worker())
    engine.let_pass(2 * MINUTE)
    assert [lease.attempts for lease in engine.take(frontier)] == [2]
    frontier.give_back()
    assert engine.take(frontier, alone=False) == []
    assert [lease.attempts for lease in engine.take(frontier)] == [2]
