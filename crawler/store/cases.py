"""Cases: one per subject; what happened to them is appended, their state is the last decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crawler.records import Case, CaseEvent, CaseStatus, Question, VerdictKind
from crawler.store.connection import Store
from crawler.store.tables import (
    CASE_EVENTS,
    CASES,
    MEASURES,
    OUTCOMES,
    REQUEST_SUBJECTS,
    SIGHTINGS,
    VERDICTS,
)
from crawler.store.values import optional_time, read_time, stored_time

# The decision events and the state in which each leaves the case.
STATUS_AFTER: Mapping[str, CaseStatus] = {
    "opened": CaseStatus.OPEN,
    "reopened": CaseStatus.OPEN,
    # A new name of its operator came up: what was decided holds until it is decided anew.
    "relapsed": CaseStatus.OPEN,
    "confirmed": CaseStatus.CONFIRMED,
    "dismissed": CaseStatus.DISMISSED,
}
_RELAPSED = "relapsed"
_STATES = ", ".join(f"'{event}'" for event in STATUS_AFTER)
_DECISIONS = ", ".join(f"'{event}'" for event in STATUS_AFTER if event != _RELAPSED)


def _select(events: str) -> str:
    """All cases, each with the last of these events."""
    return f"""
        SELECT cases.id, cases.subject, cases.opened_at, decision.event, decision.who,
            decision.at, decision.note, verdict.kind, verdict.question, seen.title, seen.publisher
        FROM {CASES} AS cases
        JOIN {CASE_EVENTS} AS decision ON decision.id = (
            SELECT max(id) FROM {CASE_EVENTS}
            WHERE case_id = cases.id AND event IN ({events}))
        JOIN {VERDICTS} AS verdict ON verdict.id = (
            SELECT max(id) FROM {VERDICTS} WHERE subject = cases.subject)
        LEFT JOIN {SIGHTINGS} AS seen ON seen.id = (
            SELECT id FROM {SIGHTINGS} WHERE subject = cases.subject AND title IS NOT NULL
                AND market = 'vn'
            ORDER BY seen_at DESC, id DESC LIMIT 1)
    """  # noqa: S608 - constants only


_SELECT = _select(_STATES)
_DECIDED_ON = f"""SELECT verdict FROM {CASE_EVENTS} WHERE case_id = ? AND event IN ({_DECISIONS})
    ORDER BY id DESC LIMIT 1"""  # noqa: S608 - constants only


def open_case(store: Store, subject: str, *, verdict: int, now: datetime) -> int | None:
    """Opens a case inside ``writing()``; None when the subject has one already."""
    if find_case(store, subject) is not None:
        return None
    case = store.insert(
        CASES, {"subject": subject, "opened_at": stored_time(now), "mark": store.mark}
    )
    append_event(store, CaseEvent(case=case, at=now, who="rasoat", event="opened"), verdict=verdict)
    return case


def append_event(store: Store, event: CaseEvent, *, verdict: int | None = None) -> None:
    """Appends what happened, inside ``writing()``."""
    store.insert(
        CASE_EVENTS,
        {
            "case_id": event.case,
            "at": stored_time(event.at),
            "who": event.who,
            "event": event.event,
            "note": event.note,
            "verdict": verdict,
            "mark": store.mark,
        },
    )


def find_case(store: Store, wanted: str) -> Case | None:
    """A case by its number or its subject."""
    by_number = wanted.isascii() and wanted.isdigit()
    column = "cases.id" if by_number else "cases.subject"
    row = store.row(f"{_SELECT} WHERE {column} = ?", [int(wanted) if by_number else wanted])
    return None if row is None else _case(row)


def cases(store: Store, *, status: CaseStatus | None = None) -> list[Case]:
    """Cases in the order of their numbers."""
    found = [_case(row) for row in store.rows(f"{_SELECT} ORDER BY cases.id")]
    return [case for case in found if status is None or case.status is status]


def confirmed_cases(store: Store) -> list[Case]:
    """Cases as people confirmed them, in the order of their numbers.

    A relapse opens one again for a person's eyes; what was decided holds until that person decides.
    """
    found = [_case(row) for row in store.rows(f"{_select(_DECISIONS)} ORDER BY cases.id")]
    return [case for case in found if case.status is CaseStatus.CONFIRMED]


def case_events(store: Store, case: int) -> list[CaseEvent]:
    """All that happened to one case, oldest first."""
    rows = store.rows(
        f"SELECT * FROM {CASE_EVENTS} WHERE case_id = ? ORDER BY id",  # noqa: S608
        [case],
    )
    return [
        CaseEvent(
            case=row["case_id"],
            at=read_time(row["at"]),
            who=row["who"],
            event=row["event"],
            note=row["note"],
        )
        for row in rows
    ]


def held_evidence(store: Store) -> set[str]:
    """The ids of bytes that are not deleted.

    A case that was not dismissed, a request or an outcome rests on them, or they show a drift.
    A visit of a site names those of its further pages within its facts.
    """
    rows = store.rows(
        f"""WITH held AS (SELECT seen.evidence, seen.facts FROM {SIGHTINGS} AS seen
                JOIN {CASES} AS cases ON cases.subject = seen.subject
                WHERE 'dismissed' <> (SELECT event FROM {CASE_EVENTS}
                    WHERE case_id = cases.id AND event IN ({_DECISIONS})
                    ORDER BY id DESC LIMIT 1))
            SELECT evidence FROM {REQUEST_SUBJECTS} WHERE evidence IS NOT NULL
            UNION SELECT drift.value ->> 'evidence' FROM {MEASURES}, json_each(drifts) AS drift
            WHERE drift.value ->> 'evidence' IS NOT NULL
            UNION SELECT json_extract(witness.value, '$.evidence')
            FROM {OUTCOMES} AS outcomes, json_each(outcomes.evidence) AS witness
            WHERE json_extract(witness.value, '$.evidence') IS NOT NULL
            UNION SELECT evidence FROM held WHERE evidence IS NOT NULL
            UNION SELECT told.value FROM held, json_tree(held.facts) AS told
            WHERE told.key IN ('evidence', 'screenshot') AND told.type = 'text'"""  # noqa: S608
    )
    return {str(row["evidence"]) for row in rows}


def judged_when_decided(store: Store, case: int) -> VerdictKind | None:
    """The kind of the verdict that the newest decision about the case rested on."""
    row = store.row(f"SELECT kind FROM {VERDICTS} WHERE id = ({_DECIDED_ON})", [case])  # noqa: S608
    return None if row is None else VerdictKind(row["kind"])


def verdict_when_decided(store: Store, case: int) -> int | None:
    """The id of the verdict that the newest decision about the case rested on."""
    row = store.row(_DECIDED_ON, [case])
    return None if row is None else row["verdict"]


def question_when_decided(store: Store, case: int) -> Question | None:
    """What was open in that verdict."""
    row = store.row(f"SELECT question FROM {VERDICTS} WHERE id = ({_DECIDED_ON})", [case])  # noqa: S608
    return Question(row["question"]) if row and row["question"] else None


def _case(row: Mapping[str, Any]) -> Case:
    status = STATUS_AFTER[row["event"]]
    decided = status is not CaseStatus.OPEN
    return Case(
        case=row["id"],
        subject=row["subject"],
        status=status,
        verdict=VerdictKind(row["kind"]),
        question=Question(row["question"]) if row["question"] else None,
        title=row["title"],
        publisher=row["publisher"],
        opened_at=read_time(row["opened_at"]),
        decided_by=row["who"] if decided else None,
        decided_at=optional_time(row["at"]) if decided else None,
        note=row["note"],
    )
