"""What is looked for inside the label of a domain name (``patterns.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any


class PatternKind(StrEnum):
    """What a text in a label speaks for."""

    BRAND = "brand"
    TERM = "term"
    ROLE = "role"
    BENIGN = "benign"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text of a-z and digits, its kind, and how much of a name it explains (0 to 1)."""

    text: str
    kind: PatternKind
    weight: float


@dataclass(frozen=True, slots=True)
class Patterns:
    """All patterns, each text once."""

    rows: tuple[Pattern, ...]


@cache
def load_patterns() -> Patterns:
    """The shipped patterns; a text of two kinds or two weights is what it is first."""
    found: dict[str, Pattern] = {}
    for pattern in (*_own(), *_operators()):
        found.setdefault(pattern.text, pattern)
    return Patterns(tuple(found.values()))


def _own() -> Iterator[Pattern]:
    tables = _read("matchers.domains", "patterns.toml")
    for kind in PatternKind:
        for weight, texts in tables[kind].items():
            yield from (Pattern(text, kind, float(weight)) for text in texts)


def _operators() -> Iterator[Pattern]:
    """The lexicon's brands; those that are everyday words or short weigh half."""
    brands = _read("matchers.lexicon", "brands.toml")
    short = set(brands["boundary"])
    for text in (*brands["bookmaker"], *brands["portal"]):
        yield Pattern(text, PatternKind.BRAND, 0.5 if text in short else 1.0)


def _read(package: str, file: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(package).joinpath(file).read_text(encoding="utf-8"))
