"""Asks stores whether what they answered before still holds, and believes it within bounds."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse

from crawler.crawl.frontier import LEASE
from crawler.crawl.visit import Visit, visit_of
from crawler.crawl.wire import asked_bytes, head_bytes
from crawler.evidence.unchanged import CONDITIONS, NOT_MODIFIED, Former

FORMER = "former"  # request.meta: the answer that the server is asked to confirm


class ConditionalRequests:
    """A downloader middleware: the second look at a page that did not change costs no page.

    Until a crawl has seen an app, it asks in full: that the store answers for itself, and not a
    cache on the way, is shown by a whole answer. A 304 is read as the body that it confirms. One
    that confirms nothing that was asked stays an answer without a page, which spiders refuse; this
    crawl asks everything in full from then on.
    """

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._former = visit.former

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this crawl makes."""
        return cls(visit_of(crawler))

    def process_request(self, request: Request) -> None:
        """Names the earlier answer to the same question, where there is one."""
        for name in CONDITIONS:  # of a request that was redirected, or is tried again
            request.headers.pop(name, None)
        request.meta.pop(FORMER, None)
        if self._former is None or LEASE not in request.meta or request.method != "GET":
            return
        if not self._visit.health.present:
            return
        former = self._former.to(request.url, asked_bytes(request), self._visit.clock())
        if former is not None:
            request.meta[FORMER] = former
            request.headers.update(former.conditions)

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer, or for a 304 the body that it confirms."""
        if response.status != NOT_MODIFIED:
            request.meta.pop(FORMER, None)
            return response
        former: Former | None = request.meta.get(FORMER)
        body = None
        if self._former is not None and former is not None:
            body = self._former.body(former) if former.is_meant_by(head_bytes(response)) else None
        if body is None:
            self._former = None
            request.meta.pop(FORMER, None)
            return response
        return response.replace(cls=TextResponse, status=200, body=body, encoding="utf-8")
