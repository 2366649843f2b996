"""Every spider together: it can be built, asks its store, and refuses what is no answer."""

from __future__ import annotations

import asyncio
import importlib
import json
import pkgutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse

import spiders
from crawler.errors import BadRequest, PayloadChanged, SourceBlocked
from crawler.records import Presence, Sighting, evidence_id
from spiders.apple_app_store import AppleAppStore
from spiders.base import Once, SourceSpider
from spiders.google_play import GooglePlay
from spiders.stores import StoreSpider
from tests.spiders.payloads import PACKAGE, PAYLOADS, SEEN

STEPS = {"search", "chart", "lookup", "detail", "developer"}


def spider_classes() -> list[type[StoreSpider]]:
    """The spiders that Scrapy finds in the package."""
    found: dict[str, type[StoreSpider]] = {}
    for module in pkgutil.iter_modules(spiders.__path__):
        for value in vars(importlib.import_module(f"spiders.{module.name}")).values():
            if (
                isinstance(value, type)
                and issubclass(value, StoreSpider)
                and value.__dict__.get("name")
            ):
                found[value.name] = value
    return list(found.values())


def started(spider: SourceSpider) -> list[Request]:
    """The requests that a spider starts with."""

    async def gather() -> list[Request]:
        return [request async for request in spider.start()]

    return asyncio.run(gather())


def answered(request: Request, body: bytes, status: int = 200, url: str | None = None) -> Response:
    """An answer to a request."""
    kind = HtmlResponse if body.lstrip()[:1] == b"<" else TextResponse
    return kind(url or request.url, body=body, status=status, request=request, encoding="utf-8")


def called(request: Request, response: Response) -> list[Any]:
    """What the callback of a request makes of an answer."""
    assert request.callback is not None
    return list(request.callback(response, **request.cb_kwargs))


def payload(name: str) -> bytes:
    """One of our own payloads."""
    [path] = (PAYLOADS / name).glob("input.*")
    return path.read_bytes()


def spider_of(kind: type[StoreSpider], **asked: Any) -> StoreSpider:
    """A spider with a clock that stands still."""
    return kind(clock=lambda: SEEN["seen_at"], **asked)


@pytest.mark.parametrize("kind", spider_classes(), ids=lambda kind: kind.name)
class TestEverySpider:
    def test_is_named_like_its_file(self, kind: type[StoreSpider]) -> None:
        assert kind.__module__ == f"spiders.{kind.name}"

    def test_says_what_to_expect_and_where_it_reads(self, kind: type[StoreSpider]) -> None:
        low, high = kind.expect.sightings
        assert 0 < low < high
        assert all(0 < share <= 1 for share in kind.expect.filled.values())
        assert kind.hosts
        assert kind.seconds_between_requests >= 1

    def test_asks_its_own_hosts_for_the_vietnamese_storefront(
        self, kind: type[StoreSpider]
    ) -> None:
        requests = started(spider_of(kind, terms=["nổ hũ", "tài xỉu"]))
        assert [each.cb_kwargs["term"] for each in requests[:2]] == ["nổ hũ", "tài xỉu"]
        for request in requests:
            assert urlsplit(request.url).hostname in kind.hosts
            assert request.meta["step"] in STEPS
            assert "vn" in request.url

    def test_starts_with_charts_alone_or_with_terms_alone(self, kind: type[StoreSpider]) -> None:
        assert {each.meta["step"] for each in started(spider_of(kind))} == {"chart"}
        requests = started(spider_of(kind, terms=["cờ"], charts=False))
        assert [each.meta["step"] for each in requests] == ["search"]

    def test_a_subject_id_of_its_store_asks_for_that_app_and_one_of_others_is_a_word(
        self, kind: type[StoreSpider]
    ) -> None:
        own = f"{kind.store}:9000000001"
        requests = started(spider_of(kind, terms=[own, own, "chplay:x"], charts=False))
        assert [each.meta["step"] for each in requests] in (
            ["lookup", "search"],
            ["detail", "search"],
        )
        assert "9000000001" in requests[0].url
        assert "chplay" in requests[1].cb_kwargs["term"]
        assert kind.named("chplay:x") is None
        assert kind.named(f"{kind.store}:") is None

    def test_can_be_built_without_a_word_and_its_clock_is_utc(
        self, kind: type[StoreSpider]
    ) -> None:
        assert kind().clock().tzinfo is UTC

    @pytest.mark.parametrize("status", [403, 429, 500, 503])
    def test_refusal_is_a_block_at_every_start(self, kind: type[StoreSpider], status: int) -> None:
        for request in started(spider_of(kind, terms=["cờ"])):
            assert status in request.meta["handle_httpstatus_list"]
            with pytest.raises(SourceBlocked, match=str(status)):
                called(request, answered(request, b"{}", status))

    def test_another_host_is_a_block(self, kind: type[StoreSpider]) -> None:
        for request in started(spider_of(kind, terms=["cờ"])):
            with pytest.raises(SourceBlocked, match=r"consent\.example"):
                called(request, answered(request, b"{}", url="https://consent.example/x"))

    def test_address_that_is_no_more_is_a_change(self, kind: type[StoreSpider]) -> None:
        for request in started(spider_of(kind, terms=["cờ"])):
            with pytest.raises(PayloadChanged, match="404"):
                called(request, answered(request, b"<h1>not found</h1>", 404))


