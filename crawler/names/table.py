"""Tables (CSV, tabs, semicolons): the column of names is found by its head or by its cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from crawler.names.form import Form, LineReader
from crawler.text import fold_marks

_SEPARATORS = b",;\t|"
# The first of these that a head holds.
_HEADS = (
    *("domain", "domain_name", "domain name", "domainname", "name", "host", "hostname"),
    *("fqdn", "url", "address", "ten mien", "dia chi"),
)
_LETTER = rb"[\w\x80-\xff-]"
_NAME = re.compile(
    rb"(?:https?://)?(?:%b+\.)+[a-z\x80-\xff]%b*\.?(?:[/:?].*)?" % (_LETTER, _LETTER), re.IGNORECASE
)


def fits(line: bytes) -> bool:
    """Whether the first line with content is of a table: a head, or a name beside other cells.

    Several names in a line are no table: all but one would be lost without a word.
    """
    if _head(line) is not None:
        return True
    cells = _cells(line, _separator(line))
    names = [cell for cell in cells if _NAME.fullmatch(cell)]
    return len(cells) > 1 and not _NAME.fullmatch(line) and len(names) == 1


def reader(sample: Sequence[bytes]) -> LineReader:
    """Reads the column of names; the first of the ``sample`` is the head where it tells one."""
    first = sample[0]
    separator = _separator(first)
    head = _head(first)
    rows = [_cells(line, separator) for line in sample]
    column = _fullest(rows) if head is None else head
    skipped = head is not None

    def names_of(line: bytes) -> list[bytes]:
        nonlocal skipped
        if skipped and line.strip():
            skipped = False
            return []
        cells = _cells(line, separator)
        if len(cells) <= column:
            return [line] if line.strip() else []
        return [cells[column]]

    return names_of


def _head(line: bytes) -> int | None:
    """The place of the column that a head calls one of names."""
    cells = _cells(line, _separator(line))
    told = [fold_marks(cell.decode("utf-8", "replace").strip().casefold()) for cell in cells]
    return next((told.index(name) for name in _HEADS if name in told), None)


def _fullest(rows: Sequence[Sequence[bytes]]) -> int:
    """The first of the columns that hold most names."""
    width = max(map(len, rows))
    return max(range(width), key=lambda place: sum(_is_name(row, place) for row in rows))


def _is_name(row: Sequence[bytes], place: int) -> bool:
    return place < len(row) and _NAME.fullmatch(row[place]) is not None


def _separator(line: bytes) -> bytes:
    """The separator that stands most often in the line."""
    return max((_SEPARATORS[at : at + 1] for at in range(len(_SEPARATORS))), key=line.count)


def _cells(line: bytes, separator: bytes) -> list[bytes]:
    """The cells of one line: a quoted break of lines makes two, and each is answered for."""
    line = line.rstrip(b"\r")
    if b'"' not in line:
        return [cell.strip() for cell in line.split(separator)]
    text = line.decode("utf-8", "surrogateescape")
    try:
        cells = next(csv.reader([text], delimiter=separator.decode("ascii")), [])
    except csv.Error:
        return []
    return [cell.strip().encode("utf-8", "surrogateescape") for cell in cells]


FORM = Form(fits=fits, reader=reader)
