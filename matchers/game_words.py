"""Whether a text speaks of a game at all (``matchers/lexicon/games.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import chain

from matchers.reading import Reading, without_marks


def names_game(readings: Iterable[Reading]) -> bool:
    """Whether a word stands there that names a game, its kind, what is in one, what one runs on."""
    by_first = _by_first_word()
    return any(
        words[at : at + len(told)] == told
        for words in (reading.in_order for reading in readings)
        for at, word in enumerate(words)
        for told in by_first.get(word, ())
    )


@cache
def _by_first_word() -> Mapping[str, Sequence[list[str]]]:
    """The words without their marks."""
    body = resources.files("matchers.lexicon").joinpath("games.toml").read_text(encoding="utf-8")
    found: dict[str, list[list[str]]] = {}
    for text in chain.from_iterable(tomllib.loads(body).values()):
        words = without_marks(text).split()
        found.setdefault(words[0], []).append(words)
    return found
