"""What each stored crawl tells of one subject, once canary and control were looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.changes import became_other
from crawler.outcomes import Look, in_time
from crawler.page_looks import (
    ALONE,
    GRAPH,
    LIBRARY_SAYS,
    advert_told,
    is_advert,
    is_elsewhere,
    own_look,
    renamed,
    restricted_here,
    says_deleted,
    sightings_looked_at,
    undated,
)
from crawler.records import CAPTURES, Presence, Sighting, Told, Witness
from crawler.store import Store
from crawler.store.asked import RequestOutcome
from crawler.store.rechecks import (
    CrawlEnd,
    RecheckCrawl,
    SiteLook,
    crawl_ends,
    recheck_crawls,
    site_looks,
    unread_looks,
)
from matchers.verdict.site_signs import is_parked

MARKET = "vn"
# A crawl that was resumed on another day: what its canary said before says nothing of today.
_BESIDE = timedelta(hours=6)
_UNREAD: Mapping[RequestOutcome, Told] = {
    RequestOutcome.REFUSED: Told.REFUSED,
    RequestOutcome.FORBIDDEN: Told.REFUSED,
    RequestOutcome.UNREADABLE: Told.UNREADABLE,
    RequestOutcome.FAILED: Told.UNANSWERED,
    RequestOutcome.DROPPED: Told.UNANSWERED,
    RequestOutcome.PARKED: Told.UNANSWERED,
}
# How a visit of a site ended that does not tell whether it is there (``spiders.site.outcome``).
UNSEEN_SITE: Mapping[str, Told] = {
    "blocked_here": Told.BLOCKED_HERE,
    "refused": Told.REFUSED,
    "robots": Told.REFUSED,
    "broken": Told.UNREADABLE,
    "unreadable": Told.UNREADABLE,
    "loop": Told.UNREADABLE,
    "no_name": Told.UNANSWERED,
    "no_answer": Told.UNANSWERED,
    "closed": Told.UNANSWERED,
    "tls_failed": Told.UNANSWERED,
    "forbidden_address": Told.UNANSWERED,
}
_BLOCKED_TOO = (
    "nothing shows that the control resolver carries no block itself: no registry says that the "
    "name is free (network.rdap), and no other site of ours that is blocked here was known to it"
)
_SITES = "domains"  # the source whose subjects are sites


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Every crawl as it stands now; read once, for all subjects."""

    store: Store
    ends: Mapping[int, CrawlEnd]
    rechecks: Mapping[int, RecheckCrawl]
    _unread: dict[int, Mapping[tuple[str, str], tuple[RequestOutcome, str]]]
    _sites: dict[int, Mapping[str, SiteLook]]

    def unread(self, crawl: int) -> Mapping[tuple[str, str], tuple[RequestOutcome, str]]:
        """What one crawl asked and did not read."""
        if crawl not in self._unread:
            self._unread[crawl] = unread_looks(self.store, crawl)
        return self._unread[crawl]

    def sites(self, crawl: int) -> Mapping[str, SiteLook]:
        """How the visits of one crawl of sites ended."""
        if crawl not in self._sites:
            self._sites[crawl] = site_looks(self.store, crawl)
        return self._sites[crawl]


def open_looking(store: Store) -> Looking:
    """Reads how all crawls stand."""
    return Looking(
        store=store, ends=crawl_ends(store), rechecks=recheck_crawls(store), _unread={}, _sites={}
    )


def looks_at(looking: Looking, subject: str, asked_at: datetime | None) -> list[Look]:
    """Every look at a subject, one a crawl, in the order of their answers.

    ``asked_at``: by what it was then, it is told whether it changed.
    """
    seen = sightings_looked_at(looking.store, subject, market=MARKET)
    placed: dict[int, tuple[int, Look]] = {}  # by crawl; without one by a negative number
    for place, (crawl, sighting) in enumerate(seen):
        look = _look(looking, seen, crawl, sighting, asked_at)
        if look is None:
            continue
        key = -place - 1 if crawl is None else crawl
        before = placed[key][1] if key in placed else look
        placed[key] = (place, look if _weight(look) >= _weight(before) else before)
    ordered = sorted(placed.values(), key=lambda pair: pair[0])
    stored = _with_silent(looking, subject, [look for _, look in ordered])
    return in_time([replace(look, by_hand=_by_hand(looking, look.crawl)) for look in stored])


