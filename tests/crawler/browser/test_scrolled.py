"""Real Chromium scrolls the replica's Ad Library: all of it, or up to the first sign to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast
from urllib.parse import urldefrag

import pytest
from scrapy import Request

from crawler.browser import scrolled
from crawler.browser.service import Browser
from crawler.config import Config
from crawler.crawl.scrolling import _Taking
from crawler.crawl.visit import Visit
from crawler.evidence.warc import Answer
from crawler.records import Sighting
from crawler.replica.facebook.running import RunningFacebook, running_facebook
from spiders.facebook_ad_library import FacebookAdLibrary

ADVERTS = 44  # and two more: a page of 30, two scrolls
CHANGES = (
    *("well", "library challenge", "library captcha 1", "library login_wall"),
    *("library login_redirect", "library checkpoint", "library 403 1", "library 429"),
    *("library 1675004 1", "library emptied 1", "library silent", "library no_adverts"),
)


@dataclass(slots=True)
class _Visit:
    """What a scroll needs of a crawl."""

    recorded: list[Answer] = field(default_factory=list)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def clock(self) -> datetime:
        """Some moment."""
        return datetime(2026, 9, 20, 3, 0, tzinfo=UTC)

    def record(self, answer: Answer, lease: int | None) -> None:
        """Keeps an answer."""
        self.recorded.append(answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrolled:
    """What came of one page, and what Facebook was asked for it."""

    sightings: list[Sighting]
    again: list[Request]
    ended: str | None
    asked: list[str]
    recorded: list[Answer]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Scrolled]]:
    """One browser scrolls the page of each change, one after the other."""
    with (
        running_facebook(tmp_path_factory.mktemp("facebook"), adverts=ADVERTS) as facebook,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in facebook.environment().items():
            patch.setenv(name, value)
        patch.delenv("no_proxy", raising=False)
        yield asyncio.run(_all(facebook, patch))


async def _all(facebook: RunningFacebook, patch: pytest.MonkeyPatch) -> dict[str, Scrolled]:
    found = {}
    async with Browser(Config()) as browser:
        for change in CHANGES:
            facebook.change("well")
            facebook.change(change)
            with patch.context() as shorter:
                if change == "library silent":  # nothing comes, however long it is waited for
                    shorter.setattr(scrolled, "_MORE_SECONDS", 0.3)
                found[change] = await _scroll(browser, facebook)
    return found


async def _scroll(browser: Browser, facebook: RunningFacebook) -> Scrolled:
    before = len(facebook.requests())
    visit, spider = _Visit(), FacebookAdLibrary(terms=["nổ hũ"])
    [request] = [each async for each in spider.start()]
    taking = _Taking(cast("Visit", visit), spider, request)
    await browser.scroll(urldefrag(request.url).url, taking.take, rest=0)
    given = list(spider.read(taking.document(), **request.cb_kwargs))
    asked = [f"{one.method} {one.path.partition('?')[0]}" for one in facebook.requests()[before:]]
    return Scrolled(
        sightings=[each for each in given if isinstance(each, Sighting)],
        again=[each for each in given if isinstance(each, Request)],
        ended=spider.ending,
        asked=[one for one in asked if "favicon" not in one],
        recorded=visit.recorded,
    )


def adverts(found: Scrolled) -> list[str]:
    return [seen.subject for seen in found.sightings if seen.subject.startswith("fbad:")]


def test_all_adverts_come_by_scrolling_each_once(results: dict[str, Scrolled]) -> None:
    found = results["well"]
    assert len(adverts(found)) == len(set(adverts(found))) == ADVERTS + 2
    assert found.asked == ["GET /ads/library/", "POST /api/graphql/", "POST /api/graphql/"]
    assert found.ended is None
    assert found.again == []
    first = found.sightings[0]
    assert (first.facts["country"], first.facts["query"], first.facts["counted"]) == (
        *("VN", "nổ hũ"),
        ADVERTS + 2,
    )


def test_what_is_kept_of_it_holds_no_mark_of_a_session(results: dict[str, Scrolled]) -> None:
    recorded = results["well"].recorded
    page, *answers = [one.url.partition("?")[0] for one in recorded]
    assert page == "https://www.facebook.com/ads/library/"
    assert answers == ["https://www.facebook.com/api/graphql/"] * 2
    assert {one.asked for one in recorded} == {b""}
    assert not any(b"datr" in one.head + one.received for one in recorded)


@pytest.mark.parametrize(
    ("change", "says", "seen", "scrolls"),
    [
        ("library challenge", "a challenge or a captcha; none is solved here", 0, 0),
        ("library captcha 1", "a challenge or a captcha; none is solved here", 40, 1),
        ("library login_wall", "the log-in of Facebook; nobody logs in here", 0, 0),
        ("library login_redirect", "the log-in of Facebook; nobody logs in here", 0, 0),
        ("library checkpoint", "Facebook stopped this browser", 0, 0),
        ("library 403 1", "Facebook stopped this browser", 30, 1),
        ("library 429", "Facebook limits how often it answers", 0, 0),
        ("library 1675004 1", "Facebook limits how often it answers", 30, 1),
        ("library emptied 1", "adverts are counted and none is shown", 30, 1),
        ("library silent", "the page counts 46 adverts and showed 30, then no further one", 30, 0),
    ],
)
def test_each_sign_ends_the_crawl_with_its_reason_and_no_further_request(
    results: dict[str, Scrolled], change: str, says: str, seen: int, scrolls: int
) -> None:
    found = results[change]
    assert says in (found.ended or "")
    assert len(adverts(found)) == seen
    assert found.asked == ["GET /ads/library/", *["POST /api/graphql/"] * scrolls]
    # What is missing can be asked for later, and is told from what was scrolled now.
    assert [one.url.partition("#")[2] for one in found.again] == ["2"]


def test_no_advert_at_all_is_an_answer(results: dict[str, Scrolled]) -> None:
    found = results["library no_adverts"]
    assert (found.sightings, found.ended, found.again) == ([], None, [])
    assert found.asked == ["GET /ads/library/"]
