"""A register file in DOCX: its tables; merged cells are filled, tracked changes refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.table import CT_Tbl, CT_Tc

from crawler.errors import RegisterRefused
from crawler.register.archive import read_members, refuse_many
from crawler.register.tables import MOST_COLUMNS, MOST_ROWS, Table, damaged, filled

_PART = "word/document.xml"


def read_docx(body: bytes, name: str) -> list[Table]:
    """All tables of the document, those of one width that follow each other as one."""
    content = read_members(body, name, "DOCX").get(_PART, b"")
    refuse_many(rb"<w:tr[\s>]", content, MOST_ROWS, name)
    if b"<w:ins " in content or b"<w:del " in content:
        raise RegisterRefused(
            f"{name} holds tracked changes: it says two things at once. Accept or reject them in "
            "the word processor and import that. Nothing was changed."
        )
    try:
        document = Document(io.BytesIO(body))
        found = [list(_rows(table._tbl)) for table in document.tables]
    except (OpcError, BadZipFile, SyntaxError, KeyError, ValueError) as error:
        raise damaged(name, "DOCX", error) from error
    if not any(found):
        raise RegisterRefused(
            f"{name} holds no table. Import the list itself. Nothing was changed."
        )
    return [Table("", tuple(filled(rows, name))) for rows in _joined(found)]


def _joined(tables: list[list[list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    rows: list[tuple[int, list[str]]] = []
    number = 0
    for table in tables:
        if rows and table and len(table[0]) != len(rows[-1][1]):
            yield rows
            rows = []
        for cells in table:
            number += 1
            rows.append((number, cells))
    yield rows


def _rows(table: CT_Tbl) -> Iterator[list[str]]:
    above: list[str] = []
    for row in table.tr_lst:
        cells: list[str] = [""] * min(row.grid_before, MOST_COLUMNS)
        for cell in row.tc_lst:
            text = _text(cell)
            if cell.vMerge == "continue" and len(cells) < len(above):
                text = above[len(cells)]
            cells += [text] * min(cell.grid_span, MOST_COLUMNS)
        yield cells
        above = cells


def _text(cell: CT_Tc) -> str:
    return " ".join(" ".join(part.text.split()) for part in cell.p_lst).strip()
