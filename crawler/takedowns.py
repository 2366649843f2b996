"""Takedown requests: confirmed cases grouped by recipient, checked again, logged when sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.cases import named_ground
from crawler.clock import on_paper
from crawler.errors import RequestProblem
from crawler.judge import merged
from crawler.records import (
    ACCUSING,
    AskedApp,
    Case,
    CaseEvent,
    CaseStatus,
    Presence,
    Recipient,
    RegistryEntry,
    Sighting,
    TakedownRequest,
    Verdict,
    VerdictKind,
)
from crawler.store import Store
from crawler.store.cases import append_event, cases, find_case, judged_when_decided
from crawler.store.protected import approved_names
from crawler.store.registry import find_entries
from crawler.store.requests import (
    RequestedCase,
    add_request,
    append_request_event,
    cases_already_asked,
    find_request,
    is_withdrawn,
    requested_cases,
)
from crawler.store.sightings import judged_sightings
from crawler.store.values import hanoi_day
from crawler.store.verdicts import find_verdict, latest_verdict, latest_verdict_id
from matchers.lists import protection


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A confirmed case that does not go out, and why."""

    case: int
    subject: str
    recipient: Recipient | None  # None: nobody can be asked from here
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What one draft made: a request a recipient, and what it kept back."""

    requests: tuple[TakedownRequest, ...]
    held: tuple[Held, ...]


def draft(store: Store, *, recipients: Sequence[Recipient], now: datetime, who: str) -> Drafted:
    """Asks for every confirmed case that stands in no live request; what is in doubt is held.

    Reading and writing share one lock: of two drafts at once the second finds nothing to ask.
    """
    drafted: list[TakedownRequest] = []
    held: list[Held] = []
    with store.writing(durable=True):
        asked = cases_already_asked(store)
        waiting = cases(store, status=CaseStatus.CONFIRMED)
        for recipient in dict.fromkeys(recipients):
            made = [
                _requested(store, case, recipient)
                for case in waiting
                if case.case not in asked and _store_of(case) is recipient
            ]
            held += [answer for answer in made if isinstance(answer, Held)]
            ready = [answer for answer in made if isinstance(answer, RequestedCase)]
            if ready:
                number = add_request(store, recipient, ready, now=now, who=who)
                _tell_cases(store, number, "requested", at=now, who=who)
                drafted.append(wanted_request(store, number))
        if set(Recipient) <= set(recipients):
            held += [_without_recipient(case) for case in waiting if _store_of(case) is None]
    return Drafted(requests=tuple(drafted), held=tuple(held))


def _store_of(case: Case) -> Recipient | None:
    store = case.subject.partition(":")[0]
    return Recipient(store) if store in set(Recipient) else None


def _without_recipient(case: Case) -> Held:
    store = case.subject.partition(":")[0]
    return Held(
        case=case.case,
        subject=case.subject,
        recipient=None,
        why=f"no recipient is known for {store}: write to it by hand, with: evidence pack "
        f"{case.case}",
    )


def wanted_request(store: Store, request: int) -> TakedownRequest:
    """The request of this number; ``RequestProblem`` when there is none."""
    found = find_request(store, request)
    if found is None:
        raise RequestProblem(f"There is no request {request}. See them with: takedown list")
    return found


def standing_doubts(store: Store, request: int) -> list[Held]:
    """The subjects of a request that would be held if it were drafted now."""
    recipient = wanted_request(store, request).recipient
    found = [
        (find_case(store, str(asked.case)), asked.ground)
        for asked in requested_cases(store, request)
    ]
    answers = [
        _requested(store, case, recipient, ground) for case, ground in found if case is not None
    ]
    return [answer for answer in answers if isinstance(answer, Held)]


def send(
    store: Store, request: int, *, at: datetime | None, now: datetime, channel: str, who: str
) -> TakedownRequest:
    """Records the minute of sending, once.

    ``at`` None: it goes out now, so a subject in doubt stops it. With ``at`` it went out
    already, and what happened is recorded; ``standing_doubts`` says what to look at.
    """
    if not channel.strip():
        raise RequestProblem(f'Request {request} needs its channel: takedown send --channel "…"')
    minute = (at or now).replace(second=0, microsecond=0)
    with store.writing(durable=True):
        found = _live(store, request)
        if found.sent_at is not None:
            raise RequestProblem(
                f"Request {request} was sent already ({on_paper(found.sent_at)} by "
                f"{found.sent_by}). See it with: takedown show {request}"
            )
        _refuse_moment(found, minute, now)
        if at is None and (doubts := standing_doubts(store, request)):
            raise RequestProblem(
                f"Request {request} cannot go out: case {doubts[0].case} ({doubts[0].why}). "
                f"Withdraw it with: takedown withdraw {request}, then: takedown draft"
            )
        append_request_event(store, request, "sent", at=minute, who=who, channel=channel.strip())
        _tell_cases(store, request, "sent", at=minute, who=who)
        return wanted_request(store, request)


def withdraw(
    store: Store, request: int, *, who: str, note: str | None, now: datetime
) -> TakedownRequest:
    """Takes a request back; its cases may be asked for again."""
    with store.writing(durable=True):
        found = _live(store, request)
        append_request_event(store, request, "withdrawn", at=now, who=who, note=note)
        _tell_cases(store, request, "withdrawn", at=now, who=who)
        return found


def status(store: Store, request: TakedownRequest) -> str:
    """``drafted``, ``sent`` or ``withdrawn``."""
    if is_withdrawn(store, request.request):
        return "withdrawn"
    return "drafted" if request.sent_at is None else "sent"


def asked_apps(store: Store, request: int) -> list[AskedApp]:
    """The apps of a request with all that the papers print, in the order of their cases."""
    return [_asked_app(store, asked) for asked in requested_cases(store, request)]


def _requested(
    store: Store, case: Case, recipient: Recipient, asked: VerdictKind | None = None
) -> RequestedCase | Held:
    """The case as it would be asked for now, or why it is held. ``asked``: the ground drafted."""
    sightings = _sightings(store, case.subject)
    verdict = latest_verdict(store, case.subject)
    verdict_id = latest_verdict_id(store, case.subject)
    ground = named_ground(store, case.case) or judged_when_decided(store, case.case)
    present = [seen for seen in sightings if seen.presence is Presence.PRESENT]
    why = _doubt(store, case, sightings) or _changed(store, case, verdict, ground, asked)
    evidence = _evidence(present, verdict)
    if why is None and evidence is None:
        why = "no recorded evidence of it; see it again with: sweep, then: judge"
    if why is not None or verdict_id is None or ground is None or evidence is None:
        return Held(case=case.case, subject=case.subject, recipient=recipient, why=why or "")
    return RequestedCase(
        case=case.case,
        subject=case.subject,
        verdict=verdict_id,
        ground=ground,
        evidence=evidence.evidence,
    )


def _doubt(store: Store, case: Case, sightings: Sequence[Sighting]) -> str | None:
    """Why the subject as it was seen cannot be asked for."""
    if case.status is not CaseStatus.CONFIRMED:
        return f"its case is {case.status}, not confirmed"
    if not sightings:
        return "no sighting that counts; see it again with: sweep"
    # Unknown is never gone, and never there again either: the newest clear answer counts.
    clear = [seen.presence for seen in sightings if seen.presence is not Presence.UNKNOWN]
    if not clear:
        return "no visit found out whether it is there; see it again with: sweep"
    if clear[0] is Presence.GONE:
        return "it is gone already, before it was asked for"
    kept = protection(merged(list(sightings)), approved_names(store))
    return None if kept is None else kept.en


def _changed(
    store: Store,
    case: Case,
    verdict: Verdict | None,
    ground: VerdictKind | None,
    asked: VerdictKind | None,
) -> str | None:
    """Why the decision no longer fits the newest verdict."""
    again = f"decide again with: cases reopen {case.case}"
    if verdict is None or ground is None:
        return f"it has no verdict; {again}"
    named = verdict.kind is VerdictKind.UNSURE and named_ground(store, case.case) is not None
    if verdict.kind not in ACCUSING and not named:
        return f"its newest verdict is {verdict.kind}, which accuses nobody; {again}"
    if not named and verdict.kind is not ground:
        return f"it was confirmed as {ground} and is now judged {verdict.kind}; {again}"
    if asked not in (None, ground):
        return f"it was drafted as {asked} and is now confirmed as {ground}"
    return None


def _evidence(present: Sequence[Sighting], verdict: Verdict | None) -> Sighting | None:
    """The newest of the sightings that hold most of the words which the verdict quotes."""
    quotes = [item.quote for item in verdict.reasons if item.quote] if verdict else []

    def held(seen: Sighting) -> int:
        facts = (str(value) for value in seen.facts.values())
        said = "\n".join((seen.title or "", seen.text or "", seen.publisher or "", *facts))
        return sum(quote in said for quote in quotes)

    # max() keeps the first of equals, and the newest comes first.
    return max((seen for seen in present if seen.evidence), key=held, default=None)


def _sightings(store: Store, subject: str) -> list[Sighting]:
    """What may be judged of the subject in Vietnam, newest first."""
    found = next(iter(judged_sightings(store, [subject])), (subject, []))[1]
    return [seen for seen in found if seen.market == "vn"]


def _asked_app(store: Store, asked: RequestedCase) -> AskedApp:
    sightings = _sightings(store, asked.subject)
    present = [seen for seen in sightings if seen.presence is Presence.PRESENT]
    verdict = find_verdict(store, asked.verdict)
    proof = next((seen for seen in present if seen.evidence == asked.evidence), None)
    if verdict is None or proof is None or asked.evidence is None:
        raise RequestProblem(
            f"The sighting that case {asked.case} rests on is no longer in the database. "
            "Check it with: rasoat workspace check"
        )
    return AskedApp(
        case=asked.case,
        ground=asked.ground,
        sighting=merged(sightings),
        verdict=verdict,
        entry=_entry(store, verdict),
        first_seen=present[-1].seen_at,
        last_seen=present[0].seen_at,
        evidence=asked.evidence,
        evidence_at=proof.seen_at,
    )


def _entry(store: Store, verdict: Verdict) -> RegistryEntry | None:
    """The register's paper as it stood on the day of the verdict."""
    if verdict.entry is None:
        return None
    found = find_entries(store, verdict.entry, as_of=hanoi_day(verdict.judged_at))
    return next((paper for paper in found if paper.entry == verdict.entry), None)


def _live(store: Store, request: int) -> TakedownRequest:
    found = wanted_request(store, request)
    if is_withdrawn(store, request):
        raise RequestProblem(
            f"Request {request} was withdrawn. Ask again for its cases with: takedown draft"
        )
    return found


def _refuse_moment(request: TakedownRequest, minute: datetime, now: datetime) -> None:
    if minute > now:
        raise RequestProblem(
            f"Request {request.request} cannot have been sent at {on_paper(minute)}: it is "
            f"{on_paper(now)} now. Give the minute of sending with --at"
        )
    if minute < request.drafted_at.replace(second=0, microsecond=0):
        raise RequestProblem(
            f"Request {request.request} cannot have been sent at {on_paper(minute)}: it was "
            f"drafted at {on_paper(request.drafted_at)}. Give the minute of sending with --at"
        )


def _tell_cases(store: Store, request: int, event: str, *, at: datetime, who: str) -> None:
    for asked in requested_cases(store, request):
        told = CaseEvent(case=asked.case, at=at, who=who, event=event, note=f"request {request}")
        append_event(store, told, verdict=asked.verdict)
