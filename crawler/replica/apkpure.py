"""APKPure of the world: the versions of a package, as its app asks for them."""

from __future__ import annotations

from typing import Any

from crawler.replica.android import signature, version_code
from crawler.replica.answers import Reply, Visit, json_reply, not_found
from crawler.replica.finding import Shelf
from crawler.replica.model import StoreListing

HOST = "tapi.pureapk.com"


class ApkPureStore:
    """Answers requests for tapi.pureapk.com; an unknown package has no versions."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""
        if visit.path != "/v3/get_app_his_version":
            return not_found()
        listing = self._shelf.by_id.get(visit.query.get("package_name", ""))
        versions = [_version(listing, older) for older in (0, 1)] if listing else []
        return json_reply({"version_list": versions})


def _version(listing: StoreListing, older: int) -> dict[str, Any]:
    return {
        "package_name": listing.store_id,
        "version_name": listing.version if not older else "0.9",
        "version_code": str(version_code(listing) - older),
        "title": listing.title,
        "developer": listing.developer,
        "update_date": f"{listing.updated.isoformat()}T08:00:00Z",
        "whatsnew": "Sửa lỗi.",
        "native_code": ["universal"],
        "signatures": [signature(listing)],
        "asset": {"type": "APK", "url": f"https://data.winudf.com/{listing.store_id}"},
    }
