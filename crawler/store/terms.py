"""What people said of proposed search terms."""

from __future__ import annotations

from crawler.records import DecidedTerm
from crawler.store.connection import Store
from crawler.store.tables import TERM_EVENTS
from crawler.store.values import read_time, stored_time


def append_term_event(store: Store, decided: DecidedTerm) -> None:
    """Keeps a decision, inside ``writing()``."""
    store.insert(
        TERM_EVENTS,
        {
            "term": decided.term,
            "language": decided.language,
            "event": "accepted" if decided.accepted else "refused",
            "reason": decided.reason,
            "at": stored_time(decided.at),
            "who": decided.who,
            "mark": store.mark,
        },
    )


def decided_terms(store: Store) -> list[DecidedTerm]:
    """All decisions in their order."""
    rows = store.rows(f"SELECT * FROM {TERM_EVENTS} ORDER BY id")  # noqa: S608
    return [
        DecidedTerm(
            term=row["term"],
            language=row["language"],
            accepted=row["event"] == "accepted",
            reason=row["reason"],
            at=read_time(row["at"]),
            who=row["who"],
        )
        for row in rows
    ]
