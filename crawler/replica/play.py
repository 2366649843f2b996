"""Google Play of the world: app pages, search, developers and charts as Play answers them."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import Any

from crawler.replica import play_blocks as blocks
from crawler.replica import play_looks as looks
from crawler.replica.answers import Reply, Visit, html_reply, not_found
from crawler.replica.finding import GOOGLE_LIMIT, Shelf
from crawler.replica.model import GENRES, StoreListing

HOST = "play.google.com"
_CHART_LIMIT = 100
_DEVELOPER_LIMIT = 60
_SIMILAR = 20
_SUGGESTED = 10
_BATCH = "/_/PlayStoreUi/data/batchexecute"


class PlayStore:
    """Answers requests for play.google.com."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""
        match (visit.method, visit.path):
            case ("GET", "/store/apps/details"):
                return self._details(visit)
            case ("GET", path) if path == blocks.CLUSTER_PATH:
                return self._cluster(visit)
            case ("GET", "/store/search"):
                return self._search(visit)
            case ("GET", "/store/apps/dev" | "/store/apps/developer"):
                return self._developer(visit)
            case ("GET", "/store/apps/datasafety"):
                return self._data_safety(visit)
            case ("POST", path) if path == _BATCH:
                return self._batch(visit)
        return not_found()

    def _details(self, visit: Visit) -> Reply:
        listing = self._shelf.by_id.get(visit.query.get("id", ""))
        if listing is None:
            return not_found()
        return html_reply(app_page(listing, visit.query.get("hl", "en")))

    def _cluster(self, visit: Visit) -> Reply:
        listing = self._shelf.by_id.get(visit.query.get("near", ""))
        if listing is None:
            return not_found()
        rows = [blocks.list_row(near) for near in self._shelf.similar(listing, _SIMILAR)]
        data = [[None, [blocks.rows_section(rows, 21)]], ["CAESGQ=="]]
        services = {"ds:0": "T6C6Se", "ds:3": "w3QCWb"}
        return html_reply(_page("Ứng dụng tương tự", services, {"ds:0": _menu(), "ds:3": data}))

    def _search(self, visit: Visit) -> Reply:
        term = visit.query.get("q", "")
        exact = self._shelf.exact(term)
        found = [row for row in self._shelf.search(term, GOOGLE_LIMIT) if row is not exact]
        sections = []
        if exact is not None:
            sections.append(blocks.card(exact, visit.query.get("hl", "en")))
            found = found[: GOOGLE_LIMIT - 1]
        if found:
            sections.append(blocks.rows_section([[blocks.list_row(row)] for row in found], 22))
        if not sections:
            sections.append(blocks.nothing_found(term))
        data = [[None, sections, None, [None, "EAEaHw=="]], ["CAESGQ=="], None, []]
        services = {"ds:0": "T6C6Se", "ds:3": "AZO9Cb", "ds:4": "lGYRle"}
        return html_reply(
            _page(
                f"{term} - Ứng dụng Android trên Google Play",
                services,
                {"ds:0": _menu(), "ds:3": [], "ds:4": data},
            )
        )

    def _developer(self, visit: Visit) -> Reply:
        account = visit.query.get("id", "")
        owned = self._shelf.by_developer.get(account)
        if not owned:
            return not_found()
        # Rows are bare on the page of a numbered account and wrapped on that of a named one.
        rows = [blocks.list_row(listing) for listing in owned[:_DEVELOPER_LIMIT]]
        token = _token(owned, account, _DEVELOPER_LIMIT)
        if account.isdigit():
            section = blocks.rows_section(rows, 21, token)
        else:
            section = blocks.rows_section([[row] for row in rows], 22, token)
        data = [[None, [section]], ["CAESGQ=="]]
        title = f"Ứng dụng Android của {owned[0].developer} trên Google Play"
        services = {"ds:0": "T6C6Se", "ds:3": "jLZZ2e"}
        return html_reply(_page(title, services, {"ds:0": _menu(), "ds:3": data}))

    def _batch(self, visit: Visit) -> Reply:
        calls = json.loads(visit.form.get("f.req", "[[]]"))[0]
        rows = [
            ["wrb.fr", call[0], self._call(call[0], call[1]), None, None, None, "generic"]
            for call in calls
        ]
        rows += [["di", 68], ["af.httprm", 67, "8599909427319820995", 1]]
        body = ")]}'\n\n" + json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return Reply(200, body.encode(), "application/json; charset=utf-8")

    def _call(self, name: str, inner: str) -> str | None:
        asked = json.loads(inner)
        match name:
            case "vyAe2":
                return self._chart(asked)
            case "UsvDTd" if listing := self._shelf.by_id.get(asked[3][0]):
                return blocks.inner_json(looks.reviews(listing, asked[2]))
            case "xdSrCf" if listing := self._shelf.by_id.get(asked[0][1][0]):
                return blocks.inner_json(looks.permissions(listing))
            case "IJ4APc" if found := self._shelf.completions(asked[0][1][0], _SUGGESTED):
                return blocks.inner_json([[[[title, None] for title in found]]])
            case "qnKhOb":
                return blocks.inner_json(self._next(*asked[0][3].split("|")))
        return None

    def _next(self, account: str, start: str) -> list[Any]:
        """The rows behind a token, in their older form."""
        owned, end = self._shelf.by_developer[account], int(start) + _DEVELOPER_LIMIT
        rows = [blocks.older_row(listing) for listing in owned[int(start) : end]]
        token = _token(owned, account, end)
        return [[[rows, *[None] * 6, [None, token]]]]

    def _data_safety(self, visit: Visit) -> Reply:
        listing = self._shelf.by_id.get(visit.query.get("id", ""))
        if listing is None:
            return not_found()
        data = {"ds:0": _menu(), "ds:3": looks.data_safety(listing)}
        # Which call answers this page was never recorded: it is announced under no known name.
        services = {"ds:0": "T6C6Se", "ds:3": "unknown"}
        return html_reply(_page(f"{listing.title} - An toàn dữ liệu", services, data))

    def _chart(self, asked: list[Any]) -> str:
        _, feed, category = asked[0][2]
        chart = self._shelf.chart(
            None if category == "APPLICATION" else category,
            _CHART_LIMIT,
            paid=feed == "topselling_paid",
        )
        if not chart:
            return "[]"
        rows = [[blocks.list_row(listing)] for listing in chart]
        return blocks.inner_json([[None, [blocks.rows_section(rows, 28)]]])


