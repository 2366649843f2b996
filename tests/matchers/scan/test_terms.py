"""Terms stand where a plain search word by word finds them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from matchers.brands import brand_in
from matchers.glued import glued_in
from matchers.hits import Hit, hits_in
from matchers.lexicon import BRAND, Lexicon
from matchers.reading import Reading, first_reading
from tests.matchers.sights import LEXICON

_SAMPLE = sorted(LEXICON.phrases)[::7]
PIECES = st.sampled_from(
    [
        *_SAMPLE,
        *("nổ hũ", "no hu", "nổ  hũ", "nổ ..... hũ", "nohu90", "taixiu", "go88", "cho", "chợ"),
        *("đổi thưởng", "doi thuong", "và", "hôm nay", ".", "😀", "công an", "cong an"),
    ]
)
_Row = tuple[int, int, str, str, bool]


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_hits_are_those_of_a_plain_search(text: str) -> None:
    reading = first_reading(text)
    assert _found(reading) == _plainly(reading, LEXICON)


def _found(reading: Reading) -> list[_Row]:
    hits = hits_in(reading, LEXICON)
    return [_row(hit) for hit in hits.at(range(len(hits.which)))]


def _row(hit: Hit) -> _Row:
    return hit.start, hit.end, hit.head.text, hit.head.term, hit.folded


def _plainly(reading: Reading, lexicon: Lexicon) -> list[_Row]:
    found: list[_Row] = []
    for place in range(len(reading.tokens)):
        here = [*_phrases(reading, lexicon, place), *_names(reading, lexicon, place)]
        found += sorted(here, key=lambda row: (row[0], -row[1]))
    return found


def _phrases(reading: Reading, lexicon: Lexicon, place: int) -> list[_Row]:
    rows: list[_Row] = []
    for phrase in lexicon.by_first_word.get(reading.in_order[place], ()):
        tokens = reading.tokens[place : place + len(phrase.words)]
        if tuple(word for word, _, _ in tokens) != phrase.words:
            continue
        written = [reading.marked[start:end] for _, start, end in tokens]
        apart = any(b[1] - a[2] > 3 for a, b in pairwise(tokens))
        one_of_both = all(
            a in both
            for a, both in zip(written, zip(phrase.marked, phrase.words, strict=True), strict=True)
        )
        folded = tuple(written) != phrase.marked
        strict = len(phrase.words) == 1 or not lexicon.benign.isdisjoint(phrase.weights)
        if apart or not one_of_both or (folded and strict and reading.has_marks):
            continue
        text = BRAND if BRAND in phrase.weights else phrase.text
        rows.append((tokens[0][1], tokens[-1][2], text, phrase.text, folded))
    return rows


def _names(reading: Reading, lexicon: Lexicon, place: int) -> list[_Row]:
    word, start, end = reading.tokens[place]
    brand = brand_in(word, lexicon) if len(word) > 2 else None
    if brand:
        return [(start, end, BRAND, brand, False)]
    return [
        (start + first, start + last, phrase.text, phrase.text, False)
        for first, last, phrase in (glued_in(word, lexicon) if len(word) > 3 else ())
        if reading.marked[start + first : start + last] in {phrase.glued, "".join(phrase.marked)}
    ]


def test_many_hits_at_one_word_find_room() -> None:
    reading = first_reading("nổ hũ đổi thưởng " * 400)
    assert _found(reading) == _plainly(reading, LEXICON)


def test_a_word_like_an_operators_name_is_told() -> None:
    assert hits_in(first_reading("vào zeta88 ngay"), LEXICON).shaped == [1]
    assert not hits_in(first_reading("vào nhà ngay"), LEXICON).shaped
