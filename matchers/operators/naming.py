"""What to call an operator: the letters that most of its names have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from matchers.operators.traits import SITE

_SHORTEST = 4  # letters; fewer stand in too many names
_LETTERS = re.compile(r"[a-z]+")


def name_of(subjects: Sequence[str]) -> str:
    """A readable name; without common letters the first subject's own."""
    labels = [_label(subject) for subject in subjects]
    borne = Counter(run for label in labels for run in _runs(label))
    if not borne:
        return labels[0]
    best = min(borne, key=lambda run: (-borne[run], -len(run), run))
    return best if borne[best] > 1 else labels[0]


def _label(subject: str) -> str:
    place, _, name = subject.partition(":")
    return name.partition(".")[0] if place == SITE else name


def _runs(label: str) -> set[str]:
    return {
        word[start:end]
        for word in _LETTERS.findall(label.casefold())
        for start in range(len(word) - _SHORTEST + 1)
        for end in range(start + _SHORTEST, len(word) + 1)
    }
