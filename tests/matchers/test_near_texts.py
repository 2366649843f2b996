"""Texts that are nearly the same find each other."""

from __future__ import annotations

from matchers.near_texts import NearTexts

WORDS = [f"từ{number}" for number in range(80)]
TEXT = "Nổ hũ ví dụ\n" + " ".join(WORDS)
CHANGED = " ".join([*WORDS[:40], "khác", *WORDS[41:]])
ONE, TWO = "domain:a.example", "domain:b.example"


def test_a_text_is_like_the_first_that_it_nearly_is() -> None:
    texts = NearTexts()
    assert texts.first_like(ONE, TEXT) == ONE
    assert texts.first_like(TWO, CHANGED) == ONE
    assert texts.first_like(TWO, " ".join(reversed(WORDS))) == TWO
    assert texts.opening(ONE) == "Nổ hũ ví dụ"


def test_a_short_text_is_like_none() -> None:
    texts = NearTexts()
    for subject in (ONE, TWO):
        texts.add(subject, "Nổ hũ ví dụ")
        assert texts.first_like(subject, "Nổ hũ ví dụ") is None
        assert texts.first_like(subject, None) is None
        assert texts.alike(subject) == frozenset()
