"""What is read of Facebook's answers, and what an answer is that gives nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crawler.records import Presence, Sighting
from spiders.facebook_answers import read_answer
from spiders.facebook_html import read_page, saved_from
from spiders.facebook_reading import Reading, Sign
from spiders.facebook_signs import heeded
from tests.spiders.facebook import (
    AD,
    PAGE,
    SEEN,
    advert,
    archived,
    box,
    graph_page,
    page,
    post,
    search,
)

AD1, PAGE1 = f"fbad:{AD + 1}", f"fbpage:{PAGE + 1}"


def read(answer: Any) -> Reading:
    """What is read of a JSON answer."""
    return read_answer(json.dumps(answer, ensure_ascii=False), SEEN)


def by_subject(reading: Reading) -> dict[str, Sighting]:
    """The sightings by their subjects."""
    return {seen.subject: seen for seen in reading.sightings}


def test_advert_with_all_its_fields() -> None:
    seen = by_subject(read(search(advert())))[AD1]
    assert seen == replace(
        seen,
        presence=Presence.PRESENT,
        title="Nổ hũ mỗi ngày",
        publisher="Cổng Game Ví Dụ 1",
        publisher_id=str(PAGE + 1),
        url=f"https://www.facebook.com/ads/library/?id={AD + 1}",
        text="Nạp rút 1:1. Vào https://t.me/vidu?utm_source=fb ngay",
        released=date(2026, 8, 29),
        found_by="search:nổ hũ",
        evidence="sha256:0",
        outlinks=("https://vidu.example/a", "https://t.me/vidu"),
    )
    assert seen.facts == {
        "layer": "advert",
        "active": True,
        "last_shown": "2026-09-01",
        "platforms": ["FACEBOOK", "INSTAGRAM"],
        "collation_id": "8100000000000001",
        "collation_count": 1,
        "display_format": "IMAGE",
        "caption": "vidu.example",
        "description": "Tặng 58k",
        "cta_text": "Tìm hiểu thêm",
        "cta_type": "LEARN_MORE",
        "extra_texts": ["Thêm chữ"],
        "campaign": {"utm_source": "fb"},
        "media": {"images": 1},
        "query": "nổ hũ",
        "country": "VN",
    }


def test_page_that_an_advert_shows() -> None:
    seen = by_subject(read(search(advert())))[PAGE1]
    assert (seen.title, seen.genre, seen.presence) == (
        *("Cổng Game Ví Dụ 1", "Trò chơi"),
        Presence.PRESENT,
    )
    assert seen.url == f"https://www.facebook.com/{PAGE + 1}"
    assert seen.facts["vanity"] == "Vi.Du.1"
    assert seen.facts["likes"] == 1000


def test_second_number_of_a_page_is_its_profile() -> None:
    shown = advert(page_profile_uri="https://www.facebook.com/61500000000001/")
    assert by_subject(read(search(shown)))[PAGE1].facts["profile_id"] == "61500000000001"


def test_page_stands_once_beside_all_its_adverts() -> None:
    reading = read(search(advert(1), advert(2), advert(1), count=552))
    assert [seen.subject for seen in reading.sightings] == [AD1, PAGE1, f"fbad:{AD + 2}"]
    assert reading.stated == 552


def test_template_is_no_title_and_the_cards_speak() -> None:
    card = {"title": "Bình gốm", "body": {"text": "Bình men"}, "link_url": "https://vidu.example/b"}
    shown = advert(
        title="{{product.name}}", body={"text": "Mua {{ product.name }}"}, cards=[card, card]
    )
    seen = by_subject(read(search(shown)))[AD1]
    assert (seen.title, seen.text) == ("Bình gốm", "Bình men")
    assert seen.facts["templates"] == ["{{product.name}}", "Mua {{ product.name }}"]
    assert "https://vidu.example/b" in seen.outlinks
    seen = by_subject(read(search(advert(title="{{product.name}}"))))[AD1]
    assert seen.title is None


@pytest.mark.parametrize("key", ["snapshot", "whole"])
def test_shape_of_2021_says_the_same(key: str) -> None:
    row = advert()
    camel = {camel_cased(name): value for name, value in row.items()}
    camel["publisherPlatform"] = ["facebook", "instagram"]
    camel["snapshot"] = row["snapshot"] | {
        "body": {
            "markup": {"__html": "Nạp rút 1:1. Vào https://t.me/vidu?utm_source=fb<br />ngay"}
        },
        "page_categories": {"7": "Trò chơi"},
    }
    seen = by_subject(read([camel] if key == "whole" else camel))
    want = by_subject(read(row))
    assert seen[PAGE1] == want[PAGE1]
    assert seen[AD1].text == "Nạp rút 1:1. Vào https://t.me/vidu?utm_source=fb\nngay"
    assert seen[AD1].facts["platforms"] == ["FACEBOOK", "INSTAGRAM"]
    assert seen[AD1].released == want[AD1].released


def camel_cased(name: str) -> str:
    """The name of a key as it was in 2021."""
    first, *rest = name.split("_")
    return first + "".join("ID" if part == "id" else part.capitalize() for part in rest)


def test_advert_without_a_snapshot_says_the_same() -> None:
    row = advert()
    flat = {**row.pop("snapshot"), **row}
    assert by_subject(read(flat))[AD1] == by_subject(read(search(advert())))[AD1]


def test_deleted_page_is_gone_unless_the_answer_contradicts_itself() -> None:
    gone = advert(1, page_is_deleted=True)
    assert by_subject(read(search(gone)))[PAGE1].presence is Presence.GONE
    both = read(search(gone, advert(2)))
    pages = [seen for seen in both.sightings if seen.subject == PAGE1]
    assert {seen.presence for seen in pages} == {Presence.UNKNOWN, Presence.PRESENT}


def test_page_of_which_nothing_is_said_is_neither_there_nor_gone() -> None:
    row = advert()
    del row["page_is_deleted"], row["snapshot"]["page_is_deleted"]
    assert by_subject(read(search(row)))[PAGE1].presence is Presence.UNKNOWN


def test_person_keeps_number_and_advert_and_no_more() -> None:
    row = advert(page_entity_type="person_profile")
    seen = by_subject(read(search(row)))
    assert seen[PAGE1].facts == {"layer": "advert", "person": True}
    assert seen[PAGE1].title
    assert seen[AD1].title
    suggested = {"page_id": "5", "name": "Người Ví Dụ", "entity_type": "PERSON_PROFILE", "likes": 5}
    answer = {"typeahead_suggestions": {"page_results": [suggested], "keyword_results": []}}
    [person] = read(answer).sightings
    assert (person.subject, person.title, person.genre) == ("fbpage:5", None, None)
    assert person.facts == {"layer": "search", "person": True, **SEEN.facts}


@pytest.mark.parametrize("answer", ["list", "object", "camel", "connection"])
def test_suggested_pages_in_every_wrapping(answer: str) -> None:
    row = {"page_id": "5", "page_name": "Trang Ví Dụ", "page_alias": "trang.vidu"}
    found: Any = {
        "list": {"typeahead_suggestions": [row]},
        "object": {"typeahead_suggestions": {"page_results": [row], "location_results": []}},
        "camel": {
            "typeaheadSuggestions": [
                {"pageID": "5", "pageName": "Trang Ví Dụ", "pageAlias": "trang.vidu"}
            ]
        },
        "connection": {"typeahead_suggestions_connection": {"edges": [{"node": row}]}},
    }[answer]
    [seen] = read({"data": {"ad_library_main": found}}).sightings
    assert (seen.subject, seen.title, seen.facts["vanity"]) == (
        *("fbpage:5", "Trang Ví Dụ"),
        "trang.vidu",
    )


def test_history_of_a_page() -> None:
    [seen] = read(box()).sightings
    assert seen.subject == f"fbpage:{PAGE}"
    assert (seen.title, seen.text, seen.released) == (
        *("Cổng Ví Dụ", "Giới thiệu"),
        date(2020, 1, 1),
    )
    facts = seen.facts
    assert facts["former_names"] == ["Tiệm Ví Dụ"]
    assert facts["managers"] == {"Cambodia": 5}
    assert (facts["profile_id"], facts["vanity"]) == ("61500000000009", "cong.vidu")
    assert facts["has_active_ads"] is True


def test_page_of_the_graph() -> None:
    [seen] = read(graph_page()).sightings
    assert (seen.subject, seen.title, seen.genre) == (f"fbpage:{PAGE}", "Trang Ví Dụ", "Trò chơi")
    assert (seen.website, seen.email) == ("http://vidu.example", "hotro@vidu.example")
    assert seen.outlinks == ("http://vidu.example", "https://vidu.example/")
    assert (seen.facts["profile_id"], seen.facts["vanity"]) == ("615000000000009", "Trang.ViDu")
    assert read({"data": [graph_page()]}).sightings == (seen,)
    assert read({str(PAGE): graph_page()}).sightings == (seen,)


def test_object_with_a_name_deep_in_an_answer_is_nobodys_page() -> None:
    assert read({"data": {"viewer": {"actor": graph_page()}}}).sightings == ()


def test_advert_of_the_archive() -> None:
    reading = read({"data": [archived(1), archived(2)], "paging": {}})
    seen = by_subject(reading)
    assert seen[AD1].text == "Bản một\n\nBản hai"
    assert seen[AD1].title is None
    assert (seen[AD1].released, seen[AD1].facts["last_shown"]) == (date(2026, 1, 2), "2026-01-03")
    assert seen[f"fbpage:{PAGE}"].presence is Presence.UNKNOWN
    old = {"ad_creative_body": "Chữ", "ad_snapshot_url": archived()["ad_snapshot_url"]}
    [found] = read({"data": [old]}).sightings
    assert (found.subject, found.text) == (AD1, "Chữ")


def test_post_of_a_page_and_none_of_a_person() -> None:
    [seen] = read(post()).sightings
    assert (seen.subject, seen.title) == ("fbpage:@trangvidu", "Trang Ví Dụ")
    assert seen.outlinks == ("https://zalo.me/g/vidu", "https://vidu.example")
    assert seen.facts["post"]["posted"] == "2026-09-18T02:53:20+00:00"
    reading = read(post(__typename="User"))
    assert (reading.sightings, reading.people) == ((), 1)


def test_answer_behind_its_guard_and_in_several_lines() -> None:
    lines = [json.dumps(search(advert(number, number))) for number in (1, 2)]
    reading = read_answer("for (;;);" + "\r\n".join(lines) + "\n{cut", SEEN)
    assert {AD1, f"fbad:{AD + 2}"} <= by_subject(reading).keys()
    assert reading.unread == 1


@pytest.mark.parametrize(
    ("answer", "sign"),
    [
        ({"errors": [{"code": 1675004}], "data": None}, Sign.RATE_LIMITED),
        ({"errors": [{"code": 1675030}]}, Sign.SERVER_TROUBLE),
        ({"errors": [{"code": 1357001}]}, Sign.SESSION),
        ({"error": {"code": 100, "error_subcode": 33}}, Sign.MISSING_OR_FORBIDDEN),
        (
            {"error": {"code": 100, "message": "needs Page Public Content Access"}},
            Sign.NO_PERMISSION,
        ),
        ({"error": {"code": 100, "message": "Param x must be"}}, Sign.BAD_REQUEST),
        ({"error": {"code": 190, "error_subcode": 463}}, Sign.TOKEN_INVALID),
        ({"error": {"code": 32}}, Sign.RATE_LIMITED),
        ({"error": {"code": 80004}}, Sign.RATE_LIMITED),
        ({"error": {"code": 294}}, Sign.NO_PERMISSION),
        ({"error": {"code": 803}}, Sign.ALIAS_UNKNOWN),
        ({"data": {"xfb_ad_library_is_captcha_required": True}}, Sign.CHALLENGE),
        (search(count=12), Sign.EMPTIED),
    ],
)
def test_refusal_is_told_apart_and_nobody_is_gone(answer: Any, sign: Sign) -> None:
    reading = read(answer)
    assert reading.signs == {sign}
    assert reading.sightings == ()


@pytest.mark.parametrize("answer", [search(), {"data": []}, {"typeahead_suggestions": []}])
def test_empty_answer_is_known_and_empty(answer: Any) -> None:
    told = read(answer)
    assert told == Reading(stated=told.stated, more=told.more, known=True)


@pytest.mark.parametrize("answer", [{"a": [{"b": 1}]}, [], 7, {"error": {"code": 987654}}])
def test_unknown_shape_is_counted(answer: Any) -> None:
    assert read(answer).unread == 1


def test_row_of_another_shape_costs_no_other_row() -> None:
    reading = read(search(advert(1), {"ad_archive_id": "x"}, advert(2, title={"new": "shape"})))
    assert AD1 in by_subject(reading)
    assert reading.unread == 2


LOGIN = '<form action="/login/device-based/"><input name="pass" type="password"></form>'


@pytest.mark.parametrize(
    ("page_", "sign"),
    [
        (f"<title>Đăng nhập Facebook</title>{LOGIN}", Sign.LOGIN_WALL),
        (f"<h2>Bạn hiện không xem được nội dung này</h2>{LOGIN}", Sign.UNAVAILABLE),
        ("<h2>This content isn’t available right now</h2>", Sign.UNAVAILABLE),
        ("<title>Content Not Found</title>", Sign.UNAVAILABLE),
        ("<script>fetch('/__rd_verify_abc?challenge=3')</script>", Sign.CHALLENGE),
    ],
)
def test_page_that_shows_something_else_is_a_sign_and_no_removal(page_: str, sign: Sign) -> None:
    reading = read_page(f"<html>{page_}</html>", SEEN)
    assert reading.signs == {sign}
    assert reading.sightings == ()


def test_words_of_a_script_are_no_sign() -> None:
    words = "<script>var t = 'Trang này không khả dụng'</script>"
    assert read_page(f"<html>{words}</html>", SEEN) == Reading(unread=1)


def test_saved_page_gives_its_adverts_though_a_log_in_form_stands_on_it() -> None:
    reading = read_page(page(search(advert()), cards=LOGIN), SEEN)
    assert {AD1, PAGE1} == by_subject(reading).keys()
    assert reading.signs == frozenset()


def test_card_without_its_data_is_an_advert_by_number() -> None:
    cards = f"<span>ID thư viện: {AD + 1}</span><span>Library ID: {AD + 2}</span>"
    seen = by_subject(read_page(page(search(advert()), cards=cards), SEEN))
    assert seen[AD1].title
    assert seen[f"fbad:{AD + 2}"].facts["layer"] == "card"


def test_data_that_is_cut_off_gives_what_is_whole() -> None:
    whole = page(search(advert()))
    broken = whole.replace("</script>", ',"x":</script>')
    reading = read_page(broken, SEEN)
    assert AD1 in by_subject(reading)
    assert reading.unread == 1


def test_address_that_the_browser_wrote_into_a_saved_page() -> None:
    above = "<!-- saved from url=(0060)https://www.facebook.com/ads/library/?q=x&amp;country=VN -->"
    assert saved_from(page(search(), before=above)) == (
        "https://www.facebook.com/ads/library/?q=x&country=VN"
    )
    assert saved_from(page(search())) is None


@pytest.mark.parametrize("status", [200, 400, 403, 429, 500])
@pytest.mark.parametrize(
    ("body", "sign"),
    [
        ({"error": {"code": 190}}, Sign.TOKEN_INVALID),
        ({"error": {"code": 100, "error_subcode": 33}}, Sign.MISSING_OR_FORBIDDEN),
        ({"error": {"code": 4}}, Sign.RATE_LIMITED),
        ({"errors": [{"code": 1675004}], "data": None}, Sign.RATE_LIMITED),
        ({"errors": [{"code": 1357001}], "data": None}, Sign.SESSION),
    ],
)
def test_an_error_says_more_than_the_status_it_came_with(
    body: dict[str, Any], sign: Sign, status: int
) -> None:
    read = read_answer(json.dumps(body), SEEN)
    assert heeded(read, status, None, html=False).signs == {sign}


def test_without_an_error_the_status_says_that_it_is_no_answer() -> None:
    read = read_answer(json.dumps(search(advert(1))), SEEN)
    assert heeded(read, 200, None, html=False).sightings
    refused = heeded(read, 403, None, html=False)
    assert refused.signs == {Sign.BLOCKED}
    assert refused.sightings == ()
    assert heeded(read, 302, "/login/", html=False).signs == {Sign.LOGIN_WALL}
