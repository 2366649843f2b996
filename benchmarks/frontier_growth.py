"""A frontier of a million names: its size on the disk, and the memory of the process that fills it.

``--engine redis`` fills one in a real server, and tells the memory of the server and the size of
its append-only file too, as it grew and written anew, and how long the server needs after kill -9.
Prints one JSON object; ``--bars`` ends with 1 above 600 MB of disk, 150 MB of memory of the
process, or where that grows by more than 50 MB from a tenth of the names to all.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from redis import Redis
from redis.exceptions import BusyLoadingError
from scrapy import Request

from crawler.cluster.frontier import RedisFrontier, Results
from crawler.crawl.frontier import Feeder, Frontier
from crawler.store import Store
from crawler.store.asked import Delivery, RequestOutcome
from crawler.store.crawls import CrawlOrder
from crawler.store.frontier import SqliteFrontier
from crawler.store.workers import ProcessMark, begin_crawls
from spiders.apple_app_store import AppleAppStore
from tests.crawler.cluster.server import running_redis

_MB = 1_000_000
_LOOK_SECONDS = 0.05
_TAKEN = 10_000  # requests that are taken and ended beside a full frontier
_DONE = Delivery(outcome=RequestOutcome.DONE)


def main() -> int:
    """Fills, measures, takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=("sqlite", "redis"), default="sqlite")
    parser.add_argument("--bars", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        if asked.engine == "redis":
            figures = _measure_redis(Path(folder), asked.names)
        else:
            figures = _measure(Path(folder) / "rasoat.db", asked.names)
    print(json.dumps(figures))
    grown = figures["memory_mb_all"] - figures["memory_mb_tenth"]
    fits = figures["disk_mb"] < 600 and figures["memory_mb_all"] < 150 and grown <= 50
    return 0 if fits or not asked.bars else 1


def _measure(path: Path, names: int) -> dict[str, float]:
    now = datetime.now(UTC)
    with Store.create(path, rehearsal=True) as store:
        order = CrawlOrder(source="domains", market="vn", terms=(), charts=False, most=names)
        process = ProcessMark(place="here", pid=1, start="1")
        (begun,) = begin_crawls(
            store, [order], process=process, alive=lambda _: False, now=now, machine_now=now
        )
        frontier = SqliteFrontier(store, crawl=begun.crawl, worker=begun.worker)
        filled = _filled(frontier, names, now)
        taken = _taken(frontier, now, ended=lambda: None)
        return {
            "names": frontier.open_requests() + _TAKEN,
            "disk_mb": _size(path.parent, "rasoat.db*"),
            **filled,
            **taken,
        }


def _measure_redis(folder: Path, names: int) -> dict[str, float]:
    now = datetime.now(UTC)
    with running_redis(folder) as server, Redis(port=server.port) as redis:
        frontier, results = RedisFrontier(redis, "run"), Results(redis, "run")
        results.open()
        filled = _filled(frontier, names, now, open_again=results.open)
        told = {"disk_mb": _size(folder, "appendonlydir/*"), **_server_memory(redis)}
        taken = _taken(frontier, now, ended=lambda: results.written(results.batch()))
        redis.bgrewriteaof()
        while dict(redis.info("persistence"))["aof_rewrite_in_progress"]:
            time.sleep(_LOOK_SECONDS)
        written_anew = _size(folder, "appendonlydir/*")
        server.kill()
        began = time.monotonic()
        server.start()
        while _loads(redis):
            time.sleep(_LOOK_SECONDS)
        return {
            "names": frontier.open_requests() + _TAKEN,
            **told,
            "disk_mb_written_anew": written_anew,
            "seconds_until_it_is_back_after_a_kill": round(time.monotonic() - began, 1),
            **filled,
            **taken,
        }


def _filled(
    frontier: Frontier,
    names: int,
    now: datetime,
    open_again: Callable[[], None] = lambda: None,
) -> dict[str, float]:
    feeder = Feeder(frontier, AppleAppStore(), window=2, clock=lambda: now)
    tenth = names // 10
    asyncio.run(_seed(feeder, 0, tenth))
    memory_tenth = _memory()
    began = time.process_time()
    for part in range(1, 10):
        open_again()  # a run stays open for two minutes
        asyncio.run(_seed(feeder, part * tenth, (part + 1) * tenth))
    return {
        "memory_mb_tenth": memory_tenth,
        "memory_mb_all": _memory(),
        "cpu_us_to_add": round((time.process_time() - began) / (9 * tenth) * 1e6, 1),
    }


def _taken(frontier: Frontier, now: datetime, ended: Callable[[], None]) -> dict[str, float]:
    began = time.process_time()
    for _ in range(_TAKEN // 2):
        for lease in frontier.take(2, alone=True, now=now, until=now + timedelta(minutes=1)):
            frontier.deliver(lease, _DONE, now=now)
        ended()
    return {"cpu_us_to_take_and_end": round((time.process_time() - began) / _TAKEN * 1e6, 1)}


def _size(folder: Path, which: str) -> float:
    return round(sum(file.stat().st_size for file in folder.glob(which)) / _MB, 1)


def _server_memory(redis: Redis) -> dict[str, float]:
    told = dict(redis.info("memory"))
    return {
        "server_memory_mb": round(int(told["used_memory"]) / _MB, 1),
        "server_memory_mb_resident": round(int(told["used_memory_rss"]) / _MB, 1),
    }


def _loads(redis: Redis) -> bool:
    try:
        return bool(dict(redis.info("persistence"))["loading"])
    except BusyLoadingError:
        return True


async def _seed(feeder: Feeder, first: int, last: int) -> None:
    async def start() -> AsyncIterator[Request]:
        for number in range(first, last):
            name = f"ten-mien-vi-du-{number:07}.example"
            yield Request(f"https://{name}/", cb_kwargs={"name": name}, meta={"step": "visit"})

    await feeder.seed(start())


def _memory() -> float:
    """Resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * 4096 / _MB, 1)


if __name__ == "__main__":
    sys.exit(main())
