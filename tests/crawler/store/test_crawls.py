"""Crawls: what began, how it ended, and which bytes it brought."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.records import Crawl, Fetch, VerdictKind, evidence_id
from crawler.store import Store
from crawler.store.crawls import (
    append_fetch,
    close_crawl,
    crawls,
    evidence_ids,
    fetch_of,
    open_crawl,
)
from crawler.store.sightings import add_sightings
from tests.crawler.office import APPLE, GOOGLE, LATER, NOW, judge_as, new_store, sighting

BODY = evidence_id(b"answer")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def begin(store: Store) -> int:
    return open_crawl(store, source="apple_app_store", market="vn", terms=("nổ hũ",), now=NOW)


def end(store: Store, crawl: int, *, void: bool = False, reason: str | None = None) -> Crawl:
    close_crawl(
        store, crawl, requested=5, complete=reason is None, void=void, reason=reason, now=LATER
    )
    (found,) = crawls(store, only=[crawl])
    return found


def fetch(url: str = "https://store.example/a", evidence: str = BODY) -> Fetch:
    return Fetch(url=url, method="GET", status=200, fetched_at=NOW, evidence=evidence, size=6)


def add(store: Store, crawl: int, *fetches: Fetch) -> None:
    with store.writing():
        for one in fetches:
            append_fetch(store, one, crawl=crawl)


def test_a_crawl_that_did_not_end_is_not_complete(store: Store) -> None:
    number = begin(store)
    (found,) = crawls(store)
    assert (found.crawl, found.started_at, found.ended_at) == (number, NOW, None)
    assert not found.complete
    assert found.reason == "it was interrupted, or is still running"


def test_only_subjects_never_seen_before_are_new(store: Store) -> None:
    first = begin(store)
    add_sightings(store, [sighting(APPLE), sighting(APPLE)], crawl=first)
    assert (end(store, first).sightings, end(store, first).new) == (2, 1)
    second = begin(store)
    add_sightings(store, [sighting(APPLE), sighting(GOOGLE)], crawl=second)
    found = end(store, second)
    assert (found.sightings, found.new, found.requested, found.complete) == (2, 1, 5, True)


def test_the_end_of_a_crawl_that_saw_one_subject_again_and_again_takes_few_steps(
    store: Store,
) -> None:
    number = begin(store)
    add_sightings(store, [sighting(APPLE)] * 2_000, crawl=number)
    steps = 0

    def stepped() -> int:
        nonlocal steps
        steps += 1_000
        return 0

    store.db.conn.set_progress_handler(stepped, 1_000)
    try:
        found = end(store, number)
    finally:
        store.db.conn.set_progress_handler(None, 0)
    assert (found.sightings, found.new) == (2_000, 1)
    assert steps < 100 * 2_000  # not as many as the square


def test_a_crawl_ends_once(store: Store) -> None:
    number = begin(store)
    end(store, number, void=True, reason="403 from the store")
    again = end(store, number)
    assert (again.void, again.complete, again.reason) == (True, False, "403 from the store")


@pytest.mark.parametrize(
    ("kind", "flagged"),
    [
        (VerdictKind.GAMBLING, 1),
        (VerdictKind.UNLICENSED, 1),
        (VerdictKind.NO_ENTRY, 0),
        (VerdictKind.UNSURE, 0),
    ],
)
def test_the_newest_verdict_says_whether_a_subject_is_flagged(
    store: Store, kind: VerdictKind, flagged: int
) -> None:
    number = begin(store)
    add_sightings(store, [sighting(APPLE)], crawl=number)
    judge_as(store, VerdictKind.GAMBLING)
    judge_as(store, kind)
    assert end(store, number).flagged == flagged


def test_crawls_are_listed_newest_first(store: Store) -> None:
    first, second = begin(store), begin(store)
    assert [crawl.crawl for crawl in crawls(store)] == [second, first]
    assert crawls(store, only=[]) == []


def test_the_newest_fetch_of_the_same_bytes_is_found(store: Store) -> None:
    number = begin(store)
    add(store, number, fetch(), fetch("https://store.example/b"))
    assert fetch_of(store, BODY) == fetch("https://store.example/b")
    assert fetch_of(store, evidence_id(b"")) is None


def test_the_bytes_of_fetches_and_sightings_are_named_once(store: Store) -> None:
    number = begin(store)
    other = evidence_id(b"other")
    add(store, number, fetch(), fetch())
    seen = [sighting(evidence=BODY), sighting(evidence=other), sighting(evidence=None)]
    add_sightings(store, seen, crawl=number)
    assert sorted(evidence_ids(store)) == sorted([BODY, other])
