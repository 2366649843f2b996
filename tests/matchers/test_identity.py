"""Copied licence numbers and descriptions."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.records import EntryStatus, LicenceKind, RegistryEntry
from matchers.identity import LicensedTexts, copied_numbers, numbers_in, numbers_of
from tests.matchers.sights import sighting

TEXT = (
    "Phiêu lưu cùng chú rùa nhỏ trên hành trình trở về đại dương xanh. Vượt qua rạn san hô,"
    " kết bạn với cá heo, thu thập vỏ sò lấp lánh và khám phá những con tàu đắm bí ẩn. Hơn hai trăm"
    " màn chơi với đồ họa tươi sáng, âm thanh vui nhộn, thích hợp cho cả gia đình vào dịp"
    " cuối tuần."
)


def same(left: str, right: str) -> bool:
    return left.casefold() == right.casefold()


def entry(number: str, publisher: str) -> RegistryEntry:
    return RegistryEntry(
        entry=f"{number}|{publisher}",
        kind=LicenceKind.G1_RELEASE_DECISION,
        number=number,
        issued=date(2025, 5, 5),
        title="Rùa Biển Phiêu Lưu Ký",
        publisher=publisher,
        status=EntryStatus.IN_FORCE,
    )


NUMBERS = numbers_of([entry("126/QĐ-PTTH&TTĐT", "Rùa Biển Ví Dụ")])


@pytest.mark.parametrize(
    "printed",
    [
        "126/QĐ-PTTH&TTĐT",
        "126 /QĐ-PTTH&TTĐT",
        "126 QĐ/PTTH & TTĐT",
        "126/qđ-ptth&ttđt",
        "126/QD-PTTH&TTDT",
        "0126/QĐ_PTTH&TTĐT",
    ],
)
def test_spellings_of_one_number_are_one(printed: str) -> None:
    text = f"Quyết định số {printed} ngày 05/05/2025"
    ((number, quote),) = numbers_in(text)
    assert number in NUMBERS
    assert quote in text


@pytest.mark.parametrize("text", ["màn 126/200", "126/QĐ", "năm 2026 QĐ của tôi"])
def test_other_figures_are_no_number(text: str) -> None:
    assert list(numbers_in(text)) == []


def test_a_number_of_another_publisher_is_copied() -> None:
    seen = sighting("Rùa", "Giấy phép 126/QĐ-PTTH&TTĐT", publisher="Kẻ Lạ Ví Dụ")
    (copied,) = copied_numbers(seen, NUMBERS, same)
    assert copied.quote == "126/QĐ-PTTH&TTĐT"
    assert copied.entry == "126/QĐ-PTTH&TTĐT|Rùa Biển Ví Dụ"


@pytest.mark.parametrize(
    ("publisher", "seller"),
    [("Rùa Biển Ví Dụ", None), ("RB Games", "RÙA BIỂN VÍ DỤ"), (None, None)],
)
def test_a_number_of_ones_own_is_not(publisher: str | None, seller: str | None) -> None:
    text = "Giấy phép 126/QĐ-PTTH&TTĐT"
    seen = sighting("Rùa", text, publisher=publisher, facts={"seller": seller})
    assert list(copied_numbers(seen, NUMBERS, same)) == []


def test_a_number_that_several_publishers_hold_accuses_none_of_them() -> None:
    numbers = numbers_of([entry("99/QĐ-BTTTT", "Một"), entry("99/QĐ-BTTTT", "Hai")])
    seen = sighting("Rùa", "99/QĐ-BTTTT", publisher="Hai")
    assert list(copied_numbers(seen, numbers, same)) == []


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
