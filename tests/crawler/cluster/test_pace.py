"""The slot of a host is one for all workers, and waits longer when the host asks for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from scrapy import Request
from scrapy.http import Response

from crawler.cluster.frontier import RedisFrontier
from crawler.cluster.link import connect
from crawler.cluster.pace import SharedPace
from crawler.cluster.visit import RemoteVisit
from crawler.crawl.health import Health
from crawler.errors import ClusterProblem, EvidenceProblem
from crawler.records import RegisterCopy
from tests.crawler.cluster.server import RedisServer, running_redis
from tests.crawler.office import NOW

ASKED = Request("https://store.example/a")
OTHER = Request("https://other.example/a")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with running_redis(tmp_path) as running:
        yield running


def visit_of_worker(redis: Redis, delay: float) -> RemoteVisit:
    frontier = RedisFrontier(redis, "run")
    return RemoteVisit(
        source="google_play",
        crawl=1,
        frontier=frontier,
        shared=frontier,
        redis=redis,
        run="run",
        clock=lambda: NOW,
        machine_clock=lambda: NOW,
        delay=delay,
        resumable=True,
        health=Health(),
        progress=lambda crawl: None,
    )


def test_two_workers_take_turns_at_one_host(server: RedisServer) -> None:
    delay = 0.2

    async def both() -> list[float]:
        one, two = (SharedPace(redis, visit_of_worker(redis, delay)) for _ in range(2))
        times: list[float] = []

        async def asks(pace: SharedPace) -> None:
            for _ in range(3):
                await pace.process_request(ASKED)
                times.append(time.monotonic())

        await asyncio.gather(asks(one), asks(two))
        return times

    with Redis(port=server.port) as redis:
        times = asyncio.run(both())
    assert len(times) == 6
    assert times[-1] - times[0] >= 5 * delay * 0.98


def test_each_host_has_its_own_slot(server: RedisServer) -> None:
    with Redis(port=server.port) as redis:
        pace = SharedPace(redis, visit_of_worker(redis, 60))
        assert [pace._taken_for(each) for each in (ASKED, OTHER)] == [0, 0]
        assert 50_000 < pace._taken_for(ASKED) <= 60_000


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [(429, "30", 30), (503, "100", 100), (429, "900", None), (200, "30", None)],
)
def test_a_host_that_asks_one_worker_for_patience_is_left_alone_by_all(
    server: RedisServer, status: int, header: str, seconds: int | None
) -> None:
    with Redis(port=server.port) as redis:
        answer = Response(ASKED.url, status=status, headers={"Retry-After": header})
        SharedPace(redis, visit_of_worker(redis, 1)).process_response(ASKED, answer)
        left = SharedPace(redis, visit_of_worker(redis, 1))._taken_for(ASKED)
    assert left == 0 if seconds is None else 0.9 * seconds < left / 1000 <= seconds


def test_without_redis_nothing_more_is_asked(server: RedisServer) -> None:
    with connect(server.address, password=None, ca_file=None, tries=0) as redis:
        visit = visit_of_worker(redis, 1)
        server.kill()
        with pytest.raises(ClusterProblem, match="cannot be reached"):
            asyncio.run(SharedPace(redis, visit).process_request(ASKED))
    assert "cannot be reached" in str(visit.health.broken)


def test_a_worker_keeps_no_register(server: RedisServer) -> None:
    with Redis(port=server.port) as redis, pytest.raises(EvidenceProblem, match="rasoat sweep"):
        visit_of_worker(redis, 1).keep(RegisterCopy(source="licence_portal", rows=1, body=b"{}"))


def test_a_run_that_nobody_reads_is_left(server: RedisServer) -> None:
    with Redis(port=server.port) as redis:
        visit = visit_of_worker(redis, 1)
        assert visit.beat(NOW) is True
        redis.set("run:open", 1)
        assert visit.beat(NOW) is False
