"""No request of a crawl leaves the hosts of its source, redirects included.

A source that is the whole web has none; where its requests may go, download.py decides.
"""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.errors import SourceBlocked
from spiders.base import origin


class HostGuard:
    """Refuses other hosts, other schemes and odd ports before anything is sent (threats.md)."""

    def __init__(self, hosts: frozenset[str], *, whole_web: bool = False) -> None:
        self._hosts = hosts
        self._whole_web = whole_web

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Takes the hosts from the spider: those of some come from rasoat.toml."""
        hosts: frozenset[str] = getattr(crawler.spider, "hosts", frozenset())
        pictures: frozenset[str] = getattr(crawler.spider, "picture_hosts", frozenset())
        return cls(hosts | pictures, whole_web=getattr(crawler.spider, "whole_web", False))

    def process_request(self, request: Request) -> None:
        """Raises ``SourceBlocked`` for an address that is not the source's own."""
        if self._whole_web:
            return
        parts = urlsplit(request.url)
        if parts.scheme == "https" and origin(request.url) in self._hosts:
            return
        raise SourceBlocked(
            f"The answer led to {parts.scheme}://{parts.netloc}, which is not the store (consent, "
            "log-in or a block page). It was not followed; try later or from another network."
        )
