"""Takedown requests: confirmed cases grouped by recipient, checked again, logged when sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.cases import named_ground
from crawler.clock import on_paper
from crawler.errors import RequestProblem
from crawler.merging import merged
from crawler.pages import number_of, under_all_names
from crawler.protected import protected_subjects
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
from crawler.store.cases import (
    append_event,
    cases,
    find_case,
    judged_when_decided,
    question_when_decided,
)
from crawler.store.licensees import declared_after
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
from crawler.store.sightings import adverts_of
from crawler.store.values import hanoi_day
from crawler.store.verdicts import find_verdict, latest_verdict, latest_verdict_id
from matchers.verdict.page_evidence import protected_page


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
                asked_for_now(store, case, recipient)
                for case in waiting
                if case.case not in asked and _recipient_of(case) is recipient
            ]
            held += [answer for answer in made if isinstance(answer, Held)]
            ready = [answer for answer in made if isinstance(answer, RequestedCase)]
            if ready:
                number = add_request(store, recipient, ready, now=now, who=who)
                _tell_cases(store, number, "requested", at=now, who=who)
                drafted.append(wanted_request(store, number))
        if set(Recipient) <= set(recipients):
            held += [_without_recipient(case) for case in waiting if _recipient_of(case) is None]
    return Drafted(requests=tuple(drafted), held=tuple(held))


# Who is asked for what stands on no app store.
_OF_META = ("fbpage", "fbad")


def _recipient_of(case: Case) -> Recipient | None:
    place = case.subject.partition(":")[0]
    if place in _OF_META:
        return Recipient.META
    return Recipient(place) if place in set(Recipient) else None


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
        asked_for_now(store, case, recipient, ground) for case, ground in found if case is not None
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


def asked_for_now(
    store: Store, case: Case, recipient: Recipient | None, asked: VerdictKind | None = None
) -> RequestedCase | Held:
    """The case as it would be asked for now, or why it is held. ``asked``: the ground drafted."""
    sightings = under_all_names(store, case.subject)
    verdict = latest_verdict(store, case.subject)
    verdict_id = latest_verdict_id(store, case.subject)
    ground = named_ground(store, case.case) or judged_when_decided(store, case.case)
    why = (
        _doubt(store, case, sightings)
        or _changed(store, case, verdict, ground, asked)
        or _declared(store, case, sightings, verdict)
    )
    evidence = _evidence(_proving(sightings), adverts_of(store, case.subject), verdict)
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
    if page := number_of(store, sightings[0]):
        return f"its number is known by now; ask for {page} instead. Judge it with: judge"
    kept = protected_page(merged(sightings), protected_subjects(store))
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
    if named and verdict.question is not question_when_decided(store, case.case):
        return f"something else is open now than when it was decided: {verdict.question}; {again}"
    if not named and verdict.kind is not ground:
        return f"it was confirmed as {ground} and is now judged {verdict.kind}; {again}"
    if asked not in (None, ground):
        return f"it was drafted as {asked} and is now confirmed as {ground}"
    return None


def _declared(
    store: Store, case: Case, sightings: Sequence[Sighting], verdict: Verdict | None
) -> str | None:
    """Why a subject is a licensee's own by a word that neither verdict nor decision knew."""
    place = case.subject.partition(":")[0]
    own = "fbpage" if place in _OF_META else f"{place}-developer"
    accounts = {f"{own}:{seen.publisher_id}" for seen in sightings if seen.publisher_id}
    judged = verdict.judged_at if verdict and verdict.kind in ACCUSING else case.decided_at
    found = judged and declared_after(store, {case.subject, *accounts}, judged)
    if not found:
        return None
    return (
        f"a licensee declared {', '.join(found)} as its own since; judge it with: judge, then "
        f"decide again with: cases reopen {case.case}"
    )


def _evidence(
    sightings: Sequence[Sighting], adverts: Sequence[Sighting], verdict: Verdict | None
) -> Sighting | None:
    """The newest of the answers that hold most of the words which the verdict quotes.

    A page stands beside its adverts in one answer: their words are in its evidence, too.

    A closer look may hold them, though it does not say that the app is there; where it holds no
    more of them than the app's own page, that is named.
    """
    quotes = [item.quote for item in verdict.reasons if item.quote] if verdict else []

    def held(seen: Sighting) -> tuple[int, bool]:
        beside = [one for one in adverts if one.evidence == seen.evidence]
        said = "\n".join(word for one in (seen, *beside) for word in _words(one))
        return sum(quote in said for quote in quotes), seen.presence is Presence.PRESENT

    # max() keeps the first of equals, and the newest comes first.
    return max((seen for seen in sightings if seen.evidence), key=held, default=None)


def _words(seen: Sighting) -> Iterator[str]:
    return _texts([seen.title, seen.text, seen.publisher, seen.outlinks, seen.facts])


def _texts(value: Any) -> Iterator[str]:
    """All words of a value, however deep they stand."""
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, str | int | float):
        yield str(value)
    elif value is not None:
        for each in value:
            yield from _texts(each)


def _proving(sightings: Sequence[Sighting]) -> list[Sighting]:
    """What may prove a case whose subject was seen: all but the answers that it is gone."""
    if not any(seen.presence is Presence.PRESENT and seen.evidence for seen in sightings):
        return []
    return [seen for seen in sightings if seen.presence is not Presence.GONE]


def _asked_app(store: Store, asked: RequestedCase) -> AskedApp:
    sightings = under_all_names(store, asked.subject)
    present = [seen for seen in sightings if seen.presence is Presence.PRESENT]
    verdict = find_verdict(store, asked.verdict)
    proof = next((one for one in _proving(sightings) if one.evidence == asked.evidence), None)
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
        adverts=tuple(adverts_of(store, asked.subject)),
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
