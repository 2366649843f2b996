"""Published text as the matchers read it: look-alikes and disguises undone, offsets kept.

Three strings run side by side, letter for letter: ``marked`` (lower case, Vietnamese marks kept),
``plain`` (marks dropped) and the spans of the original, so that every quote is the original's own.
"""

from __future__ import annotations

import re
import unicodedata
from codecs import charmap_build, charmap_decode, charmap_encode, register_error
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, compress
from typing import TYPE_CHECKING

from matchers.lookalikes import LOOKALIKES, letter_named

if TYPE_CHECKING:
    from matchers.scan.words import Scanned

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
_PUNCTUATION = "“”‘’–—…•"
# Old and new tone placement (hoà, hòa) are one spelling; the length stays.
_TONE_PLACES = {
    unicodedata.normalize("NFC", first + second + tone): unicodedata.normalize(
        "NFC", first + tone + second
    )
    for first, second in (("o", "a"), ("o", "e"), ("u", "y"))
    for tone in _TONES[1:]
}
_TONE_PLACE = re.compile(f"[ou][{''.join({pair[1] for pair in _TONE_PLACES})}]")
WORD = re.compile(r"[a-z0-9]+")
_WORDS_AND_GAPS = re.compile(r"([a-z0-9]+)")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]+")
_FLAG = 2  # letters
_TURNING = "\u202e"
_OVERRIDE = re.compile(f"{_TURNING}[^\u202c\u202d\n]*")


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
        return spelled(self.quote(start, end)) != self.marked[start:end]

    def quote(self, start: int, end: int) -> str:
        """The original words behind the letters ``start:end``."""
        return self.original[self.starts[start] : self.ends[end - 1]]

    @cached_property
    def pieces(self) -> list[str]:
        """Gap, word, gap, word … gap."""
        return _WORDS_AND_GAPS.split(self.plain)

    @cached_property
    def in_order(self) -> list[str]:
        """The plain words as they follow each other."""
        return self.pieces[1::2]

    @cached_property
    def bounds(self) -> list[int]:
        """Where the words begin and end, by turns; the last one is the end of the text."""
        return list(accumulate(map(len, self.pieces)))

    @cached_property
    def tokens(self) -> tuple[tuple[str, int, int], ...]:
        """The plain words with their places."""
        return tuple(zip(self.in_order, self.bounds[::2], self.bounds[1::2], strict=False))

    @cached_property
    def gaps(self) -> frozenset[str]:
        """What stands between the words, each once."""
        return frozenset(self.pieces[2:-1:2])

    @cached_property
    def has_marks(self) -> bool:
        """Whether a fair share of the words carries Vietnamese marks."""
        # One marked letter a marked word is close enough.
        return self.scanned.marks * 4 >= self.scanned.size > 0

    @cached_property
    def scanned(self) -> Scanned:
        """The words as numbers."""
        from matchers.scan.words import scan  # compiled code: most who read names need none

        return scan(self.marked, self.plain)


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
    try:
        return charmap_decode(_coded(text), "strict", _PLAIN_LETTERS)[0]
    except UnicodeEncodeError:
        return text.translate(_PLAIN_TABLE)


def _coded(text: str) -> bytes:
    """One byte a letter: what is done with bytes takes a tenth of the time."""
    return charmap_encode(text, "strict", _CODES)[0]


# The usual letters, a place for one that is none of them, and one for what leaves no trace.
_ELSE, _NONE = "\0", "\1"
_ELSE_CODED = re.compile(_ELSE.encode())
_SEEN = bytes(chr(code) != _NONE for code in range(256))
_USUAL = _ELSE + _NONE + "\t\n\r" + "".join(map(chr, range(ord(" "), ord("~") + 1))) + _PUNCTUATION
_LETTERS_CODED = (_USUAL + _LETTERS + _LETTERS.upper()).ljust(256, "\ufffe")
_CODES = charmap_build(_LETTERS_CODED)
_PLAIN_LETTERS = _LETTERS_CODED.translate(_PLAIN_TABLE)
_LOWER = bytes(
    _LETTERS_CODED.index(letter.lower()) if letter != "\ufffe" else 0 for letter in _LETTERS_CODED
)
_TONES_CODED = [(_coded(pair), _coded(placed)) for pair, placed in _TONE_PLACES.items()]


def is_usual(text: str) -> bool:
    """Whether all letters are Latin or Vietnamese ones, digits and everyday signs."""
    try:
        return _ELSE.encode() not in _coded(text)
    except UnicodeEncodeError:
        return False


def first_reading(text: str) -> Reading:
    """The text with look-alike letters, invisible characters and stacked marks undone."""
    size = len(text)
    try:
        coded = charmap_encode(text, _ONE_EACH, _CODES)[0]
    except UnicodeEncodeError:
        return _read_by_letters(text)
    foreign = [_UNITS[text[match.start()]] for match in _ELSE_CODED.finditer(coded)]
    if "" in foreign:
        return _read_by_letters(text)
    starts: Sequence[int] = range(size)
    ends: Sequence[int] = range(1, size + 1)
    if _NONE.encode() in coded:
        starts, ends = _kept(coded)
        coded = coded.replace(_NONE.encode(), b"")
    coded = coded.translate(_LOWER)
    for pair, placed in _TONES_CODED:
        if pair[1] in coded:  # one byte is found far faster than two
            coded = coded.replace(pair, placed)
    marked = charmap_decode(coded, "strict", _LETTERS_CODED)[0]
    plain = charmap_decode(coded, "strict", _PLAIN_LETTERS)[0]
    if foreign:
        marked, plain = _put_back(marked, foreign), _put_back(plain, foreign)
    return Reading(text, marked, plain, starts, ends)


