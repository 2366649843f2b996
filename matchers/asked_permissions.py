"""What the stored permissions of an app say; a store's own words, not the developer's."""

from __future__ import annotations

from crawler.records import Finding, Sighting
from matchers.lexicon import Lexicon
from matchers.page import read_page
from matchers.signals.permissions import FIELD, find_permissions

_MOST = 200  # an app that asks for more is read this far


def asked_permissions(sighting: Sighting, lexicon: Lexicon) -> tuple[Finding, ...]:
    """What the signal ``permissions`` finds there, each kind once. No other signal looks here."""
    stored = sighting.facts.get("permissions")
    if not isinstance(stored, list):
        return ()
    texts = [(FIELD, words) for words in stored[:_MOST] if isinstance(words, str)]
    kinds: dict[str, Finding] = {}
    for found in find_permissions(read_page(texts, {}, lexicon)):
        kinds.setdefault(found.term, found)
    return tuple(kinds.values())
