"""The gambling texts: much of the wording is the replica's own, people can still read it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from crawler.replica.disguise import DISGUISES
from crawler.replica.gambling import (
    CASH,
    gambling_brands,
    gambling_text,
    gambling_wording,
    pick_phrases,
)
from crawler.text import fold_marks


def _known() -> tuple[set[str], set[str]]:
    lexicon = Path(__file__).resolve().parents[3] / ".." / "shared" / "specs" / "lexicon.md"
    if not lexicon.exists():
        pytest.skip("shared data absent: lexicon.md stands beside the project")
    text = lexicon.read_text(encoding="utf-8")
    terms, brands = text.split("## 2. Decisive combinations")[0], text.split("## 3. Operator")[1]
    known = {
        fold_marks(row) for row in re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \|", terms, re.M)
    }
    listed = set(re.findall(r"[a-z0-9]{3,}", brands.split("### Brands that are not")[0]))
    return known, listed


def _without(phrases: Iterable[str], known: set[str]) -> list[str]:
    """Phrases in which none of the known terms stands as whole words."""
    return [
        phrase
        for phrase in phrases
        if not any(f" {term} " in f" {fold_marks(phrase)} " for term in known)
    ]


def test_a_third_of_the_wording_holds_no_listed_term() -> None:
    known, _ = _known()
    wording = gambling_wording()
    assert len(_without(wording, known)) / len(wording) >= 0.3


def test_a_third_of_the_brands_is_in_no_list() -> None:
    _, listed = _known()
    brands = gambling_brands()
    assert len([brand for brand in brands if brand not in listed]) / len(brands) >= 0.3


def test_no_phrase_and_no_brand_comes_twice() -> None:
    for words in (gambling_wording(), gambling_brands()):
        assert len(set(words)) == len(words)


@pytest.mark.parametrize("seed", range(20))
def test_an_app_mixes_cash_play_and_promises(seed: int) -> None:
    rng = random.Random(seed)
    phrases = pick_phrases(rng)
    text = gambling_text(rng, phrases, "zutbet88")
    assert 4 <= len(phrases) <= 8
    assert set(phrases) & set(CASH)
    assert all(phrase in text for phrase in phrases)
    assert "zutbet88" in text


@pytest.mark.parametrize(
    ("name", "plain", "hidden"),
    [
        ("without_marks", "Nổ hũ đổi thưởng", "no hu doi thuong"),
        ("spaced", "nổ hũ", "n ổ   h ũ"),
        ("dotted", "tài xỉu", "t.à.i x.ỉ.u"),
        ("leet", "nổ hũ tài xỉu", "n0 hu t41 x1u"),
        ("look_alike", "bacca", "bасса"),
        ("full_width", "go88", "ｇｏ８８"),
        ("zero_width", "nổ hũ", "n\u200bổ h\u200bũ"),
    ],
)
def test_disguises(name: str, plain: str, hidden: str) -> None:
    assert DISGUISES[name](plain) == hidden
