"""Waits when a source asks for patience, and gives up when it keeps asking (product.md §6)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.crawl.visit import Visit, visit_of
from spiders.base import READS_REFUSALS

_ASKS_FOR_PATIENCE = frozenset({429, 503})
MOST_WAITS = 2  # per request; the third refusal is the answer
LONGEST_WAIT = 120.0  # seconds; a source that asks for more is left alone
# Of one site among many: whoever asks for minutes would hold a place that others wait for.
LONGEST_WAIT_OF_A_SITE = 5.0
_TIMES = "refused_times"
_FIRST = 1_000


class Politeness:
    """``Retry-After`` is obeyed; without it the wait doubles. Asked one by one, all wait."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this crawl makes."""
        return cls(visit_of(crawler))

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The answer, or the same request again after the wait that the source asked for."""
        wait = wait_asked(request, response, self._visit)
        if wait is None or await self._stopped_within(wait):
            return response
        # First of all that waits: only the answer to this one tells whether to go on.
        times = int(request.meta.get(_TIMES, 0))
        return request.replace(meta={**request.meta, _TIMES: times + 1}, priority=_FIRST)

    async def _stopped_within(self, seconds: float) -> bool:
        """Waits; True as soon as a person stops the sweep."""
        try:
            await asyncio.wait_for(self._visit.stopped.wait(), seconds)
        except TimeoutError:
            return False
        return True


def wait_asked(request: Request, response: Response, visit: Visit) -> float | None:
    """The seconds to wait before this is asked again; None: the answer is to be read."""
    times = int(request.meta.get(_TIMES, 0))
    if request.meta.get(READS_REFUSALS):
        return None
    if response.status not in _ASKS_FOR_PATIENCE or times >= MOST_WAITS:
        return None
    header = response.headers.get("Retry-After")
    wait = seconds_asked(header.decode("latin-1") if header else None, visit.clock())
    if wait is None:
        wait = 2.0 * 2**times * max(1.0, visit.delay)
    longest = LONGEST_WAIT_OF_A_SITE if visit.health.whole_web else LONGEST_WAIT
    return wait if wait <= longest else None


def seconds_asked(header: str | None, now: datetime) -> float | None:
    """The wait of a ``Retry-After`` header in seconds (RFC 9110 §10.2.3); None: not readable."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
