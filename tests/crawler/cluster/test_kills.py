"""Whoever is killed of a shared sweep: nothing is lost, little is repeated, evidence is whole."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.replica.running import RunningReplica, running_replica
from tests.conftest import SEED as FRESH
from tests.crawler.cluster.killing import Victim, killed_cluster, most_asked_twice
from tests.crawler.crawl.killing import Whole, left_alone
from tests.crawler.crawl.sweeping import SEED


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
