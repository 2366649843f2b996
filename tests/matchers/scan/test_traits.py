"""What pieces say of a text, and which of them say it."""

from __future__ import annotations

import pytest

from matchers.reading import first_reading
from matchers.scan.traits import (
    APART,
    ENDING,
    LETTER,
    NAMED,
    NUMBER,
    ONE,
    PARTED,
    SINGLES,
    SPLIT,
    STUCK,
    WHOLE,
    Traits,
)


def _told(piece: str) -> int:
    if piece == ". ":
        return APART
    if len(piece) == 1 and piece.isalnum():
        return ONE | (LETTER if piece.isalpha() else NUMBER)
    known = {"vip": ENDING, "-": 2 | STUCK, "nap": 1, "go88": NAMED, "hai": WHOLE, "ba": WHOLE}
    return known.get(piece, 0)


@pytest.mark.parametrize(
    ("text", "trait", "there"),
    [
        ("n ổ hai", SINGLES, True),
        ("n 5 hai", SINGLES, True),
        ("5 n hai", SINGLES, True),
        ("4 5 hai", SINGLES, False),
        ("n hai ổ", SINGLES, False),
        ("go88. vip", SPLIT, True),
        ("go88. hai vip", SPLIT, False),
        (". vip", SPLIT, False),  # no name before it
        ("hai. vip", SPLIT, False),
        ("go88-hai. vip", SPLIT, True),
        ("ổ-hai", PARTED, True),
        ("hai-ổ", PARTED, True),
        ("hai-ba", PARTED, False),
        ("hai ổ", PARTED, False),
        ("-ổ", PARTED, False),
        ("4-5", PARTED, False),
        ("4-hai", PARTED, True),
        ("hai nạp", 1, True),
        ("hai-ba", 2, True),
        ("hai ba", 2, False),
    ],
)
def test_a_trait_stands_in_a_text(text: str, trait: int, there: bool) -> None:
    scanned = first_reading(text).scanned
    assert bool(Traits(scanned.words, _told).of(scanned) & trait) is there


def test_each_piece_is_asked_of_once() -> None:
    asked: list[str] = []

    def told(piece: str) -> int:
        asked.append(piece)
        return _told(piece)

    scanned = first_reading("nạp hai-ba nạp -").scanned
    traits = Traits(scanned.words, told)
    assert traits.of(scanned) == traits.of(scanned)
    assert len(asked) == len(set(asked))
    assert traits.words(scanned, 1) == [0, 3]
    assert traits.starts(scanned, 1) == [0, 11]  # letters
    assert traits.gaps(scanned, 2) == [1]
