"""Invented host names: coined stems under real suffixes, none twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

# Clusters that no Vietnamese or English word has, so that a stem is nobody's name.
_HEADS = (
    "zuqua", "xolvi", "brezu", "quonvi", "vlomka", "tzuri", "gwelmo", "fjoli", "kwapru", "dwelzo",
    "ploxni", "skuzva", "wremi", "yvonko", "hwazeb", "nquiro", "trozba", "clixhu", "smuvno",
    "bjorqa", "drunvi", "snelqo", "grapvu", "ekzolu", "ovtrix", "izvamo", "uqsela", "azjumo",
    "pfenlo", "stoqwa", "chuvzi", "mzelka", "rhoqui", "lvanto", "jezquo", "vunwix", "kzamri",
    "tsolgu", "wuxelo", "zhamki",
)  # fmt: skip
_TAILS = (
    "rado", "bix", "tolu", "neqa", "gimpo", "vast", "luzo", "quem", "dask", "fyri", "zolt", "wami",
    "pesk", "jora", "hunq", "cevo", "rilx", "budo", "nayx", "tupi", "gosv", "lerm", "kosz", "mivu",
    "saqo", "delp", "vorn", "yuka", "onza", "efti", "axlo", "urvi", "ibqo", "ezma", "ojni",
)  # fmt: skip
_LOUD = ("88", "79", "68", "bet", "win", "club", "vip", "bet88", "win79", "99", "789", "vip68")
_LOUD_HEADS = ("nohu-", "link-", "taixiu-", "dangky-", "choi-", "gamebai-", "nhacai-")
_LOUD_SUFFIXES = (
    "com", "com", "net", "vip", "club", "win", "live", "top", "cc", "xyz", "pro", "bet", "fun",
    "app", "online", "site",
)  # fmt: skip
_QUIET_SUFFIXES = ("com", "net", "info", "org", "xyz", "online", "site", "me", "co", "asia")
_HOSTED = ("pages.dev", "vercel.app", "blogspot.com", "web.app")
_PLACES = (
    "ocvang", "maytrang", "cauvong", "suongmai", "tredang", "bongbui", "coluadong", "giohien",
    "daquet", "nongno", "chuonchuon", "bapnon", "hoamuop", "raucai", "lucbinh", "cavia",
)  # fmt: skip


class Naming:
    """Hands out names; two hosts of a world never share a registrable one."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()
        stems = [head + tail for head in _HEADS for tail in _TAILS]
        rng.shuffle(stems)
        self._stems = iter(stems)
        phones = [f"0900 {number:06}" for number in range(1000, 100_000)]
        self._phones = iter(rng.sample(phones, 2000))

    def stem(self) -> str:
        """A coined word that no other host bears."""
        return next(self._stems)

    def phone(self) -> str:
        """A telephone number that no other site prints: chance must tie nobody to anybody."""
        number = next(self._phones)
        return f"{number[:8]} {number[8:]}"

    def reused(self) -> str:
        """A coined word that other hosts may bear too."""
        return self._rng.choice(_HEADS) + self._rng.choice(_TAILS)

    def loud(self, stem: str) -> str:
        """A name that tells of gambling: digits of luck, bet, an entrance."""
        return self._free(
            lambda: (
                f"{self._rng.choice(('', '', '', *_LOUD_HEADS))}{stem}"
                f"{self._rng.choice(_LOUD)}.{self._rng.choice(_LOUD_SUFFIXES)}"
            )
        )

    def quiet(self, stem: str) -> str:
        """A name that tells nothing."""
        return self._free(lambda: f"{stem}{self._letter()}.{self._rng.choice(_QUIET_SUFFIXES)}")

    def hosted(self, stem: str) -> str:
        """A name below a suffix that many hold names under."""
        return self._free(lambda: f"{stem}{self._rng.choice(_LOUD)}.{self._rng.choice(_HOSTED)}")

    def homely(self, words: str, suffixes: Sequence[str] = ("vn", "com.vn", "com")) -> str:
        """A name of an honest body: what it is and a coined name."""
        return self._free(lambda: f"{words}{self.stem()}.{self._rng.choice(tuple(suffixes))}")

    def state(self, words: str) -> str:
        """A name below gov.vn of a place that does not exist."""
        return self._free(lambda: f"{words}{self._place()}.gov.vn")

    def school(self, words: str) -> str:
        """A name below edu.vn."""
        return self._free(lambda: f"{words}{self._place()}.edu.vn")

    def _place(self) -> str:
        return f"{self._rng.choice(_PLACES)}{self._rng.choice(_TAILS)}"

    def _letter(self) -> str:
        return self._rng.choice(("", "", "a", "o", "s", "x"))

    def _free(self, make: Callable[[], str]) -> str:
        while (name := make()) in self._taken:
            pass
        self._taken.add(name)
        return name
