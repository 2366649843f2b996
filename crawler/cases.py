"""Decisions about cases: each is appended with who, when, why and the verdict it rested on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from crawler.clock import on_paper
from crawler.errors import CaseProblem
from crawler.records import ACCUSING, Case, CaseEvent, CaseStatus, Question, VerdictKind
from crawler.store import Store
from crawler.store.cases import append_event, case_events, find_case
from crawler.store.verdicts import latest_verdict_id

GROUND_NAMED = "ground_named"
_Check = Callable[[Case], None]


def confirm(
    store: Store,
    wanted: Sequence[str],
    *,
    who: str,
    note: str | None,
    now: datetime,
    ground: VerdictKind | None = None,
) -> list[Case]:
    """Confirms what the verdict says; an ``unsure`` case needs the ``ground`` named by a person."""

    def check(case: Case) -> None:
        _must_be_open(case)
        _must_have_ground(case, ground)

    named = None if ground is None else ground.value
    return _decide(store, wanted, "confirmed", check, who=who, note=note, now=now, ground=named)


def dismiss(
    store: Store, wanted: Sequence[str], *, who: str, note: str | None, now: datetime
) -> list[Case]:
    """Decides that nothing is to be done; what comes later may open the case again."""
    return _decide(store, wanted, "dismissed", _must_be_open, who=who, note=note, now=now)


def reopen(
    store: Store, wanted: Sequence[str], *, who: str, note: str | None, now: datetime
) -> list[Case]:
    """Takes a decision back; the case waits for a new one."""
    return _decide(store, wanted, "reopened", _must_be_decided, who=who, note=note, now=now)


def note(store: Store, wanted: Sequence[str], *, who: str, note: str, now: datetime) -> list[Case]:
    """Adds a remark; the state stays."""
    return _decide(store, wanted, "noted", lambda case: None, who=who, note=note, now=now)


def wanted_case(store: Store, wanted: str) -> Case:
    """The case of this number or subject; ``CaseProblem`` when there is none."""
    case = find_case(store, wanted)
    if case is None:
        raise CaseProblem(f"There is no case {wanted}. See which there are with: cases list")
    return case


def named_ground(store: Store, case: int) -> VerdictKind | None:
    """The ground that a person named with the decision that stands now."""
    ground = None
    for event in case_events(store, case):
        if event.event == GROUND_NAMED and event.note is not None:
            ground = VerdictKind(event.note)
        elif event.event == "reopened":
            ground = None
    return ground


def _decide(
    store: Store,
    wanted: Sequence[str],
    event: str,
    check: _Check,
    *,
    who: str,
    note: str | None,
    now: datetime,
    ground: str | None = None,
) -> list[Case]:
    """All of ``wanted`` or none: one problem and nothing is written."""
    with store.writing(durable=True):
        found = {case.case: case for case in (wanted_case(store, name) for name in wanted)}
        for case in found.values():
            check(case)
        for case in found.values():
            verdict = latest_verdict_id(store, case.subject)
            if ground is not None:
                named = CaseEvent(case=case.case, at=now, who=who, event=GROUND_NAMED, note=ground)
                append_event(store, named, verdict=verdict)
            append_event(
                store,
                CaseEvent(case=case.case, at=now, who=who, event=event, note=note),
                verdict=verdict,
            )
        return [wanted_case(store, str(number)) for number in found]


def _must_be_open(case: Case) -> None:
    if case.status is CaseStatus.OPEN or case.decided_at is None:
        return
    raise CaseProblem(
        f"Case {case.case} is already {case.status} ({on_paper(case.decided_at)} by "
        f"{case.decided_by}). Reopen it with: cases reopen {case.case}"
    )


def _must_be_decided(case: Case) -> None:
    if case.status is CaseStatus.OPEN:
        raise CaseProblem(
            f"Case {case.case} is open already. Decide it with: cases confirm {case.case}, "
            f"or cases dismiss {case.case}"
        )


def _must_have_ground(case: Case, ground: VerdictKind | None) -> None:
    if ground is not None and ground not in ACCUSING:
        raise CaseProblem(
            f"“{ground}” is no ground to act on. Name one of: {', '.join(sorted(ACCUSING))}"
        )
    if case.verdict in ACCUSING:
        if ground not in (None, case.verdict):
            raise CaseProblem(
                f"Case {case.case} is judged {case.verdict}, not {ground}. "
                "Confirm it without --ground, or dismiss it."
            )
        return
    if case.verdict is not VerdictKind.UNSURE:
        raise CaseProblem(
            f"Case {case.case} is now judged {case.verdict}, which accuses nobody. "
            f"Dismiss it with: cases dismiss {case.case}"
        )
    _must_be_nameable(case, ground)


def _must_be_nameable(case: Case, ground: VerdictKind | None) -> None:
    if ground is None:
        raise CaseProblem(
            f"Case {case.case} is unsure ({case.question}): no ground is established. Name the "
            f"one you saw with: cases confirm {case.case} --ground "
            f"{'|'.join(sorted(ACCUSING))}, or wait for a new verdict."
        )
    if case.question is Question.PROTECTED_NAME:
        raise CaseProblem(
            f"Case {case.case} bears a protected name: one person cannot confirm it. "
            f"Dismiss it with: cases dismiss {case.case}, or write to its owner."
        )
    if case.question is Question.REGISTER_INCOMPLETE and ground is VerdictKind.UNLICENSED:
        raise CaseProblem(
            f"Case {case.case} cannot be called unlicensed while the register is not complete. "
            "Bring it up to date with: registry import FILE --complete, then: judge"
        )
