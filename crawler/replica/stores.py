"""The stores at their real hosts, with robots.txt and the faults that were asked for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

from crawler.errors import UsageProblem
from crawler.replica import (
    apkpure,
    appgallery,
    apple,
    apple_page,
    aptoide,
    galaxy_store,
    icons,
    play,
    uptodown,
)
from crawler.replica.answers import Reply, Visit, html_reply, text_reply
from crawler.replica.finding import Shelf
from crawler.replica.model import Planted, Shop
from crawler.replica.world import World

_ROBOTS_PATH = "/robots.txt"
_VIETNAM = "vn"
CHANGES = (
    "down SUBJECT (everywhere), down_in_vn SUBJECT, up SUBJECT (as it was), rename SUBJECT TITLE, "
    "fault SOURCE:KIND, well SOURCE"
)
_TOO_MANY = (
    "<html><body><h1>429 Too Many Requests</h1>"
    "<p>Please reduce your request rate.</p></body></html>"
)
_CAPTCHA = (
    "<!DOCTYPE html><html><head><title>Unusual traffic</title></head><body><form "
    'id="captcha-form" action="index" method="post"><div class="g-recaptcha"></div></form>'
    "Our systems have detected unusual traffic from your computer network.</body></html>"
)
_SHELL = (
    '<!doctype html><html lang="en" dir="ltr"><head><base href="https://{host}/"><script '
    'nonce="replica">window.WIZ_global_data = {{"Im6cmf":"/_/PlayStoreUi"}};</script></head>'
    '<body><div class="loading"></div></body></html>'
)
SLOW_SECONDS = 0.3
SOURCES = {
    "apple_app_store": apple.HOST,
    "google_play": play.HOST,
    "aptoide": aptoide.HOST,
    "galaxy_store": galaxy_store.HOST,
    "appgallery": appgallery.HOST,
    "apkpure": apkpure.HOST,
}


class Fault(StrEnum):
    """What can be wrong with a store."""

    TOO_MANY = "429"
    FORBIDDEN = "403"
    UNAVAILABLE = "503"
    CAPTCHA = "captcha"
    SHELL = "shell"
    BROKEN_JSON = "broken_json"
    EMPTY = "empty"
    ROBOTS = "robots"
    SLOW = "slow"
    DRIFT = "drift"
    TOO_MANY_ONCE = "429_once"
    UNCHANGED = "304"  # to whoever asks by a condition, whatever became of the page
    UNCHANGED_UNASKED = "304_unasked"
    UNCHANGED_OTHER = "304_other"  # speaks of a page that nobody named


def parse_fault(text: str) -> tuple[str, Fault]:
    """``apple_app_store:429`` as a host and a fault."""
    source, _, kind = text.partition(":")
    if source not in SOURCES or kind not in list(Fault):
        sources, kinds = ", ".join(SOURCES), ", ".join(Fault)
        raise UsageProblem(
            f"Fault {text!r} is unknown. Write SOURCE:KIND with a source of {sources} "
            f"and a kind of {kinds}."
        )
    return SOURCES[source], Fault(kind)


class Store(Protocol):
    """What answers the requests to one host."""

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""


def _stores(shelves: Mapping[Shop, Shelf], uploaded: Shelf) -> dict[str, Store]:
    """Each store by its host; ``uploaded`` is what the Android stores beside Google Play carry."""
    return {
        apple.HOST: apple.AppleStore(shelves[Shop.APPLE]),
        apple_page.HOST: apple_page.ApplePages(shelves[Shop.APPLE]),
        icons.APPLE_HOST: icons.IconStore(shelves[Shop.APPLE]),
        play.HOST: play.PlayStore(shelves[Shop.GOOGLE]),
        icons.GOOGLE_HOST: icons.IconStore(shelves[Shop.GOOGLE]),
        aptoide.HOST: aptoide.AptoideStore(uploaded),
        galaxy_store.HOST: galaxy_store.GalaxyStore(uploaded),
        appgallery.HOST: appgallery.AppGalleryStore(uploaded),
        apkpure.HOST: apkpure.ApkPureStore(uploaded),
        # What a store took down lives on there: the others need no host.
        **{
            uptodown.host(listing): uptodown.UptodownPage(listing)
            for listing in uploaded.listings
            if listing.planted is Planted.GAMBLING
        },
    }


class Stores:
    """Everything that the replica serves, by host."""

    def __init__(self, world: World, faults: Iterable[tuple[str, Fault]] = ()) -> None:
        self._world = {listing.subject: listing for listing in world.listings}
        self._listings = dict(self._world)
        self._uploaded = world.shelves[Shop.GOOGLE]
        self._down: dict[str, bool] = {}  # subject to whether it is down everywhere
        self._here = self._elsewhere = _stores(world.shelves, self._uploaded)
        # An empty store keeps the shape of its answers and has nothing in them.
        nothing = {shop: Shelf(shop, ()) for shop in Shop}
        self._empty = _stores(nothing, nothing[Shop.GOOGLE])
        self._faults = dict(faults)
        self._refused = dict.fromkeys(self._here, 0)

    def change(self, words: str) -> None:
        """Changes the stores while they are served; ``CHANGES`` names what can be asked for."""
        kind, _, named = words.strip().partition(" ")
        subject, _, title = named.partition(" ")
        match kind:
            case "fault":
                host, fault = parse_fault(named)
                self._faults[host] = fault
            case "well" if named in SOURCES:
                self._faults.pop(SOURCES[named], None)
            case "down" | "down_in_vn" if subject in self._listings:
                self._down[subject] = kind == "down"
            case "up" if subject in self._listings:
                self._down.pop(subject, None)
                self._listings[subject] = self._world[subject]
            case "rename" if title and subject in self._listings:
                self._listings[subject] = replace(self._listings[subject], title=title)
            case _:
                raise UsageProblem(
                    f"{words.strip()!r} changes nothing here. Write one of: {CHANGES}"
                )
        self._here, self._elsewhere = self._shown(vietnam=True), self._shown(vietnam=False)

    def _shown(self, *, vietnam: bool) -> dict[str, Store]:
        """The stores as one storefront shows them."""
        hidden = {subject for subject, everywhere in self._down.items() if vietnam or everywhere}
        left = [each for subject, each in self._listings.items() if subject not in hidden]
        return _stores({shop: Shelf(shop, left) for shop in Shop}, self._uploaded)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that are served."""
        return frozenset(self._here)

    def delay(self, host: str) -> float:
        """Seconds to wait before an answer."""
        return SLOW_SECONDS if self._faults.get(host) is Fault.SLOW else 0.0

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request, with the host's fault if it has one."""
        fault = self._faults.get(visit.host)
        if visit.path == _ROBOTS_PATH:
            closed = "/" if fault is Fault.ROBOTS else ""
            return text_reply(f"User-agent: *\nDisallow: {closed}\n")
        if fault is Fault.EMPTY:
            return self._empty[visit.host].reply(visit)
        if (refusal := self._refusal(visit.host, fault)) is not None:
            return refusal
        stores = self._here if _storefront(visit) == _VIETNAM else self._elsewhere
        reply = _damaged(stores[visit.host].reply(visit), fault)
        return _as_known(visit, reply, fault) if visit.host == play.HOST else reply

    def _refusal(self, host: str, fault: Fault | None) -> Reply | None:
        match fault:
            case Fault.TOO_MANY:
                return html_reply(_TOO_MANY, status=429)
            case Fault.TOO_MANY_ONCE if self._refused[host] < 2:
                self._refused[host] += 1
                return html_reply(_TOO_MANY, status=429, Retry_After="1")
            case Fault.FORBIDDEN:
                return html_reply("<html><body><h1>403 Forbidden</h1></body></html>", status=403)
            case Fault.UNAVAILABLE:
                return html_reply("<html><body><h1>503</h1></body></html>", status=503)
            case Fault.CAPTCHA:
                return html_reply(_CAPTCHA)
            case Fault.SHELL:
                return html_reply(_SHELL.format(host=host))
        return None


