"""A closer look at an app on Google Play: reviews, permissions, data safety (app-stores.md §2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Unpack

from crawler.records import Sighting
from spiders.base import Review, ReviewPage, Seen
from spiders.looks import look
from spiders.play_app_page import shown_package
from spiders.play_blocks import (
    SOURCE,
    all_blocks,
    batch_answer,
    batch_body,
    pick,
    pick_count,
    pick_number,
    pick_text,
)
from spiders.shapes import as_list, changed, day_of, known, need_text

REVIEWS = "UsvDTd"
PERMISSIONS = "xdSrCf"
ROWS = 100  # of reviews on a page; peers ask for up to 199
_NEWEST = 2
_APP = 7  # the kind of thing that a package names
_PRIVACY = 99
_SAFETY = 137


def reviews_body(package: str, token: str | None) -> str:
    """The form that asks for one page of the newest reviews."""
    page = [2, _NEWEST, [ROWS, None, token], None, []]
    return batch_body(REVIEWS, [None, None, page, [package, _APP]])


def permissions_body(package: str) -> str:
    """The form that asks what an app may do on a device."""
    return batch_body(PERMISSIONS, [[None, [package, _APP], []]], tag="1")


def parse_reviews(body: bytes) -> ReviewPage:
    """One batchexecute answer with reviews."""
    answer = batch_answer(body, REVIEWS)
    if answer is None or answer == []:
        return ReviewPage(reviews=(), app_known=False)
    rows = pick(answer, 0)
    if not isinstance(rows, list):
        raise changed(SOURCE, "an answer with reviews holds no list of them")
    return ReviewPage(
        reviews=tuple(_review(row) for row in rows), next_token=pick_text(answer, 1, 1)
    )


def _review(row: Any) -> Review:
    rating = pick_count(row, 2)
    if rating is None:
        raise changed(SOURCE, "a review has no stars")
    return Review(
        id=need_text(pick(row, 0), SOURCE, "a review's id"),
        rating=rating,
        text=pick_text(row, 4) or "",
        version=pick_text(row, 10),
        written=day_of(pick_number(row, 5, 0), SOURCE, "a review's day"),
        helpful=pick_count(row, 6),
        reply=pick_text(row, 7, 1),
    )


def parse_permissions(body: bytes, *, package: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """What the app may do; nothing where Google says nothing."""
    answer = batch_answer(body, PERMISSIONS)
    if answer is None or answer == []:
        return
    groups = [group for part in (0, 1) for group in _optional(answer, part)]
    names = [
        need_text(pick(each, 1), SOURCE, "a permission")
        for group in groups
        for each in _optional(group, 2)
    ]
    if not names:
        raise changed(SOURCE, "an answer with permissions names none")
    yield look(f"google:{package}", SOURCE, "permissions", {"permissions": names}, **seen)


def parse_data_safety(page: bytes, *, package: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """What the developer declares that the app shares, collects and does for safety."""
    # Whether the page has such a link was never recorded: where it has one, it must agree.
    shown = shown_package(page)
    if shown is not None and shown != package:
        raise changed(SOURCE, f"the data safety page of {package} is that of {shown!r:.80}")
    # The page's RPC id was never recorded: the block is known by what it holds.
    for block in all_blocks(page):
        declared, privacy = pick(block, 1, 2, _SAFETY), pick(block, 1, 2, _PRIVACY)
        if isinstance(declared, list):
            safety = {
                "shared": _declared(pick(declared, 4, 0, 0)),
                "collected": _declared(pick(declared, 4, 1, 0)),
                "practices": [
                    need_text(pick(each, 1), SOURCE, "a practice")
                    for each in _optional(declared, 9, 2)
                ],
                "privacy_url": pick_text(privacy, 0, 5, 2),
            }
            if not any(safety.values()):
                raise changed(SOURCE, "a data safety page declares nothing that can be read")
            facts = {"data_safety": known(safety)}
            yield look(f"google:{package}", SOURCE, "data_safety", facts, **seen)
            return
    raise changed(SOURCE, "the data safety page has no block of declarations")


def _declared(kinds: Any) -> list[dict[str, Any]]:
    rows = [] if kinds is None else as_list(kinds, SOURCE, "what is declared")
    return [
        known(
            {
                "kind": need_text(pick(kind, 0, 1), SOURCE, "a kind of data"),
                "data": need_text(pick(each, 0), SOURCE, "a data type"),
                "optional": bool(pick(each, 1)),
                "purpose": pick_text(each, 2),
            }
        )
        for kind in rows
        for each in _optional(kind, 4)
    ]


def _optional(value: Any, *path: int) -> list[Any]:
    """The list at a path; empty where nothing stands there."""
    found = pick(value, *path)
    return [] if found is None else as_list(found, SOURCE, "a list of a closer look")
