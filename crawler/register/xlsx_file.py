"""A register file in XLSX: bounded before it is opened, formulas refused (threats.md 12, 13)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from crawler.errors import RegisterRefused
from crawler.register.csv_file import Row

MOST_BYTES = 200 * 1024 * 1024  # of all members, unpacked
MOST_RATIO = 100
MOST_MEMBERS = 1_000
MOST_ROWS = 200_000
MOST_COLUMNS = 100


def read_xlsx(body: bytes, name: str) -> Iterator[Row]:
    """The rows of the first sheet that hold anything, every cell as text; days as ISO."""
    _refuse_bomb(body, name)
    if not DEFUSEDXML:
        raise RegisterRefused(
            f"{name} cannot be read safely: defusedxml is not installed. Install it: "
            "pip install defusedxml"
        )
    try:
        book = load_workbook(io.BytesIO(body), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What the sheet says of its own size may be wrong or a trap.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
            if number > MOST_ROWS:
                raise RegisterRefused(
                    f"{name} has more than {MOST_ROWS} rows. Split it, or look at what it is. "
                    "Nothing was changed."
                )
            texts = tuple(_cell(cell, name) for cell in cells)
            if any(text.strip() for text in texts):
                yield number, texts
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise _damaged(name, error) from error


def _refuse_bomb(body: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
            broken = archive.testzip() if _within_bounds(members) else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _damaged(name, error) from error
    if not _within_bounds(members):
        raise RegisterRefused(
            f"{name} unpacks to more than a register can be (over {MOST_BYTES // 2**20} MiB, "
            f"{MOST_RATIO} times its size, or {MOST_MEMBERS} parts). It was not opened; "
            "ask its sender what it is."
        )
    if broken is not None:
        raise _damaged(name, ValueError(f"{broken} does not match its checksum"))


def _within_bounds(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    return (
        len(members) <= MOST_MEMBERS
        and unpacked <= MOST_BYTES
        and unpacked <= MOST_RATIO * max(packed, 1)
    )


def _cell(cell: Any, name: str) -> str:
    value = cell.value
    if cell.data_type == "f":
        raise RegisterRefused(
            f"{name}: cell {cell.coordinate} holds a formula ({str(value)[:60]}). What it shows "
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


def _damaged(name: str, error: Exception) -> RegisterRefused:
    return RegisterRefused(
        f"{name} is damaged or no XLSX ({error}). Get it again, or save it as CSV. "
        "Nothing was changed."
    )
