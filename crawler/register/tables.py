"""What every reader of register files gives: tables of text, within the same bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.errors import RegisterRefused

Row = tuple[int, tuple[str, ...]]  # its line or row number, its cells as text
MOST_ROWS = 100_000  # of one file; the whole portal had 23,996 in 2026 (regulation.md §4.1)
MOST_COLUMNS = 100
MOST_TEXT = 64 * 1024 * 1024  # characters of all cells


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a register file, its cells as they came."""

    name: str  # "sheet “G1”"; empty where a file is one table
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()  # what a person should know of it, as sentences


def filled(rows: Iterable[tuple[int, Iterable[str]]], name: str) -> Iterator[Row]:
    """The rows that hold anything; more than a register can hold raises ``RegisterRefused``."""
    count, text = 0, 0
    for number, cells in rows:
        row = tuple(cells)
        size = sum(map(len, row))
        if not size or not any(cell.strip() for cell in row):
            continue
        count, text = count + 1, text + size
        if count > MOST_ROWS or text > MOST_TEXT:
            raise too_large(name)
        if len(row) > MOST_COLUMNS and any(cell.strip() for cell in row[MOST_COLUMNS:]):
            raise RegisterRefused(
                f"{name}: row {number} has more than {MOST_COLUMNS} columns. A register has not: "
                "look at what it is. Nothing was changed."
            )
        yield number, row[:MOST_COLUMNS]


def too_large(name: str) -> RegisterRefused:
    """The refusal of a file that holds more than any register."""
    return RegisterRefused(
        f"{name} has more than {MOST_ROWS} rows or {MOST_TEXT // 2**20} million characters. "
        "Split it, or look at what it is. Nothing was changed."
    )


def damaged(name: str, what: str, error: Exception) -> RegisterRefused:
    """The refusal of a file that is broken, or not what its first bytes say."""
    reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return RegisterRefused(
        f"{name} is damaged or no {what} ({reason}). Get it again, or save it as CSV. "
        "Nothing was changed."
    )
