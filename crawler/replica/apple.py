"""The Apple App Store of the world: lookup, search, charts and reviews as Apple answers them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote

from crawler.replica.answers import Reply, Visit, json_reply, not_found
from crawler.replica.finding import APPLE_LIMIT, Shelf
from crawler.replica.model import APPLE_GAMES, GENRES, StoreListing
from crawler.replica.titles import slug

HOST = "itunes.apple.com"
_CHART = re.compile(r"/vn/rss/(\w+)/limit=(\d+)(?:/genre=(\d+))?/json")
_REVIEWS = re.compile(r"/\w\w/rss/customerreviews/(?:page=(\d+)/)?id=(\d+)/sortby=\w+/json")
_PARAMETERS = {
    "output": "json",
    "callback": "A javascript function to handle your search results",
    "country": "ISO-2A country code",
    "limit": "The number of search results to return",
    "term": "A search string",
    "lang": "ISO-2A language code",
}
_WHOLE_STORE = "36"
_PAID_FEEDS = ("toppaidapplications", "toppaidipadapplications")
_REVIEWS_A_PAGE = 50
# An app of which several things are said is said them about by many.
_MANY = 3
_CROWD = 120
_AUTHOR = {
    "name": {"label": "iTunes Store"},
    "uri": {"label": "http://www.apple.com/itunes/"},
}


class AppleStore:
    """Answers requests for itunes.apple.com."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""
        if visit.path == "/search":
            return self._search(visit)
        if visit.path == "/lookup":
            return self._lookup(visit)
        if visit.path == "/WebObjects/MZStoreServices.woa/ws/charts":
            return self._ids(visit)
        if chart := _CHART.fullmatch(visit.path):
            return self._chart(chart)
        if reviews := _REVIEWS.fullmatch(visit.path):
            return self._reviews(visit, reviews)
        return not_found()

    def _search(self, visit: Visit) -> Reply:
        limit = min(int(visit.query.get("limit", "50")), APPLE_LIMIT)
        return _results(map(_row, self._shelf.search(visit.query.get("term", ""), limit)))

    def _lookup(self, visit: Visit) -> Reply:
        query = visit.query
        if bundle := query.get("bundleId"):
            found = self._shelf.by_bundle.get(bundle)
            return _results([_row(found)] if found else [])
        ids = query.get("id", "").split(",")
        if not all(number.strip().isdigit() for number in ids):
            body = {
                "errorMessage": "Invalid value(s) for key(s): [itunesId]",
                "queryParameters": _PARAMETERS,
            }
            return json_reply(body, status=400)
        rows: list[dict[str, Any]] = []
        for number in dict.fromkeys(ids):
            if found := self._shelf.by_id.get(number):
                rows.append(_row(found, query.get("lang", "en_us")))
            elif owned := self._shelf.by_developer.get(number):
                rows.append(_artist_row(owned[0]))
                if query.get("entity") == "software":
                    rows.extend(map(_row, owned[:APPLE_LIMIT]))
        return _results(rows)

    def _ids(self, visit: Visit) -> Reply:
        query = visit.query
        limit = min(int(query.get("limit", "100")), APPLE_LIMIT)
        chart = self._shelf.chart(
            _genre(query.get("g")), limit, paid="paid" in query.get("name", "").lower()
        )
        return json_reply({"resultIds": [listing.store_id for listing in chart]})

    def _chart(self, asked: re.Match[str]) -> Reply:
        feed, limit, genre = asked[1], min(int(asked[2]), APPLE_LIMIT), asked[3]
        entries = [
            _chart_entry(listing)
            for listing in self._shelf.chart(_genre(genre), limit, paid=feed in _PAID_FEEDS)
        ]
        return json_reply({"feed": {"author": _AUTHOR, **_entries(entries), **_feed_end(feed)}})

    def _reviews(self, visit: Visit, asked: re.Match[str]) -> Reply:
        listing = self._shelf.by_id.get(asked[2])
        link: list[dict[str, Any]] = [
            _link("alternate", f"https://music.apple.com/viewGrouping?cc=vn&id={asked[2]}")
        ]
        if listing is None:
            return json_reply({"feed": {"author": _AUTHOR, "link": link, "id": {"label": "x"}}})
        self_url = f"https://{HOST}{visit.path}"
        said = listing.reviews
        texts = list(islice(cycle(said), _CROWD)) if len(said) >= _MANY else said
        page = int(asked[1] or 1)
        first = (page - 1) * _REVIEWS_A_PAGE
        entries = [
            _review_entry(listing, first + number, text)
            for number, text in enumerate(texts[first : first + _REVIEWS_A_PAGE])
        ]
        link.append(_link("self", self_url))
        feed = {"author": _AUTHOR, **_entries(entries), "link": link, "id": {"label": self_url}}
        return json_reply({"feed": feed})


