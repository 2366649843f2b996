"""Google Play beyond the app page: further pages of lists, and the closer look at an app."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.errors import PayloadChanged, SourceBlocked
from crawler.merging import merged
from crawler.records import Presence, Sighting
from crawler.replica.sites.pictures import photograph
from crawler.store.sightings import sighting_row
from crawler.text import nfc
from spiders.google_play import GooglePlay, parse_app_page, parse_developer, parse_search
from spiders.play_pages import token_of_page
from spiders.site.pictures import look_hash
from tests.spiders.payloads import PACKAGE, SEEN
from tests.spiders.recorded import recorded
from tests.spiders.test_spiders import answered, called, payload, split, started


def spider(**asked: Any) -> GooglePlay:
    """A spider with a clock that stands still."""
    return GooglePlay(clock=lambda: SEEN["seen_at"], **asked)


def seen(package: str = PACKAGE) -> Sighting:
    """An app that was opened in full."""
    page = payload("google_play/app_translated")
    [sighting] = parse_app_page(page, package=PACKAGE, **SEEN)
    return replace(sighting, subject=f"google:{package}")


def question(request: Request) -> Any:
    """What a call of batchexecute asks, by its name."""
    [[[name, inner, _, tag]]] = json.loads(parse_qs(request.body.decode())["f.req"][0])
    return name, json.loads(inner), tag


def test_a_normal_sweep_takes_no_closer_look() -> None:
    assert list(spider().closer_look(seen())) == []


def test_a_closer_look_asks_three_times_for_an_app_that_is_there_and_once_each() -> None:
    closely = spider(closely=True)
    requests = list(closely.closer_look(seen()))
    assert [each.meta["step"] for each in requests] == ["reviews", "permissions", "data_safety"]
    assert list(closely.closer_look(seen())) == []
    assert list(closely.closer_look(replace(seen("a.b"), presence=Presence.GONE))) == []
    assert question(requests[0]) == (
        "UsvDTd",
        [None, None, [2, 2, [100, None, None], None, []], [PACKAGE, 7]],
        "generic",
    )
    assert question(requests[1]) == ("xdSrCf", [[None, [PACKAGE, 7], []]], "1")
    assert urlsplit(requests[2].url).path == "/store/apps/datasafety"
    assert all("hl=vi&gl=vn" in each.url for each in requests)


def test_an_app_page_is_followed_by_its_closer_look() -> None:
    closely = spider(closely=True, terms=["nổ hũ"], charts=False)
    search = closely.search_request("nổ hũ")
    detail = split(called(search, answered(search, payload("google_play/search_card_and_rows"))))[
        1
    ][0]
    page = payload("google_play/app_translated")
    steps = [each.meta["step"] for each in split(called(detail, answered(detail, page)))[1]]
    assert steps == ["developer", "reviews", "permissions", "data_safety"]


def test_reviews_are_read_page_by_page_without_their_authors() -> None:
    first = next(iter(spider(closely=True).closer_look(seen())))
    body = payload("google_play/reviews_two")
    [sighting], [second] = split(called(first, answered(first, body)))
    assert question(second)[1][2] == [2, 2, [100, None, "TIEP"], None, []]
    assert split(called(second, answered(second, body)))[1] == []  # no third page
    assert (sighting.presence, sighting.found_by) == (Presence.UNKNOWN, "reviews")
    assert sighting.facts["reviews"][0] == {
        "id": "gp:VIDU1",
        "stars": 1,
        "text": "Nạp rồi không rút được.",
        "version": "2.3.1",
        "day": "2026-09-21",
        "helpful": 12,
    }
    stored = json.dumps(sighting_row(sighting), ensure_ascii=False)
    assert "nguoidung" not in stored
    assert "Xin lỗi" not in stored


def test_an_app_without_reviews_adds_nothing() -> None:
    first = next(iter(spider(closely=True).closer_look(seen())))
    assert called(first, answered(first, payload("google_play/reviews_nothing"))) == []


def test_a_list_that_never_ends_is_left_after_three_further_pages() -> None:
    pages = list(spider()._next("TIEP", layer="search", path="search:nổ hũ", place=30, page=1))
    for page in pages:
        body = payload("google_play/next_two_apps")
        sightings, more = split(called(page, answered(page, body)))
        pages += [each for each in more if each.meta["step"] == "next"]
    assert len(pages) == 3
    assert sightings[-1].found_by == "search:nổ hũ#36"


def test_recorded_searches_say_whether_more_follows() -> None:
    assert token_of_page(recorded("google_play/search/barcode.en-US.2023-05.html.gz")) is None
    token = token_of_page(recorded("google_play/search_legacy/search.2019-06.html.gz"))
    assert (token or "").startswith("Cgj6no")


def page_with(**texts: str) -> bytes:
    """The page of an app whose title or description is another text."""
    page = payload("google_play/app_translated").decode()
    [sighting] = parse_app_page(page.encode(), package=PACKAGE, **SEEN)
    for name, text in texts.items():
        old = json.dumps(getattr(sighting, name), ensure_ascii=False)[1:-1]
        # Google writes < and > so that no text can end its script.
        new = json.dumps(text, ensure_ascii=False)[1:-1].replace("<", "\\u003c")
        assert old in page
        page = page.replace(old, new)
    return page.encode()


@pytest.mark.parametrize(
    "title",
    [
        "Nổ Hũ 🎰🧧👨‍👩‍👧",
        "\u202eivuV ũH ổN\u202c",
        "\u200fNổ Hũ\u200f",
        "Nổ\u2028Hũ\u2029Vui",
        "Nổ “Hũ” \\ </script>",
    ],
)
def test_strange_letters_of_a_title_are_kept_as_published(title: str) -> None:
    [sighting] = parse_app_page(page_with(title=title), package=PACKAGE, **SEEN)
    assert sighting.title == title


def test_a_description_of_five_megabytes_is_read_whole() -> None:
    long = "Vui\u2028" * 1_000_000
    page = payload("google_play/app_translated").decode()
    first = "Quay hũ &amp; đổi thưởng."
    assert page.count(f'"{first}') == 1
    page = page.replace(first, long)
    [sighting] = parse_app_page(page.encode(), package=PACKAGE, **SEEN)
    assert sighting.text is not None
    assert len(sighting.text.encode()) > 5 * 2**20


def test_an_app_without_developer_is_named_and_never_stored() -> None:
    page = payload("google_play/app_translated").decode().replace('"Studio Ví Dụ"', '""')
    with pytest.raises(PayloadChanged, match="publisher is missing"):
        list(parse_app_page(page.encode(), package=PACKAGE, **SEEN))


def test_an_app_renamed_between_pages_bears_the_name_of_its_own_page() -> None:
    rows = parse_developer(payload("google_play/developer_by_name"), developer="x", **SEEN)
    row = next(each for each in rows if each.subject == f"google:{PACKAGE}")
    [full] = parse_app_page(page_with(title="Tên Mới"), package=PACKAGE, **SEEN)
    assert row.title != full.title
    assert merged([row, full]).title == "Tên Mới"


def test_one_app_under_two_packages_stays_two_subjects() -> None:
    page = nfc(payload("google_play/search_card_and_rows").decode())
    assert "Tiến Lên Bịa" in page
    page = page.replace("Tiến Lên Bịa", "Nổ Hũ Vui Vẻ")
    found = list(parse_search(page.encode(), term="nổ hũ", **SEEN))
    assert {each.title for each in found} == {"Nổ Hũ Vui Vẻ"}
    assert [each.subject for each in found] == [f"google:{PACKAGE}", "google:vn.vidu.tienlen"]


@pytest.mark.parametrize(
    ("currency", "micros", "price"), [("USD", 6_990_000, 6.99), ("JPY", 120_000_000, 120.0)]
)
def test_a_price_keeps_the_currency_of_its_storefront(
    currency: str, micros: int, price: float
) -> None:
    page = payload("google_play/developer_by_number").replace(
        b'[25000000000,"VND",""]', f'[{micros},"{currency}",""]'.encode()
    )
    found = list(parse_developer(page, developer="x", **SEEN))[1]
    assert (found.price, found.currency) == (price, currency)


def test_suggestions_are_searched_for_one_generation_after_the_terms_and_say_whose_they_are() -> (
    None
):
    asker = spider(terms=["nổ hũ"], charts=False, suggestions=3)
    search, ask = started(asker)
    assert question(ask) == ("IJ4APc", [[None, ["nổ hũ"], [10], [2], 4]], "generic")
    found = called(ask, answered(ask, payload("google_play/suggestions_two")))
    assert [parse_qs(urlsplit(each.url).query)["q"] for each in found] == [
        ["nổ hũ đổi thưởng"],
        ["nổ hũ vui"],
    ]
    # The page of the search as it comes for any words: its rows tell the whole path.
    page = payload("google_play/search_card_and_rows")
    rows, more = split(called(found[1], answered(found[1], page)))
    assert rows[0].found_by == "suggested:nổ hũ>nổ hũ vui#1"
    assert {each.meta["step"] for each in more} == {"detail"}
    assert search.priority > ask.priority > more[0].priority > found[0].priority


def test_only_so_many_suggestions_are_searched_for_and_none_twice() -> None:
    asker = spider(terms=["nổ hũ", "Nổ hũ VUI"], charts=False, suggestions=1)
    _, first, _, second = started(asker)
    body = payload("google_play/suggestions_two")
    [found] = called(first, answered(first, body))
    # What is a term itself is no suggestion; what one term brought, another does not bring again.
    assert found.cb_kwargs["term"] == "nổ hũ đổi thưởng"
    assert called(second, answered(second, body)) == []
    full = spider(terms=["nổ hũ"], charts=False, suggestions=3, limit=1)
    _, ask = started(full)
    assert len(called(ask, answered(ask, body))) == 1  # never more searches than apps to open


def test_only_words_are_asked_suggestions_for() -> None:
    terms = [f"google:{PACKAGE}", "developer:57", "near:google:a.b"]
    steps = [
        each.meta["step"] for each in started(spider(terms=terms, charts=False, suggestions=3))
    ]
    assert "suggestions" not in steps


def test_a_search_that_an_older_version_asked_for_is_still_read() -> None:
    [search] = started(spider(terms=["nổ hũ"], charts=False))
    assert search.cb_kwargs == {"term": "nổ hũ"}


ADDRESS = "https://play-lh.googleusercontent.com/vidu"


def test_an_icon_is_asked_for_where_the_store_keeps_its_pictures_only() -> None:
    terms = [f"icon:google:{PACKAGE} {ADDRESS}", "icon:google:a.b https://vidu.example/x"]
    terms += ["icon:google:a.b", "icon:", "icon:apple:9000000001 x"]
    [icon, *others] = started(spider(terms=terms, charts=False))
    assert (icon.url, icon.meta["step"]) == (ADDRESS, "icon")
    # Without an app of this store they are words like any others.
    assert [each.cb_kwargs["term"] for each in others] == terms[-2:]


def test_how_an_icon_looks_is_stored_and_says_nothing_of_the_app() -> None:
    [ask] = started(spider(terms=[f"icon:google:{PACKAGE} {ADDRESS}"], charts=False))
    [icon] = called(ask, answered(ask, photograph("a")))
    assert (icon.subject, icon.presence, icon.found_by) == (
        f"google:{PACKAGE}",
        Presence.UNKNOWN,
        "icon",
    )
    assert icon.facts["icon_look"] == look_hash(photograph("a"))
    [blank] = called(ask, answered(ask, b"no picture"))
    assert blank.facts == {"layer": "icon", "icon_address": ADDRESS}  # looked at, and not again
    assert called(ask, answered(ask, b"", 404)) == []
    with pytest.raises(SourceBlocked):
        called(ask, answered(ask, photograph("a"), 403))


def test_where_pictures_lie_no_answer_of_the_store_comes_from() -> None:
    asker = spider(terms=["nổ hũ"], charts=False)
    [search] = started(asker)
    elsewhere = HtmlResponse(ADDRESS, body=payload("google_play/search_card_and_rows"))
    with pytest.raises(SourceBlocked):
        list(asker.read_search(elsewhere, **search.cb_kwargs))
