"""``Retry-After`` in both of its forms."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.crawl.politeness import seconds_asked, wait_asked
from crawler.crawl.visit import Visit
from spiders.base import READS_REFUSALS

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 120 ", 120.0),
        ("Fri, 20 Nov 2026 08:01:30 GMT", 90.0),
        ("Fri, 20 Nov 2026 07:00:00 GMT", 0.0),
        (None, None),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("٣", None),
    ],
)
def test_the_wait_is_read_or_not_known(header: str | None, seconds: float | None) -> None:
    assert seconds_asked(header, NOW) == seconds


def test_a_spider_that_reads_refusals_gets_each_at_once() -> None:
    visit = cast("Visit", SimpleNamespace(clock=lambda: NOW, delay=1.0))
    url = "https://graph.facebook.com/v24.0/ads_archive"
    refusal = Response(url, status=429, headers={"Retry-After": "7"})
    assert wait_asked(Request(url), refusal, visit) == 7.0
    assert wait_asked(Request(url, meta={READS_REFUSALS: True}), refusal, visit) is None
