"""Rows of files of texts or names: CSV with a header, JSON Lines. A bad line is refused alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from crawler.errors import TextsRefused

_LONGEST_CELL = 16_000_000  # letters
_BOM = "\ufeff"

Refuse = Callable[[str], None]  # takes the sentence that names the line and what is wrong
Row = tuple[int, Mapping[str, Any]]  # the line it begins on, and its cells by column


def read_rows(
    lines: Iterable[str], name: str, refuse: Refuse, *, check: Callable[[Sequence[str]], object]
) -> Iterator[Row]:
    """Each row with its line; a line that is none is told to ``refuse`` and left out.

    ``check`` sees the columns of a CSV file first. Raises ``TextsRefused`` for an empty file.
    """
    lines = iter(lines)
    skipped, first = 0, ""
    for first in lines:
        if first.strip(f"{_BOM} \t\r\n"):
            break
        skipped += 1
    else:
        raise TextsRefused(
            f"{name} is empty. Give rows as CSV with their columns named, or as JSON Lines."
        )
    kept = chain([first.removeprefix(_BOM)], lines)
    if first.lstrip(f"{_BOM} \t").startswith("{") or name.endswith((".jsonl", ".ndjson")):
        return _json_rows(kept, skipped, name, refuse)
    return _csv_rows(kept, skipped, name, refuse, check)


def _csv_rows(
    lines: Iterator[str],
    skipped: int,
    name: str,
    refuse: Refuse,
    check: Callable[[Sequence[str]], object],
) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, strict=True)
    rows = _counted(reader, skipped, name, refuse)
    header = [column.strip().lower() for column in next(rows, (0, []))[1]]
    check(header)
    for number, cells in rows:
        if len(cells) == len(header):
            yield number, dict(zip(header, cells, strict=True))
        elif cells:
            refuse(f"{name}: line {number} has {len(cells)} cells, the header {len(header)}.")


def _counted(reader: Any, skipped: int, name: str, refuse: Refuse) -> Iterator[tuple[int, Any]]:
    """Each row with the line it begins on; what is no CSV is refused and reading goes on."""
    while True:
        number = reader.line_num + skipped + 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            refuse(f"{name}: line {number} is not CSV ({error}).")


def _json_rows(lines: Iterator[str], skipped: int, name: str, refuse: Refuse) -> Iterator[Row]:
    for number, line in enumerate(lines, skipped + 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            refuse(f"{name}: line {number} is not JSON ({str(error)[:80]}).")
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            refuse(f"{name}: line {number} is no JSON object. Write one a line.")
