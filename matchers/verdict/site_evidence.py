"""Gathers what is known of one site before it is judged: its pages, its name, its host's papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from crawler.records import Finding, Match, Reason, ScreenedName, Sighting
from matchers.addresses import host_of
from matchers.domains.protected import protected_hosts, protection
from matchers.domains.screen import screen_names
from matchers.lexicon import Lexicon
from matchers.licensees import Licensees, Papers
from matchers.lists import common_host
from matchers.reasons import reason
from matchers.verdict.fitting import in_force
from matchers.verdict.rules import Rules
from matchers.verdict.site_pages import SITE, SiteEvidence, read_pages


def gather(
    sighting: Sighting,
    match: Match,
    *,
    ties: tuple[Finding, ...],
    lexicon: Lexicon,
    rules: Rules,
    licensees: Licensees,
    approved: Mapping[str, str],
    covered: bool,
    copied: Reason | None = None,
) -> SiteEvidence:
    """Everything known of a site, for ``decide_site``; ``approved``: the office's own protected."""
    name = sighting.subject.removeprefix(SITE)
    landing, cloaking = sighting.facts.get("landing") or {}, sighting.facts.get("cloaking", ())
    pages = read_pages(sighting, lexicon, rules)
    return SiteEvidence(
        sighting=sighting,
        pages=pages,
        name=_screened(name),
        linked=tuple(_flagged(sighting.outlinks)),
        others=tuple(host for host in _hosts(sighting.outlinks) if not common_host(host)),
        landing_flagged=any(_flagged((str(landing.get("url", "")),))),
        led_flagged=frozenset(_flagged(str(each.get("url", "")) for each in cloaking)),
        lured_to=frozenset(_flagged(url for page in pages for url in page.leads)),
        match=match,
        papers=_papers(sighting, name, licensees),
        ties=ties,
        copied=copied,
        protected=_protected(name, approved),
        covered=covered,
    )


def _screened(name: str) -> ScreenedName | None:
    return next(screen_names([name]), None)


def _flagged(urls: Iterable[str]) -> Iterator[str]:
    """The hosts of these addresses whose names look like those of bookmakers."""
    return (screened.name for screened in screen_names(_hosts(urls)) if screened.flagged)


def _hosts(urls: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(host for url in urls if (host := host_of(url))))


def _papers(sighting: Sighting, name: str, licensees: Licensees) -> Papers:
    """The papers that name the registered name, the host that was visited, or one below it."""
    visited = (urlsplit(sighting.url or "").hostname or "").removeprefix("www.")
    named = [
        paper for host in filter(None, (name, visited)) for paper in licensees.sites_of_host(host)
    ]
    below = (str(page.get("url", "")) for page in sighting.facts.get("pages", ()))
    papers = (paper for host in _hosts(below) for paper in licensees.sites_of_host(host))
    # The paper of a host below ends for that host: it accuses nobody else.
    found = {(paper.kind, paper.entry): paper for paper in (*named, *filter(in_force, papers))}
    return tuple(found.values())


def _protected(name: str, approved: Mapping[str, str]) -> Reason | None:
    told = protection(name, protected_hosts(approved))
    if told is None:
        return None
    why = next((kept for host, kept in protected_hosts(approved).items() if host == told.quote), "")
    return reason("protected_name", field="subject", quote=told.quote, why=why)
