"""One folding automaton over all labels: which patterns a label holds, also in disguise.

Letters and the digits that stand in for them are one class, and hyphens are passed over (Aho and
Corasick 1975, as a table of all steps). What was found is compared with the pattern itself: a digit
may stand for the pattern's letter, but a letter for the pattern's digit only where drawn alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.domains.split import HYPHEN, SYMBOLS, symbols_of
from matchers.engine.compiling import compiled, inlined, inner

MOST_HITS = 8
PLAIN, FOLDED, NEAR = 0, 1, 2  # as written; leet, hyphens or look-alikes undone; one letter differs
_LEET = {"0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"}
_ALIKE = (("i", "l"), ("l", "i"), ("0", "o"), ("1", "l"), ("1", "i"))  # written: read
_SHORTEST_FOLDED = 3  # "8et"; shorter ones are in every number
_SHORTEST_APART = 4  # across a hyphen: "web-etude" holds no "bet"
_STEPS = 32  # classes, and so steps of a state: a power of two
_STATE = 0x7FFF  # of a step: the next state …
_TELLING = 0x8000  # … and whether a text ends there


class Automaton(NamedTuple):
    """The patterns, and the table of all steps."""

    text: npt.NDArray[np.uint8]  # symbols of all patterns, one after the other
    bounds: npt.NDArray[np.int32]  # of text n: text[bounds[n]:bounds[n + 1]]
    pattern: npt.NDArray[np.int16]  # that text n stands for
    how: npt.NDArray[np.uint8]  # PLAIN for a pattern's own text
    classes: npt.NDArray[np.uint8]  # of each symbol
    same: npt.NDArray[np.uint8]  # [pattern's symbol, label's symbol]: 1 equal, 2 in disguise
    steps: npt.NDArray[np.uint16]  # [32 * state + class], and _TELLING
    ends: npt.NDArray[np.int16]  # the last text whose end this state is, or -1
    others: npt.NDArray[np.int16]  # text to the one before that ends in the same state, or -1
    shorter: npt.NDArray[np.uint16]  # the next state whose texts end here too, or 0


class Hits(NamedTuple):
    """What one label holds: patterns, and where."""

    pattern: npt.NDArray[np.int16]
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    how: npt.NDArray[np.uint8]  # PLAIN, FOLDED or NEAR


def new_hits() -> Hits:
    """Room for the hits of one label."""
    return Hits(
        pattern=np.zeros(MOST_HITS, dtype=np.int16),
        first=np.zeros(MOST_HITS, dtype=np.int32),
        last=np.zeros(MOST_HITS, dtype=np.int32),
        how=np.zeros(MOST_HITS, dtype=np.uint8),
    )


def build_automaton(
    patterns: Sequence[str], variants: Sequence[tuple[str, int, int]] = ()
) -> Automaton:
    """The automaton of patterns of a-z and 0-9; ``variants``: other texts, of which, and how."""
    texts = [*patterns, *(text for text, _, _ in variants)]
    bounds = np.zeros(len(texts) + 1, dtype=np.int32)
    np.cumsum([len(text) for text in texts], out=bounds[1:])
    text, most = symbols_of("".join(texts)), int(bounds[-1]) + 1
    if most > _STATE:
        raise ValueError(f"{most} letters of patterns are more than {_STATE}")
    classes, same = _folding()
    tree, ends = np.zeros(most * _STEPS, dtype=np.uint16), np.full(most, -1, dtype=np.int16)
    found = Automaton(
        text=text,
        bounds=bounds,
        pattern=np.array(
            [*range(len(patterns)), *(pattern for _, pattern, _ in variants)], dtype=np.int16
        ),
        how=np.array([PLAIN] * len(patterns) + [how for _, _, how in variants], dtype=np.uint8),
        classes=classes,
        same=same,
        steps=np.zeros(most * _STEPS, dtype=np.uint16),
        ends=np.full(most, -1, dtype=np.int16),
        others=np.full(len(texts), -1, dtype=np.int16),
        shorter=np.zeros(most, dtype=np.uint16),
    )
    states = _plant(found, tree, ends)
    found = found._replace(
        steps=found.steps[: states * _STEPS],
        ends=found.ends[:states],
        shorter=found.shorter[:states],
    )
    _lay_out(tree, ends, found)
    return found


def _folding() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    classes = np.arange(SYMBOLS, dtype=np.uint8)
    same = np.eye(SYMBOLS, dtype=np.uint8)
    pairs = [(read, written) for written, all_read in _LEET.items() for read in all_read]
    for read, written in (*pairs, *((read, written) for written, read in _ALIKE)):
        ours, theirs = int(symbols_of(read)[0]), int(symbols_of(written)[0])
        same[ours, theirs] = 2
        classes[classes == classes[theirs]] = classes[ours]
    numbers = {int(old): new for new, old in enumerate(sorted(set(classes.tolist())))}
    return np.array([numbers[old] for old in classes.tolist()], dtype=np.uint8), same


@compiled
def _plant(found: Any, tree: Any, ends: Any) -> int:
    """The tree of all texts, child by place and class; how many places."""
    count = 1
    for which in range(len(found.bounds) - 1):
        state = 0
        for place in range(found.bounds[which], found.bounds[which + 1]):
            step = state * _STEPS + found.classes[found.text[place]]
            if tree[step] == 0:
                tree[step] = count
                count += 1
            state = tree[step]
        found.others[which] = ends[state]
        ends[state] = which
    return count


@compiled
def _lay_out(tree: Any, ends: Any, found: Any) -> None:
    """All steps of the tree's states, numbered by depth: the busiest then lie side by side."""
    steps, states = found.steps, len(found.ends)
    places = np.zeros(states, dtype=np.int64)  # in the tree, by the state's number
    fails = np.zeros(states, dtype=np.int64)
    count = 1
    for state in range(states):
        for kind in range(_STEPS):
            step = state * _STEPS + kind
            failed = np.int64(steps[fails[state] * _STEPS + kind]) if state else 0
            child, fallen = tree[places[state] * _STEPS + kind], failed & _STATE
            if child == 0:
                steps[step] = failed
                continue
            places[count], fails[count] = child, fallen
            found.ends[count] = ends[child]
            found.shorter[count] = fallen if found.ends[fallen] >= 0 else found.shorter[fallen]
            telling = ends[child] >= 0 or found.shorter[count] > 0
            steps[step] = count | (_TELLING if telling else 0)
            count += 1


