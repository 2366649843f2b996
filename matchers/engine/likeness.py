"""Likeness of two runs of symbols: bit-parallel longest common subsequence, and typing errors."""

from __future__ import annotations

from typing import Any

import numpy as np

from matchers.engine.compiling import inner

_ONE = np.uint64(1)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_WIDE = 64


@inner
def _ones(bits: Any) -> int:
    count = 0
    while bits:
        bits &= bits - _ONE
        count += 1
    return count


@inner
def common(one: Any, first: int, size: int, other: Any, begin: int, length: int, masks: Any) -> int:
    """Length of the longest common subsequence; of ``one`` the first 64 symbols count.

    ``masks``: 41 zeros of uint64, left as zeros again (Hyyrö 2004).
    """
    size = min(size, _WIDE)
    for place in range(size):
        masks[one[first + place]] |= _ONE << np.uint64(place)
    found = common_with(masks, size, other, begin, length)
    for place in range(size):
        masks[one[first + place]] = np.uint64(0)
    return found


@inner
def common_with(masks: Any, size: int, other: Any, begin: int, length: int) -> int:
    """The same with the places of each symbol of the one as bits of ``masks``."""
    state = _ALL
    for place in range(begin, begin + length):
        held = state & masks[other[place]]
        state = (state + held) | (state - held)
    if size < _WIDE:
        state |= _ALL << np.uint64(size)
    return _ones(~state)


@inner
def slips(one: Any, first: int, size: int, other: Any, begin: int, length: int, row: Any) -> int:
    """Typing errors between two words (optimal string alignment), 9 for too many to count."""
    if abs(size - length) > 2 or size > 23 or length > 23:
        return 9
    # Rows of the table, the two before kept for exchanged letters.
    former, last, now = row[0], row[1], row[2]
    for at in range(length + 1):
        last[at] = at
    for i in range(1, size + 1):
        now[0] = i
        least = i
        for j in range(1, length + 1):
            same = one[first + i - 1] == other[begin + j - 1]
            cost = last[j - 1] + (0 if same else 1)
            cost = min(cost, last[j] + 1, now[j - 1] + 1)
            if (
                i > 1
                and j > 1
                and one[first + i - 1] == other[begin + j - 2]
                and one[first + i - 2] == other[begin + j - 1]
            ):
                cost = min(cost, former[j - 2] + 1)
            now[j] = cost
            least = min(least, cost)
        if least > 2:
            return 9
        former, last, now = last, now, former
    return last[length]
