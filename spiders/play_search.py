"""The pages of a search on Google Play (app-stores.md §2.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Unpack

from crawler.records import Sighting
from crawler.text import nfc
from spiders.base import Seen
from spiders.play_blocks import SOURCE, blocks, pick
from spiders.play_rows import each_once, read_card, read_older_row, read_row, row_sighting
from spiders.shapes import changed

_SEARCH = "lGYRle"
_QUOTED = re.compile(r"<b>(.*?)</b>", re.DOTALL)


def parse_search(
    page: bytes, *, term: str, path: str | None = None, **seen: Unpack[Seen]
) -> Iterator[Sighting]:
    """The card and the rows of a search; none only when Google says so and quotes the term."""
    sections = _sections(page)
    rows = [read for section in sections if (read := read_card(section))]
    rows += next((found for section in sections if (found := _listed(section))), [])
    if not rows and not any(_says_nothing_found(section, term) for section in sections):
        raise changed(SOURCE, "a search page has neither rows nor its words for “nothing found”")
    path = path or f"search:{term}"
    for place, row in enumerate(each_once(rows), 1):
        yield row_sighting(row, "search", found_by=f"{path}#{place}", **seen)


def _sections(page: bytes) -> list[Any]:
    for block in blocks(page, _SEARCH):
        sections = pick(block, 0, 1)
        if isinstance(sections, list) and sections:
            return sections
    raise changed(SOURCE, "the search page has no block of results")


def _says_nothing_found(section: Any, term: str) -> bool:
    said = pick(section, 25, 0, 0, 0, 1)
    quoted = _QUOTED.findall(said) if isinstance(said, str) else []
    return any(nfc(unescape(words)).casefold() == nfc(term).casefold() for words in quoted)


def _listed(section: Any) -> list[dict[str, Any]]:
    """The rows of a section, in the form of 2022 and later or in the one before."""
    rows = pick(section, 22, 0)
    if isinstance(rows, list):
        return [read_row(pick(row, 0)) for row in rows]
    rows = pick(section, 0, 0)
    return [read_older_row(row) for row in rows] if isinstance(rows, list) else []
