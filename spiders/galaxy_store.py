"""Samsung Galaxy Store, by the detail answer of its web shop (app-stores.md §4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Unpack
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from crawler.records import Marketplace, Presence, Sighting
from spiders.android_store import AndroidStore, Fields, absent
from spiders.base import Seen
from spiders.shapes import as_count, as_mapping, changed, known, need_key, need_text, read_json

SOURCE = "galaxy_store"
HOST = "https://galaxystore.samsung.com"
COUNTRY = "VNM"
_UNKNOWN_APP = "9900"  # “this content is not registered at store”
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,12})?")


class GalaxyStore(AndroidStore):
    """Samsung Galaxy Store of Vietnam: apps by package. No search of it is known."""

    name = SOURCE
    store = Marketplace.GALAXY_STORE
    hosts = frozenset({"galaxystore.samsung.com"})

    def detail_request(self, package: str, found_by: str | None, priority: int) -> Request:
        """What the Vietnamese storefront tells of a package."""
        return self.ask(
            f"{HOST}/api/detail/{quote(package, safe='')}?cntyCd={COUNTRY}",
            self.read_detail,
            step="detail",
            priority=priority,
            package=package,
            found_by=found_by,
        )

    def read_detail(
        self, response: Response, package: str, found_by: str | None
    ) -> Iterator[Sighting]:
        """One app in full, or gone by the store's own code."""
        seen = self.seen(response)
        yield parse_detail(response.body, package=package, found_by=found_by, **seen)


def parse_detail(
    body: bytes, *, package: str, found_by: str | None = None, **seen: Unpack[Seen]
) -> Sighting:
    """What the store says of the asked package: the app, or that it is not registered."""
    answer = as_mapping(read_json(body, SOURCE), SOURCE, "the answer")
    if "errCode" in answer:
        return _absence(answer, package, found_by, **seen)
    said = need_text(answer.get("appId"), SOURCE, "appId")
    if said != package:
        raise changed(SOURCE, f"asked for {package}, it tells of {said!r:.80}")
    main = as_mapping(need_key(answer, "DetailMain", SOURCE), SOURCE, "DetailMain")
    seller = Fields(as_mapping(answer.get("SellerInfo") or {}, SOURCE, "SellerInfo"), SOURCE)
    fields = Fields(main, SOURCE)
    ratings = as_count(_number(fields, "commentListTotalCount"), SOURCE, "commentListTotalCount")
    return Sighting(
        subject=f"{Marketplace.GALAXY_STORE}:{package}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(main.get("contentName"), SOURCE, "contentName"),
        publisher=fields.text("sellerName"),
        publisher_id=fields.text("sellerId"),
        url=f"{HOST}/detail/{package}",
        text=fields.text("contentDescription"),
        genre=fields.text("generalCategoryName"),
        price=0.0 if fields.text("freeFlag") == "Y" else None,
        rating=_number(fields, "ratingNumber") if ratings else None,
        ratings=ratings,
        version=fields.text("contentBinaryVersion"),
        updated=_day(fields.text("modifyDate")),
        website=fields.text("developerSite", "sellerSite"),
        email=fields.text("customerSupportEmail"),
        privacy_url=fields.text("sellerPrivatePolicy"),
        icon=fields.text("iconURL"),
        found_by=found_by,
        facts=_facts(fields, seller),
        **seen,
    )


def _absence(
    answer: Mapping[str, Any], package: str, found_by: str | None, **seen: Unpack[Seen]
) -> Sighting:
    if answer["errCode"] != _UNKNOWN_APP or "DetailMain" in answer:
        raise changed(SOURCE, f"it answers with the error code {answer['errCode']!r:.40}")
    return absent(
        Marketplace.GALAXY_STORE,
        package,
        Presence.GONE,
        found_by=found_by,
        layer="error_9900",
        **seen,
    )


def _facts(fields: Fields, seller: Fields) -> dict[str, Any]:
    path = fields.text("categoryPath")
    return known(
        {
            "layer": "lookup",
            "category_id": fields.text("generalCategoryId"),
            "category_path": path,
            # Its numbers of categories are no genre that anybody knows; the path begins with one.
            "genre_id": "GAME" if path and path.split(" > ")[0] == "Games" else None,
            "content_id": fields.text("contentId"),
            "storefront": fields.text("countryCode"),
            "price_text": fields.text("localPrice"),
            "legal_name": seller.text("sellerTradeName"),
            "legal_address": seller.text("firstSellerAddress"),
            "content_rating": fields.text("limitAgeCd"),
            "whats_new": fields.text("contentNewDescription"),
        }
    )


def _number(fields: Fields, key: str) -> float | None:
    """A number that this store writes as a text."""
    text = fields.text(key)
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise changed(SOURCE, f"{key} is {text!r:.40}, not a number")
    return float(text)


def _day(text: str | None) -> date | None:
    """The day of 2026.09.25."""
    if text is None:
        return None
    try:
        year, month, day = text.rstrip(".").split(".")
        return date(int(year), int(month), int(day))
    except ValueError:
        raise changed(SOURCE, f"modifyDate is {text!r:.40}, not a day") from None