@inlined
def find_patterns(symbols: Any, first: int, last: int, automaton: Any, hits: Any) -> int:
    """Fills ``hits`` with the patterns in a label, none inside a better one; how many."""
    state, count = 0, 0
    for place in range(first, last):
        symbol = symbols[np.uint64(place)]
        if symbol == HYPHEN:
            continue
        step = automaton.steps[np.uint64(state * _STEPS + automaton.classes[symbol])]
        state = step & _STATE
        if step < _TELLING:
            continue
        ending = state if automaton.ends[state] >= 0 else automaton.shorter[state]
        while ending:
            which = automaton.ends[ending]
            while which >= 0:
                begin, how = _read_back(symbols, first, place, automaton, which)
                if begin >= 0:
                    pattern, how = automaton.pattern[which], max(how, automaton.how[which])
                    count = keep_hit(hits, count, pattern, begin, place + 1, how)
                which = automaton.others[which]
            ending = automaton.shorter[ending]
    return count


@inner
def _read_back(symbols: Any, first: int, place: int, automaton: Any, which: int) -> tuple[int, int]:
    """Where the text that ends at ``place`` begins in the label, or -1; and how it stands."""
    begins = automaton.bounds[which]
    left, disguised, apart = automaton.bounds[which + 1] - 1, 0, 0
    length = left + 1 - begins
    while left >= begins:
        if place < first:
            return -1, PLAIN
        symbol = symbols[place]
        place -= 1
        if symbol == HYPHEN:
            apart = 1
            continue
        same = automaton.same[automaton.text[left], symbol]
        if same == 0:
            return -1, PLAIN
        disguised += same - 1
        left -= 1
    if disguised and (length < _SHORTEST_FOLDED or 2 * disguised > length):
        return -1, PLAIN
    if apart and length < _SHORTEST_APART:
        return -1, PLAIN
    return place + 1, FOLDED if disguised or apart else PLAIN


@inner
def keep_hit(hits: Any, count: int, pattern: int, first: int, last: int, how: int) -> int:
    """Adds a hit unless a better one covers it, and drops those that it covers; how many now."""
    kept = 0
    for n in range(count):
        if _covers(hits.first[n], hits.last[n], hits.how[n], first, last, how):
            return count  # nothing was dropped: what covers this covers what this covers
        if not _covers(first, last, how, hits.first[n], hits.last[n], hits.how[n]):
            hits.pattern[kept] = hits.pattern[n]
            hits.first[kept], hits.last[kept] = hits.first[n], hits.last[n]
            hits.how[kept] = hits.how[n]
            kept += 1
    if kept < MOST_HITS:
        hits.pattern[kept], hits.how[kept] = pattern, how
        hits.first[kept], hits.last[kept] = first, last
        kept += 1
    return kept


@inner
def _covers(first: int, last: int, how: int, other_first: int, other_last: int, other: int) -> bool:
    return first <= other_first and other_last <= last and how <= other
