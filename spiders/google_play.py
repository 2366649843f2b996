"""Google Play, by its search, chart, app and developer pages (app-stores.md §2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Unpack
from urllib.parse import unquote_plus, urlencode, urljoin

from scrapy import Request
from scrapy.http import Response

from crawler.errors import SourceBlocked
from crawler.records import Marketplace, Presence, Proof, Sighting
from crawler.text import fold_marks
from spiders.base import Expect, Seen
from spiders.looks import look, review_facts
from spiders.play_app_page import APP_URL, parse_app_page, parse_screens
from spiders.play_blocks import SOURCE, batch_answer, pick
from spiders.play_charts import CATEGORIES, CHARTS, chart_body
from spiders.play_looks import (
    PERMISSIONS,
    REVIEWS,
    parse_data_safety,
    parse_permissions,
    parse_reviews,
    permissions_body,
    reviews_body,
)
from spiders.play_pages import NEXT, next_body, parse_next, token_of_answer, token_of_page
from spiders.play_rows import (
    read_html_rows,
    read_list_page,
    read_row,
    row_sighting,
)
from spiders.play_search import parse_search
from spiders.play_similar import (
    SUGGESTIONS,
    parse_clusters,
    parse_similar,
    parse_suggestions,
    suggestions_body,
)
from spiders.shapes import changed, known, read_text
from spiders.stores import Before, StoreSpider

__all__ = [
    "GooglePlay",
    "parse_app_page",
    "parse_chart",
    "parse_data_safety",
    "parse_developer",
    "parse_gone",
    "parse_next",
    "parse_permissions",
    "parse_reviews",
    "parse_screens",
    "parse_search",
]

HOST = "https://play.google.com"
_CHART = "vyAe2"
_NEXT_PAGES = 3  # of one list: peers got no more than 250 rows
_REVIEW_PAGES = 2
_CLUSTERS = 4  # of one app page
# Google's own words of a 404 page: any proxy on the way can say 404 as well.
_NOT_FOUND = ("not found", "khong tim thay")
_SERVERS = ("nginx", "apache", "openresty", "squid", "varnish", "cloudflare", "lighttpd")
# What filters on the way say, and no store does of an app that it does not carry.
_FILTERS = ("web filter", "firewall", "is not allowed", "bi chan", "file or directory not found")


class GooglePlay(StoreSpider):
    """Google Play of Vietnam."""

    name = SOURCE
    store = Marketplace.GOOGLE
    proof = Proof.RECORDED
    expect = Expect(sightings=(1, 100_000), filled={"title": 1.0, "publisher": 0.98})
    hosts = frozenset({"play.google.com"})
    picture_hosts = frozenset({"play-lh.googleusercontent.com"})
    seconds_between_requests = 1.0

    def app_requests(self, name: str) -> Iterator[Request]:
        """The page of one package."""
        yield from self._open(name, found_by="lookup")

    def search_request(self, term: str) -> Request:
        """The first page of a search: its card and about 30 rows."""
        return self._search(term, step="search", priority=20)

    def suggestion_requests(self, term: str) -> Iterator[Request]:
        """What Google suggests to who types the term."""
        body, step = suggestions_body(term), "suggestions"
        yield self._call(
            SUGGESTIONS, body, self.read_suggestions, step=step, priority=15, term=term
        )

    def chart_requests(self) -> Iterator[Request]:
        """Each chart of each category of games."""
        for chart in CHARTS:
            for category in CATEGORIES:
                asked = {"chart": chart, "category": category}
                body = chart_body(chart, category)
                yield self._call(_CHART, body, self.read_chart, step="chart", **asked)

    def near_requests(self, number: str) -> Iterator[Request]:
        """Its page twice: as an app, and for its clusters, whose loss must not lose the app."""
        yield from self._open(number, "lookup", priority=10)
        url = self._url("/store/apps/details", id=number)
        yield self.ask(url, self.read_clusters, step="similar", package=number)

    def screens_request(self, name: str, language: str, before: Before | None = None) -> Request:
        """The page of one app in a language."""
        url = self._url("/store/apps/details", language=language, id=name)
        asked = {"name": name, "before": before}
        return self.ask(url, self.read_screens, step="screens", priority=-20, **asked)

    def screens_of(self, body: bytes, name: str) -> tuple[str, ...]:
        """The screenshots on the page of one app."""
        return parse_screens(body, package=name)

    def account_requests(self, account: str, name: str | None = None) -> Iterator[Request]:
        """A number leads to the developer's own page, a name to a list."""
        if self.developers.admits(account):
            page = "dev" if account.isdigit() else "developer"
            url = self._url(f"/store/apps/{page}", id=unquote_plus(account))
            yield self.ask(url, self.read_developer, step="developer", developer=name or account)

    def look_requests(self, sighting: Sighting) -> Iterator[Request]:
        """Reviews, permissions and the data safety page of one app."""
        package = sighting.subject.removeprefix("google:")
        yield self._reviews(package, token=None, page=1)
        body = permissions_body(package)
        step = "permissions"
        yield self._call(PERMISSIONS, body, self.read_permissions, step=step, package=package)
        url = self._url("/store/apps/datasafety", id=package)
        yield self.ask(url, self.read_data_safety, step="data_safety", package=package)

    def read_search(
        self, response: Response, term: str, path: str | None = None
    ) -> Iterator[Request | Sighting]:
        """The rows of one search, then the page of each app."""
        seen, path = self.seen(response), path or f"search:{term}"
        rows = list(parse_search(response.body, term=term, path=path, **seen))
        for sighting in rows:
            yield sighting
            yield from self._detail(sighting, priority=10)
        token = token_of_page(response.body)
        yield from self._next(token, layer="search", path=path, place=len(rows), page=1)

    def read_suggestions(self, response: Response, term: str) -> Iterator[Request]:
        """The searches for what is suggested to a term: one generation, after the terms' own."""
        self.seen(response)
        for found in self.suggested_terms(term, parse_suggestions(response.body)):
            path = f"suggested:{term}>{found}"
            yield self._search(found, path=path, step="suggested", priority=5)

    def read_chart(
        self, response: Response, chart: str, category: str
    ) -> Iterator[Request | Sighting]:
        """The rows of one chart, then the page of each app."""
        seen = self.seen(response)
        for sighting in parse_chart(response.body, chart=chart, category=category, **seen):
            yield sighting
            yield from self._detail(sighting)

    def read_detail(
        self, response: Response, package: str, found_by: str | None, rank: Any
    ) -> Iterator[Request | Sighting]:
        """One app in full, or gone by Google's own word; then its developer."""
        for sighting in self._shown(response, package, found_by, self.market):
            if sighting.presence is Presence.GONE:
                yield sighting
                return
            yield replace(sighting, facts={**sighting.facts, **known({"rank": rank})})
            yield from self._developer(sighting)
            yield from self.closer_look(sighting)

    def storefront_requests(self, market: str, names: Sequence[str]) -> Iterator[Request]:
        """The page of each package as that storefront shows it."""
        for package in names:
            url = self._url("/store/apps/details", market, id=package)
            asked = {"subjects": [f"google:{package}"], "market": market}
            yield self.ask(url, self.read_recheck, step="recheck", priority=10, **asked)

    def read_recheck(
        self, response: Response, subjects: Sequence[str], market: str
    ) -> Iterator[Sighting]:
        """Whether a storefront carries one app."""
        package = subjects[0].removeprefix("google:")
        yield from self._shown(response, package, "recheck", market)

    def _shown(
        self, response: Response, package: str, found_by: str | None, market: str
    ) -> Iterator[Sighting]:
        """The app of a page, or that it is gone by Google's own word."""
        seen = self.seen(response, also=frozenset({404}))
        seen["market"] = market
        parse = parse_gone if response.status == 404 else parse_app_page
        yield from parse(response.body, package=package, found_by=found_by, **seen)

    def read_developer(self, response: Response, developer: str) -> Iterator[Request | Sighting]:
        """The rows of one developer, then the page of each app; a lost account tells of no app."""
        seen = self.seen(response, also=frozenset({404}))
        if response.status == 404:
            _refuse_foreign(response.body, developer)
            return
        rows = list(parse_developer(response.body, developer=developer, **seen))
        for sighting in rows:
            yield sighting
            yield from self._detail(sighting)
        token = token_of_page(response.body)
        path = f"developer:{developer}"
        yield from self._next(token, layer="developer", path=path, place=len(rows), page=1)

    def read_clusters(self, response: Response, package: str) -> Iterator[Request]:
        """The lists that the page of one app leads to; an app that is gone leads to none."""
        self.seen(response, also=frozenset({404}))
        if response.status == 404:
            _refuse_foreign(response.body, package)
            return
        asked = urlencode({"hl": "vi", "gl": self.market})
        for cluster in parse_clusters(response.body)[:_CLUSTERS]:
            url = urljoin(HOST, cluster.url)
            url += f"{'&' if '?' in url else '?'}{asked}"
            yield self.ask(url, self.read_similar, step="similar", package=package)

    def read_similar(self, response: Response, package: str) -> Iterator[Request | Sighting]:
        """The rows of one such list, then the page of each app."""
        for sighting in parse_similar(response.body, package=package, **self.seen(response)):
            yield sighting
            yield from self._detail(sighting)

    def read_next(
        self, response: Response, layer: str, path: str, place: int, page: int
    ) -> Iterator[Request | Sighting]:
        """The rows of a further page of a list, then the page of each app."""
        seen = self.seen(response)
        rows = list(parse_next(response.body, layer=layer, path=path, place=place, **seen))
        for sighting in rows:
            yield sighting
            yield from self._detail(sighting)
        token = token_of_answer(response.body)
        yield from self._next(token, layer=layer, path=path, place=place + len(rows), page=page + 1)

    def read_reviews(
        self, response: Response, package: str, page: int
    ) -> Iterator[Request | Sighting]:
        """One page of reviews, then the next one."""
        seen = self.seen(response)
        read = parse_reviews(response.body)
        if read.reviews:
            facts = {"reviews": review_facts(read.reviews)}
            yield look(f"google:{package}", SOURCE, "reviews", facts, **seen)
        if read.next_token is not None and page < _REVIEW_PAGES:
            yield self._reviews(package, token=read.next_token, page=page + 1)

    def read_permissions(self, response: Response, package: str) -> Iterator[Sighting]:
        """What one app may do on a device."""
        yield from parse_permissions(response.body, package=package, **self.seen(response))

    def read_data_safety(self, response: Response, package: str) -> Iterator[Sighting]:
        """What the developer of one app declares about data."""
        yield from parse_data_safety(response.body, package=package, **self.seen(response))

    def _search(self, term: str, **asked: Any) -> Request:
        url = self._url("/store/search", q=term, c="apps")
        return self.ask(url, self.read_search, term=term, **asked)

    def _reviews(self, package: str, *, token: str | None, page: int) -> Request:
        body = reviews_body(package, token)
        asked = {"package": package, "page": page}
        return self._call(REVIEWS, body, self.read_reviews, step="reviews", **asked)

    def _next(self, token: str | None, *, page: int, **asked: Any) -> Iterator[Request]:
        if token is not None and page <= _NEXT_PAGES:
            body = next_body(token)
            yield self._call(NEXT, body, self.read_next, step="next", page=page, **asked)

    def _detail(self, sighting: Sighting, priority: int = 0) -> Iterator[Request]:
        package = sighting.subject.removeprefix("google:")
        rank = sighting.facts.get("rank")
        yield from self._open(package, sighting.found_by, rank=rank, priority=priority)

    def _open(
        self, package: str, found_by: str | None, *, rank: Any = None, priority: int = 0
    ) -> Iterator[Request]:
        if self.details.admits(f"google:{package}"):
            yield self.ask(
                self._url("/store/apps/details", id=package),
                self.read_detail,
                step="detail",
                priority=priority,
                package=package,
                found_by=found_by,
                rank=rank,
            )

    def _developer(self, sighting: Sighting) -> Iterator[Request]:
        if sighting.publisher_id is not None:
            yield from self.account_requests(sighting.publisher_id, sighting.publisher)

    def _call(
        self, service: str, body: str, callback: Callable[..., Any], *, step: str, **asked: Any
    ) -> Request:
        """A POST that calls one of Google's services."""
        url = self._url("/_/PlayStoreUi/data/batchexecute", rpcids=service)
        return self.ask(url, callback, step=step, **asked).replace(
            method="POST",
            body=body,
            headers={"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"},
        )

    def _url(
        self, path: str, market: str | None = None, *, language: str = "vi", **asked: str
    ) -> str:
        return f"{HOST}{path}?{urlencode({**asked, 'hl': language, 'gl': market or self.market})}"