def _genre(code: str | None) -> str | None:
    """The category of a chart; Apple's 36 is the whole store."""
    return None if code == _WHOLE_STORE else code


def _results(rows: Iterable[Mapping[str, Any]]) -> Reply:
    listed = list(rows)
    # Apple begins its answers with blank lines and calls them JavaScript.
    body = "\n\n\n" + json.dumps(
        {"resultCount": len(listed), "results": listed}, ensure_ascii=False
    )
    return Reply(200, body.encode(), "text/javascript; charset=utf-8")


def _entries(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Apple's own trap: no key for none, an object for one, a list for more."""
    if not entries:
        return {}
    return {"entry": entries[0] if len(entries) == 1 else entries}


def _feed_end(feed: str) -> dict[str, Any]:
    address = f"https://{HOST}/vn/rss/{feed}/json"
    return {
        "updated": {"label": "2026-07-01T08:00:00-07:00"},
        "rights": {"label": "Copyright 2008 Apple Inc."},
        "title": {"label": "iTunes Store"},
        "icon": {"label": f"http://{HOST}/favicon.ico"},
        "link": [_link("self", address)],
        "id": {"label": address},
    }


def _link(rel: str, href: str) -> dict[str, Any]:
    return {"attributes": {"rel": rel, "type": "text/html", "href": href}}


def _app_url(listing: StoreListing, mark: str) -> str:
    name = quote("-".join(listing.title.lower().split()))
    return f"https://apps.apple.com/vn/app/{name}/id{listing.store_id}?uo={mark}"


def _developer_url(listing: StoreListing, mark: str) -> str:
    name = slug(listing.developer) or "developer"
    return f"https://apps.apple.com/vn/developer/{name}/id{listing.developer_id}?uo={mark}"


def _art(listing: StoreListing, size: str, name: str = "AppIcon") -> str:
    return f"https://is1-ssl.mzstatic.com/image/thumb/{listing.store_id}/{name}.png/{size}bb.png"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T08:00:00Z"


def _price_text(price: int) -> str:
    return f"{price:,}".replace(",", ".") + "đ" if price else "Free"


def _artist_row(listing: StoreListing) -> dict[str, Any]:
    return {
        "wrapperType": "artist",
        "artistType": "Software Artist",
        "artistName": listing.developer,
        "artistLinkUrl": _developer_url(listing, "4"),
        "artistId": int(listing.developer_id),
    }


def _row(listing: StoreListing, language: str = "vi_vn") -> dict[str, Any]:
    genre = GENRES[listing.genre]
    primary = (int(APPLE_GAMES), "Games") if genre.is_game else (int(genre.apple), genre.apple_name)
    row: dict[str, Any] = {
        "screenshotUrls": [_art(listing, "392x696", listing.screens(language[:2]))],
        "ipadScreenshotUrls": [],
        "appletvScreenshotUrls": [],
        "artworkUrl60": _art(listing, "60x60"),
        "artworkUrl512": _art(listing, "512x512"),
        "artworkUrl100": _art(listing, "100x100"),
        "artistViewUrl": _developer_url(listing, "4"),
        "isGameCenterEnabled": False,
        "features": [],
        "supportedDevices": ["iPhone5s-iPhone5s", "iPadAir-iPadAir"],
        "advisories": [],
        "kind": "software",
        "trackCensoredName": listing.title,
        "languageCodesISO2A": list(listing.languages),
        "fileSizeBytes": str(30_000_000 + listing.installs * 7),
        "formattedPrice": _price_text(listing.price),
        "contentAdvisoryRating": "12+",
        "trackContentRating": "12+",
        "trackViewUrl": _app_url(listing, "4"),
        "artistId": int(listing.developer_id),
        "artistName": listing.developer,
        "genres": [primary[1], genre.apple_name, "Entertainment"],
        "genreIds": [str(primary[0]), genre.apple, "6016"],
        "price": float(listing.price),
        "releaseNotes": "Sửa lỗi và cải thiện hiệu năng.",
        "releaseDate": _moment(listing.released),
        "currentVersionReleaseDate": _moment(listing.updated),
        "trackId": int(listing.store_id),
        "trackName": listing.title,
        "sellerName": listing.seller,
        "primaryGenreName": primary[1],
        "primaryGenreId": primary[0],
        "isVppDeviceBasedLicensingEnabled": True,
        "version": listing.version,
        "wrapperType": "software",
        "currency": "VND",
        "description": listing.description,
        "bundleId": listing.bundle,
        "minimumOsVersion": "13.0",
    }
    if listing.rating is not None:  # unrated apps lack the keys
        row["averageUserRating"] = row["averageUserRatingForCurrentVersion"] = listing.rating
        row["userRatingCount"] = row["userRatingCountForCurrentVersion"] = listing.ratings
    if listing.website is not None:
        row["sellerUrl"] = listing.website
    return row


def _chart_entry(listing: StoreListing) -> dict[str, Any]:
    genre = GENRES[listing.genre]
    code, name = (APPLE_GAMES, "Games") if genre.is_game else (genre.apple, genre.apple_name)
    address = _app_url(listing, "2")
    link = _link("alternate", address)
    return {
        "im:name": {"label": listing.title},
        "im:image": [
            {"label": _art(listing, f"{size}x{size}"), "attributes": {"height": str(size)}}
            for size in (53, 75, 100)
        ],
        "summary": {"label": listing.description},
        "im:price": {
            "label": _price_text(listing.price) if listing.price else "Get",
            "attributes": {"amount": str(listing.price), "currency": "VND"},
        },
        "im:contentType": {"attributes": {"term": "Application", "label": "Application"}},
        "rights": {"label": f"© {listing.seller}"},
        "title": {"label": f"{listing.title} - {listing.developer}"},
        # A list with the preview beside it, or the one link alone: both were recorded.
        "link": [link] if listing.ratings % 2 else link,
        "id": {
            "label": address,
            "attributes": {"im:id": listing.store_id, "im:bundleId": listing.bundle},
        },
        "im:artist": {
            "label": listing.developer,
            "attributes": {"href": _developer_url(listing, "2")},
        },
        "category": {
            "attributes": {
                "im:id": code,
                "term": name,
                "scheme": f"https://apps.apple.com/vn/genre/ios/id{code}?uo=2",
                "label": name,
            }
        },
        "im:releaseDate": {
            "label": f"{listing.released.isoformat()}T00:00:00-07:00",
            "attributes": {"label": f"{listing.released:%B %d, %Y}"},
        },
    }


def _review_entry(listing: StoreListing, number: int, text: str) -> dict[str, Any]:
    label = f"reviewer{number + 1}"
    return {
        "author": {
            "uri": {"label": f"https://{HOST}/vn/reviews/id{number + 1}"},
            "name": {"label": label},
            "label": "",
        },
        "updated": {"label": f"{listing.updated.isoformat()}T21:26:25-07:00"},
        "im:rating": {"label": "5"},
        "im:version": {"label": listing.version},
        "id": {"label": f"{listing.store_id}{number}"},
        "title": {"label": text},
        "content": {"label": text, "attributes": {"type": "text"}},
        "link": {"attributes": {"rel": "related", "href": f"https://{HOST}/vn/review"}},
        "im:voteSum": {"label": "0"},
        "im:contentType": {"attributes": {"term": "Application", "label": "Application"}},
        "im:voteCount": {"label": "0"},
    }
