"""What matchers find, and the verdict that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crawler.records.register import EntryStatus


class MatchKind(StrEnum):
    """What the register alone says of a listing (product.md §5)."""

    LICENSED = "licensed"
    LICENCE_PROBLEM = "licence_problem"
    OTHER_PUBLISHER = "other_publisher"
    NO_ENTRY = "no_entry"
    UNSURE = "unsure"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedTerm:
    """A proposed search term with what a person said of it. Refused ones are not proposed again."""

    term: str
    language: str
    accepted: bool
    reason: str  # why it was proposed
    at: datetime
    who: str
