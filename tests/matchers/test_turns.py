"""Turns of phrase are tried only where they can begin, and miss nothing for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crawler.records import Weight
from matchers.reading import first_reading
from matchers.signal import signals
from matchers.turns import NUMBER, Pattern, first_words, search

TEXTS = Path(__file__).parents[1] / "quality" / "texts"


@pytest.mark.parametrize(
    ("regex", "words"),
    [
        (r"\bhoa hong\b", {"hoa"}),
        (r"\b(?:tang|nhan) \d", {"tang", "nhan"}),
        (r"\bno hu\b|\b(?:tai xiu|loc) 1", {"no", "tai", "loc"}),
        (r"\b\d{2,4} ?k", {NUMBER}),
        # Groups in groups, and a number in one branch alone.
        (
            r"\b(?:\d[\d.]*(?: ?k|m)|(?:vai|may) (?:tram|ngan)\b)(?: mot| moi) tay",
            {NUMBER, "vai", "may"},
        ),
        (r"hoa hong\b", None),  # may begin within a word
        (r"\bhoa", None),  # may go on: "hoan"
        (r"\bhoa?\b", None),
        (r"\b(?:ngay )?nhan tien", None),  # the group may be missing
        (r"\b(?:ngay\b)? ?nhan tien", None),
        (r"\bnhan ?\d", None),  # "nhan50"
        (r"\b\d?x ", None),
        (r"\b(?:tang|nhan)\w", None),
    ],
)
def test_first_words_are_whole_words_that_must_stand_first(
    regex: str, words: set[str] | None
) -> None:
    assert first_words(regex) == words


def test_a_turn_of_phrase_is_found_wherever_a_search_finds_it() -> None:
    patterns = [pattern for signal in signals() for pattern in signal.patterns or ()]
    lines = (TEXTS / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    found = 0
    for line in lines[::2]:
        reading = first_reading(json.loads(line)["text"])
        for pattern in patterns:
            match = search(reading, pattern, pattern.marked, reading.marked)
            assert _span(match) == _span(pattern.marked.search(reading.marked)), pattern.term
            found += match is not None
    assert found > 100


def _span(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None


def test_the_first_place_is_the_one_that_is_quoted() -> None:
    pattern = Pattern("ví dụ", Weight.WEAK, (), r"\b(?:tặng|nhận) \d+|\b\d+ lần\b")
    reading = first_reading("Chơi 3 lần, nhận 50 rồi tặng 20")
    match = search(reading, pattern, pattern.marked, reading.marked)
    assert match is not None
    assert match[0] == "3 lần"
