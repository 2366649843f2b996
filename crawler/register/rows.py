"""From the rows of a register file to entries: strict, every cell kept as it came."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.errors import RegisterRefused
from crawler.records import CLASS_OF_KIND, LicenceKind, RegistryEntry
from crawler.register.child import read_bounded
from crawler.register.columns import NEEDED, kind_of, plain, status_of
from crawler.register.formats import suffix_of
from crawler.register.layout import Header, Laid, lay_out
from crawler.register.tables import Table
from crawler.text import nfc

MOST_BYTES = 100 * 1024 * 1024
ASIDE_SHARE = 0.05  # of the rows; a file with more of them set aside is not what it should be
_ASIDE_ALWAYS = 3  # rows that may be set aside in a file of any length
_SHOWN = 5  # bad rows that a refusal names
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00)?")
_UNTOLD = re.compile(r"g2 g3 (va )?g4")  # a confirmation that does not say which of them


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFile:
    """A register file as it was handed in."""

    name: str
    body: bytes

    @property
    def sha256(self) -> str:
        """The hash under which the file is kept."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def suffix(self) -> str:
        """``.xlsx``, ``.csv`` …: the content tells, not the name."""
        return suffix_of(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a register file says: nothing of it is lost, what cannot be an entry is listed."""

    file: RegisterFile
    entries: tuple[RegistryEntry, ...]
    aside: tuple[str, ...] = ()  # rows that are no entries, a sentence each
    notes: tuple[str, ...] = ()  # parts that were not read, or that readers did not show
    contradictions: tuple[str, ...] = ()  # counts that the file states and does not hold
    unknown: tuple[str, ...] = ()  # days of entries that cannot be read and count as not known


def open_file(path: Path) -> RegisterFile:
    """The file's bytes; one too large is not read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RegisterRefused(
                f"{path} is larger than {MOST_BYTES // 2**20} MiB. A register is not: look at it."
            )
        return RegisterFile(name=path.name, body=path.read_bytes())
    except OSError as error:
        raise RegisterRefused(
            f"{path} cannot be read: {error.strerror}. Check its name and its rights."
        ) from error


def read_entries(file: RegisterFile, kind: LicenceKind | None = None) -> list[RegistryEntry]:
    """The entries of ``read_register``."""
    return list(read_register(file, kind).entries)


def read_register(file: RegisterFile, kind: LicenceKind | None = None) -> Reading:
    """All entries of a file, each id once a kind; a file that is not whole is ``RegisterRefused``.

    ``kind`` is for rows that do not tell it.
    """
    if not file.body.strip():
        raise RegisterRefused(f"{file.name} is empty. Get it again. Nothing was changed.")
    tables = read_bounded(file.body, file.name)
    laid, notes = _laid(tables, file.name, kind)
    reader = _Reader(kind)
    for part in laid:
        reader.read(part)
    reader.refuse_broken(file.name)
    return Reading(
        file=file,
        entries=tuple(reader.entries.values()),
        aside=tuple(reader.aside),
        notes=notes,
        contradictions=tuple(text for part in laid for text in _contradictions(part)),
        unknown=tuple(reader.unknown),
    )


def parse_day(text: str) -> date | None:
    """A day as dd/mm/yyyy or ISO; empty is None, anything else raises ``ValueError``."""
    text = text.strip()
    if not text:
        return None
    if match := _DAY.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise ValueError(f"“{text[:40]}” is no day. Write 31/12/2024 or 2024-12-31")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"“{text[:40]}” is no day of the calendar (dd/mm/yyyy)") from error


def _laid(
    tables: Sequence[Table], name: str, kind: LicenceKind | None
) -> tuple[list[Laid], tuple[str, ...]]:
    needed = frozenset({*NEEDED, *(() if kind is not None else ("kind",))})
    notes = [note for table in tables for note in table.notes]
    found: list[Laid] = []
    best: set[str] = set()
    for table in tables:
        laid = lay_out(table, needed)
        if isinstance(laid, Laid):
            found.append(laid)
            continue
        best = max(best, laid, key=len)
        if table.rows:
            notes.append(
                f"{table.name or 'a table'} with {len(table.rows)} rows has no header of a "
                "register and was not read"
            )
    if not found:
        missing = ", ".join(sorted(needed - best))
        hint = " (or give --kind)" if "kind" in missing else ""
        raise RegisterRefused(
            f"{name} has no header with the columns of a register; missing: {missing}{hint}. "
            "Name them as in docs/register.md. Nothing was changed."
        )
    return found, tuple(notes)


