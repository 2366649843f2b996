"""The sieve never says no where ``re`` finds something, and mostly says no elsewhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.reading import first_reading, without_marks
from matchers.scan.paths import AHEAD, Paths
from matchers.scan.programs import begins_a_word, programs
from matchers.scan.spots import Sieve, Sought
from matchers.scan.words import SYMBOLS
from matchers.signal import signals
from matchers.turns import first_words

REGEXES = [
    without_marks(pattern.regex) for signal in signals() for pattern in signal.patterns or ()
] + [
    r"\b(?:a|b)+ c\b",
    r"\ba[^\n]{0,3}?\bb",
    r"\b\d{1,2}(?:[.,]\d+)? ?%",
    r"a(?! b)\w c",
    r"[^\W_]x",
    r"\ba{2,}b",
    r"\D\S\s\W",
    "(?:a|)b",
]
_WORDS = sorted({word for regex in REGEXES for word in re.findall("[a-z]{2,}", regex)})
PIECES = st.sampled_from([*_WORDS, *"abcx0159 .,%\n_@中⚽😀", " ", " ", "50k", "1.000", " a b c "])
TEXTS = st.lists(PIECES, max_size=24).map("".join) | st.lists(PIECES, max_size=24).map(" ".join)
EVERYWHERE = Sieve([Sought(regex, (), None) for regex in REGEXES])
BY_FIRST_WORDS = Sieve([Sought(regex, (), first_words(regex)) for regex in REGEXES])


@pytest.mark.parametrize("sieve", [EVERYWHERE, BY_FIRST_WORDS], ids=["everywhere", "by words"])
@given(TEXTS)
def test_wherever_an_expression_matches_the_sieve_says_so(sieve: Sieve, text: str) -> None:
    reading = first_reading(text)
    spots = set(sieve.spots(reading.scanned))
    for which, regex in enumerate(REGEXES):
        found = re.compile(regex)
        for place in range(len(reading.plain)):
            if found.match(reading.plain, place):
                assert (which, place) in spots, regex


@pytest.mark.parametrize(
    ("regex", "text"),
    [
        (r"\bnap [^\n]{0,5}?rut\b", "nap mot hai ba rut"),  # too far
        (r"\bnap\b", "napa"),
        (r"\b(?:an|thang) \d", "an mot"),
        (r"\ba{2,3}b", "ab aaaab"),
        (r"\bx[^\n]*y", "x\ny"),
        (r"[^\W_]x", "_x .x"),
    ],
)
def test_what_cannot_match_is_sieved_out(regex: str, text: str) -> None:
    assert Sieve([Sought(regex, (), None)]).spots(first_reading(text).scanned) == []


@pytest.mark.parametrize(
    ("regex", "text"),
    [
        (r"\bnap[^\n]{0,5}rut\b", "nap12345rut"),
        (r"\ba{2,3}b", "aaab"),
        (r"\ba(?:bc){1,2}d", "abcbcd"),
    ],
)
def test_what_just_matches_is_let_through(regex: str, text: str) -> None:
    assert Sieve([Sought(regex, (), None)]).spots(first_reading(text).scanned) == [(0, 0)]


def test_words_beside_a_number_may_come_first_too() -> None:
    sieve = Sieve([Sought(r"\b(?:\d|vai) k", (), frozenset({"#", "vai"}))])
    assert sieve.spots(first_reading("vai k 5 k").scanned) == [(0, 0), (0, 6)]


def test_words_that_are_needed_or_come_first_are_asked_for() -> None:
    sought = Sought(r"\bnap \d", (frozenset({"rut"}),), frozenset({"nap"}))
    sieve = Sieve([sought, Sought(r"\b\d k", (), frozenset({"#"}))])
    assert sieve.spots(first_reading("nap 5 k").scanned) == [(1, 4)]
    assert sieve.spots(first_reading("nap 5 k rut").scanned) == [(0, 0), (1, 4)]


def test_whoever_takes_too_long_is_taken_to_match() -> None:
    nested = Sought(r"(?:a*a*a*a*)*c", (), None)
    assert (0, 0) in Sieve([nested]).spots(first_reading("a" * 400).scanned)


def test_an_expression_that_no_program_can_tell_is_refused() -> None:
    with pytest.raises(ValueError, match="GROUPREF"):
        programs([r"(a)\1"])


@pytest.mark.parametrize(
    ("regex", "begins"),
    [
        (r"\bx\d+ k|\bexp?\d", True),
        (r"x\d", False),
        (r"\bx|y", False),
        (r"\b x", False),
        (r"(?:\bx)*y", False),
        (r"(?:(?:\bab)*)*\bc", True),
    ],
)
def test_what_begins_with_a_word_is_tried_nowhere_else(regex: str, begins: bool) -> None:
    assert begins_a_word(programs([regex]), 0) is begins


@pytest.mark.parametrize(
    ("regex", "word", "ahead"),
    [
        (r"\b(?:nap|rut) ve\b", "nap", " ve"),
        (r"\bnap(?: ngay)? ve\b", "nap", [" ", "nv", "ge"]),
        (r"\b(?:\d+|vai) ky", "vai", " ky"),
    ],
)
def test_the_letters_behind_a_first_word_are_known_beforehand(
    regex: str, word: str, ahead: str | list[str]
) -> None:
    code = programs([regex])
    paths = Paths(code)
    lines = paths.behind(code.starts[0], word)
    assert lines is not None
    told = [0] * AHEAD
    for line in lines:
        told = [one | more for one, more in zip(told, paths.ahead(line), strict=True)]
    assert told[:AHEAD] == [sum(1 << SYMBOLS[letter] for letter in some) for some in ahead]


def test_a_program_that_does_not_begin_with_a_word_goes_on_nowhere_behind_it() -> None:
    code = programs([r"\bnap\b ve", r"\b\w+ ve", r"\bna"])
    paths = Paths(code)
    assert paths.behind(code.starts[0], "rut") == set()
    assert paths.behind(code.starts[0], "napa") == set()
    assert paths.behind(code.starts[1], "nap") is None  # somewhere within a repetition
    assert paths.behind(code.starts[2], "nap") is None  # all is matched before the word ends


def test_no_word_ends_before_its_last_letter() -> None:
    """What may follow "mmo" is not asked within "mmorpg"."""
    paths = Paths(programs([r"\b(?:mmo|mmorpg)\b.{0,9} ve"]))
    short, long = paths.behind(0, "mmo"), paths.behind(0, "mmorpg")
    assert short
    assert long
    assert short.isdisjoint(long)


def test_a_first_word_behind_which_a_program_is_not_told_is_tried_as_any_word() -> None:
    sieve = Sieve([Sought(r"\b\w+ ve", (), frozenset({"nap"}))])
    assert sieve.spots(first_reading("nap ve").scanned) == [(0, 0)]
