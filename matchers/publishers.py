"""Company and account names as they are compared."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from rapidfuzz.distance import OSA, Indel

from matchers.names import plain_text

_SAME, _SAME_NAME, _TYPED = 100.0, 95.0, 90.0
_OTHER_TRADE = 70.0  # "Hồng Hà Media" and "Hồng Hà Mobile": one group or two firms
_PART, _PART_SPAN = 45.0, 35.0  # a part of the name; with its share of the letters
_SHORT_SLIP = 65.0  # "Vino" may be "Vingo"; it may also be itself
_INITIALS = 62.0
_MOST_OTHER = 45.0
_CONNECTIVES = frozenset({"va", "and"})  # "&", "và" and "and" are one


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher's name without legal form: all its words, and those that tell it apart."""

    key: str
    core: str
    trade: frozenset[str]  # what its words say it does: "media", "mobile"


@lru_cache(maxsize=65_536)
def read_publisher(text: str) -> Publisher:
    """The name of a company or a store account, its legal form dropped."""
    words = "".join(char if char.isalnum() else " " for char in plain_text(text)).split()
    words = [word for word in words if not (word.isdigit() and len(word) > 7)]  # telephone numbers
    named = [word for word in _replaced(words, _legal()) if word not in _CONNECTIVES]
    while len(named) > 1 and named[-1] == "na":  # "not available", typed behind a name
        named.pop()
    core = _replaced(named, _neutral() | _trades())
    trades = frozenset(word[1:] for word in _marked(named, _trades()) if word.startswith("="))
    return Publisher(" ".join(named), " ".join(core), trades)


def is_telling(publisher: Publisher) -> bool:
    """Whether the name can be one firm's alone: a word of its own, or many generic ones."""
    words = len(publisher.key.split())
    return bool(publisher.core) or (words > 3 and (len(publisher.trade) > 1 or words > 5))


def same_publisher(one: str, other: str) -> float:
    """How far two names mean one publisher, 0-100. Names of generic words agree with nothing."""
    return publisher_likeness(read_publisher(one), read_publisher(other))


@lru_cache(maxsize=262_144)
def publisher_likeness(one: Publisher, other: Publisher) -> float:
    """``same_publisher`` of names already read."""
    if not one.core or not other.core:
        return _generic_likeness(one, other)
    if _joined(one.key) == _joined(other.key):
        return _SAME
    same_trade = one.trade <= other.trade or other.trade <= one.trade
    first, second = one.core.split(), other.core.split()
    if _joined(one.core) == _joined(other.core) or sorted(first) == sorted(second):
        return _SAME_NAME if same_trade else _OTHER_TRADE
    if _glued(one, other) or _glued(other, one):
        return _SAME_NAME
    if _typing_error(_joined(one.core), _joined(other.core)):
        return _TYPED if same_trade else _OTHER_TRADE - 5
    if same_trade and _typing_error(_joined(one.key), _joined(other.key)):
        return _TYPED
    half = max(
        _part(first, second),
        _initials(first, second),
        _initials(second, first),
        _SHORT_SLIP * _one_slip(_joined(one.core), _joined(other.core)),
    )
    return half or _MOST_OTHER * Indel.normalized_similarity(_joined(one.core), _joined(other.core))


def _generic_likeness(one: Publisher, other: Publisher) -> float:
    """Names without a word of their own agree only as a whole, and when they are long."""
    telling = is_telling(one)
    if telling and _joined(one.key) == _joined(other.key):
        return _SAME_NAME
    return _SHORT_SLIP if _typing_error(_joined(one.key), _joined(other.key)) and telling else 0.0


def _part(first: list[str], second: list[str]) -> float:
    """One name is a part of the other: worth the share of letters that both hold."""
    fewer, more = sorted((first, second), key=len)
    if not set(fewer) <= set(more):
        return 0.0
    return _PART + _PART_SPAN * len("".join(fewer)) / len("".join(more))


def _initials(short: list[str], words: list[str]) -> float:
    first = "".join(word[0] for word in words)
    return _INITIALS if len(words) > 2 and short == [first] else 0.0


def _glued(one: Publisher, other: Publisher) -> bool:
    """``one`` is a single word that holds all of ``other`` and then only generic words."""
    if len(one.key.split()) > 1:
        return False
    for name in (_joined(other.key), _joined(other.core)):
        rest = one.key.removeprefix(name)
        if rest != one.key and len(name) > 3 and _generic(rest):
            return True
    return False


def _generic(letters: str) -> bool:
    """Whether glued letters are generic words and nothing else."""
    if not letters:
        return True
    words = _glueable()
    return any(letters.startswith(word) and _generic(letters[len(word) :]) for word in words)


def _typing_error(one: str, other: str) -> bool:
    length = min(len(one), len(other))
    slips = (length >= 5) + (length >= 11)
    return bool(slips) and OSA.distance(one, other, score_cutoff=slips) <= slips


def _one_slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 2 and OSA.distance(one, other, score_cutoff=1) == 1


def _joined(key: str) -> str:
    return key.replace(" ", "")


def _replaced(words: list[str], known: Mapping[str, str]) -> list[str]:
    return [word for word in _marked(words, known) if not word.startswith("=")]


def _marked(words: list[str], known: Mapping[str, str]) -> list[str]:
    """Each known run of words, longest first, becomes ``=`` and its meaning."""
    marked, place = [], 0
    while place < len(words):
        for size in (5, 4, 3, 2, 1):
            run = " ".join(words[place : place + size])
            if run in known:
                marked.append("=" + known[run])
                break
        else:
            size = 1
            marked.append(words[place])
        place += size
    return marked


@cache
def _legal() -> Mapping[str, str]:
    return dict.fromkeys(_lists()["legal"], "")


@cache
def _neutral() -> dict[str, str]:
    return dict.fromkeys(_lists()["neutral"], "")


@cache
def _trades() -> dict[str, str]:
    return {word: trade for trade, words in _lists()["trade"].items() for word in words}


@cache
def _glueable() -> frozenset[str]:
    return frozenset(_joined(word) for word in (_neutral() | _trades() | dict(_legal())))


@cache
def _lists() -> Mapping[str, Any]:
    text = resources.files("matchers").joinpath("publishers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
