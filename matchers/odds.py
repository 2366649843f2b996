"""What the words of a text speak for, in odds (``matchers/lexicon/odds.csv``): each word, each two
that follow one another, and what the signals found that proves or explains, by its weight.

None of them decides anything; their sum does. The figures are fitted on labelled texts
(``benchmarks/odds.py``). An entry counts by how rare it is, and all entries of a text together as
one: a long text weighs no more than a short one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crawler.records import Finding, Weight
from matchers.reading import Reading
from matchers.scan.pairs import Pairs, Told, heaviest, weighed
from matchers.signal import benign_names
from matchers.weights import PROVING

FILE = resources.files("matchers.lexicon").joinpath("odds.csv")
GAMBLING, SERVER = OFFENCES = ("gambling", "server")
COLUMNS = ("what", "told", "texts", *OFFENCES)
ALL, WORDS, SIGNAL = "all", "words", "signal"  # what a row tells of: all texts, words, findings
_DIGITS = re.compile(r"\d+")
_FEW = 200.0  # beside the squares of a text's entries; those of five words are about as much
Entry = tuple[str, str]  # what it is, and what is told


class Row(NamedTuple):
    """One entry: the texts that hold it, and its points for each offence."""

    what: str
    told: str
    texts: int
    gambling: float
    server: float


class Heavy(NamedTuple):
    """Words that speak for an offence: the number of their text, and where they stand in it."""

    text: int
    start: int
    end: int


class Odds:
    """All entries; the first row tells of how many texts there were, and what each begins with."""

    def __init__(self, rows: Iterable[Row]) -> None:
        every, *entries = rows
        self._before = np.array([every.gambling, every.server])
        self._points = np.array([(row.gambling, row.server) for row in entries])
        self._rarity = np.array([rarity(row.texts, every.texts) for row in entries])
        self._heavy = np.ascontiguousarray(self._points.T * self._rarity)
        places = {(row.what, row.told): at for at, row in enumerate(entries)}
        self._signals: Mapping[str | None, int] = {
            told: at for (what, told), at in places.items() if what == SIGNAL
        }
        words = {told: at for (what, told), at in places.items() if what == WORDS}
        split = {told: told.split(" ") for told in words if " " in told}
        pairs = {(words[one], words[two]): words[told] for told, (one, two) in split.items()}
        self._pairs = Pairs(len(entries), lambda word: words.get(shape(word), -1), pairs)

    def told(self, readings: Sequence[Reading], found: Iterable[Finding]) -> Told:
        """The entries of what stands in the texts of one page together, and was found there."""
        entries = {_signal_entry(one.signal, one.weight) for one in found}
        beside = [self._signals[one] for one in entries & self._signals.keys()]
        return self._pairs.told([reading.scanned for reading in readings], beside)

    def points(self, told: Told) -> tuple[float, float]:
        """The logarithms of the odds of the offences, were every second text one."""
        given = weighed(told.entries, self._rarity, self._points, _FEW)
        gambling, server = (given + self._before).tolist()
        return gambling, server

    def heavy(
        self, readings: Sequence[Reading], told: Told, offence: str, most: int
    ) -> list[Heavy]:
        """The words in a row that speak most for an offence, the heaviest first, none twice."""
        points = self._heavy[OFFENCES.index(offence)]
        found = [
            (given, Heavy(text, start, end))
            for text, reading in enumerate(readings)
            for given, start, end in heaviest(reading.scanned, told.placed[text], points, most)
        ]
        return [one for _, one in sorted(found, key=lambda one: -one[0])[:most]]


def shape(word: str) -> str:
    """A word whatever its numbers are: ``50k`` as ``0k``."""
    return _DIGITS.sub("0", word)


@cache
def _signal_entry(signal: str, weight: Weight) -> str | None:
    # Weaker findings tell no more than all words do.
    told = weight in PROVING or signal in benign_names()
    return f"{signal}: {weight}" if told else None


def entries_of(readings: Iterable[Reading], found: Iterable[Finding]) -> Iterator[Entry]:
    """What stands in some texts and was found there, one by one."""
    for reading in readings:
        words = [shape(word) for word in reading.in_order]
        yield from ((WORDS, word) for word in words)
        yield from ((WORDS, f"{one} {following}") for one, following in pairwise(words))
    told = (_signal_entry(one.signal, one.weight) for one in found)
    yield from ((SIGNAL, one) for one in told if one is not None)


def rarity(texts: int, of: int) -> float:
    """What an entry counts that stands in so many texts: the fewer, the more."""
    return log((1 + of) / (1 + texts)) + 1


def length_of(rarities: npt.NDArray[np.float64]) -> float:
    """How much all entries of a text say: those of a few words say less than they might."""
    return float(np.sqrt(rarities @ rarities + _FEW))


def read_rows(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of the file; the first one tells of all texts."""
    for what, told, texts, gambling, server in csv.reader(lines):
        if what != COLUMNS[0]:
            yield Row(what, told, int(texts), float(gambling), float(server))


@cache
def load_odds() -> Odds:
    """The shipped figures."""
    with FILE.open(encoding="utf-8") as lines:
        return Odds(read_rows(lines))
