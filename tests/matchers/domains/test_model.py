"""Pieces of names: what they are, what they add, and which are told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.domains import model
from matchers.domains.model import (
    IDENTITY,
    Names,
    explain,
    grams_odds,
    hash_of,
    load_names,
    most_pieces,
    number_all,
)
from matchers.domains.split import symbols_of
from matchers.domains.suffixes import suffix_hashes, suffixes
from matchers.engine.compiling import compiled

LABELS = st.text(st.sampled_from("abcdefgxyz0189-"), min_size=1, max_size=63)


@compiled
def _odds(symbols: Any, suffix: int, names: Any) -> float:
    return grams_odds(symbols, 0, len(symbols), suffix, names)


def odds(label: str, suffix: str, names: Names | None = None) -> float:
    return float(_odds(symbols_of(label), hash_of(suffix), names or load_names()))


def pieces(label: str, suffix: str) -> list[int]:
    symbols, size = symbols_of(label), most_pieces(len(label))
    found, bounds = np.empty(size, dtype=np.int32), np.zeros(2, dtype=np.int64)
    ends = np.array([len(label)]), np.array([hash_of(suffix)], dtype=np.uint32)
    count = number_all(symbols, np.array([0]), *ends, found, bounds)
    assert count == bounds[1] <= size
    return [int(piece) for piece in found[:count]]


@settings(deadline=None)  # the first call compiles
@given(LABELS, st.sampled_from(["com", "com.vn", "vip", ""]))
def test_odds_are_the_sum_of_the_known_pieces(label: str, suffix: str) -> None:
    names, steps = load_names(), 0
    for piece in pieces(label, suffix):
        assert 0 <= piece < 1 << IDENTITY
        slot = int(names.grams[piece >> 8])
        if slot >> 8 == piece & 0xFF:
            steps += int(np.uint8(slot & 0xFF).view(np.int8))
    expected = float(names.bias) + float(names.step) * steps
    assert odds(label, suffix) == pytest.approx(expected, abs=1e-3)


def test_a_piece_with_another_mark_adds_nothing() -> None:
    empty = load_names()._replace(grams=np.zeros(1 << model.BITS, dtype=np.uint16))
    piece = pieces("zeta", "com")[0]
    grams = empty.grams.copy()
    grams[piece >> 8] = (piece & 0xFF) << 8 | 10
    assert odds("zeta", "com", empty._replace(grams=grams)) == pytest.approx(
        float(empty.bias + 10 * empty.step), abs=1e-4
    )
    grams[piece >> 8] = ((piece & 0xFF) ^ 1) << 8 | 10
    assert odds("zeta", "com", empty._replace(grams=grams)) == pytest.approx(float(empty.bias))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("zeta1", "com"), ("zeta2", "com"), True),  # with every digit as one sign
        (("zeta", "com"), ("zeta", "net"), True),
        (("zeta", "com"), ("12345678", "net"), False),
    ],
)
def test_names_share_pieces(one: tuple[str, str], other: tuple[str, str], alike: bool) -> None:
    shared = set(pieces(*one)) & set(pieces(*other))
    assert bool(shared) is alike
    assert set(pieces(*one)) != set(pieces(*other))


def test_the_edges_of_a_label_are_part_of_its_pieces() -> None:
    assert len(set(pieces("ab", "com"))) == len(set(pieces("ba", "com")))
    assert set(pieces("xab", "com")) - set(pieces("abx", "com"))


def test_the_suffix_speaks_too() -> None:
    assert odds("zeta88", "vip") > odds("zeta88", "com.vn")


def test_hashes_of_suffixes_are_those_of_the_splitter() -> None:
    numbers = suffix_hashes()
    for place in (0, 10, 500, len(suffixes()) - 1):
        assert hash_of(suffixes()[place]) == int(numbers[place])


@settings(deadline=None)  # the first call compiles
@given(LABELS, st.sampled_from(["com", "vip"]))
def test_what_is_told_stands_in_the_name_and_speaks_for_a_look(label: str, suffix: str) -> None:
    told = explain(label, suffix)
    assert len(told) <= 3
    assert [weight for _, weight in told] == sorted((w for _, w in told), reverse=True)
    written = "".join("#" if char.isdigit() else char for char in label)
    shape = "".join("a" if char.isalpha() else char for char in written)
    for text, weight in told:
        assert weight > 0
        assert text == f".{suffix}" or text in label or text in written or text == shape


def test_no_told_piece_stands_twice() -> None:
    texts = [text for text, _ in explain("k8vip88k8", "vip")]
    assert len(texts) == len(set(texts)) == 2, "the second k8 tells nothing more"
