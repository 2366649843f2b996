"""Adverts of Facebook by Meta's ``ads_archive`` interface: political ones, and those of the EU."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import TextResponse

from crawler.facebook import read_id
from crawler.records import Sighting
from spiders.facebook_graph import PAGE, ROWS, GraphSpider

_STEP = "adverts"
_PAGES_AT_ONCE = 10  # of one question (facebook.md §2)
_FIELDS = (
    *("id", "page_id", "page_name", "ad_creation_time", "ad_creative_bodies"),
    *("ad_creative_link_captions", "ad_creative_link_descriptions", "ad_creative_link_titles"),
    *("ad_delivery_start_time", "ad_delivery_stop_time", "ad_snapshot_url", "languages"),
    *("publisher_platforms", "bylines", "eu_total_reach", "age_country_gender_reach_breakdown"),
    "beneficiary_payers",
)


class FacebookAds(GraphSpider):
    """Adverts that Meta's ads_archive gives: political ones, and those that reached the EU or UK.

    Words are searched for, pages (``fbpage:`` and the number) are asked for all their adverts.
    """

    name = "facebook_ads"
    says: ClassVar[str] = (
        "facebook_ads asks Meta's ads_archive: adverts on politics and society, and all that "
        "reached the EU or UK within a year. Commercial adverts shown in Vietnam alone are not in "
        "it, so finding none says nothing. They are seen in the Ad Library (docs/facebook.md)."
    )

    async def start(self) -> AsyncIterator[Request]:
        """The words one by one, the pages ten at a time."""
        for term in self.terms:
            if not term.startswith(PAGE):
                yield self._search({"search_terms": term}, query=term)
        numbers = [read_id(term.removeprefix(PAGE)) for term in self.terms if term.startswith(PAGE)]
        known = [number for number in numbers if number is not None]
        for place in range(0, len(known), _PAGES_AT_ONCE):
            pages = json.dumps(known[place : place + _PAGES_AT_ONCE])
            yield self._search({"search_page_ids": pages})

    def _search(self, asked: dict[str, str], **facts: str) -> Request:
        query = {
            **asked,
            "ad_reached_countries": '["VN"]',
            "ad_active_status": "ALL",
            "ad_type": "ALL",
            "fields": ",".join(_FIELDS),
            "limit": ROWS if self.limit is None else min(ROWS, self.limit),
        }
        return self.graph(
            "/ads_archive", self.adverts, step=_STEP, query=query, facts=facts, tries=0
        )

    def adverts(
        self, response: TextResponse, facts: dict[str, Any], tries: int
    ) -> Iterator[Request | Sighting]:
        """One page of adverts, and the way to the next."""
        error = self.error(response)
        if error is not None:
            yield self.fewer(response, error, self.adverts, step=_STEP, facts=facts, tries=tries)
            return
        found = self.reading(response, **facts, country="VN").sightings
        yield from self.fresh.of(found, "fbad:")
        if not self.fresh.is_full():
            yield from self.next_page(response, self.adverts, step=_STEP, facts=facts, tries=0)
