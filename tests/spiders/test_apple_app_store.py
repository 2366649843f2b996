"""What the spider of the App Store asks after an answer, and what bad input makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.errors import CrawlerError, PayloadChanged, SourceBlocked
from crawler.records import Presence, Sighting
from spiders.apple_app_store import AppleAppStore
from spiders.apple_rows import parse_search
from spiders.shapes import read_json
from tests.spiders.payloads import PAYLOADS, SEEN
from tests.spiders.test_spiders import answered, apple, called, payload, split, started

NUMBER = "9900000001"


def until_refused(request: Request, response: Response) -> Iterator[Any]:
    """What a callback gives before it refuses to read the answer."""
    assert request.callback is not None
    with pytest.raises(CrawlerError):
        yield from request.callback(response, **request.cb_kwargs)


def looked_at() -> list[Request]:
    """The closer look at the first app of a search."""
    [search] = started(apple(terms=["nổ hũ"], charts=False, closely=True))
    body = payload("apple_app_store/search_two_games")
    _, requests = split(called(search, answered(search, body)))
    return [each for each in requests if each.cb_kwargs.get("number") == NUMBER]


def reviews(count: int) -> bytes:
    feed = json.loads(payload("apple_app_store/reviews_single_entry"))
    entry = feed["feed"]["entry"]
    feed["feed"]["entry"] = [
        entry | {"id": {"label": str(9_700_000_000 + n)}} for n in range(count)
    ]
    return json.dumps(feed).encode()


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_refused_chart_is_asked_for_its_ids_and_stays_refused(status: int) -> None:
    chart = started(apple())[0]
    [ids] = until_refused(chart, answered(chart, b"", status))
    url = urlsplit(ids.url)
    assert url.path == "/WebObjects/MZStoreServices.woa/ws/charts"
    assert parse_qs(url.query) == {
        "cc": ["vn"],
        "g": ["6014"],
        "name": ["FreeApplications"],
        "limit": ["200"],
    }
    # Before the next feed is asked: two refusals in a row end the crawl.
    assert ids.priority > chart.priority


def test_a_chart_refused_by_a_stranger_or_changed_has_no_second_way() -> None:
    chart = started(apple())[0]
    assert not list(until_refused(chart, answered(chart, b"", 403, "https://consent.example/")))
    assert not list(until_refused(chart, answered(chart, b"", 404)))
    assert not list(until_refused(chart, answered(chart, b"{}")))


def test_an_empty_chart_is_asked_for_its_ids_and_both_empty_is_empty() -> None:
    chart = started(apple())[0]
    [ids] = called(chart, answered(chart, payload("apple_app_store/chart_no_entry")))
    assert called(ids, answered(ids, b'{"resultIds":[]}')) == []


def test_ids_of_a_chart_keep_their_place_and_are_looked_up() -> None:
    chart = started(apple())[0]
    [ids] = called(chart, answered(chart, payload("apple_app_store/chart_no_entry")))
    body = payload("apple_app_store/ids_three")
    places, [lookup] = split(called(ids, answered(ids, body)))
    assert {each.presence for each in places} == {Presence.UNKNOWN}
    rank = {"chart": "topfreeapplications/6014", "position": 1}
    assert (places[0].subject, places[0].facts["rank"]) == ("apple:9900000003", rank)
    assert lookup.cb_kwargs["found"]["9900000002"] == "chart:topfreeapplications/6014#3"


def test_lookup_that_tells_who_is_gone_passes_every_cache_by() -> None:
    chart = started(apple())[0]
    body = payload("apple_app_store/chart_two_entries")
    [lookup] = split(called(chart, answered(chart, body)))[1]
    query = parse_qs(urlsplit(lookup.url).query)
    assert query["timestamp"] == [str(int(SEEN["seen_at"].timestamp() * 1000))]
    assert (query["country"], query["lang"]) == (["vn"], ["vi_vn"])


def test_fifty_ids_are_one_lookup_and_the_next_begins_another() -> None:
    chart = started(apple())[0]
    [ids] = called(chart, answered(chart, payload("apple_app_store/chart_no_entry")))
    numbers = [str(9_900_000_000 + n) for n in range(120)]
    _, lookups = split(called(ids, answered(ids, json.dumps({"resultIds": numbers}).encode())))
    assert [len(each.cb_kwargs["found"]) for each in lookups] == [50, 50, 20]


def test_a_normal_sweep_looks_at_no_app_closely() -> None:
    [search] = started(apple(terms=["nổ hũ"], charts=False))
    body = payload("apple_app_store/search_two_games")
    _, requests = split(called(search, answered(search, body)))
    assert {each.meta["step"] for each in requests} == {"developer"}


def test_a_closer_look_asks_for_reviews_and_page_once_and_last() -> None:
    first, page = looked_at()
    assert first.url == (
        "https://itunes.apple.com/vn/rss/customerreviews/page=1/id=9900000001/"
        "sortby=mostrecent/json"
    )
    assert page.url == "https://apps.apple.com/vn/app/id9900000001"
    assert {first.priority, page.priority} == {-10}


def test_reviews_are_read_page_by_page_to_the_tenth_and_never_name_who_wrote() -> None:
    [request, _] = looked_at()
    for page in range(1, 10):
        [look], [following] = split(called(request, answered(request, reviews(50))))
        assert f"page={page + 1}/" in following.url
        assert len(look.facts["reviews"]) == 50
        assert "author" not in str(look.facts)
        assert "nguoidung" not in str(look.facts)
        request = following
    assert split(called(request, answered(request, reviews(50))))[1] == []


@pytest.mark.parametrize("count", [1, 49])
def test_a_page_of_fewer_reviews_is_the_last(count: int) -> None:
    [request, _] = looked_at()
    [look] = called(request, answered(request, reviews(count)))
    assert (look.subject, look.presence) == ("apple:9900000001", Presence.UNKNOWN)
    assert look.facts["reviews"][0]["text"] == "Nạp rồi không rút được."


def test_a_feed_that_does_not_know_the_app_is_no_removal() -> None:
    [request, _] = looked_at()
    [look] = called(request, answered(request, payload("apple_app_store/reviews_unknown_app")))
    assert look.presence is Presence.UNKNOWN
    assert look.facts == {"layer": "reviews", "reviewable": False}


def test_a_page_is_read_and_one_that_is_not_there_says_nothing_of_the_app() -> None:
    [_, page] = looked_at()
    [look] = called(page, answered(page, payload("apple_app_store/page_all_shelves")))
    assert (look.presence, look.facts["similar"][0]["subject"]) == (
        Presence.UNKNOWN,
        "apple:9900000002",
    )
    with pytest.raises(PayloadChanged, match="404"):
        called(page, answered(page, b"<h1>not found</h1>", 404))
    with pytest.raises(SourceBlocked):
        called(page, answered(page, b"", 403))


def test_an_app_is_found_by_its_bundle_id_with_its_developer_and_none_is_no_removal() -> None:
    [ask] = started(apple(terms=["bundle:vn.vidu.app2"], charts=False))
    assert (ask.meta["step"], parse_qs(urlsplit(ask.url).query)["bundleId"]) == (
        "lookup",
        ["vn.vidu.app2"],
    )
    found = called(ask, answered(ask, payload("apple_app_store/bundle_found")))
    [seen], [developer] = split(found)
    assert (seen.presence, seen.found_by) == (Presence.PRESENT, "bundle:vn.vidu.app2")
    assert developer.meta["step"] == "developer"
    assert called(ask, answered(ask, payload("apple_app_store/bundle_none"))) == []
    other = ask.replace(cb_kwargs={"bundle": "vn.vidu.khac"})
    with pytest.raises(PayloadChanged, match="not asked"):
        called(other, answered(other, payload("apple_app_store/bundle_found")))


def test_what_is_similar_to_a_confirmed_app_is_looked_up() -> None:
    spider = apple(terms=["near:apple:9900000001"], charts=False)
    [near] = [each for each in started(spider) if each.meta["step"] == "similar"]
    [lookup] = called(near, answered(near, payload("apple_app_store/page_all_shelves")))
    assert lookup.meta["step"] == "lookup"
    assert lookup.cb_kwargs["found"]["9900000002"] == "similar:apple:9900000001#1"


def test_an_answer_without_a_body_because_nothing_changed_is_a_refusal() -> None:
    [search] = started(apple(terms=["nổ hũ"], charts=False))
    with pytest.raises(SourceBlocked, match="304"):
        called(search, answered(search, b"", 304))


def row(**changes: Any) -> bytes:
    """A search that finds one app, as ``changes`` have it; None takes a key away."""
    found = json.loads((PAYLOADS / "apple_app_store/lookup_one_missing/input.json").read_bytes())
    [app] = found["results"]
    app = {key: value for key, value in (app | changes).items() if value is not None}
    return json.dumps({"resultCount": 1, "results": [app]}, ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def only(body: bytes) -> Sighting:
    [sighting] = parse_search(read_json(body, AppleAppStore.name), term="x", **SEEN)
    return sighting


@pytest.mark.parametrize(
    "title", ["🎰 Nổ Hũ 🎰", "\u202bNổ Hũ\u202c", "Nổ\u2028Hũ", "คาสิโน 게임 游戏", "ỉ" * 5000]
)
def test_titles_are_kept_as_published(title: str) -> None:
    assert only(row(trackName=title)).title == title


def test_half_an_emoji_is_replaced_and_can_be_stored() -> None:
    body = row(trackName="Vui").replace(b'"Vui"', b'"Vui \\ud83c"')
    assert only(body).title == "Vui \ufffd"


def test_a_description_of_five_megabytes_with_line_separators_is_kept_whole() -> None:
    text = "Nạp thẻ\u2028đổi thưởng 🎁\n" * 200_000
    assert only(row(description=text)).text == text


@pytest.mark.parametrize(("currency", "price"), [("USD", 4.99), ("JPY", 600.0), ("VND", 129000.0)])
def test_prices_keep_their_currency(currency: str, price: float) -> None:
    sighting = only(row(currency=currency, price=price))
    assert (sighting.currency, sighting.price) == (currency, price)


@pytest.mark.parametrize("key", ["artistName", "artistId", "sellerName"])
def test_a_missing_developer_is_a_changed_answer(key: str) -> None:
    with pytest.raises(PayloadChanged, match=key):
        only(row(**{key: None}))


def test_a_byte_order_mark_is_passed_over_and_a_guard_is_named() -> None:
    assert only(b"\xef\xbb\xbf" + row()).title == "Cờ Tướng Bịa"
    with pytest.raises(PayloadChanged, match="no JSON"):
        only(b")]}'\n" + row())
