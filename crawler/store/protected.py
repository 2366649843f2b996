"""Protected names of the office: proposed by one person, in force when another approves."""

from __future__ import annotations

from datetime import datetime

from crawler.store.connection import Store
from crawler.store.tables import PROTECTED_EVENTS
from crawler.store.values import read_time, stored_time


def append_protected_event(
    store: Store, name: str, event: str, *, at: datetime, who: str, reason: str | None = None
) -> None:
    """Appends ``proposed`` or ``approved``, inside ``writing()``."""
    store.insert(
        PROTECTED_EVENTS,
        {
            "name": name,
            "event": event,
            "at": stored_time(at),
            "who": who,
            "reason": reason,
            "mark": store.mark,
        },
    )


def proposals(store: Store) -> dict[str, tuple[str, str]]:
    """Each proposed name with who proposed it and why (the newest proposal)."""
    rows = store.rows(
        f"SELECT * FROM {PROTECTED_EVENTS} WHERE event = 'proposed' ORDER BY id"  # noqa: S608
    )
    return {row["name"]: (row["who"], row["reason"] or "") for row in rows}


def proposed_at(store: Store) -> dict[str, datetime]:
    """When each name was proposed, the newest proposal."""
    rows = store.rows(
        f"SELECT name, at FROM {PROTECTED_EVENTS} WHERE event = 'proposed' ORDER BY id"  # noqa: S608
    )
    return {row["name"]: read_time(row["at"]) for row in rows}


def approved_names(store: Store) -> dict[str, str]:
    """The names that two people protect, each with its reason."""
    rows = store.rows(
        f"SELECT DISTINCT name FROM {PROTECTED_EVENTS} WHERE event = 'approved'"  # noqa: S608
    )
    reasons = proposals(store)
    return {row["name"]: reasons[row["name"]][1] for row in list(rows)}
