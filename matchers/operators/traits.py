"""What a site, an app or a page can have in common with others of its operator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from crawler.records import Sighting
from matchers.addresses import host_of, owned_name, parts_of
from matchers.clusters import IdentityKind, identities
from matchers.lists import common_host, multi_tenant, protected_host
from matchers.subjects import identify

SITE, PAGE = "domain", "fbpage"
_LEAST_DIGITS = 6  # of an account; fewer are a cut number
_FILLED_IN = re.compile(r"[X0]{4,}$|(.)\1{5,}$", re.IGNORECASE)  # "G-XXXXXXXXXX" of a theme


class Bond(StrEnum):
    """What two subjects can share."""

    TRACKER = "tracker"
    CHAT = "chat"
    PAYMENT = "payment"
    DEVELOPER = "developer"  # an account of a store
    MAILBOX = "mailbox"
    MUTUAL = "mutual"  # each names the other
    CERTIFICATE = "certificate"
    NAME_SERVER = "name_server"
    FAVICON = "favicon"
    PICTURE = "picture"
    TEXT = "text"
    TARGET = "target"  # where both lead, or one to the other
    INSTALL = "install"  # a file for phones that lies elsewhere
    CONTACT = "contact"  # a group or an account of a messenger


class Side(StrEnum):
    """From which side a bond shows the operator; bonds of one side come and go together."""

    TRACKER = "tracker"
    CHAT = "chat"
    MONEY = "money"
    ACCOUNT = "account"
    MUTUAL = "mutual"
    GROUND = "ground"
    LOOK = "look"  # a ready-made theme brings icon, pictures and words at once
    WAY = "way"


SIDE_OF: Mapping[Bond, Side] = {
    Bond.TRACKER: Side.TRACKER,
    Bond.CHAT: Side.CHAT,
    Bond.PAYMENT: Side.MONEY,
    Bond.DEVELOPER: Side.ACCOUNT,
    Bond.MAILBOX: Side.ACCOUNT,
    Bond.MUTUAL: Side.MUTUAL,
    Bond.CERTIFICATE: Side.GROUND,
    Bond.NAME_SERVER: Side.GROUND,
    Bond.FAVICON: Side.LOOK,
    Bond.PICTURE: Side.LOOK,
    Bond.TEXT: Side.LOOK,
    Bond.TARGET: Side.WAY,
    Bond.INSTALL: Side.WAY,
    Bond.CONTACT: Side.WAY,
}
# What is issued to one holder, who alone can use it on both; one that is rare suffices.
STRONG = frozenset(
    {
        *(Bond.TRACKER, Bond.CHAT, Bond.PAYMENT, Bond.DEVELOPER, Bond.MAILBOX),
        *(Bond.MUTUAL, Bond.CERTIFICATE),
    }
)
# Of these what costs nothing to copy from another's page: whose account is copied gets the money.
PRINTED = frozenset({Bond.TRACKER, Bond.CHAT})

_OF_APPS: Mapping[IdentityKind, Bond] = {
    IdentityKind.ACCOUNT: Bond.DEVELOPER,
    IdentityKind.MAILBOX: Bond.MAILBOX,
    IdentityKind.WEBSITE: Bond.TARGET,
}


class Trait(NamedTuple):
    """One thing that a subject can share, in the form that is compared and quoted."""

    bond: Bond
    value: str


def traits_of(sighting: Sighting) -> frozenset[Trait]:
    """What one sighting shows that others can share, its text aside."""
    place, _, _ = sighting.subject.partition(":")
    read = _of_site if place == SITE else _of_page if place == PAGE else _of_app
    return frozenset(Trait(bond, value) for bond, value in read(sighting) if value)


def _texts(told: Any) -> list[str]:
    """The texts of a list; a fact of another kind tells nothing."""
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def _rows(told: Any) -> list[dict[str, Any]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _row(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def _text(told: Any) -> str | None:
    return told if isinstance(told, str) else None


_Found = Iterator[tuple[Bond, str | None]]


def _of_site(sighting: Sighting) -> _Found:
    facts, own = sighting.facts, sighting.subject.partition(":")[2]
    yield from ((Bond.TRACKER, _public_id(one)) for one in _rows(facts.get("trackers")))
    yield from ((Bond.CHAT, _public_id(one)) for one in _rows(facts.get("chats")))
    # What a browser was shown elsewhere is the other site's: an innocent name can lead there.
    landing = _row(facts.get("landing"))
    stays = not landing
    for one in _rows(facts.get("payments")):
        if stays or one.get("method") != "qr":
            yield Bond.PAYMENT, _account(one)
    icon = facts.get("icon_hash")
    yield Bond.FAVICON, str(icon) if isinstance(icon, int) else None
    yield Bond.PICTURE, _text(facts.get("look_hash")) if stays else None
    yield Bond.NAME_SERVER, _owners(_texts(_row(facts.get("names")).get("ns")))
    certified = _texts(_row(facts.get("certificate")).get("names"))
    yield Bond.CERTIFICATE, _owners(certified, least=2)
    # The site itself bears its name, so that who leads to it shares it.
    yield Bond.TARGET, own
    for url in (sighting.final_url, _text(landing.get("url")), *_texts(facts.get("gates"))):
        yield Bond.TARGET, _owned(url, own)
    yield from ((Bond.INSTALL, _file(url, own)) for url in _texts(facts.get("installs")))
    for urls in _row(facts.get("messengers")).values():
        yield from ((Bond.CONTACT, _contact(url)) for url in _texts(urls))
    yield from _mutual(sighting)


def _of_app(sighting: Sighting) -> _Found:
    for identity in identities(sighting):
        if (bond := _OF_APPS.get(identity.kind)) is not None:
            yield bond, identity.value
    yield from _mutual(sighting)


def _of_page(sighting: Sighting) -> _Found:
    yield Bond.TARGET, _owned(sighting.website, "")
    yield from _mutual(sighting)


def _mutual(sighting: Sighting) -> _Found:
    """Pairs of a site and an app or a page: who names the other bears the pair."""
    subject = sighting.subject
    named = (sighting.website, *sighting.outlinks, *_texts(sighting.facts.get("installs")))
    others = {identify(url).subject for url in named if url}
    for other in others - {None, subject}:
        sites = [one for one in (subject, str(other)) if one.startswith(f"{SITE}:")]
        if len(sites) == 1:
            (first,) = sites
            second = str(other) if first == subject else subject
            yield Bond.MUTUAL, f"{first} {second}"


def _public_id(found: Mapping[str, Any]) -> str | None:
    service, name = _text(found.get("service")), _text(found.get("id"))
    if not service or not name or _FILLED_IN.search(name):
        return None
    return f"{service} {name}"


def _account(found: Mapping[str, Any]) -> str | None:
    """The number alone: a page names its bank in many ways, and a code by a number."""
    number = _text(found.get("account")) or ""
    return None if len(number) < _LEAST_DIGITS or _FILLED_IN.search(number) else number


def _owners(hosts: Iterable[str], least: int = 1) -> str | None:
    """The names that somebody registered of these hosts, as one value."""
    owned = sorted({name for host in hosts if (name := owned_name(host.removeprefix("*.")))})
    return " ".join(owned) if len(owned) >= least else None


def _owned(address: str | None, own: str) -> str | None:
    """What was registered of an address, unless many share it or it is protected."""
    host = host_of(address) if address else None
    if host is None or common_host(host) or multi_tenant(host) or protected_host(host):
        return None
    name = owned_name(host)
    return None if name is None or name == own else name


def _file(address: str, own: str) -> str | None:
    """Where a file for phones lies, if it lies on another's site."""
    bare = address.partition("url=")[2] or address
    parts = parts_of(bare)
    if parts is None or _owned(bare, own) is None:
        return None
    return f"{host_of(bare)}{parts.path}"


def _contact(address: str) -> str | None:
    parts = parts_of(address)
    if parts is None or len(parts.path) < 2:
        return None
    return f"{parts.netloc}{parts.path}".rstrip("/").casefold()
