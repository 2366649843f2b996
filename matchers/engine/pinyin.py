"""Titles in pinyin, whole or in part, met word by word: "Cang Hai Gufan", "Cô Phàm Jianpu".

A word of the register stands for every pinyin of its Sino-Vietnamese characters, and a pinyin for
many words: which are meant, only a whole title tells.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from crawler.text import fold_marks
from matchers.engine.compiling import compiled, inner
from matchers.engine.index import Sounds, Texts, hashes_of
from matchers.engine.letters import letters
from matchers.engine.reading import ACCOUNT, AROUND, NUMBER, PLATFORM, Vocabulary
from matchers.engine.table import EMPTY, Bytes, Ints, find, hash_of, hash_table

_BESIDE = AROUND | ACCOUNT | PLATFORM | NUMBER  # words that no sound stands for
_LONGEST = 6  # letters of a syllable
_WIDE = 64  # letters of a title
_TRIED = 400  # entries that begin with the first sound
_FOUND = 16  # entries of the first search
_BLANK = 32
_ONE = np.uint64(1)


class Spoken(NamedTuple):
    """Scratch: the words of a title or a part of it, glued."""

    symbols: Bytes
    words: Ints  # per symbol: the word it belongs to
    strange: Bytes  # per symbol: whether the register has no such word
    sizes: Ints  # symbols, first word, last word


def new_spoken() -> Spoken:
    """Room for one title."""
    return Spoken(
        symbols=np.zeros(_WIDE, dtype=np.uint8),
        words=np.zeros(_WIDE, dtype=np.int32),
        strange=np.zeros(_WIDE, dtype=np.uint8),
        sizes=np.zeros(3, dtype=np.int32),
    )


@cache
def pinyin() -> Mapping[str, tuple[str, ...]]:
    """Folded Sino-Vietnamese readings with the pinyin of their characters, without tones."""
    text = resources.files("matchers").joinpath("han_viet.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, None]] = {}
    table = tomllib.loads(text)
    for row in (*table["readings"], *table["names"]):
        sound, syllable = row.split()[:2]
        forms = found.setdefault(fold_marks(sound), {})
        forms[syllable] = None
        if "v" in syllable:
            forms[syllable.replace("v", "u")] = None
    return {sound: tuple(forms) for sound, forms in found.items()}


def sounds_of(vocabulary: Vocabulary, titles: Texts) -> Sounds:
    """The pinyin of the register's words, and the titles by how their first word may sound."""
    syllables = sorted({form for forms in pinyin().values() for form in forms})
    number = {syllable: at for at, syllable in enumerate(syllables)}
    of_words: list[list[int]] = [[] for _ in vocabulary.kinds]
    known = _numbers(vocabulary.keys, vocabulary.numbers, hashes_of(list(pinyin())))
    for word, forms in zip(known.tolist(), pinyin().values(), strict=True):
        if word != EMPTY:
            of_words[word] = [number[form] for form in forms]
    begun: list[list[int]] = [[] for _ in syllables]
    for entry in range(len(titles.word_ends) - 1):
        for syllable in of_words[first] if (first := _first_word(titles, entry)) != EMPTY else ():
            begun[syllable].append(entry)
    keys, numbers = hash_table(hashes_of(syllables), np.arange(len(syllables), dtype=np.int32))
    return Sounds(
        keys=keys,
        numbers=numbers,
        symbols=np.array([code for one in syllables for code in letters(one)], dtype=np.uint8),
        ends=_ends(len(one) for one in syllables),
        of_words=_joined(of_words),
        word_ends=_ends(len(one) for one in of_words),
        titles=_joined(begun),
        title_ends=_ends(len(one) for one in begun),
    )


@compiled
def _numbers(keys: Any, numbers: Any, wanted: Any) -> Any:
    found = np.zeros(len(wanted), dtype=np.int32)
    for which in range(len(wanted)):
        found[which] = find(keys, numbers, wanted[which])
    return found


def _first_word(titles: Texts, entry: int) -> int:
    for place in range(titles.word_ends[entry], titles.word_ends[entry + 1]):
        if not titles.kinds[place] & (AROUND | PLATFORM | NUMBER):
            return int(titles.words[place])
    return EMPTY


def _joined(lists: Iterable[list[int]]) -> Ints:
    return np.array([number for one in lists for number in one] or [0], dtype=np.int32)


def _ends(sizes: Iterable[int]) -> Ints:
    return np.concatenate(([0], np.cumsum(list(sizes)))).astype(np.int32)


@inner
def holds_pinyin(title: Any, sounds: Any) -> bool:
    """Whether a word that the register does not know is pinyin: nearly all titles end here."""
    for word in range(title.counts[0]):
        if title.words[word] != EMPTY or title.kinds[word] & _BESIDE:
            continue
        first, size = title.starts[word], title.starts[word + 1] - title.starts[word]
        if 1 < size < _WIDE and _is_pinyin(title.symbols, first, size, sounds):
            return True
    return False


@inner
def _is_pinyin(symbols: Any, first: int, size: int, sounds: Any) -> bool:
    reached = _ONE
    for place in range(size):
        if not reached >> np.uint64(place) & _ONE:
            continue
        for length in range(1, min(_LONGEST, size - place) + 1):
            key = hash_of(symbols, first + place, length)
            if find(sounds.keys, sounds.numbers, key) != EMPTY:
                reached |= _ONE << np.uint64(place + length)
    return (reached >> np.uint64(size) & _ONE) != 0


