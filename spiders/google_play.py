"""Google Play, by its search, chart, app and developer pages (app-stores.md §2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any, Unpack
from urllib.parse import unquote_plus, urlencode

from scrapy import Request
from scrapy.http import Response

from crawler.errors import SourceBlocked
from crawler.records import Presence, Sighting
from crawler.text import fold_marks, nfc
from spiders.base import Expect, Review, ReviewPage, Seen, StoreSpider
from spiders.play_app_page import APP_URL, developer_id, parse_app_page
from spiders.play_blocks import (
    SOURCE,
    all_blocks,
    batch_answer,
    blocks,
    pick,
    pick_count,
    pick_number,
    pick_text,
)
from spiders.play_charts import CATEGORIES, CHARTS, chart_body
from spiders.play_fallbacks import cards
from spiders.shapes import changed, day_of, known, need_text, plain, read_text, strange_page

__all__ = [
    "GooglePlay",
    "parse_app_page",
    "parse_chart",
    "parse_developer",
    "parse_gone",
    "parse_reviews",
    "parse_search",
]

HOST = "https://play.google.com"
_SEARCH = "lGYRle"
_CHART = "vyAe2"
_REVIEWS = "UsvDTd"
_MICROS = 1_000_000
_QUOTED = re.compile(r"<b>(.*?)</b>", re.DOTALL)
_INSTALLS = re.compile(r"\d{1,3}(?:[.,]\d{3})*\+")
# Google's own words of a 404 page: any proxy on the way can say 404 as well.
_NOT_FOUND = ("not found", "khong tim thay")


class GooglePlay(StoreSpider):
    """Google Play of Vietnam."""

    name = SOURCE
    expect = Expect(sightings=(1, 100_000), filled={"title": 1.0, "publisher": 0.98})
    hosts = frozenset({"play.google.com"})
    seconds_between_requests = 2.0

    def search_request(self, term: str) -> Request:
        """The first page of a search: its card and about 30 rows."""
        url = self._url("/store/search", q=term, c="apps")
        return self.ask(url, self.read_search, step="search", priority=20, term=term)

    def chart_requests(self) -> Iterator[Request]:
        """Each chart of each category of games."""
        url = self._url("/_/PlayStoreUi/data/batchexecute", rpcids=_CHART)
        for chart in CHARTS:
            for category in CATEGORIES:
                asked = self.ask(url, self.read_chart, step="chart", chart=chart, category=category)
                yield asked.replace(
                    method="POST",
                    body=chart_body(chart, category),
                    headers={"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"},
                )

    def read_search(self, response: Response, term: str) -> Iterator[Request | Sighting]:
        """The rows of one search, then the page of each app."""
        seen = self.seen(response)
        for sighting in parse_search(response.body, term=term, **seen):
            yield sighting
            yield from self._detail(sighting, priority=10)

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
        seen = self.seen(response, also=frozenset({404}))
        page = response.body
        if response.status == 404:
            yield from parse_gone(page, package=package, found_by=found_by, **seen)
            return
        for sighting in parse_app_page(page, package=package, found_by=found_by, **seen):
            yield replace(sighting, facts={**sighting.facts, **known({"rank": rank})})
            yield from self._developer(sighting)

    def read_developer(self, response: Response, developer: str) -> Iterator[Request | Sighting]:
        """The rows of one developer, then the page of each app; a lost account tells of no app."""
        seen = self.seen(response, also=frozenset({404}))
        if response.status == 404:
            _refuse_foreign(response.body, developer)
            return
        for sighting in parse_developer(response.body, developer=developer, **seen):
            yield sighting
            yield from self._detail(sighting)

    def _detail(self, sighting: Sighting, priority: int = 0) -> Iterator[Request]:
        if self.details.admits(sighting.subject):
            package = sighting.subject.removeprefix("google:")
            yield self.ask(
                self._url("/store/apps/details", id=package),
                self.read_detail,
                step="detail",
                priority=priority,
                package=package,
                found_by=sighting.found_by,
                rank=sighting.facts.get("rank"),
            )

    def _developer(self, sighting: Sighting) -> Iterator[Request]:
        account = sighting.publisher_id
        if account is not None and self.developers.admits(account):
            # A number leads to the developer's own page, a name to a list.
            page = "dev" if account.isdigit() else "developer"
            url = self._url(f"/store/apps/{page}", id=unquote_plus(account))
            yield self.ask(url, self.read_developer, step="developer", developer=sighting.publisher)

    def _url(self, path: str, **asked: str) -> str:
        return f"{HOST}{path}?{urlencode({**asked, 'hl': 'vi', 'gl': self.market})}"


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
    if not any(said in words for said in _NOT_FOUND):
        raise SourceBlocked(
            f"google_play answered 404 for {asked} without its own “not found”. Nothing was "
            "read; look at the kept body: something between us and the store may have spoken."
        )


def parse_search(page: bytes, *, term: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """The card and the rows of a search; none only when Google says so and quotes the term."""
    sections = _sections(page)
    rows = [read for section in sections if (read := _card(section))]
    rows += next((found for section in sections if (found := _listed(section))), [])
    if not rows and not any(_says_nothing_found(section, term) for section in sections):
        raise changed(SOURCE, "a search page has neither rows nor its words for “nothing found”")
    for place, row in enumerate(_each_once(rows), 1):
        yield _row_sighting(row, "search", found_by=f"search:{term}#{place}", **seen)


def parse_chart(
    body: bytes, *, chart: str, category: str, **seen: Unpack[Seen]
) -> Iterator[Sighting]:
    """The rows of a chart by batchexecute, or of an HTML list of before 2020."""
    name = f"{chart}/{category}"
    for place, row in enumerate(_chart_rows(body), 1):
        sighting = _row_sighting(row, "chart", found_by=f"chart:{name}#{place}", **seen)
        rank = {"chart": name, "position": place}
        yield replace(sighting, facts={**sighting.facts, "rank": rank})


def parse_developer(page: bytes, *, developer: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """The apps on the page of a developer."""
    for place, row in enumerate(_developer_rows(page), 1):
        found_by = f"developer:{developer}#{place}"
        yield _row_sighting(row, "developer", found_by=found_by, **seen)


def parse_reviews(body: bytes) -> ReviewPage:
    """One batchexecute answer with reviews."""
    answer = batch_answer(body, _REVIEWS)
    if answer is None or answer == []:
        return ReviewPage(reviews=(), app_known=False)
    rows = pick(answer, 0)
    if not isinstance(rows, list):
        raise changed(SOURCE, "an answer with reviews holds no list of them")
    return ReviewPage(
        reviews=tuple(_review(row) for row in rows), next_token=pick_text(answer, 1, 1)
    )


def _review(row: Any) -> Review:
    rating = pick_count(row, 2)
    if rating is None:
        raise changed(SOURCE, "a review has no stars")
    return Review(
        id=need_text(pick(row, 0), SOURCE, "a review's id"),
        rating=rating,
        text=pick_text(row, 4) or "",
        version=pick_text(row, 10),
        written=day_of(pick_number(row, 5, 0), SOURCE, "a review's day"),
        helpful=pick_count(row, 6),
        reply=pick_text(row, 7, 1),
    )


def _sections(page: bytes) -> list[Any]:
    for block in blocks(page, _SEARCH):
        sections = pick(block, 0, 1)
        if isinstance(sections, list) and sections:
            return sections
    raise changed(SOURCE, "the search page has no block of results")


def _says_nothing_found(section: Any, term: str) -> bool:
    said = pick(section, 25, 0, 0, 0, 1)
    quoted = _QUOTED.findall(said) if isinstance(said, str) else []
    return any(nfc(unescape(words)).casefold() == nfc(term).casefold() for words in quoted)


def _listed(section: Any) -> list[dict[str, Any]]:
    """The rows of a section, in the form of 2022 and later or in the one before."""
    rows = pick(section, 22, 0)
    if isinstance(rows, list):
        return [_row(pick(row, 0)) for row in rows]
    rows = pick(section, 0, 0)
    return [_older_row(row) for row in rows] if isinstance(rows, list) else []


def _card(section: Any) -> dict[str, Any] | None:
    """The app that fits a search exactly: it stands apart and carries a details array."""
    card = pick(section, 23, 16)
    if card is None:
        return None
    details = pick(card, 2)
    link = pick_text(section, 23, 17, 0, 0, 4, 2) or ""
    micros = pick_number(section, 23, 17, 0, 2, 0, 1, 0, 0)
    return {
        "package": pick_text(card, 11, 0, 0) or developer_id(link),
        "title": pick_text(details, 0, 0),
        "publisher": pick_text(details, 68, 0),
        "publisher_id": developer_id(pick_text(details, 68, 1, 4, 2)),
        "genre": pick_text(details, 79, 0, 0, 0),
        "genre_id": pick_text(details, 79, 0, 0, 2),
        "rating": pick_number(details, 51, 0, 1),
        "icon": pick_text(details, 95, 0, 3, 2),
        "summary": pick_text(details, 73, 0, 1),
        "price": None if micros is None else micros / _MICROS,
        "currency": pick_text(section, 23, 17, 0, 2, 0, 1, 0, 1),
    }


def _row(app: Any) -> dict[str, Any]:
    """An app in the row form of search, charts and developers."""
    micros = pick_number(app, 8, 1, 0, 0)
    return {
        "package": pick_text(app, 0, 0),
        "title": pick_text(app, 3),
        "publisher": pick_text(app, 14),
        "genre": pick_text(app, 5),
        "rating": pick_number(app, 4, 1),
        "icon": pick_text(app, 1, 3, 2),
        "summary": pick_text(app, 13, 1),
        "installs_text": pick_text(app, 15),
        "price": None if micros is None else micros / _MICROS,
        "currency": pick_text(app, 8, 1, 0, 1),
    }


def _older_row(app: Any) -> dict[str, Any]:
    """An app in the row form of qnKhOb and of the search up to 2021."""
    return {
        "package": pick_text(app, 12, 0),
        "title": pick_text(app, 2),
        "publisher": pick_text(app, 4, 0, 0, 0),
        "publisher_id": developer_id(pick_text(app, 4, 0, 0, 1, 4, 2)),
        "rating": pick_number(app, 6, 0, 2, 1, 1),
        "icon": pick_text(app, 1, 1, 0, 3, 2),
        "summary": pick_text(app, 4, 1, 1, 1, 1),
    }


def _chart_rows(body: bytes) -> list[dict[str, Any]]:
    if body.lstrip()[:1] == b"<":
        return _html_rows(body, "a chart")
    answer = batch_answer(body, _CHART)
    if answer is None or answer == []:
        return []  # Google's own way to say that this storefront has no such chart
    rows = pick(answer, 0, 1, 0, 28, 0)
    if not isinstance(rows, list):
        raise changed(SOURCE, "a chart holds no list of apps")
    return [_row(pick(row, 0)) for row in rows]


def _developer_rows(page: bytes) -> list[dict[str, Any]]:
    if b"AF_initDataCallback(" not in page and b"data-docid" in page:
        return _html_rows(page, "a developer page")
    for block in all_blocks(page):
        section = pick(block, 0, 1, 0)
        by_number, by_name = pick(section, 21, 0), pick(section, 22, 0)
        if isinstance(by_number, list) and by_number:
            # Rows under a number are bare, rows under a name stand in one more array.
            return [
                _row(row if isinstance(pick(row, 0, 0), str) else pick(row, 0)) for row in by_number
            ]
        if isinstance(by_name, list) and by_name:
            return [_row(pick(row, 0)) for row in by_name]
    raise changed(SOURCE, "a developer page lists no app")


def _html_rows(page: bytes, what: str) -> list[dict[str, Any]]:
    rows = list(_each_once(list(cards(read_text(page, SOURCE)))))
    if not rows:
        raise strange_page(page, SOURCE, f"{what} comes as HTML without app cards")
    return rows


def _each_once(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows without those of an app that came before: the card's app may be a row too."""
    packages: set[str] = set()
    for row in rows:
        package = need_text(row["package"], SOURCE, "the package of a row")
        if package not in packages:
            packages.add(package)
            yield row


def _row_sighting(
    row: dict[str, Any], layer: str, *, found_by: str, **seen: Unpack[Seen]
) -> Sighting:
    package = need_text(row["package"], SOURCE, "the package of a row")
    installs = row.get("installs_text")
    return Sighting(
        subject=f"google:{package}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(row["title"], SOURCE, "the title of a row"),
        publisher=row["publisher"],
        publisher_id=row.get("publisher_id"),
        url=APP_URL + package,
        genre=row.get("genre"),
        price=row.get("price"),
        currency=row.get("currency"),
        rating=row.get("rating") or None,  # 0 is how some storefronts say "unrated"
        installs=_installs(installs),
        icon=row.get("icon"),
        found_by=found_by,
        facts=known(
            {
                "layer": layer,
                "genre_id": row.get("genre_id"),
                "summary": plain(row.get("summary")),
                "installs_text": installs,
                "price_text": row.get("price_text"),
            }
        ),
        **seen,
    )


def _installs(text: str | None) -> int | None:
    """ "100,000+" and "100.000+" are counts; a shortened "100 N+" is left as text."""
    if text is None or not _INSTALLS.fullmatch(text):
        return None
    return int(re.sub(r"\D", "", text))
