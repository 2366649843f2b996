"""Web sites by name: each is visited from several sides, and tells what it is by what it shows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.records import CANARY_TERM, RECHECK_TERM, Proof, Sighting, evidence_id
from spiders.base import Expect, SourceSpider
from spiders.site.follow import Arrival, Hop
from spiders.site.outcome import PRESENCE, ending_of_error
from spiders.site.page import host_in
from spiders.site.seen import Entry, SiteSeen
from spiders.site.sides import Network, Side, headers_of
from spiders.site.visit import SiteVisit
from spiders.site.ways import outlinks_of

PREFIX = "domain:"


class Domains(SourceSpider):
    """Web sites, visited by name: home page from several sides, a few pages, and their facts."""

    name = "domains"
    proof = Proof.SPECIFIED
    # Dead and hostile hosts are the rule here: each ends by itself, and none is a change.
    expect = Expect(sightings=(0, 1_000_000), filled={})
    hosts = frozenset()
    whole_web = True
    custom_settings = {  # noqa: RUF012 (Scrapy declares it without ClassVar)
        # Of different owners: the delay of the source still parts the requests to each of them.
        "CONCURRENT_REQUESTS": 16,
        # One that does not answer is asked by the next sweep; three tries hold up the others.
        "RETRY_ENABLED": False,
        # Each hop is asked by the visit itself, so that each is told.
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
    }

    def __init__(self, *, network: Network | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.network = network or Network(agent="rasoat")

    async def start(self) -> AsyncIterator[Request]:
        """The home page of each entry; ``limit`` bounds how many are visited."""
        for term in self.terms[: self.limit]:
            entry = read_entry(term)
            yield Request(
                f"https://{entry.host}/",
                self.visit,
                headers=headers_of(Side.DESKTOP, self.network.agent),
                meta={"step": "site", "handle_httpstatus_all": True},
                cb_kwargs={"term": term},
            )

    async def visit(self, response: Response, term: str) -> AsyncIterator[Sighting]:
        """The rest of the visit of a site whose home page answered."""
        yield self._sighting(await self._visit(term).make(response))

    async def unanswered(
        self, request: Request, error: BaseException | None
    ) -> AsyncIterator[Sighting]:
        """The visit of a site that did not answer over HTTPS."""
        hop = Hop(url=request.url, status=None, way=None)
        trouble = Arrival(ending=ending_of_error(error), why=f"{error}"[:300], hops=[hop])
        visit = self._visit(request.cb_kwargs["term"])
        yield self._sighting(await visit.make(None, trouble))

    def _visit(self, term: str) -> SiteVisit:
        return SiteVisit(read_entry(term), self._fetch, self.network)

    async def _fetch(self, request: Request) -> Response:
        """One request through all that guards a crawl; the frontier counts the site, not these."""
        meta = {**request.meta, "handle_httpstatus_all": True}
        answer: Response = await self.crawler.engine.download_async(request.replace(meta=meta))
        return answer

    def _sighting(self, seen: SiteSeen) -> Sighting:
        home = seen.home
        own = home.own or next(seen.pages_of_the_name(), None)
        answer = home.own_answer or home.answer
        return Sighting(
            subject=seen.entry.subject,
            source=self.name,
            market=self.market,
            seen_at=self.clock(),
            presence=PRESENCE[seen.ending],
            title=own.title if own else None,
            url=home.hops[0].url if home.hops else f"https://{seen.entry.host}/",
            text=own.text if own else None,
            website=None,
            icon=seen.facts.get("icon"),
            found_by="lookup",
            evidence=seen.looked_up or (evidence_id(bytes(answer.body)) if answer else None),
            final_url=home.url or None,
            redirects=tuple(hop.url for hop in home.hops[:-1]),
            outlinks=outlinks_of(seen.all_pages()),
            facts={name: value for name, value in seen.facts.items() if name != "icon"},
        )


def read_entry(term: str) -> Entry:
    """The entry of a term: a subject id, then addresses of it that somebody pointed at.

    The home page is the registered name's, wherever somebody pointed: a host below it may be a
    tenant's, or may have been taken over, and is read as a further page. A re-check also asks
    whether the name is known elsewhere, of its canaries too.
    """
    subject, *pages = term.split()
    kind, _, named = subject.partition(":")
    again = kind in (RECHECK_TERM, CANARY_TERM)
    subject = named if again else subject
    host = subject.removeprefix(PREFIX)
    return Entry(
        subject=subject,
        host=host,
        pages=tuple(page for page in pages if _path(page) or host_in(page) != host),
        again=again,
    )


def _path(address: str) -> str:
    return address.partition("://")[2].partition("/")[2]
