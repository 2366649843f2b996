"""From stored sightings to verdicts and cases: everything known of a subject, judged together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from crawler.licensees import known_licensees
from crawler.merging import is_site, merged_subjects
from crawler.pages import (
    advert_ties,
    advertised,
    led_to_change,
    newly_advertised,
    number_of,
    own_gambling,
    page_seen,
    standings,
)
from crawler.protected import protected_subjects
from crawler.records import (
    ACCUSING,
    CaseEvent,
    CaseStatus,
    Finding,
    Marketplace,
    Match,
    MatchKind,
    Reason,
    Sighting,
    Verdict,
    VerdictKind,
)
from crawler.register.coverage import gaps
from crawler.store import Store
from crawler.store.cases import append_event, find_case, judged_when_decided, open_case
from crawler.store.registry import coverage, current_entries, register_version
from crawler.store.values import hanoi_day
from crawler.store.verdicts import add_verdict, latest_verdict, subjects_judged, subjects_to_judge
from matchers.asked_permissions import asked_permissions
from matchers.disguises import readings
from matchers.engine.build import build_index
from matchers.identity import LicensedTexts
from matchers.learned import TextModel
from matchers.lexicon import Lexicon
from matchers.licensees import Licensees
from matchers.lists import protection
from matchers.page import read_as_one, texts_of
from matchers.players import told_by_players
from matchers.publishers import same_publisher
from matchers.registry import IndexOf, Register
from matchers.signal import benign_names, find_all
from matchers.ties import find_ties
from matchers.verdict.claimed import copied_claims
from matchers.verdict.fitting import in_force
from matchers.verdict.page_evidence import FACEBOOK, gather_page, links_of
from matchers.verdict.pages import decide_page
from matchers.verdict.rules import Rules
from matchers.verdict.sighted import match_sighting
from matchers.verdict.site import decide_site
from matchers.verdict.site_copies import LicensedSites
from matchers.verdict.site_evidence import gather
from matchers.verdict.site_game import match_site
from matchers.verdict.site_pages import SITE
from matchers.verdict.subject import Evidence, Learned, decide, opens_case

_BATCH = 200  # subjects that one transaction holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One subject's verdict with what it was made of."""

    verdict: Verdict
    match: Match
    ties: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """The register, the lexicon and the lists as they stood when judging began."""

    register: Register
    licensees: Licensees
    lexicon: Lexicon
    rules: Rules
    protected: Mapping[str, str]
    model: TextModel | None  # of the office's own decisions
    gaps: tuple[str, ...]  # sentences; empty: the register covers all games
    fingerprint: str
    now: datetime

    def agree(self, one: str, other: str) -> bool:
        """Whether two names are one publisher's."""
        return same_publisher(one, other) >= self.rules.publisher_agrees


def open_judge(
    store: Store,
    *,
    lexicon: Lexicon,
    now: datetime,
    rules: Rules | None = None,
    index_of: IndexOf = build_index,
    model: TextModel | None = None,
) -> Judge:
    """Reads what judging needs from the database, once; ``index_of`` gives the register's index."""
    rules = rules or Rules()
    today = hanoi_day(now)
    entries = current_entries(store, as_of=today)
    open_gaps = tuple(gaps(coverage(store), now, rules.register_max_age_days))
    protected = protected_subjects(store)
    licensees = known_licensees(store, entries)
    names = hashlib.sha256("\n".join((*sorted(protected), licensees.digest)).encode())
    return Judge(
        register=Register(entries, index_of=index_of),
        licensees=licensees,
        lexicon=lexicon,
        rules=rules,
        protected=protected,
        model=model,
        gaps=open_gaps,
        fingerprint=".".join(
            (
                rules.fingerprint(),
                lexicon.digest,
                *(() if model is None else (model.digest,)),
                register_version(store, today),
                "held" if open_gaps else "covered",
                names.hexdigest()[:8],
            )
        ),
        now=now,
    )


