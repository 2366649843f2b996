"""The register as imported: every version of every entry is kept, the newest counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.records import (
    CLASS_OF_KIND,
    Coverage,
    EntryStatus,
    LicenceKind,
    RegisterClass,
    RegistryEntry,
)
from crawler.store.connection import Store
from crawler.store.migrations import (
    REGISTER_CLASSES,
    REGISTER_IMPORTS,
    REGISTRY_CURRENT,
    REGISTRY_ENTRIES,
)
from crawler.store.values import (
    optional_day,
    optional_time,
    stored_day,
    stored_json,
    stored_time,
)

EntryKey = tuple[LicenceKind, str]


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


def take_over(store: Store, takeover: Takeover) -> int:
    """Writes one import in one transaction and returns its id."""
    with store.writing(durable=True):
        import_id = store.insert(
            REGISTER_IMPORTS,
            {
                "taken_at": stored_time(takeover.taken_at),
                "taken_by": takeover.taken_by,
                "files": stored_json([dict(file) for file in takeover.files]),
                "added": len(takeover.added),
                "changed": len(takeover.changed),
                "gone": len(takeover.gone),
                "mark": store.mark,
            },
        )
        _add(store, import_id, (*takeover.added, *takeover.changed), present=True)
        _add(store, import_id, takeover.gone, present=False)
        for register_class, (entries, complete, how) in takeover.classes.items():
            store.insert(
                REGISTER_CLASSES,
                {
                    "import": import_id,
                    "class": register_class.value,
                    "entries": entries,
                    "complete": int(complete),
                    "how": how,
                },
            )
    return import_id


def current_entries(
    store: Store, kinds: Iterable[LicenceKind] | None = None
) -> list[RegistryEntry]:
    """The entries that the newest imports hold, by kind and id."""
    wanted = sorted(LicenceKind if kinds is None else kinds)
    rows = store.rows(
        f"""SELECT * FROM {REGISTRY_CURRENT}
            WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY kind, entry""",  # noqa: S608
        [json.dumps(wanted)],
    )
    return [_entry(row) for row in rows]


def find_entries(store: Store, wanted: str) -> list[RegistryEntry]:
    """Entries by their id or their printed number."""
    rows = store.rows(
        f"SELECT * FROM {REGISTRY_CURRENT} WHERE entry = ? OR number = ? ORDER BY kind, entry",  # noqa: S608
        [wanted, wanted],
    )
    return [_entry(row) for row in rows]


def register_version(store: Store) -> str:
    """Names the state of the register in fingerprints: the newest import, ``r0`` for none."""
    newest = store.count(f"SELECT coalesce(max(id), 0) FROM {REGISTER_IMPORTS}")  # noqa: S608
    return f"r{newest}"


def imported_files(store: Store) -> dict[str, str]:
    """The SHA-256 of every file that was ever taken over, with its name."""
    rows = store.rows(f"SELECT files FROM {REGISTER_IMPORTS} ORDER BY id")  # noqa: S608
    return {file["sha256"]: file["name"] for row in rows for file in json.loads(row["files"])}


def coverage(store: Store) -> dict[RegisterClass, Coverage]:
    """For each class of game papers, what its newest import covers."""
    return {item: _coverage(store, item) for item in RegisterClass}


def _coverage(store: Store, register_class: RegisterClass) -> Coverage:
    kinds = [kind.value for kind, item in CLASS_OF_KIND.items() if item is register_class]
    newest = store.row(
        f"""SELECT taken_at, complete, how FROM {REGISTER_CLASSES}
            JOIN {REGISTER_IMPORTS} ON {REGISTER_IMPORTS}.id = import
            WHERE class = ? ORDER BY import DESC LIMIT 1""",  # noqa: S608
        [register_class.value],
    )
    return Coverage(
        register_class=register_class,
        entries=store.count(
            f"""SELECT count(*) FROM {REGISTRY_CURRENT}
                WHERE kind IN (SELECT value FROM json_each(?))""",  # noqa: S608
            [json.dumps(kinds)],
        ),
        taken_at=optional_time(newest["taken_at"]) if newest else None,
        complete=bool(newest and newest["complete"]),
        how=newest["how"] if newest else None,
    )


def _add(store: Store, import_id: int, entries: Sequence[RegistryEntry], *, present: bool) -> None:
    for entry in entries:
        store.insert(
            REGISTRY_ENTRIES,
            {
                "import": import_id,
                "entry": entry.entry,
                "kind": entry.kind.value,
                "number": entry.number,
                "issued": stored_day(entry.issued),
                "title": entry.title,
                "publisher": entry.publisher,
                "status": entry.status.value,
                "domains": entry.domains,
                "raw": stored_json(entry.raw),
                "present": int(present),
                "mark": store.mark,
            },
        )


def _entry(row: Mapping[str, Any]) -> RegistryEntry:
    return RegistryEntry(
        entry=row["entry"],
        kind=LicenceKind(row["kind"]),
        number=row["number"],
        issued=optional_day(row["issued"]),
        title=row["title"],
        publisher=row["publisher"],
        status=EntryStatus(row["status"]),
        domains=row["domains"],
        raw=json.loads(row["raw"]),
    )
