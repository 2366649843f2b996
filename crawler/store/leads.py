"""Leads: appended once each; pending until a visit answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawler.records import Lead
from crawler.store.connection import Store
from crawler.store.tables import LEADS, SIGHTINGS
from crawler.store.values import optional_time, read_time, stored_time

_TRIES = 3


def add_lead(store: Store, lead: Lead, *, who: str) -> bool:
    """Appends a lead inside ``writing()``, once; whether its subject was unknown until now."""
    new = not is_known(store, lead.subject)
    store.insert(
        LEADS,
        {
            "subject": lead.subject,
            "address": lead.address,
            "source": lead.source,
            "origin": lead.origin,
            "at": stored_time(lead.at),
            "seen_at": None if lead.seen_at is None else stored_time(lead.seen_at),
            "note": lead.note,
            "found": int(lead.found),
            "who": who,
            "mark": store.mark,
        },
        once=True,
    )
    return new


def pending_leads(store: Store, of: str = "domain") -> list[Lead]:
    """The leads of sites that nobody has seen since they came in, oldest first.

    Each address once, or twice where it was named and found as well. One that did not answer three
    times is pending no more. ``of``: what their subjects begin with,
    "google" for the apps of that store.
    """
    rows = store.rows(
        f"""SELECT * FROM {LEADS} WHERE id IN (
                SELECT min(id) FROM {LEADS} AS led
                WHERE subject LIKE :of || ':%' AND NOT EXISTS (
                    SELECT 1 FROM {SIGHTINGS} AS seen
                    WHERE seen.subject = led.subject AND seen.seen_at >= led.at
                    GROUP BY seen.subject
                    HAVING max(seen.presence <> 'unknown')
                        OR count(*) >= {_TRIES})
                GROUP BY address, found)
            ORDER BY id""",  # noqa: S608
        {"of": of},
    )
    return [_lead(row) for row in rows]


def unfinished_visits(store: Store) -> list[str]:
    """The sites whose newest visit did not come to all it asked for; not those of three such."""
    rows = store.rows(
        f"""SELECT newest.subject FROM {SIGHTINGS} AS newest
            WHERE newest.id IN (SELECT max(id) FROM {SIGHTINGS}
                    WHERE source = 'domains' GROUP BY subject)
                AND json_array_length(newest.facts, '$.unseen') > 0
                AND (SELECT count(*) FROM {SIGHTINGS} AS seen
                    WHERE seen.subject = newest.subject
                    AND json_array_length(seen.facts, '$.unseen') > 0) < {_TRIES}
            ORDER BY newest.id"""  # noqa: S608
    )
    return [str(row["subject"]) for row in rows]


def is_known(store: Store, subject: str) -> bool:
    """Whether somebody named or saw the subject before."""
    row = store.row(
        f"""SELECT EXISTS (SELECT 1 FROM {LEADS} WHERE subject = :subject)
            OR EXISTS (SELECT 1 FROM {SIGHTINGS} WHERE subject = :subject) AS known""",  # noqa: S608
        {"subject": subject},
    )
    return row is not None and bool(row["known"])


def _lead(row: Mapping[str, Any]) -> Lead:
    return Lead(
        subject=row["subject"],
        address=row["address"],
        source=row["source"],
        origin=row["origin"],
        at=read_time(row["at"]),
        seen_at=optional_time(row["seen_at"]),
        note=row["note"],
        found=bool(row["found"]),
    )
