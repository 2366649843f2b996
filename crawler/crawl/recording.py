"""Keeps what a crawl saw: first the bytes of each answer, then the sightings that quote them."""

from __future__ import annotations

import hashlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.crawl.visit import Visit, visit_of
from crawler.evidence.payloads import save_payload
from crawler.records import Fetch, RegisterCopy, Sighting
from crawler.store.crawls import add_fetches
from crawler.store.sightings import add_sightings

_BATCH = 200  # sightings in one transaction
_LONGEST_SECONDS = 5.0  # that a sighting waits for its batch


class RecordAnswers:
    """A downloader middleware: every answer's bytes lie on the disk before anybody reads them."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Finds the visit that this crawl makes."""
        return cls(visit_of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        """Saves the body by its hash and notes the fetch."""
        body = bytes(response.body)
        fetch = Fetch(
            url=response.url,
            method=request.method,
            status=response.status,
            fetched_at=self._visit.clock(),
            evidence=save_payload(self._visit.evidence, body),
            size=len(body),
        )
        add_fetches(self._visit.store, [fetch], crawl=self._visit.crawl)
        return response


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
