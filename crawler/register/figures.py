"""The ministry's register figures: what was granted and revoked, and what there is on a day.

Rows of regulation.md §5.1. A year is counted from 1 January to the cut-off, and compared with the
same days of the year before, never with that whole year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from crawler.records import (
    CLASS_OF_KIND,
    EntryStatus,
    EventKind,
    LicenceKind,
    RegisterEvent,
    RegistryEntry,
)
from crawler.store.standing import turning_points
from crawler.text import fold_marks

GROUPS: Mapping[str, frozenset[LicenceKind]] = {
    "g1_licences": frozenset({LicenceKind.G1_SERVICE_LICENCE}),
    "g1_decisions": frozenset({LicenceKind.G1_RELEASE_DECISION}),
    "g2_g4_certificates": frozenset({LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE}),
    "g2_g4_confirmations": frozenset(
        {LicenceKind.G2_CONFIRMATION, LicenceKind.G3_CONFIRMATION, LicenceKind.G4_CONFIRMATION}
    ),
    "all_games": frozenset(CLASS_OF_KIND),
    "news_sites": frozenset({LicenceKind.AGGREGATED_NEWS_LICENCE}),
    "social_networks": frozenset({LicenceKind.SOCIAL_NETWORK_LICENCE}),
}
_ORIGINS: Mapping[str, frozenset[str]] = {
    "vietnam": frozenset({"viet nam", "vietnam", "vn"}),
    "china": frozenset({"trung quoc", "china", "cn"}),
}
_Key = tuple[LicenceKind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies within."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row: flow of the year up to the cut-off, the same days before, and stock by state."""

    figure: str
    period: Period
    before: Period
    granted: int
    granted_before: int
    revoked: int
    revoked_before: int
    stock: int
    states: Mapping[EntryStatus, int]

    @property
    def granted_percent(self) -> Fraction | None:
        """By how much more was granted than in the same days of the year before; None: no base."""
        if not self.granted_before:
            return None
        return Fraction(100 * (self.granted - self.granted_before), self.granted_before)

    @property
    def ended(self) -> int:
        """Papers of the stock that are certainly not in force."""
        return sum(count for state, count in self.states.items() if state.in_force is False)

    @property
    def unclear(self) -> int:
        """Papers of the stock of which nobody knows whether they are in force."""
        return sum(count for state, count in self.states.items() if state.in_force is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Whether numbers that belong together do; ``says`` is the sum as it is printed."""

    check: str
    ok: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCounted:
    """A paper that a figure leaves out because nobody knows its day or state."""

    figure: str
    entry: str
    number: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that ``registry stats`` prints."""

    rows: tuple[Figure, ...]
    origins: Mapping[str, int]  # games of the stock by origin; "unknown" where no file says it
    checks: tuple[Check, ...]
    not_counted: tuple[NotCounted, ...]

    def value(self, name: str) -> Fraction | int | None:
        """A figure by the name that ``--stated`` uses: ``g1_licences.stock``; None: no such one."""
        return _named(self).get(name)


def register_figures(
    papers: Iterable[RegistryEntry], events: Mapping[_Key, Sequence[RegisterEvent]], day: date
) -> Figures:
    """The figures on a day from the papers as they stood then and everything known of them."""
    papers = tuple(papers)
    period = Period(first=date(day.year, 1, 1), last=day)
    before = Period(first=date(max(day.year - 1, 1), 1, 1), last=_year_before(day))
    counted = [paper for paper in papers if not _ungranted(paper, day)]
    rows = tuple(
        _figure(name, [paper for paper in counted if paper.kind in kinds], events, period, before)
        for name, kinds in GROUPS.items()
    )
    games = [paper for paper in counted if paper.kind in CLASS_OF_KIND]
    return Figures(
        rows=rows,
        origins=Counter(_origin(paper) for paper in games),
        checks=tuple(_checks({row.figure: row for row in rows})),
        not_counted=tuple(
            missing for paper in papers for missing in _not_counted(paper, events, (period, before))
        ),
    )


def _figure(
    name: str,
    papers: Sequence[RegistryEntry],
    events: Mapping[_Key, Sequence[RegisterEvent]],
    period: Period,
    before: Period,
) -> Figure:
    issued = [paper.issued for paper in papers if paper.issued is not None]
    revoked = [_revoked(events.get((paper.kind, paper.entry), ())) for paper in papers]
    return Figure(
        figure=name,
        period=period,
        before=before,
        granted=sum(period.holds(day) for day in issued),
        granted_before=sum(before.holds(day) for day in issued),
        revoked=sum(any(_within(event, period) for event in found) for found in revoked),
        revoked_before=sum(any(_within(event, before) for event in found) for found in revoked),
        stock=len(papers),
        states=Counter(paper.status for paper in papers),
    )


def _revoked(events: Sequence[RegisterEvent]) -> list[RegisterEvent]:
    return [event for event in turning_points(events) if event.event is EventKind.REVOKED]


def _within(event: RegisterEvent, period: Period) -> bool | None:
    """Whether the event lies in the period; None: nobody knows."""
    if event.day is not None:
        return period.holds(event.day)
    if event.not_after is None:
        return None
    # The day after the paper was last seen; of two imports on one day, that day.
    first = event.not_before and min(event.not_before + timedelta(days=1), event.not_after)
    if event.not_after < period.first or (first is not None and first > period.last):
        return False
    if first is not None and period.holds(first) and period.holds(event.not_after):
        return True
    return None


def _ungranted(paper: RegistryEntry, day: date) -> bool:
    """Whether nobody knows that the paper was there on the day."""
    return paper.status is EntryStatus.UNKNOWN and (paper.issued is None or paper.issued > day)


def _not_counted(
    paper: RegistryEntry,
    events: Mapping[_Key, Sequence[RegisterEvent]],
    periods: tuple[Period, Period],
) -> Iterator[NotCounted]:
    day = periods[0].last
    whys = []
    if _ungranted(paper, day):
        whys.append("day of issue not known: neither granted nor stock")
    elif paper.issued is None or paper.issued > day:
        whys.append("day of issue not known: stock only")
    elif paper.status is EntryStatus.UNKNOWN:
        whys.append("in force or not on that day: not known")
    for event in _revoked(events.get((paper.kind, paper.entry), ())):
        if any(_within(event, period) is None for period in periods):
            whys.append(f"day of revocation not known, not later than {event.not_after}")
    name = next(name for name, kinds in GROUPS.items() if paper.kind in kinds)
    for why in whys:
        yield NotCounted(figure=name, entry=paper.entry, number=paper.number, why=why)


def _checks(rows: Mapping[str, Figure]) -> Iterator[Check]:
    for name, row in rows.items():
        yield sum_check(
            f"{name}.stock", (row.states[EntryStatus.IN_FORCE], row.ended, row.unclear), row.stock
        )
    parts = ("g1_decisions", "g2_g4_confirmations")
    games = rows["all_games"]
    yield sum_check("all_games.granted", [rows[name].granted for name in parts], games.granted)
    yield sum_check("all_games.stock", [rows[name].stock for name in parts], games.stock)


def sum_check(name: str, parts: Sequence[Fraction | int], total: Fraction | int) -> Check:
    """Whether the parts make the total; the sum is printed either way."""
    added = " + ".join(shown(part) for part in parts)
    ok = sum(parts) == total
    sign = "=" if ok else f"= {shown(sum(parts))} ≠"
    return Check(check=name, ok=ok, says=f"{added} {sign} {shown(total)}")


def shown(number: Fraction | int) -> str:
    """A number for people; a fraction with one decimal."""
    return f"{float(number):.1f}" if Fraction(number).denominator > 1 else str(int(number))


def percent(part: int, whole: int) -> Fraction | None:
    """The share in per cent; None of nothing."""
    return Fraction(100 * part, whole) if whole else None


def _named(figures: Figures) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for row in figures.rows:
        for name, value in as_row(row).items():
            named[f"{row.figure}.{name}"] = value
        named[f"{row.figure}.granted_percent"] = row.granted_percent
    known = sum(count for origin, count in figures.origins.items() if origin != "unknown")
    for origin in (*_ORIGINS, "others"):
        named[f"origin.{origin}_percent"] = percent(figures.origins.get(origin, 0), known)
    return {name: value for name, value in named.items() if isinstance(value, int | Fraction)}


def as_row(row: Figure) -> dict[str, Any]:
    """The figure as a line of ``--json``; percentages with one decimal."""
    ratio = row.granted_percent
    return {
        "figure": row.figure,
        "from": row.period.first,
        "to": row.period.last,
        "granted": row.granted,
        "granted_before": row.granted_before,
        "granted_percent": None if ratio is None else round(float(ratio), 1),
        "revoked": row.revoked,
        "revoked_before": row.revoked_before,
        "before_from": row.before.first,
        "before_to": row.before.last,
        "stock": row.stock,
        "in_force": row.states.get(EntryStatus.IN_FORCE, 0),
        "ended": row.ended,
        "unclear": row.unclear,
        "states": {state.value: count for state, count in sorted(row.states.items())},
    }


def _origin(paper: RegistryEntry) -> str:
    word = " ".join(fold_marks(paper.origin).split())
    if not word:
        return "unknown"
    return next((name for name, words in _ORIGINS.items() if word in words), "others")


def _year_before(day: date) -> date:
    year = max(day.year - 1, 1)
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
