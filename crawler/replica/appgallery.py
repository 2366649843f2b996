"""Huawei AppGallery of the world: an interface code first, then search and apps by package."""

from __future__ import annotations

import json
from typing import Any

from crawler.replica.android import version_code
from crawler.replica.answers import Reply, Visit, json_reply, not_found
from crawler.replica.finding import Shelf
from crawler.replica.model import GENRES, StoreListing

HOST = "web-dra.hispace.dbankcloud.com"
_CODE = "cmVwbGljYQ.aW52ZW50ZWQ.Y29kZQ"
_ROWS = 25


class AppGalleryStore:
    """Answers requests for web-dra.hispace.dbankcloud.com; of an unknown app it says nothing."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""
        match (visit.method, visit.path):
            case ("POST", "/edge/webedge/getInterfaceCode"):
                return json_reply(_CODE)
            case ("GET", "/edge/uowap/index"):
                return self._search(visit)
            case ("POST", "/edge/webedge/appinfo"):
                return self._info(visit)
        return not_found()

    def _search(self, visit: Visit) -> Reply:
        kind, _, term = visit.query.get("uri", "").partition("|")
        if kind != "searchApp":
            return not_found()
        rows = [_row(listing) for listing in self._shelf.search(term, _ROWS)]
        card = {"layoutId": 1, "layoutName": "safeappcard", "dataList": rows}
        return json_reply({"rtnCode": 0, "layoutData": [card] if rows else [], "hasNextPage": 0})

    def _info(self, visit: Visit) -> Reply:
        listing = self._shelf.by_id.get(json.loads(visit.body).get("pkgName", ""))
        if listing is None:
            return Reply(200, b"", "application/json; charset=utf-8")
        return json_reply(_app(listing))


def _row(listing: StoreListing) -> dict[str, Any]:
    return {
        "appid": _number(listing),
        "name": listing.title,
        "package": listing.store_id,
        "memo": listing.summary,
        "icon": f"https://appimg.dbankcdn.com/{listing.store_id}.png",
        "appVersionName": listing.version,
    }


def _app(listing: StoreListing) -> dict[str, Any]:
    genre = GENRES[listing.genre]
    return {
        "appId": _number(listing),
        "name": listing.title,
        "pkgName": listing.store_id,
        "devId": str(version_code(listing)),
        "developerName": listing.developer,
        "kindName": genre.google_name,
        "kindTypeName": "Games" if genre.is_game else "Apps",
        "icon": f"https://appimg.dbankcdn.com/{listing.store_id}.png",
        "briefDes": listing.summary,
        "description": listing.description,
        "privacyUrl": listing.privacy_url or "",
        "version": listing.version,
        "versionCode": version_code(listing),
        "downCount": str(listing.installs),
        "price": str(listing.price),
        "newFeatures": "",
        "AG-TraceId": "0" * 16,
    }


def _number(listing: StoreListing) -> str:
    return f"C{100_000_000 + listing.installs}"
