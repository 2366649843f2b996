"""``Retry-After`` in both of its forms."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.crawl.politeness import seconds_asked

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
