"""The register as arrays that compiled code reads: words, grams, exact keys, holders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.engine.compiling import compiled
from matchers.engine.letters import alphabet, letters
from matchers.engine.reading import (
    Vocabulary,
    new_reading,
    read,
)
from matchers.engine.table import (
    EMPTY,
    Bytes,
    Ints,
    Keys,
    hash_of,
    hash_table,
    joined_hash,
)

GRAMS = 37 * 37 * 37
# A small register is read as a part of one that large: what is rare does not depend on its size.
LEAST_ENTRIES = 6_000
Floats = npt.NDArray[np.float32]


class Texts(NamedTuple):
    """Read names, one after the other: symbols, words and where they begin."""

    symbols: Bytes
    ends: Ints  # name n is symbols[ends[n]:ends[n+1]]
    word_ends: Ints  # its words are words[word_ends[n]:word_ends[n+1]]
    words: Ints
    starts: Ints  # of each word, within symbols
    kinds: Bytes


class Grams(NamedTuple):
    """3-grams of glued names, both ways, with their rarity."""

    first: Ints  # postings of gram g: rows[first[g]:first[g+1]]
    rows: Ints
    rarity: Floats
    ends: Ints  # grams of name n: grams[ends[n]:ends[n+1]]
    grams: npt.NDArray[np.uint16]
    total: Floats  # rarity of all grams of a name


class Holders(NamedTuple):
    """Publishers of the register: all words, the glued name, and what tells it apart."""

    texts: Texts
    trades: Ints  # meanings of its words of the trade, as bits
    keys: Bytes  # glued without legal form
    key_ends: Ints
    cores: Bytes  # glued without legal form, trade and words that tell nothing
    core_ends: Ints
    firm_keys: Keys  # hash of the glued name -> publisher
    firms: Ints
    core_keys: Keys  # hash of the core -> first of a chain of publishers
    core_first: Ints
    chain_holder: Ints
    chain_next: Ints
    titles: Ints  # entries by publisher
    title_ends: Ints  # those of publisher p: titles[title_ends[p]:title_ends[p+1]]


class Translations(NamedTuple):
    """Forms of words by the hash of the form, each with a chain of the words it may stand for."""

    keys: Keys
    first: Ints
    targets: Ints
    following: Ints
    points: npt.NDArray[np.uint32]  # folded words, one after the other
    ends: Ints


class Sounds(NamedTuple):
    """Pinyin of the register's words, and its titles by how they begin."""

    keys: Keys  # hash of a syllable -> its number
    numbers: Ints
    symbols: Bytes  # of all syllables, one after the other
    ends: Ints
    of_words: Ints  # what word n may be: of_words[word_ends[n]:word_ends[n+1]]
    word_ends: Ints
    titles: Ints  # entries whose first word may be syllable s: titles[title_ends[s]:…]
    title_ends: Ints


class Index(NamedTuple):
    """Everything that candidate search and comparison read."""

    vocabulary: Vocabulary
    titles: Texts
    grams: Grams
    exact_keys: Keys  # hash of a key -> first of a chain
    exact_first: Ints
    chain_entry: Ints
    chain_next: Ints
    holder: Ints  # publisher of each entry
    names: Vocabulary  # of publishers' words
    holders: Holders
    weight: Floats  # rarity of all words of a title
    translations: Translations
    sounds: Sounds


@compiled
def _read_all(points: Any, bounds: Any, table: Any, vocabulary: Any, into: Any, out: Any) -> Any:
    symbols_at, words_at = 0, 0
    for which in range(len(bounds) - 1):
        count = read(points, bounds[which], bounds[which + 1], table, vocabulary, into)
        size = into.starts[count]
        out.symbols[symbols_at : symbols_at + size] = into.symbols[:size]
        for word in range(count):
            out.words[words_at + word] = into.words[word]
            out.starts[words_at + word] = symbols_at + into.starts[word]
            out.kinds[words_at + word] = into.kinds[word]
        symbols_at += size
        words_at += count
        out.ends[which + 1] = symbols_at
        out.word_ends[which + 1] = words_at
    return symbols_at, words_at


@compiled
def _hashes(codes: Any, bounds: Any) -> Any:
    found = np.zeros(len(bounds) - 1, dtype=np.uint64)
    for which in range(len(bounds) - 1):
        found[which] = hash_of(codes, bounds[which], bounds[which + 1] - bounds[which])
    return found


def points_of(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], Ints]:
    """All texts as one run of code points, and where each begins."""
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    bounds = np.zeros(len(texts) + 1, dtype=np.int32)
    np.cumsum([len(text) for text in texts], out=bounds[1:])
    return points, bounds


def read_texts(texts: Sequence[str], vocabulary: Vocabulary) -> Texts:
    """Names read with a vocabulary."""
    points, bounds = points_of(texts)
    most = len(points) * 3 + 8
    out = Texts(
        symbols=np.zeros(most, dtype=np.uint8),
        ends=np.zeros(len(texts) + 1, dtype=np.int32),
        word_ends=np.zeros(len(texts) + 1, dtype=np.int32),
        words=np.zeros(most, dtype=np.int32),
        starts=np.zeros(most + 1, dtype=np.int32),
        kinds=np.zeros(most, dtype=np.uint8),
    )
    size, words = _read_all(points, bounds, alphabet(), vocabulary, new_reading(), out)
    out.starts[words] = size
    return Texts(
        symbols=out.symbols[: size + 1].copy(),
        ends=out.ends,
        word_ends=out.word_ends,
        words=out.words[: words + 1].copy(),
        starts=out.starts[: words + 1].copy(),
        kinds=out.kinds[: words + 1].copy(),
    )


