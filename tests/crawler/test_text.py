"""Keys for what is compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text import number_key

# Spellings of regulation.md §4.3 beside the number that they mean.
SPELLINGS = [
    ("355 /QĐ-PTTH&TTĐT", "355/QĐ-PTTH&TTĐT"),
    ("355/qd-ptth&ttdt", "355/QĐ-PTTH&TTĐT"),
    ("115 QĐ/BTTTT", "115/QĐ-BTTTT"),
    ("115/OĐ-BTTTT", "115/QĐ-BTTTT"),
    ("115/QĐ-BTTT", "115/QĐ-BTTTT"),
    ("115/QD-BTTTT", "115/QĐ-BTTTT"),
    ("115/QĐ_BTTTT", "115/QĐ-BTTTT"),
    ("115  QĐ-BTTTTT", "115/QĐ-BTTTT"),
    ("0115/QĐ-BTTTT", "115/QĐ-BTTTT"),
    ("Số 115/QĐ-BTTTT", "115/QĐ-BTTTT"),
    ("115/QĐ-BTTTT-Bỏ", "115/QĐ-BTTTT"),
    ("22/GXN-PTHH&TTĐT", "22/GXN-PTTH&TTĐT"),
]


@pytest.mark.parametrize(("printed", "meant"), SPELLINGS)
def test_spellings_of_one_number_have_one_key(printed: str, meant: str) -> None:
    assert number_key(printed) == number_key(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("115/QĐ-BTTTT", "116/QĐ-BTTTT"),
        ("115/QĐ-BTTTT", "115/QĐ-PTTH&TTĐT"),
        ("115/QĐ-BTTTT", "115/GP-BTTTT"),
        ("22/GXN-PTTH&TTĐT", "22/GCN-PTTH&TTĐT"),
        ("45/GP-PTTH&TTĐT", "45/GP-BVHTTDL"),
    ],
)
def test_numbers_of_other_papers_have_other_keys(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


@pytest.mark.parametrize("text", ["", "  ", "★", "—/—"])
def test_what_holds_no_number_has_no_key(text: str) -> None:
    assert number_key(text) == ""


@given(st.text(max_size=60))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert number_key(number_key(text)) == number_key(text)
