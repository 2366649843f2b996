"""Further pages of a list on Google Play, by the token of the page before (app-stores.md §2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Unpack

from crawler.records import Sighting
from spiders.base import Seen
from spiders.play_blocks import SOURCE, all_blocks, batch_answer, batch_body, pick, pick_text
from spiders.play_rows import each_once, next_token, read_older_row, row_sighting
from spiders.shapes import changed

NEXT = "qnKhOb"
ROWS = 100
_FIELDS = [96, 27, 4, 8, 57, 30, 110, 79, 11, 16, 49, 1, 3, 9, 12, 104, 55, 56, 51, 10, 34, 77]


def next_body(token: str) -> str:
    """The form that asks for the page behind a token."""
    return batch_body(NEXT, [[None, [[10, [10, ROWS]], True, None, _FIELDS], None, token]])


def token_of_page(page: bytes) -> str | None:
    """What asks for the page behind a search or developer page; None: there is none."""
    if b"AF_initDataCallback(" not in page:
        return None  # the HTML lists of before 2020
    for block in all_blocks(page):
        sections = pick(block, 0, 1)
        for section in sections if isinstance(sections, list) else ():
            if (token := next_token(section)) is not None:
                return token
    return None


def token_of_answer(body: bytes) -> str | None:
    """The same behind a further page."""
    return pick_text(batch_answer(body, NEXT), 0, 0, 7, 1)


def parse_next(
    body: bytes, *, layer: str, path: str, place: int, **seen: Unpack[Seen]
) -> Iterator[Sighting]:
    """The apps of a further page; ``place`` counts those on the pages before."""
    answer = batch_answer(body, NEXT)
    if answer is None or answer == []:
        return  # Google's own way to say that nothing follows
    rows: Any = pick(answer, 0, 0, 0)
    if not isinstance(rows, list):
        raise changed(SOURCE, "a further page holds no list of apps")
    for number, row in enumerate(each_once(map(read_older_row, rows)), place + 1):
        yield row_sighting(row, layer, found_by=f"{path}#{number}", **seen)