def hashes_of(words: Sequence[str]) -> Keys:
    """The hashes of folded words."""
    codes = np.array([code for word in words for code in letters(word)] or [0], dtype=np.uint8)
    bounds = np.zeros(len(words) + 1, dtype=np.int32)
    np.cumsum([len(word) for word in words], out=bounds[1:])
    return _hashes(codes, bounds)


def phrase_hash(phrase: str) -> int:
    """The hash of the words of a folded phrase."""
    values = hashes_of(phrase.split())
    value = values[0]
    for other in values[1:]:
        value = np.uint64(joined_hash(value, other))
    return int(value)


def phrase_table(phrases: Iterable[tuple[str, int]]) -> tuple[Keys, Ints]:
    """Phrases of folded words by the hash of their words' hashes."""
    kinds: dict[int, int] = {}
    for phrase, kind in phrases:
        value = phrase_hash(phrase)
        kinds[value] = kinds.get(value, 0) | kind
    keys = np.array(list(kinds), dtype=np.uint64)
    return hash_table(keys, np.array(list(kinds.values()), dtype=np.int32))


def vocabulary_of(
    texts: Sequence[str], kinds: dict[str, int], phrases: Iterable[tuple[str, int]]
) -> Vocabulary:
    """The words of all texts with their rarity, and the listed words with their kind."""
    blank = _blank()
    read_once = read_texts(texts, blank)
    values = _word_hashes(read_once)
    holders: Counter[int] = Counter()
    for which in range(len(texts)):
        first, last = read_once.word_ends[which], read_once.word_ends[which + 1]
        holders.update(set(values[first:last].tolist()))
    listed = dict(
        zip((int(value) for value in hashes_of(list(kinds))), kinds.values(), strict=True)
    )
    known = [*holders, *(value for value in listed if value not in holders)]
    size = max(len(texts), LEAST_ENTRIES)
    keys, numbers = hash_table(
        np.array(known, dtype=np.uint64), np.arange(len(known), dtype=np.int32)
    )
    phrase_keys, phrase_kinds = phrase_table(phrases)
    return Vocabulary(
        keys=keys,
        numbers=numbers,
        rarity=np.array(
            [np.log((size + 1) / max(holders.get(value, 0), 1)) for value in known] or [0.0],
            dtype=np.float32,
        ),
        kinds=np.array([listed.get(value, 0) for value in known] or [0], dtype=np.uint8),
        phrase_keys=phrase_keys,
        phrase_kinds=phrase_kinds,
    )


@compiled
def _hash_words(codes: Any, starts: Any, count: int) -> Any:
    found = np.zeros(count, dtype=np.uint64)
    for which in range(count):
        found[which] = hash_of(codes, starts[which], starts[which + 1] - starts[which])
    return found


def _word_hashes(texts: Texts) -> Keys:
    found: Keys = _hash_words(texts.symbols, texts.starts, len(texts.starts) - 1)
    return found


def _blank() -> Vocabulary:
    keys, numbers = hash_table(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32))
    return Vocabulary(
        keys=keys,
        numbers=numbers,
        rarity=np.zeros(1, dtype=np.float32),
        kinds=np.zeros(1, dtype=np.uint8),
        phrase_keys=keys,
        phrase_kinds=numbers,
    )


@compiled
def _grams_of(codes: Any, ends: Any, seen: Any, found: Any, bounds: Any) -> int:
    count = 0
    for which in range(len(ends) - 1):
        for place in range(ends[which], ends[which + 1] - 2):
            gram = (np.int32(codes[place]) * 37 + codes[place + 1]) * 37 + codes[place + 2]
            if seen[gram] != which:
                seen[gram] = which
                found[count] = gram
                count += 1
        bounds[which + 1] = count
    return count


def grams_of(texts: Texts) -> Grams:
    """The 3-grams of glued names and, per gram, the names that hold it."""
    names = len(texts.ends) - 1
    found = np.zeros(len(texts.symbols) + 1, dtype=np.uint16)
    bounds = np.zeros(names + 1, dtype=np.int32)
    count = _grams_of(texts.symbols, texts.ends, np.full(GRAMS, -1, dtype=np.int32), found, bounds)
    grams = found[:count].copy()
    owners = np.repeat(np.arange(names, dtype=np.int32), np.diff(bounds))
    order = np.argsort(grams, kind="stable")
    first = np.zeros(GRAMS + 1, dtype=np.int32)
    np.cumsum(np.bincount(grams, minlength=GRAMS), out=first[1:])
    held = np.maximum(np.diff(first), 1)
    rarity = np.log((max(names, LEAST_ENTRIES) + 1) / held).astype(np.float32)
    total = np.zeros(max(names, 1), dtype=np.float32)
    np.add.at(total, owners, rarity[grams])
    return Grams(first, owners[order], rarity, bounds, grams, total)


def chains(pairs: Sequence[tuple[int, int]]) -> tuple[Keys, Ints, Ints, Ints]:
    """Many entries under one key: key -> first link; a link names its entry and the next link."""
    heads: dict[int, int] = {}
    entries = np.array([entry for _, entry in pairs] or [EMPTY], dtype=np.int32)
    following = np.full(max(len(pairs), 1), EMPTY, dtype=np.int32)
    tails: dict[int, int] = {}
    for link, (key, _) in enumerate(pairs):
        if key in tails:
            following[tails[key]] = link
        else:
            heads[key] = link
        tails[key] = link
    keys, first = hash_table(
        np.array(list(heads), dtype=np.uint64), np.array(list(heads.values()), dtype=np.int32)
    )
    return keys, first, entries, following
