"""Phrases of everyday words in a text, counted by their kind: one pass over its letters.

Words are told by hashes of 64 bits; numbers by what they are: whole, with a decimal point, a
million or more. No phrase goes over the end of a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.scan.carrier import compiled, inlined
from matchers.scan.words import SYMBOLS, Scanned

Phrase = tuple[Sequence[str], int]  # words, kind
NUMBERS = ("N", "D", "M")  # a whole number, one with a decimal point, a million or more
_NEAR = 3  # letters between two words of one phrase
_SEED, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_WHOLE, _DECIMAL, _MILLION, _STOP = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(0)
_NUMBER_OF = dict(zip(NUMBERS, (_WHOLE, _DECIMAL, _MILLION), strict=True))
_ZERO, _NINE, _A, _Z = (SYMBOLS[letter] for letter in "09az")
_DOT, _COMMA, _BLANK, _LINE = (SYMBOLS[sign] for sign in "., \n")
_ENDS = (SYMBOLS["!"], SYMBOLS["?"], SYMBOLS[";"])
_GROUP = 3  # digits between two points of a large number
_MOST_DECIMALS = 2


class Found(NamedTuple):
    """How many phrases of each kind stand in a text, and where the first of each does."""

    numbers: npt.NDArray[np.int32]
    places: npt.NDArray[np.int32]  # [kind]: text, from, to


class _Table(NamedTuple):
    slots: npt.NDArray[np.int32]  # first words by their hash
    heads: npt.NDArray[np.uint64]
    ranges: npt.NDArray[np.int32]  # of head n: the phrases from ranges[n] to ranges[n + 1]
    phrases: npt.NDArray[np.int32]  # [phrase]: its number, its kind; the longest first
    bounds: npt.NDArray[np.int32]  # of phrase n: words[bounds[n]:bounds[n + 1]]
    words: npt.NDArray[np.uint64]


class Phrases:
    """Phrases in words, or signs of ``NUMBERS``, each with the place of its kind.

    ``marked`` as they are written, ``plain`` the same without marks.
    """

    def __init__(self, marked: Sequence[Phrase], plain: Sequence[Phrase], kinds: int) -> None:
        self._kinds, self._size = kinds, len(marked)
        self._marked, self._plain = _table(marked), _table(plain)

    def found(self, texts: Sequence[tuple[Scanned, bool]]) -> Found:
        """In the texts of one page together; of each whether it is written with marks."""
        numbers = np.zeros(self._kinds, dtype=np.int32)
        places = np.zeros((self._kinds, 3), dtype=np.int32)
        seen = np.zeros(self._size, dtype=np.bool_)
        for at, (scanned, marks) in enumerate(texts):
            codes = scanned.codes if marks else scanned.plain
            table = self._marked if marks else self._plain
            _count(codes, scanned.symbols, *table, at, seen, numbers, places)
        return Found(numbers, places)


def _table(phrases: Sequence[Phrase]) -> _Table:
    ordered = sorted(
        ((_value(words[0]), -len(words), number) for number, (words, _) in enumerate(phrases))
    )
    firsts = np.array([first for first, _, _ in ordered], dtype=np.uint64)
    heads, begins = np.unique(firsts, return_index=True)
    slots = np.zeros(1 << (4 * len(heads)).bit_length(), dtype=np.int32)
    _fill(slots, heads)
    words = [phrases[number][0] for _, _, number in ordered]
    return _Table(
        slots,
        heads,
        np.append(begins, len(ordered)).astype(np.int32),
        np.array([(number, phrases[number][1]) for _, _, number in ordered], dtype=np.int32),
        np.cumsum([0, *map(len, words)], dtype=np.int32),
        np.array([_value(word) for some in words for word in some], dtype=np.uint64),
    )


def _value(word: str) -> np.uint64:
    """What a word is told by."""
    if word in _NUMBER_OF:
        return _NUMBER_OF[word]
    codes = np.frombuffer(word.encode("utf-32-le"), dtype=np.uint32)
    return np.uint64(_hashed(codes, 0, len(codes)))


@compiled
def _hashed(codes: Any, start: int, end: int) -> Any:
    value = _SEED
    for place in range(start, end):
        value = (value ^ np.uint64(codes[place])) * _PRIME
    return value


@compiled
def _fill(slots: Any, heads: Any) -> None:
    for number in range(len(heads)):
        slot = _slot(heads[number], slots)
        while slots[slot]:
            slot = (slot + 1) & (len(slots) - 1)
        slots[slot] = number + 1


@inlined
def _slot(value: Any, slots: Any) -> Any:
    return np.int64((value ^ (value >> np.uint64(32))) & np.uint64(len(slots) - 1))


@inlined
def _head(value: Any, slots: Any, heads: Any) -> int:
    """The number of a first word; -1: no phrase begins with it."""
    slot = _slot(value, slots)
    while slots[slot]:
        if heads[slots[slot] - 1] == value:
            return int(slots[slot]) - 1
        slot = (slot + 1) & (len(slots) - 1)
    return -1


@inlined
def _digits(symbols: Any, start: int) -> int:
    """How many stand in a row."""
    end = start
    while end < len(symbols) and _ZERO <= symbols[end] <= _NINE:
        end += 1
    return end - start


@inlined
def _number(symbols: Any, start: int, end: int) -> tuple[Any, int]:
    """What the number is whose first digits stand there, and where it ends."""
    groups, reach = 0, end
    while reach < len(symbols) and symbols[reach] == _DOT and _digits(symbols, reach + 1) == _GROUP:
        groups += 1
        reach += 1 + _GROUP
    if groups > 0:
        return (_MILLION if groups > 1 else _WHOLE), reach
    if end < len(symbols) and (symbols[end] == _DOT or symbols[end] == _COMMA):
        decimals = _digits(symbols, end + 1)
        if 0 < decimals <= _MOST_DECIMALS and end - start <= _MOST_DECIMALS:
            return _DECIMAL, end + 1 + decimals
    return _WHOLE, end


@compiled
def _tokens(codes: Any, symbols: Any, values: Any, spans: Any) -> int:
    """Fills the words, numbers and ends of sentences of a text; how many there are."""
    count, place, size = 0, 0, len(symbols)
    while place < size:
        symbol, start = symbols[place], place
        if _ZERO <= symbol <= _NINE:
            value, place = _number(symbols, start, start + _digits(symbols, start))
        elif _A <= symbol <= _Z:
            value = _SEED
            while place < size and _A <= symbols[place] <= _Z:
                value = (value ^ np.uint64(codes[place])) * _PRIME
                place += 1
        else:
            place += 1
            ends = symbol == _LINE or symbol in _ENDS
            if symbol == _DOT:
                ends = place == size or symbols[place] == _BLANK or symbols[place] == _LINE
            if not ends:
                continue
            value = _STOP
        values[count] = value
        spans[count, 0], spans[count, 1] = start, place
        count += 1
    return count


@compiled
def _count(
    codes: Any, symbols: Any, slots: Any, heads: Any, ranges: Any, phrases: Any, bounds: Any,
    words: Any, text: int, seen: Any, numbers: Any, places: Any,
) -> None:  # fmt: skip
    """Counts each phrase once; words within a longer phrase of their kind count no more."""
    values = np.empty(len(symbols), dtype=np.uint64)
    spans = np.empty((len(symbols), 2), dtype=np.int32)
    reach = np.zeros(len(numbers), dtype=np.int32)
    size = _tokens(codes, symbols, values, spans)
    for at in range(size):
        head = _head(values[at], slots, heads)
        for which in range(ranges[head], ranges[head + 1]) if head >= 0 else range(0):
            number, kind = phrases[which]
            first, last = bounds[which], bounds[which + 1]
            if reach[kind] > at or at + last - first > size:
                continue
            same = True
            for more in range(1, last - first):
                here = at + more
                near = spans[here, 0] - spans[here - 1, 1] <= _NEAR
                same &= near and values[here] == words[first + more]
            if not same:
                continue
            reach[kind] = at + last - first
            if seen[number]:
                continue
            seen[number] = True
            if numbers[kind] == 0:
                places[kind, 0], places[kind, 1] = text, spans[at, 0]
                places[kind, 2] = spans[at + last - first - 1, 1]
            numbers[kind] += 1


@compiled
def weighted(numbers: Any, first: Any, more: Any, most: int) -> float:
    """Of each kind there ``first``, and ``more`` for each further word up to ``most``."""
    total = 0.0
    for kind in range(len(numbers)):
        if numbers[kind] > 0:
            total += first[kind] + more[kind] * (min(numbers[kind], most) - 1)
    return total