@inner
def sounds_like(title: Any, work: Any, count: int, index: Any, spoken: Any) -> int:
    """The entry whose words the title, or a part of it, says in pinyin, or EMPTY.

    Those found before come first, which are the account's own and those that share words.
    ``spoken`` tells which words it was.
    """
    last = title.parts[title.counts[0] - 1] if title.counts[0] else -1
    for part in range(-1, last + 1 if last > 0 else 0):
        if not _glue(title, part, spoken):
            continue
        for which in range(min(count, _FOUND)):
            if _says(work.found[which], index, spoken):
                return int(work.found[which])
        entry = _by_first_sound(index, spoken)
        if entry != EMPTY:
            return entry
    return EMPTY


@inner
def _glue(title: Any, part: int, spoken: Any) -> bool:
    """Glues the words of a part (-1: of all) that may be said; whether they can be a title."""
    size, counted, first, last = 0, 0, -1, -1
    for word in range(title.counts[0]):
        if title.kinds[word] & _BESIDE or (part >= 0 and title.parts[word] != part):
            continue
        for place in range(title.starts[word], title.starts[word + 1]):
            if size == _WIDE - 1:
                return False
            spoken.symbols[size] = title.symbols[place]
            spoken.words[size] = word
            spoken.strange[size] = title.words[word] == EMPTY
            size += 1
        first, last, counted = word if first < 0 else first, word, counted + 1
    spoken.sizes[0], spoken.sizes[1], spoken.sizes[2] = size, first, last
    return size > 3


@inner
def _by_first_sound(index: Any, spoken: Any) -> int:
    sounds, tried = index.sounds, 0
    for length in range(min(_LONGEST, spoken.sizes[0]), 0, -1):
        number = find(sounds.keys, sounds.numbers, hash_of(spoken.symbols, 0, length))
        if number == EMPTY:
            continue
        for at in range(sounds.title_ends[number], sounds.title_ends[number + 1]):
            if tried == _TRIED:
                return EMPTY
            tried += 1
            if _says(sounds.titles[at], index, spoken):
                return int(sounds.titles[at])
    return EMPTY


@inner
def _says(entry: int, index: Any, spoken: Any) -> bool:
    """Whether the glued words are the entry's, each as it is or in pinyin, some strange one so.

    Two sets of places that are reached, as bits: with a strange word read as pinyin, and without.
    """
    texts, sounds, size = index.titles, index.sounds, spoken.sizes[0]
    plain, surely, words = _ONE, np.uint64(0), 0
    for word in range(texts.word_ends[entry], texts.word_ends[entry + 1]):
        if texts.kinds[word] & (PLATFORM | NUMBER):
            continue
        words += 1
        first, length = texts.starts[word], texts.starts[word + 1] - texts.starts[word]
        went = _go(plain | surely, texts.symbols, first, length, spoken)
        next_plain, next_surely = went & _moved(plain, length), went & _moved(surely, length)
        number = texts.words[word]
        for at in range(sounds.word_ends[number], sounds.word_ends[number + 1]):
            first = sounds.ends[sounds.of_words[at]]
            length = sounds.ends[sounds.of_words[at] + 1] - first
            went = _go(plain | surely, sounds.symbols, first, length, spoken)
            if not went:
                continue
            next_surely |= went & _moved(surely, length)
            for place in range(length, size + 1):
                if went & _moved(plain, length) & (_ONE << np.uint64(place)):
                    if spoken.strange[place - 1]:
                        next_surely |= _ONE << np.uint64(place)
                    else:
                        next_plain |= _ONE << np.uint64(place)
        plain, surely = next_plain, next_surely
        if not plain | surely:
            return False
    return words > 1 and (surely >> np.uint64(size) & _ONE) != 0


@inner
def _moved(places: Any, length: int) -> Any:
    return places << np.uint64(length)


@inner
def _go(places: Any, symbols: Any, first: int, length: int, spoken: Any) -> Any:
    """The places behind a word that stands at one of ``places``, not across words."""
    found = np.uint64(0)
    for place in range(spoken.sizes[0] - length + 1):
        if not places >> np.uint64(place) & _ONE:
            continue
        if spoken.words[place] != spoken.words[place + length - 1]:
            continue
        same = True
        for at in range(length):
            if spoken.symbols[place + at] != symbols[first + at]:
                same = False
                break
        if same:
            found |= _ONE << np.uint64(place + length)
    return found


@inner
def write_entry(title: Any, entry: int, index: Any, spoken: Any, out: Any) -> int:
    """The title with the entry's words in place of those that said them, as code points."""
    size, texts = 0, index.titles
    for word in range(title.counts[0]):
        if word == spoken.sizes[1]:
            for other in range(texts.word_ends[entry], texts.word_ends[entry + 1]):
                if not texts.kinds[other] & (PLATFORM | NUMBER):
                    size = _write(
                        texts.symbols, texts.starts[other], texts.starts[other + 1], out, size
                    )
        said = spoken.sizes[1] <= word <= spoken.sizes[2] and not title.kinds[word] & _BESIDE
        if not said:
            size = _write(title.symbols, title.starts[word], title.starts[word + 1], out, size)
    return size


@inner
def _write(symbols: Any, first: int, last: int, out: Any, size: int) -> int:
    if size + last - first + 1 > len(out):
        return size
    for place in range(first, last):
        code = symbols[place]
        out[size] = 96 + code if code < 27 else 21 + code
        size += 1
    out[size] = _BLANK
    return size + 1
