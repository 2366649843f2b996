"""Huawei AppGallery, by the JSON service behind its web shop (app-stores.md §4).

Each few questions begin with an interface code, which the service gives to anybody who asks and
which lives for about a quarter of an hour.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Unpack
from urllib.parse import quote, urlencode
from uuid import NAMESPACE_URL, uuid5

from scrapy import Request
from scrapy.http import Response

from crawler.errors import SourceBlocked
from crawler.records import Marketplace, Presence, Sighting
from spiders.android_store import AndroidStore, Fields, absent
from spiders.base import Seen
from spiders.shapes import as_list, as_mapping, changed, known, need_key, need_text, read_json

SOURCE = "appgallery"
HOST = "https://web-dra.hispace.dbankcloud.com/edge"  # Asia; that it serves Vietnam is unverified
ROWS = 25
_CODE_REFUSED = 1002
_BEFORE_CODES = 30  # a code is used before the next one is fetched: it lives for minutes


class AppGallery(AndroidStore):
    """Huawei AppGallery as seen from Vietnam: search, and apps by package."""

    name = SOURCE
    store = Marketplace.APPGALLERY
    hosts = frozenset({"web-dra.hispace.dbankcloud.com"})
    has_search = True

    def search_request(self, term: str) -> Request:
        """The code for one search."""
        return self._code(f"search:{term}", self.read_search_code, priority=20, term=term)

    def detail_request(self, package: str, found_by: str | None, priority: int) -> Request:
        """The code for one app."""
        return self._code(
            f"package:{package}",
            self.read_detail_code,
            priority=priority,
            package=package,
            found_by=found_by,
        )

    def read_search_code(self, response: Response, term: str) -> Iterator[Request]:
        """The search itself."""
        asked = urlencode(
            {
                "method": "internal.getTabDetail",
                "serviceType": 20,
                "reqPageNum": 1,
                "uri": f"searchApp|{term}",
                "maxResults": ROWS,
                "zone": "",
                "locale": "vi_VN",
            }
        )
        request = self.ask(
            f"{HOST}/uowap/index?{asked}",
            self.read_search,
            step="search",
            priority=_BEFORE_CODES,
            term=term,
        )
        yield request.replace(headers=self._with_code(response))

    def read_detail_code(
        self, response: Response, package: str, found_by: str | None
    ) -> Iterator[Request]:
        """The question for the app itself."""
        asked = {
            "pkgName": package,
            "appId": package,
            "locale": "vi_VN",
            "countryCode": "VN",
            "orderApp": 1,
        }
        request = self.ask(
            f"{HOST}/webedge/appinfo",
            self.read_detail,
            step="detail",
            priority=_BEFORE_CODES,
            package=package,
            found_by=found_by,
        )
        headers = self._with_code(response) | {"Content-Type": "application/json"}
        yield request.replace(method="POST", body=json.dumps(asked).encode(), headers=headers)

    def read_search(self, response: Response, term: str) -> Iterator[Request | Sighting]:
        """The rows of one search, then each app in full."""
        seen = self.seen(response)
        for sighting in parse_search(response.body, term=term, **seen):
            yield sighting
            package = sighting.subject.removeprefix(f"{self.store}:")
            yield from self.look_up(package, found_by=sighting.found_by)

    def read_detail(
        self, response: Response, package: str, found_by: str | None
    ) -> Iterator[Sighting]:
        """One app in full; what the store does not answer is unknown, never gone."""
        seen = self.seen(response)
        if response.body:
            yield parse_detail(response.body, package=package, found_by=found_by, **seen)
            return
        yield absent(
            self.store,
            package,
            Presence.UNKNOWN,
            found_by=found_by,
            layer="empty_answer",
            **seen,
        )

    def _code(self, question: str, callback: Any, *, priority: int, **found: Any) -> Request:
        # What stands behind # is never sent: it only tells one request for a code from another.
        url = f"{HOST}/webedge/getInterfaceCode#{quote(question, safe='')}"
        request = self.ask(url, callback, step="code", priority=priority, **found)
        headers = {"Content-Type": "application/json", "Identity-Id": _identity(question)}
        return request.replace(method="POST", body=b"{}", headers=headers)

    def _with_code(self, response: Response) -> dict[str, str]:
        """The headers that the service wants with a question."""
        self.seen(response)
        request = response.request
        identity = request.headers.get("Identity-Id") if request else None
        moment = int(self.clock().timestamp() * 1000)
        return {
            "Interface-Code": f"{parse_code(response.body)}_{moment}",
            "Identity-Id": (identity or b"").decode("latin-1"),
        }


def parse_code(body: bytes) -> str:
    """The interface code, which is the whole answer."""
    code = need_text(read_json(body, SOURCE), SOURCE, "the interface code")
    if not code.isascii() or not code.isprintable():
        raise changed(SOURCE, f"the interface code is {code!r:.40}")
    return code


def parse_search(body: bytes, *, term: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """The apps of a search, light; none only in an answer without a single card."""
    cards = as_list(need_key(_answer(body), "layoutData", SOURCE), SOURCE, "layoutData")
    rows = [row for card in cards for row in _rows(card)]
    apps = [row for row in rows if "appid" in row or "package" in row]
    if cards and not apps:
        raise changed(SOURCE, f"{len(cards)} cards of a search hold no app")
    for place, row in enumerate(apps, 1):
        yield _row_sighting(row, found_by=f"search:{term}#{place}", **seen)


def parse_detail(
    body: bytes, *, package: str, found_by: str | None = None, **seen: Unpack[Seen]
) -> Sighting:
    """What the store says of the asked package."""
    app = _answer(body)
    said = need_text(app.get("pkgName"), SOURCE, "pkgName")
    if said != package:
        raise changed(SOURCE, f"asked for {package}, it tells of {said!r:.80}")
    fields = Fields(app, SOURCE)
    number = need_text(app.get("appId"), SOURCE, "appId")
    return Sighting(
        subject=f"{Marketplace.APPGALLERY}:{package}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(app.get("name"), SOURCE, "name"),
        publisher=fields.text("developerName"),
        publisher_id=fields.text("devId"),
        url=f"https://appgallery.huawei.com/app/{number}",
        text=fields.text("description"),
        genre=fields.text("kindName"),
        version=fields.text("version"),
        privacy_url=fields.text("privacyUrl"),
        icon=fields.text("icon"),
        found_by=found_by,
        facts=known(
            {
                "layer": "lookup",
                "app_id": number,
                "category": fields.text("kindTypeName"),
                "version_code": fields.count("versionCode"),
                "summary": fields.text("briefDes"),
                "downloads_text": fields.text("downCount"),
                "price_text": fields.text("price"),
                "whats_new": fields.text("newFeatures"),
                "sha256": fields.text("sha256"),
            }
        ),
        **seen,
    )


def _answer(body: bytes) -> Mapping[str, Any]:
    answer = as_mapping(read_json(body, SOURCE), SOURCE, "the answer")
    code = answer.get("rtnCode", 0)
    if code == _CODE_REFUSED:
        raise SourceBlocked(
            "appgallery does not accept the interface code that it gave. Nothing was read; "
            "resume the sweep, and look at the kept answers when it happens again."
        )
    if code != 0 or isinstance(code, bool):
        raise changed(SOURCE, f"it answers with the code {code!r:.40}")
    return answer


def _rows(card: Any) -> Sequence[Mapping[str, Any]]:
    listed = as_mapping(card, SOURCE, "a card").get("dataList")
    rows = as_list([] if listed is None else listed, SOURCE, "dataList")
    return [as_mapping(row, SOURCE, "a row") for row in rows]


def _row_sighting(row: Mapping[str, Any], *, found_by: str, **seen: Unpack[Seen]) -> Sighting:
    fields = Fields(row, SOURCE)
    return Sighting(
        subject=f"{Marketplace.APPGALLERY}:{need_text(row.get('package'), SOURCE, 'package')}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(row.get("name"), SOURCE, "name"),
        version=fields.text("appVersionName", "versionName"),
        icon=fields.text("icon"),
        found_by=found_by,
        facts=known(
            {
                "layer": "search",
                "app_id": need_text(row.get("appid"), SOURCE, "appid"),
                "summary": fields.text("memo"),
            }
        ),
        **seen,
    )


def _identity(question: str) -> str:
    """The name under which a code is asked for: another one for each question, nobody's trail."""
    return str(uuid5(NAMESPACE_URL, question))
