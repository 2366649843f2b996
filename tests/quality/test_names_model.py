"""The shipped model of names: where it comes from, that it tells no name, that it can be remade."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.names import fitting
from benchmarks.names.sources import (
    DOMAINS,
    GAMBLING,
    HARMLESS,
    Group,
    Labelled,
    labelled_names,
)
from benchmarks.names.train import COUNTS, Examples, digest_of
from matchers.domains import model
from matchers.domains.weigh import FIGURES

ROOT = Path(__file__).parents[2]
PROVENANCE = json.loads(model.FILE.with_suffix(".json").read_text(encoding="utf-8"))
_FREE = {"MIT", "Unlicense", "CC0"}
_TRAINED = """
import hashlib
from benchmarks.names.invented import disguised, harmless
from benchmarks.names.sources import Group, Labelled
from benchmarks.names.train import Examples, fit
names = [(name, Group.TOP) for name in harmless(1500, 3)]
names += [(name, Group.VIETNAM) for name in disguised(["zetawin", "omegabet", "tauvip88"], 150, 3)]
rows = [
    Labelled(name, group, "2024", True, False, at % 6) for at, (name, group) in enumerate(names)
]
found = fit(Examples(rows), [0])
print(hashlib.sha256(found.grams.tobytes()).hexdigest(), found.step, found.bias)
"""


def test_the_file_is_the_one_that_its_provenance_tells_of() -> None:
    assert hashlib.sha256(model.FILE.read_bytes()).hexdigest() == PROVENANCE["sha256"]
    names = model.load_names()
    assert names.threshold == PROVENANCE["threshold"]
    assert np.count_nonzero(names.grams) == PROVENANCE["pieces"]
    assert list(PROVENANCE["rules"]) == [*FIGURES, "always"]
    assert np.allclose(names.rules, list(PROVENANCE["rules"].values()))


def test_only_sources_whose_licence_permits_it_trained() -> None:
    assert PROVENANCE["sources"] == {"gambling": GAMBLING, "harmless": HARMLESS}
    assert {*GAMBLING.values(), *HARMLESS.values()} <= _FREE
    assert not any(word in PROVENANCE["names"] for word in ("zone", "disguised"))
    assert PROVENANCE["least_names_of_a_piece"] >= 5


def test_a_piece_holds_no_label_of_more_than_three_letters() -> None:
    # A whole label is a piece only with both of its edges.
    assert model.LONGEST - 2 == 3


@pytest.mark.slow
def test_training_twice_gives_the_same_table() -> None:
    told = {
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
    assert len(told) == 1


@pytest.fixture(scope="module")
def trained() -> list[Labelled]:
    if not DOMAINS.is_dir():
        pytest.skip("shared data absent: the labelled domain names stand beside the checkout")
    return [row for row in labelled_names(DOMAINS) if row.trains and COUNTS[row.group]]


@pytest.mark.slow
def test_the_rows_are_those_of_the_provenance(trained: list[Labelled]) -> None:
    assert digest_of(row.name for row in trained) == PROVENANCE["rows"]
    assert {row.group for row in trained}.isdisjoint({Group.ZONE, Group.DISGUISED})


@pytest.mark.slow
def test_no_name_that_trained_stands_in_what_is_shipped(trained: list[Labelled]) -> None:
    with np.load(model.FILE) as arrays:
        shipped = b"\n".join(arrays[part].tobytes() for part in sorted(arrays.files))
    shipped += b"".join(
        path.read_bytes().lower()
        for path in model.FILE.parent.iterdir()
        if path.suffix in {".json", ".toml"}
    )
    named = {row.name for row in trained if row.group is not Group.INVENTED}
    assert [name for name in named if name.encode() in shipped] == []


@pytest.mark.slow
def test_every_kept_piece_stands_in_five_names_or_more(trained: list[Labelled]) -> None:
    table = Examples(trained).table
    counts = fitting.names_with(table, np.arange(len(trained)))
    grams = model.load_names().grams
    buckets = np.flatnonzero(grams)
    kept = buckets << 8 | grams[buckets] >> 8
    assert counts[kept].min() >= fitting.LEAST_NAMES
