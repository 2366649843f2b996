"""Operators' names by list, by variant and by shape; glued terms."""

from __future__ import annotations

import pytest

from matchers.brands import brand_in, looks_like_brand
from matchers.glued import glued_in
from tests.matchers.sights import LEXICON


@pytest.mark.parametrize(
    ("word", "brand"),
    [
        ("go88", "go88"),
        ("choigo88vip", "go88"),
        ("sunwin123", "sunwin"),
        ("nhacaifb88", "fb88"),
        ("rikvipclub", "rikvip"),
    ],
)
def test_variants_of_known_names_are_found(word: str, brand: str) -> None:
    assert brand_in(word, LEXICON) == brand


@pytest.mark.parametrize(
    "word", ["zingplay", "gogowin", "winter", "window", "better", "1988", "clubhouse", "garena"]
)
def test_everyday_words_are_no_brand(word: str) -> None:
    assert brand_in(word, LEXICON) is None
    assert not looks_like_brand(word, LEXICON)


@pytest.mark.parametrize("word", ["zeta88", "79lux", "fastbet", "rong777", "kimclub"])
def test_unknown_names_are_known_by_their_shape(word: str) -> None:
    assert looks_like_brand(word, LEXICON)


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("nohudoithuong", ["nổ hũ đổi thưởng"]),
        ("taixiumd5", ["tài xỉu md5"]),
        ("nohu90", ["nổ hũ"]),
        ("xocdiavip", ["xóc đĩa"]),
        ("taixiuxocdia", ["tài xỉu", "xóc đĩa"]),
    ],
)
def test_glued_terms_are_found(word: str, terms: list[str]) -> None:
    assert [phrase.text for _, _, phrase in glued_in(word, LEXICON)] == terms


@pytest.mark.parametrize("word", ["lode", "daga", "nohurry", "taxi", "codes"])
def test_words_that_only_hold_a_term_are_not_glued(word: str) -> None:
    assert not glued_in(word, LEXICON)
