"""The words of invented titles and firms, read from ``words.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a title as people write it in Vietnamese, Chinese, pinyin and English."""

    shown: str
    chinese: str | None = None
    pinyin: str | None = None
    english: str | None = None


def listed(name: str) -> list[str]:
    """The words of one list."""
    return [word.strip() for word in _TABLE[name].replace("\n", " ").split(",") if word.strip()]


def units(*names: str) -> list[Unit]:
    """The words of lists as units; those with ``=`` carry their other scripts."""
    return [Unit(*word.split("=")) for name in names for word in listed(name)]


def pairs(name: str) -> list[tuple[str, str]]:
    """Words with their English."""
    return [(left, right) for left, _, right in (word.partition("=") for word in listed(name))]
