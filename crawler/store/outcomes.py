"""Outcomes: what became of subjects after a request; appended, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from crawler.records import Counted, Outcome, Presence, Rechecked, Told, Witness
from crawler.store.connection import Store
from crawler.store.tables import CASES, OUTCOMES, REQUEST_EVENTS, REQUEST_SUBJECTS
from crawler.store.values import read_time, stored_json, stored_time


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSubject:
    """A subject of a request that was sent and not withdrawn."""

    subject: str
    case: int
    request: int
    sent_at: datetime


def add_outcome(store: Store, rechecked: Rechecked) -> bool:
    """Appends what a crawl tells, inside ``writing()``; False where it is what was told of it last.

    Of one answer another outcome is told where something older came to light since.
    """
    told = store.row(
        f"""SELECT told, outcome FROM {OUTCOMES}
            WHERE subject = ? AND coalesce(crawl, 0) = ? AND at = ? ORDER BY id DESC""",  # noqa: S608
        [rechecked.subject, rechecked.crawl or 0, stored_time(rechecked.at)],
    )
    if told == {"told": rechecked.told.value, "outcome": rechecked.outcome.value}:
        return False
    witnesses = [
        asdict(witness) | {"at": stored_time(witness.at)} for witness in rechecked.evidence
    ]
    store.insert(
        OUTCOMES,
        {
            "subject": rechecked.subject,
            "crawl": rechecked.crawl,
            "at": stored_time(rechecked.at),
            "told": rechecked.told.value,
            "outcome": rechecked.outcome.value,
            "counted": rechecked.counted.value,
            "why": rechecked.why,
            "evidence": stored_json(witnesses),
            "mark": store.mark,
        },
    )
    return True


def outcomes_of(store: Store, subject: str) -> list[Rechecked]:
    """All that became of one subject, newest first."""
    rows = store.rows(
        f"SELECT * FROM {OUTCOMES} WHERE subject = ? ORDER BY id DESC",  # noqa: S608
        [subject],
    )
    return [_rechecked(row) for row in rows]


def latest_outcomes(store: Store) -> dict[str, Rechecked]:
    """The newest outcome of each subject."""
    rows = store.rows(
        f"""SELECT * FROM {OUTCOMES} WHERE id IN
            (SELECT max(id) FROM {OUTCOMES} GROUP BY subject)"""  # noqa: S608
    )
    return {str(row["subject"]): _rechecked(row) for row in rows}


def asked_subjects(store: Store) -> dict[str, AskedSubject]:
    """The subjects of all requests that were sent and stand; the newest request of each."""
    rows = store.rows(
        f"""SELECT cases.subject, asked.case_id, asked.request, sent.at
            FROM {REQUEST_SUBJECTS} AS asked
            JOIN {CASES} AS cases ON cases.id = asked.case_id
            JOIN {REQUEST_EVENTS} AS sent ON sent.request = asked.request AND sent.event = 'sent'
            WHERE NOT EXISTS (SELECT 1 FROM {REQUEST_EVENTS} AS events
                WHERE events.request = asked.request AND events.event = 'withdrawn')
            ORDER BY asked.request"""  # noqa: S608
    )
    return {
        str(row["subject"]): AskedSubject(
            subject=row["subject"],
            case=row["case_id"],
            request=row["request"],
            sent_at=read_time(row["at"]),
        )
        for row in rows
    }


def _rechecked(row: Mapping[str, Any]) -> Rechecked:
    return Rechecked(
        subject=row["subject"],
        crawl=row["crawl"],
        at=read_time(row["at"]),
        told=Told(row["told"]),
        outcome=Outcome(row["outcome"]),
        counted=Counted(row["counted"]),
        why=row["why"],
        evidence=tuple(
            Witness(
                **witness
                | {"at": read_time(witness["at"]), "presence": Presence(witness["presence"])}
            )
            for witness in json.loads(row["evidence"])
        ),
    )
