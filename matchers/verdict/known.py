"""What licensees declared, print and are called: it may bring an entry in, or keep one out.

Each step takes the register's answer and returns it, or a better founded one. A publisher that
differs is never cleared by a number: anybody can copy one (threats.md 19).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.records import (
    DeclaredAccount,
    Listing,
    Match,
    MatchKind,
    PublisherAlias,
    Reason,
    RegistryEntry,
)
from matchers.addresses import host_of
from matchers.licensees import Licensees, firm_key
from matchers.publishers import same_publisher
from matchers.reasons import reason
from matchers.stores import is_package, store_app
from matchers.verdict.claimed import by_claim
from matchers.verdict.fitting import answered, doubted, in_force, publisher_fit, titled
from matchers.verdict.rules import Rules
from matchers.verdict.second_look import Fit

_STORES = ("google:", "apple:")


def settle(
    match: Match,
    listing: Listing,
    licensees: Licensees | None,
    rules: Rules,
    accounts: Iterable[str] = (),
) -> Match:
    """The answer after all that is known beside title and publisher name.

    ``accounts``: further ids of the listing, as ``DeclaredAccount`` writes them.
    """
    if licensees is None:
        return match
    match = by_alias(match, listing, licensees, rules)
    if listing.url:
        match = by_host(match, listing, licensees, rules)
    if listing.text:
        match = by_claim(match, listing, licensees, rules)
    return by_declared(match, listing, licensees, rules, accounts)


def by_alias(match: Match, listing: Listing, licensees: Licensees, rules: Rules) -> Match:
    """A verified other name is the publisher's; an unverified one, or a group, is a question."""
    if not listing.publisher or not _may_be_alias(match, rules):
        return match
    if not licensees.is_linked(listing.publisher):
        return match
    aliases = licensees.aliases_of(listing.publisher)
    for alias in aliases:
        if not alias.verified:
            continue
        if games := titled(listing, licensees.games_of(alias.publisher), rules):
            told = _alias_reason("alias_of_publisher", listing, alias, games[0].entry)
            return answered(match, listing, games[0], told, agreed=("title", "publisher"))
    for candidate in match.candidates:
        near = "title" in candidate.agreed or match.kind is MatchKind.NO_ENTRY
        told_of = _relation(
            listing, candidate.publisher, candidate.entry, aliases, licensees, rules
        )
        if near and told_of is not None:
            return doubted(match, candidate.entry, told_of)
    return match


def by_host(match: Match, listing: Listing, licensees: Licensees, rules: Rules) -> Match:
    """The listing stands on a host that the paper of this title names."""
    host = host_of(listing.url) if listing.url else None
    if host is None or match.kind is MatchKind.LICENSED:
        return match
    papers = titled(listing, licensees.papers_of_host(host), rules)
    if not papers:
        return match
    fits = {id(p): publisher_fit(listing, p.publisher, licensees, rules) for p in papers}
    paper = max(papers, key=lambda item: fits[id(item)])  # of equals the first: one in force
    fit = fits[id(paper)]
    told = reason(
        "host_of_entry",
        field="url",
        quote=(listing.url or "")[:200],
        entry=paper.entry,
        title=paper.title,
        holder=paper.publisher,
    )
    if fit is Fit.DIFFERS:
        open_still = match.kind in (MatchKind.NO_ENTRY, MatchKind.OTHER_PUBLISHER)
        return doubted(match, paper.entry, told) if open_still else match
    if match.kind is MatchKind.LICENCE_PROBLEM and not in_force(paper):
        return match
    agreed = ("title", "publisher", "host") if fit is Fit.AGREES else ("title", "host")
    return answered(match, listing, paper, told, agreed=agreed)


def by_declared(
    match: Match,
    listing: Listing,
    licensees: Licensees,
    rules: Rules,
    accounts: Iterable[str] = (),
) -> Match:
    """What a licensee declared as its own is never accused of having no licence.

    Its title chooses among the publisher's papers; where none fits, a person looks.
    """
    if not licensees.has_declared or match.kind is MatchKind.LICENSED:
        return match
    found = licensees.declared((*accounts, *accounts_of(listing)))
    if not found:
        return match
    if len({firm_key(one.publisher) for one in found}) > 1:
        return doubted(match, match.entry, _declared_reason("declared_twice", found[0]))
    for one in sorted(found, key=lambda declared: declared.entry is None):
        if games := titled(listing, _papers(one, licensees, rules), rules):
            told = _declared_reason("declared_account", one, games[0])
            return answered(match, listing, games[0], told, agreed=("title", "account"))
    if match.kind is MatchKind.LICENCE_PROBLEM:
        return match
    return doubted(match, match.entry, _declared_reason("declared_title_differs", found[0]))


def accounts_of(listing: Listing) -> Iterator[str]:
    """The ids under which a listing may have been declared: its app, or the host it stands on.

    A package counts on Google Play only: on other stores a stranger can use the same one.
    """
    url = listing.url or ""
    app = store_app(url) if url else None
    host = host_of(url) if url else None
    known = listing.id if listing.id.startswith(_STORES) else None
    if known or app:
        yield from dict.fromkeys(filter(None, (known, app)))
        return
    if host:
        yield f"domain:{host}"
    package = (listing.package or "").strip()
    if not host and ":" not in listing.id and is_package(package):
        yield f"google:{package}"


def _may_be_alias(match: Match, rules: Rules) -> bool:
    """Other names are looked up only where they can change the answer."""
    if match.kind is MatchKind.NO_ENTRY:
        return match.score >= rules.score_near
    return match.kind in (MatchKind.OTHER_PUBLISHER, MatchKind.UNSURE)


def _relation(
    listing: Listing,
    holder: str,
    entry: str,
    aliases: Iterable[PublisherAlias],
    licensees: Licensees,
    rules: Rules,
) -> Reason | None:
    for alias in aliases:
        if same_publisher(alias.publisher, holder) >= rules.publisher_agrees:
            rule = "alias_of_publisher" if alias.verified else "alias_unverified"
            return _alias_reason(rule, listing, alias, entry)
    family = licensees.family(listing.publisher or "", holder)
    if family is None:
        return None
    return reason(
        "family_account",
        field="publisher",
        quote=listing.publisher,
        entry=entry,
        family=family.name,
        holder=holder,
        source=family.source,
    )


def _alias_reason(rule: str, listing: Listing, alias: PublisherAlias, entry: str) -> Reason:
    return reason(
        rule,
        field="publisher",
        quote=listing.publisher,
        entry=entry,
        agreed=("publisher",) if alias.verified else (),
        holder=alias.publisher,
        source=alias.source,
        day=f"{alias.day:%d/%m/%Y}",
    )


def _papers(
    declared: DeclaredAccount, licensees: Licensees, rules: Rules
) -> tuple[RegistryEntry, ...]:
    """The publisher's papers that the declaration can mean: the named one, else all."""
    if not declared.entry:
        return licensees.games_of(declared.publisher)
    return tuple(
        paper
        for paper in licensees.papers_named(declared.entry)
        if same_publisher(paper.publisher, declared.publisher) >= rules.publisher_agrees
    )


def _declared_reason(
    rule: str, declared: DeclaredAccount, paper: RegistryEntry | None = None
) -> Reason:
    return reason(
        rule,
        field="id",
        quote=declared.account,
        entry=paper.entry if paper else None,
        holder=declared.publisher,
        letter=declared.letter,
        day=f"{declared.day:%d/%m/%Y}",
    )
