"""Figures of a labelled set, with their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from crawler.quality import average_precision, measure, wilson


def _set(hits: int, misses: int, false: int, right: int) -> tuple[list[bool], list[bool]]:
    labels = [True] * (hits + misses) + [False] * (false + right)
    flagged = [True] * hits + [False] * misses + [True] * false + [False] * right
    return labels, flagged


def test_shares_and_their_intervals() -> None:
    labels, flagged = _set(180, 20, 10, 790)
    found = measure(labels, flagged, [float(one) for one in flagged])
    assert (found.n, found.positives, found.flagged) == (1000, 200, 190)
    assert found.recall == 0.9
    assert found.precision == pytest.approx(180 / 190, abs=1e-4)
    assert found.false_positive_rate == pytest.approx(10 / 800, abs=1e-4)
    assert found.recall_interval == (0.8506, 0.9343)  # Wilson by hand for 180 of 200
    assert found.note is None


def test_precision_where_one_in_201_is_positive() -> None:
    labels, flagged = _set(180, 20, 10, 790)
    found = measure(labels, flagged, [float(one) for one in flagged])
    assert found.precision_at_1_in_200 == pytest.approx(0.9 / (0.9 + 0.0125 * 200), abs=1e-3)
    low, high = found.precision_at_1_in_200_interval or (1.0, 0.0)
    assert low < (found.precision_at_1_in_200 or 0) < high


def test_under_two_hundred_positives_nothing_is_measured() -> None:
    labels, flagged = _set(199, 0, 0, 1000)
    found = measure(labels, flagged, [float(one) for one in flagged])
    assert found.note is not None
    assert found.note.startswith("not measured: 199 positives")
    assert found.precision is found.recall is found.pr_auc is None


@pytest.mark.parametrize(("labels"), [[], [True] * 300])
def test_a_set_without_negatives_is_not_measured(labels: list[bool]) -> None:
    found = measure(labels, labels, [1.0] * len(labels))
    assert (found.note or "").startswith("not measured")


def test_nothing_flagged_has_no_precision() -> None:
    labels, flagged = _set(0, 200, 0, 100)
    found = measure(labels, flagged, [0.0] * 300)
    assert (found.precision, found.recall, found.precision_at_1_in_200) == (None, 0.0, None)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=1, max_size=60))
def test_the_area_is_the_one_of_scikit_learn(rows: list[tuple[bool, int]]) -> None:
    truth = np.array([label for label, _ in rows])
    scores = np.array([float(score) for _, score in rows])
    if truth.any():
        expected = average_precision_score(truth, scores)
        assert average_precision(truth, scores) == pytest.approx(expected)


@given(st.integers(1, 5000), st.data())
def test_an_interval_holds_its_share(tried: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, tried))
    low, high = wilson(hits, tried)
    assert 0 <= low <= round(hits / tried, 4) + 1e-4
    assert round(hits / tried, 4) - 1e-4 <= high <= 1
