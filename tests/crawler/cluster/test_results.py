"""Results wait until the database holds them, and workers wait while too many do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis
from redis.client import Pipeline

from crawler.cluster import frontier as module
from crawler.cluster.frontier import RedisFrontier, Results
from crawler.crawl.frontier import Feeder
from crawler.errors import ClusterProblem
from crawler.evidence.warc import answered
from crawler.records import evidence_id
from crawler.store.asked import Delivery, RequestOutcome
from spiders.google_play import GooglePlay
from tests.crawler.cluster.server import running_redis
from tests.crawler.evidence.recording import answer
from tests.crawler.office import NOW, sighting
from tests.crawler.store.engines import MINUTE, urls
from tests.crawler.store.test_frontier import ask

RUN = "run"
DONE = Delivery(outcome=RequestOutcome.DONE, reason="x", sightings=[sighting()], asks=[ask("z")])
ANSWER = answered(
    url="https://store.example/a",
    method="GET",
    status=200,
    at=NOW,
    ip=None,
    asked=b"GET /a HTTP/1.1\r\n\r\n",
    head=b"HTTP/1.1 200 \r\n\r\n",
    received=b"\x00\xff" * 9,
    body=b"\x00\xff" * 9,
)


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with (
        running_redis(tmp_path_factory.mktemp("redis")) as server,
        Redis(port=server.port) as connected,
    ):
        yield connected


@pytest.fixture
def results(redis: Redis) -> Results:
    redis.flushall()
    made = Results(redis, RUN)
    made.open()
    return made


@pytest.fixture
def frontier(redis: Redis, results: Results) -> RedisFrontier:
    made = RedisFrontier(redis, RUN)
    made.add([ask("a"), ask("b"), ask("c")])
    return made


def end(frontier: RedisFrontier, most: int = 1) -> list[str]:
    leases = frontier.take(most, alone=True, now=NOW, until=NOW + MINUTE)
    for lease in leases:
        frontier.deliver(lease, DONE, now=NOW)
    return urls(leases)


def test_a_result_comes_as_it_was_sent(results: Results, frontier: RedisFrontier) -> None:
    packed = replace(ANSWER, body=b"unpacked", ip="192.0.2.1")
    for each in (ANSWER, packed):
        frontier.answered(each, 1)
    end(frontier, 2)
    first, second = results.batch()
    assert (first.key, first.delivery, first.at) == (ask("a").key, DONE, NOW)
    assert first.answers == [ANSWER, packed]
    assert second.answers == []


@pytest.mark.parametrize("packed", [False, True])
def test_a_body_that_what_came_gives_again_is_not_sent(
    redis: Redis, results: Results, frontier: RedisFrontier, packed: bool
) -> None:
    body = b"<p>a body</p>" * 9
    sent = answer(body, packed=packed)
    frontier.answered(sent, 1)
    end(frontier)
    assert [redis.get(name) for name in redis.keys(f"{RUN}:body:*")] == [sent.received]
    (read,) = results.batch()[0].answers
    assert (read, read.evidence) == (sent, evidence_id(body))


def test_results_come_again_until_they_are_written(
    redis: Redis, results: Results, frontier: RedisFrontier
) -> None:
    end(frontier, 2)
    assert results.batch() == results.batch()
    results.written(results.batch()[:1])
    results.written(results.batch()[:0])
    assert [each.key for each in results.batch()] == [ask("b").key]
    results.written(results.batch())
    assert (results.batch(), redis.get(f"{RUN}:unread")) == ([], b"0")


def test_a_body_stays_until_the_database_holds_it_and_goes_then(
    redis: Redis, results: Results, frontier: RedisFrontier
) -> None:
    frontier.answered(replace(ANSWER, body=b"unpacked"), 1)
    end(frontier)
    kept = sorted(redis.keys(f"{RUN}:body:*"))
    assert len(kept) == 2
    assert [redis.ttl(name) for name in kept] == [-1, -1]
    assert sorted(results.batch()[0].kept) == kept
    results.written(results.batch())
    assert redis.keys(f"{RUN}:body:*") == []


def test_a_body_whose_result_is_not_taken_goes_away_by_itself(
    redis: Redis, results: Results, frontier: RedisFrontier
) -> None:
    (lease,) = frontier.take(1, alone=True, now=NOW, until=NOW + MINUTE)
    frontier.answered(ANSWER, lease.id)
    results.close()
    assert frontier.deliver(lease, DONE, now=NOW) is None
    (name,) = redis.keys(f"{RUN}:body:*")
    assert 0 < redis.ttl(name) <= 600


def test_a_result_without_its_body_is_not_taken_and_says_nothing(
    redis: Redis,
    results: Results,
    frontier: RedisFrontier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = frontier.take(2, alone=True, now=NOW, until=NOW + MINUTE)
    frontier.answered(ANSWER, first.id)
    frontier.answered(ANSWER, second.id)
    frontier.deliver(first, DONE, now=NOW)
    redis.delete(*redis.keys(f"{RUN}:body:*"))
    (told,) = results.batch()
    assert (told.key, told.whole, told.answers) == (ask("a").key, False, ())
    monkeypatch.setattr(Pipeline, "set", lambda *args, **kwargs: None)
    with pytest.raises(ClusterProblem, match=r"a body went away before its result came"):
        frontier.deliver(second, DONE, now=NOW)
    assert redis.xlen(f"{RUN}:results") == 1


def test_what_cannot_be_sent_parks_its_request(results: Results, frontier: RedisFrontier) -> None:
    feeder = Feeder(frontier, GooglePlay(), window=1, clock=lambda: NOW)
    (lease,) = frontier.take(1, alone=True, now=NOW, until=NOW + MINUTE)
    feeder._held[lease.id] = lease
    strange = replace(DONE, asks=[replace(ask("z"), kwargs={"a": (1,)})])
    feeder.end(lease.id, strange)
    (told,) = results.batch()
    assert (told.key, told.delivery.outcome) == (ask("a").key, RequestOutcome.PARKED)
    assert "what came of it cannot be written (TypeError" in str(told.delivery.reason)


def test_a_server_that_forgot_the_scripts_is_told_them_again(
    redis: Redis, results: Results, frontier: RedisFrontier
) -> None:
    (lease,) = frontier.take(1, alone=True, now=NOW, until=NOW + MINUTE)
    frontier.answered(ANSWER, lease.id)
    redis.script_flush()
    assert frontier.deliver(lease, DONE, now=NOW) == 1
    (told,) = results.batch()
    assert (told.key, told.answers) == (ask("a").key, [ANSWER])


def test_many_bodies_come_each_to_its_own_result(results: Results, frontier: RedisFrontier) -> None:
    frontier.add([ask(f"more{n}") for n in range(9)])
    leases = frontier.take(12, alone=True, now=NOW, until=NOW + MINUTE)
    sent = []
    for lease in leases:
        body = b"body %d" % lease.id
        sent.append(replace(ANSWER, received=body, body=body if lease.id % 2 else None))
        frontier.answered(sent[-1], lease.id)
        frontier.deliver(lease, DONE, now=NOW)
    assert [answer for result in results.batch() for answer in result.answers] == sent
    assert len(sent) == 12


@pytest.mark.parametrize("limit", ["MOST_UNREAD", "MOST_UNREAD_BYTES"])
def test_workers_take_nothing_while_too_many_results_wait(
    results: Results, frontier: RedisFrontier, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(module, limit, 1)
    assert end(frontier) == ["a"]
    assert end(frontier) == []
    results.written(results.batch())
    assert end(frontier) == ["b"]


def test_each_end_takes_its_own_answers_along_and_those_of_robots_txt_once(
    results: Results, frontier: RedisFrontier
) -> None:
    first, second = frontier.take(2, alone=True, now=NOW, until=NOW + MINUTE)
    mine, others, robots = (replace(ANSWER, url=f"https://store.example/{n}") for n in range(3))
    for each, lease in ((mine, first.id), (others, second.id), (robots, None)):
        frontier.answered(each, lease)
    frontier.deliver(second, DONE, now=NOW)
    frontier.deliver(first, DONE, now=NOW)
    assert [result.answers for result in results.batch()] == [[robots, others], [mine]]


def test_a_run_that_nobody_opens_again_closes_by_itself(redis: Redis, results: Results) -> None:
    assert 0 < int(str(redis.ttl(f"{RUN}:open"))) <= 120


def test_what_was_taken_while_the_reply_got_lost_is_taken_again(
    results: Results, frontier: RedisFrontier
) -> None:
    frontier.take(9, alone=True, now=NOW, until=NOW)
    frontier._held.clear()
    assert urls(frontier.take(9, alone=True, now=NOW, until=NOW)) == ["a"]


def test_what_one_worker_let_through_the_others_know_once_it_is_delivered(
    redis: Redis, results: Results, frontier: RedisFrontier
) -> None:
    results.admit({"details": ["x", "y"]})
    other = RedisFrontier(redis, RUN)
    assert other.let_through("details", "x") == (True, 2)
    assert other.let_through("developers", "x") == (False, 0)
    (lease,) = frontier.take(1, alone=True, now=NOW, until=NOW + MINUTE)
    frontier.deliver(lease, replace(DONE, admitted={"details": ["z"]}), now=NOW)
    assert other.let_through("details", "z") == (True, 3)


@pytest.mark.parametrize("delivered", [True, False])
def test_what_a_worker_holds_while_the_coordinator_is_silent_is_anothers_at_once(
    redis: Redis, results: Results, frontier: RedisFrontier, delivered: bool
) -> None:
    (lease,) = frontier.take(1, alone=True, now=NOW, until=NOW + MINUTE)
    redis.delete(f"{RUN}:open")
    if delivered:
        assert frontier.deliver(lease, DONE, now=NOW) is None
    else:
        frontier.give_back()
    results.open()
    (again,) = RedisFrontier(redis, RUN).take(1, alone=True, now=NOW, until=NOW + MINUTE)
    assert (again.ask, again.attempts) == (lease.ask, 1)
    assert results.batch() == []


def test_a_closed_run_gives_nothing_and_takes_nothing_but_keeps_what_was_told(
    redis: Redis, results: Results, frontier: RedisFrontier
) -> None:
    end(frontier)
    (lease,) = frontier.take(1, alone=True, now=NOW, until=NOW + MINUTE)
    results.close()
    assert frontier.deliver(lease, DONE, now=NOW) is None
    with pytest.raises(ClusterProblem, match="was closed in Redis"):
        frontier.add([ask("y")])
    assert frontier.open_requests() == 0
    assert frontier.take(9, alone=True, now=NOW, until=NOW + MINUTE) == []
    frontier.renew(NOW)
    frontier.give_back()
    assert [each.key for each in results.batch()] == [ask("a").key]
    results.forget()
    assert redis.keys("*") == []
