"""Names by name alone: bytes in, and out the names worth a look with their reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from crawler.records import Reason, ScreenedName
from matchers.domains.automaton import NEAR, PLAIN
from matchers.domains.explain import (
    reason_of_hit,
    reason_of_script,
    reason_of_shape,
    reason_of_sharing,
)
from matchers.domains.idn import Decoded
from matchers.domains.model import explain
from matchers.domains.patterns import PatternKind, load_patterns
from matchers.domains.protected import protected_hosts, protection
from matchers.domains.reading import Reading, Refused, read_lines
from matchers.domains.sieve import NEVER, NO_NAME, sieve, sift, weigh_lines
from matchers.domains.split import State, text_of
from matchers.domains.suffixes import suffixes

_ANY = -1e20  # log-odds of the threshold 0: above those of a name that many share
_TELLING = frozenset({PatternKind.BRAND, PatternKind.TERM})
_SHARED = int(State.SHARED)
_PLACE = itemgetter(1)
_Hit = tuple[int, int, int, int]  # pattern, first, last, how


@dataclass(frozen=True, slots=True)
class Screening:
    """What one piece of a file held."""

    names: tuple[ScreenedName, ...]
    places: tuple[int, ...]  # the line of each name, counted from 0
    lines: int
    named: int  # how many of the lines hold a name, flagged or not
    refused: tuple[Refused, ...]


def screen_names(names: Iterable[str], *, threshold: float | None = None) -> Iterator[ScreenedName]:
    """Every name that is one, in order, with its score and reasons."""
    lines = (name.replace("\n", " ").encode("utf-8", "replace") for name in names)
    yield from screen(b"\n".join(lines), threshold=threshold, every=True).names


def screen(
    piece: bytes,
    *,
    threshold: float | None = None,
    every: bool = False,
    protected: Mapping[str, str] | None = None,
) -> Screening:
    """The names of the lines whose score reaches the threshold, or every name; in their order.

    A name below one of the ``protected`` hosts (None: the shipped ones) is never flagged.
    """
    read = read_lines(piece)
    odds = weigh_lines(read.lines)
    least = _least_odds(sieve().names.threshold if threshold is None else threshold)
    rows = np.flatnonzero(odds > NO_NAME if every else odds >= least)
    kept = _protected(read, rows, _shipped() if protected is None else protected)
    odds[list(kept)] = NEVER
    if not every:
        rows = rows[odds[rows] >= least]
    return Screening(
        names=tuple(_screened(read, rows, odds, least, kept)),
        places=tuple(rows.tolist()),
        lines=len(odds),
        named=int(np.count_nonzero(odds > NO_NAME)),
        refused=read.refused,
    )


def flagged_of(addresses: Iterable[str], protected: Mapping[str, str]) -> list[str]:
    """Those of the addresses whose name alone is worth a visit, as they were written."""
    written = [address.replace("\n", " ") for address in addresses]
    lines = "\n".join(written).encode("utf-8", "replace")
    return [written[place] for place in screen(lines, protected=protected).places]


@cache
def _shipped() -> Mapping[str, str]:
    return protected_hosts({})


def _protected(
    read: Reading, rows: npt.NDArray[np.int64], hosts: Mapping[str, str]
) -> Mapping[int, Reason]:
    """The lines of the rows that are protected, with why."""
    places = zip(read.lines.first[rows].tolist(), read.lines.last[rows].tolist(), strict=True)
    found = (protection(_name(read, first, last), hosts) for first, last in places)
    return {line: why for line, why in zip(rows.tolist(), found, strict=True) if why}


def _name(read: Reading, first: int, last: int) -> str:
    return read.text[first:last].decode("ascii").lower()


def _least_odds(score: float) -> float:
    if score <= 0:
        return _ANY
    return math.log(score / (1 - score)) if score < 1 else math.inf


def _screened(
    read: Reading,
    rows: npt.NDArray[np.int64],
    odds: npt.NDArray[np.float32],
    least: float,
    protected: Mapping[int, Reason],
) -> Iterator[ScreenedName]:
    lines, some = read.lines, odds[rows].astype(np.float64)
    scores = np.round(1 / (1 + np.exp(np.minimum(-some, 500))), 4)
    columns = (lines.first[rows], lines.last[rows], lines.label_first[rows], scores, some >= least)
    cells = zip(*(column.tolist() for column in columns), strict=True)
    for line, hits, (first, last, label, score, flagged) in zip(
        rows.tolist(), _hits(read, rows), cells, strict=True
    ):
        name = _name(read, first, last)
        why = protected.get(line)
        yield ScreenedName(
            name=name,
            domain=name[label - first :],
            score=score,
            flagged=flagged,
            reasons=(why,) if why else tuple(_reasons(read, line, name, hits, flagged)),
        )


def _hits(read: Reading, rows: npt.NDArray[np.int64]) -> Iterator[list[_Hit]]:
    """The hits of each row, in the order of the label."""
    found = sift(read.lines, rows, sieve())
    columns = (found.pattern, found.first, found.last, found.how)
    hits = list(zip(*(column.tolist() for column in columns), strict=True))
    for first, last in pairwise(found.bounds.tolist()):
        yield sorted(hits[first:last], key=_PLACE)


def _reasons(
    read: Reading, line: int, name: str, hits: list[_Hit], flagged: bool
) -> Iterator[Reason]:
    lines, telling = read.lines, False
    if lines.state[line] == _SHARED:
        yield reason_of_sharing(name)
        return
    begin, end = int(lines.label_first[line]), int(lines.label_last[line])
    label, decoded = _label(read, line, name, begin, end)
    rows = load_patterns().rows
    for hit in _told(hits):
        number, first, last, how = hit
        pattern, quote = rows[number], label[first - begin : last - begin]
        telling = telling or pattern.kind in _TELLING
        # What another script hid is told once, by its own reason.
        yield reason_of_hit(pattern, quote, PLAIN if quote == pattern.text else how)
    if decoded and decoded.alike:
        yield reason_of_script(decoded.text, label)
    if flagged and not telling:
        pieces = explain(label, suffixes()[lines.suffix[line]])
        yield reason_of_shape([piece for piece, _ in pieces] or [label])


def _label(read: Reading, line: int, name: str, begin: int, end: int) -> tuple[str, Decoded | None]:
    """The label as it was read; what stands in punycode also as its text."""
    decoded = read.decoded.get(line)
    if decoded:
        return text_of(read.lines.symbols[begin:end]), decoded
    first = int(read.lines.first[line])
    return name[begin - first : end - first], None


def _told(hits: list[_Hit]) -> Iterator[_Hit]:
    """The hits without those one letter away where a brand itself stands."""
    if len(hits) < 2:
        yield from hits
        return
    rows = load_patterns().rows
    brands = [hit for hit in hits if rows[hit[0]].kind is PatternKind.BRAND and hit[3] != NEAR]
    for hit in hits:
        _, first, last, how = hit
        if how != NEAR or not any(brand[1] < last and first < brand[2] for brand in brands):
            yield hit
