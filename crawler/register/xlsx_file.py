"""A register file in XLSX: all visible sheets; merged cells are filled, formulas refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from crawler.errors import RegisterRefused
from crawler.register.archive import read_members, refuse_many
from crawler.register.tables import MOST_COLUMNS, MOST_ROWS, Table, damaged, filled, too_large

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW = rb"<(?:\w+:)?row[\s/>]"
_MOST_MERGES = 20_000


def read_xlsx(body: bytes, name: str) -> list[Table]:
    """A table for each sheet that is shown; every cell as text, days as ISO."""
    for member, content in read_members(body, name, "XLSX").items():
        if _SHEET.fullmatch(member):
            # openpyxl takes minutes to read what counting refuses at once (threats.md 12).
            refuse_many(_ROW, content, MOST_ROWS, name)
            refuse_many(rb"<(?:\w+:)?mergeCell\s", content, _MOST_MERGES, name)
    if not DEFUSEDXML:
        raise RegisterRefused(
            f"{name} cannot be read safely: defusedxml is not installed. Install it: "
            "pip install defusedxml"
        )
    try:
        book = load_workbook(io.BytesIO(body), keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]
        unread = tuple(
            f"sheet “{sheet.title}” is hidden and was not read"
            for sheet in hidden
            if sheet.max_row > 1
        )
        tables = [_table(sheet, name) for sheet in shown]
    except (InvalidFileException, zipfile.BadZipFile, OSError) as error:
        raise damaged(name, "XLSX", error) from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        raise damaged(name, "XLSX", error) from error
    return [*tables, *((Table("hidden sheets", (), unread),) if unread else ())]


def _table(sheet: Any, name: str) -> Table:
    if sheet.max_row > MOST_ROWS:  # one cell far down makes a million empty ones
        raise too_large(name)
    merged = dict(_merged(sheet))
    hidden = sum(
        1 for number, row in sheet.row_dimensions.items() if row.hidden and number <= sheet.max_row
    )
    where = f"sheet “{sheet.title}”"
    notes = (f"{where}: {hidden} of its rows are hidden; they were read",) if hidden else ()
    most = max(sheet.max_column, 1)
    rows = (
        (number, [merged.get((number, place)) or _cell(cell, name) for place, cell in cells])
        for number, cells in _cells(sheet, most)
    )
    return Table(where, tuple(filled(rows, name)), notes)


def _cells(sheet: Any, most: int) -> Iterator[tuple[int, list[tuple[int, Any]]]]:
    for number, cells in enumerate(sheet.iter_rows(max_col=min(most, MOST_COLUMNS + 1)), 1):
        yield number, list(enumerate(cells, 1))


def _merged(sheet: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """What a merged cell shows holds for all that it covers: one firm beside several games."""
    for cells in sheet.merged_cells.ranges:
        text = _cell(sheet.cell(cells.min_row, cells.min_col), sheet.title)
        if cells.size["rows"] * cells.size["columns"] > MOST_ROWS:
            raise ValueError(f"the merged cells {cells} cover too much")
        if text:
            yield from (((row, column), text) for row, column in cells.cells)


def _cell(cell: Any, name: str) -> str:
    value = cell.value
    if cell.data_type in ("f", "e"):
        what = "a formula" if cell.data_type == "f" else "an error"
        raise RegisterRefused(
            f"{name}: cell {cell.coordinate} holds {what} ({str(value)[:60]}). What it shows "
            "may be anything: paste values only and import that. Nothing was changed."
        )
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
