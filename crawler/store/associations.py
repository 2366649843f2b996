"""Associations with confirmed cases: computed from everything seen, replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from crawler.records import Associated
from crawler.store.cases import confirmed_cases
from crawler.store.connection import Store
from crawler.store.tables import ASSOCIATIONS
from crawler.store.values import read_reasons, stored_reasons, stored_time


def replace_associations(store: Store, found: Iterable[Associated], *, now: datetime) -> None:
    """What was computed before goes, ``found`` stands, in one transaction."""
    with store.writing():
        store.db.execute(f"DELETE FROM {ASSOCIATIONS}")  # noqa: S608 - a constant
        for each in found:
            store.insert(
                ASSOCIATIONS,
                {
                    "subject": each.subject,
                    "case_id": each.case,
                    "score": each.score,
                    "reasons": stored_reasons(each.reasons),
                    "at": stored_time(now),
                    "mark": store.mark,
                },
            )


def associations(store: Store) -> list[Associated]:
    """The associations with cases that are confirmed now, the heaviest first."""
    confirmed = {case.case for case in confirmed_cases(store)}
    rows = store.rows(
        f"SELECT * FROM {ASSOCIATIONS} ORDER BY score DESC, case_id, subject"  # noqa: S608
    )
    return [
        Associated(
            subject=row["subject"],
            case=row["case_id"],
            score=row["score"],
            reasons=read_reasons(row["reasons"]),
        )
        for row in rows
        if row["case_id"] in confirmed
    ]
