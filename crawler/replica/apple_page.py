"""The pages of apps on apps.apple.com, with what they serve to their own script."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

from crawler.replica.answers import Reply, Visit, html_reply, not_found
from crawler.replica.finding import Shelf, categories
from crawler.replica.model import StoreListing

HOST = "apps.apple.com"
_APP = re.compile(r"/vn/app/(?:[^/]+/)?id(\d+)")
_SIMILAR = 6
_PAGE = (
    '<!DOCTYPE html><html lang="vi"><head><title>{title}</title></head><body><div id="app"></div>'
    '<script type="application/json" id="serialized-server-data">{served}</script></body></html>'
)
_PRIVACY = {
    "$kind": "PrivacyType",
    "identifier": "DATA_LINKED_TO_YOU",
    "title": "Dữ liệu liên kết với bạn",
    "categories": [{"$kind": "PrivacyCategory", "identifier": "IDENTIFIERS", "title": "Mã"}],
}


class ApplePages:
    """Answers requests for apps.apple.com."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def reply(self, visit: Visit) -> Reply:
        """The page of an app, or none."""
        asked = _APP.fullmatch(visit.path)
        listing = self._shelf.by_id.get(asked[1]) if asked else None
        if listing is None:
            return not_found()
        page = {"title": listing.title, "shelfMapping": self._shelves(listing)}
        part = {"intent": {"id": listing.store_id, "storefront": "vn"}, "data": page}
        # Within a script "<" would end it.
        served = json.dumps({"data": [part]}, ensure_ascii=False).replace("<", "\\u003c")
        return html_reply(_PAGE.format(title=listing.store_id, served=served))

    def _shelves(self, listing: StoreListing) -> dict[str, Any]:
        near = [
            other
            for other in self._shelf.listings
            if other is not listing and categories(other) & categories(listing)
        ]
        shelves = {
            "mostRecentVersion": _versions(listing),
            "moreByDeveloper": {"items": _lockups(self._shelf.by_developer[listing.developer_id])},
        }
        if listing.privacy_url is not None:
            shelves["privacyTypes"] = {"items": [_PRIVACY]}
        if near:
            shelves["similarItems"] = {"items": _lockups(near[:_SIMILAR])}
        return shelves


def _versions(listing: StoreListing) -> dict[str, Any]:
    newest = _version(listing, listing.version, 0)
    older = _version(listing, "1.0", 90)
    page = {"shelves": [{"contentType": "titledParagraph", "items": [newest, older]}]}
    return {"items": [newest], "seeAllAction": {"pageData": page}}


def _version(listing: StoreListing, version: str, days_before: int) -> dict[str, Any]:
    day = listing.updated - timedelta(days=days_before)
    return {
        "$kind": "TitledParagraph",
        "primarySubtitle": version,
        "secondarySubtitle": f"{day.isoformat()}T08:00:00.000Z",
        "text": "Sửa lỗi và cải thiện hiệu năng.",
    }


def _lockups(listings: list[StoreListing]) -> list[dict[str, Any]]:
    return [
        {
            "$kind": "Lockup",
            "adamId": listing.store_id,
            "bundleId": listing.bundle,
            "title": listing.title,
        }
        for listing in listings
    ]
