"""Whoever is killed of a shared sweep: nothing is lost, little is repeated, evidence is whole."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from crawler.cluster.frontier import RedisFrontier, Results
from crawler.replica.running import RunningReplica, running_replica
from tests.conftest import SEED as FRESH
from tests.crawler.cluster import killing
from tests.crawler.cluster.killing import Victim, killed_cluster, most_asked_twice
from tests.crawler.cluster.server import running_redis
from tests.crawler.cluster.test_results import DONE
from tests.crawler.crawl.killing import Whole, left_alone
from tests.crawler.crawl.sweeping import SEED
from tests.crawler.office import NOW
from tests.crawler.store.engines import MINUTE
from tests.crawler.store.test_frontier import ask


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(SEED, tmp_path_factory.mktemp("replica"), apps=40) as running:
        yield running


@pytest.fixture(scope="module")
def whole(replica: RunningReplica, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return left_alone(tmp_path_factory.mktemp("whole") / "office", replica)


@pytest.mark.slow
@pytest.mark.parametrize(
    "victims",
    [
        [Victim.WORKER, Victim.WORKER],
        [Victim.COORDINATOR],
        [Victim.REDIS, Victim.REDIS],
        [Victim.WORKER, Victim.COORDINATOR, Victim.REDIS],
    ],
    ids=lambda victims: "-".join(victims),
)
def test_kill_9_loses_nothing_and_repeats_little(
    tmp_path: Path, replica: RunningReplica, whole: Whole, victims: list[Victim]
) -> None:
    rng = random.Random(f"{os.environ[FRESH]} {victims}")
    told = killed_cluster(tmp_path, replica, whole, rng, victims=victims)
    assert (told.lost, told.open_requests, told.half_written, told.damaged) == (0, 0, 0, ()), told
    assert 0 <= told.asked_twice <= sum(map(most_asked_twice, victims)), told
    assert told.complete
    assert told.verified == 0


@pytest.mark.parametrize("results", [0, 2])
def test_redis_is_killed_at_work_only_where_a_result_lies_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, results: int
) -> None:
    monkeypatch.setattr(killing, "_AT_WORK_SECONDS", 0.3)
    run = "rasoat:run:1:x"
    with running_redis(tmp_path) as server, Redis(port=server.port) as redis:
        Results(redis, run).open()
        frontier = RedisFrontier(redis, run)
        frontier.add([ask("a"), ask("b"), ask("c")])
        leases = frontier.take(3, alone=True, now=NOW, until=NOW + MINUTE)
        for lease in leases[:results]:
            frontier.deliver(lease, DONE, now=NOW)
        assert killing._killed_redis(server) == results
