"""Which time it is, for the command line to hand to everything below it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crawler.errors import UsageProblem

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def current_time(*, rehearsal: bool) -> datetime:
    """Now in UTC. ``RASOAT_NOW`` (ISO 8601) replaces it in a rehearsal workspace only."""
    wanted = os.environ.get("RASOAT_NOW")
    if not wanted:
        return datetime.now(UTC)
    if not rehearsal:
        raise UsageProblem(
            "RASOAT_NOW is set, but this workspace is not a rehearsal. "
            "Unset it, or make a rehearsal with: rasoat init DIR --rehearsal"
        )
    return parse_moment(wanted, "RASOAT_NOW")


def system_time() -> datetime:
    """Now in UTC by the machine, also in a rehearsal: for the names of files."""
    return datetime.now(UTC)


def parse_moment(text: str, name: str) -> datetime:
    """An ISO 8601 moment as UTC; without an offset it is Hà Nội time."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=HANOI)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the years 1 and 9999 have no other zone
        raise UsageProblem(
            f"{name} is {text!r}, which is not an ISO 8601 time. Write e.g. 2026-11-23T09:30+07:00"
        ) from error


def on_paper(moment: datetime) -> str:
    """``dd/mm/yyyy HH:MM`` in Hà Nội, as papers print it."""
    return moment.astimezone(HANOI).strftime("%d/%m/%Y %H:%M")
