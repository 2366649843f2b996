"""Where the terms of a lexicon and the names of operators stand in a text, word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.scan.carrier import compiled, inlined
from matchers.scan.words import END, START, WORD, Scanned, Words

_GAP = 3  # letters between two words of one term
_ROOM = 64  # hits, beside four for each word; words

TERM, FROM, TO, FOLDED = range(4)  # columns of hits


class Kind(IntEnum):
    """How a meaning of a word is told from its look alike."""

    SEVERAL = 0  # a term of several words that begins with it
    ALONE = 1  # the word itself is a term
    NAME = 2  # whatever its marks
    GLUED = 3  # terms without blanks between their words, with all marks or with none


# Compiled code knows numbers alone.
_SEVERAL, _ALONE, _GLUED = Kind.SEVERAL.value, Kind.ALONE.value, Kind.GLUED.value


class Meaning(NamedTuple):
    """One thing that a word can be, or begin."""

    kind: Kind
    hit: int  # what is reported
    words: tuple[str, ...] = ()  # of the term, with marks
    plain: tuple[str, ...] = ()
    benign: bool = False  # in a text with marks it must be written out
    first: int = 0  # letters of the word that are the term: GLUED
    last: int = 0


class Terms:
    """What each word of some texts can be, worked out once for each word by ``meant``."""

    def __init__(
        self, words: Words, meant: Callable[[str], tuple[Sequence[Meaning], bool]]
    ) -> None:
        self._words = words
        self._meant = meant
        # Of each word: meanings[first:last], and whether they are known and it has a name's shape.
        self._known = np.zeros((_ROOM, 4), dtype=np.int32)
        self._meanings = Rows(len(_COLUMNS))
        self._following = Rows(1)  # of each meaning the second word; -1: there is none
        self._plain = Rows(1)  # numbers of the words of all terms
        self._ends = Rows(1)  # of each of them its letters' end
        self._letters = Rows(1)  # with marks
        self._ends.add([(0,)])

    def hits(
        self, scanned: Scanned, *, marks: bool, undone: bool
    ) -> tuple[npt.NDArray[np.int32], list[int]]:
        """Rows of ``TERM, FROM, TO, FOLDED`` in order; the words that have a name's shape.

        ``marks``: the text is written with marks. ``undone``: disguises were undone; whether a term
        without marks counts is then for the caller to say.
        """
        room = 4 * scanned.size + _ROOM
        with self._words.lock:
            self._learn(scanned)
            while True:
                found = np.empty((room, 4), dtype=np.int32)
                shaped = np.empty(scanned.size, dtype=np.int32)
                count, shapes = _find(
                    scanned.codes, scanned.plain, scanned.rows, self._known, self._meanings.rows,
                    self._following.rows, self._plain.rows, self._ends.rows,
                    self._letters.rows, marks, undone,
                    found, shaped,
                )  # fmt: skip
                if count <= room:
                    return found[:count], shaped[:shapes].tolist()
                room = count

    def _learn(self, scanned: Scanned) -> None:
        if len(self._known) < len(self._words.texts):
            wider = np.zeros((2 * len(self._words.texts), 4), dtype=np.int32)
            wider[: len(self._known)] = self._known
            self._known = wider
        if _all_known(scanned.rows, self._known):
            return
        words = scanned.rows[:-1, WORD]
        for number in words[self._known[words, _IS_KNOWN] == 0].tolist():
            if not self._known[number, _IS_KNOWN]:
                meanings, shaped = self._meant(self._words.texts[number])
                first = self._meanings.count
                self._meanings.add(map(self._row, meanings))
                self._known[number] = first, self._meanings.count, 1, shaped

    def _row(self, one: Meaning) -> tuple[int, ...]:
        first = self._plain.count
        numbers = [self._words.number(word) for word in one.plain]
        self._plain.add((number,) for number in numbers)
        self._following.add([(numbers[1] if one.kind is Kind.SEVERAL else -1,)])
        for word in one.words:
            self._letters.add((ord(letter),) for letter in word)
            self._ends.add([(self._letters.count,)])
        return one.kind, one.hit, first, len(one.plain), one.benign, one.first, one.last


_BEGIN, _STOP, _IS_KNOWN, _SHAPED = range(4)
_COLUMNS = _KIND, _HIT, _TERM, _SIZE, _BENIGN, _FIRST, _LAST = range(7)


class Rows:
    """Rows of numbers that grow."""

    def __init__(self, columns: int) -> None:
        self.count = 0
        self.rows = np.zeros((1024, columns), dtype=np.int32)

    def add(self, rows: Iterable[tuple[int, ...]]) -> None:
        """Puts rows behind those that are there."""
        for row in rows:
            if self.count == len(self.rows):
                self.rows = np.concatenate((self.rows, np.zeros_like(self.rows)))
            self.rows[self.count] = row
            self.count += 1


@compiled
def _all_known(rows: Any, known: Any) -> bool:
    for at in range(len(rows) - 1):
        if not known[rows[at, WORD], _IS_KNOWN]:
            return False
    return True


@compiled
def _find(
    codes: Any, plain: Any, rows: Any, known: Any, meanings: Any,
    following: Any, words: Any, ends: Any, letters: Any, marks: bool, undone: bool,
    found: Any, shaped: Any,
) -> tuple[int, int]:  # fmt: skip
    """Fills ``found`` as far as it goes, and ``shaped``; how many there are of both."""
    count, shapes = 0, 0
    for at in range(len(rows) - 1):
        word, before = rows[at, WORD], count
        if known[word, _SHAPED]:
            shaped[shapes] = at
            shapes += 1
        second = rows[at + 1, WORD]
        for which in range(known[word, _BEGIN], known[word, _STOP]):
            # Of many terms that begin with one word nearly all go on with another.
            if following[which, 0] >= 0 and following[which, 0] != second:
                continue
            one = meanings[which]
            start, end, folded = rows[at, START], rows[at, END], 0
            if one[_KIND] == _SEVERAL:
                folded = _several(codes, plain, rows, at, one, words, ends, letters)
                end = rows[min(at + one[_SIZE], len(rows) - 1) - 1, END]
            elif one[_KIND] == _ALONE:
                folded = _written(codes, plain, start, end, one[_TERM], ends, letters)
                if folded == 1 and marks:
                    # A lone syllable without marks is another word there.
                    continue
            elif one[_KIND] == _GLUED:
                start, end = start + one[_FIRST], start + one[_LAST]
                folded = _glued(codes, plain, start, end, one, ends, letters)
            if folded < 0 or (folded == 1 and one[_BENIGN] and marks and not undone):
                continue
            if count < len(found):
                _put(found, before, count, one[_HIT], start, end, folded)
            count += 1
    return count, shapes


@inlined
def _several(
    codes: Any, plain: Any, rows: Any, at: int, one: Any, words: Any, ends: Any, letters: Any
) -> int:
    """1 where words of the term have no marks, -1 where it does not stand there."""
    if at + one[_SIZE] > len(rows) - 1:
        return -1
    for place in range(1, one[_SIZE]):
        if rows[at + place, WORD] != words[one[_TERM] + place, 0]:
            return -1
    folded = 0
    for place in range(one[_SIZE]):
        start, end = rows[at + place, START], rows[at + place, END]
        if place and start - rows[at + place - 1, END] > _GAP:
            return -1
        written = _written(codes, plain, start, end, one[_TERM] + place, ends, letters)
        if written < 0:
            return -1
        folded |= written
    return folded


@inlined
def _written(
    codes: Any, plain: Any, start: int, end: int, word: int, ends: Any, letters: Any
) -> int:
    """0: with the marks of the term's word, 1: with none, -1: with others."""
    begins = ends[word, 0]
    same = unmarked = True
    for place in range(end - start):
        code = codes[start + place]
        same &= code == letters[begins + place, 0]
        unmarked &= code == plain[start + place]
    return 0 if same else 1 if unmarked else -1


@inlined
def _glued(codes: Any, plain: Any, start: int, end: int, one: Any, ends: Any, letters: Any) -> int:
    """0 where all marks of the term or none stand there, else -1."""
    return 0 if _written(codes, plain, start, end, one[_TERM], ends, letters) >= 0 else -1


@inlined
def _put(found: Any, before: int, count: int, hit: int, start: int, end: int, folded: int) -> None:
    """Behind what begins before it, or there but reaches farther."""
    place = count
    while place > before and (
        found[place - 1, FROM] > start
        or (found[place - 1, FROM] == start and found[place - 1, TO] < end)
    ):
        for column in range(4):
            found[place, column] = found[place - 1, column]
        place -= 1
    found[place, TERM], found[place, FROM] = hit, start
    found[place, TO], found[place, FOLDED] = end, folded
