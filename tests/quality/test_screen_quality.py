"""What is flagged of the labelled names does not get worse than what was measured."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

from benchmarks.names.sources import DOMAINS, FOLDS
from benchmarks.screen_quality import BARS, labelled_sets, missed_bars, score
from tests.quality.names import make

# Pinned to the very names; new ones need new figures, measured, not guessed.
INVENTED_DIGEST = "c4744be78ad0"
FOUND = {"operator": 0.49, "disguise": 0.98}  # at least; operators nobody has seen, by habit alone
FLAGGED = {"harmless": 0.0, "hard": 0.014}  # at most
SHARED_DIGEST = "9ffbe3444b13"
# The shipped model trained on most of the shared names: these tell that it is the one that was
# measured. What it reaches on unseen names stands in names.json.
SHARED_FOUND = {"vietnam": 0.96, "vietnam_without_family": 0.94, "vietnam_since_2025": 0.97}
SHARED_FLAGGED = {"pooled_harmless": 0.0006, "hard_harmless": 0.0055}


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, str]]:
    with make.FILE.open(encoding="utf-8", newline="") as file:
        return [(row["name"], row["group"]) for row in csv.DictReader(file)]


def test_the_invented_names_are_what_their_maker_writes(rows: list[tuple[str, str]]) -> None:
    assert len(rows) >= 2_000
    assert rows == make.names()


def test_the_quality_on_invented_names_holds(rows: list[tuple[str, str]]) -> None:
    sets = defaultdict(list)
    for name, group in rows:
        sets[group].append(name)
    report = score(dict(sets))
    assert report["digest"] == INVENTED_DIGEST, "The names are others: measure, then pin anew."
    for group, least in FOUND.items():
        assert report["figures"][group] >= least, group
    for group, most in FLAGGED.items():
        assert report["figures"][group] <= most, group


@pytest.mark.slow
def test_the_quality_on_the_shared_names_holds() -> None:
    if not DOMAINS.is_dir():
        pytest.skip("shared data absent: the labelled domain names stand beside the checkout")
    report = score(labelled_sets(DOMAINS, frozenset(range(FOLDS))))
    assert report["digest"] == SHARED_DIGEST, "The names are others: measure, then pin anew."
    assert missed_bars(report["figures"]) == []
    for title, least in SHARED_FOUND.items():
        assert report["figures"][title] >= least, title
    for title, most in SHARED_FLAGGED.items():
        assert report["figures"][title] <= most, title


def test_a_missed_bar_is_told_as_a_sentence() -> None:
    held = {name: bar for name, (bar, _) in BARS.items()}
    assert missed_bars(held) == []
    assert missed_bars(held | {"vietnam": 0.7, "hard_harmless": 0.01}) == [
        "vietnam is 0.7, the bar is 0.8",
        "hard_harmless is 0.01, the bar is 0.008",
    ]
