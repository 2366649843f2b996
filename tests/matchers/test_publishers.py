"""One firm under many spellings is one publisher; generic words make nobody a publisher."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.publishers import is_telling, read_publisher, same_publisher

AGREES, HALF = 85.0, 60.0
FIRM = "Công ty Cổ phần Giải trí Sen Vàng Đồng Tháp"  # invented


@pytest.mark.parametrize(
    "account",
    [
        "CÔNG TY CỔ PHẦN GIẢI TRÍ SEN VÀNG ĐỒNG THÁP",
        "CTCP Giải Trí Sen Vàng Đồng Tháp",
        "Sen Vàng Đồng Tháp Games",
        "SEN VANG DONG THAP JSC",
        "SenVangDongThapOfficial",
        "senvangdongthapgames",
        "Sen Vang Dong Thap Entertainment Joint Stock Company",
        "Sen Vàng Đồg Tháp Studio",
        "Đồng Tháp Sen Vàng",
        "Sen Vàng Đồng Tháp 0900000000",
        "Sen Vang Dong Thap International Trading and Services Co., Ltd",
        "Sen Vàng Đồng Tháp One Member Limited Liability Company",
        "Trò chơi Sen Vàng Đồng Tháp",
        "CÔNG TY C.P SEN VÀNG ĐỒNG THÁP -",
        "Sen Vаng Đоng Thаp",  # Cyrillic letters
    ],
)
def test_forms_of_one_name_agree(account: str) -> None:
    assert same_publisher(account, FIRM) >= AGREES


@pytest.mark.parametrize(
    "account", ["Sen Vàng Đồng Tháp Media", "Sen Vàng", "SVDT", "Sen Vàng Games"]
)
def test_part_of_a_name_another_trade_and_initials_agree_by_half(account: str) -> None:
    assert HALF <= same_publisher(account, FIRM) < AGREES


@pytest.mark.parametrize("account", ["Trúc Xanh Games", "Fire Dragon Apps", "Đồng Nai Media"])
def test_another_name_does_not_agree(account: str) -> None:
    assert same_publisher(account, FIRM) < HALF


@pytest.mark.parametrize(
    "account", ["Games", "Game Studio", "Vietnam Mobile Games", "Co., Ltd", ""]
)
def test_generic_words_agree_with_nothing(account: str) -> None:
    assert same_publisher(account, FIRM) == 0
    assert same_publisher(account, "Công ty TNHH Game Studio") == 0


def test_a_long_name_of_trade_words_agrees_as_a_whole() -> None:
    firm = "Công ty TNHH Giải Trí Số Di Động"
    assert same_publisher("Giải Trí Số Di Động", firm) >= AGREES
    assert same_publisher("Giải Trí Số", firm) < HALF


def test_greek_letters_are_read_as_the_latin_ones_they_imitate() -> None:
    assert same_publisher("LAMOTA", "CÔNG TY CỔ PHẦN LAMΟΤΑ") == 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Công ty CP Đầu tư & Công nghệ Sen", "CÔNG TY CỔ PHẦN ĐẦU TƯ VÀ CÔNG NGHỆ SEN"),
        ("Công ty CP Sen Media Việt Nam na", "CÔNG TY CỔ PHẦN SEN MEDIA VIỆT NAM"),
        ("Tổng ty TNHH Sen Vàng", "Công ty TNHH Sen Vàng"),
        ("Công ty CP Tập đoàn Sen -", "Công ty Cổ phần Sen"),
    ],
)
def test_spellings_of_one_legal_name_have_one_key(one: str, other: str) -> None:
    assert read_publisher(one).key == read_publisher(other).key
    assert same_publisher(one, other) == 100


@pytest.mark.parametrize(
    ("name", "telling"),
    [
        ("Sen Vàng Games", True),
        ("Công ty TNHH Giải trí Số Di động Trực tuyến", True),
        ("Game Studio", False),
        ("Công ty TNHH Công nghệ Việt Nam", False),
        ("", False),
    ],
)
def test_a_name_of_few_generic_words_names_nobody(name: str, telling: bool) -> None:
    assert is_telling(read_publisher(name)) is telling


def test_legal_form_is_no_part_of_the_key() -> None:
    assert read_publisher("Công ty TNHH Một thành viên Sen Vàng").key == "sen vang"


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_bounded(one: str, other: str) -> None:
    assert 0 <= same_publisher(one, other) <= 100
