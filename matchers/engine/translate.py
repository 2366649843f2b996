"""A title read with Vietnamese words in place of their English, pinyin and loan forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from crawler.text import fold_marks
from matchers.engine.compiling import inner
from matchers.engine.index import Translations, chains, phrase_hash
from matchers.engine.reading import ACCOUNT, AROUND, PLATFORM
from matchers.engine.table import EMPTY, SEED, find, joined_hash, step

MOST_VARIANTS = 2  # readings of one title; a form of more meanings is read by its first ones
_LONGEST_FORM = 5  # words
_COLON = 58
_BLANK = 32


def translations_of(words: Mapping[str, Sequence[str]]) -> Translations:
    """The forms of a table of Vietnamese words, each with the words that it may stand for."""
    meanings = [fold_marks(word) for word in words]
    pairs = [
        (phrase_hash(form), which)
        for which, forms in enumerate(words.values())
        for form in forms
        if form != meanings[which]
    ]
    keys, first, targets, following = chains(pairs)
    points = [ord(char) for meaning in meanings for char in meaning]
    ends = np.zeros(len(meanings) + 1, dtype=np.int32)
    np.cumsum([len(meaning) for meaning in meanings], out=ends[1:])
    return Translations(
        keys=keys,
        first=first,
        targets=targets,
        following=following,
        points=np.array(points or [0], dtype=np.uint32),
        ends=ends,
    )


@inner
def translate(title: Any, variant: int, known: Any, out: Any) -> int:
    """Writes the title with each form replaced by its ``variant``-th meaning, as code points.

    Returns how many; 0 when it holds no form, or none with so many meanings.
    """
    words, size, at, fresh = title.counts[0], 0, 0, False
    while at < words and size + 64 < len(out):
        if at > 0:
            out[size] = _COLON if title.parts[at] != title.parts[at - 1] else _BLANK
            size += 1
        length, link = _form_at(title, at, known)
        if length == 0:
            size = _copy(title, at, out, size)
            at += 1
            continue
        for _ in range(variant):
            if known.following[link] == EMPTY:
                break
            link = known.following[link]
            fresh = True
        target = known.targets[link]
        for place in range(known.ends[target], known.ends[target + 1]):
            out[size] = known.points[place]
            size += 1
        fresh = fresh or variant == 0
        at += length
    return size if fresh else 0


@inner
def names_an_entry(title: Any, variant: int, known: Any, keys: Any, first: Any) -> bool:
    """Whether the translated title, or a part of it, is glued an exact key: a look before reading.

    Words around the name and platforms are left out as exact keys leave them out.
    """
    value, part_value, translated, at, fresh = SEED, SEED, False, 0, True
    while at < title.counts[0]:
        if at > 0 and title.parts[at] != title.parts[at - 1]:
            if not fresh and find(keys, first, part_value) != EMPTY:
                return True
            part_value, fresh = SEED, True
        length, link = _form_at(title, at, known)
        if length > 0:
            for _ in range(variant):
                if known.following[link] != EMPTY:
                    link = known.following[link]
            target = known.targets[link]
            for place in range(known.ends[target], known.ends[target + 1]):
                if known.points[place] != _BLANK:
                    value = step(value, known.points[place] - 96)
                    part_value = step(part_value, known.points[place] - 96)
            translated, fresh = True, False
            at += length
            continue
        if not title.kinds[at] & (AROUND | PLATFORM | ACCOUNT):
            for place in range(title.starts[at], title.starts[at + 1]):
                value = step(value, title.symbols[place])
                part_value = step(part_value, title.symbols[place])
        at += 1
    if not translated:
        return False
    return find(keys, first, value) != EMPTY or (
        not fresh and find(keys, first, part_value) != EMPTY
    )


@inner
def _form_at(title: Any, at: int, known: Any) -> Any:
    """The longest form that begins at a word: its words and its first meaning's link."""
    length, link = 0, EMPTY
    value = title.hashes[at]
    for size in range(1, min(_LONGEST_FORM, title.counts[0] - at) + 1):
        if size > 1:
            if title.parts[at + size - 1] != title.parts[at]:
                break
            value = joined_hash(value, title.hashes[at + size - 1])
        found = find(known.keys, known.first, value)
        if found != EMPTY:
            length, link = size, found
    return length, link


@inner
def _copy(title: Any, word: int, out: Any, size: int) -> int:
    for place in range(title.starts[word], title.starts[word + 1]):
        code = title.symbols[place]
        out[size] = 96 + code if code < 27 else 21 + code
        size += 1
    return size
