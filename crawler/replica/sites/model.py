"""The values of the replica's sites: what a host serves, what it really is, and what it shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crawler.replica.answers import Reply, Visit


class SiteKind(StrEnum):
    """What a host of the world really is."""

    GAMBLING = "gambling"
    DOORWAY = "doorway"  # an operator's name that only forwards to another of its sites
    PROMOTES_GAMBLING = "promotes_gambling"
    UNLICENSED_GAME = "unlicensed_game"
    PRIVATE_SERVER = "private_server"
    IMPOSTOR = "impostor"
    PROMOTES_UNLICENSED = "promotes_unlicensed"
    LICENSED = "licensed"
    LICENCE_PROBLEM = "licence_problem"
    COMPROMISED = "compromised"
    PARKED = "parked"
    HONEST = "honest"
    POISONED = "poisoned"  # a name of gambling that leads to an honest site
    MISLED = "misled"  # an honest name that leads to a gambling site
    DEAD = "dead"
    BLOCK_PAGE = "block_page"
    LOOP = "loop"
    HOSTILE = "hostile"


class Cloaking(StrEnum):
    """By what a site tells a visitor whom it shows its true face."""

    DEVICE = "device"
    REFERRER = "referrer"
    LANGUAGE = "language"
    VISIT = "visit"
    SCRIPT = "script"


class Identity(StrEnum):
    """What ties a site to its operator."""

    FAVICON = "favicon"
    TRACKER = "tracker"
    CHAT = "chat"
    PAYMENT = "payment"
    CERTIFICATE = "certificate"
    NAME_SERVER = "name_server"
    PICTURE = "picture"
    TEXT = "text"
    REDIRECT = "redirect"


class Wording(StrEnum):
    """How the words of a gambling site reach its reader."""

    MARKS = "marks"
    NO_MARKS = "no_marks"
    DISGUISED = "disguised"  # dots, look-alike letters, digits: as operators evade filters
    PICTURES = "pictures"
    SCRIPT = "script"


class Wire(StrEnum):
    """How a host misbehaves below HTTP, or with it."""

    REFUSES = "refuses"  # nobody listens
    SILENT = "silent"  # accepts and never answers
    RESET = "reset"
    DRIP = "drip"
    NOT_TLS = "not_tls"
    WRONG_NAME = "wrong_name"
    EXPIRED = "expired"
    TOO_LONG = "too_long"  # states more bytes than it sends
    TOO_SHORT = "too_short"
    HEADERS = "headers"  # 10 MB of them
    ENDLESS = "endless"
    BOMB = "bomb"  # small when packed
    NO_HTTP = "no_http"


class Names(StrEnum):
    """What the name system says of a host."""

    KNOWN = "known"
    NXDOMAIN = "nxdomain"
    SERVFAIL = "servfail"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Where a site takes money: a bank's account, a wallet, or phone cards."""

    kind: str  # bank, wallet, phone_card
    bank: str | None = None  # the name as printed
    bank_bin: str | None = None
    account: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The records of one host."""

    addresses: tuple[str, ...]
    name_servers: tuple[str, ...]
    mail: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    wildcard: bool = False
    answer: Names = Names.KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAnswer:
    """What the judge should say of one host, and what was planted there."""

    host: str
    subject: str
    kind: SiteKind
    acceptable: tuple[str, ...]  # the first is the ideal one; empty: no verdict, only an outcome
    accusation_forbidden: bool
    why: str  # one sentence for whoever reads a miss
    operator: str | None = None
    shared: Mapping[Identity, str] = field(default_factory=dict)
    successor_of: str | None = None  # the host of the same operator that it replaces
    decoys: tuple[str, ...] = ()  # what strangers have in common with it and what proves nothing
    wording: Wording | None = None
    cloaking: Cloaking | None = None
    payments: tuple[Payment, ...] = ()
    qr: tuple[str, ...] = ()
    qr_at: tuple[str, ...] = ()  # the pages that show it; gambling ones at their top
    disguise: str | None = None
    charset: str = "utf-8"
    tell_owner: bool = False
    leads_to: str | None = None
    injected: tuple[str, ...] = ()  # paths of the pages that others put there
    title: str | None = None  # of the game, where the site is about one
    portal_id: str | None = None
    wire: Wire | None = None
    names: Names = Names.KNOWN
    blocked: str | None = None  # how the blocking resolver answers for it

    @property
    def to_flag(self) -> bool:
        """Whether a sweep that says nothing of it has missed something."""
        return bool(self.acceptable) and not set(self.acceptable) & {"clean", "unsure", "parked"}


Face = Mapping[str, Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One host with all it serves."""

    answer: SiteAnswer
    face: Face  # by path
    zone: Zone
    hidden: Face | None = None  # the face behind the gate
    gate: Callable[[Visit], bool] | None = None
    http: str = "moves"  # moves to HTTPS, serves, refuses; "only": there is no HTTPS
    certificate: tuple[str, ...] = ()  # its names; empty: the host alone
    robots: str = ""
    below: tuple[str, ...] = ()  # names below the host that show the same

    @property
    def host(self) -> str:
        """The name that it answers to."""
        return self.answer.host
