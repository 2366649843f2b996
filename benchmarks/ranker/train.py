"""Trains the ranker on invented registers and writes it with its provenance.

``python benchmarks/ranker/train.py`` makes the same file on every run: seeds, generator and
library are pinned. Nothing but what ``made.py`` invents is read.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.ranker import made  # noqa: E402
from matchers.engine import model  # noqa: E402
from matchers.engine.build import build_index  # noqa: E402
from matchers.engine.features import TITLE_FEATURES  # noqa: E402
from matchers.engine.holders import NAME_FEATURES  # noqa: E402
from matchers.engine.keys import title_groups  # noqa: E402
from matchers.engine.score import figures_of  # noqa: E402
from matchers.engine.trees import TOGETHER, Trees  # noqa: E402

# Seed, entries, listings: small and large registers, since rarity depends on their size.
WORLDS = (
    (101, 18_000, 24_000),
    (102, 9_000, 16_000),
    (103, 18_000, 24_000),
    (104, 4_000, 10_000),
    (105, 14_000, 20_000),
    (106, 18_000, 24_000),
    (107, 1_500, 6_000),
    (108, 18_000, 24_000),
)
HELD_OUT = (201, 12_000, 20_000)
_SETTINGS: Mapping[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.27,
    "num_leaves": 24,
    "min_data_in_leaf": 80,
    "lambda_l2": 2.0,
    "num_threads": 2,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
_ROUNDS = 48  # a multiple of trees.TOGETHER

Table = npt.NDArray[np.float32]
Labels = npt.NDArray[np.bool_]


def examples(seed: int, entries: int, listings: int) -> tuple[Table, Labels, Labels, Labels]:
    """Figures of all candidates; is it the title, is it the licence, is an account named."""
    chance = random.Random(seed)
    register = made.make_register(entries, chance)
    seen = made.make_listings(register, listings, chance)
    index = build_index([row.title for row in register], [row.publisher for row in register])
    scores = figures_of(index, [row.title for row in seen], [row.developer for row in seen])
    found, figures = scores.entries, scores.figures
    groups = title_groups(index)
    wanted = np.array([row.entry for row in seen], dtype=np.int32)
    there = found >= 0
    same = there & (wanted >= 0)[:, None] & (groups[found] == groups[wanted][:, None])
    firms = {row.publisher: place for place, row in enumerate(register)}
    firm = np.array([firms[row.publisher] for row in register])
    licensee = np.array([row.licensee for row in seen])
    held = same & licensee[:, None] & (firm[found] == firm[wanted][:, None])
    named = np.repeat(np.array([bool(row.developer) for row in seen]), found.shape[1])
    flat = there.ravel()
    return (
        figures.reshape(-1, figures.shape[2])[flat],
        same.ravel()[flat],
        held.ravel()[flat],
        named[flat],
    )


def train(worlds: Sequence[tuple[int, int, int]] = WORLDS) -> dict[str, lightgbm.Booster]:
    """One model for the title and one for the licence of a named account.

    ``worlds``: of each the seed, the entries of its register and the listings asked.
    """
    parts = [examples(*world) for world in worlds]
    table, same, held, named = (np.concatenate(column) for column in zip(*parts, strict=True))
    return {
        "title": _fit(_titles_only(table), same),
        "licence": _fit(table[named], held[named]),
    }


def _titles_only(table: Table) -> Table:
    """Without the figures of names: whose game it is says nothing of which game it is."""
    without = table.copy()
    without[:, TITLE_FEATURES : TITLE_FEATURES + NAME_FEATURES] = 0.0
    return without


def _fit(table: Table, labels: Labels) -> lightgbm.Booster:
    return lightgbm.train(dict(_SETTINGS), lightgbm.Dataset(table, labels), _ROUNDS)


def flat(booster: lightgbm.Booster) -> Trees:
    """The booster's trees as arrays, the shallow ones first."""
    structures = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    structures.sort(key=_depth)
    roots: list[int] = []
    nodes: list[tuple[int, float, int, int]] = []
    for structure in structures:
        roots.append(len(nodes))
        _add(structure, nodes)
    feature, bound, at_most, more = zip(*nodes, strict=True)
    return Trees(
        roots=np.array(roots, dtype=np.uint32),
        depths=np.array(
            [_depth(structures[last]) for last in range(TOGETHER - 1, len(roots), TOGETHER)],
            dtype=np.int32,
        ),
        feature=np.array(feature, dtype=np.uint16),
        bound=np.array(bound, dtype=np.float32),
        children=np.array((at_most, more), dtype=np.uint32).T.ravel(),
    )


def _depth(node: Mapping[str, Any]) -> int:
    if "leaf_value" in node:
        return 0
    return 1 + max(_depth(node["left_child"]), _depth(node["right_child"]))


def _add(node: Mapping[str, Any], nodes: list[tuple[int, float, int, int]]) -> None:
    place = len(nodes)
    if "leaf_value" in node:
        nodes.append((0, node["leaf_value"], place, place))
        return
    nodes.append((0, 0.0, 0, 0))
    _add(node["left_child"], nodes)
    more = len(nodes)
    _add(node["right_child"], nodes)
    nodes[place] = (node["split_feature"], node["threshold"], place + 1, more)


def measured(boosters: Mapping[str, lightgbm.Booster]) -> dict[str, float]:
    """Average precision and log-loss on a register that training never saw."""
    table, same, held, named = examples(*HELD_OUT)
    return {
        "title_log_loss": _log_loss(boosters["title"], _titles_only(table), same),
        "licence_log_loss": _log_loss(boosters["licence"], table[named], held[named]),
        "candidates": len(table),
    }


def _log_loss(booster: lightgbm.Booster, table: Table, labels: Labels) -> float:
    chance = np.clip(np.asarray(booster.predict(table)), 1e-7, 1 - 1e-7)
    return round(float(-np.mean(np.where(labels, np.log(chance), np.log(1 - chance)))), 5)


def sources() -> str:
    """Digest of what the model is made from: the generator, this file and the engine's figures."""
    files: Sequence[Path] = sorted(
        [
            *(ROOT / "benchmarks" / "ranker").glob("*.py"),
            *(ROOT / "matchers" / "engine").glob("*.py"),
        ]
    )
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def main() -> None:
    """Trains, measures, writes."""
    boosters = train()
    model.save({name: flat(booster) for name, booster in boosters.items()})
    provenance = {
        "made_by": "benchmarks/ranker/train.py",
        "trained_on": "invented registers and listings of benchmarks/ranker/made.py only",
        "worlds": [list(world) for world in WORLDS],
        "held_out": list(HELD_OUT),
        "lightgbm": lightgbm.__version__,
        "settings": dict(_SETTINGS) | {"rounds": _ROUNDS},
        "sources": sources(),
        "sha256": hashlib.sha256(model.FILE.read_bytes()).hexdigest(),
        "figures": measured(boosters),
    }
    model.FILE.with_suffix(".json").write_text(
        json.dumps(provenance, indent=1) + "\n", encoding="utf-8"
    )
    print(json.dumps(provenance, indent=1))


if __name__ == "__main__":
    main()
