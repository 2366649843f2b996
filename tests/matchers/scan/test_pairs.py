"""Entries of words and of pairs are found where a plain look-up word by word finds them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.reading import first_reading
from matchers.scan.pairs import Pairs, heaviest, weighed

WORDS = {"mu": 0, "open": 1, "exp": 2, "0k": 3}
PAIRS = {(0, 1): 4, (1, 1): 5, (2, 0): 6}
BESIDE = 7  # what is no word
SIZE = 8


def _pairs() -> Pairs:
    return Pairs(SIZE, lambda word: WORDS.get(word.replace("50", "0"), -1), PAIRS)


TABLE = _pairs()
TEXTS = st.lists(
    st.sampled_from(["mu", "open", "exp", "50k", "lạ", ".", "\n", "   ", "MU", "€", "ដ"]),
    max_size=14,
).map(" ".join)


def _plainly(text: str) -> tuple[list[int], list[int]]:
    words = [WORDS.get(word.replace("50", "0"), -1) for word in first_reading(text).in_order]
    double = [PAIRS.get(pair, -1) for pair in pairwise(words)]
    return words, [*double, -1] if words else []


def _entries(table: Pairs, text: str) -> list[int]:
    found: list[int] = table.told([first_reading(text).scanned], []).entries.tolist()
    return found


def _heaviest(text: str, points: npt.NDArray[np.float64], most: int) -> list[tuple[float, str]]:
    reading = first_reading(text)
    placed = TABLE.told([reading.scanned], []).placed[0]
    found = heaviest(reading.scanned, placed, points, most)
    return [(round(given, 2), reading.quote(start, end)) for given, start, end in found]


@given(TEXTS)
def test_each_word_and_each_with_the_next_has_its_entry(text: str) -> None:
    placed = TABLE.told([first_reading(text).scanned], []).placed[0]
    assert tuple(placed.tolist()) == _plainly(text)


@given(st.lists(TEXTS, max_size=3))
def test_each_entry_is_told_once_and_no_pair_goes_from_text_to_text(texts: list[str]) -> None:
    told = TABLE.told([first_reading(text).scanned for text in texts], [BESIDE])
    expected = {BESIDE} | {entry for text in texts for some in _plainly(text) for entry in some}
    assert sorted(told.entries.tolist()) == sorted(expected - {-1})


def test_words_that_come_later_are_asked_for_too() -> None:
    table = _pairs()
    assert _entries(table, "open") == [1]
    unseen = "mu " + " ".join(f"chuamotlanthay{number}" for number in range(40_000))
    assert _entries(table, unseen) == [0]


def test_a_table_without_pairs_tells_words() -> None:
    table = Pairs(4, lambda word: WORDS.get(word, -1), {})
    assert _entries(table, "mu open") == [0, 1]


def test_the_heaviest_words_in_a_row_are_told_and_none_twice() -> None:
    points = np.array([1.0, 0.5, -2.0, 0.25, 0.5, 0.0, 0.0, 9.0])
    text = "exp MU open. 50k, exp"
    assert _heaviest(text, points, 4) == [(2.0, "MU open"), (0.25, "50k")]
    assert _heaviest(text, points, 1) == [(2.0, "MU open")]


@pytest.mark.parametrize("sign", [".", "!", "?", ";", "\n"])
def test_no_quote_goes_over_the_end_of_a_sentence(sign: str) -> None:
    assert sorted(_heaviest(f"mu{sign} open", np.ones(SIZE), 4)) == [(1.0, "mu"), (1.0, "open")]


@given(st.lists(st.integers(0, SIZE - 1), unique=True))
def test_points_are_weighed_by_how_rare_each_entry_is(entries: list[int]) -> None:
    rarity = np.arange(1.0, SIZE + 1)
    points = np.stack([np.linspace(-1, 1, SIZE), np.linspace(2, 0, SIZE)], axis=1)
    some = np.array(entries, dtype=np.int32)
    length = np.sqrt((rarity[some] ** 2).sum() + 3.0)
    expected = (rarity[some, None] * points[some]).sum(axis=0) / length
    assert weighed(some, rarity, points, 3.0) == pytest.approx(expected)
