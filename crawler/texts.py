"""Reads texts for ``assess``: CSV with a header, or JSON Lines. A bad line is refused alone."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from crawler.errors import TextsRefused
from crawler.records import PublishedText

# Our field, then the names it may have in a file: ours, then those of collected posts.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title", "page_name"),
    "text": ("text", "body"),
    "url": ("url", "link_url"),
    "kind": ("kind",),
}
_LABELS = ("label", "expected", "gambling")
_MEANS = {
    **dict.fromkeys(("1", "true", "yes", "gambling"), True),
    **dict.fromkeys(("0", "false", "no", "clean"), False),
}
_LONGEST_CELL = 16_000_000  # letters
_LONE = re.compile("[\ud800-\udfff]")  # half a character, or a byte that is no UTF-8
_BOM = "\ufeff"

Refuse = Callable[[str], None]  # takes the sentence that names the line and what is wrong
_Rows = Iterator[tuple[int, Mapping[str, Any]]]


def read_texts(lines: Iterable[str], name: str, refuse: Refuse) -> Iterator[PublishedText]:
    """The texts of a file; each line that holds none is told to ``refuse`` and left out.

    A text without an id gets the number of its line; an id that comes again is answered again,
    and told too. Raises ``TextsRefused`` where there is nothing to begin with.
    """
    for _, _, text in _texts(lines, name, refuse):
        yield text


def read_labelled(
    lines: Iterable[str], name: str, refuse: Refuse
) -> Iterator[tuple[PublishedText, bool]]:
    """The same with whether each text is gambling: columns ``label``, ``expected``, ``gambling``.

    A line whose label is neither yes nor no is told to ``refuse`` and left out.
    """
    for number, row, text in _texts(lines, name, refuse):
        written = next((row[key] for key in _LABELS if row.get(key) not in (None, "")), None)
        label = _MEANS.get(str(written).strip().lower())
        if label is None:
            refuse(
                f"{name}: line {number} has the label {str(written)[:40]!r}. "
                "Write 1 or gambling, 0 or clean, in a column named label."
            )
        else:
            yield text, label


def _texts(
    lines: Iterable[str], name: str, refuse: Refuse
) -> Iterator[tuple[int, Mapping[str, Any], PublishedText]]:
    first_lines: dict[str, int] = {}
    for number, row in _rows(iter(lines), name, refuse):
        try:
            values = {field: _value(row, names) for field, names in _NAMES.items()}
        except ValueError as error:
            refuse(f"{name}: line {number}: {error}")
            continue
        if not any(key in row for key in (*_NAMES["title"], *_NAMES["text"])):
            refuse(f"{name}: line {number} has neither title nor text. Give it one, or drop it.")
            continue
        key = values["id"] or str(number)
        if key in first_lines:
            refuse(f"{name}: line {number} has the id {key} of line {first_lines[key]}.")
        first_lines.setdefault(key, number)
        text = PublishedText(
            id=key,
            title=values["title"] or "",
            text=values["text"] or "",
            url=values["url"],
            kind=values["kind"],
        )
        yield number, row, text


def _rows(lines: Iterator[str], name: str, refuse: Refuse) -> _Rows:
    skipped, first = 0, ""
    for first in lines:
        if first.strip(f"{_BOM} \t\r\n"):
            break
        skipped += 1
    else:
        raise TextsRefused(f"{name} is empty. Give texts as CSV (id,title,text) or JSON Lines.")
    kept = chain([first.removeprefix(_BOM)], lines)
    if first.lstrip(f"{_BOM} \t").startswith("{") or name.endswith((".jsonl", ".ndjson")):
        return _json_rows(kept, skipped, name, refuse)
    return _csv_rows(kept, skipped, name, refuse)


def _csv_rows(lines: Iterator[str], skipped: int, name: str, refuse: Refuse) -> _Rows:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, strict=True)
    rows = _counted(reader, skipped, name, refuse)
    header = [column.strip().lower() for column in next(rows, (0, []))[1]]
    if not {*_NAMES["title"], *_NAMES["text"]} & set(header):
        raise TextsRefused(
            f"{name} has the columns {', '.join(header)[:120]} but neither title nor text. "
            "Name them: id,title,text[,url,kind]"
        )
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


def _json_rows(lines: Iterator[str], skipped: int, name: str, refuse: Refuse) -> _Rows:
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


def _value(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """The first of the names that says something, as published."""
    for name in names:
        value = row.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str):
            if value.strip():
                return _LONE.sub("\ufffd", value)
        elif value is not None:
            raise ValueError(f"{name} is no text. Put it in quotes.")
    return None
