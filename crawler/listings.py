"""Reads listings for ``match``: CSV with a header, or JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crawler.errors import ListingsRefused
from crawler.records import Listing
from crawler.text import nfc

# Our field, then the names it may have in a file (product.md §4).
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "listing_id"),
    "title": ("title",),
    "publisher": ("publisher", "developer"),
    "text": ("text",),
    "url": ("url",),
    "package": ("package",),
}
_LONGEST_CELL = 1_000_000  # letters; csv's own limit of 131,072 cuts real descriptions


def read_listings(lines: Iterable[str], name: str) -> Iterator[Listing]:
    """The listings of a file whose first character tells CSV from JSON Lines.

    A row without an id gets its number, one with an empty title is answered as any other; one
    without the field raises ``ListingsRefused``.
    """
    rows = _rows(iter(lines), name)
    for number, row in enumerate(rows, 1):
        values = {field: _value(row, names) for field, names in _NAMES.items()}
        if not any(name in row for name in _NAMES["title"]):
            raise ListingsRefused(
                f"{name}: listing {number} has no title. Give each listing one, or drop the row."
            )
        yield Listing(
            id=values["id"] or str(number),
            title=values["title"] or "",
            publisher=values["publisher"],
            text=values["text"],
            url=values["url"],
            package=values["package"],
        )


def _rows(lines: Iterator[str], name: str) -> Iterator[Mapping[str, Any]]:
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        raise ListingsRefused(
            f"{name} is empty. Give listings as CSV (id,title,publisher) or JSONL."
        )
    first = first.removeprefix("\ufeff")
    if first.lstrip().startswith("{"):
        return _json_rows(_chain(first, lines), name)
    return _csv_rows(_chain(first, lines), name)


def _csv_rows(lines: Iterator[str], name: str) -> Iterator[Mapping[str, Any]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.DictReader(lines, strict=True)
    header = [column.strip().lower() for column in reader.fieldnames or ()]
    if "title" not in header:
        raise ListingsRefused(
            f"{name} has the columns {', '.join(header)[:120]} but no title. "
            "Name them: id,title,publisher[,text,url,package]"
        )
    reader.fieldnames = header
    try:
        for row in reader:
            if None in row or None in row.values():
                raise ListingsRefused(
                    f"{name}: line {reader.line_num} has another number of cells than the header. "
                    "The file may be cut off; correct that line."
                )
            yield row
    except csv.Error as error:
        raise ListingsRefused(
            f"{name}: line {reader.line_num} is not CSV ({error}). Correct that line."
        ) from error


def _json_rows(lines: Iterator[str], name: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ListingsRefused(
                f"{name}: line {number} is not JSON ({error.msg}). Correct that line."
            ) from error
        if not isinstance(row, dict):
            raise ListingsRefused(f"{name}: line {number} is no JSON object. Write one a line.")
        yield row


def _value(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """The first name that the row has; an empty cell is "not known"."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return nfc(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
