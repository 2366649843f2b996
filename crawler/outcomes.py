"""What became of a subject after a request: one table, and the rule of two answers a day apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
            told=Told.STOPPED,
            presence=Presence.GONE,
            outcome=Outcome.PENDING,
            repeated=Outcome.ADS_STOPPED,
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
        # What came back is its name, not what was removed.
        Row(told=Told.PARKED, presence=Presence.PRESENT, outcome=Outcome.CHANGED),
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
    Outcome.ADS_STOPPED: Counted.ADS_STOPPED,
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
    Outcome.ADS_STOPPED: Counted.GONE_BEFORE_ASKED,
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
    elsewhere: bool = False  # it is there, and this source does not say whether in Vietnam
    by_hand: bool = False  # dated by the clock of whoever saved it, and perhaps stored long after
    dated: bool = True  # False: by the file alone; a copy of the same answer has another moment
    place: int = 0  # in the order in which the looks were stored


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
    _removed_as: Told | None = None  # what the two answers that proved it said
    _there_looks: Sequence[Look] = ()  # all that show it, those to come too

    def look(self, look: Look) -> None:
        """Takes in the next look, in the order of ``in_time``."""
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
        hidden = [first for first in self.gone if first.told is Told.NOT_IN_STOREFRONT]
        everywhere = self.removed_at is not None and self._removed_as is not Told.NOT_IN_STOREFRONT
        if look.elsewhere and hidden and not everywhere:
            # What is restricted in Vietnam alone is there elsewhere: that neither unsays what was
            # seen here nor says that it came back.
            self.gone, self._everywhere = hidden, len(hidden)
            if look.counts:
                self._keep(look, Outcome.UNKNOWN if self.removed_at else TABLE[look.told].outcome)
            return
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
        self.removed_at, self._removed_as = self.removed_at or look.at, told
        self._keep(look, TABLE[told].repeated or Outcome.PENDING, first)

    def _proof(self, look: Look) -> tuple[Told, Look] | None:
        """What this answer proves together with which first one; None: nothing yet."""
        # Both answers must bear the claim: with one that another storefront contradicts it is
        # gone in Vietnam only, and what runs no more was not removed.
        stopped = [first for first in self.gone if first.told is Told.STOPPED]
        removed = (
            (Told.NOT_FOUND, self.gone[self._everywhere :]),
            (Told.NOT_IN_STOREFRONT, self.gone),
        )
        claims = ((Told.STOPPED, stopped),) if look.told is Told.STOPPED else removed
        for told, firsts in claims:
            for first in firsts:
                if not _apart(first, look) or not (first.strong or first.source != look.source):
                    continue
                if not any(_unsays(there, first, look) for there in self._there_looks):
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
    """What became of a subject by all looks at it, in the order of ``in_time``."""
    ordered = tuple(looks)
    shown = tuple(look for look in ordered if look.seen is Presence.PRESENT)
    followed = Followed(subject=subject, asked_at=asked_at, _there_looks=shown)
    for look in ordered:
        followed.look(look)
    return followed


def in_time(stored: Sequence[Look]) -> list[Look]:
    """Looks in the order of their answers, out of the order in which they were stored.

    What a person saved lies at its own moment, however late it is handed in. What this program saw
    keeps the order in which it saw it: where its clock ran back, the later time was the wrong one.
    """
    placed = []
    latest: datetime | None = None
    for place in reversed(range(len(stored))):
        look = stored[place]
        moment = look.at
        if not look.by_hand:
            moment = latest = min(moment, latest or moment)
        placed.append((moment, place, replace(look, place=place)))
    return [look for _, _, look in sorted(placed, key=lambda each: each[:2])]


def _unsays(there: Look, first: Look, second: Look) -> bool:
    """Whether it was there after the first of two answers, as was known when both were.

    Among looks by this program's clock alone the order in which they are followed has said so.
    """
    if there.elsewhere and first.told is second.told is Told.NOT_IN_STOREFRONT:
        return False
    if not (there.by_hand or first.by_hand or second.by_hand):
        return False
    known = there.place < max(first.place, second.place) or there.at <= second.at
    return known and there.at >= first.at


def _apart(first: Look, second: Look) -> bool:
    """Whether two answers of two crawls lie far enough apart by a clock that did not run back.

    A first answer of a clock that had run back is dated too early: set right again, the clock would
    seem to have gone on for a day. A time that is still to come was an error by itself.
    """
    if first.crawl == second.crawl or second.at - first.at < APART:
        return False
    if not (first.dated and second.dated):
        return False
    return not any(moment <= second.at for moment in first.ahead)
