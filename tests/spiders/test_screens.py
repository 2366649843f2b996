"""Screenshots in two languages: both are asked for, compared, and say nothing of the app itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from scrapy import Request

from crawler.errors import PayloadChanged, SourceBlocked
from crawler.records import Presence, Sighting
from spiders.apple_app_store import AppleAppStore
from spiders.google_play import GooglePlay
from spiders.stores import Before, StoreSpider, screens_facts
from tests.spiders.payloads import ASKED, PACKAGE
from tests.spiders.test_spiders import answered, called, payload, spider_of, started

STORES = [
    (GooglePlay, f"google:{PACKAGE}", "google_play", ("hl=vi", "hl=en"), "gl=vn"),
    (AppleAppStore, f"apple:{ASKED[0]}", "apple_app_store", ("lang=vi_vn", "lang=en_us"), "=vn"),
]
ART = "https://is{}-ssl.mzstatic.com/image/{}.png"


def asked(kind: type[StoreSpider], subject: str) -> Request:
    """The first question about the screenshots of one app."""
    [request] = started(spider_of(kind, terms=[f"screens:{subject}"], charts=False))
    assert request.meta["step"] == "screens"
    return request


@pytest.mark.parametrize(("kind", "subject", "source", "languages", "market"), STORES)
def test_the_same_storefront_is_asked_in_vietnamese_then_in_english(
    kind: type[StoreSpider], subject: str, source: str, languages: tuple[str, str], market: str
) -> None:
    first = asked(kind, subject)
    shown = payload(f"{source}/screens_two")
    [second] = called(first, answered(first, shown))
    for request, language in zip((first, second), languages, strict=True):
        assert language in request.url
        assert market in request.url
    # The frontier keeps it as JSON between two processes.
    assert json.loads(json.dumps(second.cb_kwargs)) == second.cb_kwargs
    [same] = called(second, answered(second, shown))
    assert isinstance(same, Sighting)
    assert (same.subject, same.presence, same.found_by) == (subject, Presence.UNKNOWN, "screens")
    assert same.facts["screens_vi"] == same.facts["screens_en"]
    [other] = called(second, answered(second, shown.replace(b"vi-", b"en-")))
    assert ("vi-1" in other.facts["screens_vi"], "en-1" in other.facts["screens_en"]) == (
        True,
        True,
    )
    assert other.facts["screens_vi_evidence"].startswith("sha256:")
    assert other.evidence not in (None, other.facts["screens_vi_evidence"])


@pytest.mark.parametrize(("kind", "subject", "source", "languages", "market"), STORES)
def test_an_app_that_is_gone_or_shows_nothing_was_looked_at_and_says_nothing(
    kind: type[StoreSpider], subject: str, source: str, languages: Any, market: str
) -> None:
    first = asked(kind, subject)
    none = "screens_none" if kind is GooglePlay else "screens_left_out"
    for body, status in ((b"", 404), (payload(f"{source}/{none}"), 200)):
        [look] = called(first, answered(first, body, status))
        assert (look.presence, look.facts) == (Presence.UNKNOWN, {"layer": "screens"})
    with pytest.raises(SourceBlocked):
        called(first, answered(first, b"", 429))
    with pytest.raises(PayloadChanged):
        called(first, answered(first, b"<html></html>"))


@pytest.mark.parametrize(
    ("vietnamese", "english", "differ"),
    [
        (["a", "b"], ["c", "d"], True),
        (["a", "b"], ["c", "b"], False),  # one picture of both: a trial of the store, or an order
        (["a"], ["a", "b"], False),
    ],
)
def test_only_pictures_that_are_all_others_differ(
    vietnamese: list[str], english: list[str], differ: bool
) -> None:
    # Apple serves one picture from several hosts.
    before = Before(shown=[ART.format(1, name) for name in vietnamese], evidence=None)
    facts = screens_facts(before, [ART.format(5, name) for name in english])
    assert (facts["screens_vi"] != facts["screens_en"]) is differ


def test_a_term_of_screens_is_of_one_app_and_of_another_store_a_word() -> None:
    assert GooglePlay.is_single(f"screens:google:{PACKAGE}")
    assert not GooglePlay.is_single("screens:apple:9900000001")
    assert not GooglePlay.is_single("near:google:com.vidu")
