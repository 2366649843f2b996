"""robots.txt of strangers: read by Scrapy's parser, where that cannot be made to work for hours."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.datatypes import LocalCache

from crawler.errors import RobotsForbid

# The parser keeps every rule for every user agent that stands above it (RFC 9309, 2.2.1): 3,000 of
# each in 108 kB took 44 s and 1.8 GB.
_MOST_KEPT = 200_000  # user agents times rules
_ALL_FORBIDDEN = b"User-agent: *\nDisallow: /\n"
_KEPT_HOSTS = 1_000  # many more than are asked at one time


class RobotsOfHosts(RobotsTxtMiddleware):
    """Scrapy's own never forgets a host: here one that was not asked for long is read anew."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._parsers = LocalCache(_KEPT_HOSTS)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raises ``RobotsForbid``: Scrapy's own error is also that of a body that is too large."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise RobotsForbid(f"robots.txt forbids {request.url}") from error


class BoundedRobots(ProtegoRobotParser):
    """A file that would cost too much to read is taken as one that forbids everything."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        """The parser of one file, or of one that forbids all."""
        body = robotstxt_body if _is_bounded(robotstxt_body) else _ALL_FORBIDDEN
        made: Self = super().from_crawler(crawler, body)
        return made


def _is_bounded(body: bytes) -> bool:
    # As the parser splits them, and at least what it takes for a user agent.
    lines = body.decode("utf-8-sig", "ignore").splitlines()
    agents = sum(line.lstrip()[:4].lower() == "user" for line in lines)
    return agents * (len(lines) - agents) <= _MOST_KEPT
