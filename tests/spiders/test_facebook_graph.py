"""Pages and ads_archive of Meta's Graph, asked against the replica: paging, limits, errors."""

from __future__ import annotations

import json

import pytest

from crawler.records import Presence
from crawler.replica.facebook.graph import TOKEN
from crawler.replica.facebook.world import CONTROL
from spiders.facebook_ads import FacebookAds
from spiders.facebook_pages import FacebookPages
from spiders.facebook_usage import Usage, usage_in
from tests.spiders.graph_driver import crawl, replica

PAGES = [f"fbpage:91000000000000{number}" for number in range(2, 8)]


def test_every_advert_comes_once_and_no_token_is_left() -> None:
    ran = crawl(FacebookAds, replica(), "nổ hũ")
    found = ran.subjects("fbad:")
    assert len(found) == len(set(found)) == 252
    assert len(ran.asked) == 3
    assert ran.ended is None
    assert ran.errors == []
    told = "\n".join([*ran.asked, *ran.bodies, *map(repr, ran.sightings)])
    for secret in (TOKEN, "access_token=", "EAAB", "datr="):
        assert secret not in told
    assert "token_removed" in told


def test_what_is_asked_is_what_the_interface_documents() -> None:
    ran = crawl(
        FacebookAds, replica(), "nổ hũ", f"{PAGES[0]}", "fbpage:@khongcoso", version="v25.0"
    )
    assert ran.asked[0].startswith("https://graph.facebook.com/v25.0/ads_archive?")
    query = ran.query(0)
    assert json.loads(query["ad_reached_countries"]) == ["VN"]
    assert (query["search_terms"], query["ad_type"], query["ad_active_status"]) == (
        "nổ hũ",
        "ALL",
        "ALL",
    )
    asked = [
        json.loads(ran.query(place).get("search_page_ids", "[]")) for place in range(len(ran.asked))
    ]
    assert [PAGES[0].removeprefix("fbpage:")] in asked
    assert not any("khongcoso" in url for url in ran.asked)


def test_the_country_asked_for_is_no_tie_where_the_advert_names_others() -> None:
    ran = crawl(FacebookAds, replica(), "nổ hũ")
    countries = {seen.subject: seen.facts.get("country") for seen in ran.sightings}
    abroad = [seen for seen in ran.sightings if seen.title == "Nổ hũ đổi thưởng, jetzt spielen"]
    assert [countries[seen.subject] for seen in abroad] == [None]
    assert countries["fbad:9100000000000000"] == "VN"


def test_a_limit_bounds_what_is_kept_and_what_is_asked() -> None:
    ran = crawl(FacebookAds, replica(), "nổ hũ", limit=30)
    assert len(ran.subjects("fbad:")) == 30
    assert len(ran.asked) == 1


def test_an_answer_without_a_next_page_is_the_last() -> None:
    ran = crawl(FacebookAds, replica("without_next"), "nổ hũ")
    assert len(ran.subjects("fbad:")) == 100
    assert ran.ended is None


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (4, "this app has called as often as it may. Go on in 60 minutes"),
        (17, "the user of this token has called as often as it may. Go on in 60 minutes"),
        (32, "calls during the block count too"),
        (613, "ads_archive was asked too often. Go on in 5 minutes"),
        (80004, "a limit of this use case is reached. Go on in 23 minutes"),
        (190, "the token is not valid. Renew it"),
        (102, "the session of this token ended"),
        (10, "the token lacks a permission"),
        (200, "the token lacks a permission"),
        (368, "the token lacks a permission"),
        (2500, "the question was not accepted"),
        (100, "the question was not accepted"),
        (987654, "error 987654: (#987654) An error of the replica"),
    ],
)
def test_an_error_ends_the_crawl_with_its_reason_and_nothing_more_is_asked(
    code: int, says: str
) -> None:
    ran = crawl(FacebookAds, replica(f"graph {code} 1"), "nổ hũ", "đổi thưởng")
    assert ran.ended is not None
    assert says in ran.ended
    assert ran.ended.endswith("It says nothing of any page")
    assert len(ran.asked) == 2
    assert not [seen for seen in ran.sightings if seen.presence is Presence.GONE]


STATUSES = (200, 400, 403, 500)


@pytest.mark.parametrize("code", [1, 4, 17, 32, 613, 80004, 190, 102, 10, 368, 2500, 100, 987654])
def test_the_error_decides_whatever_status_it_comes_with(code: int) -> None:
    runs = [
        crawl(FacebookAds, replica(f"graph {code} 1", f"status {status}"), "nổ hũ")
        for status in STATUSES
    ]
    assert len({run.ended for run in runs}) == 1
    assert f"error {code}: " in (runs[0].ended or "")
    assert len({tuple(run.asked) for run in runs}) == 1
    assert len({tuple(run.subjects("fbad:")) for run in runs}) == 1


@pytest.mark.parametrize("status", STATUSES)
def test_what_is_missing_is_told_whatever_status_says_so(status: int) -> None:
    facebook = replica(f"down {PAGES[0].removeprefix('fbpage:')}", f"status {status}")
    looked = (f"recheck:{PAGES[0]}", f"canary:fbpage:{CONTROL}", "fbpage:@khongai")
    told = {seen.subject: seen for seen in crawl(FacebookPages, facebook, *looked).sightings}
    assert told[PAGES[0]].presence is Presence.GONE
    assert told[PAGES[0]].facts["notice"] == "missing_or_forbidden"
    assert told["fbpage:@khongai"].facts["notice"] == "alias_unknown"
    blind = crawl(FacebookPages, replica("graph 190", f"status {status}"), *looked)
    assert (blind.sightings, "error 190" in (blind.ended or "")) == ([], True)


