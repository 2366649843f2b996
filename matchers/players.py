"""What several players of an app tell in its reviews: one alone may err, or bear a grudge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crawler.records import Finding, Sighting, Weight
from matchers.lexicon import Lexicon
from matchers.page import Page, read_page
from matchers.signals.reviews import find_reviews
from matchers.verdict.gambling import PLAYERS

_COPIED = 0.6  # a review that shares more with another one is the same player's
_PROVING = frozenset({Weight.DECISIVE, Weight.STRONG})


def told_by_players(sighting: Sighting, lexicon: Lexicon, *, least: int) -> tuple[Finding, ...]:
    """What the signal ``reviews`` finds in the reviews of an app.

    Nothing while fewer than ``least`` players say in words of their own what proves something.
    No other signal looks here: who complains speaks of other apps, banks and the police too.
    """
    told: list[Finding] = []
    witnesses: list[frozenset[str]] = []
    for page in _pages(sighting.facts.get("reviews", ()), lexicon):
        findings = tuple(find_reviews(page))
        told += findings
        if any(found.weight in _PROVING for found in findings):
            words = frozenset[str]().union(*(view.reading.words for view in page.views))
            if all(_share(words, known) < _COPIED for known in witnesses):
                witnesses.append(words)
    return tuple(told) if len(witnesses) >= least else ()


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    """Of all words of two reviews those that both have, whatever their order and signs."""
    return len(words & others) / len(words | others)


def _pages(reviews: Iterable[Mapping[str, Any]], lexicon: Lexicon) -> Iterable[Page]:
    for review in reviews:
        texts = [(PLAYERS, text) for name in ("title", "text") if (text := review.get(name))]
        yield read_page(texts, {}, lexicon)
