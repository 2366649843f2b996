"""Titles as listings show them: which operations, in which order, and whether they can be done."""

from __future__ import annotations

import random
from collections.abc import Sequence

from . import words
from .disguises import DAMAGES, WRAPS, WRITINGS, compatible
from .naming import PLATFORM_WORDS, SCRIPTS, Name, Namer

_NAMED = ("pubprefix", "pubsuf")
_OTHERS = (*SCRIPTS, "abbrev", "trunc", "swapped", "dropped", "platword")
_ALL = (*DAMAGES, *WRAPS, *WRITINGS, *_NAMED, *_OTHERS)
# An abbreviation stands alone, but for what only wraps it.
_NOT_WITH_INITIALS = {*_OTHERS, *DAMAGES, "leet", "spaced", "joined", "telex", "vni"} - {"abbrev"}
_NOT_TRUNCATED = {"swapped", "platword", "dropped", "nodia", *DAMAGES}
_KEEPS_LETTERS = {*WRITINGS, *WRAPS, *_NAMED, "platword"} - {"leet"}


def operations(dice: random.Random, *, hard: bool) -> list[str]:
    """Up to three operations that leave a title readable."""
    weights = [3, 32, 43, 22] if hard else [9, 44, 33, 14]
    while True:
        chosen = dice.sample(_ALL, dice.choices([0, 1, 2, 3], weights)[0])
        if compatible(chosen):
            return chosen


def letters_change(chosen: Sequence[str]) -> bool:
    """Whether the title loses or replaces letters, so that another one could be meant."""
    return not set(chosen) <= _KEEPS_LETTERS


def allows_initials(name: Name, initials: str, chosen: Sequence[str]) -> bool:
    """Whether initials may stand for the title under these operations."""
    return len(initials) >= 4 and not name.number and not _NOT_WITH_INITIALS & set(chosen)


def changed(name: Name, chosen: Sequence[str], namer: Namer, dice: random.Random) -> str | None:
    """The title after what loses or replaces letters; None where an operation cannot be done."""
    units = name.units
    for script in (script for script in SCRIPTS if script in chosen):
        replaced = namer.in_script(units, script)
        if replaced is None:
            return None
        units = replaced
    if "swapped" in chosen:
        if len(units) < 2 or name.joint != " ":
            return None
        units = units[1:] + units[:1]
    platform = name.platform
    if "platword" in chosen:
        if platform == "M":  # often the name of another game
            return None
        platform = "" if platform else dice.choice(PLATFORM_WORDS)
    joint = "" if "hantu" in chosen and dice.random() < 0.7 else name.joint
    text = str(Name(units, namer.same_number(name.number), platform, joint))
    return _damaged(text, name, chosen, dice)


def _damaged(text: str, name: Name, chosen: Sequence[str], dice: random.Random) -> str | None:
    if "dropped" in chosen:
        pieces = text.split()
        if len(pieces) < 5:
            return None
        del pieces[dice.randrange(1, len(pieces) - 1)]
        text = " ".join(pieces)
    for operation in (operation for operation in chosen if operation in DAMAGES):
        before, text = text, DAMAGES[operation](text, dice)
        if text == before:
            return None
    if "trunc" not in chosen:
        return text
    kept = int(len(text) * dice.uniform(0.65, 0.92))
    if kept < 9 or name.number or _NOT_TRUNCATED & set(chosen):
        return None
    return text[:kept].rstrip() + dice.choice(["…", "...", "", "…"])


def dressed(
    text: str, chosen: Sequence[str], publisher: str, dice: random.Random
) -> tuple[str, list[str]]:
    """The title written in another way and wrapped; the operations that really changed it."""
    done = [operation for operation in chosen if operation in (*DAMAGES, *_OTHERS)]
    for operation in ("telex", "vni", "leet", "nodia", "spaced", "joined", "case"):
        if operation in chosen:
            before, text = text, WRITINGS[operation](text, dice)
            done += [operation] * (before != text)
    if "pubprefix" in chosen:
        text, done = f"{publisher}{dice.choice([' ', ' - ', ': '])}{text}", [*done, "pubprefix"]
    if "pubsuf" in chosen:
        text, done = f"{text}{dice.choice([' - ', ' by ', ' | '])}{publisher}", [*done, "pubsuf"]
    for operation in (*WRAPS, "emoji", "ustyle", "zerowidth", "rtl"):
        if operation in chosen:
            before, text = text, (WRAPS.get(operation) or WRITINGS[operation])(text, dice)
            done += [operation] * (before != text)
    return text, done


def platform_keys() -> frozenset[str]:
    """Words that come and go with the same game, or mark it, in lower case."""
    return frozenset(word.lower() for word in PLATFORM_WORDS + words.listed("marks"))
