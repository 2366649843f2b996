"""Sightings come back as they were seen; those of void crawls are kept but not judged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import PayloadChanged
from crawler.records import Presence
from crawler.store import Store
from crawler.store.crawls import close_crawl, open_crawl
from crawler.store.sightings import (
    add_sightings,
    judged_sightings,
    refuse_unstorable,
    sightings_of,
    subjects_of_crawls,
)
from tests.crawler.office import APPLE, GOOGLE, LATER, NOW, new_store, see, sighting


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def crawl(store: Store, subject: str, *, void: bool) -> int:
    number = open_crawl(store, source="google_play", market="vn", terms=("nổ hũ",), now=NOW)
    add_sightings(store, [sighting(subject)], crawl=number)
    reason = "403" if void else None
    close_crawl(store, number, requested=1, complete=not void, void=void, reason=reason, now=LATER)
    return number


def test_a_sighting_comes_back_as_it_was_seen(store: Store) -> None:
    seen = sighting(
        title="Nổ Hũ\n“Ví Dụ”",
        text="",
        genre=None,
        price=0.0,
        currency="VND",
        rating=4.5,
        ratings=7,
        installs=10_000,
        released=date(2025, 2, 28),
        updated=date(2026, 1, 1),
        presence=Presence.UNKNOWN,
        final_url="https://dich.vidu.example/",
        redirects=("https://vidu.example/", "https://giua.vidu.example/"),
        outlinks=("https://khac.vidu.example/tải",),
        facts={"rank": 3, "seller": "Đ", "names": ["a", None]},
    )
    add_sightings(store, [seen], crawl=None)
    assert sightings_of(store, APPLE) == [seen]


def test_nothing_is_known_of_what_was_never_seen(store: Store) -> None:
    assert sightings_of(store, APPLE) == []
    assert list(judged_sightings(store)) == []


def test_the_newest_comes_first_also_when_it_was_stored_first(store: Store) -> None:
    for title, seen_at in (("b", NOW), ("a", NOW - timedelta(days=1)), ("c", NOW)):
        see(store, title=title, seen_at=seen_at)
    assert [seen.title for seen in sightings_of(store, APPLE)] == ["c", "b", "a"]


def test_a_batch_is_stored_whole_or_not(store: Store) -> None:
    wrong = sighting(GOOGLE, title=["not a text"])
    with pytest.raises(sqlite3.Error):
        add_sightings(store, [sighting(), wrong], crawl=None)
    assert sightings_of(store, APPLE) == []


@pytest.mark.parametrize(
    "strange", [{"ratings": 10**19}, {"title": "\ud83d"}, {"facts": {"x": ["\ud83d"]}}]
)
def test_what_no_database_holds_is_refused_by_name(strange: dict[str, Any]) -> None:
    refuse_unstorable(sighting(ratings=2**63 - 1))
    with pytest.raises(PayloadChanged, match=f"gave '{APPLE}' a {next(iter(strange))} that cannot"):
        refuse_unstorable(sighting(**strange))


def test_sightings_of_a_crawl_that_never_was_are_refused(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        add_sightings(store, [sighting()], crawl=99)


def test_void_crawls_are_kept_but_not_judged(store: Store) -> None:
    crawl(store, APPLE, void=True)
    good = crawl(store, GOOGLE, void=False)
    assert [subject for subject, _ in judged_sightings(store)] == [GOOGLE]
    assert len(sightings_of(store, APPLE)) == 1
    assert subjects_of_crawls(store, [good]) == {GOOGLE}


def test_a_crawl_that_was_killed_is_judged_by_what_it_saw(store: Store) -> None:
    number = open_crawl(store, source="google_play", market="vn", terms=(), now=NOW)
    add_sightings(store, [sighting(GOOGLE)], crawl=number)
    assert [subject for subject, _ in judged_sightings(store)] == [GOOGLE]


def test_subjects_come_one_by_one_with_all_their_sightings(store: Store) -> None:
    for subject in (GOOGLE, APPLE, GOOGLE):
        see(store, subject)
    counts = {subject: len(seen) for subject, seen in judged_sightings(store)}
    assert counts == {APPLE: 1, GOOGLE: 2}
    assert [subject for subject, _ in judged_sightings(store, [GOOGLE, "apple:1"])] == [GOOGLE]
    assert list(judged_sightings(store, [])) == []


def test_what_one_crawl_saw_of_a_subject_is_told_apart(store: Store) -> None:
    first, second = (crawl(store, GOOGLE, void=False) for _ in range(2))
    add_sightings(store, [sighting(GOOGLE, title="Đảo Rồng")], crawl=None)
    assert len(sightings_of(store, GOOGLE)) == 3
    assert len(sightings_of(store, GOOGLE, crawl=first)) == 1
    assert sightings_of(store, APPLE, crawl=second) == []
