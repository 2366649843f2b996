"""A register file in PDF: its ruled tables, over all pages."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from crawler.errors import RegisterRefused
from crawler.register.archive import protected
from crawler.register.tables import MOST_COLUMNS, Table, damaged, filled

_MOST_PAGES = 3_000


def read_pdf(body: bytes, name: str) -> list[Table]:
    """The tables of all pages; those of one width that follow each other are one.

    A scan has no letters and a table without lines has no cells: both raise ``RegisterRefused``.
    """
    try:
        with pdfplumber.open(io.BytesIO(body)) as document:
            tables = [Table("", tuple(filled(rows, name))) for rows in _tables(document, name)]
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise RegisterRefused(protected(name)) from error
        raise damaged(name, "PDF", error) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise damaged(name, "PDF", error) from error
    return tables


def _tables(document: PDF, name: str) -> Iterator[list[tuple[int, list[str]]]]:
    if len(document.pages) > _MOST_PAGES:
        raise RegisterRefused(
            f"{name} has {len(document.pages)} pages, more than {_MOST_PAGES}. Split it, or look "
            "at what it is. Nothing was changed."
        )
    rows: list[tuple[int, list[str]]] = []
    number, letters, pictures = 0, 0, 0
    found = False
    for page in document.pages:
        letters, pictures = letters + len(page.chars), pictures + len(page.images)
        for table in page.extract_tables():
            if rows and table and len(table[0]) != len(rows[-1][1]):
                yield rows
                rows = []
            for cells in table:
                number, found = number + 1, True
                rows.append((number, [_text(cell) for cell in cells[: MOST_COLUMNS + 1]]))
        page.close()  # else every page stays in memory
    if not found:
        raise _nothing(name, letters, pictures)
    yield rows


def _text(cell: str | None) -> str:
    """A cell that is wrapped over lines is one text."""
    return " ".join((cell or "").split())


def _nothing(name: str, letters: int, pictures: int) -> RegisterRefused:
    if not letters:
        what = "pictures only (a scan)" if pictures else "no text at all"
        return RegisterRefused(
            f"{name} holds {what}: nothing in it can be read for certain. Ask for the list as "
            "XLSX or CSV. Nothing was changed."
        )
    return RegisterRefused(
        f"{name} holds text and no table with ruled lines. Ask for the list as XLSX or CSV. "
        "Nothing was changed."
    )
