"""Apple's feed of customer reviews (app-stores.md §3.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spiders.apple_values import SOURCE, attributes_of, day_of, entries_of, label_of
from spiders.base import Review, ReviewPage
from spiders.shapes import as_text, changed, need_text

MOST_PAGES = 10  # all that the feed gives
PAGE = 50  # reviews on a page; one with fewer is the last


def parse_reviews(payload: Any) -> ReviewPage:
    """One page of the customer reviews feed."""
    # Feeds were described that begin with the app itself; it has a name instead of a rating.
    entries = [each for each in entries_of(payload) if "im:name" not in each]
    # An app that Apple does not know still gets a feed, but one that does not name itself.
    known = bool(entries) or "self" in _rels(payload["feed"].get("link"))
    return ReviewPage(reviews=tuple(map(_review, entries)), app_known=known)


def _rels(links: Any) -> set[str | None]:
    listed = links if isinstance(links, list) else [links]
    return {
        as_text(attributes_of({"link": link}, "link").get("rel"), SOURCE, "rel") for link in listed
    }


def _review(entry: Mapping[str, Any]) -> Review:
    return Review(
        id=need_text(label_of(entry, "id"), SOURCE, "a review's id"),
        rating=_stars(label_of(entry, "im:rating")),
        text=as_text(label_of(entry, "content"), SOURCE, "a review") or "",
        title=as_text(label_of(entry, "title"), SOURCE, "a review's title"),
        version=as_text(label_of(entry, "im:version"), SOURCE, "a review's version"),
        written=day_of(label_of(entry, "updated"), "a review's day"),
        helpful=_votes(label_of(entry, "im:voteSum")) if "im:voteSum" in entry else None,
    )


def _stars(label: Any) -> int:
    if label in ("1", "2", "3", "4", "5"):
        return int(label)
    raise changed(SOURCE, f"a review has {label!r:.40} stars")


def _votes(label: Any) -> int:
    if isinstance(label, str) and label.isascii() and label.isdigit():
        return int(label)
    raise changed(SOURCE, f"a review has {label!r:.40} votes")
