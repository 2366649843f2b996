"""A title or a name as the engine compares it: words, their kinds, disguises undone."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from matchers.engine.compiling import inner
from matchers.engine.table import EMPTY, Bytes, Ints, Keys, copy, find, hash_of, joined_hash
from matchers.engine.words import (
    MOST_SYMBOLS,
    MOST_WORDS,
    decode,
    join_spaced,
    read_words,
    roman,
    split,
    tail_number,
)

# What a word is, as bits.
AROUND = 1  # part of a phrase that stores and fanpages put around a name
SUBTITLE = 2  # of a store's subtitle
PLATFORM = 4  # "mobile", "3d"
NUMBER = 8
SINGLE = 16  # one letter that tells editions apart
ACCOUNT = 32  # also a word of an account's or a publisher's name
SEQUEL = 64  # of a title: tells another game of the name
AHEAD = 128  # of a title: AROUND only in front of a name
LEGAL = 64  # of a publisher: its legal form
TRADE = 128  # of a publisher: what it does
NEUTRAL = SUBTITLE  # of a publisher: tells nothing

_LONGEST_PHRASE = 5
_SPLIT_FROM = 6


class Vocabulary(NamedTuple):
    """Known words: hash to number, with rarity and kind; phrases by hash to their kind."""

    keys: Keys
    numbers: Ints
    rarity: Any  # float32, ln(entries / holders)
    kinds: Bytes
    phrase_keys: Keys
    phrase_kinds: Ints


class Reading(NamedTuple):
    """Scratch that one title is read into."""

    symbols: Bytes  # of all words, glued
    starts: Ints  # where each word begins, and behind the last
    words: Ints  # number in the vocabulary, or EMPTY
    kinds: Bytes
    parts: Ints
    raw: Bytes
    raw_starts: Ints
    raw_parts: Ints
    spans: Ints  # of each raw word, in the text: from, to
    raws: Ints  # of each word: the raw word that it was read from
    hashes: Keys
    names: Ints  # of each word: its number among the publishers' words, or EMPTY
    undone: Bytes  # a word decoded
    cuts: Ints  # ends of the words that a glued one consists of
    costs: Ints
    backs: Ints
    counts: Ints  # words, decoded words, split words, meanings of phrases, raw words


def new_reading() -> Reading:
    """Room for one title."""
    return Reading(
        symbols=np.zeros(MOST_SYMBOLS + 64, dtype=np.uint8),
        starts=np.zeros(MOST_WORDS * 2 + 2, dtype=np.int32),
        words=np.zeros(MOST_WORDS * 2 + 2, dtype=np.int32),
        kinds=np.zeros(MOST_WORDS * 2 + 2, dtype=np.uint8),
        parts=np.zeros(MOST_WORDS * 2 + 2, dtype=np.int32),
        raw=np.zeros(MOST_SYMBOLS + 64, dtype=np.uint8),
        raw_starts=np.zeros(MOST_WORDS + 2, dtype=np.int32),
        raw_parts=np.zeros(MOST_WORDS + 2, dtype=np.int32),
        spans=np.zeros((MOST_WORDS + 2, 2), dtype=np.int32),
        raws=np.zeros(MOST_WORDS * 2 + 2, dtype=np.int32),
        hashes=np.zeros(MOST_WORDS * 2 + 2, dtype=np.uint64),
        names=np.zeros(MOST_WORDS * 2 + 2, dtype=np.int32),
        undone=np.zeros(32, dtype=np.uint8),
        cuts=np.zeros(64, dtype=np.int32),
        costs=np.zeros(64, dtype=np.int32),
        backs=np.zeros(64, dtype=np.int32),
        counts=np.zeros(5, dtype=np.int32),
    )


@inner
def read(points: Any, first: int, last: int, table: Any, vocabulary: Any, into: Any) -> int:
    """Reads one text; returns how many words it has. Disguised and glued words are undone."""
    count = join_spaced(into, read_words(points, first, last, table, into))
    out, size, words, decoded, halves = into.symbols, 0, 0, 0, 0
    room = len(into.words) - 2
    undone, cuts = into.undone, into.cuts
    for which in range(count):
        start = into.raw_starts[which]
        length = into.raw_starts[which + 1] - start
        numeral = roman(into.raw, start, length)
        if numeral:
            out[size] = numeral
            size = _close(into, words, size, 1, which, vocabulary)
            words += 1
            continue
        known = find(vocabulary.keys, vocabulary.numbers, hash_of(into.raw, start, length))
        behind = 0
        if known == EMPTY:
            behind = tail_number(into, which, count)
            length -= behind
        if behind:
            known = find(vocabulary.keys, vocabulary.numbers, hash_of(into.raw, start, length))
        if known == EMPTY:
            found = decode(into.raw, start, length, vocabulary.keys, vocabulary.numbers, undone)
            if found > 0:
                copy(undone, 0, out, size, found)
                size = _close(into, words, size, found, which, vocabulary)
                words += 1
                decoded += 1
                size, words = _number(into, words, size, start + length, behind, which, vocabulary)
                continue
            if length >= _SPLIT_FROM:
                pieces = split(into, start, length, vocabulary.keys, vocabulary.numbers)
                if pieces > 1 and words + pieces < room:
                    begin = 0
                    for piece in range(pieces):
                        long = cuts[piece] - begin
                        copy(into.raw, start + begin, out, size, long)
                        size = _close(into, words, size, long, which, vocabulary)
                        words += 1
                        begin = cuts[piece]
                    halves += 1
                    size, words = _number(
                        into, words, size, start + length, behind, which, vocabulary
                    )
                    continue
        copy(into.raw, start, out, size, length)
        size = _close(into, words, size, length, which, vocabulary)
        words += 1
        size, words = _number(into, words, size, start + length, behind, which, vocabulary)
        if words >= room:
            break
    into.starts[words] = size
    _mark_phrases(into, words, vocabulary)
    into.counts[0], into.counts[1], into.counts[2] = words, decoded, halves
    into.counts[4] = count
    return words


@inner
def _number(
    into: Any, words: int, size: int, first: int, digits: int, which: int, vocabulary: Any
) -> Any:
    """Adds a number that stood behind a word's letters; returns size and words."""
    if digits == 0:
        return size, words
    copy(into.raw, first, into.symbols, size, digits)
    return _close(into, words, size, digits, which, vocabulary), words + 1


