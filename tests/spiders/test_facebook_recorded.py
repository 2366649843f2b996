"""Recorded and shared answers of Facebook: read whole, each with what its description says."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import process_time

import pytest

from crawler.records import Presence, Sighting
from spiders.facebook_answers import read_answer
from spiders.facebook_html import read_page
from spiders.facebook_reading import Reading, Sign
from tests.spiders.facebook import SEEN, advert, search

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "facebook"
NOTHING_ASKED = replace(SEEN, facts={})


@cache
def read(name: str) -> Reading:
    """What is read of a shared payload."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"shared data absent: {path.name} is looked for beside the checkout")
    text = path.read_text(encoding="utf-8")
    return (read_page if name.endswith(".html") else read_answer)(text, NOTHING_ASKED)


def adverts(reading: Reading) -> list[Sighting]:
    """The adverts of a reading."""
    return [seen for seen in reading.sightings if seen.subject.startswith("fbad:")]


@pytest.mark.parametrize(
    ("name", "found", "pages", "stated"),
    [
        ("adlibrary_web/ssr_search_page.html", 16, 11, 552),
        ("adlibrary_web/ssr_search_connection.json", 16, 11, 552),
        ("adlibrary_web/graphql_page1.json", 2, 1, None),
        ("adlibrary_web/graphql_empty.json", 0, 0, None),
        ("adlibrary_web/flat_ad_data.json", 1, 1, None),
        ("adlibrary_web/flat_minimal_ad.json", 1, 1, None),
        ("adlibrary_web/legacy_item_2021.json", 1, 1, None),
        ("adlibrary_web/typeahead_list.json", 0, 2, None),
        ("adlibrary_web/typeahead_camelcase.json", 0, 1, None),
        ("adlibrary_web/typeahead_empty.json", 0, 0, None),
        ("adlibrary_web/typeahead_page_results.json", 0, 1, None),
        ("ads_archive/empty.json", 0, 0, None),
        ("ads_archive/fields_2022.json", 1, 1, None),
        ("ads_archive/reg_response.json", 2, 0, None),
        ("graph_api/page_full.json", 0, 1, None),
        ("graph_api/pages_search.json", 0, 5, None),
        ("page_transparency/transparency_constructed.json", 0, 1, None),
        ("adlibrary_vn_constructed/page.html", 9, 8, 11),
        ("adlibrary_vn_constructed/graphql_page2.txt", 3, 3, 11),
        ("imports/zeeschuimer.ndjson", 0, 1, None),
    ],
)
def test_shared_answer_is_read_whole(name: str, found: int, pages: int, stated: int | None) -> None:
    reading = read(name)
    assert (len(adverts(reading)), len(reading.sightings) - len(adverts(reading))) == (found, pages)
    assert (reading.stated, reading.unread, reading.signs) == (stated, 0, frozenset())


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("adlibrary_web/challenge_rd_verify.html", Sign.CHALLENGE),
        ("adlibrary_web/graphql_error_1675004.json", Sign.RATE_LIMITED),
        ("ads_archive/error_100_country.json", Sign.BAD_REQUEST),
        ("graph_api/error_100_33_not_found.json", Sign.MISSING_OR_FORBIDDEN),
        ("graph_api/error_100_no_permission.json", Sign.NO_PERMISSION),
        ("graph_api/error_100_ppca_token.json", Sign.NO_PERMISSION),
        ("page_status/login_wall.html", Sign.LOGIN_WALL),
        ("page_status/unavailable_en.html", Sign.UNAVAILABLE),
        ("page_status/unavailable_vi.html", Sign.UNAVAILABLE),
    ],
)
def test_shared_refusal_is_its_sign_and_says_nothing_of_a_page(name: str, sign: Sign) -> None:
    assert read(name) == Reading(signs=frozenset({sign}), known=True)


def test_recorded_templates_are_no_titles() -> None:
    found = adverts(read("adlibrary_web/ssr_search_page.html"))
    templated = [seen for seen in found if "templates" in seen.facts]
    assert len(templated) == 3  # of 16 shared adverts, the body too in two of them
    assert all(
        seen.title and seen.text and "{{" not in seen.title + seen.text for seen in templated
    )


def test_recorded_active_adverts_have_an_end_and_are_active() -> None:
    found = adverts(read("adlibrary_web/ssr_search_page.html"))
    assert all(seen.facts["active"] and seen.facts["last_shown"] for seen in found)


def test_recorded_versions_share_their_collation() -> None:
    first, second = adverts(read("adlibrary_web/graphql_page1.json"))
    assert first.facts["collation_id"] == second.facts["collation_id"]
    assert (first.facts["collation_count"], second.facts.get("collation_count")) == (2, None)


def test_recorded_shims_are_undone() -> None:
    found = adverts(read("adlibrary_web/ssr_search_page.html"))
    links = [link for seen in found for link in seen.outlinks]
    assert links
    assert not any("l.facebook.com" in link or "messenger_doc" in link for link in links)


def test_labelled_adverts_stand_with_their_pages() -> None:
    labels = (
        json.loads((SHARED / "adlibrary_vn_constructed" / "labels.json").read_text("utf-8"))
        if (SHARED.exists())
        else pytest.skip("shared data absent: labels of adverts")
    )
    both = [
        read("adlibrary_vn_constructed/page.html"),
        read("adlibrary_vn_constructed/graphql_page2.txt"),
    ]
    seen = {one.subject: one for reading in both for one in adverts(reading)}
    assert seen.keys() == {f"fbad:{number}" for number in labels}
    for number, told in labels.items():
        one = seen[f"fbad:{number}"]
        assert (one.publisher_id, one.publisher) == (told["page_id"], told["page_name"])
        assert one.presence is Presence.PRESENT


@pytest.mark.timing
def test_a_thousand_adverts_a_second() -> None:
    text = json.dumps(search(*(advert(number, number) for number in range(100))))
    start, done = process_time(), 0
    while process_time() - start < 1:
        done += len(adverts(read_answer(text, SEEN)))
    assert done / (process_time() - start) >= 1_000
