"""What became of a subject after a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crawler.records.seen import Presence


class Told(StrEnum):
    """What one crawl tells of a subject, once its canary and its control were looked at."""

    NOT_FOUND = "not_found"  # neither in Vietnam nor in the control storefront
    NOT_IN_STOREFRONT = "not_in_storefront"  # not in Vietnam, but in the control storefront
    STOPPED = "stopped"  # an advert that its own archive shows as no longer running
    LISTED = "listed"
    LISTED_CHANGED = "listed_changed"  # another name, owner or content than was asked for
    PARKED = "parked"  # there, but it says that its name is for sale or has run out
    BLOCKED_HERE = (
        "blocked_here"  # by a block of this resolver or network; what is there is not seen
    )
    UNPROVEN = "unproven"  # an answer that no canary, no control or a void crawl stands behind
    REFUSED = "refused"  # 403, 429, captcha, robots.txt, another host
    UNREADABLE = "unreadable"  # an empty page, or one of another shape
    UNANSWERED = "unanswered"  # a timeout, the network, or nothing was asked


class Outcome(StrEnum):
    """What became of a subject after a request (product.md §5)."""

    REMOVED = "removed"
    REMOVED_IN_VN = "removed_in_vn"
    ADS_STOPPED = "ads_stopped"  # it runs no more; who ended it, nobody says: never a removal
    PENDING = "pending"  # not found once; a second answer is to come
    STILL_THERE = "still_there"
    RETURNED = "returned"
    CHANGED = "changed"
    BLOCKED_HERE = "blocked_here"  # an effect of a block in this network, never a removal
    UNKNOWN = "unknown"


class Counted(StrEnum):
    """The column of the statistics that an outcome counts in."""

    REMOVED = "removed"
    REMOVED_IN_VN = "removed_in_vn"
    ADS_STOPPED = "ads_stopped"  # adverts often run for hours: no success of ours by itself
    PENDING = "pending"
    STILL_THERE = "still_there"
    RETURNED = "returned"
    BLOCKED_HERE = "blocked_here"
    UNKNOWN = "unknown"
    GONE_BEFORE_ASKED = "gone_before_asked"  # never a success of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One recorded answer that an outcome rests on."""

    subject: str  # the one that was asked for, or a canary
    market: str
    crawl: int | None
    at: datetime
    presence: Presence
    evidence: str | None  # evidence_id() of the recorded body


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """What one crawl says became of a subject. Appended, never changed."""

    subject: str
    crawl: int | None
    at: datetime  # of the answer
    told: Told
    outcome: Outcome
    counted: Counted
    why: str | None  # why it is unknown, or what changed
    evidence: tuple[Witness, ...]