def judge(store: Store, judging: Judge, subjects: Iterable[str] | None = None) -> Iterator[Judged]:
    """Judges and stores, batch by batch; ``subjects`` None: everything that was ever seen."""
    wanted = None if subjects is None else sorted(subjects)
    texts = _licensed_texts(store, judging, wanted)
    sites = _licensed_sites(store, judging)
    pages: list[str] = []  # judged last: by then it is known where they lead
    apps = _without_pages(merged_subjects(store, wanted), pages)
    adverts = advertised(store)
    while batch := list(islice(apps, _BATCH)):
        made = [
            _judged(
                *one,
                judging,
                texts,
                sites,
                ties=_ties(store, one[0], adverts, judging),
                led=tuple(own_gambling(store, one[0])),
            )
            for one in _matched(batch, judging)
        ]
        yield from _kept(store, judging, made)
    while pages:
        waiting, pages = pages[:_BATCH], pages[_BATCH:]
        # What is known by its number is judged under it, with what was kept under its name.
        seen = merged_subjects(store, waiting)
        numbered = [one for one in seen if number_of(store, one) is None]
        made = [_judged_page(store, one, judging, texts) for one in numbered]
        yield from _kept(store, judging, made)


def _without_pages(seen: Iterable[Sighting], pages: list[str]) -> Iterator[Sighting]:
    """All but pages and adverts, which are put aside."""
    for one in seen:
        if one.subject.startswith(FACEBOOK):
            pages.append(one.subject)
        else:
            yield one


def _kept(store: Store, judging: Judge, judged: list[Judged]) -> list[Judged]:
    with store.writing(durable=True):
        for one in judged:
            _keep(store, one, judging.now)
    return judged


def stale_subjects(store: Store, judging: Judge) -> list[str]:
    """Whose verdict is missing, older than a sighting, of other rules, or led to what changed."""
    stale = subjects_to_judge(store, judging.fingerprint)
    return sorted({*stale, *led_to_change(store), *newly_advertised(store)})


def _matched(batch: Sequence[Sighting], judging: Judge) -> Iterator[tuple[Sighting, Match]]:
    for sighting in batch:
        match = match_site if is_site(sighting) else match_sighting
        yield sighting, match(sighting, judging.register, judging.rules, judging.licensees)


def _is_app(sighting: Sighting) -> bool:
    return sighting.subject.partition(":")[0] in set(Marketplace)


def _licensed_texts(store: Store, judging: Judge, subjects: Sequence[str] | None) -> LicensedTexts:
    """The descriptions of licensed accounts' games, of those judged before and those judged now."""
    known = (
        None
        if subjects is None
        else sorted({*subjects, *subjects_judged(store, VerdictKind.LICENSED)})
    )
    return LicensedTexts(
        sighting
        for sighting in merged_subjects(store, known)
        if _is_app(sighting)  # an advert of a licensee's name would accuse whoever uses its words
        and match_sighting(sighting, judging.register, judging.rules, judging.licensees).kind
        is MatchKind.LICENSED
    )


def _licensed_sites(store: Store, judging: Judge) -> LicensedSites:
    """The sites that were seen on hosts of papers in force."""
    known = judging.licensees
    hosts = [
        host for host in known.hosts_of_sites() if any(map(in_force, known.sites_of_host(host)))
    ]
    return LicensedSites(merged_subjects(store, [f"{SITE}{host}" for host in sorted(hosts)]))


def _ties(
    store: Store, seen: Sighting, adverts: Mapping[str, Mapping[str, str]], judging: Judge
) -> tuple[Finding, ...]:
    by = adverts.get(seen.subject, {})
    return (*find_ties([seen]), *advert_ties(store, by, judging.protected))


