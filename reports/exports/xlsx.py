"""XLSX: every cell is a string, so nothing in it can be a formula or a link."""

from __future__ import annotations

import io
from datetime import UTC
from typing import Any, BinaryIO

import xlsxwriter

from reports.exports.export import Export, Table, clean

_NARROWEST, _WIDEST = 6, 44  # letters of a column: an advert with its days on one line
_LINE, _TALLEST = 15, 409  # points; a spreadsheet holds no taller row
_A3 = 8  # more than twenty columns are not read on A4


def write(file: BinaryIO, table: Table) -> None:
    """Writes one sheet with a frozen header; the same table gives the same bytes."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    made = table.made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": clean(table.title), "created": made})
    sheet = book.add_worksheet(clean(table.mark)[:31] or None)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    head.set_bg_color("#D9E2EC")
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "border": 1})
    widths = _lay_out(sheet, table)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, clean(column), head)
    for line, row in enumerate(table.rows, start=1):
        # Not every program makes a row as tall as its wrapped texts.
        sheet.set_row(line, min(_LINE * max(map(_lines, row, widths)), _TALLEST))
        for place, value in enumerate(row):
            # write() would make a formula or a link of some texts.
            sheet.write_string(line, place, clean(value), body)
    book.close()
    file.write(memory.getvalue())


def _lay_out(sheet: Any, table: Table) -> list[int]:
    """Two pages of A3 wide, the header on every page; returns the width of each column."""
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P / &N")
    if table.mark:
        sheet.set_header(f"&C{table.mark}")
    if table.columns:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    widths = [_width(place, table) for place in range(len(table.columns))]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 2 * _LINE)
    return widths


def _width(place: int, table: Table) -> int:
    head = table.columns[place].partition(" / ")
    texts = (head[0], head[2], *(row[place] for row in table.rows))
    longest = max(len(line) for text in texts for line in text.split("\n"))
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _lines(text: str, width: int) -> int:
    """How many lines a wrapped text takes in a column of this width."""
    return sum(len(line) // max(width - 2, 1) + 1 for line in text.split("\n"))


EXPORT = Export(name="xlsx", suffix=".xlsx", write=write)
