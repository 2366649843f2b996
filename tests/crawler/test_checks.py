"""What a check says where nothing can be asked: nothing is made up, what is stored is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.checks import Checks, check
from crawler.crawl.run import app_sources, begin_sources
from crawler.records import Marketplace, Presence, Sighting
from crawler.store import Store
from crawler.store.crawls import CrawlOrder, crawls, open_crawl
from crawler.store.sightings import add_sightings
from crawler.sweeps import Clocks
from crawler.workspace import Workspace, create_workspace

NOW = datetime(2026, 10, 7, 3, 0, tzinfo=UTC)
CLOCKS = Clocks(rows=lambda: NOW, machine=lambda: datetime.now(UTC))
SUBJECT = "google:com.vidu.dao"


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as opened:
        yield opened


def checked(office: Workspace, store: Store, *addresses: str) -> Checks:
    """The answers to these addresses."""
    return check(office, store, addresses=addresses, clocks=CLOCKS, progress=lambda _crawling: None)


def seen(store: Store, *, void: bool = False) -> None:
    """One sighting of the subject, in a crawl that ended well or void."""
    crawl = open_crawl(store, source="google_play", market="vn", terms=(), now=NOW)
    with store.writing():
        store.db.execute("UPDATE crawls SET void = ?, ended_at = '2026'", [int(void)])
    sighting = Sighting(
        subject=SUBJECT,
        source="google_play",
        market="vn",
        seen_at=NOW,
        presence=Presence.PRESENT,
        title="Đảo Rồng",
    )
    add_sightings(store, [sighting], crawl=crawl)


def test_while_its_source_is_swept_an_app_is_shown_as_stored(
    office: Workspace, store: Store
) -> None:
    seen(store)
    order = CrawlOrder(source="google_play", market="vn", terms=("cờ",), charts=False, most=1)
    begin_sources(store, [order], now=NOW, machine_now=datetime.now(UTC))
    done = checked(office, store, SUBJECT)
    [one] = done.checked
    assert one.sighting is not None
    assert one.sighting.title == "Đảo Rồng"
    assert "Nothing was asked" in str(one.refused)
    assert "google_play" in str(one.refused)
    assert (done.swept, done.needs_a_look) == (None, True)


def test_what_a_void_crawl_saw_is_seen_by_nobody(office: Workspace, store: Store) -> None:
    seen(store, void=True)
    order = CrawlOrder(source="google_play", market="vn", terms=("cờ",), charts=False, most=1)
    begin_sources(store, [order], now=NOW, machine_now=datetime.now(UTC))
    [one] = checked(office, store, SUBJECT).checked
    assert (one.sighting, one.verdict) == (None, None)


def test_a_domain_and_a_refused_address_begin_no_crawl(office: Workspace, store: Store) -> None:
    done = checked(office, store, "https://vidu.vn/", "hotro@vidu.vn")
    assert [one.subject for one in done.checked] == ["domain:vidu.vn", None]
    assert all(one.refused and one.sighting is None for one in done.checked)
    assert done.needs_a_look
    assert crawls(store) == []


def test_every_marketplace_has_the_source_that_is_asked_for_its_apps() -> None:
    assert set(app_sources()) == set(Marketplace)
