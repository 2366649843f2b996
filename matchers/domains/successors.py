"""The likely next names of an operator: what its confirmed names do, carried on and ranked.

Where an operator goes next is learned from all names that are known by then; nothing is looked up.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

_NUMBER = re.compile(r"\d+")
_AHEAD = 10  # how far behind the last number of a series is looked
_LEAST_SERIES = 2  # names that make a series
_LONG_SERIES = 6  # names from which its gaps are filled, however many it has
_JUMP = 30  # numbers left out, from which another series begins
_LEAST_DENSE = 0.05  # share of its numbers that are taken; below it they say nothing
# Days in which a habit loses half of its weight (hostsVN until 2024, 2026-11).
_HALF_SUFFIX, _HALF_LABEL, _HALF_SERIES = 500, 700, 120
_BELIEF = 20  # names of an operator that weigh as much as what all others do
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
class Learned:
    """What all names that are known tell of the next ones."""

    suffixes: Mapping[str, float] = field(default_factory=dict)  # the share that each has
    ages: Mapping[tuple[str, str], int] = field(default_factory=dict)  # in days, of each name


def learn(names: Iterable[tuple[str, str, date]], today: date) -> Learned:
    """What labels and suffixes do lately; ``names`` with the day on which each came up.

    Half of a suffix's weight is how many took it lately, half how many went on to it who were
    elsewhere before.
    """
    # Where few names are known, the usual suffixes weigh about as much as ten of them.
    taken = Counter({suffix: 0.93**place for place, suffix in enumerate(_SUFFIXES)})
    moved, ages = Counter[str](), {}
    labels: set[str] = set()
    for label, suffix, day in sorted(names, key=lambda name: (name[2], name)):
        ages[label, suffix] = (today - day).days
        taken[suffix] += _faded(ages[label, suffix], _HALF_SUFFIX)
        moved[suffix] += label in labels
        labels.add(label)
    all_taken, all_moved = sum(taken.values()), sum(moved.values())
    return Learned(
        suffixes={
            suffix: (taken[suffix] / all_taken + moved[suffix] / max(all_moved, 1)) / 2
            for suffix in taken
        },
        ages=ages,
    )


def _faded(days: int, half: int) -> float:
    return float(0.5 ** (days / half))


@dataclass(frozen=True, slots=True)
class _Member:
    label: str
    suffix: str
    before: str
    number: str
    behind: str


def successors(
    confirmed: Iterable[tuple[str, str]], limit: int = 100, learned: Learned | None = None
) -> tuple[Successor, ...]:
    """The likeliest next names after confirmed ones, each given as label and suffix.

    A name that is confirmed already is never among them.
    """
    known, learned = sorted(set(confirmed)), learned or Learned()
    weights = _weights(known, learned)
    best: dict[str, Successor] = {}
    for found in (*_numbered(known, learned), *_lettered(known), *_moved(known, weights, learned)):
        if found.name not in best or found.score > best[found.name].score:
            best[found.name] = found
    for label, suffix in known:
        best.pop(f"{label}.{suffix}", None)
    ranked = sorted(best.values(), key=lambda found: (-found.score, found.name))
    return tuple(ranked[:limit])


def _numbered(known: list[tuple[str, str]], learned: Learned) -> Iterator[Successor]:
    """The numbers behind and between those of each series."""
    frames: dict[tuple[str, str, str], list[_Member]] = defaultdict(list)
    for label, suffix in known:
        for found in _NUMBER.finditer(label):
            before, number, behind = label[: found.start()], found[0], label[found.end() :]
            frames[before, behind, suffix].append(_Member(label, suffix, before, number, behind))
    for members in frames.values():
        for width, series in _by_width(members).items():
            ages = (learned.ages.get((each.label, each.suffix), 0) for each in series)
            fresh = _faded(min(ages), _HALF_SERIES)
            for stretch in _stretches(series):
                yield from _carried_on(stretch, width, fresh)


def _by_width(members: list[_Member]) -> Mapping[int, list[_Member]]:
    """The series of a frame: 01 … 09, 10 is one, padded to two; 9, 10 is another, padded to 0."""
    padded = {len(member.number) for member in members if member.number.startswith("0")}
    series: dict[int, list[_Member]] = defaultdict(list)
    for member in members:
        length = len(member.number)
        series[length if length in padded else 0].append(member)
    return series


def _stretches(series: list[_Member]) -> Iterator[list[_Member]]:
    """A series parted where it jumps: beside 1 to 111 a brand also takes 333 and 888."""
    stretch: list[_Member] = []
    for member in sorted(series, key=lambda each: int(each.number)):
        if stretch and int(member.number) - int(stretch[-1].number) > _JUMP:
            yield stretch
            stretch = []
        stretch.append(member)
    yield stretch


def _carried_on(members: list[_Member], width: int, fresh: float) -> Iterator[Successor]:
    numbers = {int(member.number): member for member in members}
    last, first = max(numbers), min(numbers)
    if len(numbers) < _LEAST_SERIES:
        # One number alone may be the brand's own (88): its neighbours are a guess.
        yield from _steps(numbers[last], width, last, 1, 0.01)
        return
    # A series that skips most of its numbers says little of the next one.
    dense = len(numbers) / (last - first + 1)
    long = len(numbers) >= _LONG_SERIES
    # Of short ones hardly a next number was listed in the years after (hostsVN, 2026-11): the
    # first is looked at, the others stand behind the suffixes.
    yield from _steps(numbers[last], width, last, _AHEAD, fresh * (dense if long else 0.5), long)
    for number in range(first + 1, last) if dense >= (_LEAST_DENSE if long else 0.2) else ():
        if number not in numbers:
            name = _written(numbers[last], width, number)
            score = round(fresh * dense * (0.9 if long else 0.1), 4)
            yield Successor(name, score, Habit.GAP, _name(numbers[last]))


def _steps(
    member: _Member, width: int, last: int, ahead: int, trust: float, long: bool = False
) -> Iterator[Successor]:
    for step in range(1, ahead + 1):
        name = _written(member, width, last + step)
        score = round(trust * (0.95 if long else 0.1) ** (step - 1), 4)
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


def _weights(known: list[tuple[str, str]], learned: Learned) -> Mapping[str, float]:
    """How likely the next name takes each suffix: as all do lately, and of the operator's sort.

    Where nothing is learned: first the suffixes that it uses, then the usual ones.
    """
    own = Counter(suffix for _, suffix in known)
    if not learned.suffixes:
        ranked = [suffix for suffix, _ in own.most_common()]
        ranked += [suffix for suffix in _SUFFIXES if suffix not in own]
        return {suffix: 0.25 * 0.93**place for place, suffix in enumerate(ranked)}
    sorts, used = Counter[bool](), Counter[bool]()
    for suffix, share in learned.suffixes.items():
        sorts[_is_country(suffix)] += share
    for suffix, count in own.items():
        used[_is_country(suffix)] += count
    return {
        suffix: share
        * (used[_is_country(suffix)] / sorts[_is_country(suffix)] + _BELIEF)
        / (len(known) + _BELIEF)
        for suffix, share in learned.suffixes.items()
    }


def _is_country(suffix: str) -> bool:
    return len(suffix.rpartition(".")[2]) == 2


def _moved(
    known: list[tuple[str, str]], weights: Mapping[str, float], learned: Learned
) -> Iterator[Successor]:
    """Each label on the suffixes where it is not yet.

    What stands on several stands on more, the likelier the later it moved: of such names 2 to 7 in
    100 were listed within the years after (hostsVN, 2026-11).
    """
    uses = Counter(label for label, _ in known)
    age: dict[str, int] = {}
    for label, suffix in known:
        days = learned.ages.get((label, suffix), 0)
        age[label] = min(age.get(label, days), days)
    for label, suffix in known:
        trust = uses[label] * _faded(age[label], _HALF_LABEL)
        for other, weight in weights.items():
            if other != suffix:
                score = round(trust * weight, 6)
                name = f"{label}.{other}"
                yield Successor(name, score, Habit.OTHER_SUFFIX, f"{label}.{suffix}")