def apple(**asked: Any) -> StoreSpider:
    return spider_of(AppleAppStore, **asked)


def google(**asked: Any) -> StoreSpider:
    return spider_of(GooglePlay, **asked)


def split(results: list[Any]) -> tuple[list[Sighting], list[Request]]:
    """Sightings and requests apart."""
    sightings = [each for each in results if isinstance(each, Sighting)]
    return sightings, [each for each in results if isinstance(each, Request)]


def test_apple_search_asks_the_documented_address() -> None:
    [request] = started(apple(terms=["nổ hũ"], charts=False))
    url = urlsplit(request.url)
    assert (url.hostname, url.path) == ("itunes.apple.com", "/search")
    assert {key: value for key, [value] in parse_qs(url.query).items()} == {
        "term": "nổ hũ",
        "country": "vn",
        "media": "software",
        "entity": "software",
        "limit": "200",
        "lang": "vi_vn",
    }


def test_apple_search_gives_full_sightings_and_follows_each_developer_once() -> None:
    [request] = started(apple(terms=["nổ hũ"], charts=False))
    body = payload("apple_app_store/search_two_games")
    sightings, requests = split(called(request, answered(request, body)))
    assert [each.subject for each in sightings] == ["apple:9900000001", "apple:9900000002"]
    assert {each.evidence for each in sightings} == {evidence_id(body)}
    assert {each.seen_at for each in sightings} == {SEEN["seen_at"]}
    assert [each.meta["step"] for each in requests] == ["developer", "developer"]
    assert "id=9800000001" in requests[0].url
    assert split(called(request, answered(request, body)))[1] == []


def test_apple_developer_page_adds_the_other_apps() -> None:
    [request] = started(apple(terms=["nổ hũ"], charts=False))
    body = payload("apple_app_store/search_two_games")
    developer = split(called(request, answered(request, body)))[1][0]
    other = payload("apple_app_store/developer_with_artist_row")
    [sighting] = called(developer, answered(developer, other))
    assert sighting.found_by == "developer:Studio Ví Dụ#1"


def test_apple_developers_can_be_left_out() -> None:
    [request] = started(apple(terms=["nổ hũ"], charts=False, developers=False))
    body = payload("apple_app_store/search_two_games")
    assert split(called(request, answered(request, body)))[1] == []


def app_alone() -> bytes:
    """A lookup of apps, which has no row of their developer."""
    told = json.loads(payload("apple_app_store/developer_with_artist_row"))
    rows = [row for row in told["results"] if row["wrapperType"] == "software"]
    return json.dumps({"resultCount": len(rows), "results": rows}).encode()


def test_apple_chart_is_looked_up_in_one_batch_and_keeps_how_it_was_found() -> None:
    request = started(apple())[0]
    body = payload("apple_app_store/chart_two_entries")
    sightings, [lookup] = split(called(request, answered(request, body)))
    assert len(sightings) == 2
    assert "id=9900000001,9900000003" in lookup.url
    assert lookup.meta["step"] == "lookup"
    answer = app_alone()
    found, asked = split(called(lookup, answered(lookup, answer)))
    assert [(each.subject, each.presence, each.found_by) for each in found] == [
        ("apple:9900000001", Presence.PRESENT, "chart:topfreeapplications/6014#1"),
    ]
    # One that is missing among many is asked for again, alone, before it counts as gone.
    [alone] = [request for request in asked if request.meta["step"] == "lookup"]
    assert "id=9900000003&" in alone.url
    [gone] = called(alone, answered(alone, payload("apple_app_store/lookup_nothing")))
    assert (gone.subject, gone.presence, gone.found_by) == (
        *("apple:9900000003", Presence.GONE),
        "chart:topfreeapplications/6014#2",
    )


