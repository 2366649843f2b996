"""Titles in Chinese characters, pinyin and English meet the Vietnamese title of the register."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib import resources

import pytest

from crawler.text import fold_marks
from matchers.engine.build import build_index
from matchers.engine.letters import FIRST_HAN, alphabet, as_text
from matchers.engine.model import ranker
from matchers.engine.score import new_scratch, score

FIRM = "Công ty TNHH Ví Dụ Xanh"  # invented
TITLES = [
    "Thương Hải Cô Phàm",
    "Thanh Loan Kiếm Phổ",
    "Mặc Trúc Sơn Trang 2",
    "Đảo Rùa Bạc",
    "Kẹo Dẻo Vui",
    "Lưu Ly Cung Mobile",
]


def best(title: str, account: str = "Ví Dụ Xanh") -> str | None:
    """The register title that a listing most likely bears; None: none is likely."""
    index = build_index(TITLES, [FIRM] * len(TITLES))
    found = score(index, ranker(), new_scratch(len(TITLES)), [title], [account])
    place = found.title[0].argmax()
    return TITLES[found.entries[0][place]] if found.title[0][place] > 0 else None


def reading_of(char: str) -> str:
    """The folded Sino-Vietnamese reading of a character; empty: none is known."""
    table, which = alphabet(), ord(char) - FIRST_HAN
    return as_text(table.han[table.han_ends[which] : table.han_ends[which + 1]])


@pytest.mark.parametrize(
    ("title", "entry"),
    [
        ("沧海孤帆", "Thương Hải Cô Phàm"),
        ("滄海 孤帆", "Thương Hải Cô Phàm"),
        ("青鸾剑谱", "Thanh Loan Kiếm Phổ"),
        ("琉璃宫", "Lưu Ly Cung Mobile"),
    ],
)
def test_a_title_in_characters_is_read_as_its_vietnamese_one(title: str, entry: str) -> None:
    assert best(title) == entry


def test_the_table_of_characters_holds_each_of_them_once_in_plain_form() -> None:
    text = resources.files("matchers").joinpath("han_viet.toml").read_text(encoding="utf-8")
    rows = [row.split() for row in tomllib.loads(text)["readings"]]
    held = Counter(char for _, _, chars in rows for char in chars)
    assert [char for char, times in held.items() if times > 1] == []
    assert all(0x3400 <= ord(char) < 0xA000 for char in held)
    for sound, pinyin, _ in rows:
        assert fold_marks(sound).isascii()
        assert pinyin.isascii()
        assert pinyin.isalpha()


@pytest.mark.parametrize("pair", ["国國", "剑劍", "龙龍", "门門", "侠俠", "云雲"])
def test_simplified_and_traditional_forms_are_read_alike(pair: str) -> None:
    assert reading_of(pair[0]) == reading_of(pair[1]) != ""


@pytest.mark.parametrize(
    ("title", "entry"),
    [
        ("Cang Hai Gu Fan", "Thương Hải Cô Phàm"),
        ("Canghai Gufan", "Thương Hải Cô Phàm"),
        ("Thương Hải Gufan", "Thương Hải Cô Phàm"),
        ("Canghai Cô Phàm", "Thương Hải Cô Phàm"),
        ("Qing Luan Jianpu", "Thanh Loan Kiếm Phổ"),
        ("Mozhu Shanzhuang 2", "Mặc Trúc Sơn Trang 2"),
        ("Liuli Gong Mobile", "Lưu Ly Cung Mobile"),
        ("Game mới: Canghai Gufan", "Thương Hải Cô Phàm"),
    ],
)
def test_a_title_in_pinyin_is_met_word_by_word(title: str, entry: str) -> None:
    assert best(title) == entry


@pytest.mark.parametrize(
    "title",
    [
        "Canghai",  # half a title
        "Canghai Gufan Zhuan",  # another game of the name
        "Cang Hai Gu Fang",  # another sound
        "Gufan Canghai Jianpu Qing",
        "Liu Zha Gong",  # a syllable of neither
    ],
)
def test_pinyin_that_says_other_words_meets_no_title(title: str) -> None:
    assert best(title) is None


def test_vietnamese_words_without_marks_are_not_read_as_pinyin() -> None:
    """Nothing strange stands in "Tan Long": it is no more pinyin than Vietnamese."""
    index = build_index(["Đàm Long", "Tân Hải", "Long Thành"], [FIRM] * 3)
    found = score(index, ranker(), new_scratch(3), ["Tan Long"], ["Ví Dụ Xanh"])
    assert found.title[0].max() < 0


def test_hostile_titles_in_pinyin_end() -> None:
    title = "canghai" * 200 + " " + "xi an " * 200
    assert best(title) is None
