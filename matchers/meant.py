"""What a word may stand for that is known only otherwise: digits for letters, Telex, teencode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from matchers.telex import is_syllable, undone_telex

# Signs that stand for a letter where a word is known only with it.
SIGNS = {
    **dict(zip("0345789@$€£¢+₫", "oeastbgaselctd", strict=True)),
    **dict.fromkeys("⚽🏀🎱🌕🌑🔴🟠🟡🟢🔵🟣⚪⚫🪙💿🍩🌐⭕🔘◯○●◉◎", "o"),
    **dict.fromkeys("❌✖✘✗❎×", "x"),
    **dict.fromkeys("❗❕ⓘ", "i"),
    **dict.fromkeys("▲△🔺", "a"),
    **dict.fromkeys("💲💵", "s"),
    **dict.fromkeys("✝†➕", "t"),
}
_SIGN_TABLE = str.maketrans(SIGNS)
_LUCKY_DIGITS = (2, 3)  # at the end of a name they stay digits
_WORDS_KEPT = 200_000
_LONGEST = 40  # letters of a word that can be a disguise
REPEATED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z])\1")
_ROMAN = re.compile(r"[ivxlcm]+")
_TEENCODE = (
    ("k", "c"), ("z", "r"), ("z", "d"), ("z", "gi"), ("f", "ph"), ("w", "qu"), ("j", "gi"),
    ("j", "i"), ("l", "i"), ("nk", "nh"), ("ck", "ch"), ("tk", "th"), ("pk", "ph"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words that disguises may hide, and which of them stand side by side in a term."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    names: frozenset[str]  # of operators
    # Filled as texts are read: what words may mean, and those that mean only themselves.
    meant: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)

    def __contains__(self, word: object) -> bool:
        return word in self.words


def meanings(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the word may stand for, the likeliest first; nothing for words that are known."""
    if word in vocabulary.plain:
        return ()
    kept = vocabulary.meant.get(word)
    if kept is None:
        kept = tuple(dict.fromkeys(_candidates(word, vocabulary)))
        if len(vocabulary.meant) + len(vocabulary.plain) > _WORDS_KEPT:
            vocabulary.meant.clear()
            vocabulary.plain.clear()
        if kept:
            vocabulary.meant[word] = kept
        elif len(word) < _LONGEST:
            vocabulary.plain.add(word)
    return kept


def _candidates(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    words = vocabulary.words
    if word in words or len(word) >= _LONGEST or word.isdigit():
        return
    once = REPEATED.sub(r"\1", word)
    if once != word and not _ROMAN.fullmatch(word) and (once in words or is_syllable(once)):
        yield once
    if not word.isalpha():
        # A word may end in a real exclamation mark, or in one that is an i ("ta! x!u").
        for one in dict.fromkeys((word, word.rstrip("!|+"))):
            if one not in words:
                yield from _decoded(one, words)
        yield from _undone_vni(word, words)
        return
    for plain in dict.fromkeys((_DOUBLED.sub(r"\1", word), undone_telex(word), *_teencode(word))):
        if plain != word and plain in words:
            yield plain


def _decoded(word: str, words: frozenset[str]) -> Iterator[str]:
    for one, six in product("il", "gb") if "6" in word else (("i", ""), ("l", "")):
        table = re.sub(r"[1|!]", one, word).replace("6", six or "6")
        whole = table.translate(_SIGN_TABLE)
        for letters in (whole, *_teencode(whole)):  # "x0k": of digits and teencode at once
            if letters in words:
                yield letters
        for size in _LUCKY_DIGITS:
            head, tail = table[:-size], word[-size:]
            kept = head.translate(_SIGN_TABLE) + tail
            if tail.isdigit() and kept != word and kept in words:
                yield kept


def _undone_vni(word: str, words: frozenset[str]) -> Iterator[str]:
    """``no63`` to ``no``: the digits are keys for marks."""
    plain = re.sub(r"(?<=[a-z])[1-9]+", "", word)
    if plain != word and plain.isalpha() and is_syllable(plain) and plain in words:
        yield plain


def _teencode(word: str) -> Iterator[str]:
    if word.endswith("g") and not word.endswith("ng"):
        yield word[:-1] + "ng"  # "thắg"
    yield from (word.replace(old, new) for old, new in _TEENCODE if old in word)
