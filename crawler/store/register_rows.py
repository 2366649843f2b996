"""Entries and events of the register as the columns that hold them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crawler.records import EntryStatus, EventKind, LicenceKind, RegisterEvent, RegistryEntry
from crawler.store.values import hanoi_day, optional_day, read_time, stored_day, stored_json


def entry_row(entry: RegistryEntry, *, listed: bool) -> dict[str, Any]:
    """The columns of a row; ``listed`` False: the import no longer held it."""
    return {
        "entry": entry.entry,
        "kind": entry.kind.value,
        "number": entry.number,
        "issued": stored_day(entry.issued),
        "title": entry.title,
        "publisher": entry.publisher,
        "status": entry.status.value,
        "domains": entry.domains,
        "expires": stored_day(entry.expires),
        "ended": stored_day(entry.ended),
        "decision": entry.decision,
        "ground": entry.ground,
        "origin": entry.origin,
        "raw": stored_json(entry.raw),
        "present": int(listed),
    }


def event_row(event: RegisterEvent) -> dict[str, Any]:
    """The columns of an event, without the import that tells it."""
    return {
        "kind": event.kind.value,
        "entry": event.entry,
        "event": event.event.value,
        "day": stored_day(event.day),
        "not_before": stored_day(event.not_before),
        "not_after": stored_day(event.not_after),
        "decision": event.decision,
        "ground": event.ground,
        "differed": stored_json(event.differed),
    }


def read_entry(row: Mapping[str, Any]) -> RegistryEntry:
    """The entry of a row."""
    return RegistryEntry(
        entry=row["entry"],
        kind=LicenceKind(row["kind"]),
        number=row["number"],
        issued=optional_day(row["issued"]),
        title=row["title"],
        publisher=row["publisher"],
        status=EntryStatus(row["status"]),
        domains=row["domains"],
        expires=optional_day(row["expires"]),
        ended=optional_day(row["ended"]),
        decision=row["decision"],
        ground=row["ground"],
        origin=row["origin"],
        raw=json.loads(row["raw"]),
    )


def read_event(row: Mapping[str, Any]) -> RegisterEvent:
    """The event of a row, ``taken_at`` of its import included."""
    return RegisterEvent(
        kind=LicenceKind(row["kind"]),
        entry=row["entry"],
        event=EventKind(row["event"]),
        day=optional_day(row["day"]),
        not_before=optional_day(row["not_before"]),
        not_after=optional_day(row["not_after"]),
        decision=row["decision"],
        ground=row["ground"],
        differed={name: (was, now) for name, (was, now) in json.loads(row["differed"]).items()},
        source=row["import"],
        known_on=hanoi_day(read_time(row["taken_at"])),
    )
