"""The register: papers, their events, its copies, and what publishers say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from crawler.records.seen import Sighting


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
class RegisterCopy:
    """A whole register as one source gave it: a file to import, not yet taken over."""

    source: str
    rows: int  # as many as the source states
    body: bytes


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
