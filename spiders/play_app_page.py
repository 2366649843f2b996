"""The page of one app on Google Play, by its details block or an older layer of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any, Unpack
from urllib.parse import parse_qs, urlsplit

from crawler.records import Presence, Sighting
from spiders.base import Seen
from spiders.play_blocks import SOURCE, blocks, day_in, pick, pick_count, pick_number, pick_text
from spiders.play_fallbacks import item_properties, linked_data
from spiders.shapes import changed, day_of, known, need_text, plain, read_text

DETAILS = "Ws7gDc"
APP_URL = "https://play.google.com/store/apps/details?id="
_CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]*)"')
_MICROS = 1_000_000
_PRICE = (57, 0, 0, 0, 0, 1, 0)


def parse_app_page(
    page: bytes, *, package: str, found_by: str | None = None, **seen: Unpack[Seen]
) -> Iterator[Sighting]:
    """The one app of a details page; ``facts["layer"]`` says which layer of the page answered."""
    details = _details(page)
    if details is not None:
        read = {**_identity(details), **_standing(details)}
    else:
        text = read_text(page, SOURCE)
        read = linked_data(text) or item_properties(text)
    for name in ("title", "publisher"):
        need_text(read.get(name), SOURCE, name)
    _check_package(page, package)
    yield Sighting(
        subject=f"google:{package}",
        source=SOURCE,
        presence=Presence.PRESENT,
        url=APP_URL + package,
        found_by=found_by,
        **read,
        **seen,
    )


def parse_screens(page: bytes, *, package: str) -> tuple[str, ...]:
    """The addresses of the screenshots on a details page, in the language it was asked in."""
    details = _details(page)
    if details is None:
        raise changed(SOURCE, f"the page of {package} has no details block")
    _check_package(page, package)
    shown = pick(details, 78, 0)
    if shown is None:
        return ()
    if not isinstance(shown, list):
        raise changed(SOURCE, "the screenshots are no list")
    return tuple(
        need_text(pick_text(each, 3, 2), SOURCE, "the address of a screenshot") for each in shown
    )


def _details(page: bytes) -> Any:
    """Several blocks answer to the RPC id of the details: the one with a title is meant."""
    for block in blocks(page, DETAILS):
        details = pick(block, 1, 2)
        if isinstance(pick(details, 0, 0), str):
            return details
    return None


def shown_package(page: bytes) -> str | None:
    """The package that a page calls itself by; None where it does not."""
    link = _CANONICAL.search(page)
    address = unescape(read_text(link[1], SOURCE)) if link else ""
    return parse_qs(urlsplit(address).query).get("id", [None])[0]


def _check_package(page: bytes, package: str) -> None:
    shown = shown_package(page)
    if shown != package:
        raise changed(SOURCE, f"the page of {package} calls itself {shown or 'nothing'!r:.80}")


def _identity(details: Any) -> dict[str, Any]:
    """What the app is and whose: the fields of the record."""
    # 72 holds the developer's own words, 12 Google's translation of them, when it shows one.
    own = plain(pick_text(details, 72, 0, 1))
    translated = plain(pick_text(details, 12, 0, 0, 1))
    return {
        "title": pick_text(details, 0, 0),
        "publisher": pick_text(details, 68, 0),
        "publisher_id": developer_id(pick_text(details, 68, 1, 4, 2)),
        "text": own if own is not None else translated,
        "genre": pick_text(details, 79, 0, 0, 0),
        "website": pick_text(details, 69, 0, 5, 2),
        "email": pick_text(details, 69, 1, 0),
        "privacy_url": pick_text(details, 99, 0, 5, 2),
        "icon": pick_text(details, 95, 0, 3, 2),
        "facts": _facts(details, own, translated),
    }


def _standing(details: Any) -> dict[str, Any]:
    """How the app stands: price, ratings, installs, version and days."""
    ratings = pick_count(details, 51, 2, 1)
    exact = pick_count(details, 13, 2)
    micros = pick_number(details, *_PRICE, 0)
    return {
        "price": None if micros is None else micros / _MICROS,
        "currency": pick_text(details, *_PRICE, 1),
        # An unrated app has no block at all or 0 of 0 ratings, by storefront.
        "rating": pick_number(details, 51, 0, 1) if ratings else None,
        "ratings": ratings,
        "installs": pick_count(details, 13, 1) if exact is None else exact,
        "version": pick_text(details, 140, 0, 0, 0),
        "released": _released(details),
        "updated": day_of(pick_number(details, 145, 0, 1, 0), SOURCE, "the day of the update"),
    }


def _released(details: Any) -> date | None:
    """By the moment beside the printed day, which does not depend on the language."""
    moment = day_of(pick_number(details, 10, 1, 0), SOURCE, "the day of release")
    return moment or day_in(pick_text(details, 10, 0))


def _facts(details: Any, own: str | None, translated: str | None) -> dict[str, Any]:
    early = pick(details, 18, 2)
    return known(
        {
            "layer": "details",
            "genre_id": pick_text(details, 79, 0, 0, 2),
            "text_translated": translated if own is not None and translated != own else None,
            "summary": plain(pick_text(details, 73, 0, 1)),
            "whats_new": plain(pick_text(details, 144, 1, 1)),
            "available": bool(pick(details, 18, 0)),
            "preregistration": True if pick(details, 18, 0) == 1 else None,
            "early_access": True if isinstance(early, str) else None,
            "iap_range": pick_text(details, 19, 0),
            "ads": bool(pick(details, 48)),
            "content_rating": pick_text(details, 9, 0),
            "installs_text": pick_text(details, 13, 0),
            "min_os": pick_text(details, 140, 1, 1, 0, 0, 1),
            "released_text": pick_text(details, 10, 0) if _released(details) is None else None,
            "address": pick_text(details, 69, 2, 0),
            "legal_name": pick_text(details, 69, 4, 0),
            "legal_address": pick_text(details, 69, 4, 2, 0),
        }
    )


def developer_id(link: str | None) -> str | None:
    """What stands after ``id=`` in the link to a developer, as Google writes it."""
    return link.partition("id=")[2].partition("&")[0] or None if link else None
