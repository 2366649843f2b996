"""Which terms of several sets stand near each other in a text: every combination in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from matchers.scan.carrier import compiled, inlined
from matchers.scan.terms import FOLDED, FROM, TERM, TO, Rows

_NOTHING = np.empty((0, 2), dtype=np.int32)
_FEW = 8  # hits on each side of a place, among which the nearest free one is


class Stand(IntEnum):
    """How a term stands in a text."""

    DENIED = 0  # or within words that explain it otherwise: no offer
    WITHIN = 1  # a longer one, or it has no weight
    OUTER = 2


# Compiled code knows numbers alone.
_DENIED, _WITHIN_ANOTHER, _OUTER = Stand.DENIED.value, Stand.WITHIN.value, Stand.OUTER.value


class Together:
    """Combinations of parts, each with the letters within which all of them must stand."""

    def __init__(self, combinations: Sequence[tuple[Sequence[frozenset[str]], int]]) -> None:
        parts = [part for some, _ in combinations for part in some]
        self._most = max((len(some) for some, _ in combinations), default=0)
        self._numbers = {text: at for at, text in enumerate(sorted(frozenset().union(*parts)), 1)}
        filled: list[list[int]] = [[] for _ in range(len(self._numbers) + 1)]
        for place, part in enumerate(parts):
            for text in part:
                filled[self._numbers[text]].append(place)
        self._bounds = np.cumsum([0, *map(len, filled)], dtype=np.int32)
        self._filled = np.array([place for some in filled for place in some], dtype=np.int32)
        sizes = [(len(some), within) for some, within in combinations]
        self._combinations = np.array(sizes, dtype=np.int32).reshape(-1, 2)
        self._parts = len(parts)
        self._of_terms = Rows(4)

    def add(self, text: str, *, benign: bool, weighs: bool, proves: bool) -> None:
        """The text of the next term that is reported; whether it explains, weighs and proves."""
        self._of_terms.add([(self._numbers.get(text, 0), benign, weighs, proves)])

    def found(
        self, hits: npt.NDArray[np.int32], denied: Sequence[tuple[int, int]], whole: int
    ) -> tuple[list[list[int]], list[int], bool]:
        """Each combination that stands there, by its place, and its hits, by theirs.

        And of each hit how it stands, and whether one with its marks proves. ``hits``: rows as
        ``Terms`` gives them. ``denied``: spans.
        ``whole``: how far the parts may stand from each other, where that is not for each
        combination to say; else 0.
        """
        found = np.empty((len(self._combinations), self._most + 1), dtype=np.int32)
        stands = np.empty(len(hits), dtype=np.int32)
        count, proves = _gather(
            hits, np.array(sorted(denied), dtype=np.int32) if denied else _NOTHING, stands,
            self._of_terms.rows, self._bounds, self._filled, self._combinations,
            self._parts, whole, found,
        )  # fmt: skip
        return found[:count].tolist(), stands.tolist(), proves


_SIZE, _WITHIN = range(2)
_TEXT, _BENIGN, _WEIGHS, _PROVES = range(4)  # of a term


@compiled
def _gather(
    hits: Any, denied: Any, stands: Any, of_terms: Any, bounds: Any, filled: Any,
    combinations: Any, parts: int, whole: int, found: Any,
) -> tuple[int, bool]:  # fmt: skip
    """Fills ``stands`` and ``found``; how many, and whether one with its marks proves."""
    _stand(hits, denied, stands, of_terms)
    proves = False
    for hit in range(len(hits)):
        if stands[hit] and not hits[hit, FOLDED] and of_terms[hits[hit, TERM], _PROVES]:
            proves = True
    begins = np.zeros(parts + 1, dtype=np.int32)
    for hit in range(len(hits)):
        text = of_terms[hits[hit, TERM], _TEXT] if stands[hit] else 0
        for at in range(bounds[text], bounds[text + 1]):
            begins[filled[at] + 1] += 1
    for part in range(parts):
        begins[part + 1] += begins[part]
    ends = begins[:-1].copy()
    by_part = np.empty(begins[parts], dtype=np.int32)
    for hit in range(len(hits)):
        text = of_terms[hits[hit, TERM], _TEXT] if stands[hit] else 0
        for at in range(bounds[text], bounds[text + 1]):
            part = filled[at]
            _put(hits, hit, by_part, begins[part], ends[part])
            ends[part] += 1
    chosen = np.empty(found.shape[1], dtype=np.int32)
    count, first = 0, 0
    for which in range(len(combinations)):
        size = combinations[which, _SIZE]
        there = True
        for part in range(first, first + size):
            there &= ends[part] > begins[part]
        reach = whole if whole else combinations[which, _WITHIN]
        if there and _nearest(
            hits, by_part, begins[first : first + size + 1], reach, chosen, found[count]
        ):
            found[count, 0] = which
            found[count, size + 1 :] = -1
            count += 1
        first += size
    return count, proves


@inlined
def _stand(hits: Any, denied: Any, stands: Any, of_terms: Any) -> None:
    """Fills ``stands``. What explains words otherwise does so for what begins within it.

    Of what begins with it only for what is no longer: "đổi điểm ra tiền" is more than "đổi điểm",
    and the longest stands first. A denial does so for what begins behind its first word: "không có
    giấy phép" is a term itself.
    """
    explained, behind, reach = -1, 0, -1
    for hit in range(len(hits)):
        start, term = hits[hit, FROM], hits[hit, TERM]
        while behind < len(denied) and denied[behind, 0] < start:
            explained = max(explained, denied[behind, 1])
            behind += 1
        if start < explained and not of_terms[term, _BENIGN]:
            stands[hit] = _DENIED
        elif hits[hit, TO] > reach and of_terms[term, _WEIGHS]:
            stands[hit] = _OUTER
            reach = hits[hit, TO]
        else:
            stands[hit] = _WITHIN_ANOTHER
        if of_terms[term, _BENIGN]:
            explained = max(explained, hits[hit, TO])


@inlined
def _put(hits: Any, hit: int, by_part: Any, begin: int, end: int) -> None:
    """Behind the others of its part; of two at one place the one with its marks is first."""
    while (
        end > begin
        and hits[by_part[end - 1], FROM] == hits[hit, FROM]
        and hits[by_part[end - 1], TO] == hits[hit, TO]
        and hits[by_part[end - 1], FOLDED] > hits[hit, FOLDED]
    ):
        by_part[end] = by_part[end - 1]
        end -= 1
    by_part[end] = hit


@inlined
def _nearest(hits: Any, by_part: Any, begins: Any, reach: int, chosen: Any, found: Any) -> bool:
    """Fills ``found`` with the hits that lie nearest to each other, one of each part."""
    size, best = len(begins) - 1, reach + 1
    for at in range(begins[0], begins[1]):
        chosen[0] = by_part[at]
        place = hits[chosen[0], FROM]
        first, last = place, hits[chosen[0], TO]
        part = 1
        while part < size:
            near = _free(hits, by_part, begins[part], begins[part + 1], place, chosen, part)
            if near < 0:
                break
            chosen[part] = near
            first, last = min(first, hits[near, FROM]), max(last, hits[near, TO])
            part += 1
        if part == size and last - first < best:
            best = last - first
            for part in range(size):
                found[part + 1] = chosen[part]
    return best <= reach


@inlined
def _free(
    hits: Any, by_part: Any, begin: int, end: int, place: int, chosen: Any, taken: int
) -> int:
    """Of the hits of a part the one nearest to a place that overlaps none of the chosen, or -1."""
    if end - begin > _FEW:
        middle = begin
        while middle < end and hits[by_part[middle], FROM] < place:
            middle += 1
        begin, end = max(middle - _FEW, begin), min(middle + _FEW, end)
    nearest, least = -1, np.int64(1) << 40
    for at in range(begin, end):
        hit = by_part[at]
        far = abs(hits[hit, FROM] - place)
        if far < least:
            free = True
            for other in range(taken):
                free &= (
                    hits[hit, FROM] >= hits[chosen[other], TO]
                    or hits[chosen[other], FROM] >= hits[hit, TO]
                )
            if free:
                nearest, least = hit, far
    return nearest