def _kept(coded: bytes) -> tuple[list[int], list[int]]:
    """Where the letters begin and end that leave a trace."""
    seen, size = coded.translate(_SEEN), len(coded)
    return list(compress(range(size), seen)), list(compress(range(1, size + 1), seen))


class _OneEach(dict[str, str]):
    """The one usual letter that stands for a character, or the place for another one or none."""

    def __missing__(self, char: str) -> str:
        unit = _UNITS[char]
        if not unit and char != _TURNING:
            one = _NONE
        elif len(unit) != 1 or unit in _VIETNAMESE_MARKS or _REGIONAL.match(char):
            one = ""
        else:
            one = unit if is_usual(unit) else _ELSE
        self[char] = one
        return one


_ONE_FOR = _OneEach()
_ONE_EACH = "rasoat.one_each"


def _one_each(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    ones = [_ONE_FOR[char] for char in error.object[error.start : error.end]]
    if "" in ones:  # several letters, or a mark: read letter by letter
        # An error raised here once more would hold itself by its trace, for the collector to find.
        raise UnicodeEncodeError(*error.args)
    return "".join(ones), error.end


register_error(_ONE_EACH, _one_each)


def _put_back(text: str, foreign: Sequence[str]) -> str:
    return "".join(chain.from_iterable(zip(text.split(_ELSE), [*foreign, ""], strict=True)))


# What stands for some letters of the original, and where the original of each begins and ends.
_Piece = tuple[str, Sequence[int], Sequence[int]]


def _read_by_letters(text: str) -> Reading:
    if _REGIONAL.search(text) or _OVERRIDE.search(text):
        pieces = [_piece(char, place, place + 1) for place, char in enumerate(text)]
        _take_flags(text, pieces)
        _turn_back(text, pieces)
        return _walked(text, pieces)
    unseen = {char for char in set(text) if not _UNITS[char]}
    return _read_without(text, unseen) if unseen else _walked(text, _by_stretches(text))


def _read_without(text: str, unseen: Set[str]) -> Reading:
    """What leaves no trace is left out beforehand: most such texts are usual ones then."""
    kept = [place for place, char in enumerate(text) if char not in unseen]
    seen = first_reading("".join([text[place] for place in kept]))
    starts = [kept[place] for place in seen.starts]
    ends = [kept[place - 1] + 1 for place in seen.ends]
    return Reading(text, seen.marked, seen.plain, starts, ends)


def _piece(char: str, start: int, end: int) -> _Piece:
    units = _UNITS[char]
    return units, (start,) * len(units), (end,) * len(units)


def _by_stretches(text: str) -> Iterator[_Piece]:
    """Usual letters in one go, the others each for itself."""
    reach = 0
    for match in _CHANGING.finditer(text):
        start = match.start()
        if start > reach:
            yield text[reach:start].lower(), range(reach, start), range(reach + 1, start + 1)
        yield _piece(match[0], start, start + 1)
        reach = start + 1
    yield text[reach:].lower(), range(reach, len(text)), range(reach + 1, len(text) + 1)


def _take_flags(text: str, pieces: list[_Piece]) -> None:
    """Two regional letters are a country's flag; more, or one, are letters."""
    for run in _REGIONAL.finditer(text):
        if run.end() - run.start() == _FLAG:
            for place in range(run.start(), run.end()):
                pieces[place] = (" ", (place,), (place + 1,))


def _turn_back(text: str, pieces: list[_Piece]) -> None:
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
        pieces[start:end] = [("", (), ()), *(_piece(char, start, end) for char in turned)]


def _walked(text: str, pieces: Iterable[_Piece]) -> Reading:
    """Piece by piece: marks are put on their letter, nothing-characters leave no trace."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for units, begins, stops in pieces:
        if _VIETNAMESE_MARKS.isdisjoint(units):
            if units:
                parts.append(units)
                starts += begins
                ends += stops
            continue
        for unit, begin, stop in zip(units, begins, stops, strict=True):
            if unit not in _VIETNAMESE_MARKS:
                parts.append(unit)
                starts.append(begin)
                ends.append(stop)
            elif parts:
                parts[-1] = parts[-1][:-1] + _with_mark(parts[-1][-1], unit)
                ends[-1] = stop
    marked = tone_placed("".join(parts))
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


# A digit that bears a mark of Vietnamese is no number: "L0̂ Đ3̂".
_MARKED_DIGITS = {"0": "o", "1": "i", "3": "e", "4": "a"}


def _with_mark(letter: str, mark: str) -> str:
    """The letter with one more mark, or as it was when Vietnamese has no such letter."""
    composed = unicodedata.normalize("NFC", _MARKED_DIGITS.get(letter, letter) + mark)
    return composed if composed in _PLAIN else letter


# What does not stand for itself in lower case when letters are read one by one.
_CHANGING = re.compile(
    f"[^{re.escape(''.join(char for char in _USUAL + _LETTERS if _UNITS[char] == char))}"
    f"A-Z{_LETTERS.upper()}]"
)
