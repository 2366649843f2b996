"""Whether a text speaks of a game at all."""

from __future__ import annotations

import pytest

from matchers.game_words import names_game
from matchers.reading import first_reading


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Máy chủ mới mở tối nay", True),
        ("may chu moi mo toi nay", True),
        ("Võ Lâm ngày xưa", True),
        ("Ai chơi thì vào", True),
        ("VPS đặt ở Singapore, web bán hàng nên thuê ở đâu", False),
        ("Nhà sửa lên thêm một tầng mà chưa xin phép", False),
        ("Máy. Chủ nhật", True),  # too seldom to ask for the signs between words
        ("", False),
    ],
)
def test_a_game_is_named_by_its_words(text: str, names: bool) -> None:
    assert names_game([first_reading(text)]) is names


def test_one_of_several_texts_is_enough() -> None:
    assert names_game([first_reading("Trang nhà"), first_reading("game mới")])
    assert not names_game([])
