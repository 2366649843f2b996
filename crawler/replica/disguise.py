"""How operators hide their words from filters while people still read them."""

from __future__ import annotations

import random
from collections.abc import Callable

from crawler.text import fold_marks

_LOOK_ALIKE = str.maketrans(
    {"a": "а", "c": "с", "e": "е", "h": "һ", "i": "і", "o": "ο", "p": "р", "x": "х", "u": "υ"}
)
_LEET = str.maketrans({"o": "0", "i": "1", "a": "4", "e": "3"})
_FULL_WIDTH = {ord(char): ord(char) + 0xFEE0 for char in "0123456789abcdefghijklmnopqrstuvwxyz"}


def without_marks(text: str) -> str:
    """No Vietnamese marks at all."""
    return fold_marks(text)


def spaced(text: str) -> str:
    """A space between the letters, three between the words."""
    return "   ".join(" ".join(word) for word in text.split())


def dotted(text: str) -> str:
    """Dots inside the words: t.à.i x.ỉ.u."""
    return " ".join(".".join(word) for word in text.split())


def leet(text: str) -> str:
    """Digits for letters in the unmarked words: n0 hu, ta1 x1u."""
    return fold_marks(text).translate(_LEET)


def look_alike(text: str) -> str:
    """Cyrillic and Greek letters for the Latin ones that bear no mark."""
    return text.translate(_LOOK_ALIKE)


def full_width(text: str) -> str:
    """Full-width letters and digits in the unmarked words."""
    return fold_marks(text).translate(_FULL_WIDTH)


def zero_width(text: str) -> str:
    """An invisible character inside every word."""
    return " ".join(f"{word[:1]}\u200b{word[1:]}" for word in text.split())


DISGUISES: dict[str, Callable[[str], str]] = {
    "without_marks": without_marks,
    "spaced": spaced,
    "dotted": dotted,
    "leet": leet,
    "look_alike": look_alike,
    "full_width": full_width,
    "zero_width": zero_width,
}


def pick_disguise(rng: random.Random) -> str:
    """One of the disguises; dropping the marks is the commonest."""
    return rng.choices(tuple(DISGUISES), (4, 1, 2, 2, 2, 1, 2))[0]
