"""From the rows of a register file to entries: strict, every cell kept as it came."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from crawler.errors import RegisterRefused
from crawler.records import CLASS_OF_KIND, LicenceKind, RegistryEntry
from crawler.register.columns import NEEDED, field_of, kind_of, status_of
from crawler.register.csv_file import Row, read_csv
from crawler.register.xlsx_file import read_xlsx
from crawler.text import nfc

MOST_BYTES = 100 * 1024 * 1024
_HEADER_WITHIN = 20  # rows: lists begin with the office's name and a title
_SHOWN = 5  # bad rows that a refusal names
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00)?")


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
        """``.xlsx`` for a ZIP, else ``.csv``: the content tells, not the name."""
        return ".xlsx" if self.body.startswith(b"PK") else ".csv"


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
    """All entries of a file, each id once a kind; anything doubtful raises ``RegisterRefused``.

    ``kind`` is for files without a column that tells it.
    """
    if not file.body.strip():
        raise RegisterRefused(f"{file.name} is empty. Get it again. Nothing was changed.")
    read = read_xlsx if file.suffix == ".xlsx" else read_csv
    rows = read(file.body, file.name)
    header = _header(rows, file.name, kind)
    entries: list[RegistryEntry] = []
    problems: list[str] = []
    for number, cells in rows:
        try:
            entries.append(_entry(header, cells, kind))
        except ValueError as problem:
            problems.append(f"row {number}: {problem}")
    _refuse(problems, file.name)
    if not entries:
        raise RegisterRefused(
            f"{file.name} has a header and no rows. Get it again. Nothing was changed."
        )
    return _each_once(entries, file.name)


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


@dataclass(frozen=True, slots=True)
class _Header:
    names: tuple[str, ...]  # as printed
    places: Mapping[str, int]  # our field to its column


def _header(rows: Iterator[Row], name: str, kind: LicenceKind | None) -> _Header:
    needed = {*NEEDED, *(() if kind is not None else ("kind",))}
    best: set[str] = set()
    for _, cells in islice(rows, _HEADER_WITHIN):
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            if (field := field_of(cell)) is not None:
                places.setdefault(field, place)
        if needed <= places.keys():
            return _Header(tuple(nfc(cell.strip()) for cell in cells), places)
        best = max(best, set(places), key=len)
    missing = ", ".join(sorted(needed - best))
    hint = " (or give --kind)" if "kind" in missing else ""
    raise RegisterRefused(
        f"{name} has no header with the columns of a register; missing: {missing}{hint}. "
        "Name them as in docs/register.md. Nothing was changed."
    )


def _entry(header: _Header, cells: tuple[str, ...], kind: LicenceKind | None) -> RegistryEntry:
    width = len(header.names)
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        raise ValueError(f"{len(cells)} cells under {width} columns: the file may be cut off")
    values = {field: nfc(cells[place]).strip() for field, place in header.places.items()}
    found = kind or kind_of(values["kind"])
    if found is None:
        raise ValueError(f"“{values['kind'][:40]}” is no kind of paper that we know")
    status = status_of(values["status"])
    if status is None:
        raise ValueError(f"“{values['status'][:40]}” is no status that we know")
    if found in CLASS_OF_KIND and not values["title"]:
        raise ValueError("a game's paper without a title")
    if not values["publisher"] or not values["number"]:
        raise ValueError("no publisher or no number")
    printed = (values["number"], values["issued"], values["title"])
    return RegistryEntry(
        entry=values.get("entry") or " | ".join(part for part in printed if part),
        kind=found,
        number=values["number"],
        issued=parse_day(values["issued"]),
        title=values["title"],
        publisher=values["publisher"],
        status=status,
        domains=values.get("domains", ""),
        raw={
            name or f"column {place}": cell
            for place, (name, cell) in enumerate(zip(header.names, cells, strict=False), 1)
        },
    )


def _each_once(entries: Iterable[RegistryEntry], name: str) -> list[RegistryEntry]:
    found: dict[tuple[LicenceKind, str], RegistryEntry] = {}
    problems = []
    for entry in entries:
        former = found.setdefault((entry.kind, entry.entry), entry)
        if former is not entry and former != entry:
            problems.append(f"the id {entry.entry} stands twice with different content")
    _refuse(problems, name)
    return list(found.values())


def _refuse(problems: list[str], name: str) -> None:
    if problems:
        more = f" (and {len(problems) - _SHOWN} more)" if len(problems) > _SHOWN else ""
        raise RegisterRefused(
            f"{name} was refused: {'; '.join(problems[:_SHOWN])}{more}. "
            "Correct these rows or get the file again. Nothing was changed."
        )
