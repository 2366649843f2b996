"""What Google Play holds to be near: clusters of an app page, suggestions (app-stores.md §2.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Unpack

from crawler.records import Sighting
from spiders.base import Seen
from spiders.play_blocks import SOURCE, batch_answer, batch_body, blocks, pick, pick_text
from spiders.play_rows import each_once, read_list_page, row_sighting
from spiders.shapes import as_list, need_text

CLUSTERS = "ag2B9c"
SUGGESTIONS = "IJ4APc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A list of apps that an app page leads to: similar ones, or others of its developer."""

    title: str
    url: str  # within the store


def parse_clusters(page: bytes) -> tuple[Cluster, ...]:
    """The clusters of an app page; most pages load them later and have none."""
    return tuple(
        Cluster(
            title=need_text(pick(row, 21, 1, 0), SOURCE, "the title of a cluster"),
            url=need_text(pick(row, 21, 1, 2, 4, 2), SOURCE, "the address of a cluster"),
        )
        for block in blocks(page, CLUSTERS)
        if (rows := pick(block, 1, 1)) is not None
        for row in as_list(rows, SOURCE, "the clusters")
    )


def parse_similar(page: bytes, *, package: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """The apps of a cluster's own page."""
    rows = read_list_page(page, "a page of similar apps")
    for place, row in enumerate(each_once(rows), 1):
        yield row_sighting(row, "similar", found_by=f"similar:google:{package}#{place}", **seen)


def suggestions_body(term: str) -> str:
    """The form that asks what Google suggests to a term."""
    return batch_body(SUGGESTIONS, [[None, [term], [10], [2], 4]])


def parse_suggestions(body: bytes) -> tuple[str, ...]:
    """What Google suggests to search for; nothing where it suggests nothing."""
    answer = batch_answer(body, SUGGESTIONS)
    if answer is None or answer == []:
        return ()
    rows = as_list(pick(answer, 0, 0), SOURCE, "the suggestions")
    return tuple(need_text(pick_text(row, 0), SOURCE, "a suggestion") for row in rows)