def _look(
    looking: Looking,
    seen: Sequence[tuple[int | None, Sighting]],
    crawl: int | None,
    sighting: Sighting,
    asked_at: datetime | None,
) -> Look | None:
    """What one sighting tells; None: it says nothing of whether the subject is there."""
    subject = sighting.subject
    if own := _of_facebook(looking, seen, crawl, sighting, asked_at):
        return own
    if sighting.presence is Presence.UNKNOWN:
        return None
    if is_advert(subject) and advert_told(sighting) is not Told.LISTED:
        return None
    if crawl is None:
        return _elsewhere(None, None, sighting)
    end, recheck = looking.ends[crawl], looking.rechecks.get(crawl)
    if recheck is None or subject not in recheck.subjects:
        return _elsewhere(crawl, end, sighting)
    was = became_other(seen, sighting, asked_at) or renamed(seen, sighting, asked_at)
    look = _told(looking, recheck, end, sighting, was)
    if look.told is Told.LISTED:
        look = replace(look, why=restricted_here(looking.store, sighting, asked_at))
    return look


def _weight(look: Look) -> tuple[int, datetime]:
    """Which of several looks of one crawl counts: that it is there, in Vietnam before elsewhere.

    What is not shown in Vietnam weighs more than that the rest of the world is given it.
    """
    if look.seen is Presence.PRESENT:
        return (1 if look.elsewhere else 3), look.at
    return (2 if look.told is Told.NOT_IN_STOREFRONT else 0), look.at


def _by_hand(looking: Looking, crawl: int | None) -> bool:
    return crawl is not None and looking.ends[crawl].source == CAPTURES


def _of_facebook(
    looking: Looking,
    seen: Sequence[tuple[int | None, Sighting]],
    crawl: int | None,
    sighting: Sighting,
    asked_at: datetime | None,
) -> Look | None:
    """What any sound crawl tells of an advert, or of a page that is not shown in Vietnam."""
    if crawl is None or looking.ends[crawl].void or looking.ends[crawl].ended_at is None:
        return None
    look = own_look(seen, crawl, sighting, asked_at)
    if look is None:
        return None
    was = became_other(seen, sighting, asked_at) if look.told is Told.LISTED else None
    if was:
        look = replace(look, told=Told.LISTED_CHANGED, why=was)
    witness = _witness(crawl, sighting)
    return replace(look, evidence=(witness,), ahead=_ahead(looking, crawl, sighting.seen_at))


def _with_silent(looking: Looking, subject: str, looks: Sequence[Look]) -> Iterator[Look]:
    """The looks, and after those before it each re-check that got no clear answer."""
    told = {look.crawl for look in looks}
    silent = [
        _silent(looking, recheck, subject, ended_at)
        for crawl, recheck in looking.rechecks.items()
        if subject in recheck.subjects and crawl not in told
        if (ended_at := looking.ends[crawl].ended_at) is not None
    ]
    for look in looks:
        while silent and (silent[0].crawl or 0) < (look.crawl or 0):
            yield silent.pop(0)
        yield look
    yield from silent


