"""The words of a text as numbers: one pass of machine code over its letters.

A text is a gap, a word, a gap … a gap (``Reading.pieces``). Each piece that was ever seen has a
number; what is known of it (``Kept``) is worked out once and then stands in arrays by that number.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from threading import RLock
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from matchers.scan.carrier import compiled, inlined

# Each letter is one of 64 symbols, so that a set of them is one number.
OTHER, FOREIGN, BEYOND = 0, 1, 2  # no letter; a letter but none of words; not looked up
LETTERS = string.digits + string.ascii_lowercase  # of words
SIGNS = " \n_.,;:!?%$@/+=#-()'&*"
_FIRST, _LAST = 3, 2 + len(LETTERS)
SYMBOLS = {letter: _FIRST + place for place, letter in enumerate(LETTERS + SIGNS)}
_KNOWN = 0x2000  # codes: all of Latin and Vietnamese
GAP, START, END, WORD = range(4)  # columns of ``Scanned.rows``
_ROOM = 1 << 15  # pieces
_PIECE = 6  # letters, as room is reckoned
_MOST = 200_000  # pieces
_MOST_KEPT = 16
T = TypeVar("T")


class Scanned(NamedTuple):
    """The pieces of one text; the last row is the gap at its end."""

    words: Words
    codes: npt.NDArray[np.uint32]  # of ``marked``
    plain: npt.NDArray[np.uint32]
    symbols: npt.NDArray[np.uint8]
    rows: npt.NDArray[np.int32]
    marks: int  # letters with Vietnamese marks

    @property
    def size(self) -> int:
        """How many words the text has."""
        return len(self.rows) - 1


class Words:
    """Every piece that was seen, by its number."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.lock = RLock()
        self._letters: npt.NDArray[np.uint32]
        self._bounds: npt.NDArray[np.int32]
        self._hashes: npt.NDArray[np.uint64]
        self._slots: npt.NDArray[np.int32]
        self._make_room(_ROOM)
        self._kept: dict[object, Any] = {}

    def scan(self, marked: str, plain: str) -> Scanned:
        """The pieces of a text, letter for letter with and without its marks."""
        codes = folded = _codes(plain)
        if marked is not plain:
            codes = _codes(marked)
        symbols = np.empty(len(codes), dtype=np.uint8)
        rows = np.empty((len(codes) // 2 + 2, 4), dtype=np.int32)
        with self.lock:
            seen = len(self.texts)
            if seen + len(codes) + 1 > len(self._hashes):
                self._make_room(2 * (seen + len(codes) + 1))
            if self._bounds[seen] + len(codes) > len(self._letters):
                self._letters = np.concatenate((self._letters, np.zeros_like(self._letters)))
            count, marks, now = _number(
                codes, folded, _SYMBOL_OF, symbols, rows, seen,
                self._slots, self._bounds, self._hashes, self._letters,
            )  # fmt: skip
            rows = rows[: count + 1]
            if now > seen:
                self._name_new(plain, rows, seen)
        return Scanned(self, codes, folded, symbols, rows, marks)

    def number(self, piece: str) -> int:
        """The number of one word."""
        return int(self.scan(piece, piece).rows[0, WORD])

    def _make_room(self, pieces: int) -> None:
        slots = np.zeros(1 << (2 * pieces - 1).bit_length(), dtype=np.int32)
        bounds = np.zeros(pieces + 1, dtype=np.int32)
        hashes = np.zeros(pieces, dtype=np.uint64)
        letters = np.zeros(pieces * _PIECE, dtype=np.uint32)
        if self.texts:
            bounds[: len(self._bounds)] = self._bounds
            hashes[: len(self._hashes)] = self._hashes
            letters[: len(self._letters)] = self._letters
            _fill_slots(slots, hashes, len(self.texts))
        self._slots, self._bounds, self._hashes, self._letters = slots, bounds, hashes, letters

    def kept(self, key: object, make: Callable[[Words], T]) -> T:
        """What ``make`` made of these words once."""
        found: T | None = self._kept.get(key)
        if found is not None:
            return found
        with self.lock:
            if key not in self._kept:
                if len(self._kept) == _MOST_KEPT:
                    self._kept.clear()
                self._kept[key] = make(self)
            made: T = self._kept[key]
            return made

    def _name_new(self, plain: str, rows: npt.NDArray[np.int32], seen: int) -> None:
        """Few pieces of a text are new: only their rows are looked at."""
        (new,) = np.nonzero((rows[:, GAP] >= seen) | (rows[:, WORD] >= seen))
        for place in new.tolist():
            gap, start, end, word = rows[place].tolist()
            reach = int(rows[place - 1, END]) if place else 0
            for number, piece in ((gap, plain[reach:start]), (word, plain[start:end])):
                if number == len(self.texts):
                    self.texts.append(piece)


def scan(marked: str, plain: str) -> Scanned:
    """The pieces of a text, numbered; all numbers begin anew where too many were seen."""
    global _current
    if len(_current.texts) > _MOST:
        _current = Words()
    return _current.scan(marked, plain)


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _symbol_of(code: int) -> int:
    return SYMBOLS.get(chr(code), FOREIGN if chr(code).isalnum() else OTHER)


_SYMBOL_OF = np.array([_symbol_of(code) for code in range(_KNOWN)], dtype=np.uint8)
_SEED, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


@compiled
def _number(
    codes: Any, plain: Any, symbol_of: Any, symbols: Any, rows: Any, seen: int,
    slots: Any, bounds: Any, hashes: Any, letters: Any,
) -> tuple[int, int, int]:  # fmt: skip
    """Fills ``symbols`` and ``rows``; how many words and marks, and pieces ever seen."""
    marks = 0
    for place in range(len(plain)):
        code = plain[place]
        symbols[place] = symbol_of[code] if code < _KNOWN else BEYOND
        marks += codes[place] != code
    place, count = 0, 0
    while True:
        begin = place
        while place < len(plain) and not _FIRST <= symbols[place] <= _LAST:
            place += 1
        rows[count, GAP], seen = _of_piece(
            plain, begin, place, seen, slots, bounds, hashes, letters
        )
        rows[count, START] = begin = place
        while place < len(plain) and _FIRST <= symbols[place] <= _LAST:
            place += 1
        rows[count, END], rows[count, WORD] = place, -1
        if place == begin:
            return count, marks, seen
        rows[count, WORD], seen = _of_piece(
            plain, begin, place, seen, slots, bounds, hashes, letters
        )
        count += 1


@inlined
def _of_piece(
    plain: Any, begin: int, end: int, seen: int,
    slots: Any, bounds: Any, hashes: Any, letters: Any,
) -> tuple[int, int]:  # fmt: skip
    """The number of a piece, and how many are known now."""
    value = _SEED
    for place in range(begin, end):
        value = (value ^ np.uint64(plain[place])) * _PRIME
    slot = _slot(value, slots)
    while slots[slot]:
        number = slots[slot] - 1
        if hashes[number] == value and bounds[number + 1] - bounds[number] == end - begin:
            same = True
            for place in range(begin, end):
                same &= letters[bounds[number] + place - begin] == plain[place]
            if same:
                return number, seen
        slot = (slot + 1) & (len(slots) - 1)
    slots[slot] = seen + 1
    hashes[seen] = value
    bounds[seen + 1] = bounds[seen] + end - begin
    for place in range(begin, end):
        letters[bounds[seen] + place - begin] = plain[place]
    return seen, seen + 1


@inlined
def _slot(value: Any, slots: Any) -> Any:
    return np.int64((value ^ (value >> np.uint64(32))) & np.uint64(len(slots) - 1))


@compiled
def _fill_slots(slots: Any, hashes: Any, seen: int) -> None:
    for number in range(seen):
        slot = _slot(hashes[number], slots)
        while slots[slot]:
            slot = (slot + 1) & (len(slots) - 1)
        slots[slot] = number + 1


_current = Words()
