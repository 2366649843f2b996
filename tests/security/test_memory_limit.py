"""A crawl that needs more memory than it may is ended and says so."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import cast

from scrapy.crawler import Crawler

from crawler.crawl.health import Health
from crawler.crawl.limits import MemoryLimit, held_memory
from crawler.crawl.visit import Visit

MIB = 1024 * 1024


async def _watched(most: int, grow: int) -> str | None:
    closed: list[str] = []

    async def close(*, reason: str) -> None:
        closed.append(reason)

    health = Health()
    crawler = SimpleNamespace(engine=SimpleNamespace(close_spider_async=close))
    limit = MemoryLimit(
        cast("Crawler", crawler), cast("Visit", SimpleNamespace(health=health)), most
    )
    limit.start()
    held = bytearray(grow)
    held[::4096] = b"x" * len(held[::4096])
    await asyncio.sleep(1.5)
    limit.stop()
    assert closed == (["memory"] if health.broken else [])
    return health.broken


def test_growth_beyond_the_limit_ends_the_crawl() -> None:
    reason = asyncio.run(_watched(64 * MIB, 256 * MIB))
    assert reason is not None
    assert "64 MiB" in reason


def test_what_was_held_before_does_not_count() -> None:
    before = bytearray(256 * MIB)
    before[::4096] = b"x" * len(before[::4096])
    assert held_memory() > 256 * MIB
    assert asyncio.run(_watched(64 * MIB, 1 * MIB)) is None
