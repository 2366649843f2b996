"""Names of operators in one word: known ones with affixes and digits, unknown ones by shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from matchers.lexicon import Lexicon

_DIGITS = re.compile(r"(.*?)(\d{1,4})?")
_SHAPE = re.compile(r"(?P<before>\d{2,3})?(?P<letters>[a-z]{2,9}?)(?P<behind>\d{2,3})?")


@lru_cache(maxsize=65_536)
def brand_in(word: str, lexicon: Lexicon) -> str | None:
    """The known operator whose name, or a variant of it (``choigo88vip``), the word is."""
    if word in lexicon.brands["not_operators"]:
        return None
    return next((name for name in _cores(word, lexicon) if name in lexicon.operators), None)


@lru_cache(maxsize=4_096)
def is_everyday(name: str, lexicon: Lexicon) -> bool:
    """Whether a known name is short or everyday: it counts only beside a gambling word.

    In two words also what stands before an affix: "B52 club" is a bar as well.
    """
    boundary = lexicon.brands["boundary"]
    word = name.replace(" ", "")
    if word in boundary:
        return True
    first, _, second = name.partition(" ")
    return second in lexicon.brands["affixes_behind"] and first in boundary


def _cores(word: str, lexicon: Lexicon) -> Iterator[str]:
    """The word itself, then without prefix, ending and trailing digits; whole names first."""
    fronts = [word]
    for affix in lexicon.brands["affixes_before"]:
        if word.startswith(affix) and len(word) - len(affix) > 3:
            fronts.append(word[len(affix) :])
    for front in fronts:
        yield front
        ends = [front]
        for affix in lexicon.brands["affixes_behind"]:
            if front.endswith(affix) and len(front) - len(affix) > 2:
                ends.append(front[: -len(affix)])
        for end in ends:
            yield end
            digits = _DIGITS.fullmatch(end)
            # "go88123" is a variant of go88; a bare "bet" + digits is none of anybody.
            if digits and digits[2] and len(digits[1]) > 3:
                yield digits[1]


@lru_cache(maxsize=65_536)
def looks_like_brand(word: str, lexicon: Lexicon) -> bool:
    """Whether the word has the shape of an operator's name: ``zeta88``, ``79lux``, ``fastbet``."""
    brands = lexicon.brands
    if word in brands["not_brands"] or word in brands["not_operators"]:
        return False
    shape = _SHAPE.fullmatch(word)
    if shape and (shape["before"] in brands["lucky"] or shape["behind"] in brands["lucky"]):
        return True
    return any(
        word.endswith(ending) and 2 <= len(word) - len(ending) <= 8 for ending in brands["endings"]
    )
