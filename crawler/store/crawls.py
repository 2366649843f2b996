"""Crawls: opened before the first request, closed with their outcome; their fetches."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.errors import SweepRefused
from crawler.records import ACCUSING, RECHECK_TERM, Crawl, Fetch
from crawler.store.connection import Store
from crawler.store.frontier import left_to_ask
from crawler.store.tables import CRAWLS, FETCHES, SIGHTINGS, VERDICTS
from crawler.store.values import optional_time, read_time, stored_json, stored_time


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOrder:
    """What a crawl was told to look for; with it a crawl can go on in another process."""

    source: str
    market: str
    terms: tuple[str, ...]
    charts: bool
    most: int  # listings opened in detail
    permission: str | None = None  # of the source's owner, where it needs one


def open_crawl(
    store: Store,
    *,
    source: str,
    market: str,
    terms: Sequence[str],
    now: datetime,
    charts: bool = False,
    most: int | None = None,
    permission: str | None = None,
) -> int:
    """Records that a crawl begins; until ``close_crawl`` it counts as not complete."""
    with store.writing():
        return store.insert(
            CRAWLS,
            {
                "source": source,
                "market": market,
                "terms": stored_json(list(terms)),
                "charts": int(charts),
                "most": most,
                "permission": permission,
                "started_at": stored_time(now),
                "mark": store.mark,
            },
        )


def order_of(store: Store, crawl: int) -> CrawlOrder:
    """What a crawl was told to look for, where it can go on."""
    row = store.row(f"SELECT * FROM {CRAWLS} WHERE id = ?", [crawl])  # noqa: S608
    if row is None:
        raise SweepRefused(f"There is no crawl {crawl}. See: rasoat sweeps list")
    # A crawl of sites is complete with dead ones in it; those can be asked again.
    if row["complete"] and not left_to_ask(store, crawl):
        raise SweepRefused(f"Crawl {crawl} is complete. Look again with: rasoat sweep")
    terms = tuple(json.loads(row["terms"]))
    if row["void"] and any(term.startswith(f"{RECHECK_TERM}:") for term in terms):
        # What it was told before would count as soon as the rest went well.
        raise SweepRefused(
            f"Crawl {crawl} looked at subjects again and ended void: nothing that it saw proves "
            "anything. Look again with: rasoat recheck"
        )
    if row["most"] is None:
        raise SweepRefused(
            f"Crawl {crawl} is an import, or was made before crawls could be resumed. "
            "Import the files again, or begin anew: rasoat sweep"
        )
    return CrawlOrder(
        source=row["source"],
        market=row["market"],
        terms=terms,
        charts=bool(row["charts"]),
        most=row["most"],
        permission=row["permission"],
    )


def reopen_crawl(store: Store, crawl: int) -> None:
    """Takes back how a crawl ended, for a worker that goes on with it."""
    with store.writing():
        store.db.execute(
            f"""UPDATE {CRAWLS} SET ended_at = NULL, complete = 0, void = 0, reason = NULL
                WHERE id = ?""",  # noqa: S608
            [crawl],
        )


def is_seeded(store: Store, crawl: int) -> bool:
    """Whether all first requests of a crawl lie in its frontier."""
    return bool(store.count(f"SELECT seeded FROM {CRAWLS} WHERE id = ?", [crawl]))  # noqa: S608


def is_complete(store: Store, crawl: int) -> bool:
    """Whether a crawl ended with all that it was to ask."""
    return bool(
        store.count(f"SELECT count(*) FROM {CRAWLS} WHERE id = ? AND complete = 1", [crawl])  # noqa: S608
    )


def set_seeded(store: Store, crawl: int) -> None:
    """Records that all first requests of a crawl lie in its frontier."""
    with store.writing():
        store.db.execute(f"UPDATE {CRAWLS} SET seeded = 1 WHERE id = ?", [crawl])  # noqa: S608


def close_crawl(
    store: Store,
    crawl: int,
    *,
    requested: int,
    complete: bool,
    void: bool,
    reason: str | None,
    now: datetime,
) -> None:
    """Records how a crawl ended; its sightings and new subjects are counted here."""
    with store.writing():
        store.db.execute(
            f"""UPDATE {CRAWLS} SET ended_at = :ended_at, requested = :requested,
                sightings = (SELECT count(*) FROM {SIGHTINGS} WHERE crawl = :crawl),
                new = (SELECT count(*) FROM (SELECT subject, min(id) AS first FROM {SIGHTINGS}
                    WHERE crawl = :crawl GROUP BY subject) AS seen WHERE NOT EXISTS (
                        SELECT 1 FROM {SIGHTINGS} AS before WHERE before.subject = seen.subject
                        AND before.id < seen.first AND before.crawl IS NOT :crawl)),
                complete = :complete, void = :void, reason = :reason
                WHERE id = :crawl AND ended_at IS NULL""",  # noqa: S608
            {
                "crawl": crawl,
                "ended_at": stored_time(now),
                "requested": requested,
                "complete": int(complete),
                "void": int(void),
                "reason": reason,
            },
        )


def append_fetch(store: Store, fetch: Fetch, *, crawl: int) -> None:
    """Appends what was asked and answered, inside ``writing()``; the bytes lie in ``evidence/``."""
    store.insert(
        FETCHES,
        {
            "crawl": crawl,
            "url": fetch.url,
            "method": fetch.method,
            "status": fetch.status,
            "fetched_at": stored_time(fetch.fetched_at),
            "evidence": fetch.evidence,
            "size": fetch.size,
            "mark": store.mark,
        },
    )


def crawls(store: Store, *, only: Sequence[int] | None = None) -> list[Crawl]:
    """Crawls, newest first, with how many of their subjects are flagged now."""
    wanted = "" if only is None else "WHERE crawls.id IN (SELECT value FROM json_each(:only))"
    rows = store.rows(
        f"""SELECT crawls.*, (
                SELECT count(*) FROM {VERDICTS} JOIN (
                    SELECT max(id) AS id FROM {VERDICTS} WHERE subject IN (
                        SELECT subject FROM {SIGHTINGS} WHERE crawl = crawls.id)
                    GROUP BY subject) USING (id)
                WHERE kind IN (SELECT value FROM json_each(:accusing))) AS flagged
            FROM {CRAWLS} AS crawls {wanted} ORDER BY crawls.id DESC""",  # noqa: S608
        {
            "accusing": json.dumps(sorted(ACCUSING)),
            **({} if only is None else {"only": json.dumps(list(only))}),
        },
    )
    return [_crawl(row) for row in rows]


def fetch_of(store: Store, evidence: str) -> Fetch | None:
    """The newest fetch that brought these bytes."""
    row = store.row(
        f"SELECT * FROM {FETCHES} WHERE evidence = ? ORDER BY id DESC LIMIT 1",  # noqa: S608
        [evidence],
    )
    return None if row is None else _fetch(row)


def last_answer(store: Store, crawl: int) -> Fetch | None:
    """The newest fetch of a crawl that was not one of robots.txt."""
    row = store.row(
        f"""SELECT * FROM {FETCHES} WHERE crawl = ? AND url NOT LIKE '%/robots.txt'
            ORDER BY id DESC LIMIT 1""",  # noqa: S608
        [crawl],
    )
    return None if row is None else _fetch(row)


def _fetch(row: dict[str, Any]) -> Fetch:
    return Fetch(
        url=row["url"],
        method=row["method"],
        status=row["status"],
        fetched_at=read_time(row["fetched_at"]),
        evidence=row["evidence"],
        size=row["size"],
    )


def evidence_ids(store: Store) -> list[str]:
    """The ids of all recorded bytes that fetches or sightings name."""
    rows = store.rows(
        f"""SELECT evidence FROM {FETCHES} UNION
            SELECT evidence FROM {SIGHTINGS} WHERE evidence IS NOT NULL"""  # noqa: S608
    )
    return [str(row["evidence"]) for row in rows]


def _crawl(row: dict[str, Any]) -> Crawl:
    ended = optional_time(row["ended_at"])
    return Crawl(
        crawl=row["id"],
        source=row["source"],
        started_at=read_time(row["started_at"]),
        ended_at=ended,
        requested=row["requested"],
        sightings=row["sightings"],
        new=row["new"],
        flagged=row["flagged"],
        complete=bool(row["complete"]),
        void=bool(row["void"]),
        reason=row["reason"] if ended else "it was interrupted, or is still running",
    )
