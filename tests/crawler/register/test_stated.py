"""Figures that a report states are read in both number styles and compared."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import FiguresRefused
from crawler.records import EntryStatus, LicenceKind, RegistryEntry
from crawler.register.figures import register_figures
from crawler.register.stated import compare, read_number, read_stated

DAY = date(2024, 11, 15)


def said(text: str, *issued: date) -> list[tuple[bool, str]]:
    papers = [
        RegistryEntry(
            entry=str(number),
            kind=LicenceKind.G1_RELEASE_DECISION,
            number=f"{number}/QĐ-VD",
            issued=day,
            title="Đảo Rồng",
            publisher="Công ty TNHH Ví Dụ Xanh",
            status=EntryStatus.IN_FORCE,
        )
        for number, day in enumerate(issued)
    ]
    stated = read_stated(f"figure,value,parts\n{text}\n", "stated.csv")
    found = compare(stated, register_figures(papers, {}, DAY))
    return [(check.ok, check.says) for check in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16.331", 16331),
        ("16,331", 16331),
        ("1.056.000", 1056000),
        ("1056", 1056),
        ("76,5", Fraction(153, 2)),
        ("76.5", Fraction(153, 2)),
        ("+5 %", 5),
        ("−0,4 %", Fraction(-2, 5)),
    ],
)
def test_both_number_styles_are_read(text: str, value: Fraction) -> None:
    assert read_number(text)[0] == value


@pytest.mark.parametrize("text", ["", "many", "1.2.3", "12,34,56", "1e9", "9" * 5000, "1.000" * 9])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(FiguresRefused, match="line 2"):
        said(f'g1_decisions.stock,"{text}",')


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        value, slack = read_number(text)
    except ValueError:
        return
    assert slack > 0
    assert abs(value) < 10**40


@given(st.text())
def test_any_file_is_read_or_refused(text: str) -> None:
    with suppress(FiguresRefused):
        assert all(item.figure for item in read_stated("figure,value\n" + text, "stated.csv"))


@pytest.mark.parametrize(
    "text", ["", "name,value\nx,1", "figure,value\nx", "figure,value\nx,1,2,3"]
)
def test_another_shape_is_refused(text: str) -> None:
    with pytest.raises(FiguresRefused):
        read_stated(text, "stated.csv")


def test_parts_that_do_not_make_the_total_are_a_mismatch() -> None:
    wrong = said("other.stock,16331,15321+1011")
    assert wrong[0] == (False, "15321 + 1011 = 16332 ≠ 16331")
    assert said("other.stock,1687,1125+562")[0] == (True, "1125 + 562 = 1687")


def test_a_figure_that_the_register_has_not_is_said() -> None:
    ((ok, says),) = said('revenue,"12,500",')
    assert ok
    assert "has no such figure" in says


def test_percentages_may_be_rounded_and_counts_may_not() -> None:
    days = [*[date(2023, 1, 5)] * 17, *[date(2024, 1, 5)] * 30]  # 30 / 17: +76.47 %
    assert said("g1_decisions.granted_percent,+76 %,", *days)[0][0]
    assert not said("g1_decisions.granted_percent,+70 %,", *days)[0][0]
    assert said("g1_decisions.granted,30,", *days)[0][0]
    assert not said("g1_decisions.granted,31,", *days)[0][0]
