"""Reports of citizens and offices: appended once each; who reported is kept apart, for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.store.connection import Store
from crawler.store.tables import (
    HOTLINE_ADDRESSES,
    HOTLINE_EVENTS,
    HOTLINE_REPORTERS,
    HOTLINE_REPORTS,
)
from crawler.store.values import optional_time, stored_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One subject that was reported, by all its reports together."""

    subject: str
    reports: int
    first: datetime | None  # when the first one with a time was received
    last: datetime | None
    channels: tuple[str, ...]
    answered: int  # how many of the reports were answered


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One report as it is kept. Who reported is no part of it."""

    key: str  # the same row again has the same
    received_at: datetime | None
    channel: str | None
    object: str | None
    text: str | None
    attachment: str | None
    file: str  # SHA-256 of the file
    line: int


def add_report(store: Store, row: ReportRow, *, now: datetime, who: str) -> tuple[int, bool]:
    """Appends a report inside ``writing()``, once; its number, and whether it is new."""
    known = store.row(f"SELECT id FROM {HOTLINE_REPORTS} WHERE key = ?", [row.key])  # noqa: S608
    if known is not None:
        return int(known["id"]), False
    values: dict[str, Any] = {
        "key": row.key,
        "received_at": None if row.received_at is None else stored_time(row.received_at),
        "channel": row.channel,
        "object": row.object,
        "text": row.text,
        "attachment": row.attachment,
        "file": row.file,
        "line": row.line,
        "imported_at": stored_time(now),
        "imported_by": who,
        "mark": store.mark,
    }
    return store.insert(HOTLINE_REPORTS, values), True


def add_reporter(store: Store, report: int, reporter: str) -> None:
    """Keeps who reported, inside ``writing()``. Nothing in this program reads it back."""
    row = {"report": report, "reporter": reporter, "mark": store.mark}
    store.insert(HOTLINE_REPORTERS, row, once=True)


def add_reported(
    store: Store, report: int, address: str, *, subject: str | None, refused: str | None
) -> None:
    """Appends what a report names, inside ``writing()``: a subject, or why there is none."""
    row = {"report": report, "address": address, "subject": subject, "refused": refused}
    store.insert(HOTLINE_ADDRESSES, {**row, "mark": store.mark}, once=True)


def add_answer(store: Store, report: int, said: str, *, now: datetime, who: str) -> bool:
    """Records, inside ``writing()``, that the reporter was answered; False: it stood already."""
    known = store.row(
        f"SELECT id FROM {HOTLINE_EVENTS} WHERE report = ? AND said = ?",  # noqa: S608
        [report, said],
    )
    if known is not None:
        return False
    row = {"report": report, "event": "answered", "said": said, "who": who}
    store.insert(HOTLINE_EVENTS, {**row, "at": stored_time(now), "mark": store.mark})
    return True


def was_reported(store: Store, subject: str) -> bool:
    """Whether a report names this subject."""
    found = store.row(
        f"SELECT id FROM {HOTLINE_ADDRESSES} WHERE subject = ? LIMIT 1",  # noqa: S608
        [subject],
    )
    return found is not None


def reported(store: Store) -> Iterator[Reported]:
    """What was reported, the most reported first: several reports of one subject are one line."""
    rows = store.rows(
        f"""SELECT named.subject, count(DISTINCT report.id) AS reports,
                min(received_at) AS first, max(received_at) AS last,
                group_concat(DISTINCT channel) AS channels,
                count(DISTINCT answered.report) AS answered
            FROM {HOTLINE_ADDRESSES} AS named JOIN {HOTLINE_REPORTS} AS report
                ON report.id = named.report
            LEFT JOIN {HOTLINE_EVENTS} AS answered ON answered.report = report.id
            WHERE named.subject IS NOT NULL
            GROUP BY named.subject ORDER BY reports DESC, named.subject"""  # noqa: S608
    )
    for row in rows:
        yield Reported(
            subject=row["subject"],
            reports=row["reports"],
            first=optional_time(row["first"]),
            last=optional_time(row["last"]),
            channels=tuple(sorted((row["channels"] or "").split(","))) if row["channels"] else (),
            answered=row["answered"],
        )
