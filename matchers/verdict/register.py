"""What the register alone says of a listing. A name alone never clears and never accuses."""

from __future__ import annotations

from collections.abc import Set
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crawler.records import Candidate, EntryStatus, Listing, Match, MatchKind, RegistryEntry
from matchers.names import words_of
from matchers.reasons import reason
from matchers.verdict.rules import Rules
from matchers.verdict.second_look import Fit, publisher_fit, title_fit
from matchers.verdict.wording import explained

Chances = npt.NDArray[np.float64]
_LICENCE_STEPS = 2.0  # log-odds that an agreeing publisher adds to the order
_SPREAD = 3.0  # of log-odds over the scores, so that the best ones still differ

_KINDS = {
    "title_and_publisher_agree": MatchKind.LICENSED,
    "agreeing_paper_not_in_force": MatchKind.LICENCE_PROBLEM,
    "other_publisher": MatchKind.OTHER_PUBLISHER,
    "publisher_half": MatchKind.UNSURE,
    "publisher_not_known": MatchKind.UNSURE,
    "title_half": MatchKind.UNSURE,
    "nearest_title_differs": MatchKind.NO_ENTRY,
}


class Scored(NamedTuple):
    """An entry that a listing may be: chance of the same title, and of being its licence, 0-1."""

    entry: RegistryEntry
    title: float
    licence: float
    score: float  # as ``scores`` gives it


def scores(title: Chances, licence: Chances) -> Chances:
    """0-100 for chances of title and licence; an order that does not end in equal hundreds."""
    chance = np.clip(title, 1e-9, 1 - 1e-9)
    odds = np.log(chance / (1 - chance)) + _LICENCE_STEPS * licence
    return np.round(100 / (1 + np.exp(-odds / _SPREAD)), 2)


class Answer(NamedTuple):
    """All that the register holds for one listing."""

    scored: tuple[Scored, ...]
    firms: Set[str]  # glued keys of the register's publishers


def decide_match(listing: Listing, answer: Answer, rules: Rules) -> Match:
    """The kind, with what agreed and what differed; title and publisher must both agree."""
    if not answer.scored:
        return _without_candidate(listing)
    ranked = sorted(answer.scored, key=lambda item: _rank(item, rules))
    rule, title, publisher = _weigh(listing, answer, ranked[0], rules)
    kind = _KINDS[rule]
    best = _candidate(ranked[0], title, publisher)
    # Far from every title nobody asks who publishes it.
    named = kind is not MatchKind.NO_ENTRY or publisher is not Fit.UNKNOWN
    # Of a title that is far from all it is enough to say which words are the same.
    deep = rule != "nearest_title_differs" or ranked[0].title >= rules.title_doubt
    others = [_candidate(item, *_fits(item, rules)) for item in ranked[1 : rules.candidates_shown]]
    return Match(
        id=listing.id,
        kind=kind,
        score=best.score,
        entry=None if kind is MatchKind.NO_ENTRY else best.entry,
        candidates=(best, *others),
        reasons=(explained(rule, listing, best, publisher=named, deep=deep),),
    )


def _without_candidate(listing: Listing) -> Match:
    """No title is near; a title without a single word cannot be compared, which is no answer."""
    rule, kind = "no_near_title", MatchKind.NO_ENTRY
    if not words_of(listing.title):
        rule, kind = "no_readable_title", MatchKind.UNSURE
    why = reason(rule, field="title", quote=listing.title)
    return Match(id=listing.id, kind=kind, score=0.0, entry=None, reasons=(why,))


def _rank(item: Scored, rules: Rules) -> tuple[bool, bool, float]:
    """Both agree first, of these what is in force, then by score."""
    both = _agrees(item, rules)
    in_force = both and item.entry.status is EntryStatus.IN_FORCE
    return not both, not in_force, -item.score


def _agrees(item: Scored, rules: Rules) -> bool:
    return item.licence >= rules.licence_chance and item.title >= rules.title_doubt


def _weigh(listing: Listing, answer: Answer, best: Scored, rules: Rules) -> tuple[str, Fit, Fit]:
    """The rule that answers, and how far title and publisher of the best candidate agree."""
    title = _fits(best, rules)[0]
    near = best.title >= rules.title_unnamed or best.licence >= rules.licence_doubt
    if not near and best.entry.title.casefold() not in listing.title.casefold():
        return "nearest_title_differs", title, Fit.UNKNOWN
    account = listing.publisher or ""
    publisher = publisher_fit(account, best.entry.publisher, answer.firms, rules)
    if publisher is Fit.UNKNOWN:
        same = best.title >= rules.title_unnamed
        return ("publisher_not_known" if same else "nearest_title_differs"), title, publisher
    # A stranger's word more is his way to hide; the licensee's is another game.
    sure = publisher is Fit.DIFFERS or best.licence >= rules.licence_sure
    looked = title_fit(listing, best.entry, rules, sure=sure)
    if publisher is Fit.DIFFERS:
        same = min(title, looked) is Fit.AGREES
        return ("other_publisher" if same else "nearest_title_differs"), title, publisher
    if looked is Fit.DIFFERS:
        return "nearest_title_differs", Fit.DIFFERS, publisher
    if publisher is Fit.HALF:
        return "publisher_half", min(title, looked), publisher
    if not _agrees(best, rules) or looked is Fit.HALF:
        return "title_half", Fit.HALF, publisher
    in_force = best.entry.status is EntryStatus.IN_FORCE
    rule = "title_and_publisher_agree" if in_force else "agreeing_paper_not_in_force"
    return rule, Fit.AGREES, publisher


def _fits(item: Scored, rules: Rules) -> tuple[Fit, Fit]:
    """What the ranker alone says of title and publisher."""
    title = Fit.HALF if item.title >= rules.title_doubt else Fit.DIFFERS
    if item.title >= rules.title_chance:
        title = Fit.AGREES
    return title, Fit.AGREES if item.licence >= rules.licence_chance else Fit.UNKNOWN


def _candidate(item: Scored, title: Fit, publisher: Fit) -> Candidate:
    agreed, differed = _FIELDS[title, publisher]
    return Candidate(
        entry=item.entry.entry,
        score=item.score,
        title=item.entry.title,
        publisher=item.entry.publisher,
        status=item.entry.status,
        agreed=agreed,
        differed=differed,
    )


def _named(fits: tuple[Fit, Fit], wanted: Fit) -> tuple[str, ...]:
    return tuple(
        name for name, fit in zip(("title", "publisher"), fits, strict=True) if fit is wanted
    )


# Which fields agree and differ, for every fit of title and publisher.
_FIELDS = {
    (title, publisher): (
        _named((title, publisher), Fit.AGREES),
        _named((title, publisher), Fit.DIFFERS),
    )
    for title, publisher in product(Fit, repeat=2)
}
