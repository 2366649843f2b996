"""A sweep survives kill -9, is ended from another process, and never runs twice at a time."""

from __future__ import annotations

import json
import os
import random
import signal
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

import pytest

from crawler.replica.running import RunningReplica, running_replica
from crawler.workspace import Workspace
from tests.conftest import SEED as FRESH
from tests.crawler.crawl.killing import IN_FLIGHT, Whole, asked_of, killed, left_alone, told_of
from tests.crawler.crawl.side_by_side import BESIDE, killed_beside
from tests.crawler.crawl.side_by_side import IN_FLIGHT as BESIDE_IN_FLIGHT
from tests.crawler.crawl.sweeping import (
    FAST,
    SEED,
    command,
    cut_short,
    ends,
    new_office,
    rows,
    run,
    stored,
    way,
)

LIMIT = 20


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(SEED, tmp_path_factory.mktemp("replica"), apps=40) as running:
        yield running


@pytest.fixture(scope="module")
def whole(replica: RunningReplica, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return left_alone(tmp_path_factory.mktemp("whole") / "office", replica)


@pytest.mark.slow
def test_kill_9_of_one_of_three_sweeps_side_by_side_loses_nothing(
    tmp_path: Path, replica: RunningReplica
) -> None:
    rng = random.Random(f"{os.environ[FRESH]} side by side")
    whole = left_alone(tmp_path / "whole", replica, BESIDE)
    told = killed_beside(tmp_path / "office", replica, whole, rng, kills=3)
    assert (told.lost, told.open_requests, told.half_written, told.damaged) == (0, 0, 0, ()), told
    assert 0 <= told.asked_twice <= BESIDE_IN_FLIGHT * 3, told
    assert all(0 <= held <= BESIDE_IN_FLIGHT for held in told.held), told
    assert told.complete
    assert told.verified == 0


@pytest.mark.slow
@pytest.mark.parametrize(("turn", "kills"), [(0, 1), (1, 1), (2, 3)])
def test_kill_9_loses_nothing_and_repeats_little(
    tmp_path: Path, replica: RunningReplica, whole: Whole, turn: int, kills: int
) -> None:
    rng = random.Random(f"{os.environ[FRESH]} {turn}")
    told = killed(tmp_path / "office", replica, whole, rng, kills=kills)
    assert (told.lost, told.open_requests, told.half_written, told.damaged) == (0, 0, 0, ()), told
    assert 0 <= told.asked_twice <= IN_FLIGHT * kills, told
    assert told.complete
    assert told.verified == 0


def test_a_request_counts_as_asked_though_its_answer_was_never_recorded(
    tmp_path: Path, replica: RunningReplica
) -> None:
    office, before = new_office(tmp_path / "office", replica), asked_of(replica)
    opener = build_opener(
        ProxyHandler({"https": replica.proxy_url}),
        HTTPSHandler(context=ssl.create_default_context(cafile=replica.ca_file)),
    )
    for path in ("lookup?id=1", "robots.txt"):
        with suppress(HTTPError):
            opener.open(f"https://itunes.apple.com/{path}", timeout=60).close()
    nothing = Whole(subjects=frozenset(), sightings=0)
    told = told_of(office, replica, nothing, (), (), asked_of(replica) - before)
    assert (told.asked_twice, fetched(office)) == (1, [])


@contextmanager
def running(office: Workspace, replica: RunningReplica) -> Iterator[subprocess.Popen[str]]:
    """A slow sweep of Google Play that has begun to store."""
    terms = ("--terms", str(replica.terms), "--charts", "--limit", str(LIMIT))
    words = command(office, "sweep", "google_play", *terms, "--json")
    pipe = subprocess.PIPE
    with subprocess.Popen(words, env=way(replica), stdout=pipe, stderr=pipe, text=True) as process:
        try:
            deadline = time.monotonic() + 60
            while not stored(office) and time.monotonic() < deadline:
                time.sleep(0.05)
            yield process
        finally:
            process.kill()


@pytest.fixture
def slow(tmp_path: Path, replica: RunningReplica) -> Workspace:
    return new_office(tmp_path / "office", replica, apple=FAST, google=120)


def listed(office: Workspace, replica: RunningReplica) -> list[dict[str, Any]]:
    lines = run(office, replica, "sweeps", "list", "--json").stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_a_sweep_is_ended_from_another_process_and_resumed(
    slow: Workspace, replica: RunningReplica
) -> None:
    with running(slow, replica) as process:
        (row,) = listed(slow, replica)
        assert row["reason"] == f"it is running: process {process.pid}"
        again = run(slow, replica, "sweep", "apple_app_store", "google_play", "--term", "nổ hũ")
        assert again.returncode == 1
        assert "google_play is being swept already: crawl 1" in again.stderr
        assert len(listed(slow, replica)) == 1
        stopped = run(slow, replica, "sweeps", "stop", "1", "--json")
        assert stopped.returncode == 0, stopped.stderr
        out, err = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "sweeps resume 1" in err
    (told,) = (json.loads(line) for line in stopped.stdout.splitlines())
    assert told == json.loads(out)
    assert "stopped by a person" in told["reason"]
    before = {row["url"] for row in fetched(slow)}
    faster(slow, replica)
    done = rows(run(slow, replica, "sweeps", "resume", "1", "--json"))["google_play"]
    assert (done["crawl"], done["complete"], done["reason"]) == (1, True, None)
    gets = [row["url"] for row in fetched(slow) if row["method"] == "GET"]
    assert len(gets) == len(set(gets)) > len(before)
    # The second process knows what the first let through: the limit is that of the crawl.
    with slow.open_store() as store:
        assert store.count("SELECT count(*) FROM frontier WHERE step = 'detail'") == LIMIT
    refused = run(slow, replica, "sweeps", "resume", "1")
    assert (refused.returncode, "Crawl 1 is complete" in refused.stderr) == (1, True)


def fetched(office: Workspace) -> list[dict[str, Any]]:
    with office.open_store() as store:
        rows = store.rows("SELECT url, method FROM fetches")
        return [row for row in rows if not row["url"].endswith("/robots.txt")]


def faster(office: Workspace, replica: RunningReplica) -> None:
    settings = office.path / "rasoat.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("= 120", f"= {FAST}"), encoding="utf-8")


def test_a_killed_sweep_says_how_to_go_on_and_hinders_no_other(
    slow: Workspace, replica: RunningReplica
) -> None:
    words = ("sweep", "google_play", "--terms", str(replica.terms))
    cut_short(slow, replica, signal.SIGKILL, *words, after=1)
    (row,) = listed(slow, replica)
    assert row["reason"] == "it was interrupted. Go on with: rasoat sweeps resume 1"
    stop = run(slow, replica, "sweeps", "stop", "1")
    assert (stop.returncode, "Crawl 1 is not running" in stop.stderr) == (1, True)
    assert "Nothing is running" in run(slow, replica, "sweeps", "stop").stderr
    faster(slow, replica)
    assert run(slow, replica, *words).returncode == 3  # no register
    assert ends(slow)["google_play"].complete is True


def test_a_sweep_that_was_taken_for_dead_ends_and_closes_nothing(
    slow: Workspace, replica: RunningReplica
) -> None:
    with running(slow, replica) as process:
        with slow.open_store() as store, store.writing():
            store.db.execute("UPDATE workers SET ended_at = beat_at")
        process.communicate(timeout=60)
    assert process.returncode == 3
    (row,) = listed(slow, replica)
    assert row["reason"] == "it was interrupted. Go on with: rasoat sweeps resume 1"


def test_a_crawl_that_a_store_refused_is_asked_again_on_resume(tmp_path: Path) -> None:
    with running_replica(SEED, tmp_path / "a", apps=40, faults=("google_play:403",)) as blocked:
        office = new_office(tmp_path / "office", blocked)
        words = ("sweep", "google_play", "--terms", str(blocked.terms), "--json")
        first = rows(run(office, blocked, *words))["google_play"]
    assert (first["void"], first["sightings"]) == (True, 0)
    with running_replica(SEED, tmp_path / "b", apps=40) as open_again:
        settings = (tmp_path / "office" / "rasoat.toml").read_text(encoding="utf-8")
        settings = settings.replace(str(tmp_path / "a"), str(tmp_path / "b"))
        (tmp_path / "office" / "rasoat.toml").write_text(settings, encoding="utf-8")
        done = rows(run(office, open_again, "sweeps", "resume", "1", "--json"))["google_play"]
    assert (done["void"], done["complete"], done["reason"]) == (False, True, None)
    assert done["sightings"] > 0
