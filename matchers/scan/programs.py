"""Regular expressions as programs of machine code that say where one may match.

A sieve, not a search: it never says no where ``re`` finds something, and says yes now and then
where ``re`` finds nothing (what looks ahead or behind is taken to hold). ``re`` then decides.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.scan.carrier import inlined
from matchers.scan.words import BEYOND, FOREIGN, LETTERS, OTHER, SYMBOLS


class Op(IntEnum):
    """What a line of a program does."""

    TAKE = 0  # one letter of its symbols
    REPEAT = 1  # so many letters of them
    EITHER = 2  # goes on at one of two lines
    GO = 3
    EDGE = 4  # a word begins or ends
    DONE = 5


# Compiled code knows numbers alone.
_TAKE, _REPEAT, _EITHER, _GO, _EDGE = (
    Op.TAKE.value, Op.REPEAT.value, Op.EITHER.value, Op.GO.value, Op.EDGE.value,
)  # fmt: skip
# Of a line as it is carried out: for a fork ``_MASK`` holds with what its first way begins;
# ``_BEHIND`` with what its other way does, or what stands behind a repetition.
_OP, _MASK, _BEHIND, _BOUNDS = range(4)
_HALF = 32  # bits
_LOWER, _UPPER = np.uint64((1 << _HALF) - 1), np.uint64(_HALF)
END_OF_TEXT = 63  # the symbol behind the last letter
_MOST_STEPS = 4_000  # whoever is not through by then is taken to match
DEEP = 256  # places to come back to

_parser: Any = importlib.import_module("re._parser")
_ALL = (1 << END_OF_TEXT) - 1
_NEVER_NAMED = 1 << OTHER | 1 << FOREIGN | 1 << BEYOND
_DIGITS = sum(1 << SYMBOLS[letter] for letter in LETTERS if letter.isdigit())
_WORD = sum(1 << SYMBOLS[letter] for letter in (*LETTERS, "_"))
_OF_WORDS = sum(1 << SYMBOLS[letter] for letter in LETTERS)
_BLANKS = sum(1 << SYMBOLS[letter] for letter in SYMBOLS if letter.isspace())
_NAMED = sum(1 << symbol for symbol in SYMBOLS.values())
# Of each category the symbols that belong to it, of those that are one letter each.
_CATEGORIES = {
    "CATEGORY_DIGIT": _DIGITS,
    "CATEGORY_NOT_DIGIT": _NAMED & ~_DIGITS,
    "CATEGORY_WORD": _WORD,
    "CATEGORY_NOT_WORD": _NAMED & ~_WORD,
    "CATEGORY_SPACE": _BLANKS,
    "CATEGORY_NOT_SPACE": _NAMED & ~_BLANKS,
}
_WORD_SYMBOLS = np.uint64(_WORD | 1 << FOREIGN)
Line = tuple[int, int, int, int]  # what to do, symbols, and two numbers


class Code(NamedTuple):
    """Programs, one line after the other."""

    lines: list[Line]
    begins: list[int]  # of each line the symbols with which it can go on
    starts: list[int]  # the first line of each program
    table: npt.NDArray[np.uint64]  # the lines as they are carried out: what one asks for lies close


def programs(regexes: Sequence[str]) -> Code:
    """The programs of expressions for plain text."""
    lines: list[Line] = []
    starts = []
    for regex in regexes:
        starts.append(len(lines))
        _add(lines, _parser.parse(regex))
        lines.append((Op.DONE, 0, 0, 0))
    begins = _begins(lines)
    return Code(lines, begins, starts, _table(lines, begins))


def _table(lines: Sequence[Line], begins: Sequence[int]) -> npt.NDArray[np.uint64]:
    rows = []
    for place, (op, mask, first, last) in enumerate(lines):
        behind = 0
        if op == Op.EITHER:
            mask, behind = begins[first], begins[last]
        elif op == Op.REPEAT:
            behind = begins[place + 1]
        rows.append((op, mask, behind, last << _HALF | first))
    return np.array(rows, dtype=np.uint64)


def _add(lines: list[Line], parsed: Iterable[Any]) -> None:
    for kind, given in parsed:
        mask = _mask(kind, given)
        name = str(kind)
        if mask is not None:
            lines.append((Op.TAKE, mask, 0, 0))
        elif name == "SUBPATTERN":
            _add(lines, given[-1])
        elif name == "BRANCH":
            _add_branches(lines, given[1])
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            _add_repeated(lines, *given)
        elif name == "AT" and str(given) == "AT_BOUNDARY":
            lines.append((Op.EDGE, 0, 0, 0))
        elif name not in {"AT", "ASSERT", "ASSERT_NOT"}:
            raise ValueError(f"A turn of phrase has {name}, which no program can tell.")


def _add_branches(lines: list[Line], branches: list[Any]) -> None:
    leaving = []
    for branch in branches[:-1]:
        fork = len(lines)
        lines.append((Op.EITHER, 0, 0, 0))
        _add(lines, branch)
        leaving.append(len(lines))
        lines.append((Op.GO, 0, 0, 0))
        lines[fork] = (Op.EITHER, 0, fork + 1, len(lines))
    _add(lines, branches[-1])
    for place in leaving:
        lines[place] = (Op.GO, 0, len(lines), 0)


def _add_repeated(lines: list[Line], least: int, most: Any, parsed: Any) -> None:
    endless = most is _parser.MAXREPEAT
    mask = _mask(*parsed[0]) if len(parsed) == 1 else None
    if mask is not None:
        lines.append((Op.REPEAT, mask, least, np.iinfo(np.int32).max if endless else int(most)))
        return
    for _ in range(least):
        _add(lines, parsed)
    forks = []
    for _ in range(1 if endless else int(most) - least):
        forks.append(len(lines))
        lines.append((Op.EITHER, 0, 0, 0))
        _add(lines, parsed)
    if endless:
        lines.append((Op.GO, 0, forks[0], 0))
    for fork in forks:
        lines[fork] = (Op.EITHER, 0, fork + 1, len(lines))


def _mask(kind: Any, given: Any) -> int | None:
    """The symbols of which one is taken; ``None`` where more than one letter is asked for."""
    match str(kind):
        case "LITERAL":
            return 1 << SYMBOLS[chr(given)] if chr(given) in SYMBOLS else _NEVER_NAMED
        case "NOT_LITERAL":
            return _ALL & ~_literal(given)
        case "ANY":
            return _ALL & ~(1 << SYMBOLS["\n"])
        case "IN":
            return _mask_of_set(given)
    return None


def _literal(code: int) -> int:
    return 1 << SYMBOLS[chr(code)] if chr(code) in SYMBOLS else 0


def _mask_of_set(items: list[Any]) -> int:
    """Symbols that stand for several letters are taken to belong to every set."""
    negated = str(items[0][0]) == "NEGATE"
    named = 0
    for kind, given in items[negated:]:
        match str(kind):
            case "LITERAL":
                named |= _literal(given)
            case "RANGE":
                codes = range(given[0], given[1] + 1)
                named |= sum(1 << at for letter, at in SYMBOLS.items() if ord(letter) in codes)
            case "CATEGORY":
                named |= _CATEGORIES[str(given)]
            case name:
                raise ValueError(f"A turn of phrase has {name}, which no program can tell.")
    return _ALL & ~named if negated else named | _NEVER_NAMED


def _begins(lines: list[Line]) -> list[int]:
    """Of each line the symbols with which it can go on; the end where the text may end there."""
    found = [0] * len(lines)
    changed = True
    while changed:
        changed = False
        for place in range(len(lines) - 1, -1, -1):
            op, mask, first, last = lines[place]
            match op:
                case Op.TAKE:
                    begun = mask
                case Op.REPEAT:
                    begun = mask | (found[place + 1] if first == 0 else 0)
                case Op.EITHER:
                    begun = found[first] | found[last]
                case Op.GO:
                    begun = found[first]
                case Op.EDGE:
                    begun = found[place + 1]
                case _:
                    begun = _ALL | 1 << END_OF_TEXT
            changed |= begun != found[place]
            found[place] = begun
    return found


def begins_a_word(code: Code, line: int) -> bool:
    """Whether a program can match nowhere but where a word begins."""
    waiting, seen = [line], set()
    while waiting:
        line = waiting.pop()
        if line not in seen:
            seen.add(line)
            op, _, first, last = code.lines[line]
            match op:
                case Op.EITHER:
                    waiting += [first, last]
                case Op.GO:
                    waiting.append(first)
                case Op.EDGE if not code.begins[line] & ~_OF_WORDS:
                    pass
                case _:
                    return False
    return True


@inlined
def may_match(symbols: Any, place: int, table: Any, line: int, stack: Any) -> bool:
    """Whether the program may match the text from ``place`` when it goes on at ``line``."""
    left, taken, depth = _MOST_STEPS, 0, 0
    while left:
        left -= 1
        symbol = symbols[np.uint64(place)] if place < len(symbols) else END_OF_TEXT
        at = np.uint64(line)
        op, mask, behind = table[at, _OP], table[at, _MASK], table[at, _BEHIND]
        first: Any = np.int64(table[at, _BOUNDS] & _LOWER)
        last: Any = np.int64(table[at, _BOUNDS] >> _UPPER)
        failed = False
        if op == _TAKE:
            failed = not _holds(mask, symbol)
            place += 1
            line += 1
        elif op == _REPEAT:
            more = taken < last and _holds(mask, symbol)
            enough = taken >= first and _holds(behind, symbol)
            if more and enough:
                if depth == DEEP:
                    return True
                stack[depth, 0], stack[depth, 1], stack[depth, 2] = line, place + 1, taken + 1
                depth += 1
            if enough:
                line, taken = line + 1, 0
            else:
                failed = not more
                place, taken = place + 1, taken + 1
        elif op == _EITHER:
            other = _holds(behind, symbol)
            if not _holds(mask, symbol):
                failed, line = not other, last
            else:
                line = first
                if other:
                    if depth == DEEP:
                        return True
                    stack[depth, 0], stack[depth, 1], stack[depth, 2] = last, place, 0
                    depth += 1
        elif op == _GO:
            line = first
        elif op == _EDGE:
            failed = not _is_edge(symbols, place)
            line += 1
        else:
            return True
        if failed:
            if depth == 0:
                return False
            depth -= 1
            line, place, taken = stack[depth, 0], stack[depth, 1], stack[depth, 2]
    return True


@inlined
def _holds(mask: Any, symbol: int) -> bool:
    return bool((mask >> np.uint64(symbol)) & np.uint64(1))


@inlined
def _is_edge(symbols: Any, place: int) -> bool:
    """Whether a word begins or ends there, or may."""
    before = place > 0 and _holds(_WORD_SYMBOLS, symbols[place - 1])
    behind = place < len(symbols) and _holds(_WORD_SYMBOLS, symbols[place])
    if place > 0 and symbols[place - 1] == BEYOND:
        return True
    if place < len(symbols) and symbols[place] == BEYOND:
        return True
    return before != behind
