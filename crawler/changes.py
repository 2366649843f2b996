"""How what is there differs from what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from crawler.records import Presence, Sighting

_FAR = 16  # of 64 bits of a hash of text; nearer ones are one page on two days
_IDENTITY = ("title", "publisher", "publisher_id", "text")


def became_other(
    seen: Sequence[tuple[int | None, Sighting]], sighting: Sighting, asked_at: datetime | None
) -> str | None:
    """How it differs from what was asked for, by the newest sighting of that time of one layer."""
    if asked_at is None or sighting.presence is not Presence.PRESENT:
        return None
    if sighting.seen_at <= asked_at:
        return None  # a look of before shows what was asked for, not what became of it
    layer = sighting.facts.get("layer")
    then = [
        each
        for _, each in seen
        if each.presence is Presence.PRESENT
        and each.seen_at <= asked_at
        and each.facts.get("layer") == layer
    ]
    if not then:
        return None
    if layer == "site":
        return _site_was(then[-1], sighting)
    for name in _IDENTITY:
        before, now = getattr(then[-1], name), getattr(sighting, name)
        if before is not None and now is not None and before != now:
            return "its text is another" if name == "text" else f"{name} was “{before}”, is “{now}”"
    return None


def _site_was(before: Sighting, now: Sighting) -> str | None:
    """How a site became another one: sites write new words every day, under their own title."""
    ended, ends = (urlsplit(one.final_url or "").hostname or "" for one in (before, now))
    if ended.removeprefix("www.") != ends.removeprefix("www."):
        return f"it ended at {ended or 'no page'}, and ends at {ends or 'no page'}"
    hashes = [one.facts.get("near_hash") for one in (before, now)]
    far = None in hashes or _differs(*map(str, hashes)) > _FAR
    if before.title == now.title or not far:
        return None
    return f"title was “{before.title or ''}”, is “{now.title or ''}”, and its text is another"


def _differs(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()
