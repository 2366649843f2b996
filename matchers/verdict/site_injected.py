"""What others put on an honest site: which of its pages, and whose doing they are."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from crawler.records import Reason
from matchers.addresses import host_of
from matchers.reasons import reason
from matchers.signal import benign_names
from matchers.verdict.gambling import APART
from matchers.verdict.site_house import shows_house
from matchers.verdict.site_pages import SITE, ReadPage, Role, SiteEvidence
from matchers.verdict.site_reasons import place_of
from matchers.verdict.site_signs import serves_players

_LEAST_SIGNS = 2  # kinds of words of gambling; one word happens to anybody


def injected_page(evidence: SiteEvidence) -> ReadPage | None:
    """A page that an honest host shows beside its own; None: there is none."""
    pages = evidence.of(Role.HIDDEN, Role.INNER, Role.CLOAKED, Role.LED)
    return next((page for page in pages if _is_injected(evidence, page)), None)


def _is_injected(evidence: SiteEvidence, page: ReadPage) -> bool:
    if page.is_offer or _leads_players(evidence, page):
        return True
    return bool(_leads_on(evidence, page) or _sold_to(evidence, page))


def _sold_to(evidence: SiteEvidence, page: ReadPage) -> str | None:
    """Whom a page that is shown to some only sends them to, telling that they come from here.

    Who breaks in is paid by visitor, and hides it from the owner; some words are of gambling.
    """
    if page.role is not Role.CLOAKED or len(_signs(page) - _signs(evidence.home)) < _LEAST_SIGNS:
        return None
    here = evidence.sighting.subject.removeprefix(SITE)
    openly = {host_of(url) for url in evidence.sighting.outlinks}
    told = (host_of(url) for url in page.leads if _tells(url, here))
    return next((host for host in told if host and host not in openly), None)


def _signs(page: ReadPage | None) -> set[str]:
    """The kinds of words of gambling on a page."""
    told = {one.signal for one in page.answer.findings} if page else set()
    return told - APART - benign_names()


def _tells(url: str, here: str) -> bool:
    """Whether an address names this host as where its visitor comes from."""
    names = {value.lower().removeprefix("www.") for _, value in parse_qsl(urlsplit(url).query)}
    return here in names


def _leads_players(evidence: SiteEvidence, page: ReadPage) -> bool:
    """Whether some visitors only are led to a name or a house of gambling that takes players.

    No owner does that, whatever words the place uses.
    """
    led = page.role is Role.LED and page.takes_players
    return led and (host_of(page.url) in evidence.led_flagged or shows_house(page))


def _leads_on(evidence: SiteEvidence, page: ReadPage) -> str | None:
    """The name of gambling to which a page leads that is planted, or shown to some only.

    Its words may be in no list.
    """
    if not (page.is_planted or page.role is Role.CLOAKED):
        return None
    return next((host for url in page.leads if (host := host_of(url)) in evidence.lured_to), None)


def planted_reasons(evidence: SiteEvidence, page: ReadPage) -> Iterator[Reason]:
    """Where a page leads that no owner shows to everybody."""
    if host := _leads_on(evidence, page):
        yield reason("site_planted", field=place_of(page), quote=host)
    elif host := _sold_to(evidence, page):
        yield reason("site_sold", field=place_of(page), quote=host)


def gambling_page(evidence: SiteEvidence, *roles: Role) -> ReadPage | None:
    """A page that offers gambling; one that is shown to some only may warn beside it."""
    return next((page for page in evidence.of(*roles) if page.is_gambling or _lures(page)), None)


def _lures(page: ReadPage) -> bool:
    takes = page.role is Role.CLOAKED and page.takes_players
    return takes and (page.is_offer or shows_house(page))


def is_front(evidence: SiteEvidence) -> bool:
    """Whether nobody can say that the home page is an honest site of its own."""
    home = evidence.home
    return home is None or home.is_thin or home.is_doubted


def is_own_doing(evidence: SiteEvidence, found: ReadPage) -> bool:
    """Whether the found page is of one who takes players here, and not put here by others."""
    if found.role is Role.CLOAKED and found.takes_players:
        return True
    shown = found.role in (Role.CLOAKED, Role.INNER) and not found.is_planted
    return shown and serves_players(evidence)
