"""What a closer look at an app brings: its players' reviews, what it asks for and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Unpack

from crawler.records import Presence, Sighting
from spiders.base import Review, Seen
from spiders.shapes import known


def look(
    subject: str, source: str, found_by: str, facts: dict[str, Any], **seen: Unpack[Seen]
) -> Sighting:
    """What one answer adds to an app; whether the app is there is for its own page to say."""
    return Sighting(
        subject=subject,
        source=source,
        presence=Presence.UNKNOWN,
        found_by=found_by,
        facts={"layer": found_by, **facts},
        **seen,
    )


def review_facts(reviews: Iterable[Review]) -> list[dict[str, Any]]:
    """The reviews as JSON values; the id tells one player's edited words from two players'."""
    return [
        known(
            {
                "id": review.id,
                "stars": review.rating,
                "title": review.title,
                "text": review.text,
                "version": review.version,
                "day": review.written.isoformat() if review.written else None,
                "helpful": review.helpful,
            }
        )
        for review in reviews
    ]
