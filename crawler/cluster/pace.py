"""No more requests reach a host than one process would send, however many workers share a crawl."""

from __future__ import annotations

import asyncio
from typing import Self

from redis import Redis
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.cluster.link import told_plainly
from crawler.cluster.visit import RemoteVisit
from crawler.crawl.politeness import wait_asked
from crawler.crawl.visit import visit_of
from crawler.errors import ClusterProblem
from spiders.base import origin

_LONGEST_LOOK = 1.0  # seconds between two tries for a slot


class SharedPace:
    """A downloader middleware next to the network: each request takes the slot of its host."""

    def __init__(self, redis: Redis, visit: RemoteVisit) -> None:
        self._redis = redis
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this worker makes."""
        visit = visit_of(crawler)
        if not isinstance(visit, RemoteVisit):
            raise TypeError("The pace of several workers is kept for a RemoteVisit only.")
        return cls(visit.redis, visit)

    async def process_request(self, request: Request) -> None:
        """Waits for the slot. It is free again one delay after it was taken, whoever took it."""
        try:
            while (left := self._taken_for(request)) > 0:
                await asyncio.sleep(min(_LONGEST_LOOK, left / 1000))
        except ClusterProblem as error:
            # Nothing more is asked: it may have been robots.txt, and none is a permission.
            self._visit.health.break_off(str(error))
            raise

    def process_response(self, request: Request, response: Response) -> Response:
        """A source that asks one worker for patience is left alone by all."""
        wait = wait_asked(request, response, self._visit)
        if wait is not None:
            with told_plainly():
                self._redis.set(_slot(request), 1, px=max(1, round(wait * 1000)))
        return response

    def _taken_for(self, request: Request) -> int:
        """Milliseconds for which another request has the slot; 0: it is taken for this one."""
        name, delay = _slot(request), max(1, round(self._visit.delay * 1000))
        with told_plainly():
            if self._redis.set(name, 1, nx=True, px=delay):
                return 0
            return max(1, int(str(self._redis.pttl(name))))


def _slot(request: Request) -> str:
    return f"rasoat:slot:{origin(request.url)}"
