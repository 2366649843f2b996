"""Re-checks of pages: the Graph alone proves no removal, names and notices are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.config import Config, RecheckConfig
from crawler.crawl.facebook_token import VARIABLE
from crawler.looks import looks_at, open_looking
from crawler.outcomes import Followed, follow
from crawler.recheck import _begin, _due
from crawler.records import Outcome, Presence, Told
from crawler.store import Store
from crawler.store.crawls import close_crawl, open_crawl
from crawler.store.outcomes import AskedSubject
from crawler.store.sightings import add_sightings
from crawler.sweeps import Clocks
from crawler.workspace import create_workspace
from tests.crawler.office import NOW, new_store, sighting

PAGE, CONTROL = "fbpage:910000000000002", "fbpage:20531316728"
GONE, PRESENT, UNKNOWN = Presence.GONE, Presence.PRESENT, Presence.UNKNOWN
SENT = NOW + timedelta(hours=1)
NAME = "Cổng Game Ví Dụ"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as opened:
        add(opened, -48, PRESENT, source="captures", layer="advert", deleted=None)
        yield opened


def add(
    store: Store,
    hours: float,
    presence: Presence,
    *,
    source: str = "facebook_pages",
    layer: str = "page",
    title: str = NAME,
    control: Presence | None = PRESENT,
    **facts: Any,
) -> int:
    """One crawl, so many hours after the request: a re-check by the Graph, or another source."""
    at = SENT + timedelta(hours=hours)
    looked = source == "facebook_pages"
    terms = (f"recheck:{PAGE}", f"canary:{CONTROL}") if looked else ("ads.har",)
    crawl = open_crawl(store, source=source, market="vn", terms=terms, now=at)
    told = {"layer": layer, **{name: value for name, value in facts.items() if value is not None}}
    name = title if presence is not GONE else None
    seen = [sighting(PAGE, market="vn", seen_at=at, presence=presence, title=name, facts=told)]
    if looked and control is not None:
        seen.append(sighting(CONTROL, market="vn", seen_at=at, presence=control, title="Ví Dụ"))
    add_sightings(store, seen, crawl=crawl)
    close_crawl(store, crawl, requested=2, complete=True, void=False, reason=None, now=at)
    return crawl


def deleted(store: Store, hours: float) -> int:
    """A capture of the Ad Library that says that the page was deleted."""
    return add(store, hours, GONE, source="captures", layer="advert", deleted=True)


def followed(store: Store) -> Followed:
    return follow(PAGE, looks_at(open_looking(store), PAGE, SENT), SENT)


def outcomes(store: Store) -> list[Outcome]:
    return [each.outcome for each in followed(store).outcomes]


def test_the_graph_alone_never_proves_a_removal(store: Store) -> None:
    for hours in (24, 49, 80, 400):
        add(store, hours, GONE)
    told = followed(store)
    assert {each.outcome for each in told.outcomes} == {Outcome.PENDING}
    assert told.removed_at is None
    assert "A second source must say so too" in (told.outcomes[-1].why or "")


def test_the_graph_and_the_ad_library_a_day_apart_prove_it(store: Store) -> None:
    add(store, 24, GONE)
    deleted(store, 30)
    assert outcomes(store) == [Outcome.PENDING, Outcome.PENDING]
    deleted(store, 49)
    assert outcomes(store)[-1] is Outcome.REMOVED
    assert len(followed(store).outcomes[-1].evidence) > 1


def test_the_ad_library_twice_a_day_apart_proves_it(store: Store) -> None:
    deleted(store, 24)
    deleted(store, 47)
    assert outcomes(store)[-1] is Outcome.PENDING
    deleted(store, 48)
    assert outcomes(store)[-1] is Outcome.REMOVED


def test_one_look_that_shows_it_begins_the_count_anew(store: Store) -> None:
    add(store, 24, GONE)
    add(store, 30, PRESENT)
    deleted(store, 60)
    assert outcomes(store) == [Outcome.PENDING, Outcome.STILL_THERE, Outcome.PENDING]


@pytest.mark.parametrize("control", [GONE, None])
def test_without_the_control_page_nothing_is_said(store: Store, control: Presence | None) -> None:
    add(store, 24, GONE, control=control)
    deleted(store, 60)
    assert outcomes(store) == [Outcome.UNKNOWN, Outcome.PENDING]


def test_what_is_not_given_and_not_weighed_is_unknown(store: Store) -> None:
    add(store, 24, UNKNOWN, layer="notice", notice="alias_unknown")
    assert outcomes(store) == [Outcome.UNKNOWN]


def test_another_name_is_told_whichever_source_showed_the_first(store: Store) -> None:
    add(store, 24, PRESENT, title="Tiệm Bánh Ví Dụ")
    [told] = followed(store).outcomes
    assert (told.told, told.outcome) == (Told.LISTED_CHANGED, Outcome.CHANGED)
    assert told.why == f"title was “{NAME}”, is “Tiệm Bánh Ví Dụ”"


def test_a_notice_shown_here_does_not_remove_what_the_graph_gives(store: Store) -> None:
    add(store, 24, PRESENT)
    assert followed(store).outcomes[-1].why is None
    add(store, 25, UNKNOWN, source="captures", layer="notice", notice="unavailable")
    add(store, 48, PRESENT)
    told = followed(store).outcomes[-1]
    assert told.outcome is Outcome.STILL_THERE
    assert "it may be restricted in Vietnam" in (told.why or "")


def test_what_waits_for_a_second_source_is_due_once_a_day(store: Store) -> None:
    asked = AskedSubject(subject=PAGE, case=1, request=1, sent_at=SENT)
    add(store, 24, GONE)
    now = SENT + timedelta(days=9)
    assert _due(followed(store), asked, RecheckConfig(), now) == SENT + timedelta(hours=48)
    add(store, 60, GONE)
    assert _due(followed(store), asked, RecheckConfig(), now) == SENT + timedelta(hours=84)


def test_pages_are_looked_at_with_a_control_beside_them_where_there_is_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=True)

    def clock() -> datetime:
        return NOW

    clocks = Clocks(rows=clock, machine=clock)
    with office.open_store() as store:
        monkeypatch.delenv(VARIABLE, raising=False)
        begun, held = _begin(office, store, [PAGE], clocks)
        assert (begun, held) == ([], {PAGE: f"no token stands in {VARIABLE}: look by hand"})
        monkeypatch.setenv(VARIABLE, "EAABViDu")
        [begun_one], held = _begin(office, store, [PAGE], clocks)
    assert held == {}
    assert begun_one.order.source == "facebook_pages"
    control = Config().facebook.control_page
    assert begun_one.order.terms == (f"canary:fbpage:{control}", f"recheck:{PAGE}")
