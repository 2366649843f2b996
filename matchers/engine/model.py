"""The shipped ranker: two sets of trees beside this file, with their provenance."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from matchers.engine.trees import Trees

FILE = Path(__file__).with_name("ranker.npz")


class Ranker(NamedTuple):
    """What tells whether a candidate is the listing's title, and whether its licence."""

    title: Trees
    licence: Trees


@cache
def ranker() -> Ranker:
    """The ranker that this version ships."""
    with np.load(FILE) as arrays:
        return Ranker(
            *(
                Trees(*(arrays[f"{name}_{part}"] for part in Trees._fields))
                for name in Ranker._fields
            )
        )


def save(trees: Mapping[str, Trees]) -> None:
    """Writes a newly trained ranker over the shipped one."""
    arrays = {
        f"{name}_{part}": array
        for name, those in trees.items()
        for part, array in zip(Trees._fields, those, strict=True)
    }
    np.savez_compressed(FILE, **arrays)
