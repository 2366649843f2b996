"""Writes the invented labelled names: ``python tests/quality/names/make.py``.

Operators here are invented by their habits: a short word or a few letters, a number that brings
luck or a word of play, an entrance, a clone's number, a suffix. None of the lists below was taken
from the shipped patterns. Harmless names come from lists of their own, too.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

FILE = Path(__file__).with_name("names.csv")
COUNTS = {"operator": 900, "disguise": 150, "harmless": 1_200, "hard": 450}
SEED = 77

_FANTASY = [
    "mekva",
    "tulo",
    "rando",
    "sarvi",
    "kivo",
    "bento",
    "zarko",
    "lumi",
    "patro",
    "dervi",
    "osaka",
    "mirai",
    "tigon",
    "hulk",
    "zeus",
    "thor",
    "venus",
    "orion",
    "titan",
    "vega",
    "delta",
    "omega",
    "gama",
    "alfa",
    "rex",
    "lion",
    "tiger",
    "wolf",
    "hawk",
    "phenix",
    "nova",
    "astra",
    "pluto",
    "mars",
]
_LUCKY = ("88", "68", "79", "99", "66", "86", "888", "789", "77", "666", "55", "33")
_PLAY = ("bet", "win", "vip", "club", "play", "game", "fun", "88bet", "win88")
_WAYS_IN = ("vao", "link", "dangky", "choi", "tai", "nhacai", "game", "cskh")
_GAMES = ("nohu", "taixiu", "banca", "daga", "lode", "xocdia", "gamebai", "soicau", "keonhacai")
_OPERATORS_BUY = (
    "com",
    "com",
    "com",
    "com",
    "net",
    "vip",
    "club",
    "win",
    "bet",
    "top",
    "live",
    "pro",
    "info",
)
_CRAFTS = [
    "tiemsach",
    "quanpho",
    "vuonrau",
    "xuongmoc",
    "tiemtra",
    "nhamay",
    "hieusach",
    "hocve",
    "hocdan",
    "tiemhoa",
    "suanha",
    "donnha",
    "thuexe",
    "chuyennha",
    "giatui",
    "maymac",
    "khachxa",
    "vesinh",
    "lopmua",
    "tranh",
    "gombat",
    "maytre",
    "nenthom",
    "thiep",
    "diaoc",
    "carpenter",
    "florist",
    "dentist",
    "plumber",
    "bookshop",
    "museum",
    "choir",
    "orchard",
    "brewery",
    "surveyor",
    "notary",
    "tailor",
]
_WHERE = [
    "bavi",
    "tamdao",
    "mocchau",
    "hoian",
    "ninhkieu",
    "phanrang",
    "pleiku",
    "quynhon",
    "muine",
    "london",
    "lyon",
    "bremen",
    "oslo",
]
_NAMES = [
    "quynhanh",
    "minhtri",
    "baolong",
    "thuyduong",
    "giabao",
    "khanhvy",
    "olivia",
    "mateo",
    "hannah",
    "lukas",
    "amelie",
]
_THINGS = [
    "lamp",
    "chair",
    "bicycle",
    "ladder",
    "camera",
    "violin",
    "teapot",
    "carpet",
    "pencil",
    "mirror",
    "basket",
    "candle",
]
_HARD = [
    "winterlodge",
    "windowclean",
    "betterbread",
    "alphabetkids",
    "clubhousecafe",
    "darwintours",
    "vipcleaning",
    "tibettreks",
    "bancanhogiare",
    "sodepcantho",
    "simsodepviettel",
    "banbancafe",
    "royalbakery",
    "luckycatcafe",
    "kingsroadschool",
    "betonghoanggia",
    "quaytiengsaigon",
    "thuongmaidaiphat",
    "loxohoi",
    "baitapvan",
    "keodanquangngai",
]
_ALL_BUY = ("com", "com", "vn", "com.vn", "net", "org", "de", "co.uk", "fr", "info", "shop")
_LEET = {"o": "0", "i": "1", "e": "3", "a": "4"}


def names() -> list[tuple[str, str]]:
    """Each name with its group, once; the same on every run."""
    chance = random.Random(SEED)
    makers = {"operator": _operator, "disguise": _disguise, "harmless": _harmless, "hard": _hard}
    found: dict[str, str] = {}
    for group, make in makers.items():
        wanted = len(found) + COUNTS[group]
        while len(found) < wanted:
            found.setdefault(make(chance), group)
    return list(found.items())


def _operator(chance: random.Random) -> str:
    core = chance.choice(_FANTASY) if chance.random() < 0.6 else _initials(chance)
    kind = chance.random()
    if kind < 0.2:
        label = chance.choice(_GAMES) + chance.choice((*_LUCKY, core))
    elif kind < 0.6:
        label = core + chance.choice(_LUCKY)
    else:
        label = core + chance.choice(_PLAY)
    if chance.random() < 0.25:
        label = chance.choice(_WAYS_IN) + label
    if chance.random() < 0.25:
        label += chance.choice(("vn", "vip", str(chance.randrange(1, 60)), "1", "app"))
    return f"{label}.{chance.choice(_OPERATORS_BUY)}"


def _initials(chance: random.Random) -> str:
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=2))


def _disguise(chance: random.Random) -> str:
    """A known brand, with letters as digits or torn apart; the brands are of public knowledge."""
    brand = chance.choice(("sunwin", "rikvip", "hitclub", "manclub", "gemwin", "kubet", "iwinclub"))
    places = [place for place, letter in enumerate(brand) if letter in _LEET]
    if places and chance.random() < 0.6:
        place = chance.choice(places)
        brand = brand[:place] + _LEET[brand[place]] + brand[place + 1 :]
    else:
        place = chance.randrange(1, len(brand))
        brand = f"{brand[:place]}-{brand[place:]}"
    return f"{brand}{chance.choice(('', 'vn', '88'))}.{chance.choice(_OPERATORS_BUY)}"


def _harmless(chance: random.Random) -> str:
    first = chance.choice((*_CRAFTS, *_NAMES, *_THINGS))
    second = chance.choice((*_WHERE, *_THINGS, *_NAMES, "24h", "1", "2020", "online", ""))
    return (
        f"{first}{chance.choice(('', '', '-')) if second else ''}{second}.{chance.choice(_ALL_BUY)}"
    )


def _hard(chance: random.Random) -> str:
    first = chance.choice((*_HARD, *_CRAFTS))
    behind = chance.choice(("", "88", "68", "99", "365", "247", "1988", "vip", "club", "game"))
    if first not in _HARD and not behind:
        behind = "79"
    return f"{first}{behind}.{chance.choice(('vn', 'com.vn', 'com', 'org'))}"


def main() -> None:
    """Writes the file."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("name", "group"))
        table.writerows(names())


if __name__ == "__main__":
    main()
