"""A register file in ODS: all visible sheets; formulas and cells merged over rows are refused."""

from __future__ import annotations

import io
import re
from datetime import date, datetime

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from crawler.errors import RegisterRefused
from crawler.register.archive import protected, read_members
from crawler.register.tables import MOST_ROWS, Table, damaged, filled

_REPEATED = re.compile(
    rb'number-rows-repeated="0*(\d{1,20})"[^>]*>((?:(?!</table:table-row>).)*)', re.S
)
_HIDDEN_ROWS = re.compile(rb'<table:table-row[^>]*table:visibility="(?:collapse|filter)"')
_OVER_ROWS = re.compile(rb'number-rows-spanned="(?!1")')


def read_ods(body: bytes, name: str) -> list[Table]:
    """A table for each sheet that is shown; every cell as text, days as ISO."""
    members = read_members(body, name, "ODS")
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise RegisterRefused(protected(name))
    content = members.get("content.xml", b"")
    _refuse_traps(content, name)
    notes: tuple[str, ...] = (
        ("some of its rows are hidden; they were read",) if _HIDDEN_ROWS.search(content) else ()
    )
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(body)) as book:
            sheets = book.sheets_metadata
            shown = [item.name for item in sheets if item.visible is SheetVisibleEnum.Visible]
            unread = [item.name for item in sheets if item.name not in shown]
            tables = [
                Table(f"sheet “{sheet}”", tuple(filled(_rows(book, sheet), name)))
                for sheet in shown
            ]
    except PasswordError as error:
        raise RegisterRefused(protected(name)) from error
    except (CalamineError, XmlError, ZipError, ValueError) as error:
        raise damaged(name, "ODS", error) from error
    notes += tuple(f"sheet “{sheet}” is hidden and was not read" for sheet in unread)
    return [*tables, *((Table("hidden parts", (), notes),) if notes else ())]


def _refuse_traps(content: bytes, name: str) -> None:
    for times, cells in _REPEATED.findall(content):
        # Empty rows to the end of the sheet are usual; rows that hold something are not.
        if int(times) > MOST_ROWS and b"<text:p" in cells:
            raise RegisterRefused(
                f"{name} repeats a row {int(times)} times. A register does not: it was not "
                "opened; ask its sender what it is. Nothing was changed."
            )
    if b"table:formula=" in content:
        raise RegisterRefused(
            f"{name} holds formulas. What they show may be anything: paste values only and "
            "import that. Nothing was changed."
        )
    if _OVER_ROWS.search(content):
        raise RegisterRefused(
            f"{name} holds cells merged over several rows. Split them, so that each row says all "
            "of itself, and import that. Nothing was changed."
        )


def _rows(book: CalamineWorkbook, sheet: str) -> list[tuple[int, list[str]]]:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [(number, [_text(value) for value in row]) for number, row in enumerate(rows, 1)]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
