"""Visits of sites as the spider makes them, answered from a table."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response

from crawler.records import Sighting
from spiders.domains import Domains, read_entry
from spiders.site.sides import Network
from spiders.site.visit import SiteVisit

TENANT = (
    '<html><head><title>Sòng của người khác</title></head><body><p>Nổ hũ</p><a href="/nap">Nạp</a>'
    "<form><input type=password name=mk></form></body></html>"
)


def visited(
    answers: dict[str, Response], term: str, network: Network | None = None
) -> tuple[Sighting, list[str]]:
    """The sighting of a visit of a term, and what was asked; 404 where no answer is given."""
    seen_from = network or Network(agent="rasoat")
    asked: list[str] = []
    spider = Domains(terms=[term])
    spider.clock = lambda: datetime(2026, 3, 1, tzinfo=UTC)

    async def fetch(request: Request) -> Response:
        asked.append(request.url)
        found = answers.get(request.url, Response(request.url, status=404))
        return found.replace(url=request.url)

    async def see() -> Sighting:
        visit = SiteVisit(read_entry(term), fetch, seen_from)
        return spider._sighting(await visit.make(None))

    return asyncio.run(see()), asked
