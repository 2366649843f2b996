"""Words that a brand must not cut: ``m88`` is no brand in ``maybom88``, nor ``go88`` in ``logo88``.

A brand whose first letters only end a syllable or an everyday word was read into the name. One that
stands right behind a word of gambling or of entrances was written there: ``vaom88``.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.domains.automaton import PLAIN
from matchers.domains.patterns import PatternKind
from matchers.domains.split import symbols_of
from matchers.engine.compiling import inlined, inner
from matchers.telex import CODAS, NUCLEI, ONSETS

_BRAND, _, _, _BENIGN = (list(PatternKind).index(kind) for kind in PatternKind)
_FIRST_DIGIT, _BASE = 27, 27
_LONGEST = 8  # letters of a syllable: onset, nucleus and coda
_CUT = 255  # how a brand stands that is to be dropped


class Syllables(NamedTuple):
    """What may be written as a Vietnamese syllable without marks: letters as numbers, in order."""

    vowel_first: npt.NDArray[np.int64]
    consonant_first: npt.NDArray[np.int64]


def build_syllables() -> Syllables:
    """All that onset, nucleus and coda make, also what no word has."""
    rimes = {"".join(parts) for parts in product(NUCLEI.split("|"), ("", *CODAS.split("|")))}
    whole = {"".join(parts) for parts in product(ONSETS.split("|"), rimes)}
    return Syllables(_numbers(rimes), _numbers(whole))


def _numbers(texts: Iterable[str]) -> npt.NDArray[np.int64]:
    numbers = []
    for text in texts:
        number = 0
        for symbol in symbols_of(text).tolist():
            number = number * _BASE + symbol
        numbers.append(number)
    return np.array(sorted(numbers), dtype=np.int64)


@inlined
def drop_cut(symbols: Any, first: int, hits: Any, count: int, kinds: Any, syllables: Any) -> int:
    """Drops the brands as written that begin inside a word; how many hits are left."""
    cut = 0
    for hit in range(count):
        begin = hits.first[hit]
        if (
            kinds[hits.pattern[hit]] == _BRAND
            and hits.how[hit] == PLAIN
            and begin > first
            and _is_letter(symbols[begin])
            and _is_letter(symbols[begin - 1])
            and _is_cut(symbols, first, hits, count, hit, kinds, syllables)
        ):
            hits.how[hit] = _CUT
            cut += 1
    if cut == 0:
        return count
    kept = 0
    for hit in range(count):
        if hits.how[hit] != _CUT:
            hits.pattern[kept], hits.how[kept] = hits.pattern[hit], hits.how[hit]
            hits.first[kept], hits.last[kept] = hits.first[hit], hits.last[hit]
            kept += 1
    return kept


@inner
def _is_letter(symbol: int) -> bool:
    return 0 < symbol < _FIRST_DIGIT


@inner
def _is_cut(
    symbols: Any, first: int, hits: Any, count: int, hit: int, kinds: Any, syllables: Any
) -> bool:
    begin, inside = hits.first[hit], False
    for other in range(count):
        harmless = kinds[hits.pattern[other]] == _BENIGN
        if not harmless and hits.last[other] == begin:
            return False
        inside |= harmless and hits.first[other] < begin < hits.last[other]
    return inside or _ends_syllable(symbols, first, begin, hits.last[hit], syllables)


@inner
def _ends_syllable(symbols: Any, first: int, begin: int, last: int, syllables: Any) -> bool:
    """Whether a syllable that began before ``begin`` ends with the letters from there on."""
    end = begin
    while end < last and _is_letter(symbols[end]):
        end += 1
    number, power = np.int64(0), np.int64(1)
    for place in range(end - 1, max(first, end - _LONGEST) - 1, -1):
        if not _is_letter(symbols[place]):
            return False
        number += np.int64(symbols[place]) * power
        power *= _BASE
        if place >= begin:
            continue
        if _holds(syllables.consonant_first, number):
            return True
        alone = place == first or not _is_letter(symbols[place - 1])
        if alone and _holds(syllables.vowel_first, number):
            return True
    return False


@inner
def _holds(numbers: Any, number: int) -> bool:
    place = np.searchsorted(numbers, number)
    found: bool = place < len(numbers) and numbers[place] == number
    return found
