"""Cases, operators, controls, and what is asked of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crawler.records.judged import Question, Reason, Verdict, VerdictKind
from crawler.records.register import RegistryEntry
from crawler.records.seen import Sighting


class CaseStatus(StrEnum):
    """Where a case stands in review."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A verdict under a person's eyes. One per subject."""

    case: int
    subject: str
    status: CaseStatus
    verdict: VerdictKind  # the newest verdict of the subject
    question: Question | None
    title: str | None
    publisher: str | None
    opened_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One thing that happened to a case. Appended, never changed."""

    case: int
    at: datetime
    who: str  # a person, or "rasoat"
    # opened, ground_named, confirmed, dismissed, reopened, relapsed, noted, verdict_changed,
    # requested, sent, withdrawn, asked, alias_learned
    event: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Associated:
    """A subject that shares rare identities with a confirmed case. No accusation: an order."""

    subject: str
    case: int  # the confirmed one
    score: float
    reasons: tuple[Reason, ...]  # what is shared, the heaviest first


class Membership(StrEnum):
    """What can happen to a member of an operator."""

    JOINED = "joined"
    LEFT = "left"  # nothing ties it any more


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorEvent:
    """One member that joined or left an operator. Appended, never changed. No accusation."""

    operator: int
    at: datetime
    event: Membership
    subject: str
    to: str | None = None  # the member that it is tied to; None: the first one, or it left
    strong: bool = False  # whether strong links alone lead from it to that member
    reasons: tuple[Reason, ...] = ()  # what the two share, quoted, the heaviest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Subjects that look like one operator's, under a name that stays. No accusation."""

    operator: int
    name: str
    founded_at: datetime
    into: int | None = None  # the operator that it turned out to be


class ControlStatus(StrEnum):
    """What a person says of a control."""

    OPEN = "open"
    RIGHT = "right"  # no gambling is there
    MISSED = "missed"  # gambling is there, and the rules did not see it


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A subject that became no case, drawn by chance to learn what the rules miss. No accusation.

    One per subject.
    """

    control: int
    subject: str
    status: ControlStatus
    verdict: VerdictKind  # the one that it was drawn with
    title: str | None
    publisher: str | None
    drawn_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    note: str | None
    case: int | None  # of its subject, where there is one by now


class Recipient(StrEnum):
    """Whom a takedown request goes to."""

    APPLE = "apple"
    GOOGLE = "google"
    META = "meta"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownRequest:
    """What we ask of whom, for which subjects."""

    request: int
    recipient: Recipient
    drafted_at: datetime
    drafted_by: str
    sent_at: datetime | None  # to the minute
    sent_by: str | None
    channel: str | None
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedApp:
    """One app of a takedown request with everything that its paper says of it."""

    case: int
    ground: VerdictKind  # one of ACCUSING
    sighting: Sighting  # what all its sightings say together
    verdict: Verdict  # the one that the request rests on
    entry: RegistryEntry | None
    first_seen: datetime
    last_seen: datetime
    evidence: str
    evidence_at: datetime
    adverts: tuple[Sighting, ...] = ()  # of a page, each as it was seen last


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A subject that somebody named, or that was found. No accusation: an address to visit."""

    subject: str
    address: str  # as it was named; a visit begins here
    source: str  # who named it
    origin: str  # where it stood: "list.csv:12", a log and the number of its entry
    at: datetime  # when it came in
    seen_at: datetime | None = None  # when the source saw it
    note: str | None = None
    found: bool = False  # read off a page, a log or a rule; nobody named it, so that it is screened


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockEntry:
    """A name that a block list holds, with everything below it."""

    name: str  # as ``matchers.domains.canonical`` spells it
    case: int
    ground: VerdictKind  # one of ACCUSING
    valid_from: datetime  # when the case was confirmed
    evidence: tuple[str, ...]  # all that its quoted reasons rest on
