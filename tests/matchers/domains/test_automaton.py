"""Patterns in labels: as written, in disguise, and one letter away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.domains.automaton import (
    FOLDED,
    MOST_HITS,
    NEAR,
    PLAIN,
    Automaton,
    build_automaton,
    find_patterns,
    new_hits,
)
from matchers.domains.near import Near, build_near, find_near, variants_of
from matchers.domains.split import symbols_of
from matchers.engine.compiling import compiled

Hit = tuple[str, int, int, int]


@compiled
def _find(symbols: Any, automaton: Any, near: Any, hits: Any) -> int:
    count = find_patterns(symbols, 0, len(symbols), automaton, hits)
    return find_near(symbols, 0, len(symbols), automaton, near, hits, count)


def found(label: str, patterns: Sequence[str], *, near: bool = False) -> list[Hit]:
    """Each hit as pattern, first, last, how."""
    long = range(len(patterns)) if near else range(0)
    variants = [(text, place, how) for place in long for text, how in variants_of(patterns[place])]
    automaton = build_automaton(patterns, variants)
    return _found(label, patterns, automaton, build_near(automaton, long))


def _found(label: str, patterns: Sequence[str], automaton: Automaton, near: Near) -> list[Hit]:
    hits = new_hits()
    count = _find(symbols_of(label), automaton, near, hits)
    columns = (hits.first, hits.last, hits.how)
    return [
        (patterns[hits.pattern[n]], *(int(column[n]) for column in columns)) for n in range(count)
    ]


HITS: list[tuple[str, list[str], list[Hit]]] = [
    ("choigo88vip", ["go88"], [("go88", 4, 8, PLAIN)]),
    ("g088", ["go88"], [("go88", 0, 4, FOLDED)]),
    ("gobb", ["go88"], []),  # no letter stands for a digit
    ("go8b", ["go88"], []),
    ("go-88", ["go88"], [("go88", 0, 5, FOLDED)]),
    ("g-o-8-8", ["go88"], [("go88", 0, 7, FOLDED)]),
    ("web-etude", ["bet"], []),  # short patterns are not torn apart by a hyphen
    ("8et", ["bet"], [("bet", 0, 3, FOLDED)]),
    ("837", ["bet"], []),  # more digits than letters
    ("nh4c4i", ["nhacai"], [("nhacai", 0, 6, FOLDED)]),
    ("sunwln", ["sunwin"], [("sunwin", 0, 6, FOLDED)]),
    ("sunwin", ["win", "sunwin", "sun"], [("sunwin", 0, 6, PLAIN)]),  # the longest covers
    ("darwin", ["win", "darwin"], [("darwin", 0, 6, PLAIN)]),
    ("sun-win", ["win", "sunwin"], [("sunwin", 0, 7, FOLDED), ("win", 4, 7, PLAIN)]),
    ("goog88", ["go88"], []),
    ("winwin", ["win"], [("win", 0, 3, PLAIN), ("win", 3, 6, PLAIN)]),
    ("abcabd", ["abd"], [("abd", 3, 6, PLAIN)]),  # a failed beginning is a beginning anew
    ("xabcdx", ["abcde", "bcd"], [("bcd", 2, 5, PLAIN)]),
    ("0ne", ["one"], [("one", 0, 3, FOLDED)]),
    ("1ixi88", ["lixi88"], [("lixi88", 0, 6, FOLDED)]),
]
BRANDS = ["sunwin", "hitclub", "789club"]
CHANGES = [
    ("sunkin", ("sunwin", 0, 6, NEAR)),  # another letter
    ("vaosumwinvip", ("sunwin", 3, 9, NEAR)),
    ("tunwin", ("sunwin", 0, 6, NEAR)),
    ("sunwi", ("sunwin", 0, 5, NEAR)),  # a letter less
    ("unwin", ("sunwin", 0, 5, NEAR)),
    ("hitlub", ("hitclub", 0, 6, NEAR)),
    ("hiitclub", ("hitclub", 1, 8, NEAR)),  # a letter more
    ("hitclluub", None),
    ("hitcxlub", ("hitclub", 0, 8, NEAR)),
    ("789xclub", ("789club", 0, 8, NEAR)),
    ("usnwin", ("sunwin", 1, 6, NEAR)),  # swapped: as good as a letter less
    ("suwnin", ("sunwin", 0, 6, NEAR)),
    ("hitlcub", ("hitclub", 0, 7, NEAR)),
    ("sunvvin", ("sunwin", 0, 7, FOLDED)),
    ("sumvin", None),  # two letters
    ("798club", ("789club", 0, 7, NEAR)),
]


@pytest.mark.parametrize(("label", "patterns", "hits"), HITS)
def test_patterns_are_found_as_written_and_in_disguise(
    label: str, patterns: list[str], hits: list[Hit]
) -> None:
    assert found(label, patterns) == hits


@pytest.mark.parametrize(("label", "hit"), CHANGES)
def test_a_long_brand_is_found_with_one_letter_changed(label: str, hit: Hit | None) -> None:
    assert found(label, BRANDS, near=True) == ([hit] if hit else [])


def test_short_brands_are_not_looked_for_with_a_change() -> None:
    assert found("go98", ["go88"], near=True) == []
    assert found("hi888", ["hi88"], near=True) == [("hi88", 0, 4, PLAIN)]


def test_no_more_hits_are_kept_than_there_is_room() -> None:
    assert len(found("win" * 20, ["win"])) == MOST_HITS


def test_too_many_patterns_are_an_error() -> None:
    with pytest.raises(ValueError, match="letters of patterns"):
        build_automaton([f"{number:06}" for number in range(6_000)])


_TEXTS = st.text(alphabet="abo01i8", min_size=1, max_size=4)


@given(st.lists(_TEXTS, min_size=1, max_size=6, unique=True), st.text("abo01i8-", max_size=14))
def test_the_automaton_finds_what_a_naive_search_finds(patterns: list[str], label: str) -> None:
    spans = {(first, last) for _, first, last, _ in found(label, patterns)}
    for pattern in patterns:
        at = label.find(pattern)
        if at >= 0:
            assert any(first <= at and at + len(pattern) <= last for first, last in spans)
    for pattern, first, last, how in found(label, patterns):
        if how == PLAIN:
            assert label[first:last] == pattern
        else:
            assert len(label[first:last].replace("-", "")) == len(pattern)


@given(
    st.text("abcdef", min_size=6, max_size=9),
    st.text("abcdef", max_size=9),
    st.data(),
)
def test_every_single_change_is_found(brand: str, other: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(brand) - 1))
    letter = data.draw(st.sampled_from("xyz789"))
    changed = data.draw(
        st.sampled_from(
            [
                brand[:place] + letter + brand[place + 1 :],
                brand[:place] + brand[place + 1 :],
                brand[:place] + letter + brand[place:],
            ]
        )
    )
    assert found(f"{changed}{other}"[:63], [brand], near=True)
    assert found(f"q{changed}q", [brand], near=True)


def test_arrays_are_small() -> None:
    automaton = build_automaton(["go88", "sunwin"])
    assert automaton.steps.dtype == np.uint16
    assert len(automaton.ends) == 1 + len("go88") + len("sunwin")
