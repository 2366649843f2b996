"""graph.facebook.com of the replica: searches, pages, ``ads_archive``, usage headers, errors."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from crawler.replica.answers import Reply, Visit, json_reply
from crawler.replica.facebook.world import Advert, FacebookWorld, Page

HOST = "graph.facebook.com"
# As long as a real one and with its beginning, so that what looks for tokens finds it.
TOKEN = "EAAB" + "ViDuKhongPhaiThat" * 8  # invented, opens the replica only
_MOST_ROWS = 500  # larger limits fail (facebook.md §2)
_SMALL = frozenset({"id", "name", "username", "link", "fan_count", "verification_status"})
_WIDE = frozenset(
    {
        *("about", "bio", "description", "category", "category_list", "website", "emails"),
        *("followers_count", "is_verified", "is_published", "is_unclaimed", "location"),
        *("talking_about_count", "start_info", "has_transitioned_to_new_page_experience"),
    }
)
_NO_PERMISSION = (
    "(#100) Object does not exist, cannot be loaded due to missing permission or reviewable "
    "feature. This endpoint requires the 'Page Public Content Access' feature."
)


@dataclass(slots=True, kw_only=True)
class Mood:
    """How the Graph answers just now."""

    code: int | None = None  # of the error that it gives
    after: int = 0  # so many answers are still well
    once: bool = False  # one error, then well again
    status: int | None = None  # with which errors come; which one a real error has is unverified
    held_after: int | None = None  # so many requests are answered, then none
    usage: int = 3  # percent of what may be called
    narrow: bool = False  # this token may read the small group of fields only
    without_next: bool = False  # ``paging`` has no ``next``, though there is more
    down: set[str] = field(default_factory=set)  # pages that nobody finds


class Graph:
    """Answers for the token of this replica."""

    def __init__(self, world: FacebookWorld, mood: Mood) -> None:
        self.world = world
        self._mood = mood

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request, with the headers that tell how much was called."""
        reply = self._answer(visit)
        if reply.status != 200 and self._mood.status is not None:
            reply = replace(reply, status=self._mood.status)
        usage = json.dumps({"call_count": self._mood.usage, "total_time": 1, "total_cputime": 1})
        return replace(reply, headers={"X-App-Usage": usage, **_business(self._mood)})

    def _answer(self, visit: Visit) -> Reply:
        if visit.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(190, "Error validating access token: the session is invalid.")
        if self._mood.code is not None:
            if self._mood.after <= 0:
                code = self._mood.code
                if self._mood.once:
                    self._mood.code = None
                return _error(code, f"(#{code}) An error of the replica")
            self._mood.after -= 1
        _, _, path = visit.path.lstrip("/").partition("/")
        answers: Mapping[str, Callable[[Visit], Reply]] = {
            "pages/search": self._search,
            "ads_archive": self._archive,
            "": self._several,
        }
        return answers[path](visit) if path in answers else self._one(path, visit)

    def _search(self, visit: Visit) -> Reply:
        rows = [
            {"id": page.id, "name": page.name, "link": f"https://www.facebook.com/{page.id}"}
            for page in self.world.pages_with(visit.query.get("q", ""))
        ]
        return self._paged(visit, rows)

    def _archive(self, visit: Visit) -> Reply:
        query = visit.query
        try:
            countries = json.loads(query.get("ad_reached_countries", ""))
            pages = set(map(str, json.loads(query.get("search_page_ids", "[]"))))
        except ValueError:
            return _error(100, "(#100) Param ad_reached_countries must be an array")
        if "VN" not in countries:
            return _error(100, "(#100) Param ad_reached_countries[0] must be one of {VN}.")
        words = query.get("search_terms", "")
        if not words and not pages:
            return _error(100, "(#100) search_terms or search_page_ids is needed")
        if len(words) > 100 or len(pages) > 10:
            return _error(100, "(#100) search_terms or search_page_ids is too long")
        found = self.world.adverts_of(pages) if pages else self.world.adverts_with(words)
        return self._paged(visit, [_archived(advert, query.get("fields", "")) for advert in found])

    def _paged(self, visit: Visit, rows: Sequence[Mapping[str, Any]]) -> Reply:
        limit = int(visit.query.get("limit", "25"))
        if limit > _MOST_ROWS:
            return _error(1, "Please reduce the amount of data you're asking for", status=500)
        begin = _offset(visit.query.get("after"))
        shown = rows[begin : begin + limit]
        answer: dict[str, Any] = {"data": shown}
        if shown:
            after = _cursor(begin + limit)
            answer["paging"] = {"cursors": {"after": after}}
            if begin + limit < len(rows) and not self._mood.without_next:
                query = {**visit.query, "access_token": TOKEN, "after": after}
                answer["paging"]["next"] = f"https://{HOST}{visit.path}?{urlencode(query)}"
        return json_reply(answer)

    def _one(self, named: str, visit: Visit) -> Reply:
        page = self.world.page(named)
        if page is None or page.id in self._mood.down:
            if named.isdigit():
                return _missing(named)
            return _error(803, f"(#803) Some of the aliases you requested do not exist: {named}")
        return self._fields(visit) or json_reply(_page(page, visit.query["fields"]))

    def _several(self, visit: Visit) -> Reply:
        """Pages by their numbers; one that is not there fails the whole call."""
        ids = [one for one in visit.query.get("ids", "").split(",") if one]
        if len(ids) > 50:
            return _error(100, "(#100) Too many IDs. Maximum: 50.")
        for named in ids:
            if named in self._mood.down or self.world.page(named) is None:
                return _missing(named)
        fields = visit.query.get("fields", "")
        pages = {named: self.world.page(named) for named in ids}
        told = {named: _page(page, fields) for named, page in pages.items() if page}
        return self._fields(visit) or json_reply(told)

    def _fields(self, visit: Visit) -> Reply | None:
        """The error of a field that nobody knows, or that this token may not read."""
        asked = set(visit.query.get("fields", "").split(","))
        if unknown := asked - _SMALL - _WIDE:
            field_ = sorted(unknown)[0]
            return _error(100, f"(#100) Tried accessing nonexisting field ({field_})")
        if self._mood.narrow and asked - _SMALL:
            return _error(100, _NO_PERMISSION)
        return None


