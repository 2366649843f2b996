"""Controls: one per subject, beside the cases; what people say of them is appended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from crawler.records import Control, ControlStatus, VerdictKind
from crawler.store.connection import Store
from crawler.store.tables import CASES, CONTROL_EVENTS, CONTROLS, SIGHTINGS, VERDICTS
from crawler.store.values import optional_time, read_time, stored_time

REOPENED = "reopened"

_SELECT = f"""
    SELECT controls.id, controls.subject, controls.drawn_at, verdict.kind, answer.event,
        answer.who, answer.at, answer.note, seen.title, seen.publisher, cases.id AS case_id
    FROM {CONTROLS} AS controls
    JOIN {VERDICTS} AS verdict ON verdict.id = controls.verdict
    LEFT JOIN {CONTROL_EVENTS} AS answer ON answer.id = (
        SELECT max(id) FROM {CONTROL_EVENTS} WHERE control = controls.id)
    LEFT JOIN {CASES} AS cases ON cases.subject = controls.subject
    LEFT JOIN {SIGHTINGS} AS seen ON seen.id = (
        SELECT id FROM {SIGHTINGS} WHERE subject = controls.subject AND title IS NOT NULL
            AND market = 'vn'
        ORDER BY seen_at DESC, id DESC LIMIT 1)
"""  # noqa: S608 - constants only


class Undrawn(NamedTuple):
    """The newest verdict of a subject that has neither a case nor a control."""

    subject: str
    verdict: int
    fingerprint: str


def undrawn(
    store: Store, kinds: Iterable[VerdictKind], subjects: Iterable[str] | None
) -> list[Undrawn]:
    """The subjects of these kinds that could become controls; ``subjects`` None: of all."""
    wanted = "" if subjects is None else "AND subject IN (SELECT value FROM json_each(:subjects))"
    rows = store.rows(
        f"""SELECT subject, id, fingerprint FROM {VERDICTS}
            WHERE id IN (SELECT max(id) FROM {VERDICTS} GROUP BY subject)
            AND kind IN (SELECT value FROM json_each(:kinds)) {wanted}
            AND subject NOT IN (SELECT subject FROM {CASES})
            AND subject NOT IN (SELECT subject FROM {CONTROLS})""",  # noqa: S608
        {
            "kinds": json.dumps([kind.value for kind in kinds]),
            "subjects": json.dumps(sorted(subjects or ())),
        },
    )
    return [Undrawn(row["subject"], row["id"], row["fingerprint"]) for row in rows]


def add_control(store: Store, subject: str, *, verdict: int, now: datetime) -> int:
    """Puts a subject among the controls, inside ``writing()``; returns the control's number."""
    return store.insert(
        CONTROLS,
        {
            "subject": subject,
            "verdict": verdict,
            "drawn_at": stored_time(now),
            "mark": store.mark,
        },
    )


def append_control_event(
    store: Store, control: int, event: str, *, at: datetime, who: str, note: str | None
) -> None:
    """Appends ``right``, ``missed`` or ``reopened``, inside ``writing()``."""
    store.insert(
        CONTROL_EVENTS,
        {
            "control": control,
            "at": stored_time(at),
            "who": who,
            "event": event,
            "note": note,
            "mark": store.mark,
        },
    )


def find_control(store: Store, wanted: str) -> Control | None:
    """A control by its number or its subject."""
    by_number = wanted.isascii() and wanted.isdigit()
    column = "controls.id" if by_number else "controls.subject"
    row = store.row(f"{_SELECT} WHERE {column} = ?", [int(wanted) if by_number else wanted])
    return None if row is None else _control(row)


def controls(store: Store, *, status: ControlStatus | None = None) -> list[Control]:
    """Controls in the order of their numbers."""
    found = [_control(row) for row in store.rows(f"{_SELECT} ORDER BY controls.id")]
    return [control for control in found if status is None or control.status is status]


def waiting_controls(store: Store) -> list[Control]:
    """The controls that a person should answer: open, and their subject became no case since."""
    return [one for one in controls(store, status=ControlStatus.OPEN) if one.case is None]


def _control(row: Mapping[str, Any]) -> Control:
    undecided = row["event"] in (None, REOPENED)
    return Control(
        control=row["id"],
        subject=row["subject"],
        status=ControlStatus.OPEN if undecided else ControlStatus(row["event"]),
        verdict=VerdictKind(row["kind"]),
        title=row["title"],
        publisher=row["publisher"],
        drawn_at=read_time(row["drawn_at"]),
        decided_by=None if undecided else row["who"],
        decided_at=None if undecided else optional_time(row["at"]),
        note=row["note"],
        case=row["case_id"],
    )
