"""Titles as they are compared: disguises undone, what stores add split off."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from crawler.text import CharTable, fold_marks
from matchers.lookalikes import LOOKALIKES
from matchers.telex import undo_telex

_VISIBLE = CharTable(lambda char: None if unicodedata.category(char) in ("Cf", "Me") else char)
_LETTERS = CharTable(lambda char: _letter(char))
# "H5" and "3D" stay whole.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])")
_VERSION = re.compile(r"\(?\bv(?:er(?:sion)?)?\s?\d+(?:[._]\d+)*\)?|\b\d+\.\d+\.\d+(?:\.\d+)*\b")
_SEPARATOR = re.compile(r"\s+[-–—~•·|/]+\s*|\s*[-–—~•·|/]+\s+|[:|•()\[\]{}【】「」《》]|\s+by\s+")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")
# "i", "v" and "x" stand alone in too many titles to be read as numbers; "vi" is a word ("Tử Vi").
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vii": "7", "viii": "8", "ix": "9"}
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"20\d\d")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A title as it is compared. ``title`` stays what was published."""

    key: str  # the whole title, folded, words apart
    joined: str  # the key without spaces
    core: str  # the key without what stores, platforms and fanpages add
    variants: tuple[str, ...]  # keys to look up: whole, core, parts around separators
    numbers: tuple[str, ...]  # sequel numbers of the core: "2" for 2 and II
    added: Mapping[str, Words]  # variant to the words that it left away and nobody knows


@lru_cache(maxsize=65_536)
def read_name(title: str) -> Name:
    """The title with its disguises undone and its additions told apart."""
    plain = plain_text(title)
    parts = [words for words in map(_words, _SEPARATOR.split(_VERSION.sub(" | ", plain))) if words]
    key = " ".join(_words(plain))
    whole = tuple(word for part in parts for word in part)
    added: dict[str, Words] = {key: ()} if key else {}
    core = _core(parts) or whole
    for variant in (core, *_by_ends(whole)):
        added.setdefault(" ".join(variant), ())
    for variant, left in _by_parts(parts):
        added.setdefault(" ".join(variant), left)
    decoded = undo_telex(core)
    if decoded != core:
        added.setdefault(" ".join(decoded), ())
    added.pop("", None)
    return Name(
        key=key,
        joined=key.replace(" ", ""),
        core=" ".join(core),
        variants=tuple(added),
        numbers=numbers_of(" ".join(core)),
        added=added,
    )


def plain_text(text: str) -> str:
    """Latin letters without marks, lower case; glued words are parted where the case tells."""
    bare = text
    if not text.isascii():
        seen = unicodedata.normalize("NFKC", text).translate(_VISIBLE)
        bare = unicodedata.normalize("NFKD", seen).translate(_LETTERS)
    return _APOSTROPHE.sub("", fold_marks(_CAMEL.sub(" ", bare)))


def _letter(char: str) -> str | None:
    """A decomposed character without mark and disguise."""
    if unicodedata.category(char) == "Mn":
        return None
    # A cross or a circle is a letter inside a word in disguise, but an ornament of a title.
    seen = LOOKALIKES.get(char, char) if char not in "❌✖⭕" else char
    return {"đ": "d", "Đ": "D"}.get(char, seen)


def numbers_of(key: str) -> tuple[str, ...]:
    """The numbers that a name carries, in order; II reads as 2, platform words do not count."""
    words = [word for word in key.split() if word not in _platform()]
    return tuple(sorted(number.lstrip("0") or "0" for number in _DIGITS.findall(" ".join(words))))


def is_title(title: str) -> bool:
    """Whether the text can name a game; document software leaves error texts instead."""
    key = " ".join(words_of(title))
    return bool(key) and key not in _lists()["no_titles"]


def without_platform(key: str) -> str:
    """The key without words like "mobile" or "3d"; the key itself when nothing else is in it."""
    return " ".join(word for word in key.split() if word not in _platform()) or key


def words_of(text: str) -> Words:
    """The words of a text as they are compared: folded, numerals as digits; whole and in order."""
    return _words(plain_text(text))


