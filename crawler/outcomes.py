"""What became of a subject after a request: one table, and the rule of two answers a day apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.records import Counted, Outcome, Presence, Rechecked, Told, Witness

# A second answer proves a removal only so long after the first (product.md §5).
APART = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a crawl tells, the presence it means, and the outcome of it."""

    told: Told
    presence: Presence
    outcome: Outcome
    repeated: Outcome | None = None  # by a second such answer, ``APART`` after the first
    after_removal: Outcome | None = None  # of what had been removed


TABLE: Mapping[Told, Row] = {
    row.told: row
    for row in (
        Row(
            told=Told.NOT_FOUND,
            presence=Presence.GONE,
            outcome=Outcome.PENDING,
            repeated=Outcome.REMOVED,
        ),
        Row(
            told=Told.NOT_IN_STOREFRONT,
            presence=Presence.GONE,
            outcome=Outcome.PENDING,
            repeated=Outcome.REMOVED_IN_VN,
        ),
        Row(
            told=Told.LISTED,
            presence=Presence.PRESENT,
            outcome=Outcome.STILL_THERE,
            after_removal=Outcome.RETURNED,
        ),
        Row(
            told=Told.LISTED_CHANGED,
            presence=Presence.PRESENT,
            outcome=Outcome.CHANGED,
            after_removal=Outcome.RETURNED,
        ),
        Row(
            told=Told.BLOCKED_HERE,
            presence=Presence.UNKNOWN,
            outcome=Outcome.BLOCKED_HERE,
        ),
        Row(told=Told.UNPROVEN, presence=Presence.UNKNOWN, outcome=Outcome.UNKNOWN),
        Row(told=Told.REFUSED, presence=Presence.UNKNOWN, outcome=Outcome.UNKNOWN),
        Row(told=Told.UNREADABLE, presence=Presence.UNKNOWN, outcome=Outcome.UNKNOWN),
        Row(told=Told.UNANSWERED, presence=Presence.UNKNOWN, outcome=Outcome.UNKNOWN),
    )
}

# The column of the statistics, where the subject was asked for while it was there.
COUNTED: Mapping[Outcome, Counted] = {
    Outcome.REMOVED: Counted.REMOVED,
    Outcome.REMOVED_IN_VN: Counted.REMOVED_IN_VN,
    Outcome.PENDING: Counted.PENDING,
    Outcome.STILL_THERE: Counted.STILL_THERE,
    Outcome.RETURNED: Counted.RETURNED,
    Outcome.CHANGED: Counted.STILL_THERE,
    Outcome.BLOCKED_HERE: Counted.BLOCKED_HERE,
    Outcome.UNKNOWN: Counted.UNKNOWN,
}
# What differs where it was gone before anybody was asked.
COUNTED_UNASKED: Mapping[Outcome, Counted] = {
    Outcome.REMOVED: Counted.GONE_BEFORE_ASKED,
    Outcome.REMOVED_IN_VN: Counted.GONE_BEFORE_ASKED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one crawl tells of one subject."""

    crawl: int | None
    at: datetime  # of the answer
    told: Told
    seen: Presence  # in Vietnam by the answer alone, whatever stands behind it
    counts: bool  # of a re-check that ended; another crawl tells only of a return
    why: str | None = None
    evidence: tuple[Witness, ...] = ()
    ahead: tuple[datetime, ...] = ()  # later times that the clock had shown before: it ran back
    source: str = ""  # who says so
    strong: bool = True  # whether this source alone may prove a removal, by two answers


@dataclass(slots=True, kw_only=True)
class Followed:
    """One subject followed look by look; ``outcomes`` is what became of it, oldest first."""

    subject: str
    asked_at: datetime | None  # when the request was sent; None: it was not asked for
    outcomes: list[Rechecked] = field(default_factory=list)
    removed_at: datetime | None = None  # the second answer that proved it; None: it is not removed
    gone: list[Look] = field(default_factory=list)  # answers since it was there, with canary
    _everywhere: int = 0  # from which of them on no storefront contradicts that it is gone
    _gone_since: datetime | None = None  # the first time that it was not found, proven or not

    def look(self, look: Look) -> None:
        """Takes in the next look, in the order in which they were stored."""
        if look.seen is Presence.PRESENT:
            self._there(look)
            return
        if look.seen is Presence.GONE and self._gone_since is None:
            self._gone_since = look.at
        if not look.counts:
            return
        if TABLE[look.told].presence is Presence.GONE:
            self._not_found(look)
        else:
            self._keep(look, TABLE[look.told].outcome)

    def _there(self, look: Look) -> None:
        self.gone, self._everywhere, self._gone_since = [], 0, None
        row = TABLE[look.told]
        if self.removed_at is not None and row.after_removal is not None:
            self.removed_at = None
            self._keep(look, row.after_removal)
        elif look.counts:
            self._keep(look, row.outcome)

    def _not_found(self, look: Look) -> None:
        if look.told is Told.NOT_IN_STOREFRONT:
            self._everywhere = len(self.gone) + 1
        proof = self._proof(look)
        self.gone.append(look)
        if proof is None:
            self._keep(look, TABLE[look.told].outcome)
            return
        told, first = proof
        self.removed_at = self.removed_at or look.at
        self._keep(look, TABLE[told].repeated or Outcome.PENDING, first)

    def _proof(self, look: Look) -> tuple[Told, Look] | None:
        """What this answer proves together with which first one; None: nothing yet."""
        # Both answers must bear the claim: with one that another storefront contradicts it is
        # gone in Vietnam only.
        for told, firsts in (
            (Told.NOT_FOUND, self.gone[self._everywhere :]),
            (Told.NOT_IN_STOREFRONT, self.gone),
        ):
            for first in firsts:
                if _apart(first, look) and (first.strong or first.source != look.source):
                    return told, first
        return None

    def _keep(self, look: Look, outcome: Outcome, first: Look | None = None) -> None:
        before = self._gone_since is not None and (
            self.asked_at is None or self._gone_since <= self.asked_at
        )
        counted = COUNTED_UNASKED if before else {}
        self.outcomes.append(
            Rechecked(
                subject=self.subject,
                crawl=look.crawl,
                at=look.at,
                told=look.told,
                outcome=outcome,
                counted=counted.get(outcome, COUNTED[outcome]),
                why=look.why,
                evidence=(*(first.evidence if first else ()), *look.evidence),
            )
        )


def follow(subject: str, looks: Iterable[Look], asked_at: datetime | None) -> Followed:
    """What became of a subject by all looks at it, in the order in which they were stored."""
    followed = Followed(subject=subject, asked_at=asked_at)
    for look in looks:
        followed.look(look)
    return followed


def _apart(first: Look, second: Look) -> bool:
    """Whether two answers of two crawls lie far enough apart by a clock that did not run back.

    A first answer of a clock that had run back is dated too early: set right again, the clock would
    seem to have gone on for a day. A time that is still to come was an error by itself.
    """
    if first.crawl == second.crawl or second.at - first.at < APART:
        return False
    return not any(moment <= second.at for moment in first.ahead)