def parse_gone(
    page: bytes, *, package: str, found_by: str | None = None, **seen: Unpack[Seen]
) -> Iterator[Sighting]:
    """The absence of an app from this storefront, in Google's own words."""
    _refuse_foreign(page, package)
    yield Sighting(
        subject=f"google:{package}",
        source=SOURCE,
        presence=Presence.GONE,
        url=APP_URL + package,
        found_by=found_by,
        facts={"layer": "status_404"},
        **seen,
    )


def _refuse_foreign(page: bytes, asked: str) -> None:
    words = fold_marks(read_text(page, SOURCE)[:20_000])
    said = any(found in words for found in _NOT_FOUND)
    words = words.lower()
    if not said or any(other in words for other in (*_SERVERS, *_FILTERS)):
        raise SourceBlocked(
            f"google_play answered 404 for {asked} without its own “not found”. Nothing was "
            "read; look at the kept body: something between us and the store may have spoken."
        )


def parse_chart(
    body: bytes, *, chart: str, category: str, **seen: Unpack[Seen]
) -> Iterator[Sighting]:
    """The rows of a chart by batchexecute, or of an HTML list of before 2020."""
    name = f"{chart}/{category}"
    for place, row in enumerate(_chart_rows(body), 1):
        sighting = row_sighting(row, "chart", found_by=f"chart:{name}#{place}", **seen)
        rank = {"chart": name, "position": place}
        yield replace(sighting, facts={**sighting.facts, "rank": rank})


def parse_developer(page: bytes, *, developer: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """The apps on the page of a developer."""
    for place, row in enumerate(read_list_page(page, "a developer page"), 1):
        found_by = f"developer:{developer}#{place}"
        yield row_sighting(row, "developer", found_by=found_by, **seen)


def _chart_rows(body: bytes) -> list[dict[str, Any]]:
    if body.lstrip()[:1] == b"<":
        return read_html_rows(body, "a chart")
    answer = batch_answer(body, _CHART)
    if answer is None or answer == []:
        return []  # Google's own way to say that this storefront has no such chart
    rows = pick(answer, 0, 1, 0, 28, 0)
    if not isinstance(rows, list):
        raise changed(SOURCE, "a chart holds no list of apps")
    return [read_row(pick(row, 0)) for row in rows]
