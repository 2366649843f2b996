"""Two processes against one at parsing and storing recorded pages. Prints one JSON object.

The real crawl without a network: what is asked is read from the disk instead, unpacked, parsed by
the spider of Google Play and stored with its evidence. ``sqlite``: crawls side by side on one
database. ``redis``: workers of one run; a third process, the coordinator, writes what they deliver
into database and evidence, and Redis is a fourth, on the same two cores. The page is a recorded one
beside the checkout, a little different each time. The CPU of each process is told apart: it says
something on a busy machine too, where the wall does not. Modules are compiled before, as those of
an installed program are. Ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import compileall
import gzip
import json
import multiprocessing
import os
import re
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing.managers import ListProxy
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from redis import Redis
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import HtmlResponse, Response

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.cluster.board import Board  # noqa: E402
from crawler.cluster.coordinator import coordinate  # noqa: E402
from crawler.cluster.worker import work  # noqa: E402
from crawler.crawl import settings  # noqa: E402
from crawler.crawl.alive import this_process  # noqa: E402
from crawler.crawl.run import run_crawls  # noqa: E402
from crawler.crawl.sources import installed_sources  # noqa: E402
from crawler.store import Store  # noqa: E402
from crawler.store.asked import Ask  # noqa: E402
from crawler.store.crawls import CrawlOrder, set_seeded  # noqa: E402
from crawler.store.frontier import SqliteFrontier  # noqa: E402
from crawler.store.workers import Assignment, begin_crawls  # noqa: E402
from crawler.workspace import (  # noqa: E402
    SETTINGS_FILE,
    Workspace,
    create_workspace,
    open_workspace,
)
from tests.crawler.cluster.server import RedisServer, running_redis  # noqa: E402

BARS = {"wall": 1.7, "pages_a_cpu_second": 0.9}
_SHARED = ROOT.parent / "shared" / "data" / "stores" / "google_play" / "app_page"
_SOURCE = "google_play"
_SETTINGS = f"[source.{_SOURCE}]\nrequests_per_minute = 6000000\n"
_BODIES = "WORKERS_SPEED_BODIES"  # of the environment: where they lie
_LOOK_SECONDS = 0.005
_CANONICAL = re.compile(rb'rel="canonical" href="[^"]*[?&]id=([\w.]+)')
_PROCESSES = ("workers", "coordinator", "redis")
_now = partial(datetime.now, UTC)


class FromDisk(BaseDownloadHandler):
    """Answers with a file instead of the store."""

    async def download_request(self, request: Request) -> Response:
        """The page of this number as the store sends it; an empty robots.txt."""
        pages = parse_qs(urlsplit(request.url).query).get("page")
        if pages is None:
            return Response(request.url)
        body = Path(os.environ[_BODIES], f"{pages[0]}.html.gz").read_bytes()
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
        return HtmlResponse(request.url, headers=headers, body=body)


def made_bodies(folder: Path, pages: int) -> list[Ask]:
    """As many files as there are pages, compressed as the store sends them; what asks for them."""
    recorded = sorted(_SHARED.glob("*.html.gz"))
    if not recorded:
        raise SystemExit(f"{_SHARED} holds no recorded page.")
    page = gzip.decompress(recorded[0].read_bytes())
    found = _CANONICAL.search(page)
    assert found is not None
    package = found[1].decode()
    folder.mkdir()
    for number in range(pages):
        body = gzip.compress(page + b"<!-- %d -->" % number, compresslevel=6, mtime=0)
        (folder / f"{number}.html.gz").write_bytes(body)
    return [_ask(package, number) for number in range(pages)]


def _ask(package: str, page: int) -> Ask:
    return Ask(
        url=f"https://play.google.com/store/apps/details?id={package}&page={page}",
        step="detail",
        callback="read_detail",
        kwargs={"package": package, "found_by": None, "rank": None},
    )


def begun(store: Store, *parts: Sequence[Ask]) -> list[Assignment]:
    """Crawls that have to ask these, and find nothing more to ask."""
    order = CrawlOrder(source=_SOURCE, market="vn", terms=(), charts=False, most=0)
    assignments = begin_crawls(
        store,
        [order] * len(parts),
        process=this_process(),
        alive=lambda worker: False,
        now=_now(),
        machine_now=_now(),
    )
    for assignment, asks in zip(assignments, parts, strict=True):
        SqliteFrontier(store, crawl=assignment.crawl, worker=assignment.worker).add(asks)
        set_seeded(store, assignment.crawl)
    return assignments


def by_sqlite(folder: Path, assignment: Assignment, ready: Barrier) -> None:
    """A crawl of its own, beside others on the same database."""
    office = open_workspace(folder)
    with office.open_store() as store:
        ready.wait()
        run_crawls(
            store,
            [assignment],
            config=office.config,
            evidence=office.evidence,
            register=office.register,
            take_names=lambda crawl, part: None,
            clock=_now,
            machine_clock=_now,
            progress=lambda crawling: None,
        )


def by_redis(port: int, ready: Barrier) -> None:
    """A worker, until it is told to stop. It has loaded its parts while it waits for a run."""
    redis = Redis(port=port)
    ready.wait()
    installed_sources()
    while not Board(redis).runs():
        time.sleep(_LOOK_SECONDS)
    work(redis, clock=_now, say=lambda said: None, progress=lambda crawling: None)


def _child(part: Callable[[Barrier], None], ready: Barrier, used: ListProxy[float]) -> None:
    """One process; tells what CPU it used from the moment on at which all were ready."""
    handlers = settings.DOWNLOAD_HANDLERS
    handlers["https"] = "benchmarks.workers_speed.FromDisk"
    wait, before = ready.wait, [0.0]

    def wait_and_begin(timeout: float | None = None) -> int:
        place = wait(timeout)
        before[0] = time.process_time()
        return place

    vars(ready)["wait"] = wait_and_begin
    part(ready)
    used.append(time.process_time() - before[0])


@contextmanager
def started(
    parts: Sequence[Callable[[Barrier], None]], used: ListProxy[float]
) -> Iterator[tuple[Barrier, list[BaseProcess]]]:
    """Processes that wait for the barrier; they are waited for in the end."""
    spawning = multiprocessing.get_context("spawn")
    ready = spawning.Barrier(len(parts) + 1)
    processes: list[BaseProcess] = [
        spawning.Process(target=_child, args=(part, ready, used)) for part in parts
    ]
    for process in processes:
        process.start()
    try:
        yield ready, processes
    finally:
        for process in processes:
            process.join()
    if any(process.exitcode for process in processes):
        raise SystemExit("a worker failed")


def measured(engine: str, workers: int, pages: int) -> dict[str, float]:
    """One run: seconds from the start of all to the last page in the database, and those of CPU."""
    with tempfile.TemporaryDirectory() as root, multiprocessing.Manager() as manager:
        folder, used, beside = Path(root), manager.list([0.0]), {"coordinator": 0.0, "redis": 0.0}
        os.environ[_BODIES] = str(folder / "bodies")
        asks = made_bodies(folder / "bodies", pages)
        (create_workspace(folder / "office", rehearsal=True).path / SETTINGS_FILE).write_text(
            _SETTINGS, encoding="utf-8"
        )
        office = open_workspace(folder / "office")
        if engine == "sqlite":
            wall = _by_sqlite(office, asks, workers, used)
        else:
            with running_redis(folder / "redis") as server:
                wall, beside = _by_redis(office, asks, workers, used, server)
        with office.open_store() as store:
            stored = store.count("SELECT count(*) FROM sightings")
            captured = store.count("SELECT count(*) FROM fetches WHERE url LIKE '%page=%'")
        if (stored, captured) != (pages, pages):
            raise SystemExit(f"{stored} pages and {captured} bodies of {pages} were stored")
        return {"wall": wall, "workers": sum(used), **beside}


def _by_sqlite(
    office: Workspace, asks: Sequence[Ask], workers: int, used: ListProxy[float]
) -> float:
    with office.open_store() as store:
        crawls = begun(store, *(asks[part::workers] for part in range(workers)))
    parts = [partial(by_sqlite, office.path, crawl) for crawl in crawls]
    with started(parts, used) as (ready, processes):
        ready.wait()
        began = time.monotonic()
        for process in processes:
            process.join()
        return time.monotonic() - began


def _by_redis(
    office: Workspace,
    asks: Sequence[Ask],
    workers: int,
    used: ListProxy[float],
    server: RedisServer,
) -> tuple[float, dict[str, float]]:
    redis = Redis(port=server.port)
    parts = [partial(by_redis, server.port)] * workers
    with office.open_store() as store, started(parts, used) as (ready, processes):
        assignments = begun(store, asks)
        ready.wait()
        began, before, of_redis = time.monotonic(), time.process_time(), _cpu_of(redis)
        coordinate(
            store,
            assignments,
            redis=redis,
            config=office.config,
            evidence=office.evidence,
            clock=_now,
            machine_clock=_now,
            progress=lambda crawling: None,
            say=lambda said: None,
        )
        wall, cpu = time.monotonic() - began, time.process_time() - before
        of_redis = _cpu_of(redis) - of_redis
        for process in processes:
            os.kill(int(str(process.pid)), signal.SIGTERM)
    return wall, {"coordinator": cpu, "redis": of_redis}


def _cpu_of(redis: Redis) -> float:
    """Seconds of CPU that a server and those that write its file anew have used."""
    told = dict(redis.info("cpu"))
    ways = ("used_cpu_user", "used_cpu_sys")
    return sum(float(told[f"{way}{whose}"]) for way in ways for whose in ("", "_children"))


def _figures(turns: Sequence[Sequence[dict[str, float]]], pages: int) -> dict[str, float]:
    """Of runs of one worker and of two, in pairs: milliseconds a page, and the ratios."""

    def cpu(run: dict[str, float]) -> float:
        return sum(run[process] for process in _PROCESSES)

    told: dict[str, float] = {}
    for place, name in enumerate(("one", "two")):
        runs = [turn[place] for turn in turns]
        told[f"{name}_wall_ms"] = statistics.median(run["wall"] for run in runs) * 1000 / pages
        told[f"{name}_cpu_ms"] = statistics.median(map(cpu, runs)) * 1000 / pages
        for process in _PROCESSES:
            used = statistics.median(run[process] for run in runs)
            if used:
                told[f"{name}_cpu_ms_{process}"] = used * 1000 / pages
    told["wall"] = statistics.median(one["wall"] / two["wall"] for one, two in turns)
    told["pages_a_cpu_second"] = statistics.median(cpu(one) / cpu(two) for one, two in turns)
    return {name: round(value, 2) for name, value in told.items()}


def main() -> int:
    """Reads the options, measures in turn, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engines", nargs="+", choices=("sqlite", "redis"))
    parser.add_argument("--bars", action="store_true")
    asked = parser.parse_args()
    for room in ("crawler", "spiders", "matchers", "benchmarks", "tests"):
        compileall.compile_dir(ROOT / room, quiet=1)
    found = {}
    for engine in asked.engines or ("sqlite", "redis"):
        turns = [
            [measured(engine, workers, asked.pages) for workers in (1, 2)]
            for _ in range(asked.rounds)
        ]
        found[engine] = _figures(turns, asked.pages)
    print(json.dumps({"pages": asked.pages, "rounds": asked.rounds, **found, "bars": BARS}))
    missed = any(each[name] < bar for each in found.values() for name, bar in BARS.items())
    return int(asked.bars and missed)


if __name__ == "__main__":
    sys.exit(main())