def _token(owned: Sequence[StoreListing], account: str, end: int) -> str | None:
    """What the next page of a developer's apps is asked by."""
    return f"{account}|{end}" if end < len(owned) else None


def app_page(listing: StoreListing, language: str) -> str:
    """The page of one app, in today's layout or in that of 2022."""
    old = blocks.old_layout(listing)
    key, beside = ("ds:4", "ds:5") if old else ("ds:5", "ds:11")
    package = listing.store_id
    facts = blocks.details(listing, language, trailing=not old)
    asked = {"12": [[package, 7]], "40": [[1, 10, 11, 13, 14]]}
    data = {
        "ds:0": _menu(),
        key: [[[[]]], [None, None, facts, asked], [[129], [139], [47]]],
        # A second answer to the same call, which knows the rating only.
        beside: [[[[]]], [None, None, [{"52": facts[51]}], asked]],
        "ds:8": [None, [None, [blocks.cluster(listing)], None, [], 0, ["qgJDCg=="]]],
    }
    services = {"ds:0": "T6C6Se", key: "Ws7gDc", beside: "Ws7gDc", "ds:8": "ag2B9c"}
    title = f"{listing.title} - Ứng dụng trên Google Play"
    return _page(title, services, data, head=_head(listing, language), package=package)


def _page(
    title: str,
    services: dict[str, str],
    data: dict[str, Any],
    *,
    head: str = "",
    package: str = "",
) -> str:
    scripts = "".join(
        blocks.script(key, number, value) for number, (key, value) in enumerate(data.items(), 1)
    )
    return (
        '<!DOCTYPE html><html lang="vi" dir="ltr"><head><base href="https://play.google.com/">'
        f'<title id="main-title">{html.escape(title)}</title>{head}'
        f"{blocks.service_requests(services, package)}</head>"
        f'<body id="yDmH0d"><c-wiz></c-wiz>{scripts}</body></html>'
    )


def _head(listing: StoreListing, language: str) -> str:
    address = html.escape(f"{blocks.BASE}{blocks.details_url(listing)}&hl={language}")
    return (
        f'<link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'
        f'<meta property="og:title" content="{html.escape(listing.title)} - Ứng dụng trên Google '
        'Play"><script type="application/ld+json" nonce="replica">'
        f"{blocks.script_json(_linked_data(listing, address))}</script>"
    )


def _linked_data(listing: StoreListing, address: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "name": listing.title,
        "url": html.unescape(address),
        "description": listing.summary,
        "operatingSystem": "ANDROID",
        "applicationCategory": GENRES[listing.genre].google,
        "image": f"https://play-lh.googleusercontent.com/{listing.store_id}-icon",
        "contentRating": "Phù hợp cho 12 tuổi trở lên",
        "author": {"@type": "Person", "name": listing.developer},
        "offers": [
            {
                "@type": "Offer",
                "price": str(listing.price),
                "priceCurrency": "VND",
                "availability": "https://schema.org/InStock",
            }
        ],
    }
    if listing.website is not None:
        facts["author"]["url"] = listing.website
    if listing.rating is not None:
        facts["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": str(listing.rating),
            "ratingCount": str(listing.ratings),
        }
    return facts


def _menu() -> list[Any]:
    return [[[11, blocks.inner_link("/store/games"), "Trò chơi"]]]