def _elsewhere(crawl: int | None, end: CrawlEnd | None, sighting: Sighting) -> Look:
    """What a sweep or a check tells: it asks for no canary and no control."""
    there = sighting.presence is Presence.PRESENT
    sound = end is None or (end.ended_at is not None and not end.void)
    if crawl is not None and sound and says_deleted(sighting):
        return Look(
            crawl=crawl,
            at=sighting.seen_at,
            told=Told.NOT_FOUND,
            seen=sighting.presence,
            counts=True,
            why="the Ad Library says that the page was deleted",
            evidence=(_witness(crawl, sighting),),
            source=LIBRARY_SAYS,
            dated=not undated(sighting),
        )
    return Look(
        crawl=crawl,
        at=sighting.seen_at,
        told=_listed(sighting)[0] if there and sound else Told.UNPROVEN,
        seen=sighting.presence,
        counts=False,
        evidence=(_witness(crawl, sighting),),
        elsewhere=is_elsewhere(sighting),
    )


def _told(
    looking: Looking, recheck: RecheckCrawl, end: CrawlEnd, sighting: Sighting, was: str | None
) -> Look:
    """What a re-check tells that found out whether the subject is there."""
    here = _witness(recheck.crawl, sighting)
    evidence: tuple[Witness, ...] = (here,)
    if end.void or end.ended_at is None:
        told, why = Told.UNPROVEN, end.reason
    elif sighting.presence is Presence.PRESENT:
        told, why = _listed(sighting, was)
    else:
        told, why, behind = _absent(looking, recheck, here)
        evidence = (here, *behind)
    return Look(
        crawl=recheck.crawl,
        at=sighting.seen_at,
        told=told,
        seen=sighting.presence,
        counts=end.ended_at is not None,
        why=why,
        evidence=evidence,
        ahead=_ahead(looking, recheck.crawl, sighting.seen_at),
        source=recheck.source,
        strong=recheck.source != GRAPH,
        elsewhere=is_elsewhere(sighting),
    )


def _listed(sighting: Sighting, was: str | None = None) -> tuple[Told, str | None]:
    """What is there: what was asked for, another thing, or a name that nobody runs any more."""
    if sighting.source == _SITES and (words := is_parked(sighting)) is not None:
        return Told.PARKED, f"it says: “{words}”"
    return (Told.LISTED_CHANGED, was) if was else (Told.LISTED, None)


def _ahead(looking: Looking, crawl: int, at: datetime) -> tuple[datetime, ...]:
    """The later times that the clock had shown when this crawl or one before it began.

    What a person saved is older than its import, and its moment is of another clock.
    """
    shown = max(at, looking.ends[crawl].started_at) if _by_hand(looking, crawl) else at
    if looking.ends[crawl].latest <= shown:
        return ()
    return tuple(
        end.started_at
        for number, end in looking.ends.items()
        if number <= crawl and end.started_at > shown
    )


def _absent(
    looking: Looking, recheck: RecheckCrawl, here: Witness
) -> tuple[Told, str | None, tuple[Witness, ...]]:
    """What it means that a subject was not found: what canary and control say to it."""
    beside = [answer for answer in recheck.answers.values() if abs(answer.at - here.at) <= _BESIDE]
    canary = _canary(recheck, beside)
    if isinstance(canary, str):
        return Told.UNPROVEN, canary, ()
    if recheck.source == _SITES:
        return _site_absent(looking, recheck, here, canary)
    there = [answer for answer in beside if answer.market != recheck.market]
    if recheck.source == GRAPH:
        return Told.NOT_FOUND, ALONE, (canary,)
    control = next((answer for answer in there if answer.subject == here.subject), None)
    if control is None:
        unread = looking.unread(recheck.crawl).items()
        said = [why for (subject, _), (_, why) in unread if subject == here.subject]
        why = f"the control storefront did not answer: {said[0] if said else 'it was not asked'}"
        return Told.UNPROVEN, why, (canary,)
    if control.presence is Presence.PRESENT:
        return Told.NOT_IN_STOREFRONT, None, (control, canary)
    shown = next((answer for answer in there if answer.presence is Presence.PRESENT), None)
    if shown is None:
        why = (
            f"the control storefront {control.market} showed none of the apps that were asked "
            f"for. Name one that it carries: [source.{recheck.source}] canaries in rasoat.toml"
        )
        return Told.UNPROVEN, why, (control, canary)
    return Told.NOT_FOUND, None, (control, canary, shown)


