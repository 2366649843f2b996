"""A saved page of Facebook: the JSON that it was served with, its adverts' cards, its signs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.records import Presence, Sighting
from spiders.facebook_answers import KEYS, read_document
from spiders.facebook_reading import AnswerSeen, Reading, Sign, joined
from spiders.facebook_signs import CHALLENGE, sign_of_page
from spiders.markup import parted

_JSON = re.compile(r"\btype=[\"']application/json[\"']", re.IGNORECASE)
# Chrome and Edge write it above a page that they save.
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_SAVED_WITHIN = 2_000  # letters
_CARD = re.compile(r"(?:Library ID|ID thư viện): ?([1-9]\d{0,19})\b")
_DECODER = json.JSONDecoder()


def saved_from(page: str) -> str | None:
    """The address that a browser wrote into a page that it saved."""
    found = _SAVED_FROM.search(page[:_SAVED_WITHIN])
    return html.unescape(found[1]) if found else None


def read_page(page: str, seen: AnswerSeen) -> Reading:
    """The adverts and pages of a saved page; without any, what stands there instead."""
    apart = parted(page)
    scripts = [script for tag, script in apart.scripts if _JSON.search(tag)]
    wanted = [script for script in scripts if any(f'"{key}"' in script for key in KEYS)]
    parts = [reading for script in wanted for reading in _read_script(script, seen)]
    told = {each.subject for part in parts for each in part.sightings}
    cards = dict.fromkeys(_CARD.findall(page))
    parts += [_card(card, seen) for card in cards if f"fbad:{card}" not in told]
    reading = joined(parts)
    if CHALLENGE in page:
        return joined([reading, Reading(signs=frozenset({Sign.CHALLENGE}), known=True)])
    if reading.known:
        return reading
    sign = sign_of_page(apart.shown)
    if sign is not None:
        return Reading(signs=frozenset({sign}), known=True)
    return joined([reading, Reading(unread=1)])


def _read_script(script: str, seen: AnswerSeen) -> Iterator[Reading]:
    try:
        yield read_document(json.loads(script), seen)
    except (ValueError, RecursionError):
        yield Reading(unread=1)
        yield from (read_document(value, seen) for value in _pieces(script))


def _pieces(script: str) -> Iterator[Any]:
    """The known parts of JSON that is cut off or broken elsewhere, each by its key."""
    for key in KEYS:
        for found in re.finditer(rf'"{key}"\s*:\s*(?=\{{)', script):
            try:
                value, _ = _DECODER.raw_decode(script, found.end())
            except (ValueError, RecursionError):
                continue
            yield {key: value}


def _card(number: str, seen: AnswerSeen) -> Reading:
    """An advert of which only the drawn card is there: a page that was scrolled, then saved."""
    sighting = Sighting(
        subject=f"fbad:{number}",
        source=seen.source,
        market=seen.market,
        seen_at=seen.seen_at,
        presence=Presence.PRESENT,
        url=f"https://www.facebook.com/ads/library/?id={number}",
        evidence=seen.evidence,
        facts={"layer": "card", **seen.facts},
    )
    return Reading(sightings=(sighting,), known=True)
