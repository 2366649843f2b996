"""Everyday words of adverts by what they tell (``matchers/lexicon/cues.toml``).

None of them proves anything; many kinds of them in one text do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from matchers.reading import Reading, spelled, without_marks
from matchers.scan.cues import NUMBERS, Found, Phrases, weighted

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
MOST = 3  # words of one kind that count


@dataclass(frozen=True, slots=True)
class Kind:
    """What some words tell; ``first`` and ``more``: points for the first and two more of them."""

    offence: str  # "gambling" or "server"
    name: str
    label: str  # what the analyst reads
    first: float
    more: float
    takes: bool  # points: the words speak for something else
    offers: bool  # who offers to play says one of them: a call, a payout, a place, a promise
    game: bool  # they name a game, or what one runs on

    def points(self, words: int) -> float:
        """Of so many different words."""
        return self.first + self.more * (min(words, MOST) - 1) if words else 0.0


@dataclass(frozen=True, slots=True)
class Quoted:
    """A kind that stands in a text, how many words of it, and where the first one does."""

    kind: Kind
    words: int
    text: int  # the number of the text
    start: int
    end: int


class Cues:
    """All kinds of words."""

    def __init__(self, kinds: Sequence[Kind], words: Sequence[Sequence[str]]) -> None:
        self.kinds = tuple(kinds)
        phrases = [(tuple(_of_phrase(text)), at) for at, some in enumerate(words) for text in some]
        plain = [(tuple(map(without_marks, some)), at) for some, at in phrases]
        self._phrases = Phrases(phrases, plain, len(kinds))
        offences = sorted({kind.offence for kind in kinds})
        self._of = {one: np.array([kind.offence == one for kind in kinds]) for one in offences}
        self._first = self._by_offence([kind.first for kind in kinds])
        self._more = self._by_offence([kind.more for kind in kinds])
        self._offering = np.array([kind.offers for kind in kinds])
        self._of_games = np.array([kind.game for kind in kinds])

    def _by_offence(self, points: Sequence[float]) -> Mapping[str, npt.NDArray[np.float64]]:
        """Points of each kind for one offence, none for the other's kinds."""
        return {offence: np.where(own, points, 0.0) for offence, own in self._of.items()}

    def told(self, readings: Sequence[Reading]) -> Found:
        """What stands in the texts of one page together, whatever the offence."""
        texts = [(reading.scanned, reading.has_marks) for reading in readings]
        return self._phrases.found(texts)

    def points(self, found: Found, offence: str) -> float:
        """What the words tell of an offence, in points."""
        return float(weighted(found.numbers, self._first[offence], self._more[offence], MOST))

    def names_game(self, found: Found) -> bool:
        """Whether a game is named, or what one runs on: a program has builds and betas too."""
        return bool(found.numbers[self._of_games].any())

    def offers(self, found: Found, offence: str) -> bool:
        """Whether a kind stands there of those that offers hold."""
        return bool(found.numbers[self._of[offence] & self._offering].any())

    def quoted(self, found: Found, offence: str) -> list[Quoted]:
        """The kinds of an offence that stand there, the heaviest first."""
        there = [
            Quoted(kind, int(found.numbers[at]), *map(int, found.places[at]))
            for at, kind in enumerate(self.kinds)
            if kind.offence == offence and found.numbers[at]
        ]
        return sorted(there, key=lambda one: -one.kind.points(one.words))


@cache
def load_cues() -> Cues:
    """The shipped words."""
    body = resources.files("matchers.lexicon").joinpath("cues.toml").read_text(encoding="utf-8")
    rows = [
        (offence, name, table)
        for offence, tables in tomllib.loads(body).items()
        for name, table in tables.items()
    ]
    kinds = [
        Kind(
            offence=offence,
            name=name,
            label=table["label"],
            first=table["first"],
            more=table["more"],
            takes=table.get("takes", False),
            offers=table.get("offers", False),
            game=table.get("game", False),
        )
        for offence, name, table in rows
    ]
    return Cues(kinds, [table["words"] for _, _, table in rows])


def _of_phrase(text: str) -> Iterator[str]:
    for word in text.split():
        if word in NUMBERS:
            yield word
        else:
            for match in _TOKEN.finditer(spelled(word)):
                yield "N" if match[0].isdigit() else match[0]
