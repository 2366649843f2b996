"""Pages that are scrolled: kept before they are read, stopped by a person, gone on with once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.crawl.scrolling import Captured, ScrolledPages, Told
from crawler.crawl.visit import Visit
from crawler.errors import BrowserProblem, PayloadChanged, SourceBlocked
from crawler.evidence.warc import Answer
from crawler.records import Sighting
from spiders.facebook_ad_library import FacebookAdLibrary
from tests.spiders.facebook import advert, page, search

URL = "https://www.facebook.com/ads/library/"


@dataclass(slots=True)
class _Visit:
    """What the middleware needs of a crawl; its scroller gives these bodies one by one."""

    bodies: Sequence[str] = ()
    delay: float = 0.0
    recorded: list[Answer] = field(default_factory=list)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    stops_after: int = 99

    def clock(self) -> datetime:
        """Some moment."""
        return datetime(2026, 9, 20, 3, 0, tzinfo=UTC)

    def record(self, answer: Answer, lease: int | None) -> None:
        """Keeps an answer."""
        self.recorded.append(answer)

    @property
    def scroller(self) -> _Visit:
        """Itself."""
        return self

    async def scroll(self, url: str, told: Told, *, rest: float) -> None:
        """Gives each body for as long as it is told to go on."""
        assert "#" not in url
        for place, body in enumerate(self.bodies):
            if place == self.stops_after:
                self.stopped.set()
            media = "text/html" if body.startswith("<") else "application/json"
            got = Captured(url=URL, method="GET", status=200, body=body, media=media)
            if not await told(got):
                return


def scrolled(
    spider: FacebookAdLibrary, visit: Any
) -> tuple[list[Sighting], list[Request], Response | None]:
    """What came of the first page of a spider."""

    async def run() -> tuple[Request, Response | None]:
        [request] = [each async for each in spider.start()]
        middleware = ScrolledPages(cast("Visit", visit), spider)
        return request, await middleware.process_request(request)

    request, response = asyncio.run(run())
    callback = cast("Any", request.callback)
    given = list(callback(response, **request.cb_kwargs)) if response is not None else []
    sightings = [each for each in given if isinstance(each, Sighting)]
    return sightings, [each for each in given if isinstance(each, Request)], response


def adverts(sightings: list[Sighting]) -> list[str]:
    return [seen.subject for seen in sightings if seen.subject.startswith("fbad:")]


def answer(*numbers: int, more: bool, count: int = 4) -> dict[str, Any]:
    """A page of results; ``more``: it says that there are others."""
    found = search(*map(advert, numbers), count=count)
    found["data"]["ad_library_main"]["search_results_connection"]["page_info"] = {
        "has_next_page": more
    }
    return found


def library(**fields: Any) -> FacebookAdLibrary:
    return FacebookAdLibrary(terms=["nổ hũ"], **fields)


def json_of(found: dict[str, Any]) -> str:
    return json.dumps(found)


def test_what_was_seen_before_a_limit_is_kept_and_not_kept_again() -> None:
    limit = json_of({"errors": [{"code": 1675004}], "data": None})
    first = library()
    seen, again, _ = scrolled(first, _Visit([page(answer(1, 2, more=True)), limit]))
    assert len(adverts(seen)) == 2
    assert [one.url.partition("#")[2] for one in again] == ["2"]
    assert "1675004" in (first.ending or "")
    second = library()
    for name, once in first.once.items():
        second.once[name].remember(once.fresh())
    bodies = [page(answer(1, 2, more=True)), json_of(answer(3, 4, more=False))]
    seen, again, _ = scrolled(second, _Visit(bodies))
    assert len(adverts(seen)) == 2
    assert not set(adverts(seen)) & {"fbad:9100000000000001", "fbad:9100000000000002"}
    assert (second.ending, again) == (None, [])


def test_an_answer_of_another_shape_does_not_end_the_scroll() -> None:
    other = json_of({"data": {"ad_library_main": {"something": 1}}})
    bodies = [page(answer(1, more=True)), other, json_of(answer(2, more=False))]
    spider = library()
    seen, again, _ = scrolled(spider, _Visit(bodies))
    assert len(adverts(seen)) == 2
    assert (spider.ending, again, spider.unread) == (None, [], 1)


def test_a_limit_of_adverts_ends_the_scroll_in_order() -> None:
    bodies = [page(answer(1, 2, more=True)), json_of(answer(3, 4, more=True))]
    visit, spider = _Visit(bodies), library(limit=2)
    seen, again, _ = scrolled(spider, visit)
    assert len(adverts(seen)) == 2
    assert (len(visit.recorded), spider.ending, again) == (1, None, [])


def test_a_page_of_another_shape_is_a_change() -> None:
    with pytest.raises(PayloadChanged, match="has a shape that nobody knows"):
        scrolled(library(), _Visit(["<html><body>Chào mừng</body></html>"]))


def test_a_person_who_stops_is_no_end_of_the_page() -> None:
    bodies = [page(answer(1, more=True)), json_of(answer(2, more=True))]
    with pytest.raises(BrowserProblem, match="A person stopped the sweep"):
        scrolled(library(), _Visit(bodies, stops_after=1))


def test_without_a_browser_the_request_fails_in_a_sentence() -> None:
    class Without(_Visit):
        scroller = None  # type: ignore[assignment]

    with pytest.raises(BrowserProblem, match="rasoat doctor"):
        scrolled(library(), Without())


@pytest.mark.parametrize("term", ["recheck:fbad:9100000000000001", "fbad:9100000000000001"])
def test_one_advert_is_opened_alone_and_not_scrolled(term: str) -> None:
    visit = _Visit([page(answer(1, 2, more=True)), json_of(answer(3, more=False))])
    spider = FacebookAdLibrary(terms=[term], limit=1)
    seen, again, _ = scrolled(spider, visit)
    assert adverts(seen) == ["fbad:9100000000000001"]
    assert all(one.facts["active"] for one in seen if one.subject.startswith("fbad:"))
    assert (len(visit.recorded), spider.ending, again) == (1, None, [])


def test_where_an_advert_is_not_shown_nothing_is_said_of_it() -> None:
    spider = FacebookAdLibrary(terms=["recheck:fbad:9100000000000009"])
    seen, again, _ = scrolled(spider, _Visit([page(answer(1, 2, more=False))]))
    assert (seen, again, spider.ending) == ([], [], None)


def test_a_wall_in_place_of_an_advert_ends_the_crawl() -> None:
    wall = "<html><form action='/login/'><input type='password'></form></html>"
    spider = FacebookAdLibrary(terms=["recheck:fbad:9100000000000009"])
    with pytest.raises(SourceBlocked):
        scrolled(spider, _Visit([wall]))
    assert "shows the log-in" in (spider.ending or "")


def test_pages_are_asked_for_by_number_and_words_by_search() -> None:
    async def urls() -> list[str]:
        terms = ["789", "fbpage:910000000000002", "fbpage:@vidu", "recheck:fbad:9100000000000001"]
        return [each.url async for each in FacebookAdLibrary(terms=terms).start()]

    words, number, alone = asyncio.run(urls())
    assert "id=9100000000000001" in alone
    assert "active_status=all" in alone
    assert "active_status=active" in words
    assert "q=789" in words
    assert "country=VN" in words
    assert "view_all_page_id=910000000000002" in number