def test_apple_is_looked_at_again_here_and_in_another_storefront() -> None:
    terms = ["recheck:apple:9900000001", "canary:apple:9900000003"]
    here, there = started(apple(terms=terms, charts=False))
    for request, country in ((here, "country=vn"), (there, "country=us")):
        assert "id=9900000001,9900000003&" in request.url
        assert country in request.url
    answer = app_alone()
    [seen], [alone] = split(called(there, answered(there, answer)))
    assert (seen.subject, seen.presence, seen.market) == (
        *("apple:9900000001", Presence.PRESENT),
        "us",
    )
    assert "id=9900000003&" in alone.url
    assert "country=us" in alone.url
    [gone] = called(alone, answered(alone, payload("apple_app_store/lookup_nothing")))
    assert (gone.presence, gone.market, gone.found_by) == (Presence.GONE, "us", "recheck")


def test_play_is_looked_at_again_here_and_as_another_country_sees_it() -> None:
    terms = [f"recheck:google:{PACKAGE}", f"canary:google:{PACKAGE}"]
    here, there = started(google(terms=terms, charts=False))
    assert ("gl=vn" in here.url, "gl=us" in there.url) == (True, True)
    [gone] = called(here, answered(here, payload("google_play/gone_not_found"), 404))
    assert (gone.presence, gone.market, gone.found_by) == (Presence.GONE, "vn", "recheck")
    [seen] = called(there, answered(there, payload("google_play/app_translated")))
    assert (seen.presence, seen.market) == (Presence.PRESENT, "us")


def test_what_is_looked_at_again_leads_nowhere_else() -> None:
    terms = [f"recheck:google:{PACKAGE}"]
    [here, _] = started(google(terms=terms, charts=False, developers=True, closely=True))
    assert split(called(here, answered(here, payload("google_play/app_translated"))))[1] == []


def test_apple_lookup_that_knows_nothing_of_its_own_chart_is_no_mass_removal() -> None:
    request = started(apple())[0]
    body = payload("apple_app_store/chart_two_entries")
    [lookup] = split(called(request, answered(request, body)))[1]
    with pytest.raises(PayloadChanged, match="none of 2"):
        called(lookup, answered(lookup, payload("apple_app_store/lookup_nothing")))


def test_apple_absence_of_the_one_app_that_was_asked_for_is_its_own_word() -> None:
    [lookup] = started(apple(terms=["apple:9900000001"], charts=False, developers=False))
    [sighting] = called(lookup, answered(lookup, payload("apple_app_store/lookup_nothing")))
    assert (sighting.subject, sighting.presence) == ("apple:9900000001", Presence.GONE)
    assert sighting.found_by == "lookup"


def test_play_app_that_was_asked_for_is_read_with_how_it_was_found() -> None:
    [detail] = started(google(terms=[f"google:{PACKAGE}"], charts=False, developers=False))
    [sighting] = called(detail, answered(detail, payload("google_play/app_translated")))
    assert (sighting.subject, sighting.found_by) == (f"google:{PACKAGE}", "lookup")
    assert "rank" not in sighting.facts


def test_apple_limit_bounds_the_lookups() -> None:
    request = started(apple(limit=1))[0]
    body = payload("apple_app_store/chart_two_entries")
    [lookup] = split(called(request, answered(request, body)))[1]
    assert list(lookup.cb_kwargs["found"]) == ["9900000001"]


@pytest.mark.parametrize("status", [200, 400])
def test_apple_refusal_of_a_parameter_is_a_bad_request(status: int) -> None:
    request = started(apple(terms=["x"], charts=False))[0]
    with pytest.raises(BadRequest):
        called(request, answered(request, payload("apple_app_store/lookup_bad_request"), status))


def test_apple_status_400_without_its_words_is_never_an_empty_search() -> None:
    request = started(apple(terms=["x"], charts=False))[0]
    with pytest.raises(PayloadChanged):
        called(request, answered(request, payload("apple_app_store/search_nothing"), 400))


def test_play_chart_is_a_post_with_the_whole_mask() -> None:
    request = started(google())[0]
    assert request.method == "POST"
    form = parse_qs(request.body.decode())
    assert '\\"topselling_free\\",\\"GAME\\"' in form["f.req"][0]
    # The peers' bodies open the mask so, and repeat the list of a group for each of 30 ids.
    assert "[[[[7,1],[[1,73,96," in form["f.req"][0]
    assert form["f.req"][0].count("[1,7,6,9]") == 30
    assert len(started(google())) == len({each.body for each in started(google())}) == 18


