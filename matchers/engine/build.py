"""Builds the index of a register from its titles and publishers."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from matchers.engine.holders import read_holders
from matchers.engine.index import (
    Index,
    chains,
    grams_of,
    read_texts,
    vocabulary_of,
)
from matchers.engine.keys import all_entry_keys
from matchers.engine.pinyin import sounds_of
from matchers.engine.reading import AHEAD, AROUND, LEGAL, NEUTRAL, PLATFORM, SEQUEL, SUBTITLE, TRADE
from matchers.engine.translate import translations_of

_EMPTY_KEYS = (0,)


def build_index(titles: Sequence[str], publishers: Sequence[str]) -> Index:
    """The index of entries given by title and publisher, in their order."""
    vocabulary = vocabulary_of(titles, _title_words(), _title_phrases())
    read = read_texts(titles, vocabulary)
    names = list(dict.fromkeys(publishers))
    number = {name: at for at, name in enumerate(names)}
    words = vocabulary_of(names, _name_words(), _name_phrases())
    holder = np.array([number[name] for name in publishers], dtype=np.int32)
    holders = read_holders(names, words, holder)
    pairs = [
        (int(key), entry)
        for entry, keys in enumerate(all_entry_keys(read))
        for key in dict.fromkeys(keys.tolist())
        if key
    ]
    keys, first, entries, following = chains(pairs)
    weight = np.zeros(max(len(titles), 1), dtype=np.float32)
    owners = np.repeat(np.arange(len(titles)), np.diff(read.word_ends))
    known = np.maximum(read.words[: len(owners)], 0)
    np.add.at(weight, owners, vocabulary.rarity[known])
    return Index(
        vocabulary=vocabulary,
        titles=read,
        grams=grams_of(read),
        exact_keys=keys,
        exact_first=first,
        chain_entry=entries,
        chain_next=following,
        holder=holder if len(holder) else np.zeros(1, dtype=np.int32),
        names=words,
        holders=holders,
        weight=weight,
        translations=translations_of(_lists("translations.toml")["words"]),
        sounds=sounds_of(vocabulary, read),
    )


def _title_words() -> dict[str, int]:
    lists = _lists("names.toml")
    kinds: dict[str, int] = {}
    for name, kind in (
        ("subtitle", SUBTITLE),
        ("platform", PLATFORM),
        ("neutral", AROUND),
        ("sequel", SEQUEL),
    ):
        for word in lists[name]:
            kinds[word] = kinds.get(word, 0) | kind
    kinds = {word: kind for word, kind in kinds.items() if " " not in word}
    # Words of phrases are known too, so that glued ones come apart; alone they mean nothing.
    for phrase in (*lists["around"], *lists["sequel"]):
        for word in phrase.split():
            kinds.setdefault(word, 0)
    return kinds


def _title_phrases() -> list[tuple[str, int]]:
    lists = _lists("names.toml")
    ahead = frozenset(lists["ahead"])
    around = [(phrase, AROUND | AHEAD * (phrase in ahead)) for phrase in lists["around"]]
    return around + [(phrase, SEQUEL) for phrase in lists["sequel"]]


def _name_words() -> dict[str, int]:
    lists = _lists("publishers.toml")
    phrases = [
        *lists["legal"],
        *lists["neutral"],
        *(w for ws in lists["trade"].values() for w in ws),
    ]
    return {word: 0 for phrase in phrases for word in phrase.split()}


def _name_phrases() -> list[tuple[str, int]]:
    lists = _lists("publishers.toml")
    named = [(phrase, LEGAL) for phrase in lists["legal"]]
    named += [(phrase, NEUTRAL) for phrase in lists["neutral"]]
    return named + [
        (word, TRADE | 256 << number)
        for number, words in enumerate(lists["trade"].values())
        for word in words
    ]


@cache
def _lists(name: str) -> Any:
    text = resources.files("matchers").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)
