"""What the parts of one crawl share: where it writes, what time it is, how it fares."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from scrapy.crawler import Crawler

from crawler.crawl.frontier import Frontier
from crawler.crawl.health import Health
from crawler.evidence.recorder import Recorder
from crawler.store import Store


@dataclass(slots=True, kw_only=True)
class Visit:
    """One crawl of one source."""

    source: str
    crawl: int
    worker: int  # the number under which this process works on the crawl
    store: Store
    frontier: Frontier
    recorder: Recorder
    register: Path  # where copies of registers are kept
    clock: Callable[[], datetime]
    machine_clock: Callable[[], datetime]  # leases and beats run on it, also in a rehearsal
    delay: float  # seconds between two requests
    admitted: Mapping[str, Sequence[str]]  # what the spider let through before, elsewhere
    resumable: bool  # whether another process could go on with it
    health: Health
    stopped: asyncio.Event = field(default_factory=asyncio.Event)  # a person stopped the sweep
    progress: Callable[[Visit], None]
    copies: list[Path] = field(default_factory=list)


class SourceCrawler(Crawler):
    """Scrapy's crawler of one source, with the visit that its middlewares write to."""

    visit: Visit


def visit_of(crawler: Crawler) -> Visit:
    """The visit of a crawler that ``run_crawls`` made."""
    if not isinstance(crawler, SourceCrawler):
        raise TypeError("This part of a crawl works only with a SourceCrawler.")
    return crawler.visit
