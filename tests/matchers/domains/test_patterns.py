"""The shipped patterns can be found in labels, and each text is one thing."""

from __future__ import annotations

import re

import pytest

from matchers.domains.patterns import Pattern, PatternKind, load_patterns

PATTERNS = {pattern.text: pattern for pattern in load_patterns().rows}


def test_each_text_stands_once_and_in_letters_of_labels() -> None:
    assert len(PATTERNS) == len(load_patterns().rows)
    assert [text for text in PATTERNS if not re.fullmatch(r"[a-z0-9]{2,24}", text)] == []
    assert {pattern.weight for pattern in PATTERNS.values()} == {0.2, 0.5, 1.0}


@pytest.mark.parametrize(
    ("text", "kind", "weight"),
    [
        ("sunwin", PatternKind.BRAND, 1.0),  # the lexicon's
        ("m88", PatternKind.BRAND, 0.5),  # the lexicon's, short
        ("nohu52", PatternKind.BRAND, 1.0),
        ("taixiu", PatternKind.TERM, 1.0),
        ("bet", PatternKind.TERM, 0.2),
        ("dangky", PatternKind.ROLE, 0.5),
        ("alphabet", PatternKind.BENIGN, 1.0),
    ],
)
def test_a_text_has_its_kind_and_weight(text: str, kind: PatternKind, weight: float) -> None:
    assert PATTERNS[text] == Pattern(text, kind, weight)


def test_licensed_publishers_and_legal_lotteries_are_no_brands() -> None:
    for text in ("zingplay", "garena", "vtcgame", "gosu", "soha", "vietlott"):
        assert PATTERNS[text].kind is PatternKind.BENIGN


def test_two_letters_are_no_pattern_but_of_the_known_houses() -> None:
    assert {text for text in PATTERNS if len(text) == 2} == {"k8", "j9", "i9", "zo"}
