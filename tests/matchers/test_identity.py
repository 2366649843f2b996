"""Copied descriptions."""

from __future__ import annotations

import pytest

from matchers.identity import LicensedTexts
from tests.matchers.sights import sighting

TEXT = (
    "Phiêu lưu cùng chú rùa nhỏ trên hành trình trở về đại dương xanh. Vượt qua rạn san hô,"
    " kết bạn với cá heo, thu thập vỏ sò lấp lánh và khám phá những con tàu đắm bí ẩn. Hơn hai trăm"
    " màn chơi với đồ họa tươi sáng, âm thanh vui nhộn, thích hợp cho cả gia đình vào dịp"
    " cuối tuần."
)


def same(left: str, right: str) -> bool:
    return left.casefold() == right.casefold()


def test_a_repeated_description_is_found() -> None:
    texts = LicensedTexts([sighting("Rùa Biển", TEXT, publisher="Rùa Biển Ví Dụ")])
    copy = TEXT.replace("chú rùa nhỏ", "bé rùa nhỏ").upper()
    thief = sighting("Rùa 2", copy, publisher="Kẻ Lạ", subject="google:com.vidu.rua")
    copied = texts.copied_by(thief, same)
    assert copied is not None
    assert "Rùa Biển" in copied.vi


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (TEXT, "Rùa Biển Ví Dụ"),  # the licensee on another store
        (TEXT[:100], "Kẻ Lạ"),  # too short to tell
        (TEXT[:160] + " một trò chơi hoàn toàn khác" * 8, "Kẻ Lạ"),
        (TEXT, None),
    ],
)
def test_other_descriptions_are_not_copies(text: str, publisher: str | None) -> None:
    texts = LicensedTexts([sighting("Rùa Biển", TEXT, publisher="Rùa Biển Ví Dụ")])
    seen = sighting("Rùa 2", text, publisher=publisher, subject="google:com.vidu.rua")
    assert texts.copied_by(seen, same) is None
