"""What was read of certificate logs: appended part by part, the last one says how far."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from crawler.records import LogPart, LogPosition, LogReading
from crawler.store.connection import Store
from crawler.store.tables import LOG_PARTS
from crawler.store.values import stored_json, stored_time


def add_log_part(store: Store, part: LogPart, *, crawl: int, leads: int, now: datetime) -> None:
    """Appends a part inside ``writing()``, together with the leads that came of it."""
    edge = part.position.edge
    store.insert(
        LOG_PARTS,
        {
            "crawl": crawl,
            "log": part.log,
            "url": part.url,
            "first": part.first,
            "read": part.position.read,
            "size": part.size,
            "edge": None if edge is None else stored_json([root.hex() for root in edge]),
            "checked": part.checked,
            "names": len(part.names),
            "leads": leads,
            "unreadable": part.unreadable,
            "at": stored_time(now),
            "mark": store.mark,
        },
    )


def log_position(store: Store, log: str) -> LogPosition | None:
    """How far a log was read, by its id; None: it never was."""
    row = store.row(
        f"SELECT read, edge FROM {LOG_PARTS} WHERE log = ? ORDER BY id DESC LIMIT 1",  # noqa: S608
        [log],
    )
    if row is None:
        return None
    edge = None if row["edge"] is None else tuple(map(bytes.fromhex, json.loads(row["edge"])))
    return LogPosition(read=row["read"], edge=edge)


def log_readings(store: Store, crawls: Sequence[int]) -> list[LogReading]:
    """What each of these crawls read of a log."""
    rows = store.rows(
        f"""SELECT min(url) AS url, min(first) AS first, max(read) AS read, max(size) AS size,
                max(checked) AS checked, sum(names) AS names, sum(leads) AS leads,
                sum(unreadable) AS unreadable
            FROM {LOG_PARTS} WHERE crawl IN (SELECT value FROM json_each(?))
            GROUP BY crawl ORDER BY crawl""",  # noqa: S608
        [json.dumps(list(crawls))],
    )
    return [LogReading(**{**row, "checked": bool(row["checked"])}) for row in rows]
