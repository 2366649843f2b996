"""Samsung Galaxy Store of the world: details by package, nearly every value as a text."""

from __future__ import annotations

from typing import Any

from crawler.replica.answers import Reply, Visit, json_reply, not_found
from crawler.replica.finding import Shelf
from crawler.replica.model import GENRES, StoreListing

HOST = "galaxystore.samsung.com"
_DETAIL = "/api/detail/"


class GalaxyStore:
    """Answers requests for galaxystore.samsung.com; an unknown app is an error with status 200."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""
        if not visit.path.startswith(_DETAIL):
            return not_found()
        listing = self._shelf.by_id.get(visit.path.removeprefix(_DETAIL))
        if listing is None:
            words = "this content is not registered at store"
            return json_reply({"errCode": "9900", "errMsg": words})
        return json_reply(_detail(listing))


def _detail(listing: StoreListing) -> dict[str, Any]:
    genre = GENRES[listing.genre]
    top = "Games" if genre.is_game else "Apps"
    return {
        "commentList": [],
        "DetailMain": {
            "appId": listing.store_id,
            "contentId": f"{listing.installs:012d}",
            "contentName": listing.title,
            "contentType": "17",
            "shopId": None,
            "shortDescription": listing.summary,
            "contentDescription": listing.description.replace("\n", "\r\n"),
            "contentNewDescription": "Sửa lỗi.",
            "itemPurchaseFlag": "Y",
            "sellerName": listing.developer,
            "copyrightHolder": listing.seller,
            "sellerId": f"s{listing.installs}",
            "iconURL": f"https://img.samsungapps.com/{listing.store_id}/icon.png",
            "localPrice": f"{listing.price:,}₫",
            "discountFlag": "N",
            "freeFlag": "N" if listing.price else "Y",
            "currencyUnit": "₫",
            "limitAgeCd": "12",
            "ratingValue": "stars rating-stars-4",
            "ratingNumber": f"{listing.rating or 0:.1f}",
            "commentListTotalCount": str(listing.ratings),
            "contentBinaryVersion": listing.version,
            "contentBinarySize": "125.04 MB",
            "customerSupportEmail": listing.email,
            "sellerPrivatePolicy": listing.privacy_url or "",
            "sellerSite": listing.website,
            "developerSite": listing.website,
            "countryCode": "VNM",
            "modifyDate": f"{listing.updated:%Y.%m.%d}.",
            "generalCategoryId": "G000060950",
            "generalCategoryName": genre.google_name,
            "categoryPath": f"{top} > {genre.google_name}",
            "permissionList": [],
        },
        "appId": listing.store_id,
        "contentId": f"{listing.installs:012d}",
        "Screenshot": {"scrnShtUrlList": []},
        "SellerInfo": {
            "sellerTradeName": listing.seller,
            "representation": None,
            "sellerSite": listing.website,
            "sellerNumber": listing.phone,
            "firstSellerAddress": listing.address,
            "secondSellerAddress": None,
            "registrationNumber": "",
        },
        "commentListTotalCount": str(listing.ratings),
    }
