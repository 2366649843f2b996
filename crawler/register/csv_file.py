"""A register file in CSV: UTF-8 or marked UTF-16, with comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from crawler.errors import RegisterRefused
from crawler.register.tables import MOST_COLUMNS, Row, Table, filled

_LONGEST_CELL = 100_000
_DELIMITERS = ",;\t"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(body: bytes, name: str) -> list[Table]:
    """One table; another encoding or a row that is no CSV raises ``RegisterRefused``."""
    text = _text(body, name)
    if "\0" in text:
        raise RegisterRefused(
            f"{name} is no text file: it holds NUL characters. Save it as “CSV UTF-8” and import "
            "that. Nothing was changed."
        )
    return [Table("", tuple(filled(_rows(text, name), name)))]


def _rows(text: str, name: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, tuple(cells)
    except csv.Error as error:
        raise RegisterRefused(
            f"{name}: line {reader.line_num} is not CSV ({error}). The file may be cut off; "
            "get it again. Nothing was changed."
        ) from error


def _text(body: bytes, name: str) -> str:
    # Excel's “Unicode text” is UTF-16 and says so in its first two bytes; nothing is guessed.
    if body.startswith(_UTF_16):
        try:
            return body.decode("utf-16")
        except UnicodeDecodeError as error:
            raise RegisterRefused(
                f"{name} begins as UTF-16 and breaks off at byte {error.start}. Get it again, or "
                "save it as “CSV UTF-8”. Nothing was changed."
            ) from error
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise RegisterRefused(
            f"{name} is not UTF-8: line {line} holds the byte {body[error.start]:#04x}. It may be "
            "in an older encoding (Windows-1258, TCVN3), or cut off. Save it as “CSV UTF-8” and "
            "import that. Nothing was changed."
        ) from error


def _delimiter(text: str) -> str:
    """What parts most of the first lines that hold anything: title lines may hold none."""
    lines = [line for line in text[: 64 * 1024].splitlines() if line.strip()][:MOST_COLUMNS]
    return max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))
