"""Keys under which a title is found at once: glued, without additions, in any order, initials."""

from __future__ import annotations

from typing import Any

import numpy as np

from matchers.engine.compiling import compiled, inner
from matchers.engine.reading import AROUND, NUMBER, PLATFORM
from matchers.engine.table import hash_of

_SEED = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_BAG = np.uint64(0x5851F42D4C957F2D)
_SHORT = np.uint64(0x14057B7EF767814F)


@inner
def glued_key(codes: Any, starts: Any, kinds: Any, first: int, last: int, without: int) -> Any:
    """The hash of the words from ``first`` to ``last`` in one, those of a kind left out."""
    value = _SEED
    for word in range(first, last):
        if kinds[word] & without:
            continue
        for place in range(starts[word], starts[word + 1]):
            value = (value ^ np.uint64(codes[place])) * _PRIME
    return value


@inner
def bag_key(codes: Any, starts: Any, kinds: Any, first: int, last: int, without: int) -> Any:
    """The same for any order of the words."""
    value = _BAG
    for word in range(first, last):
        if kinds[word] & without:
            continue
        value += hash_of(codes, starts[word], starts[word + 1] - starts[word])
    return value


@inner
def initials_key(codes: Any, starts: Any, kinds: Any, first: int, last: int, without: int) -> Any:
    """The hash of the words' first letters; 0 for fewer than three words."""
    value, count = _SEED ^ _SHORT, 0
    for word in range(first, last):
        if kinds[word] & without:
            continue
        value = (value ^ np.uint64(codes[starts[word]])) * _PRIME
        count += 1
    return value if count > 2 else np.uint64(0)


@inner
def word_as_initials(codes: Any, start: int, length: int) -> Any:
    """The key of a word that may be the initials of a title."""
    value = _SEED ^ _SHORT
    for place in range(start, start + length):
        value = (value ^ np.uint64(codes[place])) * _PRIME
    return value


@inner
def entry_keys(titles: Any, out: Any, which: int) -> None:
    """All keys of one entry into ``out``; doubles are harmless."""
    first, last = titles.word_ends[which], titles.word_ends[which + 1]
    out[0] = glued_key(titles.symbols, titles.starts, titles.kinds, first, last, 0)
    out[1] = glued_key(titles.symbols, titles.starts, titles.kinds, first, last, PLATFORM)
    out[2] = glued_key(titles.symbols, titles.starts, titles.kinds, first, last, PLATFORM | AROUND)
    out[3] = bag_key(titles.symbols, titles.starts, titles.kinds, first, last, 0)
    out[4] = bag_key(titles.symbols, titles.starts, titles.kinds, first, last, PLATFORM)
    out[5] = initials_key(titles.symbols, titles.starts, titles.kinds, first, last, 0)
    out[6] = initials_key(titles.symbols, titles.starts, titles.kinds, first, last, PLATFORM)
    numbers = PLATFORM | NUMBER
    out[7] = initials_key(titles.symbols, titles.starts, titles.kinds, first, last, numbers)


@compiled
def all_entry_keys(titles: Any) -> Any:
    """The eight keys of every entry."""
    found = np.zeros((len(titles.ends) - 1, 8), dtype=np.uint64)
    for which in range(len(titles.ends) - 1):
        entry_keys(titles, found[which], which)
    return found


def title_groups(index: Any) -> Any:
    """For each entry the first one whose glued title reads the same."""
    glued = all_entry_keys(index.titles)[:, 0]
    _, first, group = np.unique(glued, return_index=True, return_inverse=True)
    return first[group]
