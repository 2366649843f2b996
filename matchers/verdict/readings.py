"""How else a word may be meant: substitute characters, Telex, VNI, other languages, initials.

The engine undoes the same disguises on whole registers; here one pair of names is explained.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz.distance import OSA

from crawler.text import fold_marks
from matchers.engine.letters import FIRST_HAN, alphabet, as_text
from matchers.engine.pinyin import pinyin
from matchers.telex import is_syllable, undo_telex

LONGEST_FORM = 5  # words of a translated form
_LEET = str.maketrans("0134578", "oieastb")
_LEET_L = str.maketrans("0134578", "oleastb")
_NO_DIGITS = str.maketrans("", "", "0123456789")
_NEAR_FROM, _TWO_SLIPS_FROM = 3, 7  # letters of the shorter word
_LONGEST_NEAR = 24  # letters; longer runs are no words
FEWEST_INITIALS = 3
_STROKES = str.maketrans({"đ": "d", "Đ": "d"})


class How(StrEnum):
    """How words agree, the plainest first; each is a rule of the catalogue."""

    EQUAL = "words_equal"
    BARE = "words_without_marks"
    MARKS = "words_other_marks"
    NUMERAL = "words_other_numerals"
    GLUED = "words_other_spaces"
    TYPED = "words_typed"
    NEAR = "words_near"
    HIDDEN = "words_hidden"
    DISGUISED = "words_disguised"
    CUT = "words_cut"
    WITHIN = "words_within"
    INITIALS = "words_initials"
    HAN = "words_han"
    TRANSLATED = "words_translated"


def how_written(seen: str, registered: str) -> How:
    """How two words of one key are written: alike, with other marks, or in other characters."""
    if seen == registered or seen.casefold() == registered.casefold():
        return How.EQUAL
    if seen.isdigit() != registered.isdigit():
        return How.NUMERAL  # II and 2
    bare, other = _bare(seen), _bare(registered)
    if bare == other:
        return How.MARKS
    return How.HIDDEN if _without_hidden(bare) == _without_hidden(other) else How.DISGUISED


@lru_cache(maxsize=65_536)
def other_readings(word: str) -> Mapping[str, How]:
    """Keys that a folded word may also mean, with how it is then written."""
    found: dict[str, How] = {}
    if not word.isascii():
        found[_in_vietnamese(word)] = How.HAN
    if not word.isalpha() and not word.isdigit():
        found[word.translate(_NO_DIGITS)] = How.TYPED
        found[word.translate(_LEET)] = found[word.translate(_LEET_L)] = How.DISGUISED
    for typed in undo_telex((word,)):
        found.setdefault(typed, How.TYPED)
    found.pop(word, None)
    found.pop("", None)
    return found


def is_near(seen: str, registered: str) -> bool:
    """Whether two words differ in a letter or two. Two syllables are two words: "Lang", "Long"."""
    short, long = len(seen), len(registered)
    if short > long:
        short, long = long, short
    slips = 1 if short < _TWO_SLIPS_FROM else 2
    if short < _NEAR_FROM or long - short > slips or long > _LONGEST_NEAR:
        return False
    if seen.isdigit() or registered.isdigit():
        return False
    if OSA.distance(seen, registered, score_cutoff=slips) > slips:
        return False
    swapped = sorted(seen) == sorted(registered)
    return swapped or not (is_syllable(seen) and is_syllable(registered))


def is_initials(word: str, words: Sequence[str]) -> bool:
    """Whether a word is the first letters of all these, three or more."""
    return len(word) == len(words) >= FEWEST_INITIALS and all(
        letter == other[0] for letter, other in zip(word, words, strict=True)
    )


def meanings(form: str) -> Sequence[str]:
    """The Vietnamese keys without blanks that a folded foreign form may stand for."""
    return _translations().get(form, ())


def spoken(said: str, words: Sequence[str]) -> int:
    """How many of these folded words, from the first on, the letters say in pinyin; 0: none."""
    if not said or not words:
        return 0
    for sound in pinyin().get(words[0], ()):
        if said == sound:
            return 1
        if said.startswith(sound) and (more := spoken(said[len(sound) :], words[1:])):
            return 1 + more
    return 0


def begins_a_form(word: str) -> bool:
    """Whether a translated form begins with this word: most words begin none."""
    return word in _form_heads()


@lru_cache(maxsize=65_536)
def _bare(word: str) -> str:
    """Lower case without marks; what is not written in plain letters stays as it is."""
    parts = unicodedata.normalize("NFD", word.casefold().translate(_STROKES))
    return "".join(char for char in parts if unicodedata.category(char) != "Mn")


def _without_hidden(word: str) -> str:
    return "".join(char for char in word if unicodedata.category(char) != "Cf")


def _in_vietnamese(word: str) -> str:
    """Chinese characters by their Sino-Vietnamese readings; others stay."""
    known = alphabet()
    ends, last = known.han_ends, len(known.han_ends) - 1
    sounds = []
    for char in word:
        place = ord(char) - FIRST_HAN
        inside = 0 <= place < last
        sounds.append(as_text(known.han[ends[place] : ends[place + 1]]) if inside else char)
    return "".join(sounds)


@cache
def _translations() -> Mapping[str, Sequence[str]]:
    text = resources.files("matchers").joinpath("translations.toml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for word, forms in tomllib.loads(text)["words"].items():
        for form in forms:
            found.setdefault(form, []).append(fold_marks(word).replace(" ", ""))
    return found


@cache
def _form_heads() -> frozenset[str]:
    return frozenset(form.split()[0] for form in _translations())
