"""Re-checks of pages: the Graph alone proves no removal, names and notices are told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.config import Config, RecheckConfig
from crawler.crawl.facebook_token import VARIABLE
from crawler.looks import looks_at, open_looking
from crawler.outcomes import Followed, follow
from crawler.recheck import _begin, _due
from crawler.records import Counted, Outcome, Presence, Told
from crawler.store import Store
from crawler.store.crawls import close_crawl, open_crawl
from crawler.store.outcomes import AskedSubject
from crawler.store.sightings import add_sightings
from crawler.sweeps import Clocks
from crawler.workspace import create_workspace
from tests.crawler.office import NOW, new_store, sighting

PAGE, CONTROL = "fbpage:910000000000002", "fbpage:20531316728"
GONE, PRESENT, UNKNOWN = Presence.GONE, Presence.PRESENT, Presence.UNKNOWN
ADVERT = "fbad:9100000000000001"
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


def noticed(store: Store, hours: float) -> int:
    """A page that a person saved here, and in its place the words "not available"."""
    return add(
        store, hours, UNKNOWN, source="captures", layer="notice", deleted=None, notice="unavailable"
    )


def restricted(store: Store, hours: float) -> int:
    """A capture of the Ad Library that calls the page restricted, and not deleted."""
    return add(
        store,
        hours,
        PRESENT,
        source="captures",
        layer="transparency",
        deleted=None,
        restricted=True,
    )


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


def test_without_a_control_page_it_is_said_where_one_is_named(store: Store) -> None:
    at = SENT + timedelta(hours=24)
    crawl = open_crawl(
        store, source="facebook_pages", market="vn", terms=(f"recheck:{PAGE}",), now=at
    )
    add_sightings(
        store, [sighting(PAGE, market="vn", seen_at=at, presence=GONE, title=None)], crawl=crawl
    )
    close_crawl(store, crawl, requested=1, complete=True, void=False, reason=None, now=at)
    [told] = followed(store).outcomes
    assert told.outcome is Outcome.UNKNOWN
    assert "Name one: [facebook] control_page in rasoat.toml" in (told.why or "")


def test_what_is_not_given_and_not_weighed_is_unknown(store: Store) -> None:
    add(store, 24, UNKNOWN, layer="notice", notice="alias_unknown")
    assert outcomes(store) == [Outcome.UNKNOWN]


def test_another_name_is_told_whichever_source_showed_the_first(store: Store) -> None:
    add(store, 24, PRESENT, title="Tiệm Bánh Ví Dụ")
    [told] = followed(store).outcomes
    assert (told.told, told.outcome) == (Told.LISTED_CHANGED, Outcome.CHANGED)
    assert told.why == f"title was “{NAME}”, is “Tiệm Bánh Ví Dụ”"


def test_blanks_around_a_name_are_no_other_name(store: Store) -> None:
    add(store, 24, PRESENT, title=f" {NAME.replace(' ', '  ')}\n")
    assert outcomes(store) == [Outcome.STILL_THERE]


def test_a_notice_shown_here_does_not_remove_what_the_graph_gives(store: Store) -> None:
    add(store, 24, PRESENT)
    assert followed(store).outcomes[-1].why is None
    add(store, 25, UNKNOWN, source="captures", layer="notice", notice="unavailable")
    add(store, 48, PRESENT)
    told = followed(store).outcomes[-1]
    assert told.outcome is Outcome.STILL_THERE
    assert "it may be restricted in Vietnam" in (told.why or "")


def test_two_signs_a_day_apart_prove_that_it_is_restricted_in_vietnam(store: Store) -> None:
    add(store, 24, PRESENT)
    noticed(store, 25)
    assert outcomes(store) == [Outcome.STILL_THERE, Outcome.PENDING]
    add(store, 49, PRESENT)
    restricted(store, 50)
    told = followed(store)
    assert told.outcomes[-1].outcome is Outcome.REMOVED_IN_VN
    assert len(told.outcomes[-1].evidence) == 2
    # The Graph gives it to the whole world: that is no return to Vietnam, and no new proof.
    add(store, 80, PRESENT)
    assert outcomes(store)[-1] is Outcome.UNKNOWN
    add(store, 90, PRESENT, source="captures", layer="post")
    add(store, 100, PRESENT)
    assert Outcome.RETURNED in outcomes(store)
    assert outcomes(store)[-1] is Outcome.STILL_THERE


@pytest.mark.parametrize("again", [noticed, restricted])
def test_one_sign_alone_is_never_a_restriction(
    store: Store, again: Callable[[Store, float], int]
) -> None:
    for hours in (24, 50, 80, 120):
        add(store, hours, PRESENT)
        again(store, hours + 1)
    told = followed(store)
    assert told.removed_at is None
    assert {each.outcome for each in told.outcomes} == {Outcome.STILL_THERE, Outcome.PENDING}


def test_a_notice_of_what_nobody_else_is_given_says_nothing(store: Store) -> None:
    noticed(store, 25)
    restricted(store, -20)
    assert outcomes(store) == []
    add(store, 26, GONE)
    noticed(store, 27)
    assert outcomes(store) == [Outcome.PENDING]


def test_signs_nearer_than_a_day_or_parted_by_a_look_at_its_posts_prove_nothing(
    store: Store,
) -> None:
    add(store, 24, PRESENT)
    noticed(store, 25)
    restricted(store, 48)
    assert outcomes(store)[-1] is Outcome.PENDING
    add(store, 60, PRESENT, source="captures", layer="post")
    restricted(store, 75)
    assert followed(store).removed_at is None


def test_restricted_renamed_and_gone_are_told_apart(store: Store, tmp_path: Path) -> None:
    add(store, 24, PRESENT)
    noticed(store, 25)
    add(store, 49, PRESENT)
    restricted(store, 50)
    assert outcomes(store)[-1] is Outcome.REMOVED_IN_VN
    for name, looks, last in (
        ("renamed", ((24, PRESENT, "Tên Khác Ví Dụ"),), Outcome.CHANGED),
        ("there", ((24, PRESENT, NAME),), Outcome.STILL_THERE),
    ):
        (tmp_path / name).mkdir()
        with new_store(tmp_path / name) as other:
            add(other, -48, PRESENT, source="captures", layer="advert", deleted=None)
            for hours, presence, title in looks:
                add(other, hours, presence, title=title)
            assert outcomes(other)[-1] is last
    (tmp_path / "gone").mkdir()
    with new_store(tmp_path / "gone") as other:
        add(other, -48, PRESENT, source="captures", layer="advert", deleted=None)
        deleted(other, 24)
        deleted(other, 48)
        assert outcomes(other)[-1] is Outcome.REMOVED


def shown(
    store: Store, hours: float, *, active: bool | None, text: str | None = None, void: bool = False
) -> None:
    """A capture of the advert: it runs, it runs no more, or neither is said."""
    at = SENT + timedelta(hours=hours)
    crawl = open_crawl(store, source="captures", market="vn", terms=("ads.har",), now=at)
    told = {"layer": "advert", "last_shown": "2026-01-01"}
    facts = told if active is None else {**told, "active": active}
    seen = sighting(ADVERT, market="vn", seen_at=at, presence=PRESENT, text=text, facts=facts)
    add_sightings(store, [seen], crawl=crawl)
    close_crawl(store, crawl, requested=0, complete=True, void=void, reason=None, now=at)


def advert_outcomes(store: Store) -> list[Outcome]:
    looks = looks_at(open_looking(store), ADVERT, SENT)
    return [each.outcome for each in follow(ADVERT, looks, SENT).outcomes]


def test_an_advert_ended_where_its_library_says_so_twice_a_day_apart(store: Store) -> None:
    shown(store, -30, active=True)
    shown(store, 1, active=True)
    shown(store, 24, active=False)
    shown(store, 47, active=False)
    assert advert_outcomes(store)[-3:] == [
        Outcome.STILL_THERE,
        Outcome.PENDING,
        Outcome.PENDING,
    ]
    shown(store, 48, active=False)
    looks = looks_at(open_looking(store), ADVERT, SENT)
    told = follow(ADVERT, looks, SENT).outcomes[-1]
    assert (told.outcome, told.counted) == (Outcome.ADS_STOPPED, Counted.ADS_STOPPED)
    assert "who ended it is not said" in (told.why or "")
    shown(store, 90, active=True)
    assert advert_outcomes(store)[-1] is Outcome.RETURNED


def test_an_advert_of_which_nothing_is_said_never_ended(store: Store) -> None:
    for hours in (24, 48, 96):
        shown(store, hours, active=None)
    for hours in (24, 48, 96):
        shown(store, hours, active=False, void=True)
    assert advert_outcomes(store) == []
    shown(store, 100, active=False)
    shown(store, 110, active=None)  # nor does it say that it runs
    shown(store, 124, active=False)
    assert advert_outcomes(store) == [Outcome.PENDING, Outcome.ADS_STOPPED]


def test_an_advert_that_had_ended_before_it_was_asked_for_is_no_success(store: Store) -> None:
    for hours in (-2, 30):
        shown(store, hours, active=False)
    looks = looks_at(open_looking(store), ADVERT, SENT)
    told = follow(ADVERT, looks, SENT).outcomes[-1]
    assert (told.outcome, told.counted) == (Outcome.ADS_STOPPED, Counted.GONE_BEFORE_ASKED)


def test_an_advert_with_other_words_is_judged_again(store: Store) -> None:
    shown(store, -2, active=True, text="Nổ hũ đổi thưởng")
    shown(store, 30, active=True, text="Bánh trung thu")
    assert advert_outcomes(store)[-1] is Outcome.CHANGED


def test_adverts_are_opened_again_with_metas_permission_alone(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=True)

    def clock() -> datetime:
        return NOW

    clocks = Clocks(rows=clock, machine=clock)
    with office.open_store() as store:
        begun, held = _begin(office, store, [ADVERT], clocks)
        assert begun == []
        assert "without Meta's written permission" in held[ADVERT]
        facebook = replace(office.config.facebook, permission="Công văn ví dụ 01/VD-2026")
        allowed = replace(office, config=replace(office.config, facebook=facebook))
        [one], held = _begin(allowed, store, [ADVERT], clocks)
    assert held == {}
    assert one.order.source == "facebook_ad_library"
    assert one.order.terms == (f"recheck:{ADVERT}",)
    assert one.order.permission == "Công văn ví dụ 01/VD-2026"


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
