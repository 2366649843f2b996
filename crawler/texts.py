"""Reads texts for ``assess``: CSV with a header, or JSON Lines. A bad line is refused alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from crawler.errors import TextsRefused
from crawler.records import PublishedText
from crawler.rows import Refusal, Refuse, Row, Why, read_rows

# Our field, then the names it may have in a file: ours, then those of collected posts.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title", "page_name"),
    "text": ("text", "body"),
    "url": ("url", "link_url"),
    "kind": ("kind",),
}
_LONE = re.compile("[\ud800-\udfff]")  # half a character, or a byte that is no UTF-8
WRITTEN_IN = frozenset({*_NAMES["title"], *_NAMES["text"]})  # a row without any is no text


def read_texts(lines: Iterable[str], name: str, refuse: Refuse) -> Iterator[PublishedText]:
    """The texts of a file; each line that holds none is told to ``refuse`` and left out.

    A text without an id gets the number of its line; an id that comes again is answered again,
    and told too. Raises ``TextsRefused`` where there is nothing to begin with.
    """
    rows = read_rows(lines, name, refuse, check=lambda header: _must_hold_texts(header, name))
    for _, text in texts_of_rows(rows, name, refuse):
        yield text


def texts_of_rows(
    rows: Iterable[Row], name: str, refuse: Refuse
) -> Iterator[tuple[Row, PublishedText]]:
    """Each row that holds a text, with it; the others are told to ``refuse``."""
    first_lines: dict[str, int] = {}
    for number, row in rows:
        try:
            values = {field: _value(row, names) for field, names in _NAMES.items()}
        except ValueError as error:
            refuse(Refusal(Why.VALUE, f"{name}: line {number}: {error}"))
            continue
        if WRITTEN_IN.isdisjoint(row):
            sentence = f"{name}: line {number} has neither title nor text. Give it one, or drop it."
            refuse(Refusal(Why.NOTHING, sentence))
            continue
        key = values["id"] or str(number)
        if key in first_lines:
            sentence = f"{name}: line {number} has the id {key} of line {first_lines[key]}."
            refuse(Refusal(Why.AGAIN, sentence))
        first_lines.setdefault(key, number)
        text = PublishedText(
            id=key,
            title=values["title"] or "",
            text=values["text"] or "",
            url=values["url"],
            kind=values["kind"],
        )
        yield (number, row), text


def _must_hold_texts(header: Sequence[str], name: str) -> None:
    if WRITTEN_IN.isdisjoint(header):
        raise TextsRefused(
            f"{name} has the columns {', '.join(header)[:120]} but neither title nor text. "
            "Name them: id,title,text[,url,kind]"
        )


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
