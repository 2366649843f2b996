"""Verdicts: a new row only when something about the verdict is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawler.records import Question, Verdict, VerdictKind
from crawler.store.connection import Store
from crawler.store.tables import CRAWLS, SIGHTINGS, VERDICTS
from crawler.store.values import read_reasons, read_time, stored_reasons, stored_time


def add_verdict(store: Store, verdict: Verdict) -> int:
    """Appends a verdict inside ``writing()`` and returns its id; an unchanged one keeps its own."""
    newest = _newest(store, verdict.subject)
    row = _row(verdict)
    if newest and all(newest[name] == row[name] for name in row if name != "judged_at"):
        return int(newest["id"])
    return store.insert(VERDICTS, {**row, "mark": store.mark})


def latest_verdict(store: Store, subject: str) -> Verdict | None:
    """The newest verdict of one subject."""
    row = _newest(store, subject)
    return None if row is None else _verdict(row)


def latest_verdict_id(store: Store, subject: str) -> int | None:
    """The id of the newest verdict of one subject."""
    row = _newest(store, subject)
    return None if row is None else int(row["id"])


def find_verdict(store: Store, verdict: int) -> Verdict | None:
    """One verdict by its id."""
    row = store.row(f"SELECT * FROM {VERDICTS} WHERE id = ?", [verdict])  # noqa: S608
    return None if row is None else _verdict(row)


def latest_verdicts(store: Store) -> list[Verdict]:
    """The newest verdict of each subject, by subject."""
    rows = store.rows(
        f"""SELECT * FROM {VERDICTS} WHERE id IN
            (SELECT max(id) FROM {VERDICTS} GROUP BY subject) ORDER BY subject"""  # noqa: S608
    )
    return [_verdict(row) for row in rows]


def latest_kinds(store: Store) -> dict[str, VerdictKind]:
    """What the newest verdict of each subject says."""
    rows = store.rows(
        f"""SELECT subject, kind FROM {VERDICTS} WHERE id IN
            (SELECT max(id) FROM {VERDICTS} GROUP BY subject)"""  # noqa: S608
    )
    return {str(row["subject"]): VerdictKind(row["kind"]) for row in rows}


def subjects_judged(store: Store, kind: VerdictKind) -> set[str]:
    """The subjects whose newest verdict is of this kind."""
    rows = store.rows(
        f"""SELECT subject FROM {VERDICTS} WHERE kind = ? AND id IN
            (SELECT max(id) FROM {VERDICTS} GROUP BY subject)""",  # noqa: S608
        [kind.value],
    )
    return {str(row["subject"]) for row in rows}


def untied_subjects(store: Store, place: str, *, most: int) -> list[str]:
    """The apps of a store, judged last first, that need a tie to Vietnam and have none.

    Those are left out whose screenshots were looked at.
    """
    rows = store.rows(
        f"""SELECT subject FROM {VERDICTS} WHERE id IN
                (SELECT max(id) FROM {VERDICTS} WHERE subject GLOB ? GROUP BY subject)
            AND (kind = ? OR question = ?) AND reasons NOT LIKE '%"tie_to_vietnam"%'
            AND NOT EXISTS (SELECT 1 FROM {SIGHTINGS} WHERE found_by = 'screens'
                AND {SIGHTINGS}.subject = {VERDICTS}.subject)
            ORDER BY id DESC LIMIT ?""",  # noqa: S608
        [f"{place}:*", VerdictKind.NO_ENTRY.value, Question.GAMBLING_UNCONFIRMED.value, most],
    )
    return [str(row["subject"]) for row in rows]


def icons_unseen(store: Store, places: Sequence[str], *, most: int) -> list[str]:
    """The apps judged last, but licensed ones, of whose icon nobody knows how it looks."""
    of_stores = " OR ".join("subject GLOB ?" for _ in places)
    rows = store.rows(
        f"""SELECT subject FROM {VERDICTS} WHERE id IN
                (SELECT max(id) FROM {VERDICTS} WHERE {of_stores} GROUP BY subject)
            AND kind <> ? AND NOT EXISTS (SELECT 1 FROM {SIGHTINGS} WHERE found_by = 'icon'
                AND {SIGHTINGS}.subject = {VERDICTS}.subject)
            ORDER BY id DESC LIMIT ?""",  # noqa: S608
        [*(f"{place}:*" for place in places), VerdictKind.LICENSED.value, most],
    )
    return [str(row["subject"]) for row in rows]


def subjects_to_judge(store: Store, fingerprint: str) -> list[str]:
    """The subjects without a verdict of this fingerprint, or with a sighting younger than it."""
    rows = store.rows(
        f"""SELECT seen.subject FROM (
                SELECT subject, max(seen_at) AS seen_at FROM {SIGHTINGS}
                LEFT JOIN {CRAWLS} ON {CRAWLS}.id = {SIGHTINGS}.crawl
                WHERE coalesce({CRAWLS}.void, 0) = 0 GROUP BY subject) AS seen
            LEFT JOIN {VERDICTS} AS newest ON newest.id = (
                SELECT max(id) FROM {VERDICTS} WHERE subject = seen.subject)
            WHERE newest.fingerprint IS NOT ? OR newest.judged_at < seen.seen_at
            ORDER BY seen.subject""",  # noqa: S608
        [fingerprint],
    )
    return [str(row["subject"]) for row in rows]


def _newest(store: Store, subject: str) -> dict[str, Any] | None:
    return store.row(
        f"SELECT * FROM {VERDICTS} WHERE subject = ? ORDER BY id DESC LIMIT 1",  # noqa: S608
        [subject],
    )


def _row(verdict: Verdict) -> dict[str, Any]:
    return {
        "subject": verdict.subject,
        "kind": verdict.kind.value,
        "question": verdict.question.value if verdict.question else None,
        "entry": verdict.entry,
        "score": verdict.score,
        "reasons": stored_reasons(verdict.reasons),
        "fingerprint": verdict.fingerprint,
        "judged_at": stored_time(verdict.judged_at),
    }


def _verdict(row: dict[str, Any]) -> Verdict:
    return Verdict(
        subject=row["subject"],
        kind=VerdictKind(row["kind"]),
        question=Question(row["question"]) if row["question"] else None,
        entry=row["entry"],
        score=row["score"],
        reasons=read_reasons(row["reasons"]),
        fingerprint=row["fingerprint"],
        judged_at=read_time(row["judged_at"]),
    )
