"""The frontier of one crawl in SQLite: requests are taken by lease and end once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from crawler.store.aliases import add_aliases
from crawler.store.asked import (
    ASKED_AGAIN,
    Ask,
    Delivery,
    Lease,
    Progress,
    RequestOutcome,
    read_ask,
)
from crawler.store.connection import Store
from crawler.store.sightings import add_sightings
from crawler.store.tables import ADMITTED, CRAWLS, FRONTIER, SIGHTINGS
from crawler.store.values import stored_json, stored_time

# Workers that may die with a request in their hands. One is chance, two may be.
MOST_ATTEMPTS = 3
TOO_MANY_DIED = f"{MOST_ATTEMPTS} workers died while they worked on it"
_COUNTED = ("asked", "done", "searches", "searches_found", "unread")
_WAITING = f"crawl = :crawl AND outcome IS NULL AND ({FRONTIER}.worker IS NOT :worker)"
_FREE = f"{_WAITING} AND (taken_until IS NULL OR taken_until < :now)"


class SqliteFrontier:
    """The requests of one crawl, as one worker takes them and tells how they ended."""

    def __init__(self, store: Store, *, crawl: int, worker: int) -> None:
        self._store = store
        self._names = {"crawl": crawl, "worker": worker}

    def add(self, asks: Sequence[Ask]) -> int:
        """Adds requests that the crawl does not hold yet; how many that were."""
        with self._store.writing():
            cursor = self._store.db.conn.executemany(
                f"""INSERT INTO {FRONTIER} (crawl, key, step, priority, form)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT (crawl, key) DO NOTHING""",  # noqa: S608
                [
                    (self._names["crawl"], ask.key, ask.step, ask.priority, ask.stored())
                    for ask in asks
                ],
            )
            return max(0, cursor.rowcount)

    def take(self, most: int, *, alone: bool, now: datetime, until: datetime) -> list[Lease]:
        """Up to ``most`` requests that nobody works on, first those that matter most.

        One that a worker died with comes by itself, last of all, and only to a worker that is
        ``alone`` with it: should it kill again, nothing else is hurt.
        """
        times = {"now": stored_time(now), "until": stored_time(until)}
        with self._store.writing():
            self._park(times)
            fresh = self._take("attempts = 0", most, times)
            return fresh or (self._take("attempts > 0", 1, times) if alone else [])

    def deliver(self, lease: Lease, delivery: Delivery, *, now: datetime) -> int | None:
        """Ends a request with all that came of it; how many requests are new.

        None, and nothing is written: the lease ran out and the request is another worker's.
        """
        mine = {"id": lease.id, "worker": self._names["worker"], "attempts": lease.attempts}
        which = "id = :id AND worker = :worker AND attempts = :attempts"
        return self._end(which, mine, delivery, now)

    def settle(self, key: bytes, delivery: Delivery, *, now: datetime) -> int | None:
        """Ends a request that was worked on elsewhere; None: it has ended, or ended so before."""
        same = {"crawl": self._names["crawl"], "key": key}
        unknown = "crawl = :crawl AND key = :key AND ended_at IS NOT :now"
        return self._end(unknown, same, delivery, now)

    def _end(
        self, which: str, names: Mapping[str, Any], delivery: Delivery, now: datetime
    ) -> int | None:
        with self._store.writing():
            ended = self._store.db.execute(
                f"""UPDATE {FRONTIER} SET outcome = :outcome, reason = :reason,
                    sightings = :sightings, unread = :unread, ended_at = :now, worker = NULL,
                    taken_until = NULL
                    WHERE {which} AND outcome IS NULL RETURNING id""",  # noqa: S608
                {
                    **names,
                    "outcome": delivery.outcome.value,
                    "reason": delivery.reason,
                    "sightings": len(delivery.sightings),
                    "unread": delivery.unread,
                    "now": stored_time(now),
                },
            ).fetchone()
            if ended is None:
                return None
            crawl = self._names["crawl"]
            add_aliases(self._store, delivery.sightings)
            add_sightings(self._store, delivery.sightings, crawl=crawl, asked=ended[0])
            self._admit(delivery.admitted)
            return self.add(delivery.asks)

    def renew(self, until: datetime) -> None:
        """Moves the deadline of all that this worker holds."""
        with self._store.writing():
            self._store.db.execute(
                f"UPDATE {FRONTIER} SET taken_until = :until WHERE worker = :worker",  # noqa: S608
                {"until": stored_time(until), "worker": self._names["worker"]},
            )

    def give_back(self) -> None:
        """Lets go of what was taken and not worked on: a worker that ends in order kills nobody."""
        with self._store.writing():
            self._store.db.execute(
                f"""UPDATE {FRONTIER} SET worker = NULL, taken_until = NULL,
                    attempts = attempts - 1 WHERE worker = :worker""",  # noqa: S608
                {"worker": self._names["worker"]},
            )

    def open_requests(self) -> int:
        """How many requests have not ended, those in other hands included."""
        return self._store.count(
            f"SELECT count(*) FROM {FRONTIER} WHERE crawl = :crawl AND outcome IS NULL",  # noqa: S608
            self._names,
        )

    def _take(self, which: str, most: int, times: Mapping[str, str]) -> list[Lease]:
        rows = self._store.db.execute(
            f"""UPDATE {FRONTIER} SET worker = :worker, taken_until = :until,
                attempts = attempts + 1
                WHERE id IN (SELECT id FROM {FRONTIER} WHERE {_FREE} AND {which}
                    ORDER BY attempts, priority DESC, id LIMIT :most)
                RETURNING id, step, priority, form, attempts""",  # noqa: S608
            {**self._names, **times, "most": most},
        ).fetchall()
        # RETURNING keeps no order.
        rows.sort(key=lambda row: (-row[2], row[0]))
        return [
            Lease(id=id_, ask=read_ask(form, step=step, priority=priority), attempts=attempts)
            for id_, step, priority, form, attempts in rows
        ]

    def _park(self, times: Mapping[str, str]) -> None:
        self._store.db.execute(
            f"""UPDATE {FRONTIER} SET outcome = :parked, ended_at = :now, worker = NULL,
                taken_until = NULL, reason = :reason
                WHERE {_FREE} AND attempts >= :most""",  # noqa: S608
            {
                **self._names,
                "now": times["now"],
                "most": MOST_ATTEMPTS,
                "parked": RequestOutcome.PARKED.value,
                "reason": TOO_MANY_DIED,
            },
        )

    def _admit(self, admitted: Mapping[str, Sequence[str]]) -> None:
        self._store.db.conn.executemany(
            f"INSERT INTO {ADMITTED} (crawl, what, key) VALUES (?, ?, ?) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            [(self._names["crawl"], what, key) for what, keys in admitted.items() for key in keys],
        )


def release_leases(store: Store, workers: Sequence[int]) -> None:
    """Frees what dead workers held; each was an attempt. Inside ``writing()``."""
    store.db.execute(
        f"""UPDATE {FRONTIER} SET worker = NULL, taken_until = NULL
            WHERE worker IN (SELECT value FROM json_each(?))""",  # noqa: S608
        [stored_json(list(workers))],
    )


def ask_again(store: Store, crawl: int) -> None:
    """Puts back what ended without being read; each gets its one outcome anew.

    The moment of the end before stays: a result that comes a second time is told by it.
    """
    with store.writing():
        store.db.execute(
            f"""UPDATE {FRONTIER} SET outcome = NULL, reason = NULL, sightings = NULL, attempts = 0
                WHERE crawl = ? AND outcome IN (SELECT value FROM json_each(?))""",  # noqa: S608
            [crawl, stored_json(sorted(ASKED_AGAIN))],
        )


def open_asks(
    store: Store, crawl: int, *, after: int, most: int
) -> list[tuple[int, bytes, Ask | None]]:
    """Requests of a crawl that have not ended: number, key, and what is asked where understood."""
    rows = store.rows(
        f"""SELECT id, key, step, priority, form FROM {FRONTIER}
            WHERE crawl = ? AND outcome IS NULL AND id > ? ORDER BY id LIMIT ?""",  # noqa: S608
        [crawl, after, most],
    )
    return [
        (row["id"], row["key"], read_ask(row["form"], step=row["step"], priority=row["priority"]))
        for row in rows
    ]


def left_to_ask(store: Store, crawl: int) -> int:
    """How many requests of a crawl would be asked if it were resumed."""
    return store.count(
        f"""SELECT count(*) FROM {FRONTIER} WHERE crawl = ? AND (outcome IS NULL
            OR outcome IN (SELECT value FROM json_each(?)))""",  # noqa: S608
        [crawl, stored_json(sorted(ASKED_AGAIN))],
    )


def parked_reasons(store: Store, crawl: int) -> list[str]:
    """Why each parked request of a crawl was given up."""
    rows = store.rows(
        f"SELECT reason FROM {FRONTIER} WHERE crawl = ? AND outcome = 'parked'",  # noqa: S608
        [crawl],
    )
    return [str(row["reason"]) for row in rows]


def dropped_requests(store: Store, crawl: int) -> int:
    """How many requests of a crawl Scrapy lost, before their answer or after it."""
    return store.count(
        f"SELECT count(*) FROM {FRONTIER} WHERE crawl = ? AND outcome = 'dropped'",  # noqa: S608
        [crawl],
    )


def progress_of(store: Store, crawl: int, *, filled: Sequence[str]) -> Progress:
    """What a crawl has reached so far; ``filled`` names the fields to count where they are told."""
    counts = store.row(
        f"""SELECT count(*) AS asked, coalesce(sum(outcome = 'done'), 0) AS done,
            coalesce(sum(outcome = 'done' AND step = 'search'), 0) AS searches,
            coalesce(sum(outcome = 'done' AND step = 'search' AND sightings > 0), 0)
                AS searches_found,
            coalesce(sum(unread), 0) AS unread
            FROM {FRONTIER} WHERE crawl = ?""",  # noqa: S608
        [crawl],
    )
    told = "".join(f", count(nullif({name}, '')) AS filled_{name}" for name in filled)
    seen = store.row(
        f"""SELECT count(*) AS present{told} FROM {SIGHTINGS}
            WHERE crawl = :crawl AND presence = 'present'
                AND market = (SELECT market FROM {CRAWLS} WHERE id = :crawl)""",  # noqa: S608
        {"crawl": crawl},
    )
    admitted: dict[str, list[str]] = {}
    for row in store.rows(f"SELECT what, key FROM {ADMITTED} WHERE crawl = ?", [crawl]):  # noqa: S608
        admitted.setdefault(row["what"], []).append(row["key"])
    found: dict[str, Any] = {**(counts or {}), **(seen or {})}
    return Progress(
        **{name: found[name] for name in _COUNTED},
        sightings=store.count(f"SELECT count(*) FROM {SIGHTINGS} WHERE crawl = ?", [crawl]),  # noqa: S608
        present=found["present"],
        filled={name: found[f"filled_{name}"] for name in filled},
        admitted=admitted,
    )
