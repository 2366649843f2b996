"""Aptoide, by the JSON API that its own client asks (app-stores.md §4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Unpack
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from crawler.records import Marketplace, Presence, Sighting
from spiders.android_store import AndroidStore, Fields, absent
from spiders.base import Seen
from spiders.shapes import (
    as_count,
    as_list,
    as_mapping,
    as_number,
    changed,
    known,
    need_key,
    need_text,
    read_json,
)

SOURCE = "aptoide"
HOST = "https://ws75.aptoide.com/api/7"
ROWS = 50  # rows of one answer: public programs are given as many
PAGES = 4  # of one search: 200 rows, as many as Apple gives
_UNKNOWN_APP = "APP-1"


class Aptoide(AndroidStore):
    """Aptoide: a store of stores, each with its uploads. It has no storefront of a country."""

    name = SOURCE
    store = Marketplace.APTOIDE
    hosts = frozenset({"ws75.aptoide.com"})
    has_search = True

    def search_request(self, term: str) -> Request:
        """The first page of a search."""
        return self._page(term, 0)

    def detail_request(self, package: str, found_by: str | None, priority: int) -> Request:
        """What the store knows of a package."""
        asked = urlencode({"package_name": package, "language": "vi_VN"})
        return self.ask(
            f"{HOST}/app/getMeta?{asked}",
            self.read_detail,
            step="detail",
            priority=priority,
            package=package,
            found_by=found_by,
        )

    def read_search(
        self, response: Response, term: str, offset: int
    ) -> Iterator[Request | Sighting]:
        """The rows of one page of a search, each app in full, and the next page."""
        seen = self.seen(response)
        for sighting in parse_search(response.body, term=term, offset=offset, **seen):
            yield sighting
            package = sighting.subject.removeprefix(f"{self.store}:")
            yield from self.look_up(package, found_by=sighting.found_by, priority=10)
        following = next_offset(response.body, offset)
        if following is not None and following < ROWS * PAGES:
            yield self._page(term, following)

    def read_detail(
        self, response: Response, package: str, found_by: str | None
    ) -> Iterator[Sighting]:
        """One app in full, or gone by the store's own code."""
        seen = self.seen(response, also=frozenset({404}))
        parse = parse_gone if response.status == 404 else parse_detail
        yield parse(response.body, package=package, found_by=found_by, **seen)

    def _page(self, term: str, offset: int) -> Request:
        # The client's own names. Without ``mature`` it would not be shown what is for adults.
        asked = {"query": term, "limit": ROWS, "offset": offset, "lang": "vi_VN", "mature": "true"}
        return self.ask(
            f"{HOST}/apps/search?{urlencode(asked)}",
            self.read_search,
            step="search",
            priority=20,
            term=term,
            offset=offset,
        )


def parse_search(
    body: bytes, *, term: str, offset: int = 0, **seen: Unpack[Seen]
) -> Iterator[Sighting]:
    """The rows of one page of a search, light; none only where the store counts none."""
    page = _page_of(body)
    rows = as_list(need_key(page, "list", SOURCE), SOURCE, "list")
    if not rows and _total(page):
        raise changed(SOURCE, f"a search counts {_total(page)} apps and sends none")
    for place, row in enumerate(rows, offset + 1):
        app = as_mapping(row, SOURCE, "an app")
        yield _sighting(app, layer="search", found_by=f"search:{term}#{place}", **seen)


def next_offset(body: bytes, offset: int) -> int | None:
    """Where the next page of a search begins; None after the last one."""
    page = _page_of(body)
    following = as_count(page.get("next"), SOURCE, "next")
    return following if following is not None and offset < following < _total(page) else None


def parse_detail(
    body: bytes, *, package: str, found_by: str | None = None, **seen: Unpack[Seen]
) -> Sighting:
    """What the store says of the asked package."""
    app = as_mapping(need_key(_answer(body), "data", SOURCE), SOURCE, "data")
    sighting = _sighting(app, layer="lookup", found_by=found_by, **seen)
    if sighting.subject != f"{Marketplace.APTOIDE}:{package}":
        raise changed(SOURCE, f"asked for {package}, it tells of {sighting.subject}")
    return sighting


