"""Rows of files of texts or names: CSV with a header, JSON Lines. A bad line is refused alone."""

from __future__ import annotations

import csv
import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from crawler.errors import TextsRefused

_LONGEST_CELL = 16_000_000  # letters
_MOST_LINES = 1_000  # of one row: an open quote is no reason to read on without end
_BOM = "\ufeff"
_NO_UTF_8 = re.compile("[\udc80-\udcff\0]")  # bytes that are none; UTF-16 is full of zeros


class Why(StrEnum):
    """Why a line is left out, as it is counted: "3 without a label"."""

    UNREADABLE = "neither CSV nor JSON"
    CELLS = "with more or fewer cells than the header"
    VALUE = "with a value of a wrong kind"
    NOTHING = "without a text"
    OTHER = "without a domain name"
    NO_NAME = "with a name that cannot be screened"
    LABEL = "without a label"
    AGAIN = "that repeat another"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One line that is left out: why, and the sentence that names the line."""

    why: Why
    sentence: str


Refuse = Callable[[Refusal], None]
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
    if _NO_UTF_8.search(first):
        raise TextsRefused(f"{name} is no UTF-8 text. Save it as UTF-8: CSV or JSON Lines.")
    return _csv_rows(kept, skipped, name, refuse, check, _delimiter(first))


def _csv_rows(
    lines: Iterator[str],
    skipped: int,
    name: str,
    refuse: Refuse,
    check: Callable[[Sequence[str]], object],
    delimiter: str,
) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    rows = _counted(lines, skipped + 1, name, refuse, delimiter)
    header = [column.strip().lower() for column in next(rows, (0, []))[1]]
    check(header)
    for number, cells in rows:
        if len(cells) == len(header):
            yield number, dict(zip(header, cells, strict=True))
        elif cells:
            last = number + sum(cell.count("\n") for cell in cells)
            at = f"line {number} has" if last == number else f"lines {number} to {last} have"
            sentence = f"{name}: {at} {len(cells)} cells, the header {len(header)}."
            refuse(Refusal(Why.CELLS, sentence))


def _delimiter(header: str) -> str:
    """What stands between the columns: a spreadsheet set to Vietnamese writes semicolons."""
    return next((mark for mark in (",", ";", "\t") if mark in header), ",")


def _counted(
    lines: Iterator[str], number: int, name: str, refuse: Refuse, delimiter: str
) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on; what is no CSV is refused line by line.

    A stray quote would take every line down to the next one: where a row of several lines fails,
    its first line alone is refused and reading goes on behind it.
    """
    waiting: deque[str] = deque()
    while True:
        taken: list[str] = []
        try:
            row = next(csv.reader(_taken(waiting, lines, taken), strict=True, delimiter=delimiter))
        except StopIteration:
            return
        except csv.Error as error:
            refuse(Refusal(Why.UNREADABLE, f"{name}: line {number} is not CSV ({error})."))
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
            sentence = f"{name}: line {number} is not JSON ({str(error)[:80]})."
            refuse(Refusal(Why.UNREADABLE, sentence))
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            sentence = f"{name}: line {number} is no JSON object. Write one a line."
            refuse(Refusal(Why.UNREADABLE, sentence))
