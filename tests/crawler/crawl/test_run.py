"""What a spider is told when it is built."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.config import Config, SourceConfig
from crawler.crawl.orders import orders_of
from crawler.crawl.run import arguments_of, finds
from crawler.store.crawls import CrawlOrder
from spiders.aptoide import Aptoide
from spiders.base import SourceSpider
from spiders.google_play import GooglePlay
from spiders.licence_portal import LicencePortal

ORDER = CrawlOrder(source="x", market="vn", terms=("nổ hũ",), charts=False, most=7)
COMMON = {"terms": ("nổ hũ",), "limit": 7, "charts": False}


def test_a_store_is_told_how_closely_to_look_and_the_portal_where_it_is() -> None:
    limits = SourceConfig(requests_per_minute=15, url="https://vidu.example/", closely=True)
    assert arguments_of(GooglePlay, ORDER, limits) == COMMON | {"closely": True, "suggestions": 3}
    away = SourceConfig(requests_per_minute=15, suggestions=0)
    assert arguments_of(GooglePlay, ORDER, away) == COMMON | {"closely": False, "suggestions": 0}
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
        common = {"terms": terms, "limit": 7, "charts": charts, "suggestions": 3}
        assert arguments_of(GooglePlay, order, limits) == common | told


@pytest.mark.parametrize(
    ("spider", "terms", "charts", "told"),
    [
        (GooglePlay, ("nổ hũ",), False, True),
        (GooglePlay, (), True, True),
        (Aptoide, ("google:com.vidu.dao", "nổ hũ"), False, True),
        (GooglePlay, (), False, False),  # one recorded answer
        (GooglePlay, ("canary:google:com.vidu.dao", "recheck:google:com.vidu.ho"), False, False),
        (GooglePlay, ("google:com.vidu.dao", "screens:google:com.vidu.dao"), False, False),
        (Aptoide, ("aptoide:com.vidu.dao",), False, False),
        (LicencePortal, (), True, False),
    ],
)
def test_only_a_sweep_of_a_store_finds_what_nobody_named(
    spider: type[SourceSpider], terms: tuple[str, ...], charts: bool, told: bool
) -> None:
    assert finds(spider, replace(ORDER, terms=terms, charts=charts)) is told


LEADS = [f"google:com.vidu.dan{n}" for n in range(50)]
NEAR = [f"near:google:com.vidu.gan{n}" for n in range(50)]
ACCOUNTS = [f"developer:57{n}" for n in range(50)]


def asked(
    source: str, *, terms: tuple[str, ...], limit: int | None, charts: bool = False
) -> list[str]:
    """What one source is asked, with many cases and leads beside the words."""
    near = {
        "google": [*NEAR, *ACCOUNTS, "Vidu Games", *LEADS],
        "aptoide": [f"aptoide:{lead.partition(':')[2]}" for lead in LEADS],
    }
    orders = orders_of(
        [source],
        config=Config(),
        terms=terms,
        charts=charts,
        limit=limit,
        subjects=[each.removeprefix("near:") for each in NEAR],
        near=near,
    )
    return [term for order in orders for term in order.terms]


@pytest.mark.parametrize(("terms", "charts"), [(("nổ hũ",), False), ((), True)])
def test_leads_and_cases_leave_a_small_limit_to_what_words_and_charts_find(
    terms: tuple[str, ...], charts: bool
) -> None:
    told = asked("google_play", terms=terms, limit=20, charts=charts)
    assert told == [*terms, *NEAR[:5], *ACCOUNTS[:5], "Vidu Games", *LEADS[:5]]
    opened = GooglePlay(terms=told, limit=20, charts=charts)
    for term in told:
        list(opened.term_requests(term))
    assert sum(opened.details.admits(f"google:com.vidu.moi{n}") for n in range(50)) == 10


def test_a_store_that_is_asked_by_package_is_asked_for_as_many_as_it_may_be() -> None:
    assert len(asked("galaxy_store", terms=("nổ hũ",), limit=20)) == 20
    told = asked("aptoide", terms=("nổ hũ",), limit=20)
    assert told == ["nổ hũ", *(each.removeprefix("near:") for each in NEAR[:5])]


def test_all_is_asked_where_the_limit_is_wide() -> None:
    told = asked("google_play", terms=("nổ hũ",), limit=None)
    assert told == ["nổ hũ", *NEAR, *ACCOUNTS, "Vidu Games", *LEADS]
