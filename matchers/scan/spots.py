"""Where turns of phrase may begin in a text: all of them sieved in one pass over its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.scan.carrier import compiled, inlined
from matchers.scan.paths import AHEAD, Paths
from matchers.scan.programs import DEEP, END_OF_TEXT, begins_a_word, may_match, programs
from matchers.scan.words import END, START, SYMBOLS, WORD, Scanned, Words

NUMBER = "#"  # among first words: any number
_BITS = 64
_NINE = SYMBOLS["9"]
_NUMBERS, _ANY_WORD, _ANYWHERE = range(3)  # what begins so, behind the words in ``_Known``
_OF, _ON, _SYMBOLS = range(3)  # columns of what is begun
_WHICH, _SPOT, _LINE, _PLACE = range(4)  # columns of what is tried: the line to go on at, and where


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
    """Behind the words stand what begins with numbers, with any word, and anywhere."""

    fills: npt.NDArray[np.uint64]  # [word's number]: a bit for each set
    bounds: npt.NDArray[np.int32]  # of word n: begun[bounds[n]:bounds[n + 1]]
    begun: npt.NDArray[np.uint64]  # which of those sought, the line, the symbols of some letters
    most: int  # that are tried at one word


_Entry = tuple[int, int]  # one of those sought, and a line


class Sieve:
    """Turns of phrase that are looked for together."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self._sets = tuple(dict.fromkeys(needed for one in sought for needed in one.sets))
        self._code = programs([one.regex for one in sought])
        self._paths = Paths(self._code)
        self._needed = self._bits([map(self._sets.index, one.sets) for one in sought])
        self._by_word: dict[str, list[_Entry]] = {}
        self._numbers: list[_Entry] = []
        self._any_word: list[_Entry] = []
        self._anywhere: list[_Entry] = []
        for which, (one, line) in enumerate(zip(sought, self._code.starts, strict=True)):
            first = one.first or frozenset()
            behind = {word: self._paths.behind(line, word) for word in first - {NUMBER}}
            if one.first is not None and None not in behind.values():
                for word, lines in behind.items():
                    entries = self._by_word.setdefault(word, [])
                    entries += [(which, on) for on in sorted(lines or ())]
                self._numbers += [(which, line)] if NUMBER in first else []
            elif begins_a_word(self._code, line):
                self._any_word.append((which, line))
            else:
                self._anywhere.append((which, line))

    def spots(self, scanned: Scanned) -> list[tuple[int, int]]:
        """Which may begin where, as they stand: (place among those sought, letter)."""
        fills, bounds, begun, most = scanned.words.kept(self, self._known)
        room = scanned.size * most
        room += len(scanned.symbols) * len(self._anywhere)
        found = np.empty((room, 4), dtype=np.int32)
        count = _sift(
            scanned.symbols, scanned.rows, fills, bounds, begun,
            self._needed, self._code.table, found,
        )  # fmt: skip
        return list(map(tuple, found[:count, :_LINE].tolist()))

    def _known(self, words: Words) -> _Known:
        """Of each word the sets that it fills, and the turns of phrase that begin with it."""
        told = frozenset[str]().union(*self._sets, self._by_word)
        numbers = {word: words.number(word) for word in sorted(told)}
        named: list[str | None] = [None] * (max(numbers.values(), default=-1) + 1)
        for word, number in numbers.items():
            named[number] = word
        begun = [self._by_word.get(word or "", []) for word in named]
        begun += [self._numbers, self._any_word, self._anywhere]
        entries = [(*one, *self._paths.ahead(one[1])) for some in begun for one in some]
        return _Known(
            self._bits(
                [[at for at, one in enumerate(self._sets) if word in one] for word in named]
            ),
            np.array([0, *accumulate(map(len, begun))], dtype=np.int32),
            np.array(entries, dtype=np.uint64).reshape(-1, _SYMBOLS + AHEAD),
            max(map(len, begun)) + len(self._numbers) + len(self._any_word),
        )

    def _bits(self, rows: Sequence[Iterable[int]]) -> npt.NDArray[np.uint64]:
        """A bit for each set, row by row."""
        bits = np.zeros((len(rows), len(self._sets) // _BITS + 1), dtype=np.uint64)
        for row, places in enumerate(rows):
            for place in places:
                bits[row, place // _BITS] |= np.uint64(1 << place % _BITS)
        return bits


@compiled
def _sift(
    symbols: Any, rows: Any, fills: Any, bounds: Any, begun: Any,
    needed: Any, table: Any, found: Any,
) -> int:  # fmt: skip
    """Fills ``found`` with what is sought and its letter; how many."""
    words = len(fills)
    there = np.zeros(needed.shape[1], dtype=np.uint64)
    for row in range(len(rows) - 1):
        if rows[row, WORD] < words:
            for column in range(len(there)):
                there[column] |= fills[rows[row, WORD], column]
    live = np.ones(len(needed), dtype=np.bool_)
    for which in range(len(needed)):
        for column in range(len(there)):
            live[which] &= needed[which, column] & there[column] == needed[which, column]
    others = np.empty(bounds[words + _ANYWHERE] - bounds[words], dtype=np.int32)
    any_word = _living(others, 0, live, begun, bounds, words + _ANY_WORD)
    numbers = _living(others, any_word, live, begun, bounds, words + _NUMBERS)
    tried = 0
    for at in range(bounds[words + _ANYWHERE], bounds[words + _ANYWHERE + 1]):
        for place in range(len(symbols) if live[begun[at, _OF]] else 0):
            tried = _add(found, tried, symbols, place, place, begun, at)
    for row in range(len(rows) - 1):
        word, start, end = rows[row, WORD], rows[row, START], rows[row, END]
        if word < words:
            for at in range(bounds[word], bounds[word + 1]):
                if live[begun[at, _OF]]:
                    tried = _add(found, tried, symbols, start, end, begun, at)
        for other in range(any_word if symbols[start] > _NINE else numbers):
            tried = _add(found, tried, symbols, start, start, begun, others[other])
    count, stack = 0, np.empty((DEEP, 3), dtype=np.int32)
    for trial in range(tried):
        if may_match(symbols, found[trial, _PLACE], table, found[trial, _LINE], stack):
            found[count, _WHICH] = found[trial, _WHICH]
            found[count, _SPOT] = found[trial, _SPOT]
            count += 1
    return count


@inlined
def _living(others: Any, count: int, live: Any, begun: Any, bounds: Any, kind: int) -> int:
    """Puts what begins so and may stand there behind the others; how many there are then."""
    for at in range(bounds[kind], bounds[kind + 1]):
        if live[begun[at, _OF]]:
            others[count] = at
            count += 1
    return count


@inlined
def _add(found: Any, tried: int, symbols: Any, start: int, place: int, begun: Any, at: int) -> int:
    """One more place to try, unless the letters there are none to go on with."""
    for more in range(AHEAD):
        symbol = symbols[place + more] if place + more < len(symbols) else END_OF_TEXT
        if not (begun[at, _SYMBOLS + more] >> np.uint64(symbol)) & np.uint64(1):
            return tried
    found[tried, _WHICH], found[tried, _SPOT] = begun[at, _OF], start
    found[tried, _LINE], found[tried, _PLACE] = begun[at, _ON], place
    return tried + 1
