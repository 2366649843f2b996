"""The request that a spider itself would make for one address, and its answer read again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.crawl.frontier import ask_of
from crawler.crawl.sources import app_sources
from crawler.records import Fetch, Presence, Sighting
from crawler.store.asked import Ask
from spiders.base import origin
from spiders.stores import AppStore, StoreSpider

_IN_PATH = re.compile(r"[/=]")


def request_for(address: str, subject: str | None) -> tuple[type[AppStore], Ask] | None:
    """Who reads an address, and its own question: of Vietnam's storefront, whatever was pasted.

    ``subject``: the app that the address is of, if it is of one. None: no source reads it.
    """
    for spider in app_sources().values():
        if subject is not None and subject.partition(":")[0] == spider.store:
            name = spider.named(subject)
            fits = spider.hosts if "//" in address else frozenset()
            asked = _alike(spider, address) if origin(address) in fits else None
            return spider, asked or _first(spider().app_requests(str(name)))
        if subject is None and (asked := _alike(spider, address)):
            return spider, asked
    return None


def read_again(
    spider: type[AppStore], asked: Ask, fetch: Fetch, body: bytes, at: datetime
) -> list[Sighting]:
    """What the spider reads from this body as the answer to its question."""
    reader = spider(clock=lambda: at)
    response = TextResponse(fetch.url, status=fetch.status, body=body, encoding="utf-8")
    given = getattr(reader, asked.callback)(response, **asked.kwargs)
    return [each for each in given if isinstance(each, Sighting)]


def _alike(spider: type[AppStore], address: str) -> Ask | None:
    """The spider's question that goes to the host and the path of an address, with its words."""
    try:
        known = origin(address) in spider.hosts
    except ValueError:  # a bracket that is no IPv6 address
        return None
    if not known:
        return None
    path = urlsplit(address).path
    for request in _questions(spider, address):
        if request.method == "GET" and urlsplit(request.url).path == path:
            return ask_of(request)
    return None


def _questions(spider: type[AppStore], address: str) -> Iterator[Request]:
    """All that the spider could ask with the words that stand in an address."""
    parts = urlsplit(address)
    in_path = (unquote(part).removeprefix("id") for part in _IN_PATH.split(parts.path))
    named = (value.strip() for _, value in parse_qsl(parts.query))
    words = dict.fromkeys(filter(None, [*named, *in_path]))
    for word in words:
        asker = spider()
        if "search" in parts.path:
            yield asker.search_request(word)
        yield from asker.app_requests(word)
        if isinstance(asker, StoreSpider):
            yield from asker.account_requests(word)
            shown = Sighting(
                subject=f"{spider.store}:{word}",
                source=spider.name,
                market=spider.market,
                seen_at=asker.clock(),
                presence=Presence.PRESENT,
            )
            yield from asker.look_requests(shown)
    if issubclass(spider, StoreSpider):
        yield from spider().chart_requests()


def _first(requests: Iterator[Request]) -> Ask:
    return ask_of(next(requests))
