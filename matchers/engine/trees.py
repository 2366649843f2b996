"""Boosted trees as flat arrays: trained elsewhere (benchmarks/ranker), read and walked here."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.engine.compiling import inner

LEAF = -1


class Trees(NamedTuple):
    """All nodes of all trees, each tree in preorder: the left child is the next node.

    A node asks whether ``feature`` is at most ``bound``; in a leaf (feature LEAF) ``bound`` is
    what the tree adds to the log-odds.
    """

    roots: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int16]
    bound: npt.NDArray[np.float32]
    right: npt.NDArray[np.int32]


@inner
def log_odds(trees: Any, row: Any) -> float:
    """The sum of all trees for one row of figures."""
    total = 0.0
    for which in range(len(trees.roots)):
        node = trees.roots[which]
        feature = trees.feature[node]
        while feature != LEAF:
            node = node + 1 if row[feature] <= trees.bound[node] else trees.right[node]
            feature = trees.feature[node]
        total += trees.bound[node]
    return total
