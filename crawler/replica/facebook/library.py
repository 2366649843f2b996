"""The Ad Library of the replica: first results in the page, more as its script is scrolled."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from typing import Any
from urllib.parse import quote

from crawler.replica.answers import Reply, Visit, html_reply, not_found
from crawler.replica.facebook.world import Advert, FacebookWorld

HOST = "www.facebook.com"
_FIRST, _MORE = 30, 10  # adverts of the page, and of each scroll
_GUARD = "for (;;);"
_JSON = "application/json; charset=utf-8"
_CHALLENGE = """<!DOCTYPE html><html><head><title>Ad Library</title></head><body><script>
fetch('/__rd_verify_ViDu?challenge=3', {method: 'POST'}).finally(() => window.location.reload());
</script></body></html>"""
_LOGIN = """<!DOCTYPE html><html><head><title>Đăng nhập Facebook</title></head><body>
<form action="/login/device-based/regular/login/" method="post"><input name="email">
<input type="password" name="pass"></form></body></html>"""
# What the page does by itself: it posts when its end comes into sight, one question at a time.
_SCRIPT = """
let cursor = CURSOR, asking = false;
async function more() {
  if (asking || cursor === null) return;
  if (innerHeight + scrollY < document.documentElement.scrollHeight - 300) return;
  asking = true;
  const form = new URLSearchParams({
    fb_api_req_friendly_name: "AdLibrarySearchPaginationQuery", lsd: "AViDu",
    doc_id: "9100000000000009",
    variables: JSON.stringify({cursor, queryString: QUERY}),
  });
  const answer = await fetch("/api/graphql/", {method: "POST", body: form});
  const text = (await answer.text()).replace("for (;;);", "");
  const main = (JSON.parse(text).data || {}).ad_library_main;
  if (!main) { cursor = null; return; }
  const found = main.search_results_connection;
  for (const edge of found.edges) for (const one of edge.node.collated_results) {
    const card = document.createElement("div");
    card.className = "card";
    card.textContent = "ID thư viện: " + one.ad_archive_id;
    document.getElementById("list").append(card);
  }
  cursor = found.page_info.has_next_page ? found.page_info.end_cursor : null;
  asking = false;
}
addEventListener("scroll", more);
"""


class LibraryFault(StrEnum):
    """What the Ad Library does instead of showing adverts."""

    CHALLENGE = "challenge"
    CAPTCHA = "captcha"
    LOGIN_WALL = "login_wall"
    LOGIN_REDIRECT = "login_redirect"
    CHECKPOINT = "checkpoint"
    FORBIDDEN = "403"
    TOO_MANY = "429"
    RATE_LIMITED = "1675004"
    EMPTIED = "emptied"
    SILENT = "silent"  # the page says that there is more and never asks for it
    NO_ADVERTS = "no_adverts"


@dataclass(slots=True, kw_only=True)
class LibraryMood:
    """How the Ad Library answers just now."""

    fault: LibraryFault | None = None
    after: int = 0  # so many answers are still well
    stopped: set[str] = field(default_factory=set)  # adverts that run no more

    def fault_now(self) -> LibraryFault | None:
        """The fault of this answer."""
        if self.fault is None:
            return None
        self.after -= 1
        return self.fault if self.after < 0 else None


class Library:
    """Answers for www.facebook.com; it knows nothing but the Ad Library."""

    def __init__(self, world: FacebookWorld, mood: LibraryMood) -> None:
        self.world = world
        self._mood = mood

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""
        if visit.path == "/ads/library/":
            return self._page(visit)
        if visit.path == "/api/graphql/" and visit.method == "POST":
            return self._more(visit)
        return not_found()

    def _page(self, visit: Visit) -> Reply:
        fault = self._mood.fault_now()
        if (instead := _instead(fault)) is not None:
            return instead
        words = visit.query.get("q", "")
        if advert := visit.query.get("id"):
            found = [one for one in self.world.adverts if one.id == advert]
        else:
            found = self._found(words, visit.query.get("view_all_page_id"))
        answer = _answer(found, 0, _FIRST, fault, self._mood.stopped)
        return html_reply(
            _html(found, answer, words, fault), Set_Cookie="datr=ViDuCookie0123456789; path=/"
        )

    def _more(self, visit: Visit) -> Reply:
        fault = self._mood.fault_now()
        if (instead := _instead(fault)) is not None:
            return instead
        variables = json.loads(visit.form["variables"])
        found = self._found(variables["queryString"], None)
        begin = int(variables["cursor"].removeprefix("from "))
        answer = _answer(found, begin, _MORE, fault, self._mood.stopped)
        return Reply(200, f"{_GUARD}{json.dumps(answer, ensure_ascii=False)}".encode(), _JSON)

    def _found(self, words: str, page: str | None) -> list[Advert]:
        found = self.world.adverts_of({page}) if page else self.world.adverts_with(words)
        return [one for one in found if one.id not in self._mood.stopped]


def _instead(fault: LibraryFault | None) -> Reply | None:
    """The whole answer of faults that show no page of results."""
    match fault:
        case LibraryFault.CHALLENGE:
            return html_reply(_CHALLENGE)
        case LibraryFault.LOGIN_WALL:
            return html_reply(_LOGIN)
        case LibraryFault.LOGIN_REDIRECT:
            return html_reply("", 302, Location="/login/?next=https%3A%2F%2Fwww.facebook.com%2Fads")
        case LibraryFault.CHECKPOINT:
            return html_reply("", 302, Location="/checkpoint/")
        case LibraryFault.FORBIDDEN | LibraryFault.TOO_MANY:
            return html_reply("<html><body>Sorry</body></html>", int(fault))
        case LibraryFault.RATE_LIMITED:
            error = {"message": "Rate limit exceeded", "severity": "CRITICAL", "code": 1675004}
            return Reply(200, json.dumps({"errors": [error], "data": None}).encode(), _JSON)
    return None


def _answer(
    found: Sequence[Advert],
    begin: int,
    most: int,
    fault: LibraryFault | None,
    stopped: Collection[str],
) -> dict[str, Any]:
    shown = found[begin : begin + most]
    if fault in (LibraryFault.EMPTIED, LibraryFault.NO_ADVERTS):
        shown = []
    more = begin + most < len(found) and bool(shown)
    connection = {
        "count": 0 if fault is LibraryFault.NO_ADVERTS else len(found),
        "edges": [
            {"node": {"collated_results": [_advert(one, active=one.id not in stopped)]}}
            for one in shown
        ],
        "page_info": {
            "end_cursor": f"from {begin + most}" if more else None,
            "has_next_page": more,
        },
    }
    return {
        "data": {
            "xfb_ad_library_is_captcha_required": fault is LibraryFault.CAPTCHA,
            "ad_library_main": {"search_results_connection": connection},
        }
    }


def _advert(advert: Advert, *, active: bool) -> dict[str, Any]:
    page = advert.page
    snapshot = {
        "page_id": page.id,
        "page_is_deleted": False,
        "page_profile_uri": f"https://www.facebook.com/{page.vanity}/",
        "page_name": page.name,
        "page_categories": [page.category],
        "page_like_count": page.likes,
        "caption": advert.caption,
        "title": advert.title,
        "body": {"text": advert.body},
        "cards": [],
        "cta_text": "Tìm hiểu thêm",
        "cta_type": "LEARN_MORE",
        "display_format": "IMAGE",
        "link_description": None,
        "link_url": f"https://l.facebook.com/l.php?u={quote(advert.link, safe='')}&h=AViDu",
        "images": [],
        "videos": [],
        "extra_links": [],
        "extra_texts": [],
    }
    return {
        "ad_archive_id": advert.id,
        "collation_count": 1,
        "collation_id": advert.collation,
        "is_active": active,
        "page_id": page.id,
        "page_is_deleted": False,
        "page_name": page.name,
        "snapshot": snapshot,
        "start_date": advert.started,
        "end_date": advert.started + 86_400,
        "publisher_platform": ["FACEBOOK"],
        "gated_type": "ELIGIBLE",
    }


def _html(
    found: Sequence[Advert], answer: dict[str, Any], words: str, fault: LibraryFault | None
) -> str:
    connection = answer["data"]["ad_library_main"]["search_results_connection"]
    inside = {"require": [["S", "handle", None, [{"__bbox": {"result": answer}}]]]}
    data = json.dumps(inside, ensure_ascii=False).replace("</", "<\\/")
    silent = fault is LibraryFault.SILENT
    cursor = json.dumps(None if silent else connection["page_info"]["end_cursor"])
    script = _SCRIPT.replace("CURSOR", cursor).replace("QUERY", json.dumps(words))
    cards = "".join(_card(advert) for advert in found[: len(connection["edges"])])
    return (
        '<!DOCTYPE html><html lang="vi" id="facebook"><head><meta charset="utf-8">'
        "<title>Thư viện quảng cáo</title><style>.card{height:320px}</style></head><body>"
        f'<div role="heading">~{connection["count"]} kết quả</div><div id="list">{cards}</div>'
        f'<script type="application/json" data-sjs>{data}</script>'
        f'<script>const token = ["DTSGInitialData",[],{{"token":"AViDuDtsg0123456789"}}];{script}'
        "</script></body></html>"
    )


def _card(advert: Advert) -> str:
    return (
        f'<div class="card"><span>ID thư viện: {advert.id}</span><b>{escape(advert.page.name)}</b>'
        f"<p>{escape(advert.body)}</p></div>"
    )
