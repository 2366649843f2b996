"""A page parted into what is shown and what its scripts hold, in one walk however it is broken."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENS = re.compile(r"<(script|style|noscript)\b", re.IGNORECASE)
_CLOSES = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "noscript")}
_LONGEST_HEAD = 4_000  # characters of one tag


@dataclass(frozen=True, slots=True)
class Parted:
    """The text that is left without scripts and styles, and each script by its tag."""

    shown: str
    scripts: tuple[tuple[str, str], ...]  # the tag, what stands in it


def parted(page: str) -> Parted:
    """Parts a page; a script without an end holds all the rest."""
    # Patterns that look for the end from every beginning take hours for a page of beginnings.
    shown: list[str] = []
    scripts: list[tuple[str, str]] = []
    place = 0
    while found := _OPENS.search(page, place):
        shown.append(page[place : found.start()])
        name = found[1].lower()
        head = page.find(">", found.end(), found.end() + _LONGEST_HEAD)
        inside = found.end() if head < 0 else head + 1
        closes = _CLOSES[name].search(page, inside)
        end = closes.start() if closes else len(page)
        if name == "script":
            scripts.append((page[found.start() : inside], page[inside:end]))
        place = page.find(">", end) + 1 or len(page)
    shown.append(page[place:])
    return Parted(" ".join(shown), tuple(scripts))
