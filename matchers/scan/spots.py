"""Where turns of phrase may begin in a text: all of them sieved in one pass over its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.scan.carrier import compiled, inlined
from matchers.scan.programs import DEEP, begins_a_word, may_match, programs
from matchers.scan.words import START, SYMBOLS, WORD, Scanned, Words

NUMBER = "#"  # among first words: any number
_BITS = 64
_NINE = SYMBOLS["9"]


class Sought(NamedTuple):
    """One turn of phrase as the sieve knows it."""

    regex: str  # without marks
    needs: tuple[frozenset[str], ...]  # of each set a word must stand somewhere
    first: frozenset[str] | None  # words it can begin with; None: it is looked for everywhere

    @property
    def sets(self) -> tuple[frozenset[str], ...]:
        """The sets of which a word must stand there, its first words among them."""
        return (
            self.needs if self.first is None or NUMBER in self.first else (*self.needs, self.first)
        )


class _Known(NamedTuple):
    fills: npt.NDArray[np.uint64]  # [word's number]: a bit for each set
    bounds: npt.NDArray[np.int32]  # of word n: begun[bounds[n]:bounds[n + 1]]
    begun: npt.NDArray[np.int32]  # places among those sought
    most: int  # that begin at one word


class Sieve:
    """Turns of phrase that are looked for together."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self._sought = sought
        self._sets = tuple(dict.fromkeys(needed for one in sought for needed in one.sets))
        self._code = programs([one.regex for one in sought])
        self._needed = self._bits([map(self._sets.index, one.sets) for one in sought])
        self._numbers = np.array(self._begun_by(NUMBER), dtype=np.int32)
        loose = [at for at, one in enumerate(sought) if one.first is None]
        of_words = {at for at in loose if begins_a_word(self._code, int(self._code.starts[at]))}
        self._anywhere = np.array([at for at in loose if at not in of_words], dtype=np.int32)
        self._any_word = np.array(sorted(of_words), dtype=np.int32)

    def spots(self, scanned: Scanned) -> list[tuple[int, int]]:
        """Which may begin where, as they stand: (place among those sought, letter)."""
        fills, bounds, begun, most = scanned.words.kept(self, self._known)
        room = scanned.size * (most + len(self._any_word))
        room += len(scanned.symbols) * len(self._anywhere)
        found = np.empty((room, 2), dtype=np.int32)
        count = _sift(
            scanned.symbols, scanned.rows, fills, bounds, begun, self._numbers, self._any_word,
            self._anywhere, self._needed, self._code, found,
        )  # fmt: skip
        return [(which, spot) for which, spot in found[:count].tolist()]

    def _known(self, words: Words) -> _Known:
        """Of each word the sets that it fills, and the turns of phrase that begin with it."""
        told = frozenset[str]().union(*self._sets, *(one.first or () for one in self._sought))
        numbers = {word: words.number(word) for word in sorted(told - {NUMBER})}
        named: list[str | None] = [None] * (max(numbers.values(), default=-1) + 1)
        for word, number in numbers.items():
            named[number] = word
        fills = [[at for at, one in enumerate(self._sets) if word in one] for word in named]
        begun = [self._begun_by(word) if word else [] for word in named]
        return _Known(
            self._bits(fills),
            np.array([0, *accumulate(map(len, begun))], dtype=np.int32),
            np.array([at for one in begun for at in one], dtype=np.int32),
            max(map(len, begun), default=0) + len(self._numbers),
        )

    def _begun_by(self, word: str) -> list[int]:
        return [at for at, one in enumerate(self._sought) if one.first and word in one.first]

    def _bits(self, rows: Sequence[Iterable[int]]) -> npt.NDArray[np.uint64]:
        """A bit for each set, row by row."""
        bits = np.zeros((len(rows), len(self._sets) // _BITS + 1), dtype=np.uint64)
        for row, places in enumerate(rows):
            for place in places:
                bits[row, place // _BITS] |= np.uint64(1 << place % _BITS)
        return bits


@compiled
def _sift(
    symbols: Any, rows: Any, fills: Any, bounds: Any, begun: Any, numbers: Any, any_word: Any,
    anywhere: Any, needed: Any, code: Any, found: Any,
) -> int:  # fmt: skip
    """Fills ``found``; how many."""
    stack = np.empty((DEEP, 3), dtype=np.int32)
    live = np.ones(len(needed), dtype=np.bool_)
    for column in range(needed.shape[1]):
        there = np.uint64(0)
        for row in range(len(rows) - 1):
            if rows[row, WORD] < len(fills):
                there |= fills[rows[row, WORD], column]
        for which in range(len(needed)):
            live[which] &= needed[which, column] & there == needed[which, column]
    tried = 0
    for which in anywhere:
        for place in range(len(symbols) if live[which] else 0):
            tried = _add(found, tried, which, place, symbols, code)
    for row in range(len(rows) - 1):
        word, start = rows[row, WORD], rows[row, START]
        if word < len(fills):
            for at in range(bounds[word], bounds[word + 1]):
                if live[begun[at]]:
                    tried = _add(found, tried, begun[at], start, symbols, code)
        for which in any_word:
            if live[which]:
                tried = _add(found, tried, which, start, symbols, code)
        if symbols[start] <= _NINE:
            for which in numbers:
                if live[which]:
                    tried = _add(found, tried, which, start, symbols, code)
    count = 0
    for trial in range(tried):
        which, start = found[trial, 0], found[trial, 1]
        if may_match(symbols, start, code, code.starts[which], stack):
            found[count, 0], found[count, 1] = which, start
            count += 1
    return count


@inlined
def _add(found: Any, tried: int, which: int, place: int, symbols: Any, code: Any) -> int:
    """One more place to try, unless its letter is not one to begin with."""
    begins = code.begins[code.starts[which]]
    if not (begins >> np.uint64(symbols[place])) & np.uint64(1):
        return tried
    found[tried, 0], found[tried, 1] = which, place
    return tried + 1
