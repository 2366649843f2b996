"""What a spider is told when it is built."""

from __future__ import annotations

from dataclasses import replace

from crawler.config import SourceConfig
from crawler.crawl.run import arguments_of
from crawler.store.crawls import CrawlOrder
from spiders.google_play import GooglePlay
from spiders.licence_portal import LicencePortal

ORDER = CrawlOrder(source="x", market="vn", terms=("nổ hũ",), charts=False, most=7)
COMMON = {"terms": ("nổ hũ",), "limit": 7, "charts": False}


def test_a_store_is_told_how_closely_to_look_and_the_portal_where_it_is() -> None:
    limits = SourceConfig(requests_per_minute=15, url="https://vidu.example/", closely=True)
    assert arguments_of(GooglePlay, ORDER, limits) == COMMON | {"closely": True}
    away = SourceConfig(requests_per_minute=15)
    assert arguments_of(GooglePlay, ORDER, away) == COMMON | {"closely": False}
    assert arguments_of(LicencePortal, ORDER, limits) == COMMON | {"url": "https://vidu.example/"}


def test_a_crawl_of_single_apps_looks_closely_and_at_nobody_else() -> None:
    limits = SourceConfig(requests_per_minute=15)
    app, word = "google:com.vidu.dao", "nổ hũ"
    alone = {"closely": True, "developers": False}
    for terms, charts, told in (
        ((app,), False, alone),
        ((app, word), False, {"closely": False}),
        ((f"canary:{app}", app), False, alone),
        ((f"canary:{app}", f"recheck:{app}"), False, alone),
        ((app,), True, {"closely": False}),
        (("apple:9000000001",), False, {"closely": False}),
    ):
        order = replace(ORDER, terms=terms, charts=charts)
        common = {"terms": terms, "limit": 7, "charts": charts}
        assert arguments_of(GooglePlay, order, limits) == common | told
