"""Labels in punycode: decoded, and read as the Latin letters that they look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crawler.text import fold_marks
from matchers.domains.split import Lines, State, symbols_of
from matchers.lookalikes import LOOKALIKES

_PUNY = "xn--"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a punycode label stands for, and whether letters of another script pose as Latin."""

    text: str
    alike: bool


def decode_labels(chunk: bytes, lines: Lines) -> Mapping[int, Decoded]:
    """Decodes the labels of all lines in punycode, and writes their symbols into ``lines``."""
    found = {}
    for line in np.flatnonzero(lines.state == State.IDN).tolist():
        first, last = int(lines.label_first[line]), int(lines.label_last[line])
        decoded = decode(chunk[first:last].decode("ascii").lower())
        lines.state[line] = State.ALIKE if decoded and decoded.alike else State.NAME
        if decoded is None:  # no punycode behind the prefix: read as it is written
            continue
        found[line] = decoded
        symbols = read_as_latin(decoded.text)[: last - first]
        lines.symbols[first : first + len(symbols)] = symbols
        lines.label_last[line] = first + len(symbols)
    return found


def decode(label: str) -> Decoded | None:
    """The text of a punycode label; None where it is none."""
    try:
        text = label.removeprefix(_PUNY).encode("ascii").decode("punycode")
    except UnicodeError:
        return None
    if text.isascii():
        return None
    return Decoded(text=text, alike=any(LOOKALIKES.get(char, char) != char for char in text))


def read_as_latin(text: str) -> npt.NDArray[np.uint8]:
    """Symbols of the text without marks and disguises; 0 for what is read as no Latin letter."""
    latin = fold_marks("".join(LOOKALIKES.get(char, char) for char in text))
    return symbols_of("".join(char if char in _PLAIN else "?" for char in latin))
