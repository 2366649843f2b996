"""Apps by the addresses that their stores give them, on the web and on a device.

Google's and Apple's own forms are long known; those of the other stores are as public programs
write them (docs/sources.md), and nobody has checked them against the stores.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote

from crawler.records import Marketplace
from matchers.addresses import host_of, parts_of, registrable
from matchers.lists import names_above

_PACKAGE = re.compile(r"[A-Za-z]\w*(?:\.\w+)+", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{4,11}")
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_FORMS = {Marketplace.APPLE: _NUMBER, Marketplace.UPTODOWN: _SLUG}
# Without a language two or three letters are a language themselves, or "www".
_UPTODOWN_HOST = re.compile(r"(?:([^.]+)\.[a-z]{2}|([^.]{4,}))\.uptodown\.com\.?")
_APPLE_PATH = re.compile(
    r"(?:/[a-z]{2})?/app(?:/(?!id[0-9]+$)[^/]+)?(?:/id([0-9]+))?", re.IGNORECASE
)
_APPLE_CALL = re.compile(
    r"(?:/[a-z]{2})?/WebObjects/MZStore\.woa/wa/view(?:Software|ContentsUserReviews)", re.IGNORECASE
)
_PLAY_PATH = re.compile(r"/store/apps/(?:details(?:/[^/]+)?|datasafety)")
_PLAY_TEST = re.compile(r"/apps/testing/([^/]+)")
_GALAXY_PATH = re.compile(r"/detail/([^/]+)")
_APKPURE_PATH = re.compile(
    r"(?:/[a-z]{2}(?:-[a-z]{2})?)?/(?:b/X?APK|(?!(?:developer|b)/)[^/]+)/([^/]+)(?:/.*)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?://)?(.*)", re.IGNORECASE | re.DOTALL)
_ITMS = frozenset({"itms", "itmss", "itms-apps", "itms-appss"})


@dataclass(frozen=True, slots=True)
class StorePage:
    """A page of a store, and the subject id of the app that the page is of, if it is of one."""

    store: Marketplace
    app: str | None


def store_page(address: str) -> StorePage | None:
    """The store that an address belongs to, with the app that it names; None for other addresses.

    Addresses that only a device opens (``market://details?id=``) are read too.
    """
    on_device = _SCHEME.match(address.strip())
    if on_device and (page := _device_page(on_device[1].lower(), on_device[2])):
        return page
    host, parts = host_of(address), parts_of(address)
    if host is None or parts is None:
        return None
    found = next((_HOSTS[name] for name in names_above(host) if name in _HOSTS), None)
    return found and _page(found[0], found[1](parts))


def store_app(address: str) -> str | None:
    """The subject id of the app whose own page this address is."""
    page = store_page(address)
    return page.app if page else None


def app_id(store: Marketplace, name: str) -> str | None:
    """The subject id of an app by the name that its store knows it by; None for what is none."""
    form = _FORMS.get(store, _PACKAGE)
    return f"{store}:{name}" if form.fullmatch(name) else None


def is_package(text: str) -> bool:
    """Whether the text has the form of a package name."""
    return _PACKAGE.fullmatch(text) is not None


def _page(store: Marketplace, name: str | None) -> StorePage:
    return StorePage(store, app_id(store, name) if name else None)


def _device_page(scheme: str, rest: str) -> StorePage | None:
    parts = parts_of(rest)
    if scheme in _ITMS:
        host = host_of(rest)
        is_apple = host is not None and registrable(host) == "apple.com"
        return _page(Marketplace.APPLE, _apple(parts)) if parts and is_apple else None
    if scheme not in _DEVICE:
        return None
    store, read = _DEVICE[scheme]
    return _page(store, parts and read(parts))


def _one(parts: SplitResult, key: str) -> str | None:
    """The one value of a key of the query: what two values mean, each program says otherwise."""
    values = parse_qs(parts.query).get(key, [])
    return values[0].strip() if len(values) == 1 else None


def _apple(parts: SplitResult) -> str | None:
    path = parts.path.rstrip("/")
    if _APPLE_CALL.fullmatch(path):
        return _one(parts, "id")
    own = _APPLE_PATH.fullmatch(path)
    return (own[1] or _one(parts, "id")) if own else None


def _google(parts: SplitResult) -> str | None:
    path = parts.path.rstrip("/")
    test = _PLAY_TEST.fullmatch(path)
    if test:
        return unquote(test[1])
    return _one(parts, "id") if _PLAY_PATH.fullmatch(path) else None


def _galaxy(parts: SplitResult) -> str | None:
    path = parts.path.rstrip("/")
    if path == "/appquery/appDetail.as":
        return _one(parts, "appId")
    own = _GALAXY_PATH.fullmatch(path)
    return unquote(own[1]) if own else None


def _appgallery(parts: SplitResult) -> str | None:
    return _one(parts, "id") if parts.path.rstrip("/") == "/app/detail" else None


def _apkpure(parts: SplitResult) -> str | None:
    own = _APKPURE_PATH.fullmatch(parts.path.rstrip("/"))
    return unquote(own[1]) if own else None


def _aptoide(_parts: SplitResult) -> None:
    """Its pages go by a name of its own: no package stands in their address."""


def _uptodown(parts: SplitResult) -> str | None:
    """Each app has a host of its own: its name, then a language or none."""
    own = _UPTODOWN_HOST.fullmatch((parts.hostname or "").lower())
    at_home = parts.path.split("/")[1:2] == ["android"]
    return (own[1] or own[2]) if own and at_home else None


def _market(parts: SplitResult) -> str | None:
    if parts.netloc == "search":
        query = _one(parts, "q") or ""
        return query.removeprefix("pname:") if query.startswith("pname:") else None
    return _details(parts)


def _details(parts: SplitResult) -> str | None:
    return _one(parts, "id") if parts.netloc == "details" else None


def _product(parts: SplitResult) -> str | None:
    return parts.path.strip("/") if parts.netloc == "ProductDetail" else None


def _install(parts: SplitResult) -> str | None:
    values = parse_qs(parts.netloc).get("package", [])
    return values[0] if len(values) == 1 else None


_Read = Callable[[SplitResult], str | None]
_HOSTS: Mapping[str, tuple[Marketplace, _Read]] = {
    **dict.fromkeys(
        ("apps.apple.com", "itunes.apple.com", "phobos.apple.com"), (Marketplace.APPLE, _apple)
    ),
    "play.google.com": (Marketplace.GOOGLE, _google),
    **dict.fromkeys(
        ("galaxystore.samsung.com", "apps.samsung.com", "samsungapps.com"),
        (Marketplace.GALAXY_STORE, _galaxy),
    ),
    "appgallery.huawei.com": (Marketplace.APPGALLERY, _appgallery),
    "appgallery.cloud.huawei.com": (Marketplace.APPGALLERY, _appgallery),
    **dict.fromkeys(("apkpure.com", "apkpure.net"), (Marketplace.APKPURE, _apkpure)),
    "aptoide.com": (Marketplace.APTOIDE, _aptoide),
    "uptodown.com": (Marketplace.UPTODOWN, _uptodown),
}
_DEVICE: Mapping[str, tuple[Marketplace, _Read]] = {
    "market": (Marketplace.GOOGLE, _market),
    "appmarket": (Marketplace.APPGALLERY, _details),
    "samsungapps": (Marketplace.GALAXY_STORE, _product),
    "aptoideinstall": (Marketplace.APTOIDE, _install),
}
