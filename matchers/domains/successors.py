"""The likely next names of an operator: what its confirmed names do, carried on and ranked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

_NUMBER = re.compile(r"\d+")
_AHEAD = 10  # how far behind the last number of a series is looked
_LEAST_SERIES = 2  # names that make a series
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Where operators register, the most usual first: own knowledge.
_SUFFIXES = (
    *("com", "net", "org", "vip", "club", "win", "bet", "top", "live", "pro", "info", "app"),
    *("cc", "me", "co", "fun", "online", "site", "asia", "vin", "biz", "tv", "xyz", "shop"),
)


class Habit(StrEnum):
    """What the confirmed names do that the next one would do again."""

    GAP = "gap"  # a number that the series jumped over
    NEXT_NUMBER = "next_number"
    NEXT_LETTER = "next_letter"
    OTHER_SUFFIX = "other_suffix"


@dataclass(frozen=True, slots=True)
class Successor:
    """A name that may come next. ``score`` orders the list: it is no probability."""

    name: str
    score: float
    habit: Habit
    like: str  # the confirmed name that it is most like


@dataclass(frozen=True, slots=True)
class _Member:
    label: str
    suffix: str
    before: str
    number: str
    behind: str


def successors(confirmed: Iterable[tuple[str, str]], limit: int = 100) -> tuple[Successor, ...]:
    """The likeliest next names after confirmed ones, each given as label and suffix.

    A name that is confirmed already is never among them.
    """
    known = sorted(set(confirmed))
    suffixes = Counter(suffix for _, suffix in known)
    best: dict[str, Successor] = {}
    for found in (*_numbered(known), *_lettered(known), *_elsewhere(known, suffixes)):
        if found.name not in best or found.score > best[found.name].score:
            best[found.name] = found
    for label, suffix in known:
        best.pop(f"{label}.{suffix}", None)
    ranked = sorted(best.values(), key=lambda found: (-found.score, found.name))
    return tuple(ranked[:limit])


def _numbered(known: list[tuple[str, str]]) -> Iterator[Successor]:
    """The numbers behind and between those of each series."""
    frames: dict[tuple[str, str, str], list[_Member]] = defaultdict(list)
    for label, suffix in known:
        for found in _NUMBER.finditer(label):
            before, number, behind = label[: found.start()], found[0], label[found.end() :]
            frames[before, behind, suffix].append(_Member(label, suffix, before, number, behind))
    for members in frames.values():
        for width, series in _by_width(members).items():
            yield from _carried_on(series, width)


def _by_width(members: list[_Member]) -> Mapping[int, list[_Member]]:
    """The series of a frame: 01 … 09, 10 is one, padded to two; 9, 10 is another, padded to 0."""
    padded = {len(member.number) for member in members if member.number.startswith("0")}
    series: dict[int, list[_Member]] = defaultdict(list)
    for member in members:
        length = len(member.number)
        series[length if length in padded else 0].append(member)
    return series


def _carried_on(members: list[_Member], width: int) -> Iterator[Successor]:
    numbers = {int(member.number): member for member in members}
    last, first = max(numbers), min(numbers)
    if len(numbers) < _LEAST_SERIES:
        # One number alone may be the brand's own (88): its neighbours are a guess.
        yield from _steps(numbers[last], width, last, 3, 0.2)
        return
    # A series that skips most of its numbers says little of the next one.
    dense = len(numbers) / (last - first + 1)
    trust = 0.5 + 0.5 * dense * min(len(numbers), 10) / 10
    yield from _steps(numbers[last], width, last, _AHEAD, trust)
    for number in range(first + 1, last) if dense >= 0.2 else ():
        if number not in numbers:
            name = _written(numbers[last], width, number)
            yield Successor(name, round(trust * dense * 0.9, 4), Habit.GAP, _name(numbers[last]))


def _steps(member: _Member, width: int, last: int, ahead: int, trust: float) -> Iterator[Successor]:
    for step in range(1, ahead + 1):
        name = _written(member, width, last + step)
        score = round(trust * 0.8 ** (step - 1), 4)
        yield Successor(name, score, Habit.NEXT_NUMBER, _name(member))


def _written(member: _Member, width: int, number: int) -> str:
    return f"{member.before}{number:0{width}d}{member.behind}.{member.suffix}"


def _name(member: _Member) -> str:
    return f"{member.label}.{member.suffix}"


def _lettered(known: list[tuple[str, str]]) -> Iterator[Successor]:
    """The next letters of names that differ in their last letter only: ``…a``, ``…b``."""
    ends: dict[tuple[str, str], set[str]] = defaultdict(set)
    for label, suffix in known:
        if len(label) > 2 and label[-1] in _LETTERS and label[-2].isdigit():
            ends[label[:-1], suffix].add(label[-1])
    for (stem, suffix), letters in ends.items():
        if len(letters) < _LEAST_SERIES:
            continue
        place = _LETTERS.index(max(letters))
        for step, letter in enumerate(_LETTERS[place + 1 : place + 6]):
            score = round(0.6 * 0.9**step, 4)
            like = f"{stem}{max(letters)}.{suffix}"
            yield Successor(f"{stem}{letter}.{suffix}", score, Habit.NEXT_LETTER, like)


def _elsewhere(known: list[tuple[str, str]], suffixes: Counter[str]) -> Iterator[Successor]:
    """Each label on the suffixes that the others use, then on the usual ones."""
    usual = [suffix for suffix, _ in suffixes.most_common()]
    usual += [suffix for suffix in _SUFFIXES if suffix not in suffixes]
    uses = Counter(label for label, _ in known)
    for label, suffix in known:
        # What stands on several suffixes stands on more: of such names 2 to 7 in 100 were listed
        # within the years after, of the next numbers of series hardly one (hostsVN, 2026-11).
        trust = min(0.25 + 0.2 * (uses[label] - 1), 0.9)
        for place, other in enumerate(usual):
            if other != suffix:
                score = round(trust * 0.93**place, 4)
                name = f"{label}.{other}"
                yield Successor(name, score, Habit.OTHER_SUFFIX, f"{label}.{suffix}")
