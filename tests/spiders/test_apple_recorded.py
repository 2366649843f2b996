"""What Apple really answered, read as the data set beside the checkout expects."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from crawler.errors import BadRequest
from crawler.records import Presence, Sighting
from spiders.apple_charts import parse_chart
from spiders.apple_reviews import parse_reviews
from spiders.apple_rows import parse_lookup, parse_search
from spiders.shapes import read_json
from tests.spiders.recorded import SEEN, expected, recorded

ROWS = [
    "apple/lookup/bbedit.json",
    "apple/lookup/facebook.us.2015.json",
    "apple/lookup/items_no.jsonl.gz",
    "apple/lookup/things_item.json",
    "apple/search/notability.json",
    "apple/search/slack.json.gz",
    "apple/search/tweetbot.json.gz",
]
CHARTS = [
    "apple/chart_rss/topfree_games.vn.2023-04.excerpt.json",
    "apple/chart_rss/topfree_games.vn.single_entry.json",
]
REVIEWS = [
    "apple/reviews_rss/instagram.us.2026-10.three.json",
    "apple/reviews_rss/twitter.us.2021-11.json.gz",
    "apple/reviews_rss/unknown_app.synthetic.json",
]


def answer(name: str) -> dict[str, Any]:
    """The recorded answer; bare rows are put back into their envelope."""
    body = recorded(name)
    if ".jsonl" in name:
        # Descriptions hold U+2028, where splitlines() would break.
        rows = [json.loads(line) for line in body.split(b"\n") if line]
        return {"resultCount": len(rows), "results": rows}
    payload: dict[str, Any] = read_json(body, "test")
    return payload if "results" in payload else {"resultCount": 1, "results": [payload]}


def as_expected(sighting: Sighting) -> dict[str, Any]:
    """The sighting in the names of the expected fields."""
    return {
        "track_id": sighting.subject.removeprefix("apple:"),
        "bundle_id": sighting.facts["bundle_id"],
        "title": sighting.title,
        "developer": sighting.publisher,
        "developer_id": sighting.publisher_id,
        "developer_website": sighting.website,
        "genre": sighting.genre,
        "genre_id": sighting.facts["genre_id"],
        "content_rating": sighting.facts.get("content_rating"),
        "price": sighting.price,
        "currency": sighting.currency,
        # The peer writes 0 for "unrated".
        "rating": sighting.rating or 0,
        "rating_count": sighting.ratings or 0,
        "released": str(sighting.released),
        "updated": str(sighting.updated),
        "url": sighting.url,
        "version": sighting.version,
    }


def comparable(app: dict[str, Any]) -> dict[str, Any]:
    """An expected app with its ids as texts and its moments as days."""
    app = {key: app[key] or 0 if key.startswith("rating") else app[key] for key in app}
    ids = {key: str(app[key]) for key in ("track_id", "developer_id", "genre_id")}
    return app | ids | {key: app[key][:10] for key in ("released", "updated") if key in app}


@pytest.mark.parametrize("name", ROWS)
def test_recorded_rows_are_read_as_expected(name: str) -> None:
    apps = [comparable(app) for app in expected(name)["apps"]]
    read = [as_expected(each) for each in parse_search(answer(name), term="x", **SEEN)]
    assert [{key: app[key] for key in apps[0]} for app in read] == apps
    assert len(read) == expected(name)["n"]


@pytest.mark.parametrize("name", CHARTS)
def test_recorded_charts_are_read_as_expected(name: str) -> None:
    apps = [comparable(app) for app in expected(name)["apps"]]
    payload = read_json(recorded(name), "test")
    read = list(parse_chart(payload, feed="topfreeapplications", genre=6014, **SEEN))
    assert [{key: as_expected(each)[key] for key in apps[0]} for each in read] == apps
    assert read[0].facts["rank"] == {"chart": "topfreeapplications/6014", "position": 1}


@pytest.mark.parametrize("name", REVIEWS)
def test_recorded_reviews_are_read_as_expected(name: str) -> None:
    want = expected(name)
    page = parse_reviews(read_json(recorded(name), "test"))
    assert page.app_known == want["app_known"]
    assert [
        (each.id, each.rating, each.text, each.title, each.version, each.written)
        for each in page.reviews
    ] == [
        (
            each["id"],
            each["rating"],
            each["text"],
            each["title"],
            each["version"],
            date.fromisoformat(each["updated"][:10]),
        )
        for each in want["reviews"]
    ]


@pytest.mark.parametrize("name", ["apple/lookup/empty.json", "apple/search/nonexistent.json"])
def test_recorded_nothing_found_is_no_app_and_for_an_asked_id_gone(name: str) -> None:
    assert list(parse_search(answer(name), term="x", **SEEN)) == []
    gone = list(parse_lookup(answer(name), asked=["990000001"], **SEEN))
    assert [(each.subject, each.presence) for each in gone] == [("apple:990000001", Presence.GONE)]


def test_recorded_refusal_of_a_parameter_is_no_removal() -> None:
    payload = read_json(recorded("apple/lookup/invalid_param.json"), "test")
    with pytest.raises(BadRequest, match="Invalid value"):
        list(parse_lookup(payload, asked=["abc"], **SEEN))
