"""Uptodown: single apps by the name of their page, on a host that is theirs alone."""

from __future__ import annotations

import pytest

from crawler.config import Config
from crawler.crawl.guard import HostGuard
from crawler.crawl.orders import orders_of
from crawler.errors import SourceBlocked
from crawler.records import ANDROID_STORES, MIRRORS, Marketplace, Presence, Proof
from spiders.uptodown import Uptodown
from tests.spiders.payloads import SEEN
from tests.spiders.test_spiders import answered, called, payload, started

SUBJECT = "uptodown:nohuvuive"


def test_only_its_own_apps_are_asked_for_each_on_its_own_host() -> None:
    assert Marketplace.UPTODOWN not in ANDROID_STORES
    assert Marketplace.UPTODOWN in MIRRORS
    assert Uptodown.proof is Proof.EXPERIMENTAL
    terms = ("nổ hũ", SUBJECT, "google:com.vidu.nohu")
    [order] = orders_of(["uptodown"], config=Config(), terms=terms, charts=True, limit=None)
    assert order.terms == (SUBJECT,)
    assert orders_of(["uptodown"], config=Config(), terms=("cờ",), charts=True, limit=None) == []
    asker = Uptodown(terms=(*order.terms, "canary:uptodown:vidu-bank"))
    assert asker.hosts == {"nohuvuive.en.uptodown.com", "vidu-bank.en.uptodown.com"}
    [_, request] = started(asker)
    HostGuard(asker.hosts).process_request(request)
    assert request.url == "https://nohuvuive.en.uptodown.com/android"


@pytest.mark.parametrize("name", ["vidu.example/", "a b", "-a", "NOHU", "x@y", "", "a" * 64])
def test_what_is_no_name_of_a_page_never_becomes_a_host(name: str) -> None:
    assert Uptodown.named(f"uptodown:{name}") is None


def test_an_app_is_read_where_it_was_asked_for_and_an_unknown_page_is_no_removal() -> None:
    [request] = started(Uptodown(terms=[SUBJECT], clock=lambda: SEEN["seen_at"]))
    body = payload("uptodown/detail_one_app")
    [seen] = called(request, answered(request, body))
    assert (seen.subject, seen.presence, seen.found_by) == (SUBJECT, Presence.PRESENT, "lookup")
    [absent] = called(request, answered(request, b"<h1>404</h1>", 404))
    assert (absent.subject, absent.presence) == (SUBJECT, Presence.UNKNOWN)
    with pytest.raises(SourceBlocked, match="403"):
        called(request, answered(request, b"", 403))
    for other in ("https://khac.en.uptodown.com/android", "https://en.uptodown.com/"):
        with pytest.raises(SourceBlocked, match="not the store"):
            called(request, answered(request, body, url=other))