def test_play_rows_open_each_app_once_with_its_rank_and_then_its_developer() -> None:
    spider = google(terms=["nổ hũ"])
    search, chart = started(spider)[:2]
    body = payload("google_play/chart_two_apps")
    rows, details = split(called(chart, answered(chart, body)))
    assert len(rows) == len(details) == 2
    assert {"hl=vi", "gl=vn"} <= set(urlsplit(details[0].url).query.split("&"))
    again = called(search, answered(search, payload("google_play/search_card_and_rows")))
    assert split(again)[1] == []

    page = payload("google_play/app_translated")
    [sighting], [developer] = split(called(details[0], answered(details[0], page)))
    assert sighting.found_by == "chart:topselling_free/GAME#1"
    assert sighting.facts["rank"] == {"chart": "topselling_free/GAME", "position": 1}
    assert urlsplit(developer.url).path == "/store/apps/developer"
    assert parse_qs(urlsplit(developer.url).query)["id"] == ["Studio Ví Dụ"]
    listed = payload("google_play/developer_by_name")
    others, more = split(called(developer, answered(developer, listed)))
    assert [each.found_by for each in others] == [
        "developer:Studio Ví Dụ#1",
        "developer:Studio Ví Dụ#2",
    ]
    assert more == []


def test_play_limit_bounds_the_app_pages() -> None:
    [search] = started(google(terms=["nổ hũ"], charts=False, limit=1))
    body = payload("google_play/search_card_and_rows")
    sightings, requests = split(called(search, answered(search, body)))
    assert (len(sightings), len(requests)) == (2, 1)


def play_detail() -> Request:
    [search] = started(google(terms=["nổ hũ"], charts=False))
    body = payload("google_play/search_card_and_rows")
    return split(called(search, answered(search, body)))[1][0]


def test_play_not_found_in_its_own_words_is_gone_with_its_evidence() -> None:
    detail = play_detail()
    body = payload("google_play/gone_not_found")
    [sighting] = called(detail, answered(detail, body, 404))
    assert (sighting.presence, sighting.title) == (Presence.GONE, None)
    assert sighting.evidence == evidence_id(body)


@pytest.mark.parametrize(
    ("status", "case"),
    [
        (403, "gone_not_found"),
        (429, "gone_not_found"),
        (503, "gone_not_found"),
        (404, "gone_said_by_a_proxy"),
        (404, "app_shell"),
        (200, "app_captcha"),
    ],
)
def test_play_refusal_is_never_a_removal(status: int, case: str) -> None:
    detail = play_detail()
    with pytest.raises(SourceBlocked):
        called(detail, answered(detail, payload(f"google_play/{case}"), status))


@pytest.mark.parametrize(
    "page",
    [
        "<title>404 Not Found</title><center><h1>404 Not Found</h1></center><hr>nginx/1.24.0",
        "<title>404 Not Found</title><p>The requested URL was not found on this server.</p>"
        "<address>Apache/2.4 Server at play.google.com Port 443</address>",
        "<h2>The requested URL was not found</h2>Generated by proxy (squid/6.6)",
        "<h2>404 - File or directory not found.</h2>",
        "<h1>Not Found</h1>Web Filter: gambling is not allowed here",
        "<h1>Không tìm thấy</h1>Trang này bị chặn",
    ],
)
def test_play_a_server_on_the_way_that_finds_nothing_removes_nothing(page: str) -> None:
    detail = play_detail()
    with pytest.raises(SourceBlocked, match="something between us and the store"):
        called(detail, answered(detail, page.encode(), 404))


def test_play_not_found_page_with_status_200_is_a_change() -> None:
    detail = play_detail()
    with pytest.raises(PayloadChanged):
        called(detail, answered(detail, payload("google_play/gone_not_found")))


def test_page_that_is_not_utf8_is_a_change() -> None:
    detail = play_detail()
    page = payload("google_play/app_translated").replace("Nổ".encode(), b"\xff\xfe")
    with pytest.raises(PayloadChanged, match="UTF-8"):
        called(detail, answered(detail, page))


