"""Lines of bytes as names: the registrable label as symbols, and the suffix behind it.

A symbol is 1-26 for a-z, 27-36 for 0-9, 37 for the hyphen and 0 for everything else.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.domains.suffixes import BASIS, END, EXCEPTION, PARENT, PRIME, WILD, suffix_table
from matchers.engine.compiling import compiled, inlined, inner

HYPHEN = 37
SYMBOLS = 38
LONGEST_NAME, LONGEST_LABEL = 253, 63
_LINE, _RETURN, _DOT, _ZERO, _NINE = 10, 13, 46, 48, 57
# What a byte means for its line.
_STRANGE, _DOTTED, _RETURNED, _ENDED = 1, 2, 4, 8
_KIND, _SYMBOL_PART = 6, 63  # of a byte's code: its kind above its symbol
_LOWER = np.uint8(32)  # set in small letters; digits, hyphen and dot have it too


class State(IntEnum):
    """What a line turned out to be."""

    NAME = 0
    BLANK = 1
    UNTIDY = 2  # not a plain host name: ``tidy`` looks at it
    BARE = 3  # one label
    SHARED = 4  # a public suffix of several labels: the names below it have owners, it has many
    IDN = 5  # a name whose label is in punycode, not yet decoded
    ALIKE = 6  # a name, decoded: letters of another script pose as Latin ones


_NAME, _BLANK, _UNTIDY, _BARE, _SHARED, _IDN, _ = (int(state) for state in State)


class Lines(NamedTuple):
    """Row n belongs to line n of the bytes."""

    symbols: npt.NDArray[np.uint8]  # of every byte
    first: npt.NDArray[np.int32]  # the name without line end and trailing dot
    last: npt.NDArray[np.int32]
    label_first: npt.NDArray[np.int32]
    label_last: npt.NDArray[np.int32]
    suffix: npt.NDArray[np.int16]  # its number in ``suffixes()``
    state: npt.NDArray[np.uint8]


def split(chunk: bytes) -> Lines:
    """Every line of the bytes; the last may lack its line end."""
    count = chunk.count(b"\n") + (1 if chunk[-1:] not in (b"", b"\n") else 0)
    lines = Lines(
        symbols=np.empty(len(chunk), dtype=np.uint8),
        first=np.empty(count, dtype=np.int32),
        last=np.empty(count, dtype=np.int32),
        label_first=np.zeros(count, dtype=np.int32),
        label_last=np.zeros(count, dtype=np.int32),
        suffix=np.empty(count, dtype=np.int16),
        state=np.empty(count, dtype=np.uint8),
    )
    _split_all(np.frombuffer(chunk, dtype=np.uint8), suffix_table(), lines)
    return lines


def symbols_of(text: str) -> npt.NDArray[np.uint8]:
    """The symbols of a text of a-z, 0-9 and hyphens."""
    found: npt.NDArray[np.uint8] = _SYMBOL[np.frombuffer(text.encode("ascii"), dtype=np.uint8)]
    return found


def text_of(symbols: npt.NDArray[np.uint8]) -> str:
    """The text that symbols stand for."""
    return _WRITTEN[symbols].tobytes().decode("ascii")


def _symbol_table() -> npt.NDArray[np.uint8]:
    table = np.zeros(256, dtype=np.uint8)
    table[ord("a") : ord("z") + 1] = table[ord("A") : ord("Z") + 1] = np.arange(1, 27)
    table[ord("0") : ord("9") + 1] = np.arange(27, 37)
    table[ord("-")] = HYPHEN
    return table


def _code_table() -> npt.NDArray[np.int16]:
    kinds = np.where(_SYMBOL > 0, 0, _STRANGE).astype(np.int16)
    kinds[ord("_")] = 0  # stands in hosts, never in what can be registered
    kinds[_DOT], kinds[_RETURN], kinds[_LINE] = _DOTTED, _RETURNED, _ENDED
    return kinds << _KIND | _SYMBOL


_SYMBOL = _symbol_table()
_CODE = _code_table()
_PUNY = _SYMBOL[np.frombuffer(b"xn--", dtype=np.uint8)]
_WRITTEN = np.frombuffer(b"?abcdefghijklmnopqrstuvwxyz0123456789-", dtype=np.uint8)


@compiled
def _split_all(chunk: Any, table: Any, lines: Any) -> None:
    at = 0
    for line in range(len(lines.first)):
        first, seen, before, returned = at, 0, _DOTTED, -1  # a leading dot counts as two
        while at < len(chunk):
            code = _CODE[chunk[np.uint64(at)]]
            kind = code >> _KIND
            lines.symbols[np.uint64(at)] = code & _SYMBOL_PART
            if kind >= _RETURNED:  # a line's end or a carriage return: the rest has no branch
                if kind == _ENDED:
                    break
                returned = at if returned < 0 else returned
            seen |= (kind & ~_DOTTED) | (kind & before)
            before = kind
            at += 1
        last = at
        if returned >= 0 and returned == last - 1:
            last, seen = last - 1, seen & ~_RETURNED
        if last > first + 1 and chunk[last - 1] == _DOT:
            last -= 1
        at += 1
        lines.first[line], lines.last[line] = first, last
        lines.suffix[line] = table.unknown
        if last == first:
            lines.state[line] = _BLANK
        elif seen or last - first > LONGEST_NAME:
            lines.state[line] = _UNTIDY
        else:
            lines.state[line] = _split_name(chunk, first, last, table, lines, line)


@inlined
def _split_name(chunk: Any, first: int, last: int, table: Any, lines: Any, line: int) -> int:
    behind, number = _suffix(chunk, first, last, table)
    lines.suffix[line] = number
    lines.label_first[line] = lines.label_last[line] = first
    if behind <= first:
        return _SHARED if _has_dot(chunk, first, last) else _BARE
    stop = behind - 1
    start = stop
    while start > first and chunk[np.uint64(start - 1)] != _DOT:
        start -= 1
    lines.label_first[line], lines.label_last[line] = start, stop
    symbols = lines.symbols
    if stop - start > LONGEST_LABEL or symbols[start] == HYPHEN or symbols[stop - 1] == HYPHEN:
        return _UNTIDY
    for place in range(start, stop):
        if symbols[np.uint64(place)] == 0:  # an underscore
            return _UNTIDY
    if _ZERO <= chunk[last - 1] <= _NINE and _all_digits(chunk, behind, last):
        return _UNTIDY
    return _IDN if stop - start > 4 and _is_puny(symbols, start) else _NAME


@inner
def _is_puny(symbols: Any, start: int) -> bool:
    for ahead in range(len(_PUNY)):
        if symbols[start + ahead] != _PUNY[ahead]:
            return False
    return True


@inlined
def _suffix(chunk: Any, first: int, last: int, table: Any) -> tuple[int, int]:
    """Where the suffix begins, and its number; where none is known, the last label."""
    begins, number, wild = -1, table.unknown, -1
    top, stop, place = first, last, last - 1
    key = BASIS
    while True:
        while place >= first and chunk[np.uint64(place)] != _DOT:
            key = (key ^ np.uint64(chunk[np.uint64(place)] | _LOWER)) * PRIME
            place -= 1
        if stop == last:
            top = place + 1
        slot = _find(table, key)
        mark = table.marks[slot] if slot >= 0 else 0
        if not mark & (END | PARENT | WILD):
            if wild >= 0:
                begins = stop + 1 if mark & EXCEPTION else place + 1
                number = wild
            break
        if mark & END:
            begins, number = place + 1, table.number[slot]
        wild = table.wild[slot] if mark & WILD else -1
        if place < first or not mark & (PARENT | WILD):
            break
        key = (key ^ np.uint64(_DOT)) * PRIME
        stop = place
        place -= 1
    return (begins, number) if begins >= 0 else (top, table.unknown)


@inlined
def _find(table: Any, key: Any) -> int:
    mask = np.uint64(len(table.keys) - 1)
    slot = key & mask
    # Most names stand in no rule: their marks are a small table, their keys a large one.
    while table.marks[slot]:
        if table.keys[slot] == key:
            found: int = np.int64(slot)
            return found
        slot = (slot + np.uint64(1)) & mask
    return -1


@inner
def _has_dot(chunk: Any, first: int, last: int) -> bool:
    for place in range(first, last):
        if chunk[place] == _DOT:
            return True
    return False


@inner
def _all_digits(chunk: Any, first: int, last: int) -> bool:
    for place in range(first, last):
        if not _ZERO <= chunk[place] <= _NINE:
            return False
    return True
