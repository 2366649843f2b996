"""A name in its words: each as published, where it stands, and folded to be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from crawler.text import CharTable, nfc
from matchers.names import plain_text, words_of

_LONGEST = 2_000  # letters of a name that are read, as the engine reads them
_MOST_WORDS = 48
# Marks and joiners stand within words; circled and squared letters are letters too.
_JOINED = "\u0300-\u036f\u200b-\u200f\u2060\ufeff\u00ad\u24b6-\u24e9\U0001f130-\U0001f189"
_LETTER = rf"(?:[^\W_]|[{_JOINED}])"
_IS_LETTER = re.compile(_LETTER)
_APOSTROPHES = "'’`´"
_VERSION = r"\b[vV](?:er(?:sion)?[ .]?)?\d+(?:[._]\d+)+|\b\d+(?:\.\d+)+"  # one word
_WORD = re.compile(rf"{_VERSION}|{_LETTER}+(?:[{_APOSTROPHES}]{_LETTER}+)*")
_NO_NUMERAL = re.compile(r"(?=[ivx]*[a-hj-uwyz0-9])[a-z0-9]+")  # folded, and no "ii"
_PLAIN_WORD = re.compile(rf"{_VERSION}|[a-z0-9]+(?:'[a-z0-9]+)*", re.ASCII)


class Text(NamedTuple):
    """A name in words. ``own``: the places of the words that are compared."""

    text: str  # NFC, as published
    spans: tuple[tuple[int, int], ...]  # of each word in the text
    keys: tuple[str, ...]  # each word folded, without blanks
    own: tuple[int, ...]
    whole: bool  # no word was left unread

    def word(self, place: int) -> str:
        """The word as published."""
        first, last = self.spans[place]
        return self.text[first:last]

    def run(self, place: int, size: int = 1) -> str:
        """The words as published, with what stands between them."""
        return self.text[self.spans[place][0] : self.spans[place + size - 1][1]]

    def choose(self, own: Iterable[int]) -> Text:
        """The name with only these places to be compared, in order."""
        return self._replace(own=tuple(own))


def read_title(title: str) -> Text:
    """A title in words, all of them to be compared; II reads as 2."""
    return _read(title, _title_key)


def read_firm_name(name: str) -> Text:
    """A publisher's name in words, all of them to be compared."""
    return _read(name, _firm_key)


def is_version(word: str) -> bool:
    """Whether the word is a version: it tells no games apart."""
    return re.fullmatch(_VERSION, word) is not None


def runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Places beside each other as first place and size."""
    first = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[at - 1] + 1:
            yield places[first], at - first
            first = at


def _read(text: str, key_of: Callable[[str], str]) -> Text:
    text = nfc(text[:_LONGEST])
    # Most names come out as plain letters, each in its place: the short way.
    plain = text.translate(_PLAIN)
    words = _PLAIN_WORD.finditer(plain) if plain.isascii() else _WORD.finditer(text)
    found = list(islice(words, _MOST_WORDS + 1))
    keys = tuple([key_of(word[0]) for word in found])
    if not all(keys):  # ornaments that only look like letters
        found = [word for word, key in zip(found, keys, strict=True) if key]
        keys = tuple(filter(None, keys))
    spans = tuple([word.span() for word in found[:_MOST_WORDS]])
    size = len(spans)
    return Text(text, spans, keys[:size], tuple(range(size)), len(keys) == size)


def plain_words(text: str) -> list[str]:
    """The words of a text whose letters all fold to one plain letter: a fast look."""
    return _PLAIN_WORD.findall(text[:_LONGEST].translate(_PLAIN))


@lru_cache(maxsize=65_536)
def _title_key(word: str) -> str:
    if _NO_NUMERAL.fullmatch(word):
        return word
    return "".join(words_of(word))


@lru_cache(maxsize=65_536)
def _firm_key(word: str) -> str:
    if _NO_NUMERAL.fullmatch(word):
        return word
    return "".join(char for char in plain_text(word) if char.isalnum())


def _plain_letter(char: str) -> str:
    """The one plain letter that a character folds to, or a blank between words.

    What folds to more or none, or joins letters, stays: such a name is read the long way.
    """
    folded = plain_text(char)
    if len(folded) == 1 and folded.isascii() and folded.isalnum():
        return folded
    if char in _APOSTROPHES:
        return "'"
    return char if char.isascii() or _IS_LETTER.match(char) else " "


_PLAIN = CharTable(_plain_letter)
