"""Turns of phrase are tried only where they can begin, and miss nothing for it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.records import Weight
from matchers.reading import first_reading
from matchers.scan.spots import NUMBER
from matchers.signal import signals
from matchers.turns import Pattern, Turns, first_words, search

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
        (r"\b(?:ngay )?nhan tien", {"ngay", "nhan"}),  # the group may be missing
        (r"\b(?:(?<!xe )om|theo(?! (?:thang|ngay)))\b", {"om", "theo"}),  # looks take no letter
        (r"\bslot(?: \w+)? ?[,|] ?keno|\bno hu", {"slot", "no"}),  # a letter of a set parts nothing
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
    patterns = {
        signal.name: [replace(pattern, needs=()) for pattern in signal.patterns or ()]
        for signal in signals()
    }
    turns = Turns(patterns)
    lines = (TEXTS / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    found = 0
    for line in lines[::2]:
        reading = first_reading(json.loads(line)["text"])
        possible = {
            pattern.term: spots
            for several in turns.possible(reading).values()
            for pattern, spots in several
        }
        for pattern in (one for several in patterns.values() for one in several):
            match = search(pattern.marked, reading.marked, possible.get(pattern.term, ()))
            assert _span(match) == _span(pattern.marked.search(reading.marked)), pattern.term
            found += match is not None
    assert found > 100


def _span(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None


def test_the_first_place_is_the_one_that_is_quoted() -> None:
    pattern = Pattern("ví dụ", Weight.WEAK, (), r"\b(?:tặng|nhận) \d+|\b\d+ lần\b")
    reading = first_reading("Chơi 3 lần, nhận 50 rồi tặng 20")
    [(found, spots)] = Turns({"vi_du": [pattern]}).possible(reading)["vi_du"]
    match = search(pattern.marked, reading.marked, spots)
    assert found is pattern
    assert match is not None
    assert match[0] == "3 lần"
