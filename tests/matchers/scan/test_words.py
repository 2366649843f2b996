"""Pieces have the numbers of the pieces that plain Python finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matchers.reading import first_reading
from matchers.scan.words import Scanned, Words

LETTERS = st.sampled_from("aăởđz09 .,\n_⚽中A\u0301\U0001f3b0")


def _pieces(scanned: Scanned) -> list[str]:
    texts = scanned.words.texts
    return [
        texts[number]
        for gap, _, _, word in scanned.rows.tolist()
        for number in ((gap, word) if word >= 0 else (gap,))
    ]


@given(st.text(LETTERS, max_size=80) | st.text(max_size=40))
def test_pieces_and_places_are_those_of_a_split(text: str) -> None:
    reading = first_reading(text)
    scanned = reading.scanned
    assert _pieces(scanned) == reading.pieces
    bounds = [at for _, start, end, _ in scanned.rows.tolist() for at in (start, end)]
    assert bounds[:-1] == reading.bounds
    marks = sum(one != other for one, other in zip(reading.marked, reading.plain, strict=True))
    assert scanned.marks == marks


def test_a_piece_keeps_its_number_when_room_is_made() -> None:
    words = Words()
    first = words.number("nohu")
    for begin in range(0, 120_000, 6_000):
        text = " ".join(f"w{number}" for number in range(begin, begin + 6_000))
        assert _pieces(words.scan(text, text))[1:4] == [f"w{begin}", " ", f"w{begin + 1}"]
    assert words.number("nohu") == first
    assert words.number("w77777") == words.texts.index("w77777")
    assert len(set(words.texts)) == len(words.texts)


def test_a_long_word_finds_room() -> None:
    words = Words()
    for letter in "abcd":
        text = letter * 300_000
        assert _pieces(words.scan(text, text)) == ["", text, ""]


def test_what_was_kept_of_words_is_made_once() -> None:
    words = Words()
    made: list[Words] = []
    for _ in range(3):
        words.kept("ví dụ", made.append)
    assert made == [words]
