"""Brands of six letters and more that a label holds with one letter changed.

One change leaves the first three or the last three letters of a brand as they are: those three
letters are looked up at every place, and the rest is compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.domains.automaton import FOLDED, NEAR, Automaton, keep_hit
from matchers.domains.split import SYMBOLS
from matchers.engine.compiling import inlined, inner

SHORTEST = 6
_SEED = 3
_GRAMS = SYMBOLS**_SEED


_DRAWN_ALIKE = (("m", "rn"), ("w", "vv"), ("d", "cl"))


def variants_of(text: str) -> Iterator[tuple[str, int]]:
    """Other texts that a long brand is looked for by, and how each stands for it."""
    if len(text) < SHORTEST:
        return
    for letter, two in _DRAWN_ALIKE:
        for place in (place for place, written in enumerate(text) if written == letter):
            yield text[:place] + two + text[place + 1 :], FOLDED
    # The only swap that leaves neither the first three nor the last three letters.
    if len(text) == 2 * _SEED and text[2] != text[3]:
        yield text[:2] + text[3] + text[2] + text[4:], NEAR


class Near(NamedTuple):
    """Three letters to the patterns that begin or end with them."""

    known: npt.NDArray[np.uint8]  # a bit for each gram: most places are done with this small table
    bounds: npt.NDArray[np.int32]  # of gram n: its patterns are [bounds[n]:bounds[n + 1]]
    pattern: npt.NDArray[np.int16]
    ends: npt.NDArray[np.uint8]  # 1: the pattern ends with the gram; 0: it begins with it


def build_near(automaton: Automaton, patterns: Sequence[int]) -> Near:
    """The table of those of the automaton's patterns that are long enough."""
    seeds = []
    for pattern in patterns:
        text = automaton.text[automaton.bounds[pattern] : automaton.bounds[pattern + 1]]
        if len(text) >= SHORTEST:
            seeds.append((_gram(text[:_SEED]), pattern, 0))
            seeds.append((_gram(text[-_SEED:]), pattern, 1))
    seeds.sort()
    grams = np.array([gram for gram, _, _ in seeds], dtype=np.int64)
    known = np.zeros(_GRAMS, dtype=np.uint8)
    known[grams] = 1
    return Near(
        known=np.packbits(known, bitorder="little"),
        bounds=np.searchsorted(grams, np.arange(_GRAMS + 1)).astype(np.int32),
        pattern=np.array([pattern for _, pattern, _ in seeds], dtype=np.int16),
        ends=np.array([ends for _, _, ends in seeds], dtype=np.uint8),
    )


def _gram(text: npt.NDArray[np.uint8]) -> int:
    first, second, third = (int(symbol) for symbol in text)
    return (first * SYMBOLS + second) * SYMBOLS + third


@inlined
def find_near(
    symbols: Any, first: int, last: int, automaton: Any, near: Any, hits: Any, count: int
) -> int:
    """Adds the patterns that stand in the label with one change; how many hits now."""
    if last - first < SHORTEST - 1 or len(near.pattern) == 0:
        return count
    before, latest = np.int64(symbols[first]), np.int64(symbols[first + 1])
    for place in range(first + 2, last):
        symbol = np.int64(symbols[np.uint64(place)])
        gram = (before * SYMBOLS + latest) * SYMBOLS + symbol
        before, latest = latest, symbol
        if not near.known[np.uint64(gram >> 3)] >> (gram & 7) & 1:
            continue
        for seed in range(near.bounds[gram], near.bounds[gram + 1]):
            pattern = near.pattern[seed]
            begins, ends = automaton.bounds[pattern], automaton.bounds[pattern + 1]
            if near.ends[seed]:
                start = _change_before(
                    symbols, first, place - _SEED, automaton.text, begins, ends - _SEED - 1
                )
                if start >= 0:
                    count = keep_hit(hits, count, pattern, start, place + 1, NEAR)
            else:
                stop = _change_behind(
                    symbols, place + 1, last, automaton.text, begins + _SEED, ends
                )
                if stop >= 0:
                    count = keep_hit(hits, count, pattern, place - 2, stop, NEAR)
    return count


@inner
def _change_behind(symbols: Any, place: int, last: int, text: Any, left: int, ends: int) -> int:
    """Where text[left:ends] ends that begins at ``place`` with one change; -1 if nowhere."""
    while left < ends and place < last and symbols[place] == text[left]:
        place += 1
        left += 1
    if left == ends:
        return -1  # without a change: the automaton has it
    rest = ends - left
    if place < last and _is_here(symbols, place + 1, last, text, left + 1, ends):  # another letter
        return place + rest
    if _is_here(symbols, place, last, text, left + 1, ends):  # a letter less
        return place + rest - 1
    if _is_here(symbols, place + 1, last, text, left, ends):  # a letter more
        return place + 1 + rest
    if rest > 1 and place + 1 < last and _swapped(symbols, place, text, left):
        if _is_here(symbols, place + 2, last, text, left + 2, ends):
            return place + rest
    return -1


@inner
def _change_before(symbols: Any, first: int, place: int, text: Any, begins: int, left: int) -> int:
    """Where text[begins:left + 1] begins that ends at ``place`` with one change; -1 if nowhere."""
    while left >= begins and place >= first and symbols[place] == text[left]:
        place -= 1
        left -= 1
    if left < begins:
        return -1
    rest = left + 1 - begins
    start = place - rest + 1
    if start >= first and _is_here(symbols, start, place, text, begins, left):
        return start
    if start + 1 >= first and _is_here(symbols, start + 1, place + 1, text, begins, left):
        return start + 1
    if start - 1 >= first and _is_here(symbols, start - 1, place, text, begins, left + 1):
        return start - 1
    if rest > 1 and start >= first and _swapped(symbols, place - 1, text, left - 1):
        if _is_here(symbols, start, place - 1, text, begins, left - 1):
            return start
    return -1


@inner
def _swapped(symbols: Any, place: int, text: Any, left: int) -> bool:
    return symbols[place] == text[left + 1] and symbols[place + 1] == text[left]


@inner
def _is_here(symbols: Any, place: int, last: int, text: Any, left: int, ends: int) -> bool:
    if place + ends - left > last:
        return False
    for ahead in range(ends - left):
        if symbols[place + ahead] != text[left + ahead]:
            return False
    return True
