"""How often was asked about one page: the figures of the rule of temporary locks (D147).

A network locks a page for a time where it was asked about five times in 30 days, or ten times in
90, and for good after three such locks. Whether it did is nowhere told: counted is how often the
rule asked for one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from crawler.clock import HANOI
from crawler.store import Store
from crawler.store.requests import sent_about_page

_RULE = ((5, 30), (10, 90))  # times, days
_FOR_GOOD = 3  # temporary locks


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LockGrounds:
    """On which days the requests about a page were a ground for a temporary lock, each anew."""

    days: tuple[date, ...]
    needed: int = _FOR_GOOD

    @property
    def for_good(self) -> bool:
        """Whether the rule of the permanent lock applies, had each ground led to a lock."""
        return len(self.days) >= self.needed


def lock_grounds(requests: Iterable[date], on: date) -> LockGrounds:
    """Each time that the rule was met by requests which had not met it before, until ``on``."""
    fresh: list[date] = []
    grounds: list[date] = []
    for day in sorted(day for day in requests if day <= on):
        fresh.append(day)
        if any(count.reached for count in lock_counts(fresh, day)):
            grounds.append(day)
            fresh = []
    return LockGrounds(days=tuple(grounds))


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
    return lock_counts(_days(store, page), now.astimezone(HANOI).date())


def grounds_of(store: Store, page: str, now: datetime) -> LockGrounds:
    """The grounds for temporary locks of a page, by the requests that were sent about it."""
    return lock_grounds(_days(store, page), now.astimezone(HANOI).date())


def _days(store: Store, page: str) -> list[date]:
    return [at.astimezone(HANOI).date() for at in sent_about_page(store, page)]
