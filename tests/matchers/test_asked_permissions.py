"""Which permissions do not fit a game. The words are invented after Android's; none is recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.records import Weight
from matchers.asked_permissions import asked_permissions
from matchers.lexicon import load_lexicon
from matchers.signal import find_all
from matchers.verdict.gambling import weigh
from matchers.verdict.rules import Rules
from tests.matchers.sights import sighting

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("read your text messages (SMS or MMS)", "tin nhắn SMS"),
        ("receive text messages (SMS)", "tin nhắn SMS"),
        ("gửi và xem tin nhắn SMS", "tin nhắn SMS"),
        ("request install packages", "cài đặt gói"),
        ("yêu cầu cài đặt gói", "cài đặt gói"),
        ("This app can appear on top of other apps", "hiển thị trên ứng dụng khác"),
        ("vẽ trên các ứng dụng khác", "hiển thị trên ứng dụng khác"),
        ("hiển thị bên trên các ứng dụng khác", "hiển thị trên ứng dụng khác"),
        ("read your contacts", "danh bạ"),
        ("đọc danh bạ của bạn", "danh bạ"),
        ("đọc nhật ký cuộc gọi", "nhật ký cuộc gọi"),
        ("bind to an accessibility service", "dịch vụ trợ năng"),
        ("liên kết với dịch vụ hỗ trợ tiếp cận", "dịch vụ trợ năng"),
    ],
)
def test_what_fits_no_game_is_quoted_from_permissions_only(words: str, kind: str) -> None:
    (found,) = asked_permissions(sighting("A", facts={"permissions": [words, words]}), LEXICON)
    assert (found.signal, found.field, found.term) == ("permissions", "permissions", kind)
    assert found.quote in words
    elsewhere = find_all(sighting(words, words), LEXICON)
    assert [one for one in elsewhere if one.signal == "permissions"] == []


@pytest.mark.parametrize(
    "words", ["truy cập mạng đầy đủ", "full network access", "view network connections", "rung"]
)
def test_what_any_game_asks_for_is_not_told(words: str) -> None:
    assert asked_permissions(sighting("A", facts={"permissions": [words]}), LEXICON) == ()


@pytest.mark.parametrize("stored", [None, "SMS", [None, 5, ["read your contacts"]], {}])
def test_another_form_of_what_is_stored_is_passed_over(stored: object) -> None:
    assert asked_permissions(sighting("A", facts={"permissions": stored}), LEXICON) == ()


@pytest.mark.parametrize(
    ("text", "licensed", "beside"),
    [
        ("Nổ hũ đổi thưởng uy tín, rút tiền về ví trong một phút.", False, True),
        ("Nổ hũ đổi thưởng uy tín, rút tiền về ví trong một phút.", True, False),
        ("Chơi cá cược vui", False, True),  # already a doubt
        ("Baccarat, roulette and slots, no real money.", False, False),
        ("Nhận hoa hồng, thưởng, đại lý", False, False),
        ("Build a town and trade with friends.", False, False),
    ],
)
def test_permissions_never_change_how_far_the_words_go(
    text: str, licensed: bool, beside: bool
) -> None:
    words = ["read your contacts", "draw over other apps", "receive text messages (SMS)"]
    said = find_all(sighting("Harbor Lights", text), LEXICON)
    asked = asked_permissions(sighting("A", facts={"permissions": words}), LEXICON)
    strong = tuple(replace(one, weight=Weight.DECISIVE) for one in asked)  # whatever they weigh
    without, with_them = (
        weigh(found, (), Rules(), licensed=licensed, tied=True) for found in (said, said + strong)
    )
    assert with_them.level is without.level
    assert with_them.score == pytest.approx(without.score + (0.05 if beside else 0))
    assert with_them.findings == without.findings + (strong if beside else ())
