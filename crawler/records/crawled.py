"""Crawls, their evidence, and how far logs were read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from crawler.records.register import RegisterCopy

# The method of what nobody asked for by this program: a person saved it and handed it in.
HANDED_IN = "HANDED-IN"
CAPTURES = "captures"  # the source of such things, by the clock of that person
# The method of what our browser made of a page by running its scripts.
RENDERED = "RENDERED"
# The method of answers of name servers, ours and the one that carries no block.
LOOKED_UP = "LOOKED-UP"


def evidence_id(body: bytes) -> str:
    """The name of recorded bytes: ``sha256:`` and 64 hex digits."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One answer of a source: what was asked, what came back, where the bytes lie."""

    url: str
    method: str
    status: int
    fetched_at: datetime
    evidence: str  # evidence_id() of the body
    size: int  # bytes of the body


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAnswer:
    """One answer as evidence: what the chain says of it, and where its records lie."""

    n: int | None  # its link; None: an older version kept the body by hash, outside the chain
    link: str | None  # the hash of its link
    at: datetime
    url: str
    method: str
    status: int
    ip: str | None
    evidence: str  # evidence_id() of the body
    size: int  # bytes of the body
    repeats: int | None  # the capture whose payload it repeats
    sha256: str | None  # of its records
    length: int | None  # bytes of its records
    file: str | None  # None: its bytes are not in a WARC file, or no more
    offset: int | None
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """One file of a package of evidence."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceMinutes:
    """What the minutes of a package of evidence say."""

    case: int
    subject: str
    title: str | None
    publisher: str | None
    made_at: datetime
    made_by: str
    place: str | None  # None: to be filled in by hand
    program: str
    answers: tuple[RecordedAnswer, ...]
    files: tuple[PackedFile, ...]
    head: str  # hash of the last link of the chain
    links: int  # how many links the chain has
    rehearsal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One run of one source within a sweep, as ``sweep --json`` prints it."""

    crawl: int
    source: str
    started_at: datetime
    ended_at: datetime | None  # None: still running, or killed before it could say so
    requested: int
    sightings: int
    new: int  # subjects never seen before
    flagged: int  # of its subjects, how many hold an accusing verdict
    complete: bool
    void: bool  # its sightings are kept but not judged
    reason: str | None  # why it is incomplete or void


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What the answers of one step held less of in a crawl than in the earlier ones."""

    crawl: int
    source: str
    step: str
    field: str | None  # "text", "facts.genre_id"; None: the sightings an answer brings
    was: float  # share of the sightings that have the field; sightings an answer
    now: float
    since: int  # the first of the crawls in a row that showed it
    since_at: datetime
    evidence: str | None  # evidence_id() of an answer that shows it


@dataclass(frozen=True, slots=True, kw_only=True)
class LogName:
    """A name of a certificate, and where a certificate log holds it."""

    name: str
    index: int  # of its entry
    at: datetime  # when the log took it


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPosition:
    """How far a certificate log was read.

    ``edge`` are the roots of the whole trees that its entries make, the largest first; None: the
    reading did not begin at the first entry, so nothing can be checked against the log's root.
    """

    read: int  # entries before this one
    edge: tuple[bytes, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPart:
    """Entries of a certificate log that were read in one go, and what they name."""

    log: str  # its id by RFC 6962, in hex
    url: str
    first: int
    position: LogPosition  # behind it
    size: int  # of the log
    checked: bool  # the log's root is the root of all that was read
    names: tuple[LogName, ...]
    unreadable: int  # certificates whose names could not be read


Kept = RegisterCopy | LogPart  # what a spider gives beside sightings


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReading:
    """What one crawl read of a certificate log."""

    url: str
    first: int
    read: int  # entries before this one
    size: int
    checked: bool
    names: int
    leads: int
    unreadable: int
