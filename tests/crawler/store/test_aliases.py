"""A page is one page under all its numbers and names, and never another one's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.records import AliasKind, Sighting
from crawler.store import Store
from crawler.store.aliases import (
    VANITY_HOLDS,
    add_aliases,
    aliases_of_page,
    page_of,
    subjects_of_page,
)
from tests.crawler.office import NOW, new_store, sighting

PAGE, OTHER = "fbpage:910000000000001", "fbpage:910000000000002"
VANITY, PROFILE = "fbpage:@vidu", "fbpage:61500000000001"


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with new_store(tmp_path) as opened:
        yield opened


def see(store: Store, subject: str = PAGE, *, days: int = 0, **facts: Any) -> None:
    """A page is seen with these facts."""
    title = facts.pop("title", "Trang Ví Dụ")
    seen: Sighting = sighting(subject, seen_at=NOW + timedelta(days=days), title=title, facts=facts)
    with store.writing():
        add_aliases(store, [seen])


def test_vanity_and_profile_lead_to_the_page(store: Store) -> None:
    see(store, vanity="Vi.Du", profile_id="61500000000001")
    assert page_of(store, VANITY, NOW) == PAGE
    assert page_of(store, PROFILE, NOW) == PAGE
    assert page_of(store, PAGE, NOW) == PAGE
    assert subjects_of_page(store, PAGE) == (PAGE, PROFILE, VANITY)


def test_what_nobody_saw_together_stays_itself(store: Store) -> None:
    see(store)
    assert page_of(store, VANITY, NOW) == VANITY
    assert page_of(store, OTHER, NOW) == OTHER
    assert page_of(store, "domain:vidu.example", NOW) == "domain:vidu.example"


def test_vanity_speaks_for_a_page_only_near_the_time_it_was_seen(store: Store) -> None:
    see(store, vanity="vidu")
    near = VANITY_HOLDS - timedelta(days=1)
    assert page_of(store, VANITY, NOW + near) == PAGE
    assert page_of(store, VANITY, NOW - near) == PAGE
    late = VANITY_HOLDS + timedelta(days=1)
    assert page_of(store, VANITY, NOW + late) == VANITY
    see(store, days=60, vanity="vidu")
    assert page_of(store, VANITY, NOW + late) == PAGE


def test_vanity_of_two_pages_is_neithers(store: Store) -> None:
    see(store, vanity="vidu")
    see(store, OTHER, vanity="vidu")
    assert page_of(store, VANITY, NOW) == VANITY
    assert subjects_of_page(store, PAGE) == (PAGE,)


def test_vanity_that_was_taken_over_is_the_new_pages(store: Store) -> None:
    see(store, vanity="vidu")
    see(store, OTHER, days=200, vanity="vidu")
    assert page_of(store, VANITY, NOW) == PAGE
    assert page_of(store, VANITY, NOW + timedelta(days=200)) == OTHER


def test_old_names_are_kept_with_their_days(store: Store) -> None:
    see(store, title="Cổng Ví Dụ", former_names=["Tiệm Ví Dụ"])
    see(store, days=5, title="Cổng Ví Dụ")
    names = {one.value: one for one in aliases_of_page(store, PAGE)}
    assert names.keys() == {"Cổng Ví Dụ", "Tiệm Ví Dụ"}
    assert names["Cổng Ví Dụ"].kind is AliasKind.NAME
    assert names["Cổng Ví Dụ"].first_seen == NOW
    assert names["Cổng Ví Dụ"].last_seen == NOW + timedelta(days=5)


def test_person_leaves_no_name(store: Store) -> None:
    see(store, person=True, profile_id="61500000000001", vanity="nguoi.vi.du")
    assert [one.kind for one in aliases_of_page(store, PAGE)] == [AliasKind.PROFILE_ID]
