"""Licence numbers, days and portal links are read in every spelling that occurs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.claims import claims_in, paper_number

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("126/QĐ-PTTH&TTĐT", ("126", "qd", "ptthttdt")),
        ("126 /QĐ-PTTH&TTĐT", ("126", "qd", "ptthttdt")),
        ("126/ QĐ – PTTH & TTĐT", ("126", "qd", "ptthttdt")),
        ("126 QĐ/PTTH&TTĐT", ("126", "qd", "ptthttdt")),
        ("126/qđ-ptth&ttđt", ("126", "qd", "ptthttdt")),
        ("126/QD-PTTH&TTDT", ("126", "qd", "ptthttdt")),
        ("0126/QĐ_PTTH&TTĐT", ("126", "qd", "ptthttdt")),
        ("126/QĐ-PTTH và TTĐT", ("126", "qd", "ptthttdt")),
        ("126/QĐ-PTTH&amp;TTĐT", ("126", "qd", "ptthttdt")),
        ("126/QĐ-\nPTTH&TTĐT", ("126", "qd", "ptthttdt")),
        ("126/QĐ-PTHH&TTĐT", ("126", "qd", "ptthttdt")),
        ("𝟏𝟐𝟔/𝐐Đ-𝐏𝐓𝐓𝐇&𝐓𝐓Đ𝐓", ("126", "qd", "ptthttdt")),
        ("１２６／ＱĐ－PTTH＆TTĐT", ("126", "qd", "ptthttdt")),
        ("1\u200b26/Q\u200bĐ-PTTH&TTĐT", ("126", "qd", "ptthttdt")),
        ("l26/QĐ-BTTTT", ("126", "qd", "btttt")),
        ("12O/QĐ-BTTTT", ("120", "qd", "btttt")),
        ("126/OĐ-BTTTT", ("126", "qd", "btttt")),
        ("126/QĐ-BTTT", ("126", "qd", "btttt")),
        ("126/QĐ-BTTTTT", ("126", "qd", "btttt")),
        ("126/QĐ-BTTTT-Bỏ", ("126", "qd", "btttt")),
        ("126/QĐ-BTT&TT", ("126", "qd", "btttt")),
        ("126/QĐ-BVHTTDL", ("126", "qd", "bvhttdl")),
        ("45/GP-PTTH&TTĐT", ("45", "gp", "ptthttdt")),
        ("9/GXN-PTHH&TTĐT", ("9", "gxn", "ptthttdt")),
        ("9/XN-PTTH&TTĐT", ("9", "gxn", "ptthttdt")),
        ("33/GCN-PTTH&TTĐT", ("33", "gcn", "ptthttdt")),
    ],
)
def test_spellings_of_one_number_are_one(printed: str, number: tuple[str, str, str]) -> None:
    text = f"Quyết định số {printed} cho trò chơi"
    (claim,) = claims_in(text)
    assert claim.number == number
    assert claim.quote in text
    assert paper_number(printed) == number


@pytest.mark.parametrize(
    "text",
    ["màn 126/200", "126/QĐ", "năm 2026 QĐ của tôi", "126/QĐ-UBND", "1.126/QĐ-BTTTT", "BTTTT", ""],
)
def test_other_figures_are_no_number(text: str) -> None:
    assert claims_in(text) == ()


@pytest.mark.parametrize(
    ("after", "day"),
    [
        (" ngày 12/03/2026", DAY),
        (", ngày 12/3/2026", DAY),
        (" (12.03.2026)", DAY),
        (" cấp ngày 12-03-2026", DAY),
        (" ngày 12 tháng 3 năm 2026", DAY),
        ("\nngày 12 tháng 03, 2026", DAY),
        (" ngay 12 thang 3 nam 2026", DAY),
        (" do Cục PTTH&TTĐT cấp ngày 12/03/2026", DAY),
        (" issued on 12/03/2026", DAY),
        (" 2026-03-12", DAY),
        (" ngày l2/O3/2026", DAY),
        (" có giá trị đến ngày 12/03/2031", None),
        (" ngày 31/02/2026", None),
        (". Cập nhật phiên bản 12/03/2026", None),
        (" ngày 12/03", None),
        ("", None),
    ],
)
def test_the_day_beside_a_number_is_read(after: str, day: date | None) -> None:
    text = f"126/QĐ-PTTH&TTĐT{after}"
    (claim,) = claims_in(text)
    assert claim.day == day
    assert (claim.day_quote is None) is (day is None)
    assert claim.day_quote is None or claim.day_quote in text


def test_several_claims_keep_their_own_days() -> None:
    text = (
        "Giấy phép 45/GP-PTTH&TTĐT ngày 01/02/2025 và Quyết định 262/QĐ-PTTH&TTĐT"
        " ngày 03/04/2025, https://giayphep.abei.gov.vn/g1/7001"
    )
    licence, decision, link = claims_in(text)
    assert (licence.day, decision.day) == (date(2025, 2, 1), date(2025, 4, 3))
    assert (link.link, link.number) == ("7001", None)


@pytest.mark.parametrize(
    "text",
    [
        "giayphep.abei.gov.vn/g1/7001",
        "HTTPS://GIAYPHEP.ABEI.GOV.VN/G1/7001?x=1",
        "giayphep . abei.gov.vn/#/g1/7001",
    ],
)
def test_a_portal_link_is_a_claim(text: str) -> None:
    assert [claim.link for claim in claims_in(text)] == ["7001"]


@pytest.mark.parametrize(
    "text", ["giayphep.abei.gov.vn/g1", "abei.gov.vn/g1/7", "giayphep.abei.gov.vn/i/7"]
)
def test_other_links_are_none(text: str) -> None:
    assert claims_in(text) == ()


def test_a_wall_of_numbers_is_bounded() -> None:
    assert len(claims_in("126/QĐ-BTTTT " * 5_000)) == 30


_PIECES = st.sampled_from(
    [
        *("126/QĐ-PTTH&TTĐT", "𝟏𝟐𝟔/𝐐Đ-BTTTT", "l2 QĐ/BTTTT", " ngày 12/03/2026"),
        *(" ngày 12 tháng 3 năm 2026", "giayphep.abei.gov.vn/g1/7", "31/02/2026"),
        *("\u200b", "\u0301", "\u202e", "ﬀ", "İ", "\n", " "),
    ]
)


@given(st.lists(_PIECES | st.text(max_size=8), max_size=12).map("".join))
def test_every_quote_stands_literally_in_the_text(text: str) -> None:
    for claim in claims_in(text):
        assert claim.quote
        assert claim.quote in text
        assert claim.day_quote is None or claim.day_quote in text
        assert (claim.number is None) is not (claim.link is None)
