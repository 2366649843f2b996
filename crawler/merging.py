"""What all sightings of one subject say together: one sighting that may be judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from crawler.records import Presence, Sighting
from crawler.store import Store
from crawler.store.sightings import judged_sightings
from matchers.verdict.site_pages import SITE

MARKET = "vn"
# Rows of lists tell less than an app's own page: they never displace what the page said.
_LISTS = frozenset({"search", "chart", "developer", "similar"})
_REVIEWS = 500  # of one subject: what all its sweeps together have judged


def known(store: Store, subject: str) -> Sighting | None:
    """All that may be judged of one subject, as one sighting; None where nobody saw it."""
    return next(merged_subjects(store, [subject]), None)


def merged(sightings: Sequence[Sighting]) -> Sighting:
    """What all sightings of one subject, newest first, say together: the newest word on each field.

    What an app's own page says goes before the rows of lists, and these before a closer look,
    which does not find out whether the app is there; presence is the newest one's that does.
    """
    clear = [seen for seen in sightings if seen.presence is not Presence.UNKNOWN]
    if clear and is_site(clear[0]):
        # What an entry showed before it led elsewhere is not what it shows now; once it is gone,
        # what it showed last stands.
        last = next((seen for seen in clear if seen.presence is Presence.PRESENT), clear[0])
        return replace(last, presence=clear[0].presence)
    pages = [seen for seen in clear if seen.facts.get("layer") not in _LISTS]
    rows = [seen for seen in clear if seen.facts.get("layer") in _LISTS]
    looks = [seen for seen in sightings if seen.presence is Presence.UNKNOWN]
    ordered = [*pages, *rows, *looks]
    newest: dict[str, Any] = {
        name: next((value for seen in ordered if (value := getattr(seen, name)) is not None), None)
        for name in _FIELDS
    }
    facts = {name: value for seen in reversed(ordered) for name, value in seen.facts.items()}
    if "reviews" in facts:
        facts["reviews"] = _all_reviews(ordered)
    return replace(
        (clear or sightings)[0],
        **newest,
        evidence=next((seen.evidence for seen in ordered if seen.evidence), None),
        facts=facts,
    )


def _all_reviews(sightings: Sequence[Sighting]) -> list[Any]:
    """The reviews of several pages and days, each once as it was seen last."""
    newest: dict[str, Any] = {}
    for seen in sightings:
        for review in seen.facts.get("reviews", ()):
            newest.setdefault(review["id"], review)
    return list(newest.values())[:_REVIEWS]


_FIELDS = tuple(
    item.name
    for item in fields(Sighting)
    if item.name
    not in ("subject", "source", "market", "seen_at", "presence", "found_by", "evidence", "facts")
)


def merged_subjects(store: Store, subjects: Sequence[str] | None) -> Iterator[Sighting]:
    """What may be judged, subject by subject; ``subjects`` None: everything that was ever seen."""
    for _, sightings in judged_sightings(store, subjects):
        here = [seen for seen in sightings if seen.market == MARKET]
        if any(seen.presence is not Presence.UNKNOWN for seen in here):
            yield merged(here)


def is_site(sighting: Sighting) -> bool:
    """Whether the subject is a web site."""
    return sighting.subject.startswith(SITE)
