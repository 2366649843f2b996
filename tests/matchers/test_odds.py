"""What words speak for: the shipped figures, and how a text's own are added up."""

from __future__ import annotations

import json
from collections import Counter
from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.odds import LEAST_TEXTS
from benchmarks.text_quality import INVENTED
from crawler.records import Finding, Weight
from matchers.lexicon import load_lexicon
from matchers.odds import (
    FILE,
    SIGNAL,
    WORDS,
    Odds,
    Row,
    entries_of,
    load_odds,
    rarity,
    read_rows,
    shape,
)
from matchers.page import read_page
from matchers.reading import first_reading
from matchers.signal import find_in

ROWS = [
    Row("all", "", 99, -1.0, -2.0),
    Row(SIGNAL, "cash_out: strong", 4, 3.0, 0.0),
    Row(WORDS, "0k", 9, 0.5, -0.5),
    Row(WORDS, "may", 19, -0.25, 2.0),
    Row(WORDS, "may chu", 3, 0.0, 4.0),
    Row(WORDS, "chu", 24, 0.0, -1.0),
]
ODDS = Odds(ROWS)
FOUND = Finding(
    signal="cash_out", field="text", quote="rút", term="rút", weight=Weight.STRONG, folded=False
)
OTHER = Finding(signal="news", field="text", quote="tin", term="tin", weight=Weight.WEAK)
PIECES = st.sampled_from(["máy", "chủ", "may", "50k", "10k", "lạ", ".", "CHỦ", "\n", "1", "ដ", "5"])


def _points(text: str, *found: Finding) -> tuple[float, float]:
    readings = [first_reading(text)]
    return ODDS.points(ODDS.told(readings, found))


def _plainly(text: str, *found: Finding) -> tuple[float, float]:
    there = set(entries_of([first_reading(text)], found))
    rows = [row for row in ROWS[1:] if (row.what, row.told) in there]
    shares = [rarity(row.texts, 99) for row in rows]
    length = sqrt(sum(share**2 for share in shares) + 200)
    gambling = sum(share * row.gambling for share, row in zip(shares, rows, strict=True))
    server = sum(share * row.server for share, row in zip(shares, rows, strict=True))
    return gambling / length - 1.0, server / length - 2.0


@given(st.lists(PIECES, max_size=12).map(" ".join), st.sampled_from([(), (FOUND,), (FOUND, OTHER)]))
def test_points_are_those_of_a_plain_sum(text: str, found: tuple[Finding, ...]) -> None:
    assert _points(text, *found) == pytest.approx(_plainly(text, *found))


def test_each_entry_counts_once_and_numbers_are_alike() -> None:
    assert _points("50k") == _points("10k 50k 7k")
    assert shape("x50") == shape("x2") == "x0"


def test_a_text_without_a_known_word_says_what_any_text_says() -> None:
    assert _points("") == _points("ដ lạ") == (-1.0, -2.0)


def test_the_rarer_counts_more() -> None:
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) == pytest.approx(1.0)
    assert rarity(9, 99) == pytest.approx(log(10) + 1)


def test_what_speaks_most_is_told_with_its_place() -> None:
    readings = [first_reading("Máy 10k"), first_reading("Chủ quán: MÁY CHỦ mới")]
    words = ODDS.told(readings, [])
    told = ODDS.heavy(readings, words, "server", 4)
    quotes = [(one.text, readings[one.text].quote(one.start, one.end)) for one in told]
    assert quotes == [(1, "MÁY CHỦ"), (0, "Máy")]
    assert ODDS.heavy(readings, words, "server", 1) == told[:1]


def test_the_shipped_file_is_whole() -> None:
    every, *rows = read_rows(FILE.read_text(encoding="utf-8").splitlines())
    assert every.what == "all"
    assert {row.what for row in rows} == {WORDS, SIGNAL}
    assert len({(row.what, row.told) for row in rows}) == len(rows) > 20_000
    words = {row.told for row in rows if row.what == WORDS}
    assert all(part in words for told in words for part in told.split(" "))
    assert max(len(told.split(" ")) for told in words) == 2


def test_no_text_can_be_made_from_the_shipped_file() -> None:
    """Each entry stands in three texts or more: what one writer used once is not there."""
    rows = list(read_rows(FILE.read_text(encoding="utf-8").splitlines()))[1:]
    assert min(row.texts for row in rows) >= LEAST_TEXTS == 3
    used: Counter[str] = Counter()
    for path in INVENTED.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            used.update(
                {shape(w) for w in first_reading(row.get("title", "") + " " + row["text"]).in_order}
            )
    once = {word for word, number in used.items() if number == 1 and len(word) > 7}
    assert len(once) > 500
    assert once.isdisjoint(row.told for row in rows)


@pytest.mark.parametrize(
    ("text", "offence"),
    [
        ("Server mới mở, exp x50, drop cao, không webshop, tải client ở page", 1),
        ("Game bên Hàn chưa phát hành ở Việt Nam, tải apk ở page, nạp thì ib admin", 1),
        ("Vào bàn 10k, nổ hũ rút liền về ví, link trong nhóm kín", 0),
    ],
)
def test_the_shipped_figures_tell_offers(text: str, offence: int) -> None:
    assert _shipped(text)[offence] > 2


def test_the_shipped_figures_tell_a_shop() -> None:
    assert max(_shipped("Quán bún bò nhà làm, giao tận nơi, đặt trước bớt năm nghìn")) < 0


def _shipped(text: str) -> tuple[float, float]:
    page = read_page([("text", text)], {}, load_lexicon())
    readings = [view.reading for view in page.views]
    return load_odds().points(load_odds().told(readings, find_in(page)))
