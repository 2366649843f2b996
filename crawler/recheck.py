"""A re-check: what was asked for is looked at again, and what became of it is told and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.canaries import canary_terms
from crawler.clock import on_paper
from crawler.config import RecheckConfig
from crawler.crawl.facebook_token import VARIABLE, token_here
from crawler.crawl.run import begin_sources
from crawler.crawl.sources import installed_sources, storefronts
from crawler.crawl.trust import trust
from crawler.crawl.visit import Crawling
from crawler.entries import SITES, hosts_below
from crawler.errors import RequestProblem, SweepRefused
from crawler.evidence.stamps import read_authority
from crawler.looks import Looking, looks_at, open_looking
from crawler.outcomes import APART, Followed, follow
from crawler.page_looks import ADVERTS, BY_HAND, GRAPH, LIBRARY, PAGES
from crawler.records import RECHECK_TERM, CaseEvent, Outcome, Rechecked, Told
from crawler.store import Store
from crawler.store.cases import append_event, find_case
from crawler.store.crawls import CrawlOrder
from crawler.store.outcomes import (
    AskedSubject,
    add_outcome,
    asked_subjects,
    latest_outcomes,
    outcomes_of,
)
from crawler.store.sightings import sightings_of
from crawler.store.verdicts import latest_verdict_id
from crawler.store.workers import Assignment
from crawler.sweeps import Clocks, Swept, crawl_and_judge
from crawler.workspace import Workspace
from spiders.base import SourceSpider

LOOK_AT = frozenset({Outcome.UNKNOWN, Outcome.RETURNED})
_LISTED = frozenset({Told.LISTED, Told.LISTED_CHANGED})  # apart by when it was asked for
_ENDED = frozenset({Outcome.REMOVED, Outcome.REMOVED_IN_VN, Outcome.ADS_STOPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known of one subject after a re-check."""

    subject: str
    outcome: Outcome
    told: Rechecked | None  # None: it was refused, or no look at it is stored
    refused: str | None  # why it was not looked at now
    due: datetime | None  # when it is looked at again; None: it is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecks:
    """All subjects of one re-check, and how its crawls fared."""

    answers: tuple[Answer, ...]
    swept: Swept | None  # None: nothing was asked

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look: at a subject, or at the evidence."""
        told = self.swept is not None and (self.swept.unstamped or self.swept.uncopied)
        return bool(told) or any(answer.outcome in LOOK_AT for answer in self.answers)


def recheck(
    workspace: Workspace,
    store: Store,
    *,
    subjects: Sequence[str],
    everything: bool,
    clocks: Clocks,
    progress: Callable[[Crawling], None],
) -> Rechecks:
    """Looks again at ``subjects``, at everything that was asked for, or else at what is due.

    Also tells what crawls before this one saw and nobody has told yet, as after a kill.
    """
    asked = asked_subjects(store)
    fresh = settle(store)
    wanted = []
    for subject in dict.fromkeys(subjects):
        case = find_case(store, subject)
        wanted.append(subject if case is None else case.subject)
        if subject not in asked and case is None:
            raise RequestProblem(
                f"{subject} is no case: there is nothing to follow. Look at it with: "
                f"rasoat check {subject}"
            )
    now = clocks.rows()
    if not wanted:
        dues = due_subjects(store, workspace.config.recheck, now=now)
        wanted = [subject for subject, due in dues.items() if everything or (due and due <= now)]
    trust(workspace.ca_file, workspace.cache)
    authority = read_authority(workspace.config.evidence.time_stamps, workspace.authority_ca)
    begun, held = _begin(workspace, store, wanted, clocks)
    swept = None
    if begun:
        swept = crawl_and_judge(
            workspace, store, begun, authority, clocks=clocks, progress=progress
        )
        for subject, newer in settle(store).items():
            fresh[subject] = _to_tell(fresh.get(subject), newer)
    told = latest_outcomes(store) | fresh
    dues = due_subjects(store, workspace.config.recheck, now=clocks.rows())
    answers = (
        _answer(subject, told.get(subject), held.get(subject), dues.get(subject))
        for subject in dict.fromkeys([*wanted, *fresh])
    )
    return Rechecks(answers=tuple(answers), swept=swept)


def settle(store: Store) -> dict[str, Rechecked]:
    """Tells what stored crawls say that nobody has told yet; of each subject the newest.

    Only a return goes before what is newer: a sweep may have seen it before the re-check did.
    """
    fresh: dict[str, Rechecked] = {}
    with store.writing(durable=True):
        looking, asked = open_looking(store), asked_subjects(store)
        for subject in sorted(_followed_subjects(looking, asked)):
            one = asked.get(subject)
            followed = _follow(looking, subject, one).outcomes
            for rechecked in _untold(followed, outcomes_of(store, subject), one):
                if add_outcome(store, rechecked):
                    fresh[subject] = _to_tell(fresh.get(subject), rechecked)
                    if rechecked.outcome is Outcome.RETURNED:
                        _reopen(store, rechecked)
    return fresh


def _untold(
    followed: Sequence[Rechecked], told: Sequence[Rechecked], asked: AskedSubject | None
) -> Sequence[Rechecked]:
    """What is to be told still.

    Nothing older is told after something newer, as of a crawl that was resumed late; the newest
    look is told anew only where it became another one, as by what was handed in late, and not
    because a request was sent since, nor as a return from what nobody knew to be gone.
    """
    known = {(each.crawl, each.at): each for each in reversed(told)}
    places = [place for place, each in enumerate(followed) if (each.crawl, each.at) in known]
    if not places:
        return followed
    newest = followed[places[-1]]
    before = known[newest.crawl, newest.at]
    same = before.outcome is newest.outcome
    same = same or (before.told is newest.told and newest.outcome is Outcome.RETURNED)
    same = same or (
        asked is not None and newest.at <= asked.sent_at and {before.told, newest.told} <= _LISTED
    )
    return followed[places[-1] + same :]


def _to_tell(before: Rechecked | None, newer: Rechecked) -> Rechecked:
    return before if before is not None and before.outcome is Outcome.RETURNED else newer


def due_subjects(
    store: Store, rules: RecheckConfig, *, now: datetime
) -> dict[str, datetime | None]:
    """When each subject of a sent request is looked at again; None: not any more."""
    looking = open_looking(store)
    return {
        subject: _due(_follow(looking, subject, one), one, rules, now)
        for subject, one in asked_subjects(store).items()
    }


def _follow(looking: Looking, subject: str, asked: AskedSubject | None) -> Followed:
    sent_at = None if asked is None else asked.sent_at
    since = sent_at or _site_since(looking.store, subject)
    return follow(subject, looks_at(looking, subject, since), sent_at)


def _site_since(store: Store, subject: str) -> datetime | None:
    """From when on a site that nobody is asked for, but that is blocked, may become another."""
    case = find_case(store, subject) if subject.startswith(f"{SITES}:") else None
    return None if case is None else case.decided_at


def _followed_subjects(looking: Looking, asked: Mapping[str, AskedSubject]) -> set[str]:
    looked = (crawl.subjects for crawl in looking.rechecks.values())
    return set(asked).union(*looked)


def _due(
    followed: Followed, asked: AskedSubject, rules: RecheckConfig, now: datetime
) -> datetime | None:
    after = timedelta(days=rules.after_days)
    if not followed.outcomes:
        return asked.sent_at + after
    newest = followed.outcomes[-1]
    if newest.at > now:  # the clock ran ahead then: what was planned by it would come late
        return now
    if newest.outcome is Outcome.PENDING:
        second = followed.gone[0].at + APART
        return second if newest.at < second else newest.at + after
    removed = newest.outcome in _ENDED
    if removed and followed.removed_at is not None:
        relapses = (followed.removed_at + timedelta(days=days) for days in rules.relapse_days)
        return next((moment for moment in relapses if newest.at < moment), None)
    return newest.at + after


def _begin(
    workspace: Workspace, store: Store, subjects: Sequence[str], clocks: Clocks
) -> tuple[list[Assignment], dict[str, str]]:
    """The crawls of the sources that can be asked, and why the other subjects cannot be."""
    sources: dict[str, type[SourceSpider]] = {
        str(marketplace): spider for marketplace, spider in storefronts().items()
    }
    sources[SITES] = installed_sources()["domains"]
    begun: list[Assignment] = []
    held: dict[str, str] = {}
    now = clocks.rows()
    for prefix in dict.fromkeys(subject.partition(":")[0] for subject in subjects):
        asked = [subject for subject in subjects if subject.partition(":")[0] == prefix]
        spider: type[SourceSpider] | None = sources.get(prefix)
        if prefix == PAGES:
            spider = installed_sources()[GRAPH]
            if not token_here():
                held |= dict.fromkeys(asked, f"no token stands in {VARIABLE}: look by hand")
                continue
        if prefix == ADVERTS:
            spider = installed_sources()[LIBRARY]
            if not workspace.config.facebook.permission:
                held |= dict.fromkeys(asked, BY_HAND)
                continue
        if spider is None:
            held |= dict.fromkeys(asked, f"no source looks at a {prefix} again yet")
            continue
        # An advert is told to have ended in a word, or nothing is said: no canary stands beside it.
        canaries = (
            () if spider.scrolls else canary_terms(store, spider.name, workspace.config, now=now)
        )
        order = CrawlOrder(
            source=spider.name,
            market=spider.market,
            terms=(*canaries, *(_term(store, subject) for subject in asked)),
            charts=False,
            most=len(asked) + (len(canaries) if spider.whole_web else 0),
            permission=workspace.config.facebook.permission if spider.scrolls else None,
        )
        try:
            begun += begin_sources(store, [order], now=now, machine_now=clocks.machine())
        except SweepRefused as refused:
            held |= dict.fromkeys(asked, str(refused))
    return begun, held


def _term(store: Store, subject: str) -> str:
    """What a crawl is told to look at again; of a site also the hosts that were seen below it."""
    term = f"{RECHECK_TERM}:{subject}"
    if subject.partition(":")[0] != SITES:
        return term
    below = hosts_below(subject, sightings_of(store, subject))
    return " ".join([term, *(f"https://{host}/" for host in below)])


def _answer(
    subject: str, newest: Rechecked | None, refused: str | None, due: datetime | None
) -> Answer:
    """What was refused now is unknown now, whatever was told before."""
    told = None if refused else newest
    return Answer(
        subject=subject,
        outcome=told.outcome if told else Outcome.UNKNOWN,
        told=told,
        refused=refused,
        due=due,
    )


def _reopen(store: Store, rechecked: Rechecked) -> None:
    """A case whose subject came back waits for a person again."""
    case = find_case(store, rechecked.subject)
    if case is None:
        return
    told = CaseEvent(
        case=case.case,
        at=rechecked.at,
        who="rasoat",
        event="reopened",
        note=f"returned: it is there again ({on_paper(rechecked.at)}) after it was gone",
    )
    append_event(store, told, verdict=latest_verdict_id(store, rechecked.subject))