@pytest.mark.parametrize("code", [1, 2])
def test_too_much_is_asked_for_again_by_halves_three_times(code: int) -> None:
    ran = crawl(FacebookAds, replica(f"graph_once {code}"), "nổ hũ")
    assert [ran.query(place)["limit"] for place in (0, 1)] == ["100", "50"]
    assert len(ran.subjects("fbad:")) == 252
    ran = crawl(FacebookAds, replica(f"graph {code}"), "nổ hũ")
    assert [ran.query(place)["limit"] for place in range(len(ran.asked))] == ["100", "50", "25"]
    assert "Facebook could not answer" in (ran.ended or "")


def test_from_75_percent_on_it_slows_down_and_from_95_on_it_ends() -> None:
    assert set(crawl(FacebookAds, replica("usage 74"), "nổ hũ").pauses) == {0.0}
    slow = crawl(FacebookAds, replica("usage 75"), "nổ hũ")
    assert slow.pauses[1] > 0
    assert len(slow.subjects("fbad:")) == 252
    ended = crawl(FacebookAds, replica("usage 95"), "nổ hũ")
    assert len(ended.asked) == 1
    assert len(ended.subjects("fbad:")) == 100
    assert (ended.ended or "").startswith("95 % of what Facebook allows was asked")


@pytest.mark.parametrize(
    ("headers", "usage"),
    [
        ({"X-App-Usage": '{"call_count":91,"total_cputime":15,"total_time":12}'}, Usage(91.0)),
        (
            {
                "X-Business-Use-Case-Usage": '{"1":[{"type":"pages","call_count":1,'
                '"total_time":77,"estimated_time_to_regain_access":9,"new_key":{"a":[1]}}]}'
            },
            Usage(77.0, 9),
        ),
        ({"X-Ad-Account-Usage": '{"acc_id_util_pct":9.5,"reset_time_duration":61}'}, Usage(9.5, 2)),
        ({"X-App-Usage": "no JSON"}, Usage()),
        ({"X-App-Usage": '[1, {"call_count": "many"}]'}, Usage()),
        ({"X-App-Usage": '{"call_count": true, "total_time": null}'}, Usage()),
        ({}, Usage()),
    ],
)
def test_usage_headers_are_read_whatever_else_stands_in_them(
    headers: dict[str, str], usage: Usage
) -> None:
    assert usage_in(headers) == usage


def test_pages_are_searched_and_each_is_read_in_full() -> None:
    ran = crawl(FacebookPages, replica(), "game bài")
    assert set(ran.subjects("fbpage:")) == set(PAGES)
    full = [seen for seen in ran.sightings if seen.facts.get("layer") == "page"]
    assert {seen.subject for seen in full} == set(PAGES)
    assert len(ran.asked) == 2
    assert ran.query(1)["ids"].count(",") == 5
    assert ran.query(1)["locale"] == "vi_VN"
    assert full[0].outlinks == ("https://cong-vidu2.club/",)


def test_a_field_that_may_not_be_read_leaves_the_small_group() -> None:
    ran = crawl(FacebookPages, replica("narrow"), *PAGES)
    assert ran.subjects("fbpage:") == PAGES
    assert ran.ended is None
    assert "about" in ran.query(0)["fields"]
    assert ran.query(1)["fields"] == "id,name,username,link,fan_count,verification_status"


def test_one_missing_page_costs_no_other_and_is_not_gone() -> None:
    ran = crawl(FacebookPages, replica(f"down {PAGES[1].removeprefix('fbpage:')}"), *PAGES)
    told = {seen.subject: seen for seen in ran.sightings}
    assert set(told) == set(PAGES)
    missing = told.pop(PAGES[1])
    assert (missing.presence, missing.facts["notice"]) == (Presence.UNKNOWN, "missing_or_forbidden")
    assert {seen.presence for seen in told.values()} == {Presence.PRESENT}


def test_a_name_that_nobody_has_is_unknown() -> None:
    ran = crawl(FacebookPages, replica(), "fbpage:@gamebaividu2", "fbpage:@khongai")
    assert ran.subjects("fbpage:") == [PAGES[0], "fbpage:@khongai"]
    assert ran.sightings[1].facts["notice"] == "alias_unknown"
    assert ran.sightings[1].presence is Presence.UNKNOWN


def test_a_page_is_weighed_as_gone_only_where_the_control_was_read_before_it() -> None:
    page = PAGES[0].removeprefix("fbpage:")
    looked = (f"recheck:{PAGES[0]}", f"canary:fbpage:{CONTROL}")
    ran = crawl(FacebookPages, replica(f"down {page}"), *looked)
    assert [(seen.subject, seen.presence) for seen in ran.sightings] == [
        (f"fbpage:{CONTROL}", Presence.PRESENT),
        (PAGES[0], Presence.GONE),
    ]
    blind = crawl(FacebookPages, replica(f"down {page}", f"down {CONTROL}"), *looked)
    assert {seen.presence for seen in blind.sightings} == {Presence.UNKNOWN}
