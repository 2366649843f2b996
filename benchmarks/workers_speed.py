"""Two processes against one at parsing and storing recorded pages. Prints one JSON object.

No page server: each worker takes a request, reads a body from the disk, parses it as the spider of
Google Play does, and delivers. ``sqlite``: two crawls side by side on one database, each process
records its own evidence. ``redis``: workers of one run; a third process, the coordinator's writer,
puts what they deliver into database and evidence, on the same two cores. The page is a recorded one
beside the checkout, a little different each time. Ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path

from redis import Redis

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.cluster import coordinator  # noqa: E402
from crawler.cluster.coordinator import SharedCrawl  # noqa: E402
from crawler.cluster.frontier import RedisFrontier  # noqa: E402
from crawler.crawl.alive import this_process  # noqa: E402
from crawler.crawl.frontier import Frontier  # noqa: E402
from crawler.crawl.run import known_sources  # noqa: E402
from crawler.evidence.recorder import Recorder  # noqa: E402
from crawler.evidence.warc import Answer  # noqa: E402
from crawler.store import Store  # noqa: E402
from crawler.store.asked import Ask, Delivery, Lease, RequestOutcome  # noqa: E402
from crawler.store.crawls import CrawlOrder  # noqa: E402
from crawler.store.frontier import SqliteFrontier  # noqa: E402
from crawler.store.workers import Assignment, begin_crawls  # noqa: E402
from crawler.workspace import Workspace, create_workspace, open_workspace  # noqa: E402
from spiders.play_app_page import parse_app_page  # noqa: E402
from tests.crawler.cluster.server import running_redis  # noqa: E402
from tests.crawler.evidence.recording import ABOUT, answer  # noqa: E402

BARS = {"wall": 1.7, "pages_a_cpu_second": 0.9}
_SHARED = ROOT.parent / "shared" / "data" / "stores" / "google_play" / "app_page"
_LEASE = timedelta(seconds=600)
_now = partial(datetime.now, UTC)
_CANONICAL = re.compile(rb'rel="canonical" href="[^"]*[?&]id=([\w.]+)')


def bodies(folder: Path, pages: int) -> list[Path]:
    """As many files as there are pages, compressed as the store sends them."""
    recorded = sorted(_SHARED.glob("*.html.gz"))
    if not recorded:
        raise SystemExit(f"{_SHARED} holds no recorded page.")
    page = gzip.decompress(recorded[0].read_bytes())
    folder.mkdir()
    made = [folder / f"{number}.html.gz" for number in range(pages)]
    for number, path in enumerate(made):
        path.write_bytes(gzip.compress(page + b"<!-- %d -->" % number, compresslevel=6, mtime=0))
    return made


def ask(path: Path) -> Ask:
    """The request that a body answers."""
    return Ask(url=f"https://store.example/{path.stem}", step="app", callback="parse_app")


def read(path: Path) -> tuple[Answer, Delivery]:
    """What a worker makes of a body."""
    received = path.read_bytes()
    body = gzip.decompress(received)
    found = _CANONICAL.search(body)
    assert found is not None
    seen = {"market": "vn", "seen_at": _now()}
    sightings = list(parse_app_page(body, package=found[1].decode(), **seen))  # type: ignore[arg-type]
    came = answer(body, packed=True, received=received, at=_now(), url=ask(path).url)
    return came, Delivery(outcome=RequestOutcome.DONE, sightings=sightings)


def work(
    frontier: Frontier, parts: dict[str, Path], record: Callable[[Answer, Lease], object]
) -> None:
    """Takes, reads, records and delivers until nothing is left."""
    while leases := frontier.take(1, alone=True, now=_now(), until=_now() + _LEASE):
        for lease in leases:
            assert lease.ask is not None
            came, delivery = read(parts[lease.ask.url])
            record(came, lease)
            frontier.deliver(lease, delivery, now=_now())


def by_sqlite(office: Workspace, redis: Redis, run: str, paths: Sequence[Path]) -> None:
    """A crawl of its own, whose evidence this process records."""
    with office.open_store() as store:
        begun = _begin(store)
        frontier = SqliteFrontier(store, crawl=begun.crawl, worker=begun.worker)
        frontier.add([ask(path) for path in paths])
        recorder = Recorder(store, office.evidence, crawl=begun.crawl, about=ABOUT)
        work(frontier, _named(paths), lambda came, lease: recorder.record(came))
        recorder.close(_now())


def by_redis(office: Workspace, redis: Redis, run: str, paths: Sequence[Path]) -> None:
    """A worker of a run, whose answers go to the coordinator."""
    frontier = RedisFrontier(redis, run)
    while frontier.open_requests():
        # Nothing is taken while too much waits to be written.
        work(frontier, _named(paths), lambda came, lease: frontier.answered(came, lease.id))
        time.sleep(0.005)


def write(crawl: SharedCrawl, pages: int) -> None:
    """The coordinator's part: what was delivered into database and evidence."""
    written = 0
    while written < pages:
        batch = crawl.results.batch()
        crawl.write(batch)
        crawl.results.written(batch)
        written += len(batch)
        if not batch:
            time.sleep(0.005)
    crawl.recorder.close(_now())


