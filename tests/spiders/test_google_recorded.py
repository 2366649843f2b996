"""What Google Play really answered, read as the data set beside the checkout expects."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest

from crawler.errors import CrawlerError, PayloadChanged
from crawler.records import Sighting
from spiders.google_play import (
    parse_app_page,
    parse_chart,
    parse_developer,
    parse_reviews,
    parse_search,
)
from tests.spiders.recorded import SEEN, expected, recorded

EDU = "google_play/app_page/edu_market.en.2025-10.html.gz"
LEGACY = {
    "google_play/app_page_legacy/minecraft.en.2019-06.html.gz": "itemprop",
    "google_play/app_page_legacy/mlp_celebration.en.2018-05.html.gz": "itemprop",
    "google_play/app_page_legacy/us_debt_now.2021-10.html.gz": "json_ld",
    "google_play/app_page_legacy/us_debt_now.2021-11.html.gz": "json_ld",
    "google_play/app_page_legacy/us_debt_now.2022.html.gz": "details",
}
SEARCHES = [
    "google_play/search/barcode.en-US.2023-05.html.gz",
    "google_play/search/barcode.es-ES.2023-05.html.gz",
]
CHARTS = [
    "google_play/chart_legacy/list.2019.html.gz",
    "google_play/chart_legacy/topselling_paid.GAME_ARCADE.2018-05.html.gz",
]
OTHERS = [
    "google_play/categories_legacy/categories.2019.html.gz",
    "google_play/shell/twitter_shell.2021.html.gz",
    "google_play/blocked/http429_body.2018.html",
]
REVIEWS = "google_play/reviews_batchexecute/twitter.relevant.2021.txt.gz"


def app_of(name: str, package: str) -> Sighting:
    """The app that its recorded page shows."""
    [sighting] = parse_app_page(recorded(name), package=package, **SEEN)
    return sighting


def as_expected(sighting: Sighting) -> dict[str, Any]:
    """The sighting in the names of the expected fields."""
    facts = sighting.facts
    return {
        "app_id": sighting.subject.removeprefix("google:"),
        "available": facts.get("available"),
        "contains_ads": facts.get("ads"),
        "content_rating": facts.get("content_rating"),
        "currency": sighting.currency,
        "developer": sighting.publisher,
        "developer_email": sighting.email,
        "developer_id": sighting.publisher_id,
        "developer_legal_name": facts.get("legal_name"),
        "developer_website": sighting.website,
        "free": sighting.price == 0,
        "genre": sighting.genre,
        "genre_id": facts.get("genre_id"),
        "icon": sighting.icon,
        "installs_text": facts.get("installs_text"),
        "max_installs": sighting.installs,
        "offers_iap": "iap_range" in facts,
        "price": sighting.price,
        "price_text": facts.get("price_text"),
        "privacy_policy": sighting.privacy_url,
        "rating": sighting.rating,
        "rating_count": sighting.ratings,
        "summary": facts.get("summary"),
        "title": sighting.title,
        "url": sighting.url,
        "version": sighting.version,
    }


def test_recorded_page_of_2025_is_read_whole() -> None:
    want = expected(EDU)
    sighting = app_of(EDU, want["app_id"])
    read = as_expected(sighting) | {"rating": sighting.rating or 0}
    common = read.keys() & want.keys() - {"summary"}
    assert {key: read[key] for key in common} == {key: want[key] for key in common}
    assert read["summary"] == unescape(want["summary"])
    assert sighting.released == date(2025, 7, 1)
    assert sighting.updated == datetime.fromtimestamp(want["updated_epoch"], UTC).date()
    assert abs(len(sighting.text or "") - want["description_chars"]) < 60
    assert sighting.facts["whats_new"].startswith("Enhancements in User Experience")
    assert sighting.facts["layer"] == "details"
    # It has no version at all: what the array holds at 140 stands in the trailing object as null.
    assert sighting.version is None


@pytest.mark.parametrize(("name", "layer"), LEGACY.items())
def test_recorded_older_page_is_read_by_the_layer_it_has(name: str, layer: str) -> None:
    want = expected(name)
    sighting = app_of(name, want["app_id"])
    read = as_expected(sighting)
    if "price_text" in want:  # the itemprop pages: numbers are expected as printed
        want = want | {"rating": float(want["rating"])}
    common = read.keys() & want.keys() - {"price_text"}
    assert {key: read[key] for key in common} == {key: want[key] for key in common}
    assert sighting.facts["layer"] == layer


def test_recorded_page_of_2022_has_version_and_days() -> None:
    sighting = app_of(
        "google_play/app_page_legacy/us_debt_now.2022.html.gz", "com.moonwink.treasury"
    )
    assert (sighting.version, sighting.released, sighting.updated, sighting.installs) == (
        "2.3.0",
        date(2018, 12, 30),
        date(2022, 2, 21),
        1220,
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("google_play/app_page_legacy/minecraft.en.2019-06.html.gz", "$6.99"),
        ("google_play/app_page_legacy/mlp_celebration.en.2018-05.html.gz", "0"),
    ],
)
def test_recorded_price_of_an_itemprop_page_is_a_number(name: str, text: str) -> None:
    sighting = app_of(name, expected(name)["app_id"])
    assert sighting.price == float(text.lstrip("$"))
    assert expected(name)["price_text"] == text


@pytest.mark.parametrize("name", SEARCHES)
def test_recorded_search_is_read_as_expected(name: str) -> None:
    want = expected(name)
    read = [as_expected(each) for each in parse_search(recorded(name), term="barcode", **SEEN)]
    assert [{key: row[key] for key in want["results"][0]} for row in read] == want["results"]
    assert len(read) == want["n"]


def test_recorded_search_of_2019_is_read_by_the_older_row_form() -> None:
    want = json.loads(recorded("google_play/search_legacy/search.2019-06.expected.json"))
    name = "google_play/search_legacy/search.2019-06.html.gz"
    read = list(parse_search(recorded(name), term="unicorns", **SEEN))
    assert [(each.subject, each.title, each.publisher) for each in read] == [
        (f"google:{app['id']}", app["title"], app["author"]) for app in want
    ]


@pytest.mark.parametrize("name", CHARTS)
def test_recorded_html_chart_is_read_by_its_cards(name: str) -> None:
    read = list(
        parse_chart(recorded(name), chart="topselling_paid", category="GAME_ARCADE", **SEEN)
    )
    assert [each.subject.removeprefix("google:") for each in read] == expected(name)["app_ids"]
    assert all(each.title and each.publisher for each in read)
    assert [each.facts["rank"]["position"] for each in read] == list(range(1, len(read) + 1))


def test_recorded_developer_page_of_2018_is_read_by_its_cards() -> None:
    name = "google_play/developer_legacy/zynga.2018-05.html.gz"
    read = list(parse_developer(recorded(name), developer="Zynga", **SEEN))
    assert {each.publisher for each in read} == {"Zynga"}
    assert len({each.subject for each in read}) == len(read) > 10
    assert all(each.title for each in read)


def test_recorded_reviews_are_read_as_expected() -> None:
    want = expected(REVIEWS)
    read = parse_reviews(recorded(REVIEWS))
    assert read.next_token == want["next_token"]
    assert [
        (each.id, each.rating, each.text, each.version, each.written, each.helpful, each.reply)
        for each in read.reviews
    ] == [
        (
            each["id"],
            each["score"],
            each["text"],
            each["app_version"],
            datetime.fromtimestamp(each["at_epoch"], UTC).date(),
            each["thumbs_up"],
            each["reply"],
        )
        for each in want["reviews"]
    ]


PARSERS: dict[str, Callable[[bytes], Any]] = {
    "app": lambda text: list(parse_app_page(text, package="com.twitter.android", **SEEN)),
    "search": lambda text: list(parse_search(text, term="x", **SEEN)),
    "chart": lambda text: list(parse_chart(text, chart="c", category="g", **SEEN)),
    "developer": lambda text: list(parse_developer(text, developer="x", **SEEN)),
    "reviews": parse_reviews,
}


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("name", OTHERS)
def test_recorded_page_of_another_kind_is_never_an_app_nor_nothing(name: str, parser: str) -> None:
    with pytest.raises(CrawlerError):
        PARSERS[parser](recorded(name))


def test_recorded_page_of_another_app_is_refused() -> None:
    with pytest.raises(PayloadChanged, match="calls itself"):
        app_of(EDU, "com.other.app")
