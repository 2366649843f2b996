"""Controls: what became no case, drawn by chance, so that people learn what the rules miss.

A control accuses nobody and is no case. Where a person finds gambling, its subject becomes one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from crawler.cases import MISSED, must_be_open, wanted_case
from crawler.cases import REOPENED as CASE_REOPENED
from crawler.clock import HANOI, on_paper
from crawler.errors import CaseProblem
from crawler.merging import MARKET, merged
from crawler.quality import Interval, wilson
from crawler.records import CaseEvent, Control, ControlStatus, Sighting, VerdictKind
from crawler.store import Store
from crawler.store.cases import append_event, open_case
from crawler.store.controls import (
    REOPENED,
    add_control,
    append_control_event,
    controls,
    find_control,
    undrawn,
    waiting_controls,
)
from crawler.store.sightings import judged_sightings
from crawler.store.verdicts import latest_verdict_id

LEAST_DECIDED = 200  # below, a share would say more than is known
_DRAWN_FROM = (
    VerdictKind.CLEAN,
    VerdictKind.NO_ENTRY,
    VerdictKind.NOT_A_GAME,
    VerdictKind.LICENSED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misses:
    """What the rules miss of what becomes no case, by the controls; None: not measured."""

    waiting: int
    decided: int
    missed: int
    first_day: date | None
    last_day: date | None
    missed_share: float | None = None
    missed_share_interval: Interval | None = None
    note: str | None = None


def draw(
    store: Store, subjects: Iterable[str] | None, *, share: float, most_open: int, now: datetime
) -> int:
    """Draws controls from ``subjects`` (None: all) that were judged and have no case; how many.

    Chance is a hash of subject and fingerprint: the same verdicts give the same controls. Where
    more are drawn than there is room for, the lowest hashes stay, so no source goes before another.
    """
    with store.writing(durable=True):
        room = max(most_open - len(waiting_controls(store)), 0)
        lots = sorted(
            (_lot(one.subject, one.fingerprint), one.subject, one.verdict)
            for one in undrawn(store, _DRAWN_FROM, subjects)
        )
        drawn = [one for one in lots if one[0] < share][:room]
        for _, subject, verdict in drawn:
            add_control(store, subject, verdict=verdict, now=now)
    return len(drawn)


def right(
    store: Store, wanted: Sequence[str], *, who: str, note: str | None, now: datetime
) -> list[Control]:
    """Says that no gambling is there: the rules were right to leave it alone."""
    return _answer(store, wanted, ControlStatus.RIGHT, _must_wait, who=who, note=note, now=now)


def missed(
    store: Store, wanted: Sequence[str], *, who: str, note: str | None, now: datetime
) -> list[Control]:
    """Says that gambling is there which the rules missed: a case opens, and nobody is accused."""

    def become_case(control: Control) -> None:
        verdict = latest_verdict_id(store, control.subject)
        if verdict is not None:
            open_case(store, control.subject, verdict=verdict, now=now)
        told = CaseEvent(
            case=wanted_case(store, control.subject).case, at=now, who=who, event=MISSED, note=note
        )
        append_event(store, told, verdict=verdict)

    return _answer(
        store,
        wanted,
        ControlStatus.MISSED,
        _must_wait,
        who=who,
        note=note,
        now=now,
        then=become_case,
    )


def reopen(
    store: Store, wanted: Sequence[str], *, who: str, note: str | None, now: datetime
) -> list[Control]:
    """Takes an answer back; where it was "missed", its open case is reopened with it."""

    def check(control: Control) -> None:
        _must_be_decided(control)
        if control.status is ControlStatus.MISSED:
            must_be_open(wanted_case(store, control.subject))

    def reopen_case(control: Control) -> None:
        if control.status is ControlStatus.MISSED:
            case = wanted_case(store, control.subject).case
            told = CaseEvent(case=case, at=now, who=who, event=CASE_REOPENED, note=note)
            append_event(store, told, verdict=latest_verdict_id(store, control.subject))

    return _answer(store, wanted, REOPENED, check, who=who, note=note, now=now, then=reopen_case)


def wanted_control(store: Store, wanted: str) -> Control:
    """The control of this number or subject; ``CaseProblem`` when there is none."""
    control = find_control(store, wanted)
    if control is None:
        raise CaseProblem(
            f"There is no control {wanted}. See which there are with: cases controls list"
        )
    return control


def published(store: Store, asked: Sequence[Control]) -> Mapping[str, Sighting]:
    """What is known of each control's subject, for a person to look at."""
    seen = judged_sightings(store, [control.subject for control in asked])
    here = ((subject, [one for one in all_ if one.market == MARKET]) for subject, all_ in seen)
    return {subject: merged(sightings) for subject, sightings in here if sightings}


def misses(store: Store) -> Misses:
    """The share of controls in which people found gambling, with its interval at 95 %."""
    decided = [one for one in controls(store) if one.status is not ControlStatus.OPEN]
    found = sum(one.status is ControlStatus.MISSED for one in decided)
    days = sorted(one.decided_at.astimezone(HANOI).date() for one in decided if one.decided_at)
    known = Misses(
        waiting=len(waiting_controls(store)),
        decided=len(decided),
        missed=found,
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
    )
    if len(decided) < LEAST_DECIDED:
        note = f"not measured: {len(decided)} controls decided, at least {LEAST_DECIDED} are needed"
        return replace(known, note=note)
    return replace(
        known,
        missed_share=round(found / len(decided), 4),
        missed_share_interval=wilson(found, len(decided)),
    )


def _lot(subject: str, fingerprint: str) -> float:
    """A number from 0 to 1 that nobody chose."""
    found = hashlib.sha256(f"{subject}\t{fingerprint}".encode()).hexdigest()
    return int(found[:12], 16) / (1 << 48)


def _answer(
    store: Store,
    wanted: Sequence[str],
    event: str,
    check: Callable[[Control], None],
    *,
    who: str,
    note: str | None,
    now: datetime,
    then: Callable[[Control], None] | None = None,
) -> list[Control]:
    """All of ``wanted`` or none: one problem and nothing is written."""
    with store.writing(durable=True):
        found = {one.control: one for one in (wanted_control(store, name) for name in wanted)}
        for control in found.values():
            check(control)
        for control in found.values():
            append_control_event(store, control.control, event, at=now, who=who, note=note)
            if then is not None:
                then(control)
        return [wanted_control(store, str(number)) for number in found]


def _must_wait(control: Control) -> None:
    if control.decided_at is not None:
        raise CaseProblem(
            f"Control {control.control} is decided already: {control.status} "
            f"({on_paper(control.decided_at)} by {control.decided_by}). "
            f"Take it back with: cases controls reopen {control.control}"
        )
    if control.case is not None:
        raise CaseProblem(
            f"Control {control.control} is case {control.case} by now. "
            f"Decide it there: cases show {control.case}"
        )


def _must_be_decided(control: Control) -> None:
    if control.decided_at is None:
        raise CaseProblem(
            f"Control {control.control} is open already. Answer it with: "
            f"cases controls right {control.control}, or cases controls missed {control.control}"
        )
