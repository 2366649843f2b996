"""What one coordinator and one Redis serve, with up to 1,000 workers. Prints one JSON object.

Coordinator and Redis are real, the workers are not: each takes a request and at once delivers a
page of 30 kB (compressed, as servers send it) with one sighting, as often as its pace lets it.
``full``: few workers without a pace, at least what one coordinator writes. ``many``: 1,000 workers,
each at a pace of its own. Ends with 1 where a request was lost or asked twice.
"""

from __future__ import annotations

import argparse
import gzip
import heapq
import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from redis import Redis

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.cluster.board import Board  # noqa: E402
from crawler.cluster.frontier import RedisFrontier  # noqa: E402
from crawler.evidence.warc import Answer  # noqa: E402
from crawler.records import Presence, Sighting  # noqa: E402
from crawler.store.asked import Ask, Delivery, Lease, RequestOutcome  # noqa: E402
from crawler.workspace import Workspace, create_workspace  # noqa: E402
from tests.crawler.cluster.server import RedisServer, running_redis  # noqa: E402
from tests.crawler.evidence.recording import answer  # noqa: E402

_SOURCE = "google_play"
_PAGE = "<p>trò chơi bắn cá, mã quà tặng tháng này, trang %d</p>\n" * 500
_LEASE = timedelta(seconds=60)
_now = partial(datetime.now, UTC)


def page(number: int) -> Answer:
    """An answer like any other, and unlike any other."""
    body = _PAGE.replace("%d", str(number)).encode()
    received = gzip.compress(body, compresslevel=6, mtime=0)
    return answer(body, packed=True, received=received, url=address(number), at=_now())


def address(number: int) -> str:
    """Where a page is."""
    return f"https://host{number}.vidu.example/"


def ask(number: int) -> Ask:
    """The request for a page."""
    return Ask(url=address(number), step="app", callback="parse_app")


def sighting(number: int) -> Sighting:
    """What was seen there."""
    return Sighting(
        subject=f"google:vn.vidu.app{number}",
        source=_SOURCE,
        market="vn",
        seen_at=_now(),
        presence=Presence.PRESENT,
        title=f"Ví dụ {number}",
    )


class Workers:
    """Simulated workers of one process."""

    def __init__(self, redis: Redis, run: str, workers: int, pages: int) -> None:
        self._frontiers = [RedisFrontier(redis, run) for _ in range(workers)]
        self._pages = count()
        self._most = pages
        self.delivered = 0
        self.seconds: list[float] = []  # of one taking and delivering

    def turn(self, worker: int) -> None:
        """One worker takes a request and delivers, if there is one for it."""
        frontier, began = self._frontiers[worker], time.perf_counter()
        for lease in frontier.take(1, alone=True, now=_now(), until=_now() + _LEASE):
            self._deliver(frontier, lease)
            self.seconds.append(time.perf_counter() - began)

    def _deliver(self, frontier: RedisFrontier, lease: Lease) -> None:
        number = next(self._pages)
        frontier.answered(page(number), lease.id)
        # The first answer leads to all other pages, as that of a list would.
        rest = range(1, self._most) if number == 0 else ()
        delivery = Delivery(
            outcome=RequestOutcome.DONE,
            sightings=[sighting(number)],
            asks=[ask(other) for other in rest],
        )
        if frontier.deliver(lease, delivery, now=_now()) is not None:
            self.delivered += 1


def coordinated(folder: Path, server: RedisServer) -> tuple[Workspace, subprocess.Popen[str]]:
    """A coordinator with one first request."""
    office = create_workspace(folder / "office", rehearsal=True)
    words = ["-w", str(office.path), "coordinator", "--connect", server.address, _SOURCE]
    told = [sys.executable, "-m", "crawler.cli", "-q", *words, "--term", "game", "--no-charts"]
    pipe = subprocess.PIPE
    return office, subprocess.Popen(told, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)


def measured(workers: int, pages: int, pace: float | None) -> dict[str, float | int]:
    """One crawl to its end. ``pace``: pages a second and worker; None: as fast as it goes."""
    with tempfile.TemporaryDirectory() as root, running_redis(Path(root) / "redis") as server:
        office, process = coordinated(Path(root), server)
        redis = Redis(port=server.port)
        board = Board(redis)
        while not (runs := board.runs()):
            if process.poll() is not None:
                raise SystemExit(process.stderr.read() if process.stderr else "")
            time.sleep(0.05)
        simulated = Workers(redis, runs[0].run, workers, pages)
        before, began = (_cpu(process.pid), _cpu_of_redis(redis)), time.monotonic()
        _work(simulated, board, runs[0].run, workers, pace)
        seconds = time.monotonic() - began
        with suppress(FileNotFoundError):
            after = (_cpu(process.pid), _cpu_of_redis(redis))
        process.communicate()
        with office.open_store() as store:
            done = store.count("SELECT count(*) FROM frontier WHERE outcome = 'done'")
            fetches = store.count("SELECT count(*) FROM fetches")
    simulated.seconds.sort()
    return {
        "workers": workers,
        "pages": pages,
        "pages_a_second": round(done / seconds, 1),
        "coordinator_cpu_ms": round(1000 * (after[0] - before[0]) / done, 2),
        "redis_cpu_ms": round(1000 * (after[1] - before[1]) / done, 2),
        "take_and_deliver_ms": round(1000 * simulated.seconds[len(simulated.seconds) // 2], 1),
        "lost": pages - done,
        "asked_twice": fetches - done,
    }


def _work(simulated: Workers, board: Board, run: str, workers: int, pace: float | None) -> None:
    gap = 1 / pace if pace else 0.0
    start = time.monotonic()
    # Spread over one gap, so that they do not come in step.
    due = [(start + gap * worker / workers, worker) for worker in range(workers)]
    heapq.heapify(due)
    while board.is_open(run):
        at, worker = due[0]
        time.sleep(max(0.0, min(at - time.monotonic(), 0.5)))
        if time.monotonic() < at:
            continue
        simulated.turn(worker)
        heapq.heapreplace(due, (max(at + gap, time.monotonic() - 1), worker))


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process has had (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _cpu_of_redis(redis: Redis) -> float:
    told = dict(redis.info("cpu"))
    return float(told["used_cpu_user"]) + float(told["used_cpu_sys"])


def main() -> int:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--workers", type=int, default=1_000)
    parser.add_argument("--pace", type=float, default=0.1, help="pages a second and worker")
    asked = parser.parse_args()
    found = {
        "full": measured(8, asked.pages, None),
        "many": measured(asked.workers, asked.pages, asked.pace),
    }
    print(json.dumps(found))
    return int(any(one["lost"] or one["asked_twice"] for one in found.values()))


if __name__ == "__main__":
    sys.exit(main())
