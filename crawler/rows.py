"""Rows of files of texts or names: CSV with a header, JSON Lines. A bad line is refused alone."""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from crawler.errors import TextsRefused

_LONGEST_CELL = 16_000_000  # letters
_MOST_LINES = 1_000  # of one row: an open quote is no reason to read on without end
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
    rows = _counted(lines, skipped + 1, name, refuse)
    header = [column.strip().lower() for column in next(rows, (0, []))[1]]
    check(header)
    for number, cells in rows:
        if len(cells) == len(header):
            yield number, dict(zip(header, cells, strict=True))
        elif cells:
            last = number + sum(cell.count("\n") for cell in cells)
            at = f"line {number} has" if last == number else f"lines {number} to {last} have"
            refuse(f"{name}: {at} {len(cells)} cells, the header {len(header)}.")


def _counted(
    lines: Iterator[str], number: int, name: str, refuse: Refuse
) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on; what is no CSV is refused line by line.

    A stray quote would take every line down to the next one: where a row of several lines fails,
    its first line alone is refused and reading goes on behind it.
    """
    waiting: deque[str] = deque()
    while True:
        taken: list[str] = []
        try:
            row = next(csv.reader(_taken(waiting, lines, taken), strict=True))
        except StopIteration:
            return
        except csv.Error as error:
            refuse(f"{name}: line {number} is not CSV ({error}).")
            waiting.extendleft(reversed(taken[1:]))
            number += 1
        else:
            yield number, row
            number += len(taken)


def _taken(waiting: deque[str], lines: Iterator[str], taken: list[str]) -> Iterator[str]:
    """The next lines, first those that wait to be read again; each is kept in ``taken``."""
    while len(taken) < _MOST_LINES:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            return
        taken.append(line)
        yield line


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
