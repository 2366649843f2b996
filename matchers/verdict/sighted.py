"""The register's answer for what a store shows: by account name, else by its legal seller."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.records import Listing, Match, MatchKind, Sighting
from matchers.licensees import Licensees
from matchers.papers import cascade
from matchers.registry import Register
from matchers.verdict.known import settle
from matchers.verdict.register import decide_match
from matchers.verdict.rules import Rules

# Facts under which stores print the legal person behind an account.
_LEGAL = ("seller", "legal_name")
# The clearest answer first: what names an agreeing paper, then a doubt, then another's paper.
_ORDER = (
    MatchKind.LICENSED,
    MatchKind.LICENCE_PROBLEM,
    MatchKind.UNSURE,
    MatchKind.OTHER_PUBLISHER,
    MatchKind.NO_ENTRY,
)


def match_sighting(
    sighting: Sighting, register: Register, rules: Rules, licensees: Licensees | None = None
) -> Match:
    """An account trades under one name and is registered under another: the clearer one counts."""
    listings = list(_listings(sighting))
    named = any(listing.publisher for listing in listings)
    answers = [
        cascade(
            settle(
                decide_match(listing, answer, rules),
                listing,
                # Where the store names a seller, a number must be the seller's: not just nobody's.
                licensees if listing.publisher or not named else None,
                rules,
                _accounts(sighting),
            ),
            listing,
            register.papers,
        )
        for listing, answer in zip(listings, register.answers(listings), strict=True)
    ]
    return min(answers, key=lambda match: _ORDER.index(match.kind))


def _accounts(sighting: Sighting) -> Iterator[str]:
    """The store's own numbers of the app and of its account: nobody else can take them."""
    yield sighting.subject
    store, _, _ = sighting.subject.partition(":")
    if sighting.publisher_id:
        yield f"{store}-developer:{sighting.publisher_id}"


def _listings(sighting: Sighting) -> Iterator[Listing]:
    legal = [sighting.facts.get(name) for name in _LEGAL]
    names = [sighting.publisher, *(name for name in legal if isinstance(name, str) and name)]
    for name in dict.fromkeys(names):
        yield Listing(
            id=sighting.subject,
            title=sighting.title or "",
            publisher=name,
            text=sighting.text,
            url=sighting.url,
        )
