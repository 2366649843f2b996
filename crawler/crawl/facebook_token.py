"""The operator's token for Meta's Graph: out of the environment, into one header, nowhere else."""

from __future__ import annotations

import asyncio
import os
import re
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.crawl.visit import Visit, visit_of
from crawler.errors import ConfigError
from spiders.base import SourceSpider, origin
from spiders.facebook_usage import SLOW, STOP, usage_of

VARIABLE = "RASOAT_FACEBOOK_TOKEN"
_TOKEN = re.compile(r"[A-Za-z0-9|._~+/=-]+")
_SLOWER = 10  # times the delay of the source, from ``SLOW`` percent on


def token_here() -> str:
    """The token of the environment; empty: there is none."""
    token = os.environ.get(VARIABLE, "").strip()
    if token and not _TOKEN.fullmatch(token):
        # It is not repeated: it may be a password that was pasted by mistake.
        raise ConfigError(
            f"{VARIABLE} holds signs that no token of Facebook has. Copy the token anew, alone."
        )
    return token


class FacebookToken:
    """A downloader middleware: the token goes to the hosts of its source, at the pace they allow.

    It is added behind the frontier and left out of evidence: nothing that is kept holds it.
    """

    def __init__(self, visit: Visit, spider: SourceSpider, token: str) -> None:
        self._visit = visit
        self._spider = spider
        self._token = token
        self._pause = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Reads the environment for a source that needs a token, and for no other."""
        if not isinstance(crawler.spider, SourceSpider):
            raise TypeError("This part of a crawl works only with a SourceSpider.")
        token = token_here() if crawler.spider.needs_token else ""
        return cls(visit_of(crawler), crawler.spider, token)

    async def process_request(self, request: Request) -> None:
        """Waits where the limits are near, then names who asks; robots.txt needs no token."""
        if not self._token or "step" not in request.meta:
            return
        if origin(request.url) not in self._spider.hosts:
            return
        if self._pause:
            await _pause(self._visit, self._pause)
        request.headers["Authorization"] = f"Bearer {self._token}"

    def process_response(self, request: Request, response: Response) -> Response:
        """Notes how near the limits are: the answer is read, and perhaps nothing after it."""
        if not self._token or "step" not in request.meta:
            return response
        usage = usage_of(response)
        self._pause = self._visit.delay * _SLOWER if usage.percent >= SLOW else 0.0
        if usage.percent >= STOP:
            wait = f"{usage.minutes} minutes" if usage.minutes else "an hour"
            self._spider.ending = self._spider.ending or (
                f"{usage.percent:.0f} % of what Facebook allows was asked; from {STOP} % on "
                f"nothing more is. Go on in {wait}"
            )
        return response


async def _pause(visit: Visit, seconds: float) -> None:
    try:
        await asyncio.wait_for(visit.stopped.wait(), seconds)
    except TimeoutError:
        return
