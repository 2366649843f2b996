"""A register file in CSV: UTF-8, with comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from crawler.errors import RegisterRefused

Row = tuple[int, tuple[str, ...]]  # its line, its cells as text
_LONGEST_CELL = 100_000
_DELIMITERS = ",;\t"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(body: bytes, name: str) -> Iterator[Row]:
    """The rows that hold anything; every row has as many cells as the widest of the first lines."""
    text = _text(body, name)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, tuple(cells)
    except csv.Error as error:
        raise RegisterRefused(
            f"{name}: line {reader.line_num} is not CSV ({error}). The file may be cut off; "
            "get it again. Nothing was changed."
        ) from error


def _text(body: bytes, name: str) -> str:
    if body.startswith(_UTF_16):
        raise RegisterRefused(
            f"{name} is UTF-16. Save it as “CSV UTF-8” and import that. Nothing was changed."
        )
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise RegisterRefused(
            f"{name} is not UTF-8: line {line} holds the byte {body[error.start]:#04x}. "
            "Save it as “CSV UTF-8” and import that. Nothing was changed."
        ) from error


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)
