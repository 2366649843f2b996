"""A printed number is a claim: number, title, publisher and host are checked against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from crawler.records import (
    CLASS_OF_KIND,
    Claim,
    EntryStatus,
    Listing,
    Match,
    MatchKind,
    Reason,
    RegistryEntry,
    Sighting,
)
from matchers.addresses import host_of
from matchers.claims import claims_in
from matchers.licensees import Licensees, firm_key
from matchers.publishers import same_publisher
from matchers.reasons import reason
from matchers.verdict.fitting import (
    answered,
    doubted,
    in_force,
    is_related,
    publisher_fit,
    titled,
)
from matchers.verdict.rules import Rules
from matchers.verdict.second_look import Fit

_SHOWN = 4  # claims that one answer explains


class Answer(StrEnum):
    """What the register says of one claim; each is a rule of the catalogue."""

    VERIFIED = "claim_verified"  # number and title fit; publisher or host too, or nobody is named
    NOT_IN_FORCE = "claim_not_in_force"  # the same, with a paper revoked, expired or superseded
    UNCONFIRMED = "claim_unconfirmed"  # number and title fit; the publisher only by half
    OTHER_PUBLISHER = "claim_other_publisher"  # number and title fit, the publisher is another
    OTHER_GAME = "claim_other_game"
    PUBLISHERS_PAPER = (
        "claim_publishers_paper"  # the firm's own licence: it says nothing of the game
    )
    NO_SUCH_NUMBER = "claim_no_such_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A claim with the register's answer. ``own``: the account is the holder by its name."""

    claim: Claim
    answer: Answer
    paper: RegistryEntry | None = None
    own: bool = False
    day_differs: bool = False


def by_claim(match: Match, listing: Listing, licensees: Licensees, rules: Rules) -> Match:
    """A verified claim brings its entry in; one that is copied or unknown never clears."""
    if not listing.text:
        return match
    checked = check_claims(listing, licensees, rules)
    told = [words for item in checked[:_SHOWN] for words in _told(item)]
    first = {item.answer: item for item in reversed(checked)}
    for answer in (Answer.VERIFIED, Answer.NOT_IN_FORCE):
        fitting = first.get(answer)
        if fitting is not None and fitting.paper is not None:
            return _settled(match, listing, fitting.paper, told, fitting.own)
    doubt = first.get(Answer.UNCONFIRMED) or next((c for c in checked if _renamed(c)), None)
    if doubt is not None and doubt.paper is not None and match.kind in _OPEN:
        return doubted(match, doubt.paper.entry, *told)
    other = first.get(Answer.OTHER_PUBLISHER)
    if other is not None and other.paper is not None and match.kind is MatchKind.NO_ENTRY:
        match = replace(match, kind=MatchKind.OTHER_PUBLISHER, entry=other.paper.entry)
    return replace(match, reasons=(*match.reasons, *told))


def check_claims(listing: Listing, licensees: Licensees, rules: Rules) -> tuple[Checked, ...]:
    """Every claim of the listing's text with the register's answer."""
    claims = claims_in(listing.text or "")
    checked = [_check(claim, listing, licensees, rules) for claim in claims]
    if listing.publisher and listing.publisher.strip():
        return tuple(checked)
    # Nobody says who publishes it: then at least the numbers must be of one holder.
    return tuple(
        replace(item, answer=Answer.UNCONFIRMED)
        if item.answer in (Answer.VERIFIED, Answer.NOT_IN_FORCE)
        and not _is_alone(item, claims, licensees)
        else item
        for item in checked
    )


def copied_claims(sighting: Sighting, licensees: Licensees, rules: Rules) -> Iterator[Reason]:
    """Numbers and links in the text that only other publishers hold."""
    facts = (sighting.facts.get("seller"), sighting.facts.get("legal_name"))
    declared = (one.publisher for one in licensees.declared((sighting.subject,)))
    said = [name for name in (sighting.publisher, *facts) if isinstance(name, str) and name]
    if not sighting.text or not said:
        return
    names = (*said, *declared)
    for claim in claims_in(sighting.text):
        papers = licensees.papers_of_claim(claim)
        if papers and not any(
            _is_own(name, paper.publisher, licensees, rules) for name in names for paper in papers
        ):
            yield reason(
                "copied_licence_number",
                field="text",
                quote=claim.quote,
                entry=papers[0].entry,
                differed=("publisher",),
                holder=papers[0].publisher,
            )


# What a doubt changes; a better founded answer stays.
_OPEN = frozenset({MatchKind.NO_ENTRY, MatchKind.OTHER_PUBLISHER})