def _judged(
    sighting: Sighting,
    match: Match,
    judging: Judge,
    texts: LicensedTexts,
    sites: LicensedSites,
    *,
    ties: tuple[Finding, ...],
    led: tuple[Reason, ...],
) -> Judged:
    if is_site(sighting):
        return _judged_site(sighting, match, judging, ties, sites)
    found = (
        *find_all(sighting, judging.lexicon),
        *told_by_players(sighting, judging.lexicon, least=judging.rules.players),
        *asked_permissions(sighting, judging.lexicon),
    )
    benign = benign_names()
    evidence = Evidence(
        sighting=sighting,
        match=match,
        findings=tuple(finding for finding in found if finding.signal not in benign),
        benign=tuple(finding for finding in found if finding.signal in benign),
        ties=ties,
        copied=(
            *copied_claims(sighting, judging.licensees, judging.rules),
            *filter(None, (texts.copied_by(sighting, judging.agree),)),
        ),
        covered=not judging.gaps,
        protected=protection(sighting, judging.protected),
        learned=_learned(sighting, judging),
        led=led,
    )
    verdict = decide(evidence, judging.rules, now=judging.now, fingerprint=judging.fingerprint)
    return Judged(verdict=verdict, match=match, ties=ties)


def _judged_site(
    sighting: Sighting,
    match: Match,
    judging: Judge,
    ties: tuple[Finding, ...],
    sites: LicensedSites,
) -> Judged:
    evidence = gather(
        sighting,
        match,
        copied=None
        if judging.licensees.declared([sighting.subject])
        else sites.copied_by(sighting),
        ties=ties,
        lexicon=judging.lexicon,
        rules=judging.rules,
        licensees=judging.licensees,
        approved=judging.protected,
        covered=not judging.gaps,
    )
    verdict = decide_site(evidence, judging.rules, now=judging.now, fingerprint=judging.fingerprint)
    return Judged(verdict=verdict, match=match, ties=ties)


def _judged_page(store: Store, sighting: Sighting, judging: Judge, texts: LicensedTexts) -> Judged:
    seen = page_seen(store, sighting.subject)
    # Its name alone is looked up: what it prints of itself is weighed against where it leads.
    named = replace(sighting, text=None)
    match = match_site(named, judging.register, judging.rules, judging.licensees)
    evidence = gather_page(
        sighting,
        seen.sightings,
        seen.adverts,
        match=match,
        standings=standings(store, links_of((*seen.sightings, *seen.adverts))),
        copied_text=texts.copied_by(replace(sighting, publisher=sighting.title), judging.agree),
        lexicon=judging.lexicon,
        rules=judging.rules,
        licensees=judging.licensees,
        approved=judging.protected,
    )
    verdict = decide_page(evidence, judging.rules, now=judging.now, fingerprint=judging.fingerprint)
    return Judged(verdict=verdict, match=match, ties=evidence.ties)


def _learned(sighting: Sighting, judging: Judge) -> Learned | None:
    if judging.model is None:
        return None
    chance = judging.model.chance(read_as_one(sighting, judging.lexicon))
    if chance < judging.rules.learned:
        return None
    # Read a second time for the places of the words: few come this far.
    vocabulary = judging.lexicon.vocabulary
    read = [(field, readings(text, vocabulary)[-1]) for field, text in texts_of(sighting)]
    quotes = judging.model.explain(read)
    return Learned(chance=chance, quotes=quotes) if quotes else None


def _keep(store: Store, judged: Judged, now: datetime) -> None:
    """Stores the verdict, opens its case, or tells the case what became different."""
    verdict = judged.verdict
    former = latest_verdict(store, verdict.subject)
    stored = add_verdict(store, verdict)
    case = find_case(store, verdict.subject)
    if case is None:
        if opens_case(verdict, judged.ties):
            open_case(store, verdict.subject, verdict=stored, now=now)
        return
    if former is None or (former.kind, former.question) == (verdict.kind, verdict.question):
        return
    told = CaseEvent(
        case=case.case,
        at=now,
        who="rasoat",
        event="verdict_changed",
        note=f"{former.kind} → {verdict.kind}",
    )
    append_event(store, told, verdict=stored)
    if _is_new_accusation(store, case.case, case.status, verdict):
        append_event(store, replace(told, event="reopened"), verdict=stored)


def _is_new_accusation(store: Store, case: int, status: CaseStatus, verdict: Verdict) -> bool:
    """A dismissed case comes back when its subject is accused of something else."""
    return (
        status is CaseStatus.DISMISSED
        and verdict.kind in ACCUSING
        and verdict.kind is not judged_when_decided(store, case)
    )
