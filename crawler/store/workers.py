"""Who works on which crawl: one process a source, which shows that it lives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.errors import SweepRefused
from crawler.store.connection import Store
from crawler.store.crawls import CrawlOrder, close_crawl, open_crawl, order_of, reopen_crawl
from crawler.store.frontier import ask_again, release_leases
from crawler.store.tables import CRAWLS, WORKERS
from crawler.store.values import read_time, stored_json, stored_time


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMark:
    """One process, told apart from any later one that gets its number."""

    place: str  # this boot of this machine, and which processes are seen from here
    pid: int
    start: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A process that works on a crawl, by what it last said of itself."""

    id: int
    crawl: int
    source: str
    process: ProcessMark
    beat_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A crawl and the number under which this process works on it."""

    crawl: int
    worker: int
    order: CrawlOrder


Alive = Callable[[Worker], bool]


def begin_crawls(
    store: Store,
    orders: Sequence[CrawlOrder],
    *,
    process: ProcessMark,
    alive: Alive,
    now: datetime,
    machine_now: datetime,
) -> list[Assignment]:
    """Opens the crawls of a sweep, all or none: a source that is being swept is refused."""
    with store.writing():
        _refuse_living(store, alive, {order.source for order in orders}, machine_now)
        opened = [
            (
                open_crawl(
                    store,
                    source=order.source,
                    market=order.market,
                    terms=order.terms,
                    charts=order.charts,
                    most=order.most,
                    permission=order.permission,
                    now=now,
                ),
                order,
            )
            for order in orders
        ]
        return _assign(store, opened, process, machine_now)


def resume_crawls(
    store: Store,
    crawls: Sequence[int],
    *,
    process: ProcessMark,
    alive: Alive,
    machine_now: datetime,
) -> list[Assignment]:
    """Opens crawls again that did not come to their end, all or none."""
    with store.writing():
        orders = [(crawl, order_of(store, crawl)) for crawl in dict.fromkeys(crawls)]
        sources = [order.source for _, order in orders]
        if twice := {source for source in sources if sources.count(source) > 1}:
            raise SweepRefused(
                f"Two of these crawls read {', '.join(sorted(twice))}. Resume one after the other."
            )
        _refuse_living(store, alive, set(sources), machine_now)
        for crawl, _ in orders:
            reopen_crawl(store, crawl)
            ask_again(store, crawl)
        return _assign(store, orders, process, machine_now)


def beat(store: Store, worker: int, now: datetime) -> bool | None:
    """Shows that a worker lives. True: it is asked to stop; None: it was taken for dead."""
    with store.writing():
        row = store.db.execute(
            f"""UPDATE {WORKERS} SET beat_at = ? WHERE id = ? AND ended_at IS NULL
                RETURNING stop_asked""",  # noqa: S608
            [stored_time(now), worker],
        ).fetchone()
    return None if row is None else bool(row[0])


def end_worker(
    store: Store,
    worker: int,
    *,
    requested: int,
    complete: bool,
    void: bool,
    reason: str | None,
    now: datetime,
    machine_now: datetime,
) -> None:
    """Closes the crawl of a worker, unless that was taken from it as from a dead one."""
    with store.writing():
        row = store.db.execute(
            f"""UPDATE {WORKERS} SET ended_at = ? WHERE id = ? AND ended_at IS NULL
                RETURNING crawl""",  # noqa: S608
            [stored_time(machine_now), worker],
        ).fetchone()
        if row is not None:
            close_crawl(
                store,
                row[0],
                requested=requested,
                complete=complete,
                void=void,
                reason=reason,
                now=now,
            )


def ask_to_stop(store: Store, workers: Iterable[int]) -> None:
    """Asks running workers to end in order; each looks at every beat."""
    with store.writing():
        store.db.execute(
            f"""UPDATE {WORKERS} SET stop_asked = 1
                WHERE id IN (SELECT value FROM json_each(?))""",  # noqa: S608
            [stored_json(list(workers))],
        )


def running_workers(store: Store) -> list[Worker]:
    """All that have begun and not said that they ended: some may be dead."""
    rows = store.rows(
        f"""SELECT {WORKERS}.*, source FROM {WORKERS}
            JOIN {CRAWLS} ON {CRAWLS}.id = {WORKERS}.crawl
            WHERE {WORKERS}.ended_at IS NULL ORDER BY {WORKERS}.id"""  # noqa: S608
    )
    return [
        Worker(
            id=row["id"],
            crawl=row["crawl"],
            source=row["source"],
            process=ProcessMark(place=row["place"], pid=row["pid"], start=row["process_start"]),
            beat_at=read_time(row["beat_at"]),
        )
        for row in rows
    ]


def _refuse_living(store: Store, alive: Alive, sources: set[str], now: datetime) -> None:
    """Raises for a source that is being swept; buries the dead that had their hands on it."""
    workers = [worker for worker in running_workers(store) if worker.source in sources]
    for worker in workers:
        if alive(worker):
            raise SweepRefused(
                f"{worker.source} is being swept already: crawl {worker.crawl}, process "
                f"{worker.process.pid}. Wait, or end it with: rasoat sweeps stop {worker.crawl}"
            )
    dead = [worker.id for worker in workers]
    store.db.execute(
        f"""UPDATE {WORKERS} SET ended_at = ?
            WHERE id IN (SELECT value FROM json_each(?))""",  # noqa: S608
        [stored_time(now), stored_json(dead)],
    )
    release_leases(store, dead)


def _assign(
    store: Store, crawls: Sequence[tuple[int, CrawlOrder]], process: ProcessMark, now: datetime
) -> list[Assignment]:
    return [
        Assignment(
            crawl=crawl,
            order=order,
            worker=store.insert(
                WORKERS,
                {
                    "crawl": crawl,
                    "place": process.place,
                    "pid": process.pid,
                    "process_start": process.start,
                    "began_at": stored_time(now),
                    "beat_at": stored_time(now),
                    "mark": store.mark,
                },
            ),
        )
        for crawl, order in crawls
    ]
