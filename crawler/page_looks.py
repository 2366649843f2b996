"""What looks at pages of Facebook mean: two sources for a removal, names, notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crawler.clock import on_paper
from crawler.records import Presence, Sighting
from crawler.store import Store
from crawler.store.aliases import subjects_of_page
from crawler.store.pages import newest_notice

PAGES = "fbpage"  # the prefix of their subjects
GRAPH = "facebook_pages"  # the source that looks at them again
ALONE = (
    "the Graph does not give it, while it gives another page: missing, or not for this token. "
    "A second source must say so too, as the Ad Library does of a page that was deleted"
)


def is_page(subject: str) -> bool:
    """Whether a subject is a page of Facebook."""
    return subject.startswith(f"{PAGES}:")


def says_deleted(sighting: Sighting) -> bool:
    """Whether the Ad Library itself says that a page was deleted, in a capture or a sweep."""
    return (
        is_page(sighting.subject)
        and sighting.presence is Presence.GONE
        and sighting.facts.get("deleted") is True
    )


def renamed(
    seen: Sequence[tuple[int | None, Sighting]], sighting: Sighting, asked_at: datetime | None
) -> str | None:
    """The name of a page when it was asked about and now, whichever sources showed them."""
    if asked_at is None or not is_page(sighting.subject) or sighting.seen_at <= asked_at:
        return None
    then = [one.title for _, one in seen if one.seen_at <= asked_at and one.title is not None]
    if not then or sighting.title is None or then[-1] == sighting.title:
        return None
    return f"title was “{then[-1]}”, is “{sighting.title}”"


def restricted_here(store: Store, sighting: Sighting, asked_at: datetime | None) -> str | None:
    """That Vietnam is shown a notice in place of a page which the Graph gives: a person looks."""
    if asked_at is None or not is_page(sighting.subject):
        return None
    shown = newest_notice(store, subjects_of_page(store, sighting.subject), since=asked_at)
    if shown is None:
        return None
    return (
        "the Graph gives it, and what a person saved here says that it is not available "
        f"({on_paper(shown)}): it may be restricted in Vietnam, or to some visitors"
    )
