"""Keeps what a crawl saw: first the bytes of each answer, then the sightings that quote them."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from crawler.crawl.visit import Visit, visit_of
from crawler.evidence.recorder import Recorder
from crawler.evidence.warc import Answer
from crawler.records import RegisterCopy, Sighting
from crawler.store.sightings import add_sightings

_BATCH = 200  # sightings in one transaction
_LONGEST_SECONDS = 5.0  # that a sighting waits for its batch
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
        request.meta[_RECEIVED] = response
        return response


class RecordAnswers:
    """A downloader middleware: every answer's bytes lie on the disk before anybody reads them."""

    def __init__(self, visit: Visit, recorder: Recorder) -> None:
        self._visit = visit
        self._recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this crawl makes; its file is sealed when the spider closes."""
        visit = visit_of(crawler)
        recorder = Recorder(
            visit.store, visit.evidence, crawl=visit.crawl, about=_about(crawler, visit)
        )
        made = cls(visit, recorder)
        crawler.signals.connect(made.seal, signals.spider_closed)
        return made

    def process_response(self, request: Request, response: Response) -> Response:
        """Writes request and answer as they went over the wire, and notes the fetch."""
        received = request.meta.pop(_RECEIVED)
        address = None if request.meta.get("proxy") else received.ip_address
        self._recorder.record(
            Answer(
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
        )
        return response

    def seal(self) -> None:
        """Seals what the crawl recorded."""
        self._recorder.close(self._visit.clock())


def _about(crawler: Crawler, visit: Visit) -> dict[str, str]:
    robots = "obey" if crawler.settings.getbool("ROBOTSTXT_OBEY") else "ignore"
    return {
        "software": f"rasoat/{version('rasoat')} (Scrapy/{version('scrapy')})",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": f"{visit.source}, crawl {visit.crawl}",
        "http-header-user-agent": str(crawler.settings["USER_AGENT"]),
        "robots": robots,
        "description": " ".join(filter(None, (visit.store.mark, _CHANGED))),
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


class StoreSightings:
    """An item pipeline: sightings go to the database in batches, the last one on every way out."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._waiting: list[Sighting] = []
        self._oldest = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this crawl makes."""
        return cls(visit_of(crawler))

    def process_item(self, item: Sighting | RegisterCopy) -> Sighting | RegisterCopy:
        """Takes one sighting; writes when enough have come together or waited long enough."""
        if not isinstance(item, Sighting):
            return item
        self._waiting.append(item)
        waited = (item.seen_at - self._waiting[0].seen_at).total_seconds()
        if len(self._waiting) >= _BATCH or waited >= _LONGEST_SECONDS:
            self._write()
        return item

    def close_spider(self) -> None:
        """Writes what is left, also after Ctrl-C."""
        self._write()

    def _write(self) -> None:
        if self._waiting:
            add_sightings(self._visit.store, self._waiting, crawl=self._visit.crawl)
            self._waiting = []


class KeepRegisters:
    """An item pipeline: the copy of a register is kept by its hash, for a person to take over."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this crawl makes."""
        return cls(visit_of(crawler))

    def process_item(self, item: Sighting | RegisterCopy) -> Sighting | RegisterCopy:
        """Writes a copy; a sighting passes."""
        if isinstance(item, RegisterCopy):
            digest = hashlib.sha256(item.body).hexdigest()
            path = self._visit.register / f"{digest}.json"
            temporary = path.with_suffix(".part")
            temporary.write_bytes(item.body)
            temporary.replace(path)
            self._visit.copies.append(path)
        return item