def _storefront(visit: Visit) -> str:
    """The country that Apple and Google Play are asked for."""
    return visit.query.get("country") or visit.query.get("gl") or _VIETNAM


def _as_known(visit: Visit, reply: Reply, fault: Fault | None) -> Reply:
    """The page with its entity tag, or that the visitor has it."""
    if visit.method != "GET" or reply.status != 200:
        return reply
    tag = f'"{hashlib.sha256(reply.body).hexdigest()[:32]}"'
    known = visit.headers.get("if-none-match")
    match fault:
        case Fault.UNCHANGED if known:
            tag = known
        case Fault.UNCHANGED_UNASKED:
            known = tag
        case Fault.UNCHANGED_OTHER if known:
            known = tag = '"another"'
    if known == tag:
        return Reply(304, b"", reply.content_type, {"ETag": tag})
    return replace(reply, headers={**reply.headers, "ETag": tag})


def _damaged(reply: Reply, fault: Fault | None) -> Reply:
    if reply.status != 200:
        return reply
    if fault is Fault.BROKEN_JSON:
        return Reply(200, _broken(reply), reply.content_type)
    if fault is Fault.DRIFT:
        return Reply(200, _drifted(reply.body), reply.content_type)
    return reply


def _broken(reply: Reply) -> bytes:
    if reply.content_type.startswith("text/html"):
        return reply.body.replace(b", sideChannel", b"]]}, sideChannel")
    return reply.body[: len(reply.body) * 2 // 3]


# What a new layout would do: the keys and calls that parsers hold on to have other names.
_DRIFT = (
    (rb'"results":', rb'"apps":'),
    (rb'"resultIds":', rb'"ids":'),
    (rb'"feed":', rb'"channel":'),
    (rb"AF_initDataCallback\(\{key: 'ds:(\d)", rb"AF_initDataCallback({key: 'px:\1"),
    (rb"id:'Ws7gDc'", rb"id:'Zz9Moved'"),
    (rb"application/ld\+json", rb"application/x-moved"),
    (rb'id="serialized-server-data"', rb'id="served-elsewhere"'),
    (rb'"wrb\.fr","vyAe2"', rb'"wrb.fr","movedX"'),
    (rb'"datalist":', rb'"apps":'),
    (rb'"DetailMain":', rb'"Main":'),
    (rb'"(layoutData|pkgName)":', rb'"\1New":'),
    (rb'"version_list":', rb'"versions":'),
)


def _drifted(body: bytes) -> bytes:
    for pattern, replacement in _DRIFT:
        body = re.sub(pattern, replacement, body)
    return body
