"""How one paper of the register fits one listing, and what the answer becomes by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from crawler.records import (
    Candidate,
    EntryStatus,
    Listing,
    Match,
    MatchKind,
    Reason,
    RegistryEntry,
)
from matchers.licensees import Licensees
from matchers.names import read_name
from matchers.publishers import publisher_likeness, read_publisher, same_publisher
from matchers.titles import same_title
from matchers.verdict.rules import Rules
from matchers.verdict.second_look import Fit


def titled(listing: Listing, papers: Iterable[RegistryEntry], rules: Rules) -> list[RegistryEntry]:
    """The papers whose title agrees; those in force first, the nearest title, then the newest."""
    likeness = [(_likeness(listing, paper), paper) for paper in papers]
    agreeing = [item for item in likeness if item[0] >= rules.title_agrees]
    agreeing.sort(key=lambda item: item[1].issued or date.min, reverse=True)
    agreeing.sort(key=lambda item: (not in_force(item[1]), -item[0]))
    return [paper for _, paper in agreeing]


def publisher_fit(listing: Listing, holder: str, licensees: Licensees, rules: Rules) -> Fit:
    """How far the listing's publisher is the holder of a paper, other names and groups included.

    UNKNOWN: nobody says who publishes it. A name of generic words says it by half.
    """
    account = (listing.publisher or "").strip()
    if not account:
        return Fit.UNKNOWN
    aliases = [alias.publisher for alias in licensees.aliases_of(account) if alias.verified]
    if any(same_publisher(firm, holder) >= rules.publisher_agrees for firm in aliases):
        return Fit.AGREES
    seen = read_publisher(account)
    score = publisher_likeness(seen, read_publisher(holder))
    if score >= rules.publisher_agrees:
        # Word for word another firm of the register, however alike the two names look.
        return Fit.HALF if score < 100 and licensees.is_firm(account) else Fit.AGREES
    half = score >= rules.publisher_near or not seen.core
    return Fit.HALF if half or is_related(account, holder, licensees, rules) else Fit.DIFFERS


def is_related(account: str, holder: str, licensees: Licensees, rules: Rules) -> bool:
    """Whether an unverified other name, or a group, links an account with a publisher."""
    if licensees.family(account, holder) is not None:
        return True
    named = (alias.publisher for alias in licensees.aliases_of(account))
    return any(same_publisher(firm, holder) >= rules.publisher_agrees for firm in named)


def in_force(paper: RegistryEntry) -> bool:
    """Whether the register calls the paper in force."""
    return paper.status is EntryStatus.IN_FORCE


def answered(
    match: Match, listing: Listing, paper: RegistryEntry, *why: Reason, agreed: tuple[str, ...]
) -> Match:
    """The paper is this listing's: licensed, or a licence problem when it is not in force."""
    kind = MatchKind.LICENSED if in_force(paper) else MatchKind.LICENCE_PROBLEM
    same = (match.kind, match.entry) == (kind, paper.entry)
    candidate = Candidate(
        entry=paper.entry,
        score=round(0.8 * _likeness(listing, paper) + 20, 1),
        title=paper.title,
        publisher=paper.publisher,
        status=paper.status,
        agreed=agreed,
    )
    others = tuple(item for item in match.candidates if item.entry != paper.entry)
    return replace(
        match,
        kind=kind,
        entry=paper.entry,
        score=match.score if same else candidate.score,
        candidates=match.candidates if same else (candidate, *others),
        # What spoke for another answer is no reason of this one.
        reasons=(*match.reasons, *why) if same else why,
    )


def doubted(match: Match, paper: str | None, *why: Reason) -> Match:
    """A person must look: what speaks for it stands before what spoke against it."""
    return replace(match, kind=MatchKind.UNSURE, entry=paper, reasons=(*why, *match.reasons))


def _likeness(listing: Listing, paper: RegistryEntry) -> float:
    names = (paper.publisher, listing.publisher or "")
    known = frozenset(word for name in names for word in read_publisher(name).key.split())
    return same_title(read_name(listing.title), read_name(paper.title), known)