def _site_absent(
    looking: Looking, recheck: RecheckCrawl, here: Witness, canary: Witness
) -> tuple[Told, str | None, tuple[Witness, ...]]:
    """What it means that nobody serves a site: the resolver without a block must know others."""
    sites = looking.sites(recheck.crawl)
    if sites[here.subject].control != "nxdomain":
        return Told.UNPROVEN, "no resolver without a block says that its name is unknown", ()
    if sites[canary.subject].control != "noerror":
        why = f"the control resolver does not know {canary.subject} either, which must be there"
        return Told.UNPROVEN, why, (canary,)
    if sites[here.subject].registration == "none" or _sees_past_blocks(recheck, sites, here):
        return Told.NOT_FOUND, None, (canary,)
    return Told.UNPROVEN, _BLOCKED_TOO, (canary,)


def _sees_past_blocks(recheck: RecheckCrawl, sites: Mapping[str, SiteLook], here: Witness) -> bool:
    """Whether the control resolver knew another name that the resolver here hides."""
    return any(
        site.here in ("nxdomain", "sinkhole") and site.control == "noerror"
        for subject, site in sites.items()
        if subject in recheck.subjects.difference([here.subject])
        and abs(site.at - here.at) <= _BESIDE
    )


def _canary(recheck: RecheckCrawl, beside: Sequence[Witness]) -> Witness | str:
    """An app that was found as it must be, or why nothing shows that the store answers."""
    thing = {_SITES: "site", GRAPH: "page"}.get(recheck.source, "app")
    if not recheck.canaries:
        where = f"[source.{recheck.source}] canaries"
        return (
            f"no {thing} is known that must be there beside it and was never a case. Name one: "
            f"{'[facebook] control_page' if recheck.source == GRAPH else where} in rasoat.toml"
        )
    canaries = [
        answer
        for answer in beside
        if answer.subject in recheck.canaries and answer.market == recheck.market
    ]
    for canary in canaries:
        if canary.presence is Presence.GONE:
            return f"{canary.subject}, which must be there, was not found either"
    if not canaries:
        return f"no {thing} that must be there was found by its side"
    return canaries[0]


def _silent(looking: Looking, recheck: RecheckCrawl, subject: str, ended_at: datetime) -> Look:
    """A re-check that did not find out whether the subject is there."""
    end = looking.ends[recheck.crawl]
    site = looking.sites(recheck.crawl).get(subject) if recheck.source == _SITES else None
    if site is not None and not end.void:
        return _unseen_site(recheck, subject, site)
    outcome, why = looking.unread(recheck.crawl).get(
        (subject, recheck.market), (RequestOutcome.DROPPED, "it got no answer that says so")
    )
    return Look(
        crawl=recheck.crawl,
        at=ended_at,
        told=_UNREAD[outcome],
        seen=Presence.UNKNOWN,
        counts=True,
        why=end.reason if end.void and end.reason else why,
    )


def _unseen_site(recheck: RecheckCrawl, subject: str, site: SiteLook) -> Look:
    witness = Witness(
        subject=subject,
        market=recheck.market,
        crawl=recheck.crawl,
        at=site.at,
        presence=Presence.UNKNOWN,
        evidence=site.evidence,
    )
    return Look(
        crawl=recheck.crawl,
        at=site.at,
        told=UNSEEN_SITE[site.ending],
        seen=Presence.UNKNOWN,
        counts=True,
        why=site.why or f"its visit ended so: {site.ending}",
        evidence=(witness,),
    )


def _witness(crawl: int | None, sighting: Sighting) -> Witness:
    return Witness(
        subject=sighting.subject,
        market=sighting.market,
        crawl=crawl,
        at=sighting.seen_at,
        presence=sighting.presence,
        evidence=sighting.evidence,
    )
