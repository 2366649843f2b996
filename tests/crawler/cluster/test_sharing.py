"""A sweep that several workers share is the sweep that one process would have made."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from crawler.replica.running import RunningReplica, running_replica
from crawler.workspace import Workspace
from tests.crawler.cluster.server import RedisServer, running_redis
from tests.crawler.cluster.sharing import coordinator, worker, workers
from tests.crawler.crawl.killing import SOURCES, Whole, left_alone, subjects_of
from tests.crawler.crawl.sweeping import SEED, new_office, rows, run, stored

LOOK = 3  # there is no register


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(SEED, tmp_path_factory.mktemp("replica"), apps=40) as running:
        yield running


@pytest.fixture(scope="module")
def whole(replica: RunningReplica, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return left_alone(tmp_path_factory.mktemp("whole") / "office", replica)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with running_redis(tmp_path / "redis") as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, replica: RunningReplica) -> Workspace:
    return new_office(tmp_path / "office", replica)


def ended(process: subprocess.Popen[str], code: int = LOOK) -> tuple[dict[str, Any], str]:
    """The rows of a coordinator by source, and what it said."""
    out, err = process.communicate(timeout=100)
    assert process.returncode == code, err
    told = [json.loads(line) for line in out.splitlines()]
    return {row["source"]: row for row in told}, err


@pytest.mark.slow
def test_workers_without_a_workspace_see_all_that_one_process_sees(
    tmp_path: Path, office: Workspace, replica: RunningReplica, server: RedisServer, whole: Whole
) -> None:
    words = (*SOURCES, "--terms", str(replica.terms), "--charts")
    with workers(replica, server, tmp_path, 2) as both:
        told, _ = ended(coordinator(office, replica, server, *words))
        for process in both:
            process.terminate()
            process.wait(timeout=30)
            assert process.returncode == 0
    assert {source: row["complete"] for source, row in told.items()} == dict.fromkeys(SOURCES, True)
    with office.open_store() as store:
        assert subjects_of(store) == whole.subjects
        assert store.count("SELECT count(*) FROM frontier WHERE step = 'suggestions'")
        asked = store.count("SELECT count(*) FROM frontier WHERE outcome = 'done'")
        answers = store.count("SELECT count(*) FROM fetches WHERE url NOT LIKE '%/robots.txt'")
        # Each worker read robots.txt by itself, and that is evidence too.
        assert store.count("SELECT count(*) FROM fetches") > answers == asked
    assert run(office, replica, "evidence", "verify").returncode == 0
    assert list((tmp_path / "worker0").iterdir()) == []
    with Redis(port=server.port) as redis:
        assert {*redis.keys("*")} <= {b"rasoat:office", b"rasoat:hello"}


@pytest.mark.slow
def test_three_workers_are_no_faster_at_one_host_than_one(
    tmp_path: Path, replica: RunningReplica, server: RedisServer
) -> None:
    seconds = 0.2
    office = new_office(tmp_path / "office", replica, google=60 / seconds)
    before = len(replica.requests())
    with workers(replica, server, tmp_path, 3):
        words = ("google_play", "--terms", str(replica.terms), "--limit", "5")
        ended(coordinator(office, replica, server, *words))
    times = [asked.at for asked in replica.requests()[before:]]
    assert len(times) > 20
    gaps = [later - earlier for earlier, later in pairwise(times)]
    # A busy replica notes one late and the next on time; none may be sent early for good.
    assert (times[-1] - times[0]) / len(gaps) >= 0.98 * seconds
    assert sum(gap > 0.7 * seconds for gap in gaps) >= 0.9 * len(gaps)


@pytest.mark.slow
def test_a_stopped_sweep_goes_on_without_workers(
    tmp_path: Path, replica: RunningReplica, server: RedisServer
) -> None:
    office = new_office(tmp_path / "office", replica, google=600)
    words = ("google_play", "--term", "game", "--term", "tài xỉu", "--limit", "20")
    with workers(replica, server, tmp_path, 1):
        process = coordinator(office, replica, server, *words)
        while not stored(office):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        told, err = ended(process)
    assert "stopped by a person" in told["google_play"]["reason"]
    assert "sweeps resume 1" in err
    done = rows(run(office, replica, "sweeps", "resume", "1", "--json"))["google_play"]
    assert (done["complete"], done["reason"]) == (True, None)
    with office.open_store() as store:
        urls = [row["url"] for row in store.rows("SELECT url FROM fetches WHERE method = 'GET'")]
    pages = [url for url in urls if not url.endswith("/robots.txt")]
    assert len(pages) == len(set(pages))


@pytest.mark.slow
def test_workers_come_back_to_a_coordinator_that_was_silent_for_too_long(
    tmp_path: Path, replica: RunningReplica, server: RedisServer
) -> None:
    office = new_office(tmp_path / "office", replica, google=600)
    words = ("google_play", "--term", "game", "--limit", "10")
    with workers(replica, server, tmp_path, 1), Redis(port=server.port) as redis:
        process = coordinator(office, replica, server, *words)
        while not stored(office):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGSTOP)
        redis.delete(*redis.keys("rasoat:run:*:open"))
        time.sleep(8)  # four beats of the worker
        process.send_signal(signal.SIGCONT)
        told, _ = ended(process)
    assert told["google_play"]["complete"] is True


@pytest.mark.slow
def test_a_store_that_refuses_is_void_here_too(tmp_path: Path, server: RedisServer) -> None:
    with running_replica(SEED, tmp_path / "a", apps=40, faults=("google_play:403",)) as blocked:
        office = new_office(tmp_path / "office", blocked)
        with workers(blocked, server, tmp_path, 1) as (one,):
            process = coordinator(office, blocked, server, "google_play", "--charts")
            told, _ = ended(process)
            one.terminate()
            _, err = one.communicate(timeout=30)
    assert told["google_play"]["void"] is True
    assert "refused with status 403" in told["google_play"]["reason"]
    assert "was left: google_play refused" in err


def test_who_does_not_fit_is_refused_and_says_why(
    tmp_path: Path, office: Workspace, replica: RunningReplica, server: RedisServer
) -> None:
    with Redis(port=server.port) as redis:
        redis.set("rasoat:hello", '{"version": "0.0.1", "allow": [], "resolver": null}')
        redis.set("rasoat:office", "another")
    other = worker(replica, server, tmp_path / "worker")
    _, err = other.communicate(timeout=60)
    assert other.returncode == 1
    assert "The coordinator is version 0.0.1, this worker" in err
    _, err = ended(coordinator(office, replica, server, "google_play", "--charts"), 1)
    assert "serves another workspace" in err
    _, err = ended(coordinator(office, replica, server, "--resume=1", "--charts"), 2)
    assert "Name --resume without others" in err


def test_a_register_is_not_shared(
    office: Workspace, replica: RunningReplica, server: RedisServer
) -> None:
    settings = office.path / "rasoat.toml"
    text = settings.read_text(encoding="utf-8")
    told = '[source.licence_portal]\nurl = "https://portal.example/api"\n'
    settings.write_text(text + told, encoding="utf-8")
    _, err = ended(coordinator(office, replica, server, "licence_portal", "--charts"), 1)
    assert "licence_portal is read in one go by one process" in err
    with office.open_store() as store:
        assert store.count("SELECT count(*) FROM crawls") == 0
