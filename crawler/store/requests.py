"""Takedown requests: drafted once, then only events (sent, withdrawn) are appended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.records import Outcome, Recipient, TakedownRequest, VerdictKind
from crawler.store.connection import Store
from crawler.store.tables import (
    CASES,
    OUTCOMES,
    REQUEST_EVENTS,
    REQUEST_SUBJECTS,
    REQUESTS,
    SIGHTINGS,
)
from crawler.store.values import read_time, stored_time


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedCase:
    """One subject of one request, with the verdict it rests on."""

    case: int
    subject: str
    verdict: int
    ground: VerdictKind
    evidence: str | None


def add_request(
    store: Store,
    recipient: Recipient,
    asked: Sequence[RequestedCase],
    *,
    now: datetime,
    who: str,
) -> int:
    """Records a draft inside ``writing()`` and returns its number."""
    request = store.insert(
        REQUESTS,
        {
            "recipient": recipient.value,
            "drafted_at": stored_time(now),
            "drafted_by": who,
            "mark": store.mark,
        },
    )
    for case in asked:
        store.insert(
            REQUEST_SUBJECTS,
            {
                "request": request,
                "case_id": case.case,
                "verdict": case.verdict,
                "ground": case.ground.value,
                "evidence": case.evidence,
            },
        )
    return request


def append_request_event(
    store: Store,
    request: int,
    event: str,
    *,
    at: datetime,
    who: str,
    channel: str | None = None,
    note: str | None = None,
) -> None:
    """Appends ``sent`` or ``withdrawn``, inside ``writing()``."""
    store.insert(
        REQUEST_EVENTS,
        {
            "request": request,
            "at": stored_time(at),
            "who": who,
            "event": event,
            "channel": channel,
            "note": note,
            "mark": store.mark,
        },
    )


def requests(store: Store) -> list[TakedownRequest]:
    """All requests, oldest first."""
    return [
        _request(store, row)
        for row in list(store.rows(f"SELECT * FROM {REQUESTS} ORDER BY id"))  # noqa: S608
    ]


def find_request(store: Store, request: int) -> TakedownRequest | None:
    """One request by its number."""
    row = store.row(f"SELECT * FROM {REQUESTS} WHERE id = ?", [request])  # noqa: S608
    return None if row is None else _request(store, row)


def sent_about_page(store: Store, page: str) -> list[datetime]:
    """When each request was sent that names the page or an advert of it and was not withdrawn."""
    rows = store.rows(
        f"""SELECT min(sent.at) AS at FROM {REQUEST_EVENTS} AS sent
            JOIN {REQUEST_SUBJECTS} AS asked ON asked.request = sent.request
            JOIN {CASES} ON {CASES}.id = asked.case_id
            WHERE sent.event = 'sent' AND ({CASES}.subject = :page OR {CASES}.subject IN (
                SELECT subject FROM {SIGHTINGS} WHERE publisher_id = :number
                    AND subject >= 'fbad:' AND subject < 'fbad;'))
            AND NOT EXISTS (SELECT 1 FROM {REQUEST_EVENTS} AS back
                WHERE back.request = sent.request AND back.event = 'withdrawn')
            GROUP BY sent.request ORDER BY at""",  # noqa: S608
        {"page": page, "number": page.partition(":")[2]},
    )
    return [read_time(row["at"]) for row in rows]


def requested_cases(store: Store, request: int) -> list[RequestedCase]:
    """The subjects of one request in the order of their cases."""
    rows = store.rows(
        f"""SELECT case_id, subject, verdict, ground, evidence FROM {REQUEST_SUBJECTS}
            JOIN {CASES} ON {CASES}.id = case_id WHERE request = ? ORDER BY case_id""",  # noqa: S608
        [request],
    )
    return [
        RequestedCase(
            case=row["case_id"],
            subject=row["subject"],
            verdict=row["verdict"],
            ground=VerdictKind(row["ground"]),
            evidence=row["evidence"],
        )
        for row in rows
    ]


def cases_already_asked(store: Store) -> set[int]:
    """Cases that stand in a request which was not withdrawn.

    What came back after its removal is not one of them: that request was met, a new one is needed.
    """
    rows = store.rows(
        f"""SELECT DISTINCT case_id FROM {REQUEST_SUBJECTS} AS asked
            JOIN {CASES} AS cases ON cases.id = asked.case_id
            WHERE NOT EXISTS (SELECT 1 FROM {REQUEST_EVENTS} AS events
                WHERE events.request = asked.request AND events.event = 'withdrawn')
            AND NOT EXISTS (SELECT 1 FROM {OUTCOMES} AS outcomes
                JOIN {REQUEST_EVENTS} AS sent
                    ON sent.request = asked.request AND sent.event = 'sent'
                WHERE outcomes.subject = cases.subject AND outcomes.at > sent.at
                    AND outcomes.outcome = '{Outcome.RETURNED}')"""  # noqa: S608
    )
    return {int(row["case_id"]) for row in rows}


def is_withdrawn(store: Store, request: int) -> bool:
    """Whether the request was taken back."""
    return _event(store, request, "withdrawn") is not None


def _event(store: Store, request: int, event: str) -> dict[str, Any] | None:
    return store.row(
        f"""SELECT * FROM {REQUEST_EVENTS} WHERE request = ? AND event = ?
            ORDER BY id LIMIT 1""",  # noqa: S608
        [request, event],
    )


def _request(store: Store, row: Mapping[str, Any]) -> TakedownRequest:
    sent = _event(store, row["id"], "sent")
    return TakedownRequest(
        request=row["id"],
        recipient=Recipient(row["recipient"]),
        drafted_at=read_time(row["drafted_at"]),
        drafted_by=row["drafted_by"],
        sent_at=read_time(sent["at"]) if sent else None,
        sent_by=sent["who"] if sent else None,
        channel=sent["channel"] if sent else None,
        subjects=tuple(case.subject for case in requested_cases(store, row["id"])),
    )
