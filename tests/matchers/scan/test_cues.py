"""Phrases of everyday words are counted where a plain search word by word finds them."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from matchers.reading import first_reading
from matchers.scan.cues import Phrases

MARKED = (
    (("nạp",), 0),
    (("nạp", "từ", "N", "k"), 0),
    (("tiền", "về"), 1),
    (("về",), 1),
    (("N", "k"), 2),
    (("D",), 2),
    (("M",), 2),
    (("x", "N"), 2),
)
PLAIN = tuple(
    (tuple(map({"nạp": "nap", "từ": "tu", "tiền": "tien", "về": "ve"}.get, words, words)), kind)
    for words, kind in MARKED
)
PHRASES = Phrases(MARKED, PLAIN, 3)
PIECES = st.sampled_from(
    [
        *(
            "nạp",
            "nap",
            "từ",
            "tu",
            "tiền",
            "tien",
            "về",
            "50k",
            "50 k",
            "1.95",
            "0,9",
            "x2",
            "x 2",
        ),
        *("50.000.000", "500.000", "2026", ".", "!", "\n", ",", "–", "và", "NẠP", "ví", "12.345"),
    ]
)
_TOKEN = re.compile(
    r"(?P<M>\d+(?:\.\d{3}(?!\d)){2,})|(?P<N>\d+\.\d{3}(?!\d))|(?P<D>(?<!\d)\d{1,2}[.,]\d{1,2}(?!\d))"
    r"|(?P<W>\d+)|(?P<word>[^\W\d_]+)|(?P<stop>[!?;\n]|\.(?=[ \n]|$))"
)


@given(st.lists(PIECES, max_size=14), st.sampled_from([" ", "", "  "]))
def test_counts_are_those_of_a_plain_search(pieces: list[str], between: str) -> None:
    reading = first_reading(between.join(pieces))
    found = PHRASES.found([(reading.scanned, reading.has_marks)])
    text = reading.marked if reading.has_marks else reading.plain
    assert found.numbers.tolist() == _plainly(text, MARKED if reading.has_marks else PLAIN)


def _plainly(text: str, phrases: tuple[tuple[tuple[str, ...], int], ...]) -> list[int]:
    tokens = [
        (
            "N"
            if match.lastgroup == "W"
            else match[0]
            if match.lastgroup == "word"
            else str(match.lastgroup),
            *match.span(),
        )
        for match in _TOKEN.finditer(text)
    ]
    seen: set[int] = set()
    numbers, reach = [0, 0, 0], [0, 0, 0]
    longest = sorted(range(len(phrases)), key=lambda which: -len(phrases[which][0]))
    for at in range(len(tokens)):
        for which in longest:
            words, kind = phrases[which]
            some = tokens[at : at + len(words)]
            if reach[kind] > at or tuple(word for word, _, _ in some) != words:
                continue
            if any(after[1] - before[2] > 3 for before, after in pairwise(some)):
                continue
            reach[kind] = at + len(words)
            if which not in seen:
                seen.add(which)
                numbers[kind] += 1
    return numbers