def _begin(store: Store) -> Assignment:
    order = CrawlOrder(source="google_play", market="vn", terms=(), charts=False, most=1)
    (begun,) = begin_crawls(
        store,
        [order],
        process=this_process(),
        alive=lambda worker: False,
        now=_now(),
        machine_now=_now(),
    )
    return begun


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    return {ask(path).url: path for path in paths}


def _child(
    engine: str, office: Path, port: int, run: str, paths: Sequence[Path], ready: Barrier
) -> None:
    """One worker process; it begins when all are there."""
    read(paths[0])  # imports and caches are no work
    ready.wait()
    sides = {"sqlite": by_sqlite, "redis": by_redis}
    sides[engine](open_workspace(office), Redis(port=port), run, paths)


def measured(engine: str, workers: int, pages: int) -> dict[str, float]:
    """One run: seconds from the start of all to the last page in the database, and CPU."""
    spawning = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as root, running_redis(Path(root) / "redis") as server:
        folder = Path(root)
        paths = bodies(folder / "bodies", pages)
        office = create_workspace(folder / "office", rehearsal=True)
        redis = Redis(port=server.port)
        with office.open_store() as store:
            crawl = _shared(store, office, redis) if engine == "redis" else None
            run = crawl.order.run if crawl else ""
            if crawl:
                crawl.kept.add([ask(path) for path in paths])
                crawl.results.open()
                crawl.shared.add([ask(path) for path in paths])
            ready = spawning.Barrier(workers + 1)
            parts = [paths if crawl else paths[part::workers] for part in range(workers)]
            told = [(engine, office.path, server.port, run, part, ready) for part in parts]
            processes = [spawning.Process(target=_child, args=words) for words in told]
            for process in processes:
                process.start()
            ready.wait()
            began, before = time.monotonic(), _cpu(redis, processes)
            if crawl:
                write(crawl, pages)
            used = _joined(redis, processes)
            wall = time.monotonic() - began
            stored = store.count("SELECT count(*) FROM sightings")
    if stored != pages:
        raise SystemExit(f"{stored} of {pages} pages were stored")
    return {"wall": wall, "cpu": used - before}


def _shared(store: Store, office: Workspace, redis: Redis) -> SharedCrawl:
    return coordinator._crawl_of(
        store,
        _begin(store),
        known_sources(["google_play"], office.config)["google_play"],
        redis=redis,
        config=office.config,
        evidence=office.evidence,
        clock=_now,
        machine_clock=_now,
    )


def _cpu(redis: Redis, processes: Sequence[BaseProcess]) -> float:
    """CPU so far, in seconds: this process, its workers, Redis."""
    told = dict(redis.info("cpu"))
    ours = time.process_time() + float(told["used_cpu_user"]) + float(told["used_cpu_sys"])
    return ours + sum(_of(process) for process in processes)


def _joined(redis: Redis, processes: Sequence[BaseProcess]) -> float:
    """Waits for the workers; what all had used when the last one ended."""
    used = dict.fromkeys(processes, 0.0)
    while any(process.is_alive() for process in processes):
        for process in processes:
            with suppress(FileNotFoundError, ProcessLookupError):
                used[process] = _of(process) or used[process]
        time.sleep(0.005)
    if any(process.exitcode for process in processes):
        raise SystemExit("a worker failed")
    return _cpu(redis, ()) + sum(used.values())


def _of(process: BaseProcess) -> float:
    """Seconds of CPU that a process has had (proc(5)); 0: it has ended."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def main() -> int:
    """Reads the options, measures in turn, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bars", action="store_true")
    asked = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    for engine in ("sqlite", "redis"):
        turns = [
            [measured(engine, workers, asked.pages) for workers in (1, 2)]
            for _ in range(asked.rounds)
        ]
        found[engine] = {
            "one_wall_ms": 1000 * statistics.median(one["wall"] for one, _ in turns) / asked.pages,
            "two_wall_ms": 1000 * statistics.median(two["wall"] for _, two in turns) / asked.pages,
            "wall": statistics.median(one["wall"] / two["wall"] for one, two in turns),
            "pages_a_cpu_second": statistics.median(one["cpu"] / two["cpu"] for one, two in turns),
        }
    rounded = {name: {k: round(v, 2) for k, v in each.items()} for name, each in found.items()}
    print(json.dumps({"pages": asked.pages, "rounds": asked.rounds, **rounded, "bars": BARS}))
    missed = any(each[name] < bar for each in found.values() for name, bar in BARS.items())
    return int(asked.bars and missed)


if __name__ == "__main__":
    sys.exit(main())
