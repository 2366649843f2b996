"""An import is staged, compared with what is there, and taken over whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.errors import RegisterRefused
from crawler.records import (
    CLASS_OF_KIND,
    LicenceKind,
    RegisterChange,
    RegisterClass,
    RegistryEntry,
)
from crawler.register.rows import RegisterFile, read_entries
from crawler.store import Store
from crawler.store.registry import Takeover, current_entries, register_version, take_over

KEPT_SHARE = 0.95  # of the former keys of a kind; a file that loses more is a half file


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What the files hold, against what is there for the same kinds of paper."""

    added: tuple[RegistryEntry, ...]
    changed: tuple[RegistryEntry, ...]
    gone: tuple[RegistryEntry, ...]
    unchanged: int
    shrunk: tuple[str, ...]  # sentences: kinds that would lose too many entries

    def change(self) -> RegisterChange:
        """The difference in numbers."""
        return RegisterChange(
            added=len(self.added),
            changed=len(self.changed),
            gone=len(self.gone),
            refused=0,
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
        shrunk=tuple(_shrunk(former, staged)),
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
) -> RegisterChange:
    """Takes all files over as one import, or raises ``RegisterRefused`` and changes nothing.

    ``accept``: a person saw the difference. ``complete``: a person vouches that every class of
    game papers in the files is whole; ``stated``: the source states so many rows in all.
    The raw files are kept in ``folder`` by their hash.
    """
    read = [(file, read_entries(file, kind)) for file in files]
    entries = _together(read)
    base = register_version(store)
    staged = stage(entries, current_entries(store))
    reached = stated is None or len(entries) >= stated
    if not accept:
        _refuse_half(staged, len(entries), stated)
    change = staged.change()
    untouched = not (staged.added or staged.changed or staged.gone)
    if dry_run or (untouched and not complete and stated is None):
        return change
    vouched = f"vouched by {who}" if complete else None
    how = vouched or (f"stated {stated}" if stated is not None and reached else None)
    _keep(files, folder)
    take_over(
        store,
        Takeover(
            taken_at=now,
            taken_by=who,
            files=tuple(
                {"name": file.name, "sha256": file.sha256, "rows": len(found)}
                for file, found in read
            ),
            added=staged.added,
            changed=staged.changed,
            gone=staged.gone,
            classes=_classes(entries, how),
            kinds=frozenset(entry.kind for entry in entries),
            base=base,
        ),
    )
    return change


def _key(entry: RegistryEntry) -> tuple[LicenceKind, str]:
    return entry.kind, entry.entry


def _together(
    read: Sequence[tuple[RegisterFile, Sequence[RegistryEntry]]],
) -> list[RegistryEntry]:
    found: dict[tuple[LicenceKind, str], RegistryEntry] = {}
    for file, entries in read:
        for entry in entries:
            if found.setdefault(_key(entry), entry) != entry:
                raise RegisterRefused(
                    f"{file.name} holds the id {entry.entry} with other content than the files "
                    "before it. Import the right one alone. Nothing was changed."
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


def _refuse_half(staged: Staged, rows: int, stated: int | None) -> None:
    problems = list(staged.shrunk)
    if stated is not None and rows < stated:
        problems.append(f"{rows} rows are fewer than the {stated} that the source states")
    if problems:
        raise RegisterRefused(
            f"The import was refused: {'; '.join(problems)}. It looks like half a register: get "
            "it again, or look at the difference with --dry-run --accept and take it over with "
            "--accept. Nothing was changed."
        )


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
