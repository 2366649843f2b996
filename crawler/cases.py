"""Decisions about cases: each is appended with who, when, why and the verdict it rested on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from crawler.clock import HANOI, on_paper
from crawler.errors import CaseProblem
from crawler.records import (
    ACCUSING,
    CLASS_OF_KIND,
    Case,
    CaseEvent,
    CaseStatus,
    Question,
    RegistryEntry,
    VerdictKind,
)
from crawler.register.coverage import gaps
from crawler.store import Store
from crawler.store.cases import (
    append_event,
    case_events,
    confirmed_cases,
    find_case,
    judged_when_decided,
)
from crawler.store.licensees import append_alias_event
from crawler.store.registry import coverage, find_entries
from crawler.store.verdicts import latest_verdict, latest_verdict_id
from matchers.licensees import firm_key
from matchers.verdict.rules import Rules

# What may be confirmed. Of a site that was broken into the owner is told: it is accused of nothing.
GROUNDS = ACCUSING | {VerdictKind.COMPROMISED}
GROUND_NAMED = "ground_named"
MISSED = "missed"
REOPENED = "reopened"
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
        must_be_open(case)
        _must_have_ground(case, ground)
        if ground is VerdictKind.UNLICENSED and case.verdict is VerdictKind.UNSURE:
            _register_must_cover(store, case, now)

    named = None if ground is None else ground.value
    return _decide(store, wanted, "confirmed", check, who=who, note=note, now=now, ground=named)


def dismiss(
    store: Store,
    wanted: Sequence[str],
    *,
    who: str,
    note: str | None,
    now: datetime,
    same_publisher: bool = False,
) -> list[Case]:
    """Decides that nothing is to be done; what comes later may open the case again.

    ``same_publisher``: the account is the licensee's own, and its name is learned as an alias.
    """

    def check(case: Case) -> None:
        must_be_open(case)
        if same_publisher:
            questioned_entry(store, case)

    def learn(case: Case) -> None:
        _learn_alias(store, case, who=who, now=now)

    return _decide(
        store,
        wanted,
        "dismissed",
        check,
        who=who,
        note=note,
        now=now,
        then=learn if same_publisher else None,
    )


def questioned_entry(store: Store, case: Case) -> RegistryEntry:
    """The paper whose title another account uses; ``CaseProblem`` when that is not the question."""
    verdict = latest_verdict(store, case.subject)
    named = verdict.entry if verdict else None
    asks = case.question is Question.ACCOUNT_UNCONFIRMED and named is not None
    if asks and case.subject.startswith("fbpage:"):
        raise CaseProblem(
            f"Case {case.case} is a page: it has no account name to ask about or to learn. "
            f"Ask the licensee by hand, then: cases dismiss {case.case}, or cases confirm "
            f"{case.case} --ground impostor"
        )
    if not asks or named is None or not case.publisher:
        raise CaseProblem(
            f"Case {case.case} does not ask whose account it is (it is {case.verdict}"
            f"{f': {case.question}' if case.question else ''}). "
            f"See what it asks with: cases show {case.case}"
        )
    found = [entry for entry in find_entries(store, named) if entry.kind in CLASS_OF_KIND]
    entry = next((entry for entry in found if entry.entry == named), None)
    if entry is None:
        raise CaseProblem(
            f"The register no longer holds the entry {named} of case {case.case}. "
            f"Judge it again with: judge"
        )
    return entry


def reopen(
    store: Store, wanted: Sequence[str], *, who: str, note: str | None, now: datetime
) -> list[Case]:
    """Takes a decision back; the case waits for a new one."""
    return _decide(store, wanted, REOPENED, _must_be_decided, who=who, note=note, now=now)


def note(store: Store, wanted: Sequence[str], *, who: str, note: str, now: datetime) -> list[Case]:
    """Adds a remark; the state stays."""
    return _decide(store, wanted, "noted", lambda case: None, who=who, note=note, now=now)


def missed(
    store: Store, wanted: Sequence[str], *, who: str, note: str | None, now: datetime
) -> list[Case]:
    """Says that the rules missed gambling: ``train`` learns it, and nobody is accused by it."""
    return _decide(store, wanted, MISSED, must_be_open, who=who, note=note, now=now)


def wanted_case(store: Store, wanted: str) -> Case:
    """The case of this number or subject; ``CaseProblem`` when there is none."""
    case = find_case(store, wanted)
    if case is None:
        raise CaseProblem(f"There is no case {wanted}. See which there are with: cases list")
    return case


def must_be_open(case: Case) -> None:
    """Raises ``CaseProblem`` for a case that is decided."""
    if case.status is CaseStatus.OPEN or case.decided_at is None:
        return
    raise CaseProblem(
        f"Case {case.case} is already {case.status} ({on_paper(case.decided_at)} by "
        f"{case.decided_by}). Reopen it with: cases reopen {case.case}"
    )


def named_ground(store: Store, case: int) -> VerdictKind | None:
    """The ground that a person named with the decision that stands now."""
    ground = None
    for event in case_events(store, case):
        if event.event == GROUND_NAMED and event.note is not None:
            ground = VerdictKind(event.note)
        elif event.event == REOPENED:
            ground = None
    return ground


def is_victim(store: Store, case: Case) -> bool:
    """Whether a site was broken into, by its verdict or by the decision that stands: it is told."""
    kinds = (case.verdict, judged_when_decided(store, case.case), named_ground(store, case.case))
    return VerdictKind.COMPROMISED in kinds


def accused_cases(store: Store) -> list[Case]:
    """Cases as people confirmed them, but for sites that were broken into: these are victims."""
    return [case for case in confirmed_cases(store) if not is_victim(store, case)]


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
    then: Callable[[Case], None] | None = None,
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
            if then is not None:
                then(case)
        return [wanted_case(store, str(number)) for number in found]


def _learn_alias(store: Store, case: Case, *, who: str, now: datetime) -> None:
    """The name of the account becomes an alias of the licensee, with the case as its source."""
    account, publisher = case.publisher or "", questioned_entry(store, case).publisher
    if not firm_key(account):
        raise CaseProblem(
            f"The account of case {case.case} is named “{account}”, words that any account may "
            "bear: it cannot be an alias. Declare its number with: registry declared import"
        )
    append_alias_event(
        store,
        "added",
        account=account,
        publisher=publisher,
        source=f"case {case.case}",
        day=now.astimezone(HANOI).date(),
        at=now,
        who=who,
    )
    told = CaseEvent(
        case=case.case, at=now, who=who, event="alias_learned", note=f"{account} = {publisher}"
    )
    append_event(store, told)


def _must_be_decided(case: Case) -> None:
    if case.status is CaseStatus.OPEN:
        raise CaseProblem(
            f"Case {case.case} is open already. Decide it with: cases confirm {case.case}, "
            f"or cases dismiss {case.case}"
        )


def _must_have_ground(case: Case, ground: VerdictKind | None) -> None:
    if ground is not None and ground not in GROUNDS:
        raise CaseProblem(
            f"“{ground}” is no ground to act on. Name one of: {', '.join(sorted(GROUNDS))}"
        )
    site = case.subject.startswith("domain:")
    if ground is VerdictKind.COMPROMISED and not site:
        raise CaseProblem(
            f"Case {case.case} is no site: nobody breaks into it. Name what you saw instead: "
            f"{', '.join(sorted(ACCUSING))}"
        )
    if case.verdict in (GROUNDS if site else ACCUSING):
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
            f"{'|'.join(sorted(GROUNDS))}, or wait for a new verdict."
        )
    if case.question is Question.PROTECTED_NAME:
        raise CaseProblem(
            f"Case {case.case} bears a protected name: one person cannot confirm it. "
            f"Dismiss it with: cases dismiss {case.case}, or write to its owner."
        )


def _register_must_cover(store: Store, case: Case, now: datetime) -> None:
    """The gate of ``unlicensed`` holds for what a person names, too (product.md §5)."""
    missing = gaps(coverage(store), now, Rules().register_max_age_days)
    if missing:
        raise CaseProblem(
            f"Case {case.case} cannot be called unlicensed while the register is not complete. "
            f"{missing[0]}, then: judge"
        )