def test_play_account_that_is_no_more_tells_of_no_app() -> None:
    detail = play_detail()
    page = payload("google_play/app_translated")
    developer = split(called(detail, answered(detail, page)))[1][0]
    assert called(developer, answered(developer, payload("google_play/gone_not_found"), 404)) == []
    with pytest.raises(SourceBlocked):
        called(developer, answered(developer, payload("google_play/app_shell"), 404))


def test_once_lets_a_key_through_once_and_stops_when_full() -> None:
    once = Once(2)
    assert [once.admits(key) for key in "aabcb"] == [True, False, True, False, False]


def test_once_tells_what_is_fresh_and_remembers_what_another_let_through() -> None:
    once = Once(3)
    assert [once.admits(key) for key in "ab"] == [True, True]
    assert (once.fresh(), once.fresh()) == (["a", "b"], [])
    other = Once(3)
    other.remember("ab")
    assert [other.admits(key) for key in "acd"] == [False, True, False]
    assert other.fresh() == ["c"]


def test_no_spider_reads_the_clock_itself() -> None:
    for path in Path(spiders.__path__[0]).glob("*.py"):
        if path.name != "base.py":
            assert ".now(" not in path.read_text(encoding="utf-8")


def test_clock_of_a_sighting_is_the_one_given() -> None:
    assert SEEN["seen_at"] == datetime(2026, 10, 7, 3, 0, tzinfo=UTC)


def test_what_other_processes_let_through_is_known_and_counted() -> None:
    elsewhere = {"a"}
    once = Once(3)
    once.share(lambda key: (key in elsewhere, len(elsewhere)))
    assert [once.admits(key) for key in ("a", "b", "b")] == [False, True, False]
    elsewhere |= set(once.fresh())
    elsewhere.add("c")
    assert not once.admits("d")  # a, b and c are three


@pytest.mark.parametrize(
    ("kind", "term", "steps", "asked"),
    [
        (GooglePlay, "near:google:com.vidu.nohu", {"detail", "similar"}, "id=com.vidu.nohu"),
        (GooglePlay, "developer:5700001", {"developer"}, "/dev?id=5700001"),
        (GooglePlay, "developer:Vi+Du", {"developer"}, "/developer?id=Vi+Du"),
        (GooglePlay, "near:apple:9000000001", {"search"}, "q=near"),
        (AppleAppStore, "near:apple:9000000001", {"lookup", "similar"}, "9000000001"),
        (AppleAppStore, "developer:9000000009", {"developer"}, "lookup?id=9000000009"),
        (AppleAppStore, "google:com.vidu.nohu", {"search"}, "term=google"),
    ],
)
def test_a_term_may_name_an_app_or_an_account(
    kind: type[StoreSpider], term: str, steps: set[str], asked: str
) -> None:
    requests = started(spider_of(kind, terms=[term], charts=False))
    assert {each.meta["step"] for each in requests} == steps
    assert all(asked in each.url for each in requests)


def test_similar_apps_of_a_confirmed_one_say_whose_they_are() -> None:
    spider = spider_of(GooglePlay, terms=["near:google:com.vidu.nohu"], charts=False)
    [near] = [each for each in started(spider) if each.meta["step"] == "similar"]
    lists = called(near, answered(near, payload("google_play/clusters_two")))
    assert [urlsplit(each.url).hostname for each in lists] == ["play.google.com"] * 2
    assert all("gl=vn" in each.url and each.meta["step"] == "similar" for each in lists)
    told = called(lists[0], answered(lists[0], payload("google_play/similar_two_apps")))
    found = [each.found_by for each in told if isinstance(each, Sighting)]
    assert found == [f"similar:google:com.vidu.nohu#{place}" for place in (1, 2)]
    assert [each.meta["step"] for each in told if isinstance(each, Request)] == ["detail"] * 2


def test_no_more_than_some_lists_of_one_page_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.google_play._CLUSTERS", 1)
    spider = spider_of(GooglePlay, terms=["near:google:com.vidu.nohu"], charts=False)
    [near] = [each for each in started(spider) if each.meta["step"] == "similar"]
    assert len(called(near, answered(near, payload("google_play/clusters_two")))) == 1


def test_a_confirmed_app_that_is_gone_leads_to_no_similar_ones() -> None:
    for kind, term, page in (
        (GooglePlay, "near:google:com.vidu.nohu", payload("google_play/gone_not_found")),
        (AppleAppStore, "near:apple:9000000001", b"<html></html>"),
    ):
        spider = spider_of(kind, terms=[term], charts=False)
        [near] = [each for each in started(spider) if each.meta["step"] == "similar"]
        assert called(near, answered(near, page, 404)) == []