def _page(page: Page, fields: str) -> dict[str, Any]:
    told = {
        "id": page.id,
        "name": page.name,
        "username": page.vanity,
        "link": f"https://www.facebook.com/{page.vanity}/",
        "fan_count": page.likes,
        "verification_status": "not_verified",
        "about": page.about,
        "category": page.category,
        "category_list": [{"id": "2303", "name": page.category}],
        "website": page.website,
        "is_published": True,
    }
    return {name: value for name, value in told.items() if name in fields.split(",")}


def _archived(advert: Advert, fields: str) -> dict[str, Any]:
    started = datetime.fromtimestamp(advert.started, UTC).date().isoformat()
    told: dict[str, Any] = {
        "id": advert.id,
        "page_id": advert.page.id,
        "page_name": advert.page.name,
        "ad_creation_time": started,
        "ad_creative_bodies": [advert.body],
        "ad_creative_link_captions": [advert.caption],
        "ad_creative_link_titles": [advert.title],
        "ad_delivery_start_time": started,
        "ad_snapshot_url": "https://www.facebook.com/ads/archive/render_ad/"
        f"?id={advert.id}&access_token={TOKEN}",
        "publisher_platforms": ["facebook"],
        "languages": ["vi"],
    }
    if advert.countries:
        told["age_country_gender_reach_breakdown"] = [
            {"country": country, "age_gender_breakdowns": []} for country in advert.countries
        ]
    return {name: value for name, value in told.items() if name in fields.split(",")}


def _missing(named: str) -> Reply:
    message = (
        f"Unsupported get request. Object with ID '{named}' does not exist, cannot be loaded due "
        "to missing permissions, or does not support this operation."
    )
    return _error(100, message, subcode=33)


def _error(code: int, message: str, *, subcode: int | None = None, status: int = 400) -> Reply:
    # As public threads show it: 100/33 comes with status 400 and this type
    # (facebook/facebook-android-sdk #572). Of the other codes the status is a guess.
    kind = "OAuthException" if subcode is None else "GraphMethodException"
    told: dict[str, Any] = {"message": message, "type": kind, "code": code}
    if subcode is not None:
        told["error_subcode"] = subcode
    return json_reply({"error": {**told, "fbtrace_id": "AViDu"}}, status)


def _business(mood: Mood) -> dict[str, str]:
    """Minutes until it may be called again, and a key that was not there before."""
    minutes = 23 if mood.code is not None and 80000 <= mood.code <= 80009 else 0
    told = {
        "type": "pages",
        "call_count": mood.usage,
        "total_cputime": 1,
        "total_time": 1,
        "estimated_time_to_regain_access": minutes,
        "ads_api_access_tier": "development_access",
        "key_of_tomorrow": {"of": ["the", "replica"]},
    }
    return {"X-Business-Use-Case-Usage": json.dumps({"910000000000": [told]})}


def _cursor(begin: int) -> str:
    return urlsafe_b64encode(f"from {begin}".encode()).decode()


def _offset(cursor: str | None) -> int:
    return int(urlsafe_b64decode(cursor).decode().removeprefix("from ")) if cursor else 0
