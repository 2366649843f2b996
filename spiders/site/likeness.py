"""How alike two texts are: a hash that near texts nearly share, and the share of common words."""

from __future__ import annotations

import re

import mmh3

_WORD = re.compile(r"\w+")
_RUN = 3  # words in a row
_BITS = 64


def near_hash(text: str) -> str | None:
    """Sixteen hex digits (SimHash of runs of three words); near texts differ in few bits.

    None for a text too short to be compared.
    """
    words = _WORD.findall(text.lower())
    if len(words) < 4 * _RUN:
        return None
    runs = {" ".join(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)}
    votes = [0] * _BITS
    for run in runs:
        hashed = mmh3.hash64(run.encode(), signed=False)[0]
        for bit in range(_BITS):
            votes[bit] += 1 if hashed >> bit & 1 else -1
    return f"{sum(1 << bit for bit in range(_BITS) if votes[bit] > 0):016x}"


def likeness(one: str, other: str) -> float:
    """The share of the different words that two texts have in common, 0 to 1."""
    words, others = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    if not words and not others:
        return 1.0
    return len(words & others) / len(words | others)
