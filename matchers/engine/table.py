"""Hash tables of numbers and of words, read by compiled code."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from matchers.engine.compiling import compiled, inner

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]

EMPTY = -1
SEED = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)


@inner
def copy(source: Any, begin: int, target: Any, at: int, length: int) -> None:
    """Copies a run of symbols. Slices would allocate, which compiled code here may not."""
    for place in range(length):
        target[at + place] = source[begin + place]


@inner
def step(value: Any, symbol: Any) -> Any:
    """A hash with one symbol more."""
    return (value ^ np.uint64(symbol)) * _PRIME


@inner
def hash_of(symbols: Any, start: int, length: int) -> Any:
    """FNV-1a over a run of symbols."""
    value = SEED
    for place in range(start, start + length):
        value = step(value, symbols[place])
    return value


@compiled
def joined_hash(one: Any, other: Any) -> Any:
    """The hash of two hashes in this order: words of a phrase."""
    return (one ^ (other + _MIX)) * _PRIME


@inner
def find(keys: Any, values: Any, key: Any) -> Any:
    """The value of a key, or EMPTY."""
    mask = np.uint64(len(keys) - 1)
    place = (key ^ (key >> np.uint64(29))) & mask
    while values[place] != EMPTY:
        if keys[place] == key:
            return values[place]
        place = (place + np.uint64(1)) & mask
    return EMPTY


@compiled
def fill(keys: Any, values: Any, wanted: Any, given: Any) -> None:
    """Puts pairs in; of equal keys the first stays."""
    mask = np.uint64(len(keys) - 1)
    for which in range(len(wanted)):
        key = wanted[which]
        place = (key ^ (key >> np.uint64(29))) & mask
        while values[place] != EMPTY and keys[place] != key:
            place = (place + np.uint64(1)) & mask
        if values[place] == EMPTY:
            keys[place] = key
            values[place] = given[which]


def hash_table(keys: Keys, values: Ints) -> tuple[Keys, Ints]:
    """An open table with room for twice as many keys."""
    size = 16
    while size < 2 * len(keys) + 2:
        size *= 2
    table, held = np.zeros(size, dtype=np.uint64), np.full(size, EMPTY, dtype=np.int32)
    fill(table, held, keys, values)
    return table, held
