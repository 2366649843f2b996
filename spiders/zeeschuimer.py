"""Lines of Zeeschuimer, a browser extension that keeps what a page was given as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from crawler.facebook import is_facebook

_LAST = 253_402_300_799_000  # milliseconds: the year 9999


def is_line(row: Any) -> bool:
    """Whether a JSON value is a line of it."""
    return isinstance(row, dict) and "source_platform" in row and "data" in row


def is_facebooks(row: Mapping[str, Any]) -> bool:
    """Whether the line was collected on Facebook."""
    return is_facebook(str(row["source_platform"]).lower())


def collected_at(row: Mapping[str, Any]) -> datetime | None:
    """When the browser was given it."""
    moment = row.get("timestamp_collected")
    if not isinstance(moment, int) or isinstance(moment, bool) or not 0 < moment < _LAST:
        return None
    return datetime.fromtimestamp(moment / 1000, UTC)
