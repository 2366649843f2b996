"""An import is staged, compared with what is there, and taken over whole or not at all."""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from crawler.errors import RegisterRefused
from crawler.records import (
    CLASS_OF_KIND,
    LicenceKind,
    RegisterChange,
    RegisterClass,
    RegistryEntry,
)
from crawler.register.doubts import doubts_of, misfits_of
from crawler.register.rows import Reading, RegisterFile, read_register
from crawler.store import Store
from crawler.store.registry import (
    Takeover,
    current_entries,
    imported_files,
    register_version,
    take_over,
)

KEPT_SHARE = 0.95  # of the former keys of a kind; a file that loses more is a half file


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What the files hold, against what is there for the same kinds of paper."""

    added: tuple[RegistryEntry, ...]
    changed: tuple[RegistryEntry, ...]
    gone: tuple[RegistryEntry, ...]
    unchanged: int
    objections: tuple[str, ...] = ()  # why only a person may take it over
    aside: tuple[str, ...] = ()  # rows that are no entries
    notes: tuple[str, ...] = ()  # parts of the files that were not read or not shown
    doubts: tuple[str, ...] = ()  # entries taken as printed that a person should look at

    @property
    def differs(self) -> bool:
        """Whether taking it over would change any entry."""
        return bool(self.added or self.changed or self.gone)

    def change(self) -> RegisterChange:
        """The difference in numbers."""
        return RegisterChange(
            added=len(self.added),
            changed=len(self.changed),
            gone=len(self.gone),
            refused=len(self.aside),
            unchanged=self.unchanged,
        )


def stage(entries: Sequence[RegistryEntry], current: Iterable[RegistryEntry]) -> Staged:
    """Compares kind by kind: kinds that the files do not hold are left alone."""
    kinds = {entry.kind for entry in entries}
    former = {_key(entry): entry for entry in current if entry.kind in kinds}
    staged = {_key(entry): entry for entry in entries}
    return Staged(
        added=tuple(entry for key, entry in staged.items() if key not in former),
        changed=tuple(
            entry for key, entry in staged.items() if key in former and former[key] != entry
        ),
        gone=tuple(entry for key, entry in former.items() if key not in staged),
        unchanged=sum(former.get(key) == entry for key, entry in staged.items()),
        objections=(*_shrunk(former, staged), *_older(former, staged)),
    )


def import_register(
    store: Store,
    files: Sequence[RegisterFile],
    folder: Path,
    *,
    who: str,
    now: datetime,
    kind: LicenceKind | None = None,
    dry_run: bool = False,
    accept: bool = False,
    complete: bool = False,
    stated: int | None = None,
    confirm: Callable[[Staged], bool] | None = None,
) -> Staged:
    """Takes all files over as one import, or raises ``RegisterRefused`` and changes nothing.

    ``accept``: a person saw the difference and what speaks against it; ``confirm`` asks one.
    ``complete``: a person vouches that every class of game papers in the files is whole;
    ``stated``: the source states so many rows in all. The raw files are kept in ``folder`` by
    their hash.
    """
    readings = [read_register(file, kind) for file in files]
    entries = _together(readings)
    with _alone(folder, dry_run=dry_run):
        base = register_version(store)
        staged = _examined(store, readings, entries, stated=stated, now=now)
        if dry_run:
            return staged
        accepted = accept or _decided(staged, confirm)
        if not staged.differs and not complete and stated is None:
            return staged
        sure = accepted or not (staged.aside or staged.notes)
        vouched = f"vouched by {who}" if complete else None
        reached = stated is not None and _rows(entries, readings) >= stated
        how = (vouched or (f"stated {stated}" if reached else None)) if sure else None
        _keep(files, folder)
        _take(store, readings, staged, _classes(entries, how), who=who, now=now, base=base)
    return staged


def _examined(
    store: Store,
    readings: Sequence[Reading],
    entries: Sequence[RegistryEntry],
    *,
    stated: int | None,
    now: datetime,
) -> Staged:
    staged = stage(entries, current_entries(store))
    objections = [*staged.objections, *misfits_of(entries)]
    objections += [text for reading in readings for text in reading.contradictions]
    if staged.differs:
        objections += _taken_before(store, readings, staged)
    rows = _rows(entries, readings)
    if stated is not None and rows < stated:
        objections.append(f"{rows} rows are fewer than the {stated} that the source states")
    unknown = [text for reading in readings for text in _named(reading, reading.unknown)]
    return replace(
        staged,
        objections=tuple(objections),
        aside=tuple(text for reading in readings for text in _named(reading, reading.aside)),
        notes=tuple(text for reading in readings for text in _named(reading, reading.notes)),
        doubts=(*unknown, *doubts_of(entries, now)),
    )


def _decided(staged: Staged, confirm: Callable[[Staged], bool] | None) -> bool:
    """Whether a person accepted; raises where nobody did and something speaks against it."""
    if confirm is not None and (staged.differs or staged.objections):
        if confirm(staged):
            return True
        raise RegisterRefused("The import was not accepted. Nothing was changed.")
    if staged.objections:
        raise RegisterRefused(
            f"The import was refused: {'; '.join(staged.objections)}. It looks like half a "
            "register, an older one or another list: get it again, or look at the difference with "
            "--dry-run and take it over with --accept. Nothing was changed."
        )
    return False


@contextmanager
def _alone(folder: Path, *, dry_run: bool) -> Iterator[None]:
    """One import after the other: what is compared is still there when it is taken over."""
    if dry_run:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _take(
    store: Store,
    readings: Sequence[Reading],
    staged: Staged,
    classes: Mapping[RegisterClass, tuple[int, bool, str | None]],
    *,
    who: str,
    now: datetime,
    base: str,
) -> None:
    take_over(
        store,
        Takeover(
            taken_at=now,
            taken_by=who,
            files=tuple(
                {
                    "name": reading.file.name,
                    "sha256": reading.file.sha256,
                    "rows": len(reading.entries),
                    "aside": list(reading.aside),
                }
                for reading in readings
            ),
            added=staged.added,
            changed=staged.changed,
            gone=staged.gone,
            classes=classes,
            kinds=frozenset(entry.kind for reading in readings for entry in reading.entries),
            base=base,
        ),
    )


def _rows(entries: Sequence[RegistryEntry], readings: Sequence[Reading]) -> int:
    """All rows of the files: one that was set aside is a row of the source too."""
    return len(entries) + sum(len(reading.aside) for reading in readings)


def _named(reading: Reading, texts: Iterable[str]) -> Iterator[str]:
    yield from (f"{reading.file.name}, {text}" for text in texts)


def _key(entry: RegistryEntry) -> tuple[LicenceKind, str]:
    return entry.kind, entry.entry


def _together(readings: Sequence[Reading]) -> list[RegistryEntry]:
    found: dict[tuple[LicenceKind, str], RegistryEntry] = {}
    for reading in readings:
        for entry in reading.entries:
            if found.setdefault(_key(entry), entry) != entry:
                raise RegisterRefused(
                    f"{reading.file.name} holds the id {entry.entry} with other content than the "
                    "files before it. Import the right one alone. Nothing was changed."
                )
    return list(found.values())


def _shrunk(
    former: Mapping[tuple[LicenceKind, str], RegistryEntry],
    staged: Mapping[tuple[LicenceKind, str], RegistryEntry],
) -> Iterable[str]:
    before = Counter(kind for kind, _ in former)
    kept = Counter(key[0] for key in former if key in staged)
    for kind, count in sorted(before.items()):
        if kept[kind] < KEPT_SHARE * count:
            yield f"only {kept[kind]} of {count} former entries of {kind} are still there"


def _older(
    former: Mapping[tuple[LicenceKind, str], RegistryEntry],
    staged: Mapping[tuple[LicenceKind, str], RegistryEntry],
) -> Iterable[str]:
    before, after = _newest(former.values()), _newest(staged.values())
    for kind in sorted(before.keys() & after.keys()):
        if after[kind] < before[kind]:
            yield (
                f"its newest {kind} is of {after[kind]:%d/%m/%Y}, older than the register's of "
                f"{before[kind]:%d/%m/%Y}"
            )


def _newest(entries: Iterable[RegistryEntry]) -> dict[LicenceKind, date]:
    found: dict[LicenceKind, date] = {}
    for entry in entries:
        if entry.issued is not None:
            found[entry.kind] = max(entry.issued, found.get(entry.kind, entry.issued))
    return found


def _taken_before(store: Store, readings: Sequence[Reading], staged: Staged) -> Iterator[str]:
    """Files of an earlier import that would now change something, not those that still hold."""
    taken = imported_files(store)
    differing = {_key(entry) for entry in (*staged.added, *staged.changed)}
    gone = {entry.kind for entry in staged.gone}
    for reading in readings:
        if reading.file.sha256 in taken and any(
            _key(entry) in differing or entry.kind in gone for entry in reading.entries
        ):
            yield f"{reading.file.name} was taken over before, and the register changed since"


def _classes(
    entries: Iterable[RegistryEntry], how: str | None
) -> dict[RegisterClass, tuple[int, bool, str | None]]:
    counts = Counter(CLASS_OF_KIND[entry.kind] for entry in entries if entry.kind in CLASS_OF_KIND)
    return {item: (count, how is not None, how) for item, count in counts.items()}


def _keep(files: Sequence[RegisterFile], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        path = folder / f"{file.sha256}{file.suffix}"
        if not path.exists():
            temporary = path.with_suffix(".part")
            temporary.write_bytes(file.body)
            temporary.replace(path)