def parse_gone(
    body: bytes, *, package: str, found_by: str | None = None, **seen: Unpack[Seen]
) -> Sighting:
    """The absence of a package, by the store's own code for an app that it does not have."""
    answer = as_mapping(read_json(body, SOURCE), SOURCE, "the answer")
    codes = _codes(answer)
    if _status(answer) != "FAIL" or codes != [_UNKNOWN_APP]:
        raise changed(SOURCE, f"status 404 comes with the codes {codes!r:.80}")
    return absent(
        Marketplace.APTOIDE, package, Presence.GONE, found_by=found_by, layer="status_404", **seen
    )


def _answer(body: bytes) -> Mapping[str, Any]:
    answer = as_mapping(read_json(body, SOURCE), SOURCE, "the answer")
    status = _status(answer)
    if status != "OK":
        raise changed(SOURCE, f"the status of an answer is {status!r:.40}")
    return answer


def _codes(answer: Mapping[str, Any]) -> list[Any]:
    """The store's error codes: its client reads ``errors``, another program ``info.error``."""
    info = as_mapping(need_key(answer, "info", SOURCE), SOURCE, "info")
    errors = as_list(answer.get("errors") or [info.get("error")], SOURCE, "errors")
    return [need_key(as_mapping(each, SOURCE, "an error"), "code", SOURCE) for each in errors]


def _status(answer: Mapping[str, Any]) -> Any:
    return need_key(as_mapping(need_key(answer, "info", SOURCE), SOURCE, "info"), "status", SOURCE)


def _page_of(body: bytes) -> Mapping[str, Any]:
    return as_mapping(need_key(_answer(body), "datalist", SOURCE), SOURCE, "datalist")


def _total(page: Mapping[str, Any]) -> int:
    total = as_count(need_key(page, "total", SOURCE), SOURCE, "total")
    if total is None:
        raise changed(SOURCE, "a search does not count its apps")
    return total


def _sighting(
    app: Mapping[str, Any], *, layer: str, found_by: str | None, **seen: Unpack[Seen]
) -> Sighting:
    fields, developer, media = Fields(app, SOURCE), _part(app, "developer"), _part(app, "media")
    stats = as_mapping(app.get("stats") or {}, SOURCE, "stats")
    rating = as_mapping(stats.get("rating") or {}, SOURCE, "rating")
    ratings = as_count(rating.get("total"), SOURCE, "rating.total")
    return Sighting(
        subject=f"{Marketplace.APTOIDE}:{need_text(app.get('package'), SOURCE, 'package')}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(app.get("name"), SOURCE, "name"),
        publisher=developer.text("name"),
        publisher_id=_id(developer.count("id")),
        url=_part(app, "urls").text("w"),
        text=media.text("description"),
        rating=as_number(rating.get("avg"), SOURCE, "rating.avg") if ratings else None,
        ratings=ratings,
        installs=as_count(stats.get("downloads"), SOURCE, "downloads"),
        version=_part(app, "file").text("vername"),
        released=fields.day("added"),
        updated=fields.day("updated", "modified"),
        website=developer.text("website"),
        email=developer.text("email"),
        privacy_url=developer.text("privacy"),
        icon=fields.text("icon"),
        found_by=found_by,
        facts=_facts(app, layer),
        **seen,
    )


def _facts(app: Mapping[str, Any], layer: str) -> dict[str, Any]:
    file = as_mapping(app.get("file") or {}, SOURCE, "file")
    signature, media = _part(file, "signature"), as_mapping(app.get("media") or {}, SOURCE, "media")
    keywords = as_list(media.get("keywords") or [], SOURCE, "keywords")
    return known(
        {
            "layer": layer,
            "uname": Fields(app, SOURCE).text("uname"),
            "store_name": _part(app, "store").text("name"),
            "version_code": Fields(file, SOURCE).count("vercode"),
            "signature_sha1": signature.text("sha1"),
            "signature_owner": signature.text("owner"),
            "malware_rank": _part(file, "malware").text("rank"),
            "keywords": [need_text(each, SOURCE, "a keyword") for each in keywords] or None,
            "whats_new": Fields(media, SOURCE).text("news"),
        }
    )


def _part(app: Mapping[str, Any], key: str) -> Fields:
    return Fields(as_mapping(app.get(key) or {}, SOURCE, key), SOURCE)


def _id(number: int | None) -> str | None:
    """Accounts that the store does not know bear no number, or 0."""
    return str(number) if number else None
