"""What the parts of one crawl share: where it writes, what time it is, how it fares."""

from __future__ import annotations

import asyncio
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from scrapy.crawler import Crawler

from crawler.crawl.frontier import Frontier
from crawler.crawl.health import Health
from crawler.evidence.files import put
from crawler.evidence.recorder import Recorder
from crawler.evidence.unchanged import FormerAnswers
from crawler.evidence.warc import Answer
from crawler.records import Kept, LogPart
from crawler.store import Store
from crawler.store.crawls import is_seeded, set_seeded
from crawler.store.workers import beat
from spiders.base import Once

if TYPE_CHECKING:
    from crawler.crawl.scrolling import Scroller


class Crawling(Protocol):
    """One crawl of one source, as its sweep looks at it."""

    source: str
    crawl: int
    resumable: bool  # whether another process could go on with it
    health: Health
    copies: list[Path]  # registers that were read whole


@dataclass(slots=True, kw_only=True)
class Visit(ABC):
    """One crawl of one source in this process, wherever its requests and answers are kept."""

    source: str
    crawl: int
    frontier: Frontier
    clock: Callable[[], datetime]
    machine_clock: Callable[[], datetime]  # leases and beats run on it, also in a rehearsal
    delay: float  # seconds between two requests
    resumable: bool
    follows: bool = True  # whether what an answer leads to is asked
    health: Health
    stopped: asyncio.Event = field(default_factory=asyncio.Event)  # a person stopped the sweep
    progress: Callable[[Crawling], None]
    copies: list[Path] = field(default_factory=list)
    scroller: Scroller | None = None  # for sources whose pages are scrolled
    former: FormerAnswers | None = None  # None: everything is asked for in full

    @abstractmethod
    def is_seeded(self) -> bool:
        """Whether all first requests lie in the frontier."""

    @abstractmethod
    def set_seeded(self) -> None:
        """Records that they do."""

    @abstractmethod
    def beat(self, now: datetime) -> bool | None:
        """Shows that this process lives. True: it is to stop; None: it was taken for dead."""

    @abstractmethod
    def record(self, answer: Answer, lease: int | None) -> None:
        """Makes an answer evidence before it is read. ``lease`` None: robots.txt."""

    @abstractmethod
    def keep(self, given: Kept) -> None:
        """Keeps the copy of a register, for a person to take over, or what a log names."""

    @abstractmethod
    def introduce(self, name: str, once: Once) -> None:
        """Tells a spider what was let through before, or is elsewhere."""


@dataclass(slots=True, kw_only=True)
class LocalVisit(Visit):
    """A crawl in the process that holds the workspace."""

    worker: int  # the number under which this process works on the crawl
    store: Store
    recorder: Recorder
    register: Path  # where copies of registers are kept
    sentinels: Sequence[str]  # of the source
    take_names: Callable[[int, LogPart], None]  # of a log, with the crawl that read them
    admitted: Mapping[str, Sequence[str]]  # what the spider let through before, elsewhere

    def is_seeded(self) -> bool:
        """By the database."""
        return is_seeded(self.store, self.crawl)

    def set_seeded(self) -> None:
        """In the database."""
        set_seeded(self.store, self.crawl)

    def beat(self, now: datetime) -> bool | None:
        """In the database."""
        return beat(self.store, self.worker, now)

    def record(self, answer: Answer, lease: int | None) -> None:
        """To the disk, and into the chain."""
        self.recorder.record(answer)

    def keep(self, given: Kept) -> None:
        """A register below its hash; of a log what is worth a look, in the database."""
        if isinstance(given, LogPart):
            self.take_names(self.crawl, given)
            return
        path = self.register / f"{hashlib.sha256(given.body).hexdigest()}.json"
        put(path, iter([given.body]))
        self.copies.append(path)

    def introduce(self, name: str, once: Once) -> None:
        """What an earlier process let through; nobody else works on this crawl."""
        once.remember(self.admitted.get(name, ()))


class SourceCrawler(Crawler):
    """Scrapy's crawler of one source, with the visit that its middlewares write to."""

    visit: Visit


def visit_of(crawler: Crawler) -> Visit:
    """The visit of a crawler that ``run_crawls`` made."""
    if not isinstance(crawler, SourceCrawler):
        raise TypeError("This part of a crawl works only with a SourceCrawler.")
    return crawler.visit
