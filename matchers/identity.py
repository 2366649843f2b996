"""Copied identity: a description that belongs to another account's game."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import Indel

from crawler.records import Reason, Sighting
from crawler.text import fold_marks
from matchers.reasons import reason

_WORD = re.compile(r"\w+")
_SHINGLE = 6  # words
_SHORTEST = 40  # words: shorter descriptions are alike by chance
_ALIKE = 0.9

SamePublisher = Callable[[str, str], bool]


class LicensedTexts:
    """Descriptions of licensed accounts' games, found by the runs of words they share."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        self._texts: dict[str, tuple[Sighting, list[str]]] = {}
        self._runs: dict[int, list[str]] = {}
        for sighting in sightings:
            words = _words(sighting.text)
            if len(words) < _SHORTEST:
                continue
            self._texts[sighting.subject] = sighting, words
            for run in _shingles(words):
                self._runs.setdefault(run, []).append(sighting.subject)

    def copied_by(self, sighting: Sighting, same_publisher: SamePublisher) -> Reason | None:
        """The licensed game of another account whose description this one repeats."""
        words = _words(sighting.text)
        if len(words) < _SHORTEST or not sighting.publisher:
            return None
        shared = Counter(subject for run in _shingles(words) for subject in self._runs.get(run, ()))
        for subject, _ in shared.most_common(3):
            original, its_words = self._texts[subject]
            if subject == sighting.subject or same_publisher(
                sighting.publisher, original.publisher or ""
            ):
                continue
            if Indel.normalized_similarity(words, its_words) >= _ALIKE:
                quote = (sighting.text or "").strip().split("\n", 1)[0][:120]
                return reason(
                    "copied_text", field="text", quote=quote, original=original.title or subject
                )
        return None


def _words(text: str | None) -> list[str]:
    return _WORD.findall(fold_marks(text)) if text else []


def _shingles(words: Sequence[str]) -> frozenset[int]:
    return frozenset(
        hash(tuple(words[place : place + _SHINGLE])) for place in range(len(words) - _SHINGLE + 1)
    )