class _Broken(ValueError):
    """A row that shows that the file is cut off or shifted, not that one cell is wrong."""


class _Reader:
    """Gathers what the rows of a file are."""

    def __init__(self, kind: LicenceKind | None) -> None:
        self._kind = kind
        self.entries: dict[tuple[LicenceKind, str], RegistryEntry] = {}
        self.aside: list[str] = []
        self.unknown: list[str] = []
        self._broken: list[str] = []
        self._rows = 0

    def read(self, laid: Laid) -> None:
        """Reads the rows of one table."""
        where = f"{laid.table.name}, " if laid.table.name else ""
        for number, cells in laid.rows:
            self._rows += 1
            try:
                entry, unknown = _entry(laid.header, cells, self._kind)
            except _Broken as problem:
                self._broken.append(f"{where}row {number}: {problem}")
                continue
            except ValueError as problem:
                self.aside.append(f"{where}row {number}: {problem}")
                continue
            self.unknown += [f"{where}row {number}: {problem}" for problem in unknown]
            if self.entries.setdefault((entry.kind, entry.entry), entry) != entry:
                self._broken.append(
                    f"the id {entry.entry} stands twice with different content "
                    f"({where}row {number})"
                )

    def refuse_broken(self, name: str) -> None:
        """Raises ``RegisterRefused`` where the file as a whole cannot be what it should be."""
        if not self._rows:
            raise RegisterRefused(
                f"{name} has a header and no rows. Get it again. Nothing was changed."
            )
        many = len(self.aside) > max(_ASIDE_ALWAYS, ASIDE_SHARE * self._rows)
        problems = self._broken or (self.aside if many or not self.entries else [])
        if problems:
            more = f" (and {len(problems) - _SHOWN} more)" if len(problems) > _SHOWN else ""
            raise RegisterRefused(
                f"{name} was refused: {'; '.join(problems[:_SHOWN])}{more}. "
                "Correct these rows or get the file again. Nothing was changed."
            )


def _entry(
    header: Header, cells: tuple[str, ...], kind: LicenceKind | None
) -> tuple[RegistryEntry, list[str]]:
    width = len(header.names)
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        raise _Broken(f"{len(cells)} cells under {width} columns: the file may be cut off")
    values = {field: nfc(cells[place]).strip() for field, place in header.places.items()}
    found = _kind(values, kind)
    status = status_of(values["status"])
    if status is None:
        raise ValueError(f"“{values['status'][:40]}” is no status that we know")
    if found in CLASS_OF_KIND and not values["title"]:
        raise ValueError("a game's paper without a title")
    if not values["publisher"] or not values["number"]:
        raise ValueError("no publisher or no number")
    printed = (values["number"], values["issued"], values["title"])
    unknown: list[str] = []
    entry = RegistryEntry(
        entry=values.get("entry") or " | ".join(part for part in printed if part),
        kind=found,
        number=values["number"],
        issued=parse_day(values["issued"]),
        title=values["title"],
        publisher=values["publisher"],
        status=status,
        domains=values.get("domains", ""),
        expires=_day_or_unknown(values.get("expires", ""), unknown),
        ended=_day_or_unknown(values.get("ended", ""), unknown),
        decision=values.get("decision", ""),
        ground=values.get("ground", ""),
        origin=values.get("origin", ""),
        raw={
            name or f"column {place}": cell
            for place, (name, cell) in enumerate(zip(header.names, cells, strict=False), 1)
        },
    )
    return entry, unknown


def _kind(values: dict[str, str], kind: LicenceKind | None) -> LicenceKind:
    words = values.get("kind", "")
    found = kind_of(words)
    if found is None and kind is not None and (not words or _UNTOLD.search(plain(words))):
        return kind
    if found is None:
        hint = " (name it with --kind)" if _UNTOLD.search(plain(words)) else ""
        raise ValueError(f"“{words[:60]}” is no kind of paper that we know{hint}")
    return found


def _day_or_unknown(text: str, unknown: list[str]) -> date | None:
    """Terms are printed as “10 năm” too: what is no day is not known, and that is said."""
    try:
        return parse_day(text)
    except ValueError as problem:
        unknown.append(f"{problem}; it counts as not known")
        return None


def _contradictions(laid: Laid) -> list[str]:
    """Totals that fit neither all rows above them nor those since the total before."""
    before, found = 0, []
    for above, stated in laid.totals:
        if stated not in (above, above - before):
            found.append(
                f"{laid.table.name or 'the list'} states {stated} rows and holds {above - before}"
            )
        before = above
    return found
