"""CSV: UTF-8 with a byte order mark, every cell quoted, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from reports.exports.export import Export, Table, clean

# CWE-1236; the full-width forms are folded to ASCII by some spreadsheets.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


def cell(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it."""
    kept = clean(text)
    # Cleaning may bring a formula to the front, and some readers skip leading space.
    starts = (text, kept, kept.lstrip())
    return clean(f"'{kept}") if any(start.startswith(_FORMULA_STARTS) for start in starts) else kept


def write(file: BinaryIO, table: Table) -> None:
    """Writes the header and the rows."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([cell(column) for column in table.columns])
    writer.writerows([cell(value) for value in row] for row in table.rows)
    text.flush()
    text.detach()


EXPORT = Export(name="csv", suffix=".csv", write=write)
