"""The usage headers of Meta's Graph: how much of what may be called was called."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scrapy.http import Response

SLOW, STOP = 75, 95  # percent (facebook.md §3)
_APP, _CASES, _ACCOUNT = "X-App-Usage", "X-Business-Use-Case-Usage", "X-Ad-Account-Usage"
_SHARES = ("call_count", "total_cputime", "total_time", "acc_id_util_pct")
_MINUTES, _SECONDS = "estimated_time_to_regain_access", "reset_time_duration"


@dataclass(frozen=True, slots=True)
class Usage:
    """The largest share of all limits, and the minutes until it may be called again."""

    percent: float = 0.0
    minutes: int | None = None


def usage_in(headers: Mapping[str, str]) -> Usage:
    """What the headers of an answer tell; keys and shapes that nobody knows are passed over."""
    told = [row for name in (_APP, _CASES, _ACCOUNT) for row in _rows(headers.get(name))]
    shares = [share for row in told for share in _numbers(row.get(key) for key in _SHARES)]
    waits = [wait for row in told for wait in _numbers([row.get(_MINUTES)])]
    waits += [wait / 60 for row in told for wait in _numbers([row.get(_SECONDS)])]
    minutes = max((int(-(-wait // 1)) for wait in waits if wait > 0), default=None)
    return Usage(percent=max(shares, default=0.0), minutes=minutes)


def usage_of(response: Response) -> Usage:
    """The same of an answer."""
    told = response.headers.to_unicode_dict()
    return usage_in({str(name): str(value) for name, value in told.items()})


def _rows(header: str | None) -> Iterator[Mapping[str, Any]]:
    """The objects of a header: itself, or those in the list of each business."""
    try:
        told = json.loads(header) if header else None
    except (ValueError, RecursionError):
        return
    if not isinstance(told, dict):
        return
    yield told
    for value in told.values():
        if isinstance(value, list):
            yield from (row for row in value if isinstance(row, dict))


def _numbers(values: Iterable[Any]) -> Iterator[float]:
    for value in values:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield float(value)
