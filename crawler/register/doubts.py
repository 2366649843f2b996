"""What does not look right in a register: doubtful entries, and files that are another list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from crawler.records import CLASS_OF_KIND, EntryStatus, RegistryEntry
from crawler.register.columns import plain

_FIRST_YEAR = 2005  # the first rules on online games were of 2006 (60/2006/TTLT)
_NUMBER = re.compile(r"(\d+)\w{0,2} (?:qd|od|gp|gxn|xn|gcn|gi)\b")
_FIRM = re.compile(
    r"(?:tong )?(?:cong )?(?:cty|ty)\b|tap doan|doanh nghiep|ctcp|.*\b(?:ltd|jsc|llc)\b"
)
# Vietnamese read in the wrong encoding: UTF-8 as Latin-1, TCVN3 without its font, letters lost.
_GARBLED = re.compile(
    "Ã[\u0080-\u00bf]|á[º»]|Æ[°¡]|Ä[\u0080-\u0091‘]|«ng|[^\\W\\d_]\\?[^\\W\\d_]|�"
)
_KNOWN_SHARE = 0.95  # of decision numbers in a form that we know
_GARBLED_SHARE = 0.2
_NEIGHBOURS = 4  # papers with the next lower and higher numbers
_UNORDERED_SHARE = 0.1  # of the numbers of one year
_SLACK = timedelta(days=31)  # papers are not signed strictly in the order of their numbers


def misfits_of(entries: Sequence[RegistryEntry]) -> Iterator[str]:
    """Why the columns of a file are not what their header says, one sentence each."""
    count = len(entries)
    known = _count(entries, lambda entry: _NUMBER.search(plain(entry.number)) is not None)
    if known < _KNOWN_SHARE * count:
        yield f"only {known} of {count} numbers look like those of decisions"
    games = [entry for entry in entries if entry.title]
    firms = _count(games, lambda entry: _FIRM.match(plain(entry.title)) is not None)
    named = _count(games, lambda entry: _FIRM.match(plain(entry.publisher)) is not None)
    if firms > len(games) / 2 > named:
        yield f"{firms} of {len(games)} titles are names of firms: columns look swapped"
    garbled = _count(
        entries, lambda entry: _GARBLED.search(entry.title + entry.publisher) is not None
    )
    if garbled > _GARBLED_SHARE * count:
        yield f"{garbled} of {count} rows are garbled: the file was saved in another encoding"
    placed = [entry for entry in entries if entry.domains]
    if _count(placed, lambda entry: "." in entry.domains) < len(placed) / 2:
        yield "most of its domains are none: columns look swapped"
    termed = [entry for entry in entries if entry.issued and entry.expires]
    if _count(termed, _ends_early) > len(termed) / 2:
        yield "most of its papers end before they begin: columns look swapped"


def doubts_of(entries: Sequence[RegistryEntry], now: datetime) -> Iterator[str]:
    """Entries that are taken as printed and that a person should look at, one sentence each."""
    for entry in entries:
        name = f"{entry.number} “{entry.title or entry.publisher}”"
        if entry.issued is not None and entry.issued > now.date() + timedelta(days=1):
            yield f"{name} is of {entry.issued:%d/%m/%Y}, in the future"
        game = entry.kind in CLASS_OF_KIND
        if game and entry.issued is not None and entry.issued.year < _FIRST_YEAR:
            yield f"{name} is of {entry.issued:%d/%m/%Y}, before there were such papers"
        if entry.issued and entry.expires and _ends_early(entry):
            yield f"{name} ends on {entry.expires:%d/%m/%Y}, before it begins"
        if entry.ended is not None and entry.status is EntryStatus.IN_FORCE:
            yield f"{name} ended on {entry.ended:%d/%m/%Y} and is said to be in force"
    yield from _out_of_order(entries)


def _out_of_order(entries: Iterable[RegistryEntry]) -> Iterator[str]:
    """Days that most papers with the numbers around contradict: day and month may be swapped."""
    series: dict[tuple[str, int], dict[int, list[RegistryEntry]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for entry in entries:
        match = _NUMBER.search(plain(entry.number))
        if match is not None and entry.issued is not None:
            suffix = plain(entry.number)[match.end(1) :]
            series[suffix, entry.issued.year][int(match[1])].append(entry)
    for numbers in series.values():
        found = list(_contradicted(numbers))
        # Where many contradict each other, the numbers of that year were not given in order.
        if len(found) <= max(1, _UNORDERED_SHARE * len(numbers)):
            yield from found


def _contradicted(numbers: Mapping[int, Sequence[RegistryEntry]]) -> Iterator[str]:
    order = sorted(numbers)
    for place, number in enumerate(order):
        below = _days(numbers, order[max(0, place - _NEIGHBOURS) : place])
        above = _days(numbers, order[place + 1 : place + 1 + _NEIGHBOURS])
        for entry in numbers[number]:
            day = entry.issued
            if day is None:
                continue
            early = sum(other > day + _SLACK for other in below)
            late = sum(other < day - _SLACK for other in above)
            for wrong, side in ((early, below), (late, above)):
                if wrong >= 2 and wrong > 0.7 * len(side):
                    yield (
                        f"{entry.number} “{entry.title or entry.publisher}” is of "
                        f"{day:%d/%m/%Y}, which the papers with the numbers around it contradict"
                    )


def _days(numbers: Mapping[int, Sequence[RegistryEntry]], wanted: Iterable[int]) -> list[date]:
    return [day for number in wanted if (day := numbers[number][0].issued) is not None]


def _ends_early(entry: RegistryEntry) -> bool:
    return bool(entry.issued and entry.expires and entry.expires < entry.issued)


def _count(entries: Iterable[RegistryEntry], true: Callable[[RegistryEntry], bool]) -> int:
    return sum(map(true, entries))
