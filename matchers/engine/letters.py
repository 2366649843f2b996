"""Every code point as one of a few symbols: disguises, marks and styles folded away.

A symbol is 1-26 for a-z, 27-36 for 0-9, 0 for what is dropped (marks, joiners), or one of the
separators below. ``UPPER`` is added to capitals: two words may be glued where the case changes.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crawler.text import fold_marks
from matchers.lookalikes import LOOKALIKES

SPACE = 37
PART = 38  # ends a part of the title: ":", "|", brackets
LINK = 39  # between two words: "-", "_", "."; a PART when a space stands beside it
IDEOGRAPH = 40  # a word of its own
UPPER = 64

_FIRST_DIGIT = 27
_LINKS = frozenset("-_.,&+'’`´~")
_PARTS = frozenset(":：|–—―()[]{}<>«»‹›•·∙;/\\【】《》〈〉「」『』〔〕")
_DROPPED = frozenset({"Mn", "Me", "Cf", "Mc"})
# Where letters, styles and punctuation that titles use stand; everything else is an ornament.
_RANGES = ((0, 0x3100), (0xA490, 0xA4F8), (0xFB00, 0xFB07), (0xFE00, 0xFE70), (0xFF00, 0xFFF0))
_STYLED = ((0x1D400, 0x1D800), (0x1F100, 0x1F200))
_IDEOGRAPHS = ((0x3040, 0x3100), (0x3400, 0xA000), (0xAC00, 0xD7A4), (0x20000, 0x2FA20))
_LAST = 0x2FA20
_ORNAMENTS = frozenset("❌✖⭕")  # letters of a word in disguise, ornaments of a title


class Alphabet(NamedTuple):
    """How code points are read."""

    codes: npt.NDArray[np.uint8]  # symbol of each code point below 0x2FA20; above: a space
    han: npt.NDArray[np.uint8]  # symbols of Sino-Vietnamese readings, one after the other
    han_ends: npt.NDArray[np.int32]  # of character FIRST_HAN + n: han[han_ends[n]:han_ends[n+1]]


FIRST_HAN, _LAST_HAN = 0x3400, 0xA000


@cache
def alphabet() -> Alphabet:
    """Everything that reading needs to know of letters."""
    readings = _han_readings()
    sounds = [readings.get(point, "") for point in range(FIRST_HAN, _LAST_HAN)]
    ends = np.zeros(len(sounds) + 1, dtype=np.int32)
    np.cumsum([len(sound) for sound in sounds], out=ends[1:])
    return Alphabet(
        codes=_symbols(),
        han=np.array(letters("".join(sounds)), dtype=np.uint8),
        han_ends=ends,
    )


def _han_readings() -> dict[int, str]:
    text = resources.files("matchers").joinpath("han_viet.toml").read_text(encoding="utf-8")
    rows = (row.split() for row in tomllib.loads(text)["readings"])
    return {ord(char): fold_marks(sound) for sound, _, chars in rows for char in chars}


def _symbols() -> npt.NDArray[np.uint8]:
    table = np.full(_LAST, SPACE, dtype=np.uint8)
    table[0xE0000:] = 0
    for first, last in _IDEOGRAPHS:
        table[first:last] = IDEOGRAPH
    for first, last in (*_RANGES, *_STYLED):
        for point in range(first, last):
            if not 0x3040 <= point < 0x3100:
                table[point] = _symbol(chr(point))
    for strange in LOOKALIKES:
        if strange not in _ORNAMENTS:
            table[ord(strange)] = _symbol(strange)
    return table


def letters(text: str) -> list[int]:
    """The symbols of folded text that holds only a-z and 0-9."""
    return [_of_ascii(char) for char in text]


def as_text(found: npt.NDArray[np.uint8]) -> str:
    """Symbols 1-36 as the letters and digits they stand for."""
    return "".join(chr(96 + code) if code <= 26 else chr(21 + code) for code in found.tolist())


def _symbol(char: str) -> int:
    category = unicodedata.category(char)
    if category in _DROPPED or char in "\u3164\u2800\u115f\u00ad":
        return SPACE if char in "\u3164\u2800\u115f" else 0
    plain = unicodedata.normalize("NFKC", char)
    bare = "".join(
        part
        for part in unicodedata.normalize("NFKD", plain)
        if unicodedata.category(part) not in _DROPPED
    )
    seen = fold_marks("".join(LOOKALIKES.get(part, part) for part in bare))
    letter = seen[:1]
    if letter.isascii() and letter.isalnum():
        upper = plain[:1].isupper() or category == "Lu"
        return _of_ascii(letter) + (UPPER if upper and letter.isalpha() else 0)
    if char.isspace() or category in ("Cc", "Zs"):
        return SPACE
    if char in _LINKS:
        return LINK
    if category.startswith("L"):
        return IDEOGRAPH
    return PART if char in _PARTS else SPACE


def _of_ascii(char: str) -> int:
    return ord(char) - 96 if char.isalpha() else ord(char) - 48 + _FIRST_DIGIT
