"""Published text as the matchers read it: look-alikes and disguises undone, offsets kept.

Three strings run side by side, letter for letter: ``marked`` (lower case, Vietnamese marks kept),
``plain`` (marks dropped) and the spans of the original, so that every quote is the original's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from matchers.lookalikes import LOOKALIKES, letter_named

_VIETNAMESE_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def _vietnamese_letters() -> dict[str, str]:
    """Each marked letter with its plain one: ``ở`` to ``o``."""
    marked = {
        unicodedata.normalize("NFC", vowel + tone): unicodedata.normalize("NFD", vowel)[0]
        for vowel in _VOWELS
        for tone in _TONES
    }
    return {letter: base for letter, base in marked.items() if letter != base} | {"đ": "d"}


_PLAIN = _vietnamese_letters()
_PLAIN_TABLE = str.maketrans(_PLAIN)
_LETTERS = "".join(_PLAIN)
# Text of these characters alone is read without a walk letter by letter (the usual case).
_NEEDS_WALK = re.compile(f"[^\\t\\n\\r -~“”‘’–—…•{_LETTERS}{_LETTERS.upper()}]")
# Old and new tone placement (hoà, hòa) are one spelling; the length stays.
_TONE_PLACES = {
    unicodedata.normalize("NFC", first + second + tone): unicodedata.normalize(
        "NFC", first + tone + second
    )
    for first, second in (("o", "a"), ("o", "e"), ("u", "y"))
    for tone in _TONES[1:]
}
_TONE_PLACE = re.compile(f"[ou][{''.join({pair[1] for pair in _TONE_PLACES})}]")
_MARKED = re.compile(f"[{_LETTERS}]")
WORD = re.compile(r"[a-z0-9]+")
_WORDS_AND_GAPS = re.compile(r"([a-z0-9]+)")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]+")
_FLAG = 2  # letters
_OVERRIDE = re.compile("\u202e[^\u202c\u202d\n]*")


@dataclass(frozen=True)
class Reading:
    """One way to read a text. ``starts[i]:ends[i]`` is the original of letter ``i``."""

    original: str
    marked: str
    plain: str
    starts: Sequence[int]
    ends: Sequence[int]
    undone: bool = False  # letters were joined, or digits read as letters

    def disguised(self, start: int, end: int) -> bool:
        """Whether the words ``start:end`` were written otherwise than their letters."""
        return self.undone and self.quote(start, end).lower() != self.plain[start:end]

    def quote(self, start: int, end: int) -> str:
        """The original words behind the letters ``start:end``."""
        return self.original[self.starts[start] : self.ends[end - 1]]

    @cached_property
    def _pieces(self) -> list[str]:
        """Gap, word, gap, word … gap."""
        return _WORDS_AND_GAPS.split(self.plain)

    @cached_property
    def tokens(self) -> tuple[tuple[str, int, int], ...]:
        """The plain words with their places."""
        bounds = list(accumulate(map(len, self._pieces)))
        return tuple(zip(self._pieces[1::2], bounds[::2], bounds[1::2], strict=False))

    @cached_property
    def gaps(self) -> frozenset[str]:
        """What stands between the words, each once."""
        return frozenset(self._pieces[2:-1:2])

    @cached_property
    def places(self) -> Mapping[str, list[int]]:
        """Where each word stands among the tokens."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self._pieces[1::2]):
            if word in found:
                found[word].append(place)
            else:
                found[word] = [place]
        return found

    @property
    def words(self) -> Set[str]:
        """The plain words, each once."""
        return self.places.keys()

    @cached_property
    def has_marks(self) -> bool:
        """Whether a fair share of the words carries Vietnamese marks."""
        # One marked letter a marked word is close enough, and counted at C speed.
        return len(_MARKED.findall(self.marked)) * 4 >= len(self.tokens) > 0


def spelled(text: str) -> str:
    """Lower case with marks, one tone placement: how lexicon terms are compared."""
    return tone_placed(unicodedata.normalize("NFC", text).lower())


def tone_placed(text: str) -> str:
    """One placement of the tone (``hoà`` to ``hòa``), in terms and patterns as in texts."""
    return _TONE_PLACE.sub(lambda match: _TONE_PLACES.get(match[0], match[0]), text)


def without_marks(text: str) -> str:
    """Vietnamese letters to plain ones; the length stays."""
    if text.isascii():
        return text
    # Word by word: most were seen before, and a look-up is faster than a translation.
    return "".join(map(_PLAIN_WORDS.__getitem__, _PIECE.split(text)))


