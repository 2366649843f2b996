"""The grounds of a request: words on paper, and the law of that day (``grounds.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from crawler.records import VerdictKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place of a law, or one rule of a platform, within the days of its force."""

    vi: str
    en: str
    verified: bool
    valid_from: date
    valid_to: date | None = None

    def printable(self, day: date) -> bool:
        """Whether a paper on an act of that day may name it."""
        in_force = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return self.verified and in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why an app is asked to be taken down."""

    vi: str
    en: str
    legal: tuple[Citation, ...]
    policy: tuple[Citation, ...]


@cache
def ground(kind: VerdictKind) -> Ground:
    """The ground of an accusing verdict; another kind raises ``KeyError``."""
    row = _rows()[kind.value]
    return Ground(
        vi=row["vi"],
        en=row["en"],
        legal=tuple(_citations(row, "legal")),
        policy=tuple(_citations(row, "policy")),
    )


def _citations(row: dict[str, Any], name: str) -> Iterator[Citation]:
    return (Citation(**citation) for citation in row.get(name, ()))


@cache
def _rows() -> dict[str, Any]:
    text = resources.files("reports").joinpath("grounds.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
