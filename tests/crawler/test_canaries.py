"""Which apps must be found beside what may be gone: never one that was under review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.canaries import canary_terms
from crawler.config import Config, SourceConfig
from crawler.errors import ConfigError
from crawler.records import Presence, VerdictKind
from crawler.store import Store
from crawler.store.aliases import add_aliases
from crawler.store.crawls import close_crawl, open_crawl
from crawler.store.sightings import add_sightings
from tests.crawler.office import APPLE, NOW, flag, judge_as, new_store, sighting

LICENSED = [f"apple:910000000{number}" for number in range(5)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def seen(
    store: Store,
    subject: str,
    verdict: VerdictKind = VerdictKind.LICENSED,
    *,
    void: bool = False,
    **fields: Any,
) -> None:
    """An app that was seen in a crawl of its own and judged."""
    source = "apple_app_store"
    crawl = open_crawl(store, source=source, market="vn", terms=(), now=NOW)
    add_sightings(store, [sighting(subject, **{"seen_at": NOW} | fields)], crawl=crawl)
    close_crawl(store, crawl, requested=1, complete=True, void=void, reason=None, now=NOW)
    judge_as(store, verdict, subject)


def chosen(store: Store, *named: str) -> list[str]:
    """The canaries of the App Store, a day later."""
    config = Config(
        source={"apple_app_store": SourceConfig(requests_per_minute=15, canaries=named)}
    )
    terms = canary_terms(store, "apple_app_store", config, now=NOW + timedelta(days=1))
    return [term.removeprefix("canary:") for term in terms]


def test_the_best_known_licensed_apps_that_were_seen_lately_are_chosen(store: Store) -> None:
    for ratings, subject in enumerate(LICENSED):
        seen(store, subject, ratings=ratings)
    assert chosen(store) == LICENSED[:1:-1]


@pytest.mark.parametrize(
    ("verdict", "fields"),
    [
        (VerdictKind.UNSURE, {}),
        (VerdictKind.CLEAN, {}),
        (VerdictKind.LICENSED, {"seen_at": NOW - timedelta(days=40)}),
        (VerdictKind.LICENSED, {"presence": Presence.GONE}),
        (VerdictKind.LICENSED, {"market": "us"}),
        (VerdictKind.LICENSED, {"source": "google_play"}),
        (VerdictKind.LICENSED, {"void": True}),
    ],
)
def test_what_is_not_licensed_and_there_by_the_source_itself_is_none(
    store: Store, verdict: VerdictKind, fields: dict[str, Any]
) -> None:
    seen(store, LICENSED[0], verdict, **fields)
    assert chosen(store) == []


def test_an_app_that_went_since_is_none(store: Store) -> None:
    seen(store, LICENSED[0])
    seen(store, LICENSED[0], presence=Presence.GONE)
    assert chosen(store) == []


def test_what_was_ever_a_case_is_none_even_when_it_is_named(store: Store) -> None:
    flag(store)
    seen(store, APPLE)
    assert chosen(store) == []
    assert chosen(store, APPLE, LICENSED[0]) == [LICENSED[0]]


def test_named_ones_take_the_place_of_all_others(store: Store) -> None:
    seen(store, LICENSED[0])
    assert chosen(store, "apple:9200000001") == ["apple:9200000001"]


@pytest.mark.parametrize("name", ["9200000001", "google:com.vidu.app", "apple:"])
def test_what_is_no_app_of_the_source_is_refused(store: Store, name: str) -> None:
    with pytest.raises(ConfigError, match="which is no app of it"):
        chosen(store, name)


@pytest.mark.parametrize("under", ["fbpage:20531316728", "fbpage:@vidu"])
def test_a_control_page_that_was_ever_a_case_is_none_under_whatever_it_was_kept(
    store: Store, under: str
) -> None:
    control = "fbpage:20531316728"
    shown = sighting(control, facts={"layer": "page", "vanity": "vidu"})
    with store.writing():
        add_aliases(store, [shown])
    assert canary_terms(store, "facebook_pages", Config(), now=NOW) == (f"canary:{control}",)
    flag(store, under)
    assert canary_terms(store, "facebook_pages", Config(), now=NOW) == ()


def test_a_named_site_is_a_canary_of_sites_and_anything_else_is_refused(store: Store) -> None:
    def chosen_sites(*named: str) -> tuple[str, ...]:
        limits = SourceConfig(requests_per_minute=15, canaries=named)
        return canary_terms(store, "domains", Config(source={"domains": limits}), now=NOW)

    assert chosen_sites("domain:bao-vidu.vn") == ("canary:domain:bao-vidu.vn",)
    for wrong in ("bao-vidu.vn", "apple:1234567890", "domain:bao-vidu.vn https://x/"):
        with pytest.raises(ConfigError, match="which is no site of it"):
            chosen_sites(wrong)
