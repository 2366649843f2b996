"""Published text as the matchers read it: look-alikes and disguises undone, offsets kept.

Three strings run side by side, letter for letter: ``marked`` (lower case, Vietnamese marks kept),
``plain`` (marks dropped) and the spans of the original, so that every quote is the original's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import ne

from matchers.lookalikes import LOOKALIKES

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
_TONE_PLACE = re.compile("|".join(_TONE_PLACES))
WORD = re.compile(r"[a-z0-9]+")


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
    def tokens(self) -> tuple[tuple[str, int, int], ...]:
        """The plain words with their places."""
        return tuple((m[0], m.start(), m.end()) for m in WORD.finditer(self.plain))

    @cached_property
    def words(self) -> frozenset[str]:
        """The plain words, each once."""
        return frozenset(word for word, _, _ in self.tokens)

    @cached_property
    def has_marks(self) -> bool:
        """Whether a fair share of the words carries Vietnamese marks."""
        # One marked letter a marked word is close enough, and counted at C speed.
        differing: int = sum(map(ne, self.marked, self.plain))
        return differing * 4 >= len(self.tokens) > 0


def spelled(text: str) -> str:
    """Lower case with marks, one tone placement: how lexicon terms are compared."""
    return tone_placed(unicodedata.normalize("NFC", text).lower())


def tone_placed(text: str) -> str:
    """One placement of the tone (``hoà`` to ``hòa``), in terms and patterns as in texts."""
    return _TONE_PLACE.sub(lambda match: _TONE_PLACES[match[0]], text)


def without_marks(text: str) -> str:
    """Vietnamese letters to plain ones; the length stays."""
    return text.translate(_PLAIN_TABLE)


def first_reading(text: str) -> Reading:
    """The text with look-alike letters, invisible characters and stacked marks undone."""
    size = len(text)
    if _NEEDS_WALK.search(text) is None:
        marked = spelled(text)
        if len(marked) == size:
            return Reading(text, marked, without_marks(marked), range(size), range(1, size + 1))
    units = [_UNITS[char] for char in text]
    if all(len(unit) == 1 for unit in units) and _VIETNAMESE_MARKS.isdisjoint(units):
        marked = tone_placed("".join(units))
        return Reading(text, marked, without_marks(marked), range(size), range(1, size + 1))
    return _walked(text, units)


def _walked(text: str, units: Sequence[str]) -> Reading:
    """Letter by letter: marks are put on their letter, nothing-characters leave no trace."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, several in enumerate(units):
        for unit in several:
            if unit in _VIETNAMESE_MARKS:
                if letters:
                    letters[-1] = _with_mark(letters[-1], unit)
                    ends[-1] = place + 1
                continue
            letters.append(unit)
            starts.append(place)
            ends.append(place + 1)
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
    return LOOKALIKES.get(char, char)


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
    parts = unicodedata.normalize("NFD", lowered)
    base = "".join(_known(part) for part in parts if not unicodedata.combining(part))
    marks = "".join(part for part in parts if part in _VIETNAMESE_MARKS)
    # Thai, Chinese … stay one unit: their terms are looked for in the original.
    return base[:1].lower() + marks if base else ""


def _with_mark(letter: str, mark: str) -> str:
    """The letter with one more mark, or as it was when Vietnamese has no such letter."""
    composed = unicodedata.normalize("NFC", letter + mark)
    return composed if composed in _PLAIN else letter


def readings(text: str, vocabulary: frozenset[str]) -> tuple[Reading, ...]:
    """The first reading and, where letters were spaced out or made digits, a second one."""
    first = first_reading(text)
    second = _undisguised(first, vocabulary)
    return (first,) if second is None else (first, second)


_SPELLED_OUT = re.compile(r"(?<![a-z0-9])[a-z0-9](?:(?:[^\w\s]{1,3}|[ _])[a-z0-9](?![a-z0-9]))+")
_MIXED = re.compile(r"[a-z][0-9@$]|[0-9@$!|][a-z]")
_LEET_WORD = re.compile(r"[a-z0-9@$!|]+")
_LEET = str.maketrans("0345789@$!|", "oeastbgasii")
_LUCKY_DIGITS = (2, 3)  # at the end of a name they stay digits


def _undisguised(reading: Reading, vocabulary: frozenset[str]) -> Reading | None:
    drop = frozenset(_separators(reading))
    joined = _without(reading, drop) if drop else reading
    letters = dict(_leet_letters(joined, vocabulary))
    if not letters:
        return joined if drop else None
    marked = "".join(letters.get(i, char) for i, char in enumerate(joined.marked))
    return Reading(
        reading.original, marked, without_marks(marked), joined.starts, joined.ends, True
    )


def _without(reading: Reading, drop: frozenset[int]) -> Reading:
    kept = [i for i in range(len(reading.plain)) if i not in drop]
    marked = "".join(reading.marked[i] for i in kept)
    starts = [reading.starts[i] for i in kept]
    ends = [reading.ends[i] for i in kept]
    return Reading(reading.original, marked, without_marks(marked), starts, ends, True)


def _solid(char: str) -> bool:
    return char in "@$!|" or char.isalnum()


def _leet_letters(reading: Reading, vocabulary: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Digits that stand for letters, where the word is known only with the letters."""
    if _MIXED.search(reading.plain) is None:
        return
    for match in _LEET_WORD.finditer(reading.plain):
        if match[0].isalpha() or match[0].isdigit():
            continue
        # A word may end in a real exclamation mark, or in one that is an i ("ta! x!u").
        for word in dict.fromkeys((match[0], match[0].rstrip("!|"))):
            decoded = None if word in vocabulary else _decoded(word, vocabulary)
            if decoded is None:
                continue
            for offset, (old, new) in enumerate(zip(word, decoded, strict=True)):
                if old != new:
                    yield match.start() + offset, new
            break


def _decoded(word: str, vocabulary: frozenset[str]) -> str | None:
    for one in ("i", "l"):
        whole = word.replace("1", one).translate(_LEET)
        if whole in vocabulary:
            return whole
        for size in _LUCKY_DIGITS:
            head, tail = word[:-size], word[-size:]
            kept = head.replace("1", one).translate(_LEET) + tail
            if tail.isdigit() and kept in vocabulary:
                return kept
    return None


def _separators(reading: Reading) -> Iterator[int]:
    """Places of what stands between the letters of words spelled out: ``n.ổ h.ũ``, ``N O H U``."""
    for match in _SPELLED_OUT.finditer(reading.plain):
        run = match[0]
        dotted = any(not (_solid(char) or char == " ") for char in run)
        # Two letters with a blank between are everyday ("ý a"); digits alone are a number.
        if (dotted or len(run) > 3) and any(map(str.isalpha, run)):
            for place, char in enumerate(run, match.start()):
                if not _solid(char) and not (dotted and char == " "):
                    yield place
