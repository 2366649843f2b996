"""How often was asked about one page: the figures of the rule of temporary locks (D147).

A network locks a page for a time where it was asked about five times in 30 days, or ten times in
90. Whether it did is nowhere told, so locks themselves are not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from crawler.clock import HANOI
from crawler.store import Store
from crawler.store.requests import sent_about_page

_RULE = ((5, 30), (10, 90))  # times, days


@dataclass(frozen=True, slots=True, kw_only=True)
class LockCount:
    """How many requests lie within so many days, of how many the rule asks for."""

    days: int
    asked: int
    needed: int

    @property
    def reached(self) -> bool:
        """Whether the rule of temporary locks applies."""
        return self.asked >= self.needed


def lock_counts(requests: Iterable[date], on: date) -> tuple[LockCount, ...]:
    """Counts the days of requests that lie within the rule's days, ``on`` being the last of them.

    Two requests of one day are two. Of 30 days that begin on the 1st, the 30th is the last.
    """
    ages = [(on - day).days for day in requests]
    return tuple(
        LockCount(days=days, asked=sum(0 <= age < days for age in ages), needed=needed)
        for needed, days in _RULE
    )


def locks_of(store: Store, page: str, now: datetime) -> tuple[LockCount, ...]:
    """The counts of a page, by the requests that were sent about it or its adverts."""
    sent = (at.astimezone(HANOI).date() for at in sent_about_page(store, page))
    return lock_counts(sent, now.astimezone(HANOI).date())
