"""What a crawl's answers held less of than the earlier crawls' of its source, beyond chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from crawler.crawl.health import LOOKS
from crawler.errors import UsageProblem
from crawler.records import Drift
from crawler.store import Store
from crawler.store.measures import (
    Measured,
    answer_without,
    append_measures,
    measure,
    measured_crawls,
    measured_sources,
)

# Of the crawls of a source that does not change, so many at most are called drifted by chance;
# half for its fields and half for its volumes, whatever the number of them.
_FALSE_ALARMS = 0.01
_SIGHTINGS, _ANSWERS = 20, 5  # fewer in a crawl say nothing
_FIELD_LEFT, _VOLUME_LEFT = 0.8, 0.5  # of the lowest of the earlier crawls: more is no sharp fall
_COMPARED = 10  # crawls
_TOLD = 5  # crawls in a row; then it is what the source is like
_LOOKED_AT = 50  # crawls back

_Key = tuple[str, str | None]  # step and field; without a field the volume of the step


@dataclass(frozen=True, slots=True)
class _Amount:
    """What one crawl held of one thing: the mean, and what chance is computed from."""

    mean: float
    counts: Mapping[int, int]  # by value, how often; a field is there (1) or not (0)


_Amounts = dict[_Key, _Amount]


def record_drift(store: Store, crawl: int, *, now: datetime) -> tuple[Drift, ...]:
    """Measures a crawl that has ended, compares it, and keeps both."""
    measured = measure(store, crawl, LOOKS)
    earlier = measured_crawls(store, measured.source, most=_LOOKED_AT, before=crawl)
    drifts = tuple(
        replace(each, evidence=answer_without(store, crawl, step=each.step, field=each.field))
        for each in compare(measured, earlier)
    )
    append_measures(store, measured, drifts, now=now)
    return drifts


def compare(measured: Measured, earlier: Sequence[Measured]) -> Iterator[Drift]:
    """What fell sharply and beyond chance. ``earlier``: newest first."""
    names = {name for one in (measured, *earlier) for fill in one.fills for name in fill.filled}
    mine = _amounts(measured, names)
    before = [(each, _amounts(each, names)) for each in earlier]
    usual = {key: _usual(key, before) for key in mine}
    known = {key: _together(key[1], amounts) for key, amounts in usual.items() if amounts}
    tests = Counter(key[1] is None for key, was in known.items() if was.mean)
    for key, was in known.items():
        step, field = key
        left = _VOLUME_LEFT if field is None else _FIELD_LEFT
        if not was.mean or mine[key].mean > left * min(one.mean for one in usual[key]):
            continue
        chance = rank_chance if field is None else share_chance
        if chance(mine[key].counts, was.counts) > _FALSE_ALARMS / 2 / tests[field is None]:
            continue
        last = next(iter(_row(key, before)), None)
        yield Drift(
            crawl=measured.crawl,
            source=measured.source,
            step=step,
            field=field,
            was=was.mean,
            now=mine[key].mean,
            since=last.since if last else measured.crawl,
            since_at=last.since_at if last else measured.started_at,
            evidence=None,
        )


def standing_drifts(store: Store, source: str | None) -> list[Drift]:
    """What was found of one source or all, as long as no later crawl that can tell has it again."""
    found, measured = [], measured_sources(store)
    if source is not None and source not in measured:
        raise UsageProblem(
            f"No crawl of {source} was measured yet. Measured were: {', '.join(measured) or 'none'}"
        )
    for name in measured if source is None else [source]:
        told: set[tuple[str, bool]] = set()
        for each in measured_crawls(store, name, most=_LOOKED_AT):
            found += [one for one in each.drifts if (one.step, one.field is None) not in told]
            told |= {(step, field is None) for step, field in _amounts(each, {""})}
    return found


def said(drift: Drift) -> str:
    """A drift in a sentence."""
    since = f"since crawl {drift.since} ({drift.since_at:%Y-%m-%d})"
    look = f" Look at an answer: rasoat evidence show {drift.evidence}" if drift.evidence else ""
    if drift.field is None:
        what = (
            f"an answer of its {drift.step} brings {drift.now:.1f} sightings instead of "
            f"{drift.was:.1f}"
        )
    else:
        what = (
            f"{drift.now:.0%} of the sightings of its {drift.step} have {drift.field} instead of "
            f"{drift.was:.0%}"
        )
    return f"{drift.source} drifted: {what}, {since}.{look}"


def share_chance(now: Mapping[int, int], before: Mapping[int, int]) -> float:
    """How probable so few are if nothing changed: Fisher's exact test, one-sided."""
    rows, filled = now[0] + now[1], now[1]
    everything, all_filled = rows + before[0] + before[1], filled + before[1]
    fewest = max(0, rows - (everything - all_filled))
    whole = _log_choose(everything, rows)
    return math.fsum(
        math.exp(
            _log_choose(all_filled, some)
            + _log_choose(everything - all_filled, rows - some)
            - whole
        )
        for some in range(fewest, filled + 1)
    )


