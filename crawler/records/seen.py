"""What spiders saw: subjects, stores, sightings."""

from __future__ import annotations

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


class Marketplace(StrEnum):
    """An app store, by the prefix of its subject ids."""

    APPLE = "apple"
    GOOGLE = "google"
    APTOIDE = "aptoide"
    GALAXY_STORE = "galaxy_store"
    APPGALLERY = "appgallery"
    APKPURE = "apkpure"
    UPTODOWN = "uptodown"


# Here an app goes by its Android package, and one package is one app on each of them.
ANDROID_STORES = frozenset(Marketplace) - {Marketplace.APPLE, Marketplace.UPTODOWN}
# Anybody uploads anybody's app here: the developer's name is what an uploader typed.
MIRRORS = frozenset({Marketplace.APTOIDE, Marketplace.APKPURE, Marketplace.UPTODOWN})
# Terms of a sweep that are no words: "developer:5700123", an account; "near:google:com.vidu", an
# app with what its store holds to be similar; "icon:google:com.vidu https://…", how its icon looks;
# "screens:google:com.vidu", whether its screenshots in Vietnamese are others than those in English;
# "bundle:com.vidu", the app of the App Store whose bundle id is that package.
ACCOUNT_TERM, NEAR_TERM, ICON_TERM, SCREENS_TERM = "developer", "near", "icon", "screens"
BUNDLE_TERM = "bundle"
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
