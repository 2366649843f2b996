"""The learned model of names: pieces of a label, its shape and its suffix, each with its odds.

A piece is two to five neighbours of the label and its two edges; where it holds digits it is also
read with every digit as one sign. Pieces are known by a hash only: which bucket of the table, and a
mark in it that tells other pieces of the same bucket apart.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.domains.split import symbols_of
from matchers.engine.compiling import compiled, inlined, inner

FILE = Path(__file__).with_name("names.npz")
LONGEST = 5
BITS = 18  # of the number of a bucket; the next eight bits of the hash are the mark in it
IDENTITY = BITS + 8  # bits of a hash that tell pieces apart
_EDGE, _DIGIT, _FIRST_DIGIT, _HYPHEN = 38, 39, 27, 37
_BASIS, _PRIME, _SPREAD = np.uint32(2166136261), np.uint32(16777619), np.uint32(2654435769)
_LONGEST_RUN, _LONGEST_LABEL, _MOST_DIGITS = 7, 24, 12
# What a hash was made of; each kind has a basis of its own.
EXACT, ANY_DIGIT, SUFFIX, SHAPE, SHAPE_AND_SUFFIX, LENGTH, DIGITS, DIGITS_AND_SUFFIX = range(8)
_TOLD = 3  # pieces that explain a name


class Names(NamedTuple):
    """What a name is weighed with."""

    grams: npt.NDArray[np.uint16]  # of each bucket: mark << 8 | weight, a signed byte
    step: np.float32  # what one step of a weight adds to the log-odds
    bias: np.float32
    rules: npt.NDArray[np.float32]  # of each figure of ``weigh``
    threshold: float  # the score from which a name is flagged


@cache
def load_names() -> Names:
    """The model that this version ships."""
    with np.load(FILE) as arrays:
        return Names(
            grams=arrays["grams"],
            step=np.float32(arrays["step"]),
            bias=np.float32(arrays["bias"]),
            rules=arrays["rules"],
            threshold=json.loads(FILE.with_suffix(".json").read_text(encoding="utf-8"))[
                "threshold"
            ],
        )


def save_names(names: Names, file: Path = FILE) -> None:
    """Writes a newly trained model; its threshold stands in the JSON file beside it."""
    parts = {part: array for part, array in names._asdict().items() if part != "threshold"}
    np.savez_compressed(file, **parts)


@inlined
def grams_odds(symbols: Any, first: int, last: int, suffix_hash: int, names: Any) -> float:
    """The log-odds of a label's pieces, its shape and its suffix."""
    steps = walk(symbols, first, last, suffix_hash, _weigh, names.grams, 0)
    return names.bias + names.step * np.float32(steps)


@inlined
def walk(
    symbols: Any, first: int, last: int, suffix_hash: int, visit: Any, table: Any, total: int
) -> int:
    """Hands each hash to ``visit`` with what it was made of: kind, begin and end in ``symbols``."""
    total = _walk_pieces(symbols, first, last, visit, table, total)
    return _walk_shape(symbols, first, last, suffix_hash, visit, table, total)


@inlined
def _walk_pieces(symbols: Any, first: int, last: int, visit: Any, table: Any, total: int) -> int:
    for begin in range(first - 1, last):
        exact, alike, digits = _BASIS, _kind(ANY_DIGIT), 0
        for place in range(begin, min(begin + LONGEST, last + 1)):
            symbol = symbols[np.uint64(place)] if first <= place < last else _EDGE
            exact = _mixed(exact, symbol)
            if _FIRST_DIGIT <= symbol < _HYPHEN:
                digits += 1
                symbol = _DIGIT
            alike = _mixed(alike, symbol)
            if place > begin:
                total = visit(np.uint32(exact * _SPREAD), EXACT, begin, place + 1, table, total)
                if digits:
                    total = visit(
                        np.uint32(alike * _SPREAD), ANY_DIGIT, begin, place + 1, table, total
                    )
    return total


@inlined
def _walk_shape(
    symbols: Any, first: int, last: int, suffix_hash: int, visit: Any, table: Any, total: int
) -> int:
    shape, digits = _shape(symbols, first, last)
    suffix = np.uint32(suffix_hash)
    length = np.uint32(min(last - first, _LONGEST_LABEL))
    lengths = length * np.uint32(32) + np.uint32(min(digits, _MOST_DIGITS))
    few = suffix ^ np.uint32(min(digits, 3))
    total = visit(_whole(SUFFIX, suffix), SUFFIX, first, last, table, total)
    total = visit(_whole(SHAPE, shape), SHAPE, first, last, table, total)
    both = _whole(SHAPE_AND_SUFFIX, shape ^ suffix)
    total = visit(both, SHAPE_AND_SUFFIX, first, last, table, total)
    total = visit(_whole(LENGTH, length), LENGTH, first, last, table, total)
    total = visit(_whole(DIGITS, lengths), DIGITS, first, last, table, total)
    return visit(_whole(DIGITS_AND_SUFFIX, few), DIGITS_AND_SUFFIX, first, last, table, total)


