"""What a check says where nothing can be asked: nothing is made up, what is stored is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.checks import Checks, _begin, check
from crawler.crawl.run import begin_sources
from crawler.crawl.sources import app_sources
from crawler.errors import SweepRefused
from crawler.records import Marketplace, Presence, Sighting
from crawler.store import Store
from crawler.store.aliases import add_aliases
from crawler.store.crawls import CrawlOrder, crawls, open_crawl
from crawler.store.sightings import add_sightings
from crawler.sweeps import Clocks
from crawler.workspace import SETTINGS_FILE, Workspace, create_workspace, open_workspace

NOW = datetime(2026, 10, 7, 3, 0, tzinfo=UTC)
CLOCKS = Clocks(rows=lambda: NOW, machine=lambda: datetime.now(UTC))
SUBJECT = "google:com.vidu.dao"
ABSENT, CANARY = "aptoide:com.vidu.dao", "aptoide:com.vidu.lich"


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


def test_an_app_without_a_source_and_a_refused_address_begin_no_crawl(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.checks.app_sources", dict)
    done = checked(office, store, SUBJECT, "hotro@vidu.vn")
    assert [one.subject for one in done.checked] == [SUBJECT, None]
    assert all(one.refused and one.sighting is None for one in done.checked)
    assert done.needs_a_look
    assert crawls(store) == []


@pytest.mark.parametrize(
    ("asked", "terms"),
    [(ABSENT, (f"canary:{CANARY}", ABSENT)), (CANARY, (CANARY,))],
)
def test_a_canary_is_asked_for_beside_what_is_checked_and_never_the_same_app(
    office: Workspace, monkeypatch: pytest.MonkeyPatch, asked: str, terms: tuple[str, ...]
) -> None:
    with (office.path / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write(f'\n[source.aptoide]\ncanaries = ["{CANARY}"]\n')
    orders: list[CrawlOrder] = []

    def refuse(_store: Store, begun: list[CrawlOrder], **_: datetime) -> None:
        orders.extend(begun)
        raise SweepRefused("it is being swept")

    monkeypatch.setattr("crawler.checks.begin_sources", refuse)
    configured = open_workspace(office.path)
    with configured.open_store() as store:
        assert checked(configured, store, asked).needs_a_look
    [order] = orders
    assert (order.terms, order.most) == (terms, len(terms))


def test_every_marketplace_has_the_source_that_is_asked_for_its_apps() -> None:
    assert set(app_sources()) == set(Marketplace)


def test_page_is_found_under_its_name_once_both_were_seen_together(
    office: Workspace, store: Store
) -> None:
    page = Sighting(
        subject="fbpage:910000000000001",
        source="captures",
        market="vn",
        seen_at=NOW,
        presence=Presence.PRESENT,
        title="Trang Ví Dụ",
        facts={"vanity": "Vi.Du"},
    )
    add_sightings(store, [page], crawl=None)
    with store.writing():
        add_aliases(store, [page])
    [one] = checked(office, store, "https://m.facebook.com/vidu").checked
    assert (one.subject, one.sighting and one.sighting.title) == (page.subject, "Trang Ví Dụ")
    assert one.verdict is None
    assert "Facebook is read by hand" in str(one.refused)


def test_an_advert_is_opened_with_metas_permission_alone(office: Workspace, store: Store) -> None:
    [one] = checked(
        office, store, "https://www.facebook.com/ads/library/?id=9100000000000001"
    ).checked
    assert "adverts also with Meta's permission" in str(one.refused)
    facebook = replace(office.config.facebook, permission="Công văn ví dụ 01/VD-2026")
    allowed = replace(office, config=replace(office.config, facebook=facebook))
    clocks = Clocks(rows=lambda: NOW, machine=lambda: NOW)
    [begun], held = _begin(allowed, store, ["fbad:9100000000000001"], {}, clocks)
    assert (begun.order.source, begun.order.terms) == (
        "facebook_ad_library",
        ("fbad:9100000000000001",),
    )
    assert (begun.order.permission, held) == ("Công văn ví dụ 01/VD-2026", {})
