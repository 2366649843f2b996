"""``Retry-After`` in both of its forms."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.crawl.health import Health
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
        ("Fri, 20 Nov 2026 08:01:30 +99999999999999", None),
        ("Fri, 99999999999999999999 Nov 2026 08:01:30 GMT", None),
        ("", None),
        ("-5", None),
        ("٣", None),
    ],
)
def test_the_wait_is_read_or_not_known(header: str | None, seconds: float | None) -> None:
    assert seconds_asked(header, NOW) == seconds


def visit_of_a_store(*, whole_web: bool = False) -> Visit:
    """A visit as far as patience looks at it; ``whole_web``: of many sites."""
    health = Health(whole_web=whole_web)
    return cast("Visit", SimpleNamespace(clock=lambda: NOW, delay=1.0, health=health))


@pytest.mark.parametrize(
    ("asked", "of_a_store", "of_a_site"),
    [("5", 5.0, 5.0), ("6", 6.0, None), ("120", 120.0, None), ("121", None, None), ("", 2.0, 2.0)],
)
def test_one_site_among_many_is_waited_for_less(
    asked: str, of_a_store: float | None, of_a_site: float | None
) -> None:
    url = "https://nohu.example/"
    refusal = Response(url, status=429, headers={"Retry-After": asked} if asked else {})
    assert wait_asked(Request(url), refusal, visit_of_a_store()) == of_a_store
    assert wait_asked(Request(url), refusal, visit_of_a_store(whole_web=True)) == of_a_site


def test_a_spider_that_reads_refusals_gets_each_at_once() -> None:
    visit = visit_of_a_store()
    url = "https://graph.facebook.com/v24.0/ads_archive"
    refusal = Response(url, status=429, headers={"Retry-After": "7"})
    assert wait_asked(Request(url), refusal, visit) == 7.0
    assert wait_asked(Request(url, meta={READS_REFUSALS: True}), refusal, visit) is None
