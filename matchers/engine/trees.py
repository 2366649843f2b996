"""Boosted trees as flat arrays: trained elsewhere (benchmarks/ranker), read and walked here."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.engine.compiling import inner

TOGETHER = 4


class Trees(NamedTuple):
    """All nodes of all trees, trees of like depth side by side.

    A node asks whether ``feature`` is more than ``bound``: children 2n (no) and 2n + 1 (yes) of
    node n. A leaf is its own child, and ``bound`` is what the tree adds to the log-odds.
    """

    roots: npt.NDArray[np.int32]  # a multiple of TOGETHER
    depths: npt.NDArray[np.int32]  # of the deepest of each TOGETHER
    feature: npt.NDArray[np.int16]
    bound: npt.NDArray[np.float32]
    children: npt.NDArray[np.int32]


@inner
def log_odds(trees: Any, row: Any) -> float:
    """The sum of all trees for one row of figures.

    Four trees are walked in step, without a branch on what was asked: the processor waits for
    no guess and for no single tree (a quarter of the time, measured 2026-11).
    """
    feature, bound, children = trees.feature, trees.bound, trees.children
    total = 0.0
    for four in range(len(trees.depths)):
        a, b = trees.roots[TOGETHER * four], trees.roots[TOGETHER * four + 1]
        c, d = trees.roots[TOGETHER * four + 2], trees.roots[TOGETHER * four + 3]
        for _ in range(trees.depths[four]):
            a = children[2 * a + (row[feature[a]] > bound[a])]
            b = children[2 * b + (row[feature[b]] > bound[b])]
            c = children[2 * c + (row[feature[c]] > bound[c])]
            d = children[2 * d + (row[feature[d]] > bound[d])]
        total += bound[a] + bound[b] + bound[c] + bound[d]
    return total
