"""Keeps what a crawl saw as it came: the bytes of each answer, and whole registers."""

from __future__ import annotations

from importlib.metadata import version
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.settings import Settings

from crawler.crawl.frontier import LEASE
from crawler.crawl.visit import Visit, visit_of
from crawler.errors import CANNOT_WRITE, EvidenceProblem
from crawler.evidence.warc import answered
from crawler.store import Store

_RECEIVED = "received"  # request.meta: the answer as it came
# What must not lie in evidence that is handed out.
_SECRET = frozenset({b"authorization", b"cookie", b"proxy-authorization"})
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
        address = None if request.meta.get("proxy") else received.ip_address
        answer = answered(
            url=response.url,
            method=request.method,
            status=response.status,
            at=self._visit.clock(),
            ip=str(address) if address else None,
            asked=_asked(request),
            head=_head(received),
            received=bytes(received.body),
            body=bytes(response.body),
        )
        try:
            self._visit.record(answer, request.meta.get(LEASE))
        except CANNOT_WRITE as error:
            self._visit.health.break_off(str(error))
            raise
        return response


def about(settings: Settings, store: Store, *, source: str, crawl: int) -> dict[str, str]:
    """What a WARC file says of the crawl that it holds."""
    robots = "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"
    return {
        "software": f"rasoat/{version('rasoat')} (Scrapy/{version('scrapy')})",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": f"{source}, crawl {crawl}",
        "http-header-user-agent": str(settings["USER_AGENT"]),
        "robots": robots,
        "description": " ".join(filter(None, (store.mark, _CHANGED))),
    }


def _asked(request: Request) -> bytes:
    """The request as HTTP; ``Host`` is what the network layer adds by itself."""
    parts = urlsplit(request.url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    line = f"{request.method} {target} HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\n"
    return line.encode() + _lines(request.headers) + b"\r\n" + bytes(request.body)


def _head(response: Response) -> bytes:
    protocol = response.protocol or "HTTP/1.1"
    return f"{protocol} {response.status} \r\n".encode() + _lines(response.headers) + b"\r\n"


def _lines(headers: Headers) -> bytes:
    return b"".join(
        b"%b: %b\r\n" % (name, value)
        for name, values in headers.items()
        for value in values
        if name.lower() not in _SECRET
    )
