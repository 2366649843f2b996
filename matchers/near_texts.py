"""Texts that are nearly the same, found among many by the runs of words they share."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from heapq import nsmallest
from zlib import crc32

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
_SHORTEST = 40  # words: shorter texts are alike by chance
_LONGEST = 600  # words that are read of a text
_SKETCH = 32  # of a text's runs of words, the same for the same text everywhere
_QUOTED = 120  # letters
_NEAR = 0.5  # share of the runs from which two texts are nearly the same


class NearTexts:
    """Texts by the smallest hashes of their runs of words, which alike ones share."""

    def __init__(self) -> None:
        self._sketches: dict[str, frozenset[int]] = {}
        self._bearers: dict[int, list[str]] = defaultdict(list)
        self._openings: dict[str, str] = {}
        self.alike = cache(self._alike)

    def add(self, subject: str, text: str | None) -> None:
        """Takes a text in; a short one is like many by chance and is left out."""
        self._take(subject, text, _sketch(text))

    def first_like(self, subject: str, text: str | None) -> str | None:
        """Whose text, of those taken in, this one nearly is; like none, it is taken in itself."""
        sketch = _sketch(text)
        borne = Counter(other for run in sketch for other in self._bearers.get(run, ()))
        # Two sketches that are near enough share at least so many runs.
        near = sorted(other for other, runs in borne.items() if runs >= _NEAR * len(sketch))
        found = [(_resemblance(sketch, self._sketches[other]), other) for other in near]
        likeness, first = max(found, default=(0.0, subject), key=lambda one: one[0])
        if likeness >= _NEAR:
            return first
        self._take(subject, text, sketch)
        return subject if sketch else None

    def opening(self, subject: str) -> str:
        """How the text begins."""
        return self._openings[subject]

    def _take(self, subject: str, text: str | None, sketch: frozenset[int]) -> None:
        if text is None or not sketch:
            return
        self._sketches[subject] = sketch
        self._openings[subject] = text.strip().split("\n", 1)[0][:_QUOTED]
        for run in sketch:
            self._bearers[run].append(subject)

    def _alike(self, subject: str) -> frozenset[str]:
        """The subjects whose texts are nearly this one, itself among them; none for a short one."""
        sketch = self._sketches.get(subject, frozenset())
        near = {other for run in sketch for other in self._bearers[run]}
        return frozenset(
            other for other in near if _resemblance(sketch, self._sketches[other]) >= _NEAR
        )


def _sketch(text: str | None) -> frozenset[int]:
    words = _WORD.findall(text.casefold())[:_LONGEST] if text else []
    if len(words) < _SHORTEST:
        return frozenset()
    runs = {
        crc32(" ".join(words[place : place + _SHINGLE]).encode())
        for place in range(len(words) - _SHINGLE + 1)
    }
    return frozenset(nsmallest(_SKETCH, runs))


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """An estimate of the share of runs that two texts have in common (bottom-k sketches)."""
    smallest = frozenset(nsmallest(_SKETCH, one | other))
    return len(smallest & one & other) / len(smallest)
