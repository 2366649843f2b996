"""What is known of each word and each gap by itself, and what that says of a whole text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from matchers.scan.carrier import compiled
from matchers.scan.words import GAP, START, WORD, Scanned, Words

# Bits that only count beside others, and what they are together.
ONE = 1 << 20  # a word of one letter or digit …
LETTER = 1 << 21  # … that is a letter
SINGLES = 1 << 22  # a letter beside another word of one
APART = 1 << 23  # a dot with a blank beside it …
ENDING = 1 << 24  # … before the ending of an address …
NAMED = 1 << 25  # … and behind a name, or more words stuck together
SPLIT = 1 << 26
STUCK = 1 << 27  # signs without a blank between two words …
WHOLE = 1 << 28  # … of which one is no word of its own …
NUMBER = 1 << 29  # … nor a number beside another one
PARTED = 1 << 19
_KNOWN = 1 << 30


class Traits:
    """Bits of each piece, asked once of ``told``: lower ones than those above are the asker's."""

    def __init__(self, words: Words, told: Callable[[str], int]) -> None:
        self._words = words
        self._told = told
        self._bits = np.zeros(1 << 15, dtype=np.int32)

    def of(self, scanned: Scanned) -> int:
        """What stands anywhere in a text."""
        with self._words.lock:
            seen = len(self._words.texts)
            if len(self._bits) < seen:
                self._bits = np.concatenate((self._bits, np.zeros(2 * seen, dtype=np.int32)))
            found = int(_together(scanned.rows, self._bits))
            if found < 0:
                pieces = scanned.rows[:, (GAP, WORD)].ravel()[:-1]  # no word behind the last gap
                for number in set(pieces[self._bits[pieces] & _KNOWN == 0].tolist()):
                    self._bits[number] = self._told(self._words.texts[number]) | _KNOWN
                found = int(_together(scanned.rows, self._bits))
            return found

    def words(self, scanned: Scanned, trait: int) -> list[int]:
        """The places of the words that have a trait, once ``of`` was asked."""
        return self._having(scanned, trait, WORD, -1)

    def starts(self, scanned: Scanned, trait: int) -> list[int]:
        """The first letters of the words that have a trait."""
        return self._having(scanned, trait, WORD, START)

    def gaps(self, scanned: Scanned, trait: int) -> list[int]:
        """The words before gaps between two words that have a trait."""
        return [gap - 1 for gap in self._having(scanned, trait, GAP, -1) if gap]

    def _having(self, scanned: Scanned, trait: int, piece: int, told: int) -> list[int]:
        found: list[int] = _having(scanned.rows, self._bits, trait, piece, told).tolist()
        return found


@compiled
def _together(rows: Any, bits: Any) -> int:
    """The bits of all pieces; -1 where those of one are not known."""
    found, before, apart, last = 0, 0, 0, len(rows) - 1
    for at in range(last + 1):
        gap = bits[rows[at, GAP]]
        word = bits[rows[at, WORD]] if at < last else _KNOWN
        if not gap & word & _KNOWN:
            return -1
        if before & word & ONE and (before | word) & LETTER:
            found |= SINGLES
        if gap & APART and word & ENDING and (before & NAMED or apart & STUCK):
            found |= SPLIT
        if gap & STUCK and 0 < at < last and not before & word & (WHOLE | NUMBER):
            found |= PARTED
        found |= gap | word
        before, apart = word, gap
    return found & ~_KNOWN


@compiled
def _having(rows: Any, bits: Any, trait: int, piece: int, told: int) -> Any:
    """A column of the rows of such pieces, or their places where ``told`` is none."""
    found, count = np.empty(len(rows), dtype=np.int32), 0
    for at in range(len(rows) - 1):
        if bits[rows[at, piece]] & trait:
            found[count] = at if told < 0 else rows[at, told]
            count += 1
    return found[:count]