def rank_chance(now: Mapping[int, int], before: Mapping[int, int]) -> float:
    """How probable such low ranks are if nothing changed: Mann and Whitney's test, with ties."""
    mine, theirs = sum(now.values()), sum(before.values())
    everything = mine + theirs
    below, ranks, ties = 0, 0.0, 0
    for value in sorted({*now, *before}):
        same = now.get(value, 0) + before.get(value, 0)
        ranks += now.get(value, 0) * (below + (same + 1) / 2)
        below += same
        ties += same**3 - same
    spread = mine * theirs / 12 * (everything + 1 - ties / (everything * (everything - 1)))
    if spread <= 0:
        return 1.0
    wins = ranks - mine * (mine + 1) / 2
    z = (wins + 0.5 - mine * theirs / 2) / math.sqrt(spread)
    return 0.5 * math.erfc(-z / math.sqrt(2))


def _amounts(measured: Measured, names: Iterable[str]) -> _Amounts:
    """All that can be compared: a crawl that saw too little of a step says nothing of it."""
    found: _Amounts = {}
    for volume in measured.volumes:
        if sum(volume.answers.values()) >= _ANSWERS:
            found[volume.step, None] = _amount(volume.answers)
    for fill in measured.fills:
        if fill.sightings >= _SIGHTINGS:
            for name in names:
                share = fill.filled.get(name, 0) / fill.sightings
                found[fill.step, name] = _filled(share, fill.independent)
    return found


def _filled(share: float, independent: float) -> _Amount:
    rows = round(independent)
    there = round(share * rows)
    return _Amount(share, {0: rows - there, 1: there})


def _amount(counts: Mapping[int, int]) -> _Amount:
    total = sum(value * often for value, often in counts.items())
    return _Amount(total / sum(counts.values()), counts)


def _together(field: str | None, amounts: Sequence[_Amount]) -> _Amount:
    """What is usual. Crawl after crawl sees the same apps: many tell no more than the largest."""
    if field is not None:
        sizes = [sum(amount.counts.values()) for amount in amounts]
        share = sum(one.mean * size for one, size in zip(amounts, sizes, strict=True)) / sum(sizes)
        return _filled(share, max(sizes))
    counts: Counter[int] = Counter()
    for amount in amounts:
        counts.update(amount.counts)
    return _amount(counts)


def _row(key: _Key, before: Sequence[tuple[Measured, _Amounts]]) -> list[Drift]:
    """The same drift of the crawls just before, newest first."""
    told = (_drift_of(each, key) for each, amounts in before if key in amounts)
    return [one for one in takewhile(lambda one: one is not None, told) if one is not None]


def _drift_of(measured: Measured, key: _Key) -> Drift | None:
    return next((one for one in measured.drifts if (one.step, one.field) == key), None)


def _usual(key: _Key, before: Sequence[tuple[Measured, _Amounts]]) -> list[_Amount]:
    """The complete crawls to compare with: not the drifted ones, until it was told often enough."""
    able = [(each, amounts[key]) for each, amounts in before if key in amounts]
    in_a_row = len(_row(key, before))
    if in_a_row >= _TOLD:
        able = able[:in_a_row]
    else:
        able = [(each, amount) for each, amount in able if _drift_of(each, key) is None]
    return [amount for each, amount in able if each.complete][:_COMPARED]


def _log_choose(of: int, some: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(some + 1) - math.lgamma(of - some + 1)