@inner
def _close(into: Any, word: int, size: int, length: int, which: int, vocabulary: Any) -> int:
    """Ends a word of ``length`` symbols that begins at ``size``; returns where the next begins."""
    value = hash_of(into.symbols, size, length)
    number = find(vocabulary.keys, vocabulary.numbers, value)
    into.starts[word] = size
    into.words[word] = number
    into.hashes[word] = value
    into.parts[word] = into.raw_parts[which]
    into.raws[word] = which
    kind = np.uint8(0)
    if number != EMPTY:
        kind = vocabulary.kinds[number]
    digits = 0
    for place in range(size, size + length):
        if into.symbols[place] >= 27:
            digits += 1
    if digits == length:
        kind |= np.uint8(NUMBER)
    elif length == 1:
        kind |= np.uint8(SINGLE)
    into.kinds[word] = kind
    return size + length


@inner
def _mark_phrases(into: Any, words: int, vocabulary: Any) -> None:
    """Adds the kind of each known phrase to its words; the longest phrase at a place counts.

    Above its eight bits a phrase may hold a meaning: ``counts[3]`` gathers them.
    """
    at = 0
    into.counts[3] = 0
    while at < words:
        value = into.hashes[at]
        best, kind = 0, 0
        for size in range(1, min(_LONGEST_PHRASE, words - at) + 1):
            if size > 1:
                value = joined_hash(value, into.hashes[at + size - 1])
            found = find(vocabulary.phrase_keys, vocabulary.phrase_kinds, value)
            if found != EMPTY:
                best, kind = size, found
        if kind & AROUND and kind & AHEAD:
            kind ^= AHEAD
            if at > 0 and into.parts[at] == into.parts[at - 1] and not into.kinds[at - 1] & AROUND:
                kind ^= AROUND
        for place in range(at, at + best):
            into.kinds[place] |= np.uint8(kind & 255)
        into.counts[3] |= kind >> 8
        at += max(best, 1)
