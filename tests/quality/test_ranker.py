"""The ranker is the same on every run of its training, and its trees end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from matchers.engine.model import ranker
from matchers.engine.trees import TOGETHER

ROOT = Path(__file__).parents[2]
_TRAINED = """
import hashlib
from benchmarks.ranker.train import flat, train
found = hashlib.sha256()
for booster in train([(7, 300, 900)]).values():
    for part in flat(booster):
        found.update(part.tobytes())
print(found.hexdigest())
"""


@pytest.mark.slow
def test_training_twice_gives_the_same_trees() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", _TRAINED],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


@pytest.mark.parametrize("name", ["title", "licence"])
def test_every_walk_ends_in_a_leaf(name: str) -> None:
    trees = getattr(ranker(), name)
    assert len(trees.roots) == TOGETHER * len(trees.depths)
    for place, root in enumerate(trees.roots):
        level = {int(root)}
        for _ in range(trees.depths[place // TOGETHER]):
            level = {int(trees.children[2 * node + more]) for node in level for more in (0, 1)}
        assert all(
            trees.children[2 * node] == trees.children[2 * node + 1] == node for node in level
        )
