"""Relapse: a new name that strong links tie to a removed or blocked one opens its case again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from crawler.memberships import joined_now
from crawler.records import Case, CaseEvent, Membership, OperatorEvent, Outcome
from crawler.store import Store
from crawler.store.cases import append_event, case_events, confirmed_cases
from crawler.store.operators import operator_events
from crawler.store.outcomes import latest_outcomes
from crawler.store.sightings import sightings_of
from crawler.store.verdicts import latest_verdict_id
from matchers.operators.joining import Joined

RELAPSED = "relapsed"
_REMOVED = frozenset({Outcome.REMOVED, Outcome.REMOVED_IN_VN})
_BLOCKED = "blocked_here"  # how a visit of a site ends that meets a block
_WHO = "rasoat"


def reopen_relapsed(
    store: Store,
    told: Sequence[OperatorEvent],
    first_seen: Mapping[str, datetime],
    *,
    now: datetime,
) -> None:
    """Opens, inside ``writing()``, the case of a removed member again for each new name.

    The new name is accused by its own pages or by nobody: the case asks a person to look at it.
    """
    come = [event for event in told if event.event is Membership.JOINED]
    if not come:
        return
    removed = _removed(store)
    linked = _linked(operator_events(store))
    for event in come:
        if event.subject in removed:
            continue
        behind = [
            case
            for subject, case in removed.items()
            if subject in linked
            and linked.head(subject) == linked.head(event.subject)
            and _is_newer(first_seen.get(event.subject), case)
        ]
        if behind:
            # The one that it is tied to, else the one that was decided last: one case asks.
            case = max(behind, key=lambda one: (one.subject == event.to, one.decided_at, one.case))
            _reopen(store, case, event, now)


def _removed(store: Store) -> dict[str, Case]:
    """The confirmed cases whose subject is gone, or whose newest visit met a block."""
    outcomes = latest_outcomes(store)
    gone = {subject for subject, told in outcomes.items() if told.outcome in _REMOVED}
    return {
        case.subject: case
        for case in confirmed_cases(store)
        if case.subject in gone or _is_blocked(store, case.subject)
    }


def _is_blocked(store: Store, subject: str) -> bool:
    newest = next(iter(sightings_of(store, subject)), None)
    return newest is not None and newest.facts.get("ending") == _BLOCKED


def _linked(events: Iterable[OperatorEvent]) -> Joined:
    """The members of now, joined by strong links alone."""
    members = [event for of in joined_now(events).values() for event in of.values()]
    linked = Joined(event.subject for event in members)
    for event in members:
        if event.strong and event.to is not None and event.to in linked:
            linked.join((event.subject, event.to))
    return linked


def _is_newer(first_seen: datetime | None, case: Case) -> bool:
    """Whether nobody knew the name when the other was confirmed."""
    return first_seen is not None and case.decided_at is not None and first_seen > case.decided_at


def _reopen(store: Store, case: Case, event: OperatorEvent, now: datetime) -> None:
    note = f"{event.subject}: {event.reasons[0].vi}"
    if any(one.event == RELAPSED and one.note == note for one in case_events(store, case.case)):
        return
    append_event(
        store,
        CaseEvent(case=case.case, at=now, who=_WHO, event=RELAPSED, note=note),
        verdict=latest_verdict_id(store, case.subject),
    )
