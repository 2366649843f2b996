"""The one place where what the rules found and what the model says become the odds of a name."""

from __future__ import annotations

from typing import Any

import numpy as np

from matchers.domains.automaton import FOLDED, PLAIN
from matchers.domains.patterns import PatternKind
from matchers.domains.split import HYPHEN
from matchers.engine.compiling import inlined

FIGURES = (
    "grams",  # the model's log-odds
    "brand",  # a brand stands in the label as written
    "brand_half",  # … one whose text many others bear
    "brand_share",  # how much of the label the longest such brand is
    "brand_first",  # it begins the label
    "brand_apart",  # one stands between edges and hyphens
    "disguised_share",  # how much of the label a brand in disguise is
    "near_share",  # … one that differs by a letter
    "term",
    "term_half",
    "term_share",  # how much of the label the longest of those is
    "term_weak",  # how many texts that only add: bet, win, vip
    "role",
    "benign_share",  # how much of the label harmless words are
    "letters_left",  # that no pattern explains, in tens
)
_BRAND, _TERM, _ROLE, _BENIGN = (list(PatternKind).index(kind) for kind in PatternKind)
_FULL, _HALF = 0.75, 0.4  # between the weights 1.0, 0.5 and 0.2
_LEAST_DISGUISED = 5  # shorter brands stand in disguise in many a name, by chance
_FIRST_DIGIT = 27
_ONE = np.uint64(1)


@inlined
def log_odds(
    grams: float,
    symbols: Any,
    first: int,
    last: int,
    hits: Any,
    count: int,
    kinds: Any,
    weights: Any,
    names: Any,
) -> float:
    """The log-odds that a name is worth a look: the weighed sum of its figures."""
    found = figures(grams, symbols, first, last, hits, count, kinds, weights)
    odds = names.rules[len(FIGURES)]
    for figure in range(len(FIGURES)):
        odds += names.rules[figure] * found[figure]
    return odds


@inlined
def figures(
    grams: float,
    symbols: Any,
    first: int,
    last: int,
    hits: Any,
    count: int,
    kinds: Any,
    weights: Any,
) -> Any:
    """One number for each of ``FIGURES``."""
    brand, brand_half, longest, begins, disguised, near = 0.0, 0.0, 0, 0.0, 0, 0
    apart = 0.0
    term, term_half, weak, role, longest_term = 0.0, 0.0, 0.0, 0.0, 0
    told, harmless = np.uint64(0), np.uint64(0)
    for hit in range(count):
        pattern, begin, end = hits.pattern[hit], hits.first[hit], hits.last[hit]
        kind, weight = kinds[pattern], weights[pattern]
        span = _span(begin - first, end - first)
        if kind == _BENIGN:
            harmless |= span
            continue
        told |= span
        if kind == _BRAND:
            if hits.how[hit] != PLAIN:
                if end - begin < _LEAST_DISGUISED:
                    continue
                if hits.how[hit] == FOLDED:
                    disguised = max(disguised, end - begin)
                else:
                    near = max(near, end - begin)
                continue
            if weight > _FULL:
                brand = 1.0
            else:
                brand_half = 1.0
            if _is_edge(symbols, begin - 1, first, last) and _is_edge(symbols, end, first, last):
                apart = 1.0
            if end - begin > longest:
                longest, begins = end - begin, 1.0 if begin == first else 0.0
        elif kind == _ROLE:
            role = 1.0 if weight > _HALF else role
        elif weight > _HALF:
            longest_term = max(longest_term, end - begin)
            if weight > _FULL:
                term = 1.0
            else:
                term_half = 1.0
        else:
            weak += 1.0
    size = np.float64(max(last - first, 1))
    left = _letters_outside(symbols, first, last, told)
    return (
        np.float64(grams),
        brand,
        brand_half,
        longest / size,
        begins,
        apart,
        disguised / size,
        near / size,
        term,
        term_half,
        longest_term / size,
        weak,
        role,
        _bits(harmless) / size,
        left / 10,
    )


@inlined
def _is_edge(symbols: Any, place: int, first: int, last: int) -> bool:
    return place < first or place >= last or symbols[place] == HYPHEN


@inlined
def _span(begin: int, end: int) -> Any:
    """The places of a hit as bits: a label has 63 letters at most."""
    return (_ONE << np.uint64(end)) - (_ONE << np.uint64(begin))


@inlined
def _bits(places: Any) -> int:
    count = 0
    while places:
        places &= places - _ONE
        count += 1
    return count


@inlined
def _letters_outside(symbols: Any, first: int, last: int, told: Any) -> int:
    count = 0
    for place in range(first, last):
        if symbols[place] < _FIRST_DIGIT and not told >> np.uint64(place - first) & _ONE:
            count += 1
    return count
