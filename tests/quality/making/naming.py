"""Invented titles in their units: new ones, relatives of one, and one in another script."""

from __future__ import annotations

import random
from dataclasses import dataclass

from . import words
from .words import Unit

PLATFORM_WORDS = words.listed("platforms")
_LABELS = PLATFORM_WORDS * 3 + words.listed("marks")
_ROMAN = {"2": "II", "3": "III", "4": "IV", "II": "2"}
_SCRIPT_FIELDS = {"hantu": "chinese", "pinyin": "pinyin", "english": "english"}
SCRIPTS = tuple(_SCRIPT_FIELDS)


@dataclass(frozen=True, slots=True)
class Name:
    """A title in its units, with its number and platform word."""

    units: tuple[Unit, ...]
    number: str = ""
    platform: str = ""
    joint: str = " "

    def __str__(self) -> str:
        head = self.joint.join(unit.shown for unit in self.units)
        return " ".join(filter(None, (head, self.number, self.platform)))


class Namer:
    """Titles from the word lists; a dense one has fewer words, so that titles lie closer."""

    def __init__(self, dice: random.Random, *, dense: bool) -> None:
        self._dice = dice
        step = 2 if dense else 1
        han, viet = words.units("han")[::step], words.units("viet")[::step]
        viet_tails, english = words.units("viet_tails")[::step], words.units("english")[::step]
        self._pools = [
            (han, words.units("tails"), 0.34),
            (viet, viet_tails, 0.3),
            (english, words.units("english_tails"), 0.3),
            (english, viet_tails, 0.06),
        ]
        self._unseen = (words.units("unseen"), words.units("unseen_tails"))
        self._syllables = words.listed("syllables")

    def name(self, *, unseen: bool = False) -> Name:
        """One title; ``unseen`` takes words that no registered title has."""
        dice = self._dice
        heads, tails, _ = dice.choices(self._pools, [pool[2] for pool in self._pools])[0]
        if unseen:
            heads, tails = self._unseen
        units = self._units(heads, tails)
        number = dice.choice(["2", "3", "II", "Mùa 2", "Phần 2"]) if dice.random() < 0.06 else ""
        platform = dice.choice(_LABELS) if dice.random() < 0.12 else ""
        joint = dice.choice([": ", " - "]) if dice.random() < 0.06 else " "
        return Name(units, number, platform, joint)

    def _units(self, heads: list[Unit], tails: list[Unit]) -> tuple[Unit, ...]:
        dice, chance = self._dice, self._dice.random()
        if chance < 0.12:
            return (Unit("".join(dice.choices(self._syllables, k=3)).title()), dice.choice(tails))
        if chance < 0.3:
            return (*dice.sample(heads, 2), dice.choice(tails))
        if chance < 0.42:
            return (dice.choice(heads), *dice.sample(tails, 2))
        if chance < 0.5:
            return tuple(dice.sample(heads, 2))
        return (dice.choice(heads), dice.choice(tails))

    def relative(self, name: Name) -> Name:
        """A sequel, another season or a spin-off; a season only of a title that has one."""
        dice = self._dice
        if name.number or dice.random() < 0.35:
            numbers = ["2", "3", "4", "II", "III", "Phần 2", "Phần 3"]
            if name.number.startswith("Mùa"):
                numbers = ["Mùa 3", "Mùa 4", "Season 5"]
            return Name(name.units, dice.choice(numbers), name.platform, name.joint)
        if dice.random() < 0.2:
            head = Unit(dice.choice(words.listed("spin_heads")))
            return Name((head, *name.units), "", name.platform)
        tail = name.units[-1].shown + dice.choice([" ", " ", ": "])
        tail += dice.choice(words.listed("spinoffs"))
        return Name((*name.units[:-1], Unit(tail)), "", name.platform, name.joint)

    def same_number(self, number: str) -> str:
        """The number, sometimes written in another way: 2 as II, Mùa 2 as Season 2."""
        if self._dice.random() < 0.7:
            return number
        if number.startswith("Mùa "):
            return "Season " + number[-1]
        if number.startswith("Phần "):
            return self._dice.choice([number[-1], "Part " + number[-1]])
        return _ROMAN.get(number, number)

    def in_script(self, units: tuple[Unit, ...], script: str) -> tuple[Unit, ...] | None:
        """All units in Chinese; all or one of them in pinyin or English; None where none has it."""
        field = _SCRIPT_FIELDS[script]
        able = [place for place, unit in enumerate(units) if getattr(unit, field)]
        if not able or (script == "hantu" and len(able) < len(units)):
            return None
        if script != "hantu" and self._dice.random() < 0.5:
            able = [self._dice.choice(able)]
        return tuple(
            Unit(getattr(unit, field)) if place in able else unit
            for place, unit in enumerate(units)
        )
