"""Sweeps of which a worker, the coordinator or Redis is killed at random moments."""

from __future__ import annotations

import random
import subprocess
import time
from enum import StrEnum
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from crawler.backup import check
from crawler.replica.running import RunningReplica
from crawler.workspace import Workspace
from tests.crawler.cluster.server import RedisServer, running_redis
from tests.crawler.cluster.sharing import coordinator, worker, workers
from tests.crawler.crawl.killing import (
    IN_FLIGHT,
    SOURCES,
    Kills,
    Whole,
    crawls_left,
    half_written,
    subjects_of,
)
from tests.crawler.crawl.sweeping import new_office, run, stored

WORKERS = 3
_PACE = 1_200  # requests a minute and source: slow enough that there is a moment to hit
_SILENT = 6_000  # milliseconds without a beat: three beats
_SECONDS = 150
_CODES = (0, 3)


class Victim(StrEnum):
    """Who is killed."""

    WORKER = "worker"
    COORDINATOR = "coordinator"
    REDIS = "redis"


def most_asked_twice(victim: Victim, count: int = WORKERS) -> int:
    """Requests that were in the hands of those whom one kill hurts."""
    return IN_FLIGHT * (1 if victim is Victim.WORKER else count)


def killed_cluster(
    folder: Path,
    replica: RunningReplica,
    whole: Whole,
    rng: random.Random,
    *,
    victims: list[Victim],
    count: int = WORKERS,
) -> Kills:
    """Kills each of ``victims`` with signal 9, each further on, then lets the sweep end."""
    moments = sorted(rng.sample(range(1, whole.sightings * 8 // 10), len(victims)))
    office = new_office(folder / "office", replica, apple=_PACE, google=_PACE)
    asked_before = _asked(replica)
    words = (*SOURCES, "--terms", str(replica.terms), "--charts")
    with (
        running_redis(folder / "redis") as server,
        workers(replica, server, folder, count) as living,
    ):
        writing = coordinator(office, replica, server, *words)
        try:
            for moment, victim in zip(moments, victims, strict=True):
                _wait(writing, office, server, moment)
                if victim is Victim.WORKER:
                    place = rng.randrange(count)
                    living[place].kill()
                    living[place].communicate()
                    living[place] = worker(replica, server, folder / "another")
                elif victim is Victim.REDIS:
                    server.kill()
                    server.start()
                else:
                    writing.kill()
                    writing.communicate()
                    again = [f"--resume={crawl}" for crawl in crawls_left(office)]
                    writing = coordinator(office, replica, server, *again)
            _wait(writing, office, server, None)
            _, err = writing.communicate()
            assert writing.returncode in _CODES, err
        finally:
            writing.kill()
            writing.communicate()
    return _told(office, replica, whole, moments, _asked(replica) - asked_before)


def _wait(
    writing: subprocess.Popen[str], office: Workspace, server: RedisServer, moment: int | None
) -> None:
    """Until so many sightings are stored; None: until the coordinator has ended."""
    deadline = time.monotonic() + _SECONDS
    while writing.poll() is None if moment is None else stored(office) < moment:
        assert time.monotonic() < deadline, "the sweep does not go on"
        assert moment is None or writing.poll() is None, "the sweep ended before it was hurt"
        _bury(server)
        time.sleep(0.05)


def _bury(server: RedisServer) -> None:
    """What a dead worker holds is free at once: a test need not wait for a minute."""
    with Redis(port=server.port) as redis:
        try:
            for stream in redis.scan_iter("rasoat:run:*:requests:*"):
                pending: Any = redis.xpending_range(stream, "workers", "-", "+", 100, idle=_SILENT)
                for each in pending:
                    name, entry = each["consumer"], [each["message_id"]]
                    redis.xclaim(stream, "workers", name, _SILENT, entry, idle=10**8, justid=True)
        except RedisError:
            return  # killed, or the run has just ended


def _asked(replica: RunningReplica) -> int:
    return sum(not request.path.startswith("/robots.txt") for request in replica.requests())


def _told(
    office: Workspace, replica: RunningReplica, whole: Whole, moments: list[int], asked: int
) -> Kills:
    verified = run(office, replica, "evidence", "verify").returncode
    with office.open_store() as store:
        return Kills(
            kills=len(moments),
            at=tuple(moments),
            lost=len(whole.subjects - subjects_of(store)),
            open_requests=store.count("SELECT count(*) FROM frontier WHERE outcome IS NOT 'done'"),
            asked_twice=asked - store.count("SELECT count(*) FROM frontier"),
            half_written=half_written(store),
            complete=store.count("SELECT min(complete) FROM crawls") == 1,
            damaged=tuple(check(office)),
            verified=verified,
        )
