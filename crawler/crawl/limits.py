"""What one answer may ask for and what the process may need: beyond it a crawl ends in order."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import FrameType
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.crawl.visit import Visit, visit_of
from crawler.errors import LimitExceeded
from crawler.records import Kept, Sighting

_CHECK_SECONDS = 1.0
_STATUS = Path("/proc/self/status")
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


class LinkLimit:
    """A spider middleware: an answer that leads to ever more requests is cut short."""

    def __init__(self, most: int) -> None:
        self._most = most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """``MOST_LINKS`` of the settings."""
        return cls(crawler.settings.getint("MOST_LINKS"))

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Request | Sighting | Kept]
    ) -> AsyncIterator[Request | Sighting | Kept]:
        """Passes what a callback gives; ``LimitExceeded`` at one request too many."""
        links = 0
        async for given in result:
            links += isinstance(given, Request)
            if links > self._most:
                raise LimitExceeded(
                    f"{response.url} leads to more than {self._most} requests: the rest was left "
                    "out. Look at the kept answer."
                )
            yield given


class MemoryLimit:
    """An extension: the crawl ends, and says why, before the machine runs out of memory."""

    def __init__(self, crawler: Crawler, visit: Visit, most: int) -> None:
        self._crawler = crawler
        self._visit = visit
        self._most = most
        self._before = 0
        self._watching: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Watches from the opening of the spider to its end."""
        limit = cls(crawler, visit_of(crawler), crawler.settings.getint("MOST_MEMORY"))
        crawler.signals.connect(limit.start, signals.spider_opened)
        crawler.signals.connect(limit.stop, signals.spider_closed)
        return limit

    def start(self) -> None:
        """The spider opens; what the process held before is not the crawl's."""
        self._before = held_memory()
        self._watching = asyncio.ensure_future(self._watch())

    def stop(self) -> None:
        """The spider has ended."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        while held_memory() - self._before <= self._most:
            await asyncio.sleep(_CHECK_SECONDS)
        self._visit.health.break_off(
            f"the sweep needed more than {self._most >> 20} MiB of memory and was ended; what was "
            "seen is kept. Sweep one source at a time, or with a --limit"
        )
        # Its own task: closing cancels this one by ``stop``.
        closing = self._crawler.engine.close_spider_async(reason="memory")
        self._closing = asyncio.ensure_future(closing)


class HangLimit:
    """An extension: a process that an answer holds for ever ends itself, as one that it kills.

    By a timer of the system, not by a thread: a regular expression lets no other thread run.
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._turning: asyncio.Task[None] | None = None
        self._late = False  # the timer went off since the last turn

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Watches from the opening of the spider to its end, for ``LONGEST_TURN`` seconds."""
        limit = cls(crawler.settings.getint("LONGEST_TURN"))
        crawler.signals.connect(limit.start, signals.spider_opened)
        crawler.signals.connect(limit.stop, signals.spider_closed)
        return limit

    def start(self) -> None:
        """The spider opens; from now on each turn of the reactor puts the end off."""
        signal.signal(signal.SIGALRM, self._look)
        self._turning = asyncio.ensure_future(self._turn())

    def stop(self) -> None:
        """The spider has ended; another one of this process sets the timer again by itself."""
        if self._turning is not None:
            self._turning.cancel()
        signal.setitimer(signal.ITIMER_REAL, 0)

    async def _turn(self) -> None:
        while True:
            self._late = False
            signal.setitimer(signal.ITIMER_REAL, self._longest / 2, self._longest / 2)
            await asyncio.sleep(_CHECK_SECONDS)

    def _look(self, number: int, frame: FrameType | None) -> None:
        # A process that a person held and let go on is late once, through no fault of an answer.
        if not self._late:
            self._late = True
            return
        said = (
            f"Reading an answer took more than {self._longest} seconds: the process was ended. "
            "What was seen is kept; what to go on with is told by: rasoat sweeps list\n"
        )
        os.write(sys.stderr.fileno(), said.encode())
        os._exit(1)


def held_memory() -> int:
    """The bytes that this process holds now; where the system does not say, the most so far."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[1])
    except FileNotFoundError:
        return peak_memory()
    return pages * resource.getpagesize()


def peak_memory() -> int:
    """The most bytes that this process has held so far."""
    # getrusage would count what the parent held when it started us (Linux keeps it over exec).
    if _STATUS.exists() and (found := _PEAK.search(_STATUS.read_text("ascii", "replace"))):
        return int(found[1]) * 1024
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
