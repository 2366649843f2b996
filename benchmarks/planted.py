"""Names for measuring the sieve: shared ones, invented ones, and brands planted in disguise."""

from __future__ import annotations

import csv
import gzip
import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "domains"
_BENIGN = ("benign.csv.gz", "benign_vn_zone.csv.gz")
_ENDS = ("com", "net", "org", "vn", "com.vn", "io", "de", "info", "co.uk", "shop", "blogspot.com")
_AFFIXES = ("link", "vao", "choi", "tai", "dangky", "vip", "club", "app", "88", "247", "pro", "vn")
_BEGINS = ("b", "c", "ch", "d", "g", "h", "k", "l", "m", "n", "nh", "ph", "r", "s", "t", "th", "v")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "an", "en", "inh", "ong", "uy", "am", "et", "or", "ist")
_LEET = {"o": "0", "i": "1", "e": "3", "a": "4", "s": "5", "t": "7", "b": "8"}
_ALIKE = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і", "s": "ѕ", "y": "у", "h": "һ"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def ordinary_names(count: int, seed: int) -> Iterator[str]:
    """Shared names that are no gambling sites, where there are any, then invented ones."""
    known = _shared_names() if SHARED.is_dir() else []
    yield from known[:count]
    made = random.Random(seed)
    for _ in range(count - len(known)):
        syllables = (made.choice(_BEGINS) + made.choice(_VOWELS) for _ in range(made.randint(2, 4)))
        yield f"{'-' * (made.random() < 0.05)}".join(syllables) + "." + made.choice(_ENDS)


def _shared_names() -> list[str]:
    found = []
    for file in _BENIGN:
        with gzip.open(SHARED / file, "rt", encoding="utf-8", newline="") as rows:
            found += [row["domain"] for row in csv.DictReader(rows)]
    return found


def planted_names(brands: Sequence[str], count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Brands in disguise as (kind, brand, name); half of them with a word before or behind."""
    made, kinds = random.Random(seed), list(DISGUISES)
    for number in range(count):
        kind, brand = kinds[number % len(kinds)], made.choice(brands)
        changed = DISGUISES[kind](brand, made)
        if changed == brand and kind != "plain":
            continue
        affix = made.choice(_AFFIXES) if made.random() < 0.5 else ""
        label = changed + affix if made.random() < 0.5 else affix + changed
        yield kind, brand, f"{_puny(label)}.{made.choice(_ENDS[:6])}"


def _puny(label: str) -> str:
    if label.isascii():
        return label
    text = unicodedata.normalize("NFC", label)
    return f"xn--{text.encode('punycode').decode('ascii')}"


def _leet(brand: str, made: random.Random) -> str:
    places = [place for place, letter in enumerate(brand) if letter in _LEET]
    for place in made.sample(places, min(len(places), made.randint(1, 2))):
        brand = brand[:place] + _LEET[brand[place]] + brand[place + 1 :]
    return brand


def _hyphen(brand: str, made: random.Random) -> str:
    place = made.randrange(1, len(brand))
    return f"{brand[:place]}-{brand[place:]}"


def _double(brand: str, made: random.Random) -> str:
    place = made.randrange(len(brand))
    return brand[:place] + brand[place] + brand[place:]


def _another(brand: str, made: random.Random) -> str:
    place = made.randrange(len(brand))
    return brand[:place] + made.choice(_LETTERS) + brand[place + 1 :]


def _less(brand: str, made: random.Random) -> str:
    place = made.randrange(len(brand))
    return brand[:place] + brand[place + 1 :]


def _more(brand: str, made: random.Random) -> str:
    place = made.randrange(1, len(brand))
    return brand[:place] + made.choice(_LETTERS) + brand[place:]


def _swapped(brand: str, made: random.Random) -> str:
    place = made.randrange(len(brand) - 1)
    return brand[:place] + brand[place + 1] + brand[place] + brand[place + 2 :]


def _alike(brand: str, made: random.Random) -> str:
    places = [place for place, letter in enumerate(brand) if letter in _ALIKE]
    for place in made.sample(places, min(len(places), made.randint(1, 3))):
        brand = brand[:place] + _ALIKE[brand[place]] + brand[place + 1 :]
    return brand


def _drawn_alike(brand: str, made: random.Random) -> str:
    return brand.replace(*made.choice((("m", "rn"), ("w", "vv"), ("l", "1"), ("i", "l"))), 1)


DISGUISES: Mapping[str, Callable[[str, random.Random], str]] = {
    "plain": lambda brand, _made: brand,
    "leet": _leet,
    "hyphen": _hyphen,
    "double": _double,
    "another_letter": _another,
    "letter_less": _less,
    "letter_more": _more,
    "swapped": _swapped,
    "other_script": _alike,
    "drawn_alike": _drawn_alike,
}
