"""Sweeps of which a worker, the coordinator or Redis is killed at random moments of its work."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from crawler.replica.running import RunningReplica
from crawler.workspace import Workspace
from tests.crawler.cluster.server import RedisServer, running_redis
from tests.crawler.cluster.sharing import coordinator, worker, workers
from tests.crawler.crawl.killing import (
    IN_FLIGHT,
    SOURCES,
    Kills,
    Whole,
    asked_of,
    crawls_left,
    told_of,
)
from tests.crawler.crawl.sweeping import new_office, stored

WORKERS = 3
_PACE = 1_200  # requests a minute and source: slow enough that there is a moment to hit
_SILENT = 6_000  # milliseconds without a beat: three beats
_SECONDS = 150
_UP_TO = 0.3  # seconds after a number of sightings was reached
_AT_WORK_SECONDS = 20  # in which a victim gets something into its hands
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
    """Kills each of ``victims`` with signal 9, each further on and at work, then lets it end."""
    moments = sorted(rng.sample(range(1, whole.sightings * 8 // 10), len(victims)))
    office = new_office(folder / "office", replica, apple=_PACE, google=_PACE)
    asked_before = asked_of(replica)
    words = (*SOURCES, "--terms", str(replica.terms), "--charts")
    held = []
    with (
        running_redis(folder / "redis") as server,
        workers(replica, server, folder, count) as living,
    ):
        writing = coordinator(office, replica, server, *words)
        try:
            for moment, victim in zip(moments, victims, strict=True):
                _wait(writing, office, server, moment)
                time.sleep(rng.uniform(0, _UP_TO))
                if victim is Victim.WORKER:
                    place = rng.randrange(count)
                    held.append(_killed_worker(living[place], server))
                    living[place] = worker(replica, server, folder / "another")
                elif victim is Victim.REDIS:
                    held.append(_killed_redis(server))
                else:
                    held.append(_killed_coordinator(writing, server))
                    again = [f"--resume={crawl}" for crawl in crawls_left(office)]
                    writing = coordinator(office, replica, server, *again)
            _wait(writing, office, server, None)
            _, err = writing.communicate()
            assert writing.returncode in _CODES, err
        finally:
            writing.kill()
            writing.communicate()
    return told_of(office, replica, whole, moments, held, asked_of(replica) - asked_before)


def _killed_worker(process: subprocess.Popen[str], server: RedisServer) -> int:
    """Kills it as soon as it holds a request; how many it died with."""
    with Redis(port=server.port) as redis:
        _until(lambda: _leases(redis, process.pid) > 0)
        process.kill()
        process.communicate()
        return _leases(redis, process.pid)


def _killed_coordinator(process: subprocess.Popen[str], server: RedisServer) -> int:
    """Kills it as soon as a result waits for it; how many of those that did it left there."""
    with Redis(port=server.port) as redis:
        _until(lambda: any(_results(redis).values()))
        waited = _results(redis)
        process.kill()
        process.communicate()
        return sum(len(ids & waited.get(run, set())) for run, ids in _results(redis).items())


def _killed_redis(server: RedisServer) -> int:
    """Kills it as soon as a result lies in it, and starts it again; how many were seen there."""
    held = 0

    def holds_results() -> bool:
        nonlocal held
        held = sum(map(len, _results(redis).values()))
        return held > 0

    with Redis(port=server.port) as redis:
        _until(holds_results)
        server.kill()
    server.start()
    return held


def _until(at_work: Callable[[], bool]) -> None:
    """Waits for a moment of work, not for ever: what is hurt at rest is told as such."""
    deadline = time.monotonic() + _AT_WORK_SECONDS
    while not at_work() and time.monotonic() < deadline:
        time.sleep(0.002)


def _leases(redis: Redis, pid: int) -> int:
    """Requests that the worker of one process holds."""
    consumers: list[Any] = [
        each
        for stream in redis.scan_iter("rasoat:run:*:requests:*")
        for each in _pending(redis, stream)
    ]
    mine = f"{pid}-".encode()
    return sum(int(each["pending"]) for each in consumers if each["name"].startswith(mine))


def _pending(redis: Redis, stream: bytes) -> list[Any]:
    told: Any = redis.xpending(stream, "workers")
    return list(told["consumers"])


def _results(redis: Redis) -> dict[bytes, set[bytes]]:
    """The ids of the results that lie in each run."""
    streams = list(redis.scan_iter("rasoat:run:*:results"))
    entries: dict[bytes, Any] = {stream: redis.xrange(stream) for stream in streams}
    return {stream: {id_ for id_, _ in told} for stream, told in entries.items()}


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
