"""The Public Suffix List of tldextract, private suffixes too, as one table of hashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

END = 1  # the rule ends here: what was read so far is a suffix
PARENT = 2  # a longer rule begins with this
WILD = 4  # every name below this is a suffix (``*.ck``) …
EXCEPTION = 8  # … but this one (``!www.ck``)
BASIS = np.uint64(0xCBF29CE484222325)  # FNV-1a
PRIME = np.uint64(0x100000001B3)
_RULE = re.compile(r"^(?!//)\S+", re.MULTILINE)
Word = TypeVar("Word", np.uint32, np.uint64)


class Suffixes(NamedTuple):
    """Every suffix and every end of one, found by the hash of its text read backwards."""

    keys: npt.NDArray[np.uint64]  # in the next free slot where another text stands
    marks: npt.NDArray[np.uint8]  # 0: a free slot
    number: npt.NDArray[np.int16]  # of the suffix that ends here
    wild: npt.NDArray[np.int16]  # of the suffix that every name below this is
    unknown: int  # the number of no suffix at all


@cache
def suffixes() -> tuple[str, ...]:
    """All suffixes without the leading dot, in punycode; ``*.ck`` is one; the last, "", is none."""
    return (*sorted({_plain(rule) for rule in _rules() if not rule.startswith("!")}), "")


@cache
def suffix_table() -> Suffixes:
    """The table that the splitter walks."""
    numbers = {text: number for number, text in enumerate(suffixes())}
    marks: dict[str, int] = {}
    for rule in map(_plain, _rules()):
        text = rule.removeprefix("!").removeprefix("*.")
        mark = EXCEPTION if rule.startswith("!") else WILD if rule.startswith("*.") else END
        marks[text] = marks.get(text, 0) | mark
        for parent in _parents(text):
            marks[parent] = marks.get(parent, 0) | PARENT
    return _table(marks, numbers)


def suffix_hashes() -> npt.NDArray[np.uint32]:
    """FNV-1a of 32 bits of each suffix: what a model knows it by, whatever its number here."""
    return _fnv(suffixes(), np.uint32(0x811C9DC5), np.uint32(0x01000193))


def _fnv(texts: Sequence[str], basis: Word, prime: Word) -> npt.NDArray[Word]:
    """The hash of each text's bytes, a column of all texts at a time."""
    rows = np.array([text.encode("ascii") for text in texts], dtype=np.bytes_)
    letters = rows.view(np.uint8).reshape(len(texts), -1)
    keys = np.full(len(texts), basis)
    for column in letters.T:
        keys = np.where(column > 0, (keys ^ column.astype(keys.dtype)) * prime, keys)
    return keys


def _table(marks: dict[str, int], numbers: dict[str, int]) -> Suffixes:
    size = 1 << (4 * len(marks)).bit_length()
    unknown = len(numbers) - 1
    table = Suffixes(
        keys=np.zeros(size, dtype=np.uint64),
        marks=np.zeros(size, dtype=np.uint8),
        number=np.full(size, unknown, dtype=np.int16),
        wild=np.full(size, unknown, dtype=np.int16),
        unknown=unknown,
    )
    taken: set[int] = set()
    slots, keys = [], _fnv([text[::-1] for text in marks], BASIS, PRIME)
    for slot in (keys & np.uint64(size - 1)).tolist():
        while slot in taken:
            slot = (slot + 1) & (size - 1)
        taken.add(slot)
        slots.append(slot)
    table.keys[slots], table.marks[slots] = keys, list(marks.values())
    table.number[slots] = [numbers.get(text, unknown) for text in marks]
    table.wild[slots] = [numbers.get(f"*.{text}", unknown) for text in marks]
    return table


def _parents(text: str) -> Iterator[str]:
    labels = text.split(".")
    return (".".join(labels[place:]) for place in range(1, len(labels)))


@cache
def _rules() -> tuple[str, ...]:
    """All rules of the snapshot beside tldextract, which is not imported: that takes longer."""
    found = find_spec("tldextract")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("tldextract, which brings the Public Suffix List, is missing")
    text = Path(found.origin).with_name(".tld_set_snapshot").read_text(encoding="utf-8")
    return tuple(sorted(set(_RULE.findall(text))))


def _plain(rule: str) -> str:
    """The rule in punycode: so are the names it is compared with."""
    return rule if rule.isascii() else ".".join(_puny(label) for label in rule.split("."))


def _puny(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
