"""What is told of a program before any text is read: where it goes on behind a word, and how."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import cache

from matchers.scan.programs import Code, Op
from matchers.scan.words import SYMBOLS

AHEAD = 3  # letters behind a word that are asked for before a program is carried out


class Paths:
    """The ways through some programs."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self.ahead = cache(self._ahead)

    def behind(self, line: int, word: str) -> Set[int] | None:
        """The lines at which a program may go on behind a word that a text begins with.

        None where lines alone do not tell it: within a repetition, or where all is matched.
        """
        lines = {line}
        for place, letter in enumerate(word):
            symbol, taken = SYMBOLS[letter], set()
            for line in self._reached(lines, edges=place == 0):
                op, mask, _, _ = self._code.lines[line]
                takes = op in {Op.TAKE, Op.REPEAT} and mask >> symbol & 1
                if op == Op.DONE or (takes and op == Op.REPEAT):
                    return None
                if takes:
                    taken.add(line + 1)
            lines = taken
        return lines

    def _ahead(self, line: int) -> tuple[int, ...]:
        """The symbols with which a program can go on from a line, letter by letter."""
        found, lines = [], {line}
        for _ in range(AHEAD):
            symbols = 0
            for line in lines:
                symbols |= self._code.begins[line]
            found.append(symbols)
            lines = {one for line in self._reached(lines) for one in self._next(line)}
        return tuple(found)

    def _next(self, line: int) -> tuple[int, ...]:
        match self._code.lines[line][0]:
            case Op.TAKE:
                return (line + 1,)
            case Op.REPEAT:
                return (line, line + 1)
            case Op.DONE:
                return (line,)
        return ()

    def _reached(self, lines: Iterable[int], *, edges: bool = True) -> Set[int]:
        """All lines that take no letter to come to; ``edges``: a word may begin or end there."""
        waiting, seen = list(lines), set()
        while waiting:
            line = waiting.pop()
            if line in seen:
                continue
            seen.add(line)
            op, _, first, last = self._code.lines[line]
            if op == Op.EITHER:
                waiting += (first, last)
            elif op == Op.GO:
                waiting.append(first)
            elif (op == Op.EDGE and edges) or (op == Op.REPEAT and first == 0):
                waiting.append(line + 1)
        return seen
