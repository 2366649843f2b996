"""An answer depends on listing and register alone: not on its neighbours, not on the run."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path

import pytest

from benchmarks.match_quality import read_listings, read_register
from crawler.records import Listing, Match
from matchers.registry import Register, match_all
from matchers.verdict.rules import Rules

ROOT = Path(__file__).resolve().parents[2]
TITLES = Path(__file__).parent / "titles"
EVERY = 8
_PROGRAM = """
from tests.quality.test_batch_invariance import labelled, matched, register_of_titles
print(*map(repr, matched(register_of_titles(), labelled())), sep="\\n")
"""


def register_of_titles() -> Register:
    return read_register(TITLES / "registry.csv")


def labelled() -> list[Listing]:
    return [listing for listing, _ in read_listings(TITLES / "listings.csv", every=EVERY)]


def matched(register: Register, listings: list[Listing]) -> list[Match]:
    return list(match_all(listings, register, Rules()))


@pytest.fixture(scope="module")
def register() -> Register:
    return register_of_titles()


@pytest.fixture(scope="module")
def whole(register: Register) -> dict[str, Match]:
    return {match.id: match for match in matched(register, labelled())}


@pytest.mark.parametrize("size", [1, 10, 64])
def test_a_small_batch_gets_the_answers_of_the_whole(
    register: Register, whole: dict[str, Match], size: int
) -> None:
    listings = labelled()[: 6 * size]
    for start in range(0, len(listings), size):
        for match in matched(register, listings[start : start + size]):
            assert astuple(match) == astuple(whole[match.id])


def test_the_order_of_listings_changes_nothing(register: Register, whole: dict[str, Match]) -> None:
    assert {match.id: match for match in matched(register, labelled()[::-1])} == whole


def test_a_listing_that_stands_twice_is_answered_alike(
    register: Register, whole: dict[str, Match]
) -> None:
    twice = [listing for listing in labelled()[:40] for _ in range(2)]
    assert matched(register, twice) == [whole[listing.id] for listing in twice]


def test_two_processes_say_the_same(whole: dict[str, Match]) -> None:
    expected = [repr(match) for match in whole.values()]
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines() == expected