class _PlainWords(dict[str, str]):
    """Each word with its plain letters."""

    def __missing__(self, word: str) -> str:
        plain = word.translate(_PLAIN_TABLE)
        if len(word) < _WORD_KEPT and len(self) < _WORDS_KEPT:
            self[word] = plain
        return plain


_PIECE = re.compile("([ \n]+)")
_WORD_KEPT = 16  # letters
_WORDS_KEPT = 200_000
_PLAIN_WORDS = _PlainWords()


def first_reading(text: str) -> Reading:
    """The text with look-alike letters, invisible characters and stacked marks undone."""
    size = len(text)
    if _NEEDS_WALK.search(text) is None:
        marked = spelled(text)
        if len(marked) == size:
            return Reading(text, marked, without_marks(marked), range(size), range(1, size + 1))
    strange = {char: _UNITS[char] for char in set(_NEEDS_WALK.findall(text))}
    if all(len(unit) == 1 and unit not in _VIETNAMESE_MARKS for unit in strange.values()) and not (
        _REGIONAL.search(text)
    ):
        marked = spelled(_replaced(text, strange))
        if len(marked) == size:
            return Reading(text, marked, without_marks(marked), range(size), range(1, size + 1))
    places: list[tuple[str, int, int]] = list(
        zip([_UNITS[char] for char in text], range(size), range(1, size + 1), strict=True)
    )
    _take_flags(text, places)
    _turn_back(text, places)
    return _walked(text, places)


def _replaced(text: str, letters: Mapping[str, str]) -> str:
    for old, new in letters.items():
        text = text.replace(old, new)
    return text


def _take_flags(text: str, places: list[tuple[str, int, int]]) -> None:
    """Two regional letters are a country's flag; more, or one, are letters."""
    for run in _REGIONAL.finditer(text):
        if run.end() - run.start() == _FLAG:
            for place in range(run.start(), run.end()):
                places[place] = (" ", place, place + 1)


def _turn_back(text: str, places: list[tuple[str, int, int]]) -> None:
    """What stands behind a right-to-left override is shown backwards.

    Its letters have the whole run as their original: places stay in order, quotes stand in the
    text.
    """
    for run in _OVERRIDE.finditer(text):
        start, end = run.start(), run.end()
        clusters: list[str] = []
        for char in text[start + 1 : end]:
            if unicodedata.combining(char) and clusters:
                clusters[-1] += char
            else:
                clusters.append(char)
        turned = "".join(reversed(clusters))
        places[start:end] = [("", start, end), *((_UNITS[char], start, end) for char in turned)]


def _walked(text: str, places: Sequence[tuple[str, int, int]]) -> Reading:
    """Letter by letter: marks are put on their letter, nothing-characters leave no trace."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for several, start, end in places:
        for unit in several:
            if unit in _VIETNAMESE_MARKS:
                if letters:
                    letters[-1] = _with_mark(letters[-1], unit)
                    ends[-1] = end
                continue
            letters.append(unit)
            starts.append(start)
            ends.append(end)
    marked = tone_placed("".join(letters))
    return Reading(text, marked, without_marks(marked), starts, ends)


class _Units(dict[str, str]):
    """Each character with what stands for it: letters, marks to compose, or nothing."""

    def __missing__(self, char: str) -> str:
        units = "".join(_unit(part) for part in unicodedata.normalize("NFKC", _known(char)))
        self[char] = units
        return units


_UNITS = _Units()


def _known(char: str) -> str:
    return (
        LOOKALIKES.get(char) or LOOKALIKES.get(char.lower()) or LOOKALIKES.get(char.upper(), char)
    )


def _unit(char: str) -> str:
    known = _known(char)
    if known != char:
        return known
    lowered = char.lower()
    if lowered in _PLAIN or (len(lowered) == 1 and lowered.isascii()):
        return lowered
    category = unicodedata.category(char)
    if char in _VIETNAMESE_MARKS:
        return char
    if category in {"Cf", "Mn", "Me", "Cc"}:
        return " " if char.isspace() else ""
    if category == "Zs":
        return " "
    named = None if unicodedata.decomposition(char) else letter_named(char)
    if named is not None:
        return named
    parts = unicodedata.normalize("NFD", lowered)
    base = "".join(_known(part) for part in parts if not unicodedata.combining(part))
    marks = "".join(part for part in parts if part in _VIETNAMESE_MARKS)
    # Thai, Chinese … stay one unit: their terms are looked for in the original.
    return base[:1].lower() + marks if base else ""


def _with_mark(letter: str, mark: str) -> str:
    """The letter with one more mark, or as it was when Vietnamese has no such letter."""
    composed = unicodedata.normalize("NFC", letter + mark)
    return composed if composed in _PLAIN else letter
