"""XLSX: every cell is a string, so nothing in it can be a formula or a link."""

from __future__ import annotations

import io
from datetime import UTC
from typing import BinaryIO

import xlsxwriter

from reports.exports.export import Export, Table, clean

_WIDTH = 28


def write(file: BinaryIO, table: Table) -> None:
    """Writes one sheet with a frozen header; the same table gives the same bytes."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    made = table.made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": clean(table.title), "created": made})
    sheet = book.add_worksheet(clean(table.mark)[:31] or None)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    if table.mark:
        sheet.set_header(f"&C{table.mark}")
    if table.columns:
        sheet.set_column(0, len(table.columns) - 1, _WIDTH)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, clean(column), head)
    for line, row in enumerate(table.rows, start=1):
        for place, value in enumerate(row):
            # write() would make a formula or a link of some texts.
            sheet.write_string(line, place, clean(value), body)
    book.close()
    file.write(memory.getvalue())


EXPORT = Export(name="xlsx", suffix=".xlsx", write=write)
