"""Turns of phrase: which words must stand in a text, and where they can begin in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import accumulate, repeat
from operator import or_

from crawler.records import Weight
from matchers.page import View
from matchers.reading import Reading, tone_placed, without_marks


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
    def needed(self) -> int:
        """A bit for each set of words of which one must stand there."""
        first = self.first_words
        sets = self.needs if first is None or NUMBER in first else (*self.needs, first)
        return reduce(or_, map(_needed_bit, sets), 0)

    @cached_property
    def marked(self) -> re.Pattern[str]:
        """For text with marks."""
        return re.compile(tone_placed(self.regex))

    @cached_property
    def plain(self) -> re.Pattern[str]:
        """For text without marks."""
        return re.compile(without_marks(self.regex))


NUMBER = "#"  # among first words: any number
# Each word with the bits of the sets that it fills, and the bit of each set.
_word_bits: dict[str, int] = {}
_set_bits: dict[frozenset[str], int] = {}


def _needed_bit(words: frozenset[str]) -> int:
    bit = _set_bits.get(words)
    if bit is None:
        bit = _set_bits[words] = 1 << len(_set_bits)
        for word in words:
            _word_bits[word] = _word_bits.get(word, 0) | bit
    return bit


def first_words(regex: str) -> frozenset[str] | None:
    """The whole words that a pattern can begin with, where each branch begins with some."""
    found: set[str] = set()
    for branch in _branches(regex):
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
    if rest.startswith(("?", "*", "{")):
        return None
    found = [_first(branch, rest) for branch in _branches(text[len("(?:") : end - 1])]
    return None if None in found else set().union(*filter(None, found))


def _closing(text: str) -> int:
    """Where the group ends that the text begins with."""
    depth = accumulate((letter == "(") - (letter == ")") for letter in text)
    return next(place for place, open_ones in enumerate(depth, 1) if open_ones == 0)


def _branches(regex: str) -> Iterator[str]:
    """The alternatives of the outermost level."""
    depth = begin = 0
    for place, letter in enumerate(regex):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            yield regex[begin:place]
            begin = place + 1
    yield regex[begin:]


# A number, or a whole word: with a letter behind it that is no letter of a word.
_FIRST_WORD = re.compile(
    r"([a-z0-9]+)(?: (?![?*{])|\(\?: (?![?*{])|\\b|\\\.(?![?*{]))|\\d(?![?*]|\{0)"
)


def standing(view: View) -> int:
    """The bits of the sets of which a word stands there; anew when patterns were added."""
    kept = view.standing.get(len(_set_bits))
    if kept is None:
        bits = map(_word_bits.get, view.reading.words, repeat(0))
        kept = view.standing[len(_set_bits)] = reduce(or_, bits, 0)
    return kept


def search(
    reading: Reading, pattern: Pattern, regex: re.Pattern[str], text: str
) -> re.Match[str] | None:
    """The first match, tried only where one of the first words stands: not at every letter."""
    if pattern.first_words is None:
        return regex.search(text)
    places = reading.places
    spots: list[int] = []
    for word in pattern.first_words:
        if word in places:
            spots += places[word]
        elif word == NUMBER:
            spots += reading.numbers
    if len(spots) > 1:
        spots.sort()
    bounds, match_at = reading.bounds, regex.match
    for spot in spots:
        match = match_at(text, bounds[2 * spot])
        if match is not None:
            return match
    return None
