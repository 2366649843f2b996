"""A publisher's name in words: its own, those of the trade, and its legal form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from matchers.publishers import Publisher, read_publisher
from matchers.verdict.texts import Text, read_firm_name

_LINKS = frozenset({"va", "and", "na"})  # read as nothing, so they are no legal form


class Firm(NamedTuple):
    """A name with its words told apart, as ``read_publisher`` tells them."""

    publisher: Publisher
    text: Text  # own words are compared
    common: tuple[int, ...]  # places of the words of the trade
    legal: tuple[int, ...]  # places of the words of the legal form


@lru_cache(maxsize=32_768)
def read_firm(name: str) -> Firm:
    """The words of an account's or a licensee's name."""
    publisher = read_publisher(name)
    text = read_firm_name(name)
    if " ".join(text.keys) == publisher.core:
        return Firm(publisher, text, (), ())
    parts = _parts(text, publisher.key.split())
    core = _own_words(publisher)
    own = [place for place, words in parts.items() if not core.isdisjoint(words)]
    common = [place for place in parts if place not in own]
    legal = [
        place
        for place, key in enumerate(text.keys)
        if place not in parts and key not in _LINKS and not key.isdigit()
    ]
    return Firm(publisher, text.choose(own), tuple(common), tuple(legal))


def _own_words(publisher: Publisher) -> Set[int]:
    """Which words of the key, by place, are its own; found from the end."""
    found, left = set(), publisher.core.split()
    for place, word in reversed(list(enumerate(publisher.key.split()))):
        if left and left[-1] == word:
            found.add(place)
            left.pop()
    return found


def _parts(text: Text, words: Sequence[str]) -> Mapping[int, range]:
    """Place of each word of the text to the words of the key that it is written from.

    Found from the end: legal forms stand in front or far behind. "SenVang" is two words.
    """
    found: dict[int, range] = {}
    left = len(words)
    for place in range(len(text.keys) - 1, -1, -1):
        key, first, glued = text.keys[place], left, ""
        while first and len(glued) < len(key):
            first -= 1
            glued = words[first] + glued
        if glued == key:
            found[place] = range(first, left)
            left = first
    return dict(sorted(found.items()))
