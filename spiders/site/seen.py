"""What a visit of a site brought, and the facts of it that need no further request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from spiders.site.facts import facts_of_page, headers_of_interest, names_of_certificate
from spiders.site.follow import Arrival
from spiders.site.likeness import near_hash
from spiders.site.outcome import Ending
from spiders.site.page import SitePage, host_in
from spiders.site.payments import payments_of_codes
from spiders.site.sides import Network
from spiders.site.told import id_of, takes, told_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is visited: a subject, the host of its home page, and pages that were pointed at."""

    subject: str
    host: str
    pages: tuple[str, ...] = ()
    again: bool = False  # it may be gone: a second resolver is asked


@dataclass(slots=True, kw_only=True)
class SiteSeen:
    """What a visit brought: how it ended, the pages and the facts."""

    entry: Entry
    home: Arrival
    ending: Ending = Ending.NO_ANSWER
    pages: list[Arrival] = field(default_factory=list)
    cloaking: list[dict[str, Any]] = field(default_factory=list)
    looked_up: str | None = None  # evidence of what the name servers said, where it is gone
    unlinked: set[str] = field(default_factory=set)  # pages to which only unseen links lead
    unseen: list[str] = field(default_factory=list)  # why something of it was not looked at
    facts: dict[str, Any] = field(default_factory=dict)

    def all_pages(self) -> Iterator[SitePage]:
        """The pages on the entry's own site."""
        for arrival in (self.home, *self.pages):
            if arrival.own is not None:
                yield arrival.own

    def pages_of_the_name(self) -> Iterator[SitePage]:
        """Those that speak for the entry: none of a host below it that somebody pointed at."""
        return (page for page in self.all_pages() if not self.is_anothers(page))

    def is_anothers(self, page: SitePage) -> bool:
        """Whether a page stands on a host below the entry's that somebody pointed at."""
        host, own = host_in(page.url), (self.entry.host, f"www.{self.entry.host}")
        pointed = {host_in(url) for url in self.entry.pages}.difference(own)
        return any(host == one or host.endswith(f".{one}") for one in pointed)


def _further(seen: SiteSeen) -> Iterator[dict[str, Any]]:
    """The pages beside the home page, and whether a visitor is led to each."""
    for one in seen.pages:
        if one.own is not None:
            told = told_page(one.own, id_of(one.own_answer))
            yield told | {"unlinked": one.hops[0].url in seen.unlinked}


def certain_facts(seen: SiteSeen, network: Network) -> dict[str, Any]:
    """The facts that need no further request."""
    home = seen.home
    speaking = list(seen.pages_of_the_name())
    owned = (one for one in (home, *seen.pages) if one.own and not seen.is_anothers(one.own))
    markup = [one.markup for one in owned]
    landing = home.page if home.left and home.page is not home.own else None
    facts: dict[str, Any] = {
        "layer": "site",
        "ending": seen.ending.value,
        "why": home.why or None,
        "hops": [asdict(hop) for hop in home.hops],
        "left_by": home.left.value if home.left else None,
        "cloaking": seen.cloaking,
        "pages": list(_further(seen)),
        "unseen": list(dict.fromkeys(seen.unseen)),
        **facts_of_page(speaking, "\n".join(markup)),
    }
    if landing is not None:
        facts["landing"] = told_page(landing, id_of(home.answer))
    if home.own is not None:
        facts["home"] = takes(home.own)
        facts["near_hash"] = near_hash(home.own.text)
    if home.own_answer is not None:
        facts["status"] = home.own_answer.status
        facts["headers"] = headers_of_interest(home.own_answer)
        facts["certificate"] = None if network.by_proxy else names_of_certificate(home.own_answer)
        facts["address"] = str(home.own_answer.ip_address) if not network.by_proxy else None
    facts["gates"] = sorted({one.url for one in seen.pages if one.left})
    facts["payments"] += [asdict(one) for one in payments_of_codes(seen.facts.get("codes", ()))]
    return facts
