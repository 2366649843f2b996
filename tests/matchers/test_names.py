"""Titles are read as the same name whatever the disguise, and told apart where games differ."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.names import is_title, read_name
from matchers.titles import same_title

AGREES, NEAR = 88.0, 80.0


@pytest.mark.parametrize(
    "disguised",
    [
        "Đảo Rồng Huyền Thoại",
        "ĐẢO RỒNG HUYỀN THOẠI",
        "Dao Rong Huyen Thoai",
        "Ðảo  Rồng\u00a0Huyền Thoại",
        "Ｄ\u1ea2Ｏ Ｒồｎｇ Ｈｕｙềｎ Ｔｈｏạｉ".replace("Ｄ", "Đ"),
        "𝐃𝐚𝐨 𝐑𝐨𝐧𝐠 𝐇𝐮𝐲𝐞𝐧 𝐓𝐡𝐨𝐚𝐢",
        "Dаo Rоng Huyеn Thoаi",  # Cyrillic letters
        "Da\u200bo Ro\u200dng Huyen\ufeff Thoai",
        unicodedata.normalize("NFD", "Đảo Rồng Huyền Thoại"),
        "🔥 Đảo Rồng Huyền Thoại ★",
        "Dao-Rong-Huyen-Thoai",
    ],
)
def test_disguises_fold_to_one_key(disguised: str) -> None:
    assert read_name(disguised).key == "dao rong huyen thoai"


@pytest.mark.parametrize(
    "title",
    [
        "Đảo Rồng Huyền Thoại Mobile",
        "[OFFICIAL] Đảo Rồng Huyền Thoại",
        "Đảo Rồng Huyền Thoại - Game Nhập Vai",
        "Đảo Rồng Huyền Thoại (v3.14)",
        "Đảo Rồng Huyền Thoại 3.14.0 VN",
        "Fanpage Đảo Rồng Huyền Thoại",
        "Giftcode Đảo Rồng Huyền Thoại 3D: MMORPG",
        "Tải Đảo Rồng Huyền Thoại | Cộng Đồng Game Thủ",
        "ĐảoRồngHuyềnThoạiMobileVN",
    ],
)
def test_what_stores_and_pages_add_is_no_part_of_the_core(title: str) -> None:
    assert read_name(title).core.replace(" ", "") == "daoronghuyenthoai"


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Đảo Rồng 2", ("2",)),
        ("Đảo Rồng II", ("2",)),
        ("Đảo Rồng III Mobile", ("3",)),
        ("Đảo Rồng 3D", ()),
        ("Đảo Rồng H5", ()),
        ("2048 Đảo", ("2048",)),
        ("Đảo Rồng X", ()),
    ],
)
def test_sequel_numbers_are_read_and_platform_words_are_not(
    title: str, numbers: tuple[str, ...]
) -> None:
    assert read_name(title).numbers == numbers


@pytest.mark.parametrize(
    ("listing", "entry"),
    [
        ("Đao Rồng Huyền Thọai", "Đảo Rồng Huyền Thoại"),
        ("Huyền Thoại Đảo Rồng", "Đảo Rồng Huyền Thoại"),
        ("DDaor Roongf Huyeenf Thoaij", "Đảo Rồng Huyền Thoại"),
        ("Đảo Rồng II", "Đảo Rồng 2"),
        ("Đảo Rồng Online", "Đảo Rồng H5"),
        ("Poke M", "POKE M"),
    ],
)
def test_typing_order_and_numerals_do_not_part_a_title(listing: str, entry: str) -> None:
    assert same_title(read_name(listing), read_name(entry)) >= AGREES


@pytest.mark.parametrize(
    ("listing", "entry"),
    [
        ("Đảo Rồng 2", "Đảo Rồng"),
        ("Đảo Rồng", "Đảo Rồng III"),
        ("Đảo Rồng 2", "Đảo Rồng 3"),
        ("Đảo Rồng M", "Đảo Rồng"),
        ("Đảo Rồng Ngoại Truyện", "Đảo Rồng"),
        ("Đảo Rồng Tycoon", "Đảo Rồng"),
        ("Đảo Rồng: Nông Trại Vui Vẻ", "Đảo Rồng"),
        ("Đảo Hổ", "Đảo Rồng"),
        ("Hắc Long Vô Song", "Hài Lòng Vô Song"),
        ("Merge Farm - #1 Idle Game 5", "Merge Farm - #1 Idle Game"),
        ("Hùng Quần Xe Đua", "Đua Xe Quần Hùng"),
        ("Kiếm", "Kiếm Thế"),
        ("Poke", "POKE M"),
    ],
)
def test_sequels_spin_offs_and_neighbours_are_other_games(listing: str, entry: str) -> None:
    assert same_title(read_name(listing), read_name(entry)) < AGREES


def test_the_publishers_own_name_behind_the_title_changes_nothing() -> None:
    seen, entry = read_name("Đảo Rồng - Sen Vàng"), read_name("Đảo Rồng")
    assert same_title(seen, entry, frozenset({"sen", "vang"})) >= AGREES
    assert same_title(seen, entry) < NEAR


@pytest.mark.parametrize("text", ["Error! Unknown document property name", "", "...", "N/A"])
def test_what_document_software_left_is_no_title(text: str) -> None:
    assert not is_title(text)


@given(st.text(max_size=60))
def test_any_text_can_be_read_and_reading_the_key_again_keeps_it(text: str) -> None:
    name = read_name(text)
    assert name.joined == name.key.replace(" ", "")
    assert all(name.variants)
    assert same_title(name, name) == 100.0


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy ", max_size=40))
def test_the_key_of_plain_words_is_stable(text: str) -> None:
    key = read_name(text).key
    assert read_name(key).key == key
