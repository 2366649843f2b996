"""A frontier of a million names: its size on the disk, and the memory of the process that fills it.

Prints one JSON object; ``--bars`` ends with 1 above 600 MB of disk, 150 MB of memory, or where
memory grows by more than 50 MB from a tenth of the names to all.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from scrapy import Request

from crawler.crawl.frontier import Feeder
from crawler.store import Store
from crawler.store.asked import Delivery, RequestOutcome
from crawler.store.crawls import CrawlOrder
from crawler.store.frontier import SqliteFrontier
from crawler.store.workers import ProcessMark, begin_crawls
from spiders.apple_app_store import AppleAppStore

_MB = 1_000_000
_TAKEN = 10_000  # requests that are taken and ended beside a full frontier
_DONE = Delivery(outcome=RequestOutcome.DONE)


def main() -> int:
    """Fills, measures, takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--bars", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
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
        feeder = Feeder(frontier, AppleAppStore(), window=2, clock=lambda: now)
        tenth = names // 10
        asyncio.run(_seed(feeder, 0, tenth))
        memory_tenth = _memory()
        began = time.process_time()
        asyncio.run(_seed(feeder, tenth, names))
        filled = time.process_time() - began
        began = time.process_time()
        for _ in range(_TAKEN // 2):
            leases = frontier.take(2, alone=True, now=now, until=now + timedelta(minutes=1))
            for lease in leases:
                frontier.deliver(lease, _DONE, now=now)
        taken = time.process_time() - began
        disk = sum(file.stat().st_size for file in path.parent.glob("rasoat.db*"))
        return {
            "names": frontier.open_requests() + _TAKEN,
            "disk_mb": round(disk / _MB, 1),
            "memory_mb_tenth": memory_tenth,
            "memory_mb_all": _memory(),
            "cpu_us_to_add": round(filled / (names - tenth) * 1e6, 1),
            "cpu_us_to_take_and_end": round(taken / _TAKEN * 1e6, 1),
        }


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
