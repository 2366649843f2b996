"""Doubtful entries are listed and taken as printed; files that are another list are told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.register.doubts import doubts_of, misfits_of
from crawler.register.rows import read_entries
from tests.crawler.register.files import FIRM, HEADER, csv_file, games, line

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def doubts(*lines: str, header: str = HEADER) -> list[str]:
    return list(doubts_of(read_entries(csv_file(*lines, header=header)), NOW))


@pytest.mark.parametrize(
    ("issued", "words"),
    [("22/11/2026", "in the future"), ("31/12/2004", "before there were such papers")],
)
def test_a_day_that_cannot_be_is_doubtful(issued: str, words: str) -> None:
    (text,) = doubts(*games(5), line(9, issued=issued))
    assert text.startswith("9/QĐ-PTTH&TTĐT")
    assert words in text


def test_a_number_out_of_the_order_of_its_days_is_doubtful() -> None:
    rows = [line(2000 + place, issued=f"{place + 1:02}/12/2019") for place in range(20)]
    rows[10] = line(2010, issued="05/02/2019")
    (text,) = doubts(*rows)
    assert "2010/QĐ-PTTH&TTĐT" in text
    assert "05/02/2019" in text
    assert read_entries(csv_file(*rows))[10].raw["issued"] == "05/02/2019"


def test_where_no_order_is_nothing_is_doubtful() -> None:
    months = [7, 2, 11, 4, 9, 1, 12, 3, 8, 5, 10, 6]
    assert doubts(*(line(n, issued=f"05/{month:02}/2019") for n, month in enumerate(months))) == []


def test_an_ended_paper_in_force_and_one_that_ends_early_are_doubtful() -> None:
    header = f"{HEADER},expires,ended"
    first, second = doubts(f"{line(1)},,01/01/2025", f"{line(2)},01/01/2020,", header=header)
    assert "ended on 01/01/2025 and is said to be in force" in first
    assert "ends on 01/01/2020, before it begins" in second


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"1,{FIRM},Đảo Rồng,G1,1/QĐ-BTTTT,,active,", "titles are names of firms"),
        (f"1,1/QĐ-BTTTT,{FIRM},G1,Đảo Rồng,,active,", "numbers look like those of decisions"),
        (f"1,Đảo Rồng,{FIRM},G1,1/QĐ-BTTTT,,active,131927", "most of its domains are none"),
        (line(1).encode().decode("latin-1"), "are garbled"),
        ("1,§¶o Rång,C«ng ty Cæ phÇn,G1,1/QĐ-BTTTT,,active,", "are garbled"),
        ("1,Ð?o R?ng,Công ty C? ph?n,G1,1/QĐ-BTTTT,,active,", "are garbled"),
    ],
)
def test_columns_that_are_not_what_their_header_says_are_told(row: str, words: str) -> None:
    entries = read_entries(csv_file(row))
    assert any(words in text for text in misfits_of(entries))
    assert list(misfits_of(read_entries(csv_file(*games(9))))) == []
