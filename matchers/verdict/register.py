"""What the register alone says of a listing. A name alone never clears and never accuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from crawler.records import Candidate, EntryStatus, Listing, Match, MatchKind, Reason
from matchers.names import read_name
from matchers.publishers import publisher_likeness, read_publisher
from matchers.reasons import reason
from matchers.titles import same_title
from matchers.verdict.rules import Rules


class Fit(IntEnum):
    """How far one field of a candidate agrees; UNKNOWN: there is nothing to compare."""

    DIFFERS = 0
    UNKNOWN = 1
    HALF = 2
    AGREES = 3


@dataclass(frozen=True, slots=True)
class _Weighed:
    candidate: Candidate
    title: Fit
    publisher: Fit


def decide_match(listing: Listing, candidates: Sequence[Candidate], rules: Rules) -> Match:
    """The kind, with what agreed and what differed; title and publisher must both agree."""
    weighed = [_weigh(listing, candidate, rules) for candidate in candidates]
    ranked = sorted(weighed, key=_rank)
    kind, best = _kind(ranked)
    shown = tuple(item.candidate for item in ranked)
    reasons = (_reason(kind, listing, best),) if best else (reason("no_near_title"),)
    return Match(
        id=listing.id,
        kind=kind,
        score=best.candidate.score if best else 0.0,
        entry=best.candidate.entry if best and kind is not MatchKind.NO_ENTRY else None,
        candidates=shown,
        reasons=reasons,
    )


def _kind(ranked: Sequence[_Weighed]) -> tuple[MatchKind, _Weighed | None]:
    if not ranked:
        return MatchKind.NO_ENTRY, None
    best = ranked[0]
    if best.title is Fit.AGREES and best.publisher is Fit.AGREES:
        in_force = best.candidate.status is EntryStatus.IN_FORCE
        return (MatchKind.LICENSED if in_force else MatchKind.LICENCE_PROBLEM), best
    if best.title is Fit.AGREES and best.publisher is Fit.DIFFERS:
        return MatchKind.OTHER_PUBLISHER, best
    if best.title is Fit.AGREES or (best.title is Fit.HALF and best.publisher is not Fit.DIFFERS):
        return MatchKind.UNSURE, best
    if best.title is Fit.UNKNOWN and best.publisher in (Fit.HALF, Fit.AGREES):
        return MatchKind.UNSURE, best
    return MatchKind.NO_ENTRY, best


def _rank(item: _Weighed) -> tuple[bool, int, int, bool, float]:
    """Both agree first, then the clearer title, then the publisher, then what is in force."""
    both = item.title is Fit.AGREES and item.publisher is Fit.AGREES
    in_force = item.candidate.status is EntryStatus.IN_FORCE
    return not both, -item.title, -item.publisher, not in_force, -item.candidate.score


def _weigh(listing: Listing, candidate: Candidate, rules: Rules) -> _Weighed:
    title, publisher = _title(listing, candidate, rules), _publisher(listing, candidate, rules)
    fits = {"title": title, "publisher": publisher}
    return _Weighed(
        replace(
            candidate,
            agreed=tuple(name for name, fit in fits.items() if fit is Fit.AGREES),
            differed=tuple(name for name, fit in fits.items() if fit is Fit.DIFFERS),
        ),
        title,
        publisher,
    )


def _title(listing: Listing, candidate: Candidate, rules: Rules) -> Fit:
    """UNKNOWN stands for a title too weak to count unless the publisher agrees."""
    named = (candidate.publisher, listing.publisher or "")
    known = frozenset(word for name in named for word in read_publisher(name).key.split())
    score = same_title(read_name(listing.title), read_name(candidate.title), known)
    if score >= rules.title_agrees:
        return Fit.AGREES
    if score >= rules.title_near:
        return Fit.HALF
    return Fit.UNKNOWN if score >= rules.title_weak else Fit.DIFFERS


def _publisher(listing: Listing, candidate: Candidate, rules: Rules) -> Fit:
    seen = read_publisher(listing.publisher or "")
    holder = read_publisher(candidate.publisher)
    score = publisher_likeness(seen, holder)
    if not seen.core and score < rules.publisher_near:
        return Fit.UNKNOWN
    if "publisher" in candidate.differed:  # another firm of the register, word for word
        return Fit.HALF if score >= rules.publisher_agrees else Fit.DIFFERS
    if score >= rules.publisher_agrees:
        return Fit.AGREES
    return Fit.HALF if score >= rules.publisher_near else Fit.DIFFERS


def _reason(kind: MatchKind, listing: Listing, best: _Weighed) -> Reason:
    found = best.candidate
    rule = _rule(kind, best)
    field = "publisher" if rule in ("other_publisher", "publisher_half") else "title"
    return reason(
        rule,
        field=field,
        quote=listing.publisher if field == "publisher" else listing.title,
        entry=found.entry,
        agreed=found.agreed,
        differed=found.differed,
        title=found.title,
        holder=found.publisher,
    )


def _rule(kind: MatchKind, best: _Weighed) -> str:
    if kind is MatchKind.LICENSED:
        return "title_and_publisher_agree"
    if kind is MatchKind.LICENCE_PROBLEM:
        return "agreeing_paper_not_in_force"
    if kind is MatchKind.OTHER_PUBLISHER:
        return "other_publisher"
    if kind is MatchKind.NO_ENTRY:
        return "nearest_title_differs"
    if best.title is not Fit.AGREES:
        return "title_half"
    return "publisher_half" if best.publisher is Fit.HALF else "publisher_not_known"
