"""Invented harmless names as Vietnamese shops, firms, schools and people make them.

No list of real names is read: syllables, trades, places, given names and English words below are
put together the way such names are, with a seed. Some hold lucky numbers or letters of gambling
words by chance, as real ones do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from benchmarks.names.words import (
    ABROAD,
    BOUGHT,
    FIRMS,
    GOODS,
    LUCKY,
    NUMBERS,
    ONSETS,
    PEOPLE,
    PLACES,
    PLAYED,
    RIMES,
    SUFFIXES,
    TRADES,
    WORDS,
)

_LEET = {"o": "0", "i": "1", "l": "1", "e": "3", "a": "4", "s": "5", "b": "8"}
_EVERYDAY = tuple(
    word for word in (*TRADES, *GOODS, *WORDS, *PLACES, *FIRMS, *PEOPLE) if word not in PLAYED
)
_LONGEST_LUCKY = 24
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def harmless(count: int, seed: int) -> list[str]:
    """So many invented names, each once, in the order in which chance made them."""
    chance = random.Random(seed)
    kinds: tuple[Callable[[random.Random], str], ...] = tuple(_KINDS)
    found: dict[str, None] = {}
    while len(found) < count:
        label = chance.choice(kinds)(chance)
        if 2 <= len(label) <= 40:
            found[f"{label}.{_suffix(chance)}"] = None
    return list(found)


def lucky(count: int, seed: int) -> list[str]:
    """Invented names of everyday words with a number that brings luck: mostly of shops, on .com."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        label = _everyday(chance) + chance.choice(LUCKY)
        if len(label) <= _LONGEST_LUCKY:
            found[f"{label}.{chance.choice(BOUGHT)}"] = None
    return list(found)


def _everyday(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.1:
        return _syllables(chance)
    first = chance.choice(_EVERYDAY)
    if kind < 0.5:
        return first
    return first + (_syllable(chance) if kind < 0.7 else chance.choice(_EVERYDAY))


def _suffix(chance: random.Random) -> str:
    return chance.choice(SUFFIXES if chance.random() < 0.75 else ABROAD)


def _syllable(chance: random.Random) -> str:
    return chance.choice(ONSETS) + chance.choice(RIMES)


def _trade_place(chance: random.Random) -> str:
    parts = [chance.choice(TRADES), chance.choice((*PLACES, *PEOPLE, *FIRMS, *TRADES))]
    return chance.choice(("", "", "", "-")).join(parts)


def _trade_number(chance: random.Random) -> str:
    first = chance.choice((*TRADES, *WORDS, *PLACES, *FIRMS))
    return first + chance.choice(NUMBERS)


def _person(chance: random.Random) -> str:
    named = "".join(chance.choices(PEOPLE, k=chance.choice((2, 2, 3))))
    return named + chance.choice(("", "", "", chance.choice(NUMBERS)))


def _firm(chance: random.Random) -> str:
    return chance.choice(FIRMS) + chance.choice(
        (*WORDS, *TRADES, *FIRMS, "vn", "jsc", "co", "group", "corp")
    )


def _english(chance: random.Random) -> str:
    two = chance.choices(WORDS, k=2)
    return chance.choice(("", "", "", "-")).join(two) + chance.choice(("", "", "vn", "vietnam"))


def _syllables(chance: random.Random) -> str:
    return "".join(_syllable(chance) for _ in range(chance.choice((2, 2, 3, 3, 4))))


def _initials(chance: random.Random) -> str:
    few = "".join(chance.choices(_LETTERS, k=chance.choice((2, 3, 3, 4))))
    return few + chance.choice(("", "", "vn", "group", "corp", "tech", chance.choice(NUMBERS)))


def _number_first(chance: random.Random) -> str:
    return chance.choice(NUMBERS) + chance.choice((*TRADES, *WORDS, *PLACES))


def _phone(chance: random.Random) -> str:
    return "0" + "".join(chance.choices("0123456789", k=9))


def _shape_of_code(chance: random.Random) -> str:
    """Words of network parts: ``cdn3-eu``, ``s12``; harmless and full of digits."""
    head = chance.choice(("cdn", "img", "api", "s", "node", "srv", "vps", "ns", "mail", "static"))
    return f"{head}{chance.randrange(1, 400)}" + chance.choice(("", "-vn", "-eu", "a", "b"))


_KINDS: tuple[Callable[[random.Random], str], ...] = (
    *(_trade_place,) * 5, *(_trade_number,) * 3, *(_person,) * 2, *(_firm,) * 3, *(_english,) * 3,
    *(_syllables,) * 2, _initials, _number_first, _phone, _shape_of_code,
)  # fmt: skip


def disguised(brands: Sequence[str], count: int, seed: int) -> list[str]:
    """Names in which a brand stands in disguise, alone or beside a word of log-in or entry."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        brand = chance.choice(brands)
        written = chance.choice((_leet, _leet, _hyphened, _doubled))(brand, chance)
        if written != brand:
            label = chance.choice((written, written, f"{written}vn", f"vao{written}"))
            found[f"{label}.{chance.choice(ABROAD)}"] = None
    return list(found)


def _leet(brand: str, chance: random.Random) -> str:
    letters = list(brand)
    places = [place for place, letter in enumerate(letters) if letter in _LEET]
    for place in chance.sample(places, min(len(places), chance.choice((1, 1, 2)))):
        letters[place] = _LEET[letters[place]]
    return "".join(letters)


def _hyphened(brand: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(brand))
    return f"{brand[:place]}-{brand[place:]}"


def _doubled(brand: str, chance: random.Random) -> str:
    place = chance.randrange(len(brand))
    return brand[:place] + brand[place] + brand[place:]
