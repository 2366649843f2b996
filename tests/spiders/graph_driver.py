"""Spiders of the Graph asked against the replica without a network, as a crawl would ask them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.crawl.facebook_token import FacebookToken
from crawler.crawl.recording import KeepReceived, TakeSecretsOut
from crawler.crawl.visit import Visit
from crawler.errors import CrawlerError
from crawler.records import Sighting
from crawler.replica.answers import visit
from crawler.replica.facebook.graph import TOKEN
from crawler.replica.facebook.serving import Facebook
from crawler.replica.facebook.world import build_facebook
from spiders.facebook_graph import GraphSpider

NOW = datetime(2026, 9, 20, 3, 0, tzinfo=UTC)


@dataclass(slots=True)
class _Visit:
    delay: float = 0.0
    stopped: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True, kw_only=True)
class Ran:
    """What a crawl gave, what it asked, and why it ended."""

    sightings: list[Sighting] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    errors: list[CrawlerError] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)  # as they would be kept
    pauses: list[float] = field(default_factory=list)
    ended: str | None = None

    def subjects(self, prefix: str) -> list[str]:
        """The subjects of one kind, in the order in which they came."""
        return [seen.subject for seen in self.sightings if seen.subject.startswith(prefix)]

    def query(self, place: int) -> dict[str, str]:
        """What the request at this place asked."""
        return {
            name: values[0] for name, values in parse_qs(urlsplit(self.asked[place]).query).items()
        }


def replica(*changes: str, adverts: int = 250) -> Facebook:
    """The replica in this process, changed."""
    facebook = Facebook(build_facebook(adverts))
    for change in changes:
        facebook.change(change)
    return facebook


def crawl(kind: type[GraphSpider], facebook: Facebook, *terms: str, **settings: Any) -> Ran:
    """Asks until nothing is left to ask, or the spider says that nothing more may be."""
    spider = kind(terms=terms, clock=lambda: NOW, **settings)
    return asyncio.run(_crawl(spider, facebook))


async def _crawl(spider: GraphSpider, facebook: Facebook) -> Ran:
    ran, known = Ran(), set()
    token = FacebookToken(cast("Visit", _Visit(delay=1e-4)), spider, TOKEN)
    waiting = [request async for request in spider.start()]
    while waiting and spider.ending is None:
        waiting.sort(key=lambda request: -request.priority)
        request = waiting.pop(0)
        if request.url in known:
            continue
        known.add(request.url)
        await token.process_request(request)
        ran.pauses.append(token._pause)
        response = _answer(request, facebook, ran)
        token.process_response(request, response)
        try:
            for given in request.callback(response, **request.cb_kwargs):
                (waiting if isinstance(given, Request) else ran.sightings).append(given)
        except CrawlerError as error:
            ran.errors.append(error)
    ran.ended = spider.ending
    return ran


def _answer(request: Request, facebook: Facebook, ran: Ran) -> TextResponse:
    ran.asked.append(request.url)
    parts = urlsplit(request.url)
    headers = {"authorization": (request.headers.get("Authorization") or b"").decode()}
    reply = facebook.reply(visit(parts.netloc, f"{parts.path}?{parts.query}", headers=headers))
    response = TextResponse(
        request.url,
        status=reply.status,
        body=reply.body,
        headers={
            "Content-Type": reply.content_type,
            "Set-Cookie": "datr=ViDu0123456789",
            **reply.headers,
        },
        encoding="utf-8",
    )
    KeepReceived().process_response(request, response)
    clean = TakeSecretsOut(redacts=True, token=TOKEN).process_response(request, response)
    ran.bodies.append(f"{clean.headers.to_unicode_dict()}\n{clean.text}")
    return cast("TextResponse", clean)
