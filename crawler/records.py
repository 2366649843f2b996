"""The values that travel from stage to stage. Standard library only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Presence(StrEnum):
    """What a source says of a subject in one market. Unknown is never gone."""

    PRESENT = "present"
    GONE = "gone"
    UNKNOWN = "unknown"


class LicenceKind(StrEnum):
    """The papers of the register: per game, per publisher, per site (D147 Điều 37 ff.)."""

    G1_RELEASE_DECISION = "G1_release_decision"
    G2_CONFIRMATION = "G2_confirmation"
    G3_CONFIRMATION = "G3_confirmation"
    G4_CONFIRMATION = "G4_confirmation"
    G1_SERVICE_LICENCE = "G1_service_licence"
    G2_G3_G4_SERVICE_CERTIFICATE = "G2_G3_G4_service_certificate"
    AGGREGATED_NEWS_LICENCE = "aggregated_news_licence"
    SOCIAL_NETWORK_LICENCE = "social_network_licence"


class RegisterClass(StrEnum):
    """The two classes of game papers that the coverage gate asks for."""

    G1_RELEASE_DECISIONS = "G1_release_decisions"
    G2_G4_CONFIRMATIONS = "G2_G4_confirmations"


CLASS_OF_KIND: Mapping[LicenceKind, RegisterClass] = {
    LicenceKind.G1_RELEASE_DECISION: RegisterClass.G1_RELEASE_DECISIONS,
    LicenceKind.G2_CONFIRMATION: RegisterClass.G2_G4_CONFIRMATIONS,
    LicenceKind.G3_CONFIRMATION: RegisterClass.G2_G4_CONFIRMATIONS,
    LicenceKind.G4_CONFIRMATION: RegisterClass.G2_G4_CONFIRMATIONS,
}
PUBLISHER_KINDS = frozenset(
    {LicenceKind.G1_SERVICE_LICENCE, LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE}
)
# What the publisher of a game must hold itself, by the game's paper (D147 Điều 37; regulation §1).
PUBLISHER_KIND_OF: Mapping[LicenceKind, LicenceKind] = {
    LicenceKind.G1_RELEASE_DECISION: LicenceKind.G1_SERVICE_LICENCE,
    LicenceKind.G2_CONFIRMATION: LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE,
    LicenceKind.G3_CONFIRMATION: LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE,
    LicenceKind.G4_CONFIRMATION: LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE,
}


class EntryStatus(StrEnum):
    """State of a register paper. INVALID: not in force, the register does not say why.

    No file says UNLISTED (the newest file no longer holds the paper) or UNKNOWN (nobody knows
    what held on that day).
    """

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    STOPPED = "stopped"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    INVALID = "invalid"
    UNLISTED = "unlisted"
    UNKNOWN = "unknown"

    @property
    def in_force(self) -> bool | None:
        """Whether a paper in this state is in force; None: not known."""
        if self in (EntryStatus.UNLISTED, EntryStatus.UNKNOWN):
            return None
        return self is EntryStatus.IN_FORCE


class EventKind(StrEnum):
    """What can happen to a register paper. INVALID: ended, the register does not say how."""

    GRANTED = "granted"
    AMENDED = "amended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REVOKED = "revoked"
    STOPPED = "stopped"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    INVALID = "invalid"
    UNLISTED = "unlisted"
    RELISTED = "relisted"


class MatchKind(StrEnum):
    """What the register alone says of a listing (product.md §5)."""

    LICENSED = "licensed"
    LICENCE_PROBLEM = "licence_problem"
    OTHER_PUBLISHER = "other_publisher"
    NO_ENTRY = "no_entry"
    UNSURE = "unsure"


class Marketplace(StrEnum):
    """An app store, by the prefix of its subject ids."""

    APPLE = "apple"
    GOOGLE = "google"
    APTOIDE = "aptoide"
    GALAXY_STORE = "galaxy_store"
    APPGALLERY = "appgallery"
    APKPURE = "apkpure"


# Here an app goes by its Android package, and one package is one app on each of them.
ANDROID_STORES = frozenset(Marketplace) - {Marketplace.APPLE}
# Anybody uploads anybody's app here: the developer's name is what an uploader typed.
MIRRORS = frozenset({Marketplace.APTOIDE, Marketplace.APKPURE})


# Terms of a sweep that are no words: "developer:5700123", an account; "near:google:com.vidu", an
# app with what its store holds to be similar; "icon:google:com.vidu https://…", how its icon looks.
ACCOUNT_TERM, NEAR_TERM, ICON_TERM = "developer", "near", "icon"
# Of a re-check: "recheck:apple:1234567890", an app that may be gone; "canary:apple:1234567891", one
# that must be found in the same crawl.
RECHECK_TERM, CANARY_TERM = "recheck", "canary"


class AliasKind(StrEnum):
    """Under what a page goes beside its number."""

    PROFILE_ID = "profile_id"  # the number of the profile behind it
    VANITY = "vanity"  # the key of the name in its address
    NAME = "name"  # what it is or was called


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAlias:
    """Another name or number of one page, and between which moments it was seen."""

    kind: AliasKind
    value: str
    page: str  # the subject
    first_seen: datetime
    last_seen: datetime


class Proof(StrEnum):
    """What shows that a part reads or writes what is out there."""

    RECORDED = "recorded"  # real answers are read in tests; what they lack: docs/sources.md
    SPECIFIED = "specified"  # built after a paper or a documented format
    EXPERIMENTAL = "experimental"  # after other people's programs; nobody recorded an answer


class VerdictKind(StrEnum):
    """What everything known says of a subject (product.md §5)."""

    LICENSED = "licensed"
    LICENCE_PROBLEM = "licence_problem"
    UNLICENSED = "unlicensed"
    NO_ENTRY = "no_entry"
    IMPOSTOR = "impostor"
    GAMBLING = "gambling"
    PROMOTES_GAMBLING = "promotes_gambling"
    PROMOTES_UNLICENSED = "promotes_unlicensed"
    COMPROMISED = "compromised"  # an honest site with injected pages: told to its owner
    PARKED = "parked"  # a name that nobody uses yet
    NOT_A_GAME = "not_a_game"
    CLEAN = "clean"
    UNSURE = "unsure"


ACCUSING = frozenset(
    {
        VerdictKind.LICENCE_PROBLEM,
        VerdictKind.UNLICENSED,
        VerdictKind.IMPOSTOR,
        VerdictKind.GAMBLING,
        VerdictKind.PROMOTES_GAMBLING,
        VerdictKind.PROMOTES_UNLICENSED,
    }
)


class Question(StrEnum):
    """The open question of an ``unsure`` verdict."""

    ACCOUNT_UNCONFIRMED = "account_unconfirmed"
    PUBLISHER_UNKNOWN = "publisher_unknown"
    REGISTER_INCOMPLETE = "register_incomplete"
    GAMBLING_UNCONFIRMED = "gambling_unconfirmed"
    WEAK_TITLE_MATCH = "weak_title_match"
    PROTECTED_NAME = "protected_name"
    NOT_ENOUGH_SEEN = "not_enough_seen"
    ENTRY_NOT_LISTED = "entry_not_listed"
    LEADS_TO_GAMBLING = "leads_to_gambling"  # the name says nothing, where it leads does
    LEADS_AWAY = "leads_away"  # the name says gambling, where it leads does not


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What one spider saw of one subject, once. Never changed afterwards.

    Text is NFC, otherwise as published. ``None`` is "not known", ``""`` is "known to be empty".
    ``price`` in ``currency`` units; ``rating`` 0-5, null when unrated; ``facts`` holds JSON values
    that only some sources give (``genre_id``, ``seller``, ``bundle_id``, ``rank`` …).
    """

    subject: str  # "apple:1234567890", "google:com.acme.nohu", "aptoide:com.acme.nohu"
    source: str  # the spider's name
    market: str  # ISO 3166 country code, lower case: "vn"
    seen_at: datetime  # aware, UTC
    presence: Presence
    title: str | None = None
    publisher: str | None = None
    publisher_id: str | None = None
    url: str | None = None
    text: str | None = None
    genre: str | None = None
    price: float | None = None
    currency: str | None = None
    rating: float | None = None
    ratings: int | None = None
    installs: int | None = None
    version: str | None = None
    released: date | None = None
    updated: date | None = None
    website: str | None = None
    email: str | None = None
    privacy_url: str | None = None
    icon: str | None = None
    found_by: str | None = None  # "search:nổ hũ#3", "suggested:nổ hũ>nổ hũ vui#1", "lookup"
    evidence: str | None = None  # evidence_id() of the recorded body
    # Of sites and pages: where the entry led, each address on the way, addresses of other sites.
    final_url: str | None = None
    redirects: tuple[str, ...] = ()
    outlinks: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryEntry:
    """One paper of the register, as imported. ``raw`` keeps every cell of the row unchanged."""

    entry: str  # the id as imported, else built from number, date and title
    kind: LicenceKind
    number: str  # as printed: "126/QĐ-PTTH&TTĐT"
    issued: date | None
    title: str  # empty for a publisher's or a site's paper
    publisher: str
    status: EntryStatus
    domains: str = ""  # raw text
    expires: date | None = None  # the last day of its force, where the paper says one
    ended: date | None = None  # the day on which it came into a status that is not in force
    decision: str = ""  # number of the paper that ended it, as printed
    ground: str = ""  # why it was ended, as printed
    origin: str = ""  # country that the game comes from, as printed
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEvent:
    """One thing that happened to a paper. Appended; a later one of the same kind corrects it.

    Without ``day`` the event lies after ``not_before`` (None: nobody knows) and not later than
    ``not_after``, the day of the import that told it.
    """

    kind: LicenceKind
    entry: str
    event: EventKind
    day: date | None
    not_before: date | None = None
    not_after: date | None = None
    decision: str = ""  # number of the deciding paper, as printed
    ground: str = ""  # as printed
    differed: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # field: before, after
    source: int | None = None  # the import that told it; None: follows from the paper's own date
    known_on: date | None = None  # the day of that import, Hà Nội


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One app as ``match`` reads it from a file or a sighting."""

    id: str
    title: str
    publisher: str | None = None  # None or "": nobody says who publishes it
    text: str | None = None
    url: str | None = None
    package: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A registry entry that may be this listing. ``score`` 0-100."""

    entry: str
    score: float
    title: str
    publisher: str
    status: EntryStatus
    agreed: tuple[str, ...] = ()  # of "title", "publisher"
    differed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: the rule, the field and the quoted words; ``vi`` and ``en`` from one catalogue."""

    rule: str
    field: str | None = None
    quote: str | None = None
    entry: str | None = None
    agreed: tuple[str, ...] = ()
    differed: tuple[str, ...] = ()
    vi: str = ""
    en: str = ""


class Weight(StrEnum):
    """What a term proves alone in a public listing (lexicon.md)."""

    DECISIVE = "decisive"
    STRONG = "strong"
    WEAK = "weak"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One hit of one signal. ``quote`` stands literally in the original ``field``."""

    signal: str
    field: str
    quote: str
    term: str  # the lexicon's own spelling
    weight: Weight
    folded: bool = False  # matched only without marks


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedText:
    """A text somebody hands in, as published: an app's page, a post, an advert, a review."""

    id: str
    title: str = ""
    text: str = ""
    url: str | None = None
    kind: str | None = None  # what the file says it is


