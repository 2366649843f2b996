"""Times and JSON in the form in which the database holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crawler.records import Reason

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def stored_time(moment: datetime) -> str:
    """An aware time as UTC text whose order is the order in time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_time(text: str) -> datetime:
    """The aware UTC time of a stored text."""
    return datetime.fromisoformat(text)


def optional_time(text: str | None) -> datetime | None:
    """As ``read_time``; NULL stays None."""
    return None if text is None else read_time(text)


def stored_day(day: date | None) -> str | None:
    """A day as ISO text."""
    return None if day is None else day.isoformat()


def optional_day(text: str | None) -> date | None:
    """The day of a stored ISO text."""
    return None if text is None else date.fromisoformat(text)


def hanoi_day(moment: datetime) -> date:
    """The day in Hà Nội: days of papers and of imports are days there."""
    return moment.astimezone(HANOI).date()


def stored_json(value: Mapping[str, Any] | list[Any]) -> str:
    """JSON with Vietnamese letters as they are and a stable order of keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def stored_reasons(reasons: tuple[Reason, ...]) -> str:
    """Reasons as a JSON list."""
    return stored_json([asdict(reason) for reason in reasons])


def read_reasons(text: str) -> tuple[Reason, ...]:
    """The reasons of a stored JSON list."""
    return tuple(
        Reason(
            **{
                **row,
                "agreed": tuple(row["agreed"]),
                "differed": tuple(row["differed"]),
            }
        )
        for row in json.loads(text)
    )
