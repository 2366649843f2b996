"""Whose name a page bears: its names in order, and the register's papers under them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.records import Listing, Match, Reason, RegistryEntry, Sighting
from matchers.addresses import host_of
from matchers.claims import claims_in
from matchers.licensees import Licensees
from matchers.reasons import reason
from matchers.verdict.fitting import in_force, publisher_fit, titled
from matchers.verdict.rules import Rules
from matchers.verdict.second_look import Fit
from matchers.verdict.site_game import FIRM, titles_of

PAGE = "fbpage:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """Two names of a page, one after the other, with the day of the new one where it is known."""

    old: str
    new: str
    day: str | None


def renames_of(sighting: Sighting, sightings: Sequence[Sighting]) -> Iterator[Rename]:
    """The names as the page's own history tells them, then as they were seen here."""
    if not sighting.subject.startswith(PAGE):
        return
    history = [one for one in sighting.facts.get("history") or () if one.get("name")]
    names: list[tuple[str, str | None]] = [
        (one["name"], one.get("day")) for one in sorted(history, key=lambda one: one.get("day", ""))
    ]
    names += [
        (seen.title, seen.seen_at.date().isoformat())
        for seen in reversed(sightings)
        if seen.title and all(seen.title != name for name, _ in names)
    ]
    if sighting.title and names and names[-1][0] != sighting.title:
        names.append((sighting.title, None))
    for (old, _), (new, day) in pairwise(names):
        if old != new:
            yield Rename(old=old, new=new, day=day)


def papers_named_by(
    sighting: Sighting, match: Match, licensees: Licensees, rules: Rules
) -> Iterator[RegistryEntry]:
    """The papers of the game, or else of the firm, whose name the page bears."""
    title = sighting.title or ""
    if not title or not sighting.subject.startswith(PAGE):
        return
    papers = [
        paper
        for candidate in match.candidates
        for paper in licensees.papers_named(candidate.entry)
        if paper.entry == candidate.entry
    ]
    for piece in titles_of(title):
        yield from titled(Listing(id=sighting.subject, title=piece), papers, rules)
    yield from licensees.games_of(title)


def own_links(
    links: Mapping[str, str], sighting: Sighting, licensees: Licensees, rules: Rules
) -> Iterator[tuple[str, RegistryEntry]]:
    """Links to a host that a paper in force names, or to an app that its holder declared."""
    title = sighting.title or ""
    if not title or not sighting.subject.startswith(PAGE):
        return
    for subject, link in links.items():
        hosted = licensees.sites_of_host(host_of(link) or "")
        declared = (
            paper
            for one in licensees.declared((subject,))
            for paper in licensees.games_of(one.publisher)
            if one.entry in (None, paper.entry, paper.number)
        )
        for paper in (*hosted, *declared):
            if in_force(paper) and _bears_name(title, paper, licensees, rules):
                yield link, paper
                break


def declared_page(
    sighting: Sighting, licensees: Licensees
) -> tuple[Reason, RegistryEntry | None] | None:
    """That a licensee declared this page, or the one whose advert it is, with a paper in force.

    Without the paper where none is in force, or where two licensees claim the page.
    """
    page = sighting.subject if sighting.subject.startswith(PAGE) else None
    found = licensees.declared((page or f"{PAGE}{sighting.publisher_id}",))
    if not found:
        return None
    holders = {one.publisher for one in found}
    papers = (
        paper
        for one in found
        for paper in licensees.games_of(one.publisher)
        if one.entry in (None, paper.entry, paper.number) and in_force(paper)
    )
    paper = next(papers, None) if len(holders) == 1 else None
    told = reason(
        "page_declared",
        field="id" if page else "publisher_id",
        quote=found[0].account,
        entry=paper.entry if paper else None,
        holder=found[0].publisher,
        letter=found[0].letter,
        day=f"{found[0].day:%d/%m/%Y}",
    )
    return told, paper


def _bears_name(title: str, paper: RegistryEntry, licensees: Licensees, rules: Rules) -> bool:
    pieces = [Listing(id="", title=piece, publisher=piece) for piece in titles_of(title)]
    return any(
        (paper.title and titled(piece, [paper], rules))
        or publisher_fit(piece, paper.publisher, licensees, rules) is Fit.AGREES
        for piece in pieces
    )


def copied_numbers(
    words: str, named: Sequence[RegistryEntry], licensees: Licensees
) -> Iterator[Reason]:
    """The licence numbers of the named game or firm that the page prints."""
    entries = {(paper.kind, paper.entry) for paper in named}
    for claim in claims_in(words):
        for paper in licensees.papers_of_claim(claim):
            if (paper.kind, paper.entry) in entries:
                yield reason(
                    "page_prints_number",
                    field="text",
                    quote=claim.quote,
                    entry=paper.entry,
                    holder=paper.publisher,
                )
                break


def other_firm_of(
    sightings: Sequence[Sighting],
    named: Sequence[RegistryEntry],
    licensees: Licensees,
    rules: Rules,
) -> Reason | None:
    """Whom the page's description names in the holder's place; posts name many firms."""
    about = (seen.text or "" for seen in sightings if seen.facts.get("layer") != "post")
    firms = [firm.strip() for text in about for firm in FIRM.findall(text)]
    if not firms or not named:
        return None
    listings = [Listing(id="", title="", publisher=firm) for firm in firms]
    fits = {
        publisher_fit(one, paper.publisher, licensees, rules) for one in listings for paper in named
    }
    if fits != {Fit.DIFFERS}:
        return None
    return reason("page_names_other_firm", field="text", quote=firms[-1], holder=named[0].publisher)
