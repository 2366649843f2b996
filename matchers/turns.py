"""Turns of phrase: which words must stand in a text, and where they can begin in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from crawler.records import Weight
from matchers.reading import Reading, tone_placed, without_marks
from matchers.scan.spots import NUMBER, Sieve, Sought


@dataclass(frozen=True)
class Pattern:
    """A turn of phrase, written with marks; looked for where a word of each of ``needs`` is."""

    term: str
    weight: Weight
    needs: tuple[frozenset[str], ...]
    regex: str
    denies: bool = False  # "không" is part of what is said

    @cached_property
    def first_words(self) -> frozenset[str] | None:
        """The plain words that it can begin with; None: it must be looked for everywhere."""
        return first_words(without_marks(self.regex))

    @cached_property
    def marked(self) -> re.Pattern[str]:
        """For text with marks."""
        return re.compile(tone_placed(self.regex))

    @cached_property
    def plain(self) -> re.Pattern[str]:
        """For text without marks."""
        return re.compile(without_marks(self.regex))


def first_words(regex: str) -> frozenset[str] | None:
    """The whole words that a pattern can begin with, where each branch begins with some."""
    found: set[str] = set()
    for branch in _branches(_without_looks(regex)):
        words = _first(branch[2:], "") if branch.startswith(r"\b") else None
        if words is None:
            return None
        found |= words
    return frozenset(found)


def _first(text: str, behind: str) -> set[str] | None:
    """The words with which a text can begin where one begins, before what stands behind it."""
    if not text.startswith("(?:"):
        word = _FIRST_WORD.match(text + behind)
        return {word[1] or NUMBER} if word else None
    end = _closing(text)
    rest = text[end:] + behind
    if rest.startswith(("*", "{")):
        return None
    may_lack = rest.startswith("?")
    rest = rest[may_lack:]
    found = [_first(branch, rest) for branch in _branches(text[len("(?:") : end - 1])]
    if may_lack:
        found.append(_first(rest, ""))
    return None if None in found else set().union(*filter(None, found))


def _without_looks(regex: str) -> str:
    """Without what looks ahead or behind: it takes no letter."""
    look = _LOOK.search(regex)
    while look is not None:
        begin = look.start()
        regex = regex[:begin] + regex[begin + _closing(regex[begin:]) :]
        look = _LOOK.search(regex)
    return regex


def _closing(text: str) -> int:
    """Where the group ends that the text begins with."""
    depth = accumulate((letter == "(") - (letter == ")") for letter in text)
    return next(place for place, open_ones in enumerate(depth, 1) if open_ones == 0)


def _branches(regex: str) -> Iterator[str]:
    """The alternatives of the outermost level; within a set of letters "|" is a letter."""
    depth = begin = 0
    for place, letter in enumerate(_SET.sub(lambda found: "." * len(found[0]), regex)):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            yield regex[begin:place]
            begin = place + 1
    yield regex[begin:]


_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_LOOK = re.compile(r"\(\?<?[!=]")
# A number, or a whole word: with a letter behind it that is no letter of a word.
_FIRST_WORD = re.compile(
    r"([a-z0-9]+)(?: (?![?*{])|\(\?: (?![?*{])|\\b|\\\.(?![?*{]))|(?:\\d|\d)(?![?*]|\{0)"
)


def search(regex: re.Pattern[str], text: str, spots: Sequence[int]) -> re.Match[str] | None:
    """The first match, tried only where the sieve says that one may begin."""
    for spot in spots:
        match = regex.match(text, spot)
        if match is not None:
            return match
    return None


class Turns:
    """The turns of phrase of all signals, looked for together."""

    def __init__(self, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        self._all = [(signal, one) for signal, some in patterns.items() for one in some]
        self._sieve = Sieve(
            [Sought(without_marks(one.regex), one.needs, one.first_words) for _, one in self._all]
        )

    def possible(self, reading: Reading) -> Mapping[str, list[tuple[Pattern, list[int]]]]:
        """By signal, in order, those that may stand in a reading, and the letters to try."""
        spots: dict[int, list[int]] = {}
        for which, spot in self._sieve.spots(reading.scanned):
            spots.setdefault(which, []).append(spot)
        found: dict[str, list[tuple[Pattern, list[int]]]] = {}
        for which in sorted(spots):
            signal, pattern = self._all[which]
            found.setdefault(signal, []).append((pattern, spots[which]))
        return found
