"""Operators: founded once, their members appended as they join and leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from crawler.records import Membership, Operator, OperatorEvent
from crawler.store.connection import Store
from crawler.store.tables import (
    CERTIFIED,
    CRAWLS,
    OPERATOR_EVENTS,
    OPERATOR_MERGERS,
    OPERATORS,
    SIGHTINGS,
)
from crawler.store.values import read_reasons, read_time, stored_reasons, stored_time


def found_operator(store: Store, name: str, *, now: datetime) -> int:
    """Founds an operator inside ``writing()``; a name that is taken gets a number behind it."""
    taken = {operator.name for operator in operators(store)}
    free = name
    number = 1
    while free in taken:
        number += 1
        free = f"{name} {number}"
    row = {"name": free, "founded_at": stored_time(now), "mark": store.mark}
    return store.insert(OPERATORS, row)


def add_operator_event(store: Store, event: OperatorEvent) -> None:
    """Appends who joined or left, inside ``writing()``."""
    store.insert(
        OPERATOR_EVENTS,
        {
            "operator": event.operator,
            "at": stored_time(event.at),
            "event": event.event.value,
            "subject": event.subject,
            "tied_to": event.to,
            "strong": int(event.strong),
            "reasons": stored_reasons(event.reasons),
            "mark": store.mark,
        },
    )


def merge_operator(store: Store, operator: int, into: int, *, now: datetime) -> None:
    """Tells inside ``writing()`` that two operators are one, once; the second keeps its name."""
    row = {
        "operator": operator,
        "into_operator": into,
        "at": stored_time(now),
        "mark": store.mark,
    }
    store.insert(OPERATOR_MERGERS, row, once=True)


def operators(store: Store) -> list[Operator]:
    """All operators ever founded, in the order of their numbers."""
    rows = store.rows(
        f"""SELECT founded.id, founded.name, founded.founded_at, merged.into_operator
            FROM {OPERATORS} AS founded
            LEFT JOIN {OPERATOR_MERGERS} AS merged ON merged.operator = founded.id
            ORDER BY founded.id"""  # noqa: S608
    )
    return [
        Operator(
            operator=row["id"],
            name=row["name"],
            founded_at=read_time(row["founded_at"]),
            into=row["into_operator"],
        )
        for row in rows
    ]


def operator_events(store: Store, operator: int | None = None) -> list[OperatorEvent]:
    """What happened to the members of one operator, or of all, oldest first."""
    rows = store.rows(
        f"""SELECT * FROM {OPERATOR_EVENTS} WHERE operator IS coalesce(?, operator)
            ORDER BY id""",  # noqa: S608
        [operator],
    )
    return [_event(row) for row in rows]


def add_certified(
    store: Store, subjects: Iterable[str], names: str, *, origin: str, now: datetime
) -> None:
    """Appends inside ``writing()`` the sites that one certificate names, each once."""
    for subject in subjects:
        row = {"subject": subject, "names": names, "origin": origin, "at": stored_time(now)}
        store.insert(CERTIFIED, row | {"mark": store.mark}, once=True)


def certified(store: Store) -> dict[str, list[str]]:
    """The names of the certificates of each site that a log told of."""
    found: dict[str, list[str]] = {}
    for row in store.rows(f"SELECT subject, names FROM {CERTIFIED} ORDER BY id"):  # noqa: S608
        found.setdefault(row["subject"], []).append(row["names"])
    return found


def present_between(store: Store) -> dict[str, tuple[datetime, datetime]]:
    """When each subject was seen to be there first and last."""
    rows = store.rows(
        f"""SELECT subject, min(seen_at) AS first, max(seen_at) AS last FROM {SIGHTINGS}
            LEFT JOIN {CRAWLS} ON {CRAWLS}.id = {SIGHTINGS}.crawl
            WHERE presence = 'present' AND coalesce({CRAWLS}.void, 0) = 0
            GROUP BY subject"""  # noqa: S608
    )
    return {str(row["subject"]): (read_time(row["first"]), read_time(row["last"])) for row in rows}


def _event(row: Mapping[str, Any]) -> OperatorEvent:
    return OperatorEvent(
        operator=row["operator"],
        at=read_time(row["at"]),
        event=Membership(row["event"]),
        subject=row["subject"],
        to=row["tied_to"],
        strong=bool(row["strong"]),
        reasons=read_reasons(row["reasons"]),
    )