@inlined
def _shape(symbols: Any, first: int, last: int) -> tuple[Any, int]:
    """A hash of the runs of letters, digits and hyphens, and the number of digits."""
    shape, digits, run, before = _BASIS, 0, 0, -1
    for place in range(first, last):
        symbol = symbols[np.uint64(place)]
        kind = (symbol >= _FIRST_DIGIT) + (symbol == _HYPHEN)
        digits += kind == 1
        if kind != before:
            shape = _mixed(shape, 8 * before + min(run, _LONGEST_RUN))
            run = 0
        before = kind
        run += 1
    return _mixed(shape, 8 * before + min(run, _LONGEST_RUN)), digits


@inlined
def _mixed(state: Any, value: int) -> Any:
    return np.uint32((state ^ np.uint32(value)) * _PRIME)


@inlined
def _kind(kind: int) -> Any:
    return np.uint32(_BASIS + np.uint32(kind) * _SPREAD)


@inlined
def _whole(kind: int, value: Any) -> Any:
    state = np.uint32(_kind(kind) ^ value)
    for _ in range(2):  # suffixes come as hashes, lengths as small numbers: both must spread
        state = np.uint32((state ^ (state >> np.uint32(15))) * _SPREAD)
    return state


@inner
def _weigh(value: Any, kind: int, begin: int, end: int, table: Any, total: int) -> int:
    slot = table[value >> np.uint32(32 - BITS)]
    marked = slot >> 8 == (value >> np.uint32(32 - IDENTITY)) & np.uint32(0xFF)
    # A product, not a branch: whether a piece is known is what a processor cannot guess.
    total += np.int64(np.int8(slot & 0xFF)) * np.int64(marked)
    return total


@inner
def _number(value: Any, kind: int, begin: int, end: int, table: Any, total: int) -> int:
    table[total] = value >> np.uint32(32 - IDENTITY)
    return total + 1


@compiled
def number_all(symbols: Any, first: Any, last: Any, suffixes: Any, pieces: Any, bounds: Any) -> int:
    """Fills ``pieces`` with the identities of all pieces of all labels: what training counts."""
    total = 0
    for row in range(len(first)):
        total = walk(symbols, first[row], last[row], suffixes[row], _number, pieces, total)
        bounds[row + 1] = total
    return total


def most_pieces(letters: int) -> int:
    """How many pieces a label of so many letters has at most."""
    return (letters + 1) * 2 * (LONGEST - 1) + 8


def hash_of(suffix: str) -> int:
    """FNV-1a of 32 bits: what the model knows a suffix by."""
    value = int(_BASIS)
    for byte in suffix.encode("ascii"):
        value = (value ^ byte) * int(_PRIME) & 0xFFFFFFFF
    return value


def explain(label: str, suffix: str) -> tuple[tuple[str, float], ...]:
    """The pieces that speak most for a look, none over another, with what each adds."""
    names, symbols = load_names(), symbols_of(label)
    room, told = np.empty((most_pieces(len(label)), 4), dtype=np.int64), dict[str, float]()
    for place in range(_tell(symbols, hash_of(suffix), names.grams, room)):
        kind, begin, end, steps = room[place].tolist()
        text = _shown(label, suffix, kind, begin, end)
        told.setdefault(text, round(float(names.step * steps), 2))
    return tuple(told.items())


class _Room(NamedTuple):
    grams: npt.NDArray[np.uint16]
    pieces: npt.NDArray[np.int64]  # kind, begin, end, steps


@compiled
def _tell(symbols: Any, suffix_hash: int, grams: Any, room: Any) -> int:
    """Moves the pieces to tell to the front of ``room``; how many."""
    count = walk(symbols, 0, len(symbols), suffix_hash, _note, _Room(grams, room), 0)
    told = 0
    while told < _TOLD:
        best = told
        for place in range(told, count):
            if room[place, 3] > room[best, 3]:
                best = place
        if best >= count or room[best, 3] <= 0:
            break
        for column in range(4):
            kept = room[told, column]
            room[told, column], room[best, column] = room[best, column], kept
        for place in range(told + 1, count):
            if room[place, 1] < room[told, 2] and room[told, 1] < room[place, 2]:
                room[place, 3] = 0
        told += 1
    return told


@inner
def _note(value: Any, kind: int, begin: int, end: int, room: Any, total: int) -> int:
    """Keeps what speaks for a look: pieces of one text as one, and no single letters."""
    steps = _weigh(value, kind, begin, end, room.grams, 0)
    size = len(room.pieces)
    if kind == SUFFIX or kind == DIGITS_AND_SUFFIX:
        kind, begin, end = SUFFIX, size, size + 1
    elif kind == SHAPE or kind == SHAPE_AND_SUFFIX or kind == LENGTH or kind == DIGITS:
        kind, begin, end = SHAPE, size + 1, size + 2
    elif end - begin < 3 and begin < 0:
        return total
    for place in range(total):
        piece = room.pieces[place]
        if piece[0] == kind and piece[1] == begin and piece[2] == end:
            piece[3] += steps
            return total
    piece = room.pieces[total]
    piece[0], piece[1], piece[2], piece[3] = kind, begin, end, steps
    return total + 1


def _shown(label: str, suffix: str, kind: int, begin: int, end: int) -> str:
    if kind == SUFFIX:
        return f".{suffix}"
    text = label if kind == SHAPE else label[max(begin, 0) : end]
    if kind == EXACT:
        return text
    written = "".join("#" if char.isdigit() else char for char in text)
    return (
        "".join("a" if char.isalpha() else char for char in written) if kind == SHAPE else written
    )
