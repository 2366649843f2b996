"""What several players of an app tell in its reviews: one alone may err, or bear a grudge."""

from __future__ import annotations

import re

from crawler.records import Finding, Sighting
from crawler.text import fold_marks
from matchers.lexicon import Lexicon
from matchers.page import read_page
from matchers.signals.reviews import find_reviews
from matchers.verdict.gambling import PLAYERS
from matchers.weights import PROVING

_COPIED = 0.6  # a review that shares more with another one is the same player's
_WORD = re.compile(r"\w+")


def told_by_players(sighting: Sighting, lexicon: Lexicon, *, least: int) -> tuple[Finding, ...]:
    """What the signal ``reviews`` finds in the reviews of an app.

    Nothing while fewer than ``least`` players say in words of their own what proves something.
    No other signal looks here: who complains speaks of other apps, banks and the police too.
    """
    told: list[Finding] = []
    witnesses: list[frozenset[str]] = []
    for review in sighting.facts.get("reviews", ()):
        texts = [(PLAYERS, text) for name in ("title", "text") if (text := review.get(name))]
        findings = tuple(find_reviews(read_page(texts, {}, lexicon)))
        told += findings
        if any(found.weight in PROVING for found in findings):
            said = " ".join(text for _, text in texts)
            words = frozenset(_WORD.findall(fold_marks(said).casefold()))
            if all(_share(words, known) < _COPIED for known in witnesses):
                witnesses.append(words)
    return tuple(told) if len(witnesses) >= least else ()


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    """Of all words of two reviews those that both have, whatever their order and signs."""
    return len(words & others) / len(words | others)
