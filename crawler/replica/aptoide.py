"""Aptoide of the world: search and meta data in the shape that its own client reads."""

from __future__ import annotations

import html
from typing import Any

from crawler.replica.android import signature, version_code
from crawler.replica.answers import Reply, Visit, json_reply, not_found
from crawler.replica.finding import Shelf
from crawler.replica.model import StoreListing
from crawler.replica.titles import slug

HOST = "ws75.aptoide.com"
_ALL = 1_000  # rows of a whole search, before they are cut into pages
_INFO = {"status": "OK", "time": {"seconds": 0.0123, "human": "12 milliseconds"}}


class AptoideStore:
    """Answers requests for ws75.aptoide.com; the apps are those of the shelf, uploaded again."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""
        if visit.path == "/api/7/apps/search":
            return self._search(visit)
        if visit.path == "/api/7/app/getMeta":
            return self._meta(visit.query.get("package_name", ""))
        return not_found()

    def _search(self, visit: Visit) -> Reply:
        limit, offset = int(visit.query.get("limit", "25")), int(visit.query.get("offset", "0"))
        found = self._shelf.search(visit.query.get("query", ""), _ALL)
        rows = found[offset : offset + limit]
        datalist = {
            "total": len(found),
            "count": len(rows),
            "offset": offset,
            "limit": limit,
            "next": min(offset + limit, len(found)),
            "hidden": 0,
            "loaded": True,
            "list": [_row(listing) for listing in rows],
        }
        return json_reply({"info": _INFO, "datalist": datalist})

    def _meta(self, package: str) -> Reply:
        listing = self._shelf.by_id.get(package)
        if listing is None:
            error = {"code": "APP-1", "description": "The app was not found."}
            return json_reply({"info": {**_INFO, "status": "FAIL"}, "errors": [error]}, status=404)
        return json_reply({"info": _INFO, "data": _row(listing) | _more(listing)})


def _row(listing: StoreListing) -> dict[str, Any]:
    rating = {"avg": listing.rating or 0, "total": listing.ratings}
    return {
        "id": 10_000_000 + version_code(listing),
        "name": listing.title,
        "package": listing.store_id,
        "uname": _uname(listing),
        "size": 30_000_000 + listing.installs,
        "icon": f"https://pool.img.aptoide.com/{listing.store_id}_icon.png",
        "graphic": None,
        "added": f"{listing.released.isoformat()} 08:00:00",
        "modified": f"{listing.updated.isoformat()} 08:00:00",
        "updated": f"{listing.updated.isoformat()} 08:00:00",
        "store": {"id": 15, "name": "apps", "avatar": "https://pool.img.aptoide.com/apps.png"},
        "developer": {"id": 4_000, "name": listing.developer},
        "file": {
            "vername": listing.version,
            "vercode": version_code(listing),
            "md5sum": "0" * 32,
            "filesize": 30_000_000 + listing.installs,
            "malware": {"rank": "UNKNOWN"},
        },
        "stats": {"downloads": listing.installs, "pdownloads": 0, "rating": rating},
        "has_versions": False,
        "obb": None,
    }


def _more(listing: StoreListing) -> dict[str, Any]:
    return {
        "developer": {
            "id": 4_000,
            "name": listing.developer,
            "website": listing.website or "",
            "email": listing.email or "",
            "privacy": listing.privacy_url,
        },
        "file": {
            **_row(listing)["file"],
            "signature": {"sha1": signature(listing), "owner": f"CN={listing.developer}"},
            "used_permissions": ["android.permission.INTERNET"],
        },
        "media": {
            "keywords": [listing.genre],
            "description": html.unescape(listing.description),
            "summary": listing.summary,
            "news": "",
            "screenshots": [],
        },
        "urls": {
            "w": f"https://{_uname(listing)}.en.aptoide.com/app",
            "m": f"https://{_uname(listing)}.en.aptoide.com/app",
        },
        "pay": None,
    }


def _uname(listing: StoreListing) -> str:
    return slug(listing.title) or listing.store_id.replace(".", "-")