class TextVerdict(StrEnum):
    """What the words of a text alone say (``assess``)."""

    GAMBLING = "gambling"
    PROMOTES_UNLICENSED = "promotes_unlicensed"
    UNSURE = "unsure"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The answer for one text. ``reads`` is the text as it is read; None: it was not asked for."""

    id: str
    verdict: TextVerdict
    score: float
    findings: tuple[Finding, ...]
    reads: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The register's answer for one listing. ``score`` 0-100 of the best candidate."""

    id: str
    kind: MatchKind
    score: float
    entry: str | None
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedName:
    """A domain name by its name alone: an order for a queue, not a verdict. ``score`` 0-1."""

    name: str
    domain: str
    score: float
    flagged: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A finding about one subject, with its reasons and the fingerprint of what made it."""

    subject: str
    kind: VerdictKind
    question: Question | None  # only with UNSURE
    entry: str | None
    score: float
    reasons: tuple[Reason, ...]
    fingerprint: str  # rules, lexicon and register version
    judged_at: datetime


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
    """A subject that somebody named to be looked at. No accusation: an address to visit."""

    subject: str
    address: str  # as it was named; a visit begins here
    source: str  # who named it
    origin: str  # where it stood: "list.csv:12", a log and the number of its entry
    at: datetime  # when it came in
    seen_at: datetime | None = None  # when the source saw it
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockEntry:
    """A name that a block list holds, with everything below it."""

    name: str  # as ``matchers.domains.canonical`` spells it
    case: int
    ground: VerdictKind  # one of ACCUSING
    valid_from: datetime  # when the case was confirmed
    evidence: tuple[str, ...]  # all that its quoted reasons rest on


# The method of what nobody asked for by this program: a person saved it and handed it in.
HANDED_IN = "HANDED-IN"
# The method of what our browser made of a page by running its scripts.
RENDERED = "RENDERED"
# The method of answers of name servers, ours and the one that carries no block.
LOOKED_UP = "LOOKED-UP"


class Told(StrEnum):
    """What one crawl tells of a subject, once its canary and its control were looked at."""

    NOT_FOUND = "not_found"  # neither in Vietnam nor in the control storefront
    NOT_IN_STOREFRONT = "not_in_storefront"  # not in Vietnam, but in the control storefront
    LISTED = "listed"
    LISTED_CHANGED = "listed_changed"  # another name, owner or content than was asked for
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
class DecidedTerm:
    """A proposed search term with what a person said of it. Refused ones are not proposed again."""

    term: str
    language: str
    accepted: bool
    reason: str  # why it was proposed
    at: datetime
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCopy:
    """A whole register as one source gave it: a file to import, not yet taken over."""

    source: str
    rows: int  # as many as the source states
    body: bytes


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far the register covers one class of game papers (product.md §5)."""

    register_class: RegisterClass
    entries: int
    taken_at: datetime | None  # newest import of the class
    complete: bool
    how: str | None  # "stated 1620", "vouched by NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChange:
    """The difference that one import made or would make."""

    added: int
    changed: int
    gone: int
    refused: int
    unchanged: int = 0


PaperNumber = tuple[str, str, str]  # figure, kind of paper, authority: ("126", "qd", "ptthttdt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A licence number, or a link to the portal, as a text prints it. Quotes stand literally."""

    quote: str
    number: PaperNumber | None = None
    day: date | None = None  # printed beside the number
    day_quote: str | None = None
    link: str | None = None  # the portal's id of a G1 decision


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherAlias:
    """Another name under which a licensee publishes. Unverified ones clear nobody."""

    account: str  # as the store shows it
    publisher: str  # as the register has it
    source: str
    day: date  # of the source
    verified: bool = True
    who: str | None = None  # None: shipped


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredAccount:
    """An app, a store account or a host that a licensee declared as its own."""

    # "google:<package>", "apple:<id>", "google-developer:<id>", "apple-developer:<id>",
    # "domain:<host>"
    account: str
    publisher: str
    day: date  # of the declaration
    letter: str  # the paper that declares it
    entry: str | None = None  # id or number of the game's paper
    who: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseeQuestion:
    """What a licensee is asked: whether another account's app is its own."""

    case: int
    sighting: Sighting  # what all sightings of the app say together
    entry: RegistryEntry
    first_seen: datetime
    last_seen: datetime
