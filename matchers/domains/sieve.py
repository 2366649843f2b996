"""Patterns, near patterns and model over all lines at once: the odds of each name, and its hits."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.domains.automaton import (
    FOLDED,
    MOST_HITS,
    Automaton,
    build_automaton,
    find_patterns,
    new_hits,
)
from matchers.domains.model import Names, grams_odds, load_names
from matchers.domains.near import Near, build_near, find_near, variants_of
from matchers.domains.patterns import PatternKind, load_patterns
from matchers.domains.split import Lines, State
from matchers.domains.suffixes import suffix_hashes
from matchers.domains.weigh import log_odds
from matchers.domains.whole import Syllables, build_syllables, drop_cut
from matchers.engine.compiling import compiled, inner

NO_NAME = np.float32(-np.inf)
NEVER = np.float32(-1e30)  # log-odds of a name that many share: below any threshold
KINDS = tuple(PatternKind)
_NAME, _ALIKE, _SHARED = int(State.NAME), int(State.ALIKE), int(State.SHARED)


class Sieve(NamedTuple):
    """Everything that a name is weighed with."""

    automaton: Automaton
    near: Near
    kinds: npt.NDArray[np.uint8]  # of each pattern: its place in PatternKind
    weights: npt.NDArray[np.float32]
    suffixes: npt.NDArray[np.uint32]  # FNV-1a of each suffix's text
    names: Names
    syllables: Syllables


@cache
def sieve() -> Sieve:
    """The sieve of the shipped patterns and the shipped model."""
    rows = load_patterns().rows
    brands = [place for place, row in enumerate(rows) if row.kind is PatternKind.BRAND]
    variants = [
        (text, place, how) for place in brands for text, how in variants_of(rows[place].text)
    ]
    automaton = build_automaton([row.text for row in rows], variants)
    return Sieve(
        automaton=automaton,
        near=build_near(automaton, brands),
        kinds=np.array([KINDS.index(row.kind) for row in rows], dtype=np.uint8),
        weights=np.array([row.weight for row in rows], dtype=np.float32),
        suffixes=suffix_hashes(),
        names=load_names(),
        syllables=build_syllables(),
    )


def weigh_lines(lines: Lines) -> npt.NDArray[np.float32]:
    """The log-odds of every line; ``NO_NAME`` where it is none."""
    odds = np.empty(len(lines.first), dtype=np.float32)
    _weigh_all(lines, sieve(), new_hits(), odds)
    return odds


# Each part of the sieve is taken out of it before the loop: the whole, handed on for every name,
# cost as much again as what is done with it (measured 2026-11).
@compiled
def _weigh_all(lines: Any, sieve: Any, hits: Any, odds: Any) -> None:
    symbols, names = lines.symbols, sieve.names
    automaton, near = sieve.automaton, sieve.near
    kinds, weights, syllables = sieve.kinds, sieve.weights, sieve.syllables
    for line in range(len(odds)):
        state = lines.state[line]
        if state != _NAME and state != _ALIKE:
            odds[line] = NEVER if state == _SHARED else NO_NAME
            continue
        first, last = lines.label_first[line], lines.label_last[line]
        count = find_patterns(symbols, first, last, automaton, hits)
        count = find_near(symbols, first, last, automaton, near, hits, count)
        count = drop_cut(symbols, first, hits, count, kinds, syllables)
        if state == _ALIKE:
            _disguise(hits, count)
        grams = grams_odds(symbols, first, last, sieve.suffixes[lines.suffix[line]], names)
        odds[line] = log_odds(grams, symbols, first, last, hits, count, kinds, weights, names)


@inner
def _disguise(hits: Any, count: int) -> None:
    """What is written in another script is no plain hit."""
    for hit in range(count):
        hits.how[hit] = max(hits.how[hit], FOLDED)


class Found(NamedTuple):
    """Hits of some lines, one after the other: the n-th line has [bounds[n]:bounds[n + 1]]."""

    bounds: npt.NDArray[np.int32]
    pattern: npt.NDArray[np.int16]
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    how: npt.NDArray[np.uint8]


def sift(lines: Lines, rows: npt.NDArray[np.int64], sieve: Sieve) -> Found:
    """The hits of some lines."""
    most = len(rows) * MOST_HITS
    found = Found(
        bounds=np.zeros(len(rows) + 1, dtype=np.int32),
        pattern=np.empty(most, dtype=np.int16),
        first=np.empty(most, dtype=np.int32),
        last=np.empty(most, dtype=np.int32),
        how=np.empty(most, dtype=np.uint8),
    )
    _sift_some(lines, rows, sieve, new_hits(), found)
    return Found(found.bounds, *(column[: found.bounds[-1]] for column in found[1:]))


@compiled
def _sift_some(lines: Any, rows: Any, sieve: Any, hits: Any, found: Any) -> None:
    symbols, automaton, near = lines.symbols, sieve.automaton, sieve.near
    total = 0
    for row in range(len(rows)):
        line = rows[row]
        first, last = lines.label_first[line], lines.label_last[line]
        count = find_patterns(symbols, first, last, automaton, hits)
        count = find_near(symbols, first, last, automaton, near, hits, count)
        count = drop_cut(symbols, first, hits, count, sieve.kinds, sieve.syllables)
        if lines.state[line] == _ALIKE:
            _disguise(hits, count)
        for hit in range(count):
            found.pattern[total], found.how[total] = hits.pattern[hit], hits.how[hit]
            found.first[total], found.last[total] = hits.first[hit], hits.last[hit]
            total += 1
        found.bounds[row + 1] = total
