"""Keeps what a crawl saw as it came: the bytes of each answer, and whole registers."""

from __future__ import annotations

from importlib.metadata import version
from typing import Self
from urllib.parse import quote

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.settings import Settings

from crawler.crawl.conditional import FORMER
from crawler.crawl.facebook_token import token_here
from crawler.crawl.frontier import LEASE
from crawler.crawl.visit import Visit, visit_of
from crawler.crawl.wire import asked_bytes, head_bytes
from crawler.errors import CANNOT_WRITE, EvidenceProblem
from crawler.evidence.warc import Answer, answered, made
from crawler.redaction import GONE, redacted
from crawler.store import Store
from crawler.store.crawls import CrawlOrder

_RECEIVED = "received"  # request.meta: the answer as it came
RECORDED = "recorded"  # request.meta: whoever brought the answer made it evidence
# Headers that no longer fit a redacted body, and a cookie that nobody wants.
_OF_THE_WAY = frozenset(
    {b"content-encoding", b"transfer-encoding", b"content-length", b"set-cookie"}
)
_REDACTED = (
    "Tokens, cookies and marks of a log-in were replaced in bodies and headers before anything was "
    "written; a content coding was undone for it."
)
_CHANGED = (
    "Bodies are as received, content coding kept; chunked transfer coding is undone. Header lines "
    "are rebuilt from their parsed form: names in title case, lines of one name together. The "
    "reason phrase of an answer is not kept. Credentials and cookies of a request are left out. "
    "The address of a server is named where no proxy stood between."
)


class KeepReceived:
    """A downloader middleware nearest to the network: answers before anything is decoded."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Lays the answer aside for ``RecordAnswers``."""
        # A copy: what decodes it takes the coding out of the headers of the one that it was given.
        request.meta[_RECEIVED] = response.copy()
        return response


class TakeSecretsOut:
    """A downloader middleware: what may hold tokens is redacted before it is kept or read.

    Facebook writes the token that it was asked with into its answers.
    """

    def __init__(self, redacts: bool, token: str) -> None:
        self._redacts = redacts
        self._tokens = {token, quote(token, safe="")} - {""}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Works for sources that ask for it."""
        redacts = getattr(crawler.spider, "redacts", False)
        return cls(redacts, token_here() if redacts else "")

    def process_response(self, request: Request, response: Response) -> Response:
        """The same answer without tokens, cookies and marks of a log-in, its coding undone."""
        if not self._redacts:
            return response
        body = self._redacted(response.body.decode("utf-8", "replace")).encode()
        headers = Headers(
            {
                name: [self._redacted(value.decode("latin-1")) for value in values]
                for name, values in response.headers.items()
                if name.lower() not in _OF_THE_WAY
            }
        )
        headers["Content-Length"] = str(len(body))
        clean = response.replace(body=body, headers=headers)
        request.meta[_RECEIVED] = clean
        return clean

    def _redacted(self, text: str) -> str:
        for token in self._tokens:
            text = text.replace(token, GONE)
        return redacted(text)


class RecordAnswers:
    """A downloader middleware: every answer's bytes lie on the disk before anybody reads them."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this crawl makes."""
        return cls(visit_of(crawler))

    def process_request(self, request: Request) -> None:
        """Asks nothing more once an answer could not be recorded.

        It may have been robots.txt: Scrapy takes one that it was not given as a permission.
        """
        if self._visit.health.broken is not None:
            raise EvidenceProblem(self._visit.health.broken)

    def process_response(self, request: Request, response: Response) -> Response:
        """Writes request and answer as they went over the wire, and notes the fetch."""
        received = request.meta.pop(_RECEIVED)
        if request.meta.pop(RECORDED, False):
            return response
        address = None if request.meta.get("proxy") else received.ip_address
        former = request.meta.get(FORMER)
        answer = answered(
            url=response.url,
            method=request.method,
            status=received.status,
            at=self._visit.clock(),
            ip=str(address) if address else None,
            asked=asked_bytes(request),
            head=head_bytes(received),
            received=bytes(received.body),
            body=bytes(response.body),
            confirms=former.original if former else None,
        )
        _record(self._visit, answer, request.meta.get(LEASE))
        return response


def keep_made(visit: Visit, method: str, body: bytes, url: str, media: str) -> str:
    """Records what is no answer of a site, as answers are; the id of the bytes."""
    answer = made(body, method=method, url=url, at=visit.clock(), media=media)
    _record(visit, answer, None)
    return answer.evidence


def _record(visit: Visit, answer: Answer, lease: int | None) -> None:
    try:
        visit.record(answer, lease)
    except CANNOT_WRITE as error:
        visit.health.break_off(str(error))
        raise


def about(
    settings: Settings, store: Store, order: CrawlOrder, crawl: int, *, redacts: bool
) -> dict[str, str]:
    """What a WARC file says of the crawl that it holds."""
    changed = f"{_CHANGED} {_REDACTED}" if redacts else _CHANGED
    robots = "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"
    return {
        "software": f"rasoat/{version('rasoat')} (Scrapy/{version('scrapy')})",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": f"{order.source}, crawl {crawl}",
        "http-header-user-agent": str(settings["USER_AGENT"]),
        "robots": robots,
        **({"permission": order.permission} if order.permission else {}),
        "description": " ".join(filter(None, (store.mark, changed))),
    }
