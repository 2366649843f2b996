"""What of a table is header, what is a row, and what only stands around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.register.columns import NEEDED, field_of, plain
from crawler.register.tables import Row, Table
from crawler.text import nfc

_HEADER_WITHIN = 20  # rows: lists begin with the office's name and a title
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?")
_TOTAL = re.compile(r"(?:tong (?:cong|so)|tong|cong)\b(?! ty)")
_COUNT = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+")
_TOTAL_WORDS = 8  # beside its number; a longer text is no total


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table."""

    names: tuple[str, ...]  # as printed
    places: Mapping[str, int]  # our field to its column


@dataclass(frozen=True, slots=True)
class Laid:
    """A table with its header found."""

    table: Table
    header: Header
    rows: tuple[Row, ...]
    totals: tuple[tuple[int, int], ...]  # rows that stand above a total, the number it states


def lay_out(table: Table, needed: frozenset[str] = frozenset(NEEDED)) -> Laid | set[str]:
    """The rows below the header; without one, the fields that were found at best."""
    best: set[str] = set()
    for used in (1, 2):  # a header of one row is one wherever it stands
        for place in range(min(len(table.rows), _HEADER_WITHIN) - used + 1):
            heads = [cells for _, cells in table.rows[place : place + used]]
            header = _header(heads[0] if used == 1 else _joined(*heads))
            if needed <= header.places.keys():
                return _below(table, header, heads, place + used)
            best = max(best, set(header.places), key=len)
    return best


def _header(cells: Sequence[str]) -> Header:
    names = tuple(nfc(" ".join(cell.split())) for cell in cells)
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if (field := field_of(name)) is not None:
            places.setdefault(field, place)
    return Header(names, places)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Two header rows as one: “Quyết định” above “Số” is “Quyết định Số”."""
    group, names = "", []
    for place, below in enumerate(lower):
        above = upper[place].strip() if place < len(upper) else ""
        group = above or (group if below.strip() else "")
        both = f"{group} {below}".strip()
        choices = (both, below, above) if plain(above) != plain(below) else (below,)
        names.append(next((name for name in choices if field_of(name)), both))
    return tuple(names)


def _below(table: Table, header: Header, heads: list[tuple[str, ...]], start: int) -> Laid:
    known = {tuple(map(plain, cells)) for cells in heads}
    firsts = {cells[0] for cells in known if cells}
    rows: list[Row] = []
    totals = []
    for number, cells in table.rows[start:]:
        # Reading every cell of every row would take longer than all the rest.
        again = bool(cells) and plain(cells[0]) in firsts and tuple(map(plain, cells)) in known
        if again or _only_numbers_columns(cells):
            continue
        if (stated := _total(cells)) is not None:
            totals.append((len(rows), stated))
            continue
        rows.append((number, cells))
    return Laid(table, header, tuple(rows), tuple(totals))


def _only_numbers_columns(cells: Sequence[str]) -> bool:
    """Whether a row says (1) (2) (3) under the header, as official forms do."""
    found = [_COLUMN_NUMBER.fullmatch(cell.strip()) for cell in cells if cell.strip()]
    numbers = [int(match[1]) for match in found if match]
    first = numbers[0] if numbers else 0
    return len(numbers) > 2 and numbers == list(range(first, first + len(found)))


def _total(cells: Sequence[str]) -> int | None:
    """The count that a closing row states: “Tổng cộng: 1.687”; None: it is no such row."""
    texts = list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
    whole = " ".join(texts)
    if not 1 <= len(texts) <= 3 or not _TOTAL.match(plain(texts[0])):
        return None
    counts = _COUNT.findall(whole)
    if len(counts) != 1 or len(plain(_COUNT.sub(" ", whole)).split()) > _TOTAL_WORDS:
        return None
    return int(re.sub(r"\D", "", counts[0]))
