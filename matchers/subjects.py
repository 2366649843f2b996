"""Any pasted address to the subject that it is of, without asking anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs

from crawler.facebook import (
    FacebookAddress,
    is_facebook,
    read_address,
    read_id,
    read_vanity,
    vanity_key,
)
from crawler.records import Marketplace
from matchers.addresses import LONGEST, host_of, parts_of, registrable
from matchers.lists import multi_tenant
from matchers.stores import app_id, is_package, store_page

_WRAPPERS_AT_MOST = 5  # one inside the other
# Host and path of what leads on, and the parameter that holds where to.
_WRAPPERS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("l.messenger.com", "/l.php"): ("u",),
    ("l.instagram.com", ""): ("u",),
    ("l.instagram.com", "/l.php"): ("u",),
    ("google.com", "/url"): ("q", "url"),
    ("google.com.vn", "/url"): ("q", "url"),
    ("youtube.com", "/redirect"): ("q",),
}
# What an app goes by in its store, with an example; elsewhere by its package.
_WANTED: Mapping[Marketplace, tuple[str, str]] = {
    Marketplace.APPLE: ("number", "1234567890"),
    Marketplace.UPTODOWN: ("name of the page", "vidu-game"),
}
_PACKAGE = ("package", "com.vidu.game")
_AROUND = " \t\r\n\f\v\ufeff\u200b<>\"'“”‘’«»"
_BEHIND = ".,;"  # of the sentence that it was pasted with
TURNED_ROUND = ("com.", "net.", "org.", "vn.")  # how most packages begin, and few hosts


class SubjectKind(StrEnum):
    """What sort of thing a subject is."""

    APP = "app"
    DOMAIN = "domain"
    PAGE = "page"
    ADVERT = "advert"


# What stands before the colon of a subject id; any other prefix is a store's.
KIND_OF: Mapping[str, SubjectKind] = {
    "domain": SubjectKind.DOMAIN,
    "fbpage": SubjectKind.PAGE,
    "fbad": SubjectKind.ADVERT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """An address with its subject, or with the sentence that says why it has none."""

    address: str
    subject: str | None = None
    kind: SubjectKind | None = None
    refused: str | None = None


class _Refused(ValueError):
    """The address is of no subject that is known here; the message says why."""


def identify(address: str) -> Identified:
    """The subject of an address as it was pasted: of a store, of a site, or a subject id itself."""
    try:
        subject = _subject(address, _WRAPPERS_AT_MOST)
    except _Refused as refused:
        return Identified(address=address, refused=str(refused))
    kind = KIND_OF.get(subject.partition(":")[0], SubjectKind.APP)
    return Identified(address=address, subject=subject, kind=kind)


def _subject(address: str, wrappers: int) -> str:
    text = address.strip(_AROUND).rstrip(_BEHIND + _AROUND)
    if not text:
        raise _Refused("Nothing stands there. Paste an address.")
    if len(text) > LONGEST:
        raise _Refused(f"The address has more than {LONGEST} letters. Paste its beginning.")
    prefix, colon, name = text.partition(":")
    if colon and not name.startswith("//") and (named := _named(prefix.lower(), name.strip())):
        return named
    if page := store_page(text):
        if page.app is None:
            raise _Refused(_no_app(page.store))
        return page.app
    host = host_of(text)
    if host is None:
        raise _Refused(_no_host(text))
    return _of_host(text, host, wrappers)


def _of_host(text: str, host: str, wrappers: int) -> str:
    """What is no store's page: of Facebook, of where it leads, or of a site."""
    if is_package(text) and text.lower().startswith(TURNED_ROUND):
        raise _Refused(
            f"“{text[:60]}” may be a package or a host. "
            f"Write google:{text[:60]} for the app, https://{text[:60]} for the site."
        )
    found = _on_facebook(text, host) if is_facebook(host) else None
    if found and found.subject:
        return found.subject
    target = found.target if found else _target(text, host)
    if target is None:
        return _domain(host)
    if not wrappers:
        raise _Refused("The address leads on and on. Paste the one where it ends.")
    return _subject(target, wrappers - 1)


def _named(prefix: str, name: str) -> str | None:
    """The subject of an id: ``apple:1234567890``, ``google:com.vidu.game``, ``domain:vidu.vn``."""
    if prefix == "fbpage":
        return _named_page(name)
    if prefix == "fbad":
        if read_id(name) is None:
            raise _Refused(f"“{name[:60]}” is no number of an advert. Write: fbad:1234567890")
        return f"fbad:{name}"
    if prefix == "domain":
        host = host_of(name)
        if host is None:
            raise _Refused(_no_host(name))
        return _domain(host)
    if prefix not in set(Marketplace):
        return None
    store = Marketplace(prefix)
    subject = app_id(store, name)
    if subject is None:
        wanted = _WANTED.get(store, _PACKAGE)[0]
        raise _Refused(f"“{name[:60]}” is no {wanted} of an app. Write: {_example(store)}")
    return subject


def _named_page(name: str) -> str:
    if number := read_id(name):
        return f"fbpage:{number}"
    vanity = read_vanity(name) if name.startswith("@") else None
    if vanity is None:
        raise _Refused(
            f"“{name[:60]}” is no page. Write its name, fbpage:@vidu, "
            "or its number, fbpage:1234567890"
        )
    return f"fbpage:@{vanity_key(vanity)}"


def _on_facebook(address: str, host: str) -> FacebookAddress:
    """The page or advert that an address of Facebook is of, or where it leads on."""
    parts = parts_of(address)
    if parts is None:
        raise _Refused(_no_host(address))
    found = read_address(parts, host)
    if found.subject is None and found.target is None:
        raise _Refused(f"On Facebook this is {found.why}.")
    return found


def _target(address: str, host: str) -> str | None:
    """Where an address leads that only leads on."""
    parts = parts_of(address)
    if parts is None:
        return None
    keys = _WRAPPERS.get((host, parts.path.rstrip("/")))
    if keys is None:
        return None
    query = parse_qs(parts.query)
    targets = {target for key in keys for target in query.get(key, ())}
    if len(targets) != 1:
        raise _Refused(f"It is not said where {host} leads. Open it, and paste where it ends.")
    return targets.pop()


def _domain(host: str) -> str:
    if is_facebook(host):
        raise _Refused("Facebook itself is no subject. Paste the address of a page or an advert.")
    registered = registrable(host)
    shared = multi_tenant(host)
    if shared is not None and multi_tenant(registered.partition(".")[2]) is None:
        raise _Refused(f"{host} is not one owner's. {shared}.")
    return f"domain:{registered}"


def _no_host(text: str) -> str:
    if "@" in text.partition("/")[0] or "@" in text.partition("://")[2].partition("/")[0]:
        return "A user's name stands before the host, or it is a mailbox. Paste the address itself."
    return (
        f"“{text[:60]}” is no address of a store or a site. Paste the whole address, "
        "or write a subject id: apple:1234567890, google:com.vidu.game, domain:vidu.vn"
    )


def _no_app(store: Marketplace) -> str:
    if store in (Marketplace.APTOIDE, Marketplace.APPGALLERY):
        return (
            f"The address does not name the package: pages of {store} can go by a name of their "
            f"own. Write: {_example(store)}"
        )
    return f"It is no app's own page on {store}. Open the app there, or write: {_example(store)}"


def _example(store: Marketplace) -> str:
    return f"{store}:{_WANTED.get(store, _PACKAGE)[1]}"
