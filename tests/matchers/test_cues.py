"""Everyday words by what they tell: where they stand, each longest one once, numbers by kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.cues import load_cues
from matchers.reading import first_reading

CUES = load_cues()


def _told(*texts: str) -> dict[str, tuple[int, str]]:
    """Of each kind of gambling's words how many stand there, and the first one."""
    readings = [first_reading(text) for text in texts]
    told = CUES.quoted(CUES.told(readings), "gambling")
    return {
        one.kind.name: (one.words, readings[one.text].quote(one.start, one.end)) for one in told
    }


@pytest.mark.parametrize(
    ("text", "kind", "words", "first"),
    [
        ("Vào bàn, tiền về ví liền", "payout", 1, "tiền về"),
        ("nạp từ 50k", "stake", 1, "nạp từ"),  # the longer one alone
        ("nạp vốn rồi lại nạp", "stake", 2, "nạp"),  # each once
        ("mất 3 triệu rồi 2,5 tỷ", "fortune", 2, "3 triệu"),
        ("trúng 50.000.000 đồng", "fortune", 1, "50.000.000"),
        ("tỷ lệ 1.95, có khi x10", "multiple", 3, "tỷ lệ"),
        ("phút một ván, 30 giây", "round", 3, "phút một"),
        ("Tặng 50K", "sum", 1, "50K"),
        ("nap tu 50k, rut lien", "stake", 1, "nap tu"),  # a text without marks
        ("𝗻ạ𝗽 từ 50k ngay", "stake", 1, "𝗻ạ𝗽 từ"),
    ],
)
def test_words_are_told_by_kind(text: str, kind: str, words: int, first: str) -> None:
    assert _told(text)[kind] == (words, first)


def test_words_of_one_phrase_stand_in_one_sentence() -> None:
    assert "payout" in _told("hết tiền, về nhà")
    for apart in ("hết tiền. Về nhà", "hết tiền! Về nhà", "hết tiền\nVề nhà", "tiền  –   về"):
        assert "payout" not in _told(apart), apart


def test_a_phrase_in_title_and_text_counts_once() -> None:
    assert _told("Nạp vui", "nạp ngay, vốn ít")["stake"] == (2, "Nạp")


def test_a_text_with_marks_is_read_with_its_marks() -> None:
    """Not by "bán cá" for "bắn cá", nor by "lạc" for "lắc"."""
    assert "chance" not in _told("Chợ sáng bán cá, bán lạc, ai mua ghé sạp cô Ví Dụ nhé")


def test_kinds_give_points_or_take_them_never_both() -> None:
    for kind in CUES.kinds:
        for points in (kind.first, kind.more):
            assert points <= 0 if kind.takes else points >= 0, kind


def test_more_than_three_words_of_a_kind_say_no_more() -> None:
    kind = next(kind for kind in CUES.kinds if kind.name == "payout")
    assert kind.points(0) == 0
    assert kind.points(3) == kind.points(30) == pytest.approx(kind.first + 2 * kind.more)


def test_points_are_those_of_the_kinds_that_stand_there() -> None:
    text = first_reading("nạp từ 50k, rút liền, tiền về ví, giao hàng tận nơi, máy chủ tư nhân")
    found = CUES.told([text])
    for offence in ("gambling", "server"):
        told = CUES.quoted(found, offence)
        points = sum(one.kind.points(one.words) for one in told)
        assert CUES.points(found, offence) == pytest.approx(points)
        assert told == sorted(told, key=lambda one: -one.kind.points(one.words))


@given(st.text(alphabet="nạprútvề ví 0123456789.,k\n!?x−€ដ", max_size=120))
def test_what_is_told_stands_there(text: str) -> None:
    """No text, however torn, leads to a place outside of it."""
    for words, first in _told(text).values():
        assert words >= 1
        assert first
        assert first in text