def is_added(phrase: str, *, ahead: bool) -> bool:
    """Whether stores, platforms or fanpages add these folded words. ``ahead``: before a name."""
    if phrase in _platform() or phrase in _lists()["neutral"]:
        return True
    return phrase in _around() and (ahead or phrase not in _lists()["ahead"])


@cache
def added_words() -> frozenset[str]:
    """All words that stores, platforms and fanpages add to names."""
    lists = _lists()
    groups = (lists["around"], lists["platform"], lists["neutral"], lists["subtitle"])
    return frozenset(word for group in groups for phrase in group for word in phrase.split())


def bare_title(key: str) -> str:
    """A registered title without platform words and without neutral words at its ends."""
    neutral = _lists()["neutral"]
    words = without_platform(key).split()
    while words and words[-1] in neutral:
        words = words[:-1]
    while words and words[0] in neutral:
        words = words[1:]
    return " ".join(words) or key


def _words(text: str) -> Words:
    """The words of plain text; numerals are one word in either writing."""
    return tuple(_ROMAN.get(word, word) for word in _WORD.findall(text))


def _core(parts: Sequence[Words]) -> Words:
    """The words of the title proper: leading and trailing additions and store subtitles dropped."""
    kept = [_trimmed(part) for place, part in enumerate(parts) if not place or not _subtitle(part)]
    bare = _trimmed(tuple(word for part in kept for word in part))
    return tuple(without_platform(" ".join(bare)).split())


def _by_parts(parts: Sequence[Words]) -> Iterator[tuple[Words, Words]]:
    """Parts before and after each separator, with the words that this leaves away."""
    for place in range(1, len(parts)):
        for kept, left in ((parts[:place], parts[place:]), (parts[place:], parts[:place])):
            if all(map(_subtitle, kept)):
                continue
            unknown = tuple(word for part in left if not _subtitle(part) for word in _trimmed(part))
            yield _core(kept), unknown
            # "Miễn Phí" may belong to the name: the part as it stands is tried too.
            yield tuple(word for part in kept for word in part), unknown


def _by_ends(words: Words) -> Iterator[Words]:
    """Without what stores put before a name, and without what they put behind it."""
    rest = words
    while size := _known_head(rest):
        rest = rest[size:]
    yield rest or words
    rest = words
    while size := _known_tail(rest):
        rest = rest[:-size]
    yield rest or words


def _subtitle(part: Words) -> bool:
    known = _lists()["subtitle"]
    if not _stripped(part):
        return True
    # Stores cut long titles in the middle of a word.
    cut = part[-1] in _beginnings()
    # A year is no sequel number; "5" may be one.
    return all(word in known or _YEAR.fullmatch(word) for word in part[: len(part) - cut])


def _trimmed(words: Words) -> Words:
    """Without the phrases that stores and fanpages put around a name; never to nothing."""
    return _stripped(words) or words


def _stripped(words: Words) -> Words:
    while size := _known_head(words):
        words = words[size:]
    while size := _known_tail(words):
        words = words[:-size]
    return words


def _known_head(words: Words) -> int:
    """How many words the longest known phrase at the beginning has."""
    if not words or words[0] not in _edges()[0]:
        return 0
    return next((n for n in (5, 4, 3, 2, 1) if " ".join(words[:n]) in _around()), 0)


def _known_tail(words: Words) -> int:
    if not words or words[-1] not in _edges()[1]:
        return 0
    around, ahead = _around(), _lists()["ahead"]
    tails = ((n, " ".join(words[-n:])) for n in (5, 4, 3, 2, 1))
    return next((n for n, phrase in tails if phrase in around and phrase not in ahead), 0)


@cache
def _beginnings() -> frozenset[str]:
    """What a cut subtitle word may begin with: three letters or more."""
    known = _lists()["subtitle"]
    return frozenset(word[:size] for word in known for size in range(3, len(word) + 1))


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """First and last words of the known phrases: most names have none of them."""
    phrases = [phrase.split() for phrase in _around()]
    return frozenset(words[0] for words in phrases), frozenset(words[-1] for words in phrases)


@cache
def _around() -> frozenset[str]:
    return _lists()["around"]


@cache
def _platform() -> frozenset[str]:
    return _lists()["platform"]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    text = resources.files("matchers").joinpath("names.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}
