"""Boosted trees as flat arrays: trained elsewhere (benchmarks/ranker), read and walked here."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.engine.compiling import inner

TOGETHER = 8


class Trees(NamedTuple):
    """All nodes of all trees, trees of like depth side by side.

    A node asks whether ``feature`` is more than ``bound``: children 2n (no) and 2n + 1 (yes) of
    node n. A leaf is its own child, and ``bound`` is what the tree adds to the log-odds.
    """

    roots: npt.NDArray[np.uint32]  # a multiple of TOGETHER
    depths: npt.NDArray[np.int32]  # of the deepest of each TOGETHER
    feature: npt.NDArray[np.uint16]
    bound: npt.NDArray[np.float32]
    children: npt.NDArray[np.uint32]


@inner
def log_odds(trees: Any, row: Any) -> float:
    """The sum of all trees for one row of figures.

    Eight trees are walked in step, without a branch on what was asked and without a look for
    negative places: the processor waits for no guess and for no single tree (0.5 µs a row, against
    1.1 by four with such looks and 1.7 by one, measured 2026-11).
    """
    bound = trees.bound
    total = 0.0
    for group in range(len(trees.depths)):
        r = np.uint64(TOGETHER * group)
        a, b, c, d = _root(trees, r, 0), _root(trees, r, 1), _root(trees, r, 2), _root(trees, r, 3)
        e, f, g, h = _root(trees, r, 4), _root(trees, r, 5), _root(trees, r, 6), _root(trees, r, 7)
        for _ in range(trees.depths[group]):
            a, b = _next(trees, a, row), _next(trees, b, row)
            c, d = _next(trees, c, row), _next(trees, d, row)
            e, f = _next(trees, e, row), _next(trees, f, row)
            g, h = _next(trees, g, row), _next(trees, h, row)
        total += bound[a] + bound[b] + bound[c] + bound[d]
        total += bound[e] + bound[f] + bound[g] + bound[h]
    return total


@inner
def _root(trees: Any, first: Any, which: int) -> Any:
    return np.uint64(trees.roots[first + np.uint64(which)])


@inner
def _next(trees: Any, node: Any, row: Any) -> Any:
    more = row[trees.feature[node]] > trees.bound[node]
    return np.uint64(trees.children[node + node + np.uint64(more)])
