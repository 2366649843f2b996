"""The register as imported: every version of every entry is kept, the newest counts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from crawler.errors import RegisterRefused
from crawler.records import (
    CLASS_OF_KIND,
    Coverage,
    LicenceKind,
    RegisterClass,
    RegisterEvent,
    RegistryEntry,
)
from crawler.store.connection import Store
from crawler.store.register_rows import entry_row, event_row, read_entry, read_event
from crawler.store.standing import Version, derive_events, standing
from crawler.store.tables import (
    REGISTER_CLASSES,
    REGISTER_IMPORTS,
    REGISTRY_CURRENT,
    REGISTRY_ENTRIES,
    REGISTRY_EVENTS,
)
from crawler.store.values import (
    HANOI,
    hanoi_day,
    optional_time,
    read_time,
    stored_day,
    stored_json,
    stored_time,
)
from crawler.text import number_key

EntryKey = tuple[LicenceKind, str]
_ORDER = {kind: place for place, kind in enumerate(LicenceKind)}  # games, publishers, sites


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """One accepted import: which entries are new, which differ, which are gone."""

    taken_at: datetime
    taken_by: str
    files: tuple[Mapping[str, Any], ...]  # name, sha256, rows
    added: tuple[RegistryEntry, ...]
    changed: tuple[RegistryEntry, ...]
    gone: tuple[RegistryEntry, ...]
    classes: Mapping[RegisterClass, tuple[int, bool, str | None]]  # entries, complete, how
    kinds: frozenset[LicenceKind] = frozenset()  # held in full: confirms what is unchanged
    base: str | None = None  # the register's version that the files were compared with


def take_over(store: Store, takeover: Takeover) -> int:
    """Writes one import with the events that it tells, in one transaction; returns its id.

    Raises ``RegisterRefused`` when another import came between the comparison and this one.
    """
    with store.writing(durable=True):
        if takeover.base is not None and register_version(store) != takeover.base:
            raise RegisterRefused(
                "Another import was taken over meanwhile. Nothing was changed: "
                "look at the difference with --dry-run and run this again."
            )
        changes = [
            *((entry, True) for entry in (*takeover.added, *takeover.changed)),
            *((entry, False) for entry in takeover.gone),
        ]
        former = _newest_versions(store, {entry.kind for entry, _ in changes})
        seen = _last_seen(store)
        import_id = _add_import(store, takeover)
        for entry, listed in changes:
            row = entry_row(entry, listed=listed)
            store.insert(REGISTRY_ENTRIES, row | {"import": import_id, "mark": store.mark})
        day = hanoi_day(takeover.taken_at)
        for entry, listed in changes:
            known = former.get((entry.kind, entry.entry))
            confirmed = seen.get(entry.kind, known.known_on if known else None)
            for event in derive_events(known, entry if listed else None, seen=confirmed, day=day):
                row = event_row(event)
                store.insert(REGISTRY_EVENTS, row | {"import": import_id, "mark": store.mark})
    return import_id


def current_entries(
    store: Store,
    kinds: Iterable[LicenceKind] | None = None,
    *,
    as_of: date | None = None,
    known: date | None = None,
) -> list[RegistryEntry]:
    """The entries by kind and id: as the newest imports hold them, or as they stood on a day.

    With ``as_of`` each has the status of that day (see ``standing``), those no longer listed
    included; ``known`` leaves out what was imported after that day.
    """
    if as_of is not None:
        papers = _standings(store, as_of, known=known, kinds=kinds)
        return sorted(papers, key=lambda paper: (paper.kind, paper.entry))
    rows = store.rows(
        f"""SELECT * FROM {REGISTRY_CURRENT}
            WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY kind, entry""",  # noqa: S608
        [_listed(kinds)],
    )
    return [read_entry(row) for row in rows]


def find_entries(
    store: Store, wanted: str, *, as_of: date | None = None, known: date | None = None
) -> list[RegistryEntry]:
    """Papers by id, else by any spelling of their number, games first; ``as_of`` as above."""
    keys = _keys_by_id(store, wanted) or _keys_by_number(store, number_key(wanted))
    if as_of is not None:
        found = _standings(store, as_of, known=known, keys=keys)
    else:
        versions = _versions(store, keys=keys).values()
        found = [chain[-1].entry for chain in versions if chain[-1].listed]
    return sorted(found, key=lambda paper: (_ORDER[paper.kind], paper.entry))


def register_events(
    store: Store,
    *,
    known: date | None = None,
    kinds: Iterable[LicenceKind] | None = None,
    keys: Collection[EntryKey] | None = None,
) -> dict[EntryKey, list[RegisterEvent]]:
    """The events of each paper in the order in which they became known."""
    events: dict[EntryKey, list[RegisterEvent]] = defaultdict(list)
    for row in _known_rows(store, REGISTRY_EVENTS, known=known, kinds=kinds, keys=keys):
        event = read_event(row)
        events[event.kind, event.entry].append(event)
    return dict(events)


def register_version(store: Store, as_of: date | None = None) -> str:
    """Names the state of the register in fingerprints: the newest import, ``r0`` for none.

    With ``as_of`` also the last day since then on which a paper changed by its own date.
    """
    newest = store.row(
        f"SELECT id, taken_at FROM {REGISTER_IMPORTS} ORDER BY id DESC LIMIT 1"  # noqa: S608
    )
    if newest is None:
        return "r0"
    version = f"r{newest['id']}"
    if as_of is None:
        return version
    imported = stored_day(hanoi_day(read_time(newest["taken_at"])))
    turned = store.row(
        f"""SELECT max(day) AS day FROM (
            SELECT day FROM {REGISTRY_EVENTS} UNION ALL
            SELECT date(expires, '+1 day') FROM {REGISTRY_ENTRIES})
            WHERE day > ? AND day <= ?""",  # noqa: S608
        [imported, stored_day(as_of)],
    )
    return f"{version}@{turned['day']}" if turned and turned["day"] else version


def imported_files(store: Store) -> dict[str, str]:
    """The SHA-256 of every file that was ever taken over, with its name."""
    rows = store.rows(f"SELECT files FROM {REGISTER_IMPORTS} ORDER BY id")  # noqa: S608
    return {file["sha256"]: file["name"] for row in rows for file in json.loads(row["files"])}


def coverage(store: Store, *, known: date | None = None) -> dict[RegisterClass, Coverage]:
    """For each class of game papers, what its newest import (up to ``known``) covers."""
    return {item: _coverage(store, item, _until(known)) for item in RegisterClass}


def _coverage(store: Store, register_class: RegisterClass, until: str) -> Coverage:
    kinds = [kind for kind, item in CLASS_OF_KIND.items() if item is register_class]
    newest = store.row(
        f"""SELECT taken_at, complete, how FROM {REGISTER_CLASSES}
            JOIN {REGISTER_IMPORTS} ON {REGISTER_IMPORTS}.id = import
            WHERE class = ? AND taken_at < ? ORDER BY import DESC LIMIT 1""",  # noqa: S608
        [register_class.value, until],
    )
    return Coverage(
        register_class=register_class,
        entries=store.count(
            f"""SELECT count(*) FROM {REGISTRY_ENTRIES} WHERE present AND id IN (
                SELECT max({REGISTRY_ENTRIES}.id) FROM {REGISTRY_ENTRIES}
                JOIN {REGISTER_IMPORTS} ON {REGISTER_IMPORTS}.id = import
                WHERE taken_at < ? AND kind IN (SELECT value FROM json_each(?))
                GROUP BY kind, entry)""",  # noqa: S608
            [until, _listed(kinds)],
        ),
        taken_at=optional_time(newest["taken_at"]) if newest else None,
        complete=bool(newest and newest["complete"]),
        how=newest["how"] if newest else None,
    )


def _standings(
    store: Store,
    day: date,
    *,
    known: date | None,
    kinds: Iterable[LicenceKind] | None = None,
    keys: Collection[EntryKey] | None = None,
) -> list[RegistryEntry]:
    events = register_events(store, known=known, kinds=kinds, keys=keys)
    versions = _versions(store, known=known, kinds=kinds, keys=keys)
    found = (standing(chain, events.get(key, ()), day) for key, chain in versions.items())
    return [paper for paper in found if paper is not None]


def _keys_by_id(store: Store, wanted: str) -> set[EntryKey]:
    rows = store.rows(
        f"SELECT DISTINCT kind, entry FROM {REGISTRY_ENTRIES} WHERE entry = ? AND kind IN "  # noqa: S608
        "(SELECT value FROM json_each(?))",  # the index begins with the kind
        [wanted, _listed(None)],
    )
    return {(LicenceKind(row["kind"]), row["entry"]) for row in rows}


def _keys_by_number(store: Store, number: str) -> set[EntryKey]:
    rows = store.rows(f"SELECT DISTINCT kind, entry, number FROM {REGISTRY_ENTRIES}")  # noqa: S608
    return {
        (LicenceKind(row["kind"]), row["entry"])
        for row in rows
        if number and number_key(row["number"]) == number
    }


def _newest_versions(store: Store, kinds: Collection[LicenceKind]) -> dict[EntryKey, Version]:
    return {key: chain[-1] for key, chain in _versions(store, kinds=kinds).items()}


def _versions(
    store: Store,
    *,
    known: date | None = None,
    kinds: Iterable[LicenceKind] | None = None,
    keys: Collection[EntryKey] | None = None,
) -> dict[EntryKey, list[Version]]:
    versions: dict[EntryKey, list[Version]] = defaultdict(list)
    for row in _known_rows(store, REGISTRY_ENTRIES, known=known, kinds=kinds, keys=keys):
        entry = read_entry(row)
        seen = hanoi_day(read_time(row["taken_at"]))
        version = Version(entry=entry, listed=bool(row["present"]), known_on=seen)
        versions[entry.kind, entry.entry].append(version)
    return dict(versions)


def _known_rows(
    store: Store,
    table: str,
    *,
    known: date | None,
    kinds: Iterable[LicenceKind] | None,
    keys: Collection[EntryKey] | None,
) -> Iterable[dict[str, Any]]:
    """The rows of a table that were imported by the end of ``known``, oldest first."""
    wanted = "" if keys is None else "AND entry IN (SELECT value FROM json_each(?))"
    rows = store.rows(
        f"""SELECT {table}.*, taken_at FROM {table}
            JOIN {REGISTER_IMPORTS} ON {REGISTER_IMPORTS}.id = import
            WHERE taken_at < ? AND kind IN (SELECT value FROM json_each(?)) {wanted}
            ORDER BY {table}.id""",  # noqa: S608
        [
            _until(known),
            _listed(kinds),
            *(() if keys is None else (json.dumps([entry for _, entry in keys]),)),
        ],
    )
    return (row for row in rows if keys is None or (row["kind"], row["entry"]) in keys)


def _last_seen(store: Store) -> dict[LicenceKind, date]:
    """The last day on which an import held all papers of a kind."""
    rows = store.rows(
        f"""SELECT value AS kind, max(taken_at) AS taken_at
            FROM {REGISTER_IMPORTS}, json_each(kinds) GROUP BY value"""  # noqa: S608
    )
    return {LicenceKind(row["kind"]): hanoi_day(read_time(row["taken_at"])) for row in rows}


def _until(known: date | None) -> str:
    """The stored moment at which the day ends in Hà Nội; later than all without a day."""
    if known is None or known == date.max:
        return stored_time(datetime.max.replace(tzinfo=UTC))
    return stored_time(datetime.combine(known + timedelta(days=1), time.min, HANOI))


def _listed(kinds: Iterable[LicenceKind] | None) -> str:
    return json.dumps(sorted(LicenceKind if kinds is None else kinds))


def _add_import(store: Store, takeover: Takeover) -> int:
    import_id = store.insert(
        REGISTER_IMPORTS,
        {
            "taken_at": stored_time(takeover.taken_at),
            "taken_by": takeover.taken_by,
            "files": stored_json([dict(file) for file in takeover.files]),
            "added": len(takeover.added),
            "changed": len(takeover.changed),
            "gone": len(takeover.gone),
            "kinds": _listed(takeover.kinds),
            "mark": store.mark,
        },
    )
    for register_class, (entries, complete, how) in takeover.classes.items():
        row = {"import": import_id, "class": register_class.value, "entries": entries}
        store.insert(REGISTER_CLASSES, row | {"complete": int(complete), "how": how})
    return import_id
