"""What one answer of Facebook gives: sightings, signs, and how much of it nobody could read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.facebook import (
    AddressKind,
    FacebookAddress,
    is_facebook,
    links_in,
    read_address,
    read_id,
    unwrapped,
)
from crawler.records import Presence, Sighting

# Ends of the ways that only Facebook's own messenger goes; they lead to no site.
_MESSENGER = re.compile(r"https?://(?:www\.)?(?:fb|facebook)\.com/messenger_doc/?")
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
_BORDERS = (re.compile(r"(?<=[a-z0-9])(?=[A-Z])"), re.compile(r"(?<=[A-Z])(?=[A-Z][a-z])"))
_LINKS_AT_MOST = 200


class Sign(StrEnum):
    """What an answer says of the visitor or of itself. None of them says that a page is gone."""

    LOGIN_WALL = "login_wall"
    BLOCKED = "blocked"  # checkpoint, or status 403
    CHALLENGE = "challenge"  # a script challenge or a captcha: never solved
    RATE_LIMITED = "rate_limited"
    SESSION = "session"  # the session of the browser ended
    SERVER_TROUBLE = "server_trouble"
    TOKEN_INVALID = "token_invalid"  # noqa: S105 - a name, not a secret
    NO_PERMISSION = "no_permission"
    BAD_REQUEST = "bad_request"
    MISSING_OR_FORBIDDEN = "missing_or_forbidden"  # 100/33: alone no proof of anything
    ALIAS_UNKNOWN = "alias_unknown"
    UNAVAILABLE = "unavailable"  # deleted, restricted and hidden pages show the same words
    EMPTIED = "emptied"  # adverts are counted and none is shown: a rate limit in disguise


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSeen:
    """Where, when and for what question an answer was seen."""

    source: str
    market: str
    seen_at: datetime
    evidence: str | None = None
    url: str | None = None  # of the answer, without secrets
    facts: Mapping[str, Any]  # of the question: country, words, status asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one answer gave."""

    sightings: tuple[Sighting, ...] = ()
    signs: frozenset[Sign] = frozenset()
    unread: int = 0  # rows, or whole answers, in a shape that nobody knows: kept as evidence
    people: int = 0  # posts of persons, left out
    stated: int | None = None  # adverts that the search counts
    more: bool | None = None  # whether the search says that it goes on
    known: bool = False  # something in it was of a known shape, though it may have been empty


def joined(readings: Iterable[Reading]) -> Reading:
    """Several parts of one answer as one; a page that they contradict one another on is unknown."""
    parts = list(readings)
    stated = [part.stated for part in parts if part.stated is not None]
    return Reading(
        sightings=_agreed(seen for part in parts for seen in part.sightings),
        signs=frozenset(sign for part in parts for sign in part.signs),
        unread=sum(part.unread for part in parts),
        people=sum(part.people for part in parts),
        stated=max(stated, default=None),
        more=next((part.more for part in parts if part.more is not None), None),
        known=any(part.known for part in parts),
    )


def _agreed(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Each sighting once: a page stands beside every one of its adverts."""
    once: dict[str, Sighting] = {}
    for seen in sightings:
        before = once.get(key := _content(seen))
        if before is None or not _runs(before) or _runs(seen):
            once[key] = seen
    present = {seen.subject for seen in once.values() if seen.presence is Presence.PRESENT}
    return tuple(
        replace(seen, presence=Presence.UNKNOWN)
        if seen.presence is Presence.GONE and seen.subject in present
        else seen
        for seen in once.values()
    )


def _runs(seen: Sighting) -> bool:
    """Whether an advert is said to run: another row of the same answer does not unsay it."""
    return seen.subject.startswith("fbad:") and seen.facts.get("active") is True


def _content(seen: Sighting) -> str:
    if seen.subject.startswith("fbad:"):
        return seen.subject  # the page of a search repeats adverts of the one before
    return repr((seen.subject, seen.title, seen.presence, seen.text, seen.facts))


def snaked(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the keys of today: ``adArchiveID``, as of 2021, becomes ``ad_archive_id``."""
    return {_snake(key): value for key, value in row.items()}


@cache
def _snake(key: str) -> str:
    for border in _BORDERS:
        key = border.sub("_", key)
    return key.lower()


def is_template(text: str | None) -> bool:
    """Whether words stand in for those of a catalogue: ``{{product.name}}`` is no title."""
    return text is not None and _TEMPLATE.search(text) is not None


def outlinks(links: Iterable[str], *texts: str | None) -> tuple[tuple[str, ...], dict[str, str]]:
    """Where links and the addresses in texts lead, each once, and the campaign they name."""
    found: dict[str, None] = {}
    campaign: dict[str, str] = {}
    for link in (*links, *(one for text in texts if text for one in links_in(text))):
        opened = unwrapped(link)
        if opened is None or _MESSENGER.fullmatch(opened.target):
            continue
        found[opened.target] = None
        campaign.update(opened.campaign)
    return tuple(found)[:_LINKS_AT_MOST], campaign


def page_names(address: object, page: str) -> dict[str, str]:
    """The vanity name, or the second number, that an address shows of the page with this number."""
    named = _page_address(address)
    if named is None:
        return {}
    if named.vanity:
        return {"vanity": named.vanity}
    return {"profile_id": str(named.id)} if named.id != page else {}


def page_of(value: object) -> str | None:
    """The subject of the page that an address or a number names."""
    if number := read_id(value):
        return f"fbpage:{number}"
    named = _page_address(value)
    return named.subject if named else None


def _page_address(address: object) -> FacebookAddress | None:
    if not isinstance(address, str):
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    named = read_address(parts, host) if is_facebook(host) else None
    return named if named and named.kind is AddressKind.PAGE else None


def asked(url: str | None) -> dict[str, Any]:
    """What an address of the Ad Library asks for: the only evidence of the country (§4.4)."""
    if url is None:
        return {}
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query)
    except ValueError:
        return {}
    if "/ads/library" not in parts.path:
        return {}
    names = {"q": "query", "country": "country", "active_status": "asked_status"}
    return {told: query[key][0] for key, told in names.items() if key in query}


def objects(value: object) -> Iterator[Mapping[str, Any]]:
    """The objects of a list, or nothing."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def listed(value: object) -> list[Any]:
    """A list as it is; anything else holds nothing."""
    return value if isinstance(value, list) else []


def truth(value: object) -> bool | None:
    """Yes or no, where it is one of them."""
    return value if isinstance(value, bool) else None
