"""Which entries of a table stand in a text: words, and two words that follow one another.

One pass over the words of a text; each entry counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.scan.carrier import compiled, inlined
from matchers.scan.words import END, START, SYMBOLS, WORD, Scanned, Words

_UNKNOWN, _UNASKED = -1, -2
_SINGLE, _DOUBLE = range(2)
_LONGEST = 8  # words of a quote
_NEAR = 3  # letters between two of them
_BITS = 64
_ENDS = tuple(SYMBOLS[sign] for sign in ".!?;\n")
Ids = npt.NDArray[np.int32]
Pair = tuple[int, int]  # the entries of its words


class Told(NamedTuple):
    """The entries that stand in some texts, each once; and where they do."""

    entries: Ids
    placed: Sequence[Ids]  # [text]: the entry of each word, and of each with the next; -1: none


class Pairs:
    """The entries of words by ``entry_of`` (-1: none), and of pairs of them by ``pairs``."""

    def __init__(
        self, size: int, entry_of: Callable[[str], int], pairs: Mapping[Pair, int]
    ) -> None:
        self._size = size
        self._entry_of = entry_of
        told = np.array(sorted((*pair, entry) for pair, entry in pairs.items()), dtype=np.int32)
        firsts, self._seconds, self._entries = told.reshape(-1, 3).T.copy()
        # Of entry n: the pairs that begin with it are those from bounds[n] on to bounds[n + 1].
        self._bounds = np.searchsorted(firsts, np.arange(size + 1)).astype(np.int32)

    def told(self, texts: Sequence[Scanned], beside: Sequence[int]) -> Told:
        """The entries that stand in some texts together, and those beside, each once.

        ``beside``: entries that are no words, each once.
        """
        seen = np.zeros(self._size // _BITS + 1, dtype=np.uint64)  # a bit for each entry
        found = np.empty(sum(2 * one.size for one in texts) + len(beside), dtype=np.int32)
        count = len(beside)
        for at, entry in enumerate(beside):
            found[at] = entry
            seen[entry // _BITS] |= np.uint64(1 << entry % _BITS)
        placed = []
        for scanned in texts:
            places = np.empty((2, scanned.size), dtype=np.int32)
            known = scanned.words.kept(self, self._know)
            count = _tell(
                scanned.rows, known.of(scanned), self._bounds, self._seconds, self._entries,
                seen, found, count, places,
            )  # fmt: skip
            placed.append(places)
        return Told(found[:count], placed)

    def _know(self, words: Words) -> _Known:
        return _Known(self._entry_of, words)


def heaviest(
    scanned: Scanned, placed: Ids, points: npt.NDArray[np.float64], most: int
) -> list[tuple[float, int, int]]:
    """The words in a row that have most points together, the heaviest first, none twice.

    ``placed``: as ``Told`` has it; ``points``: of each entry. Told are the points, and where the
    words begin and end.
    """
    chosen, sums = np.empty((most, 2), dtype=np.int32), np.empty(most)
    count = _choose(placed, scanned.rows, scanned.symbols, points, chosen, sums)
    return list(zip(sums[:count].tolist(), *chosen[:count].T.tolist(), strict=True))


class _Known:
    """The entry of every word that was seen."""

    def __init__(self, entry_of: Callable[[str], int], words: Words) -> None:
        self._words = words
        self._entry_of = entry_of
        self._entries = np.full(1 << 15, _UNASKED, dtype=np.int32)

    def of(self, scanned: Scanned) -> Ids:
        """The entries of all words, those of a text among them."""
        with self._words.lock:
            lacking = len(self._words.texts) - len(self._entries)
            if lacking > 0:
                more = np.full(lacking + len(self._words.texts), _UNASKED, dtype=np.int32)
                self._entries = np.concatenate((self._entries, more))
            if not _all_asked(scanned.rows, self._entries):
                words = scanned.rows[:-1, WORD]
                for number in set(words[self._entries[words] == _UNASKED].tolist()):
                    self._entries[number] = self._entry_of(self._words.texts[number])
            return self._entries


@compiled
def _all_asked(rows: Any, entries: Any) -> bool:
    for at in range(len(rows) - 1):
        if entries[rows[at, WORD]] == _UNASKED:
            return False
    return True


@compiled
def _tell(
    rows: Any, entries: Any, bounds: Any, seconds: Any, of_pairs: Any,
    seen: Any, found: Any, count: int, places: Any,
) -> int:  # fmt: skip
    """Fills ``places``, and puts what was not seen yet behind the others; how many there are."""
    for at in range(len(rows) - 1):
        here = entries[rows[at, WORD]]
        following = entries[rows[at + 1, WORD]] if at + 2 < len(rows) else _UNKNOWN
        places[_SINGLE, at], places[_DOUBLE, at] = here, _UNKNOWN
        if here >= 0 and following >= 0:
            places[_DOUBLE, at] = _pair(here, following, bounds, seconds, of_pairs)
        for which in range(2):
            entry = places[which, at]
            if entry < 0:
                continue
            bit = np.uint64(1) << np.uint64(entry % _BITS)
            if not seen[entry // _BITS] & bit:
                seen[entry // _BITS] |= bit
                found[count] = entry
                count += 1
    return count


@inlined
def _pair(first: int, second: int, bounds: Any, seconds: Any, of_pairs: Any) -> Any:
    low, high = bounds[first], bounds[first + 1]
    while low < high:
        middle = (low + high) // 2
        if seconds[middle] < second:
            low = middle + 1
        else:
            high = middle
    is_told = low < bounds[first + 1] and seconds[low] == second
    return of_pairs[low] if is_told else _UNKNOWN


@compiled
def _choose(placed: Any, rows: Any, symbols: Any, points: Any, chosen: Any, sums: Any) -> int:
    """Fills ``chosen`` with where what is heaviest begins and ends; how many."""
    single, double = placed[_SINGLE], placed[_DOUBLE]
    taken = np.zeros(len(single), dtype=np.bool_)
    for count in range(len(chosen)):
        most, first, last = 0.0, -1, -1
        for begin in range(len(single)):
            total = 0.0
            for at in range(begin, min(begin + _LONGEST, len(single))):
                if taken[at] or (at > begin and _is_apart(symbols, rows, at)):
                    break
                total += points[single[at]] if single[at] >= 0 else 0.0
                total += points[double[at - 1]] if at > begin and double[at - 1] >= 0 else 0.0
                shorter = total == most and at - begin < last - first
                if total > most or shorter:
                    most, first, last = total, begin, at
        if first < 0:
            return count
        chosen[count, 0], chosen[count, 1] = rows[first, START], rows[last, END]
        sums[count] = most
        taken[first : last + 1] = True
    return len(chosen)


@inlined
def _is_apart(symbols: Any, rows: Any, at: int) -> bool:
    """Whether a sentence ends before a word, or more than a few signs stand there."""
    begin, end = rows[at - 1, END], rows[at, START]
    apart = end - begin > _NEAR
    for place in range(begin, min(end, begin + _NEAR)):
        for sign in _ENDS:
            apart |= symbols[place] == sign
    return bool(apart)


@compiled
def weighed(entries: Any, rarity: Any, points: Any, few: float) -> Any:
    """The points of each column for some entries, each by how rare it is, all together as one."""
    squares, sums = few, np.zeros(points.shape[1])
    for at in range(len(entries)):
        entry = entries[at]
        squares += rarity[entry] * rarity[entry]
        for column in range(points.shape[1]):
            sums[column] += rarity[entry] * points[entry, column]
    return sums / np.sqrt(squares)
