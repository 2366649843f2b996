"""Whether a text speaks of a game at all (``matchers/lexicon/games.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from matchers.reading import Reading, without_marks


def names_game(readings: Iterable[Reading]) -> bool:
    """Whether a word stands there that names a game, its kind, what is in one, what one runs on."""
    told, longest = _words()
    return any(
        tuple(words[at : at + size]) in told
        for words in (reading.in_order for reading in readings)
        for at in range(len(words))
        for size in range(1, longest + 1)
    )


@cache
def _words() -> tuple[frozenset[tuple[str, ...]], int]:
    """The words without their marks, and how many there are in the longest of them."""
    body = resources.files("matchers.lexicon").joinpath("games.toml").read_text(encoding="utf-8")
    texts = [text for some in tomllib.loads(body).values() for text in some]
    told = frozenset(tuple(without_marks(text).split()) for text in texts)
    return told, max(map(len, told))
