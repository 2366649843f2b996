"""Fits the odds of pieces of names, packs them into the shipped table, and weighs names by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from matchers.domains import model
from matchers.domains.automaton import find_patterns, new_hits
from matchers.domains.near import find_near
from matchers.domains.reading import read_lines
from matchers.domains.sieve import sieve
from matchers.domains.split import State
from matchers.domains.suffixes import suffix_hashes
from matchers.domains.weigh import FIGURES, figures
from matchers.domains.whole import drop_cut
from matchers.engine.compiling import compiled

LEAST_NAMES = 5  # a piece that fewer names have is not kept: it could tell a name
_PENALTY, _RULES_PENALTY = 1.0, 1.0  # scikit-learn's C
_IDENTITIES = 1 << model.IDENTITY
_STEPS = 127
Numbers = npt.NDArray[np.int64]
Odds = npt.NDArray[np.float32]


class Table(NamedTuple):
    """Names as training sees them, row by row."""

    symbols: npt.NDArray[np.uint8]
    first: Numbers
    last: Numbers
    suffixes: npt.NDArray[np.uint32]
    pieces: npt.NDArray[np.int32]  # identities of all pieces, one name after the other
    bounds: Numbers
    is_name: npt.NDArray[np.bool_]  # not a public suffix as a whole


def table_of(names: Sequence[str]) -> Table:
    """The names, split by the code that ``screen`` splits them with."""
    lines = read_lines("\n".join(names).encode()).lines
    first, last = lines.label_first.astype(np.int64), lines.label_last.astype(np.int64)
    suffixes = suffix_hashes()[lines.suffix]
    room = int(sum(model.most_pieces(length) for length in (last - first).tolist()))
    pieces, bounds = np.empty(room, dtype=np.int32), np.zeros(len(names) + 1, dtype=np.int64)
    count = model.number_all(lines.symbols, first, last, suffixes, pieces, bounds)
    is_name = (lines.state == State.NAME) | (lines.state == State.ALIKE)
    return Table(lines.symbols, first, last, suffixes, pieces[:count].copy(), bounds, is_name)


class Fitted(NamedTuple):
    """What was learned of pieces: their odds before they are packed."""

    pieces: npt.NDArray[np.int64]
    odds: Odds
    bias: float


def fit_pieces(
    table: Table, rows: Numbers, labels: npt.NDArray[np.int8], weights: npt.NDArray[np.float64]
) -> Fitted:
    """Logistic regression over all pieces that enough of these names have."""
    counts = names_with(table, rows)
    kept = np.flatnonzero(counts >= LEAST_NAMES)
    columns = np.full(_IDENTITIES, -1, dtype=np.int32)
    columns[kept] = np.arange(len(kept))
    matrix = _matrix(table, rows, columns, len(kept))
    learner = LogisticRegression(C=_PENALTY, max_iter=80, tol=1e-4)
    learner.fit(matrix, labels, weights)
    return Fitted(kept, learner.coef_[0].astype(np.float32), float(learner.intercept_[0]))


def names_with(table: Table, rows: Numbers) -> npt.NDArray[np.int32]:
    """How many of some names have each piece, by its identity."""
    counts = np.zeros(_IDENTITIES, dtype=np.int32)
    _count(table.pieces, table.bounds, rows, counts)
    return counts


@compiled
def _count(pieces: Any, bounds: Any, rows: Any, counts: Any) -> None:
    latest = np.full(len(counts), -1, dtype=np.int32)
    for row in rows:
        for place in range(bounds[row], bounds[row + 1]):
            piece = pieces[place]
            if latest[piece] != row:
                latest[piece] = row
                counts[piece] += 1


def _matrix(table: Table, rows: Numbers, columns: Any, width: int) -> csr_matrix:
    spans = [slice(table.bounds[row], table.bounds[row + 1]) for row in rows.tolist()]
    found = [columns[table.pieces[span]] for span in spans]
    found = [column[column >= 0] for column in found]
    ends = np.cumsum([0, *(len(column) for column in found)])
    places = np.concatenate(found)
    return csr_matrix(
        (np.ones(len(places), dtype=np.float32), places, ends), shape=(len(rows), width)
    )


def pack(fitted: Fitted) -> model.Names:
    """The odds as bytes in buckets; of two pieces in one bucket the weightier stays."""
    step = float(np.abs(fitted.odds).max()) / _STEPS
    steps = np.rint(fitted.odds / step).astype(np.int8)
    order = np.argsort(np.abs(steps.astype(np.int32)), kind="stable")
    order = order[steps[order] != 0]
    grams = np.zeros(1 << model.BITS, dtype=np.uint16)
    marks = (fitted.pieces[order] & 0xFF).astype(np.uint16)
    grams[fitted.pieces[order] >> 8] = marks << 8 | steps[order].view(np.uint8)
    return model.Names(
        grams=grams,
        step=np.float32(step),
        bias=np.float32(fitted.bias),
        rules=np.zeros(len(FIGURES) + 1, dtype=np.float32),
        threshold=0.5,
    )


def figures_of(table: Table, rows: Numbers, names: model.Names) -> Odds:
    """The figures of ``weigh`` for some names."""
    found = np.empty((len(rows), len(FIGURES)), dtype=np.float32)
    _figures(table.symbols, table.first, table.last, table.suffixes, rows, sieve(), names,
             new_hits(), found)  # fmt: skip
    return found


@compiled
def _figures(symbols: Any, first: Any, last: Any, suffixes: Any, rows: Any, rules: Any, names: Any,
             hits: Any, found: Any) -> None:  # fmt: skip
    for place in range(len(rows)):
        row = rows[place]
        begin, end = first[row], last[row]
        count = find_patterns(symbols, begin, end, rules.automaton, hits)
        count = find_near(symbols, begin, end, rules.automaton, rules.near, hits, count)
        count = drop_cut(symbols, begin, hits, count, rules.kinds, rules.syllables)
        grams = model.grams_odds(symbols, begin, end, suffixes[row], names)
        figured = figures(grams, symbols, begin, end, hits, count, rules.kinds, rules.weights)
        for figure in range(len(FIGURES)):
            found[place, figure] = figured[figure]


def fit_rules(found: Odds, labels: npt.NDArray[np.int8], weights: Any) -> Odds:
    """What each figure adds to the log-odds, and last what is added to all."""
    learner = LogisticRegression(C=_RULES_PENALTY, max_iter=400)
    learner.fit(found, labels, weights)
    return np.array([*learner.coef_[0], learner.intercept_[0]], dtype=np.float32)


def odds_of(found: Odds, rules: Odds) -> Odds:
    """The log-odds of rows of figures."""
    odds: Odds = found @ rules[:-1] + rules[-1]
    return odds