def _settled(
    match: Match, listing: Listing, paper: RegistryEntry, told: Sequence[Reason], own: bool
) -> Match:
    if match.kind is MatchKind.LICENSED and not in_force(paper):
        return replace(match, reasons=(*match.reasons, *told))  # an older number of the same game
    renewed = any(
        "title" in item.agreed and item.status is EntryStatus.IN_FORCE for item in match.candidates
    )
    if not in_force(paper) and not own and renewed:
        # The title has a paper in force: without a publisher nobody knows whose game this is.
        return doubted(match, paper.entry, *told)
    agreed = ("title", "publisher", "claim") if own else ("title", "claim")
    return answered(match, listing, paper, *told, agreed=agreed)


def _check(claim: Claim, listing: Listing, licensees: Licensees, rules: Rules) -> Checked:
    papers = licensees.papers_of_claim(claim)
    games = [paper for paper in papers if paper.kind in CLASS_OF_KIND]

    def fit(paper: RegistryEntry) -> Fit:
        return publisher_fit(listing, paper.publisher, licensees, rules)

    def best(several: Sequence[RegistryEntry]) -> RegistryEntry:
        # One number stands for several years and games: publisher, then day, then force choose.
        return max(several, key=lambda paper: (fit(paper), _is_day(claim, paper), in_force(paper)))

    if not papers:
        return Checked(claim=claim, answer=Answer.NO_SUCH_NUMBER)
    if not (fitting := titled(listing, games, rules)):
        paper = best([paper for paper in papers if paper not in games] or games)
        own = fit(paper) is Fit.AGREES
        if paper in games:
            return Checked(claim=claim, answer=Answer.OTHER_GAME, paper=paper, own=own)
        differs = fit(paper) is Fit.DIFFERS
        answer = Answer.OTHER_PUBLISHER if differs else Answer.PUBLISHERS_PAPER
        return Checked(claim=claim, answer=answer, paper=paper, own=own)
    paper = best(fitting)
    differs = claim.day is not None and not _is_day(claim, paper)
    return Checked(
        claim=claim,
        answer=_answer(paper, fit(paper), _is_host(listing, paper, licensees), differs),
        paper=paper,
        own=fit(paper) is Fit.AGREES,
        day_differs=differs,
    )


def _answer(paper: RegistryEntry, fit: Fit, own_host: bool, day_differs: bool) -> Answer:
    if fit is Fit.DIFFERS and not own_host:
        return Answer.OTHER_PUBLISHER
    alone = fit is Fit.HALF or (fit is Fit.UNKNOWN and day_differs)
    if fit is Fit.DIFFERS or (alone and not own_host):
        return Answer.UNCONFIRMED
    return Answer.VERIFIED if in_force(paper) else Answer.NOT_IN_FORCE


def _is_day(claim: Claim, paper: RegistryEntry) -> bool:
    """Whether the printed day is the paper's; the register itself confuses dd/mm with mm/dd."""
    day, issued = claim.day, paper.issued
    if day is None or issued is None:
        return issued is None and day is not None
    return issued == day or (issued.year, issued.month, issued.day) == (
        day.year,
        day.day,
        day.month,
    )


def _is_host(listing: Listing, paper: RegistryEntry, licensees: Licensees) -> bool:
    host = host_of(listing.url) if listing.url else None
    return host is not None and paper in licensees.papers_of_host(host)


def _is_alone(item: Checked, claims: Sequence[Claim], licensees: Licensees) -> bool:
    """Whether no other claim of the text is another firm's alone."""
    holder = firm_key(item.paper.publisher) if item.paper else ""
    held = [licensees.papers_of_claim(claim) for claim in claims]
    return all(
        any(firm_key(paper.publisher) == holder for paper in papers) for papers in held if papers
    )


def _is_own(account: str, holder: str, licensees: Licensees, rules: Rules) -> bool:
    near = same_publisher(account, holder) >= rules.publisher_near
    return near or is_related(account, holder, licensees, rules)


def _renamed(item: Checked) -> bool:
    """The account's own number, under another title than the paper's."""
    return item.answer is Answer.OTHER_GAME and item.own


def _told(item: Checked) -> Iterator[Reason]:
    paper, claim = item.paper, item.claim
    yield reason(
        item.answer.value,
        field="text",
        quote=claim.quote,
        entry=paper.entry if paper else None,
        title=paper.title if paper else "",
        holder=paper.publisher if paper else "",
        status=paper.status if paper else "",
    )
    if item.day_differs and paper is not None:
        yield reason(
            "claim_day_differs",
            field="text",
            quote=claim.day_quote,
            entry=paper.entry,
            issued=_on_paper(paper.issued),
        )


def _on_paper(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"
