"""The frontier in SQLite beside its promises (test_promises.py): its form, workers, resuming."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import SweepRefused
from crawler.store import Store
from crawler.store.asked import Ask, Delivery, Lease, RequestOutcome, read_ask
from crawler.store.crawls import CrawlOrder, close_crawl, crawls
from crawler.store.frontier import (
    SqliteFrontier,
    left_to_ask,
    progress_of,
)
from crawler.store.workers import (
    Assignment,
    ProcessMark,
    Worker,
    ask_to_stop,
    beat,
    begin_crawls,
    end_worker,
    resume_crawls,
    running_workers,
)
from tests.crawler.office import APPLE, GOOGLE, NOW, new_store, sighting
from tests.crawler.store.engines import MINUTE, urls

DONE = Delivery(outcome=RequestOutcome.DONE)
PROCESS = ProcessMark(place="boot", pid=41, start="7")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def order(source: str = "google_play") -> CrawlOrder:
    return CrawlOrder(source=source, market="vn", terms=("nổ hũ",), charts=True, most=50)


def begin(store: Store, *sources: str, alive: bool = False) -> list[Assignment]:
    return begin_crawls(
        store,
        [order(source) for source in sources or ("google_play",)],
        process=PROCESS,
        alive=lambda _worker: alive,
        now=NOW,
        machine_now=NOW,
    )


def resumed(store: Store, *crawls: int, alive: bool = False) -> list[Assignment]:
    return resume_crawls(
        store, crawls, process=PROCESS, alive=lambda _worker: alive, machine_now=NOW
    )


def of(store: Store, assignment: Assignment) -> SqliteFrontier:
    return SqliteFrontier(store, crawl=assignment.crawl, worker=assignment.worker)


@pytest.fixture
def frontier(store: Store) -> SqliteFrontier:
    return of(store, begin(store)[0])


def ask(name: str = "a", **fields: Any) -> Ask:
    values: dict[str, Any] = {"url": f"https://store.example/{name}", "step": "search"}
    return Ask(**(values | {"callback": "read_search"} | fields))


def take(
    frontier: SqliteFrontier, most: int = 9, *, alone: bool = True, now: datetime = NOW
) -> list[Lease]:
    return frontier.take(most, alone=alone, now=now, until=now + MINUTE)


def test_a_request_comes_back_as_it_was() -> None:
    asked = ask(
        method="POST",
        headers={"Content-Type": ["text/plain"]},
        body="nổ\x00".encode(),
        kwargs={"found": {"1": None}, "rank": 3},
        meta={"slot": "x"},
        priority=20,
    )
    assert read_ask(asked.stored(), step="search", priority=20) == asked


@pytest.mark.parametrize("value", [{1: "x"}, (1, 2)])
def test_what_json_does_not_give_back_is_a_fault(value: Any) -> None:
    with pytest.raises(TypeError, match="JSON does not give back"):
        ask(kwargs={"found": value}).stored()


def test_a_form_of_another_version_is_not_understood() -> None:
    text = ask().stored().replace('"form":1', '"form":2')
    assert read_ask(text, step="search", priority=0) is None


def test_a_source_that_is_being_swept_is_refused_and_nothing_begins(store: Store) -> None:
    begin(store, "google_play")
    with pytest.raises(SweepRefused, match=r"google_play is being swept already: crawl 1.*stop 1"):
        begin(store, "apple_app_store", "google_play", alive=True)
    assert len(crawls(store)) == len(running_workers(store)) == 1
    assert [each.crawl for each in begin(store, "apple_app_store", alive=True)] == [2]


def test_a_dead_worker_is_buried_and_its_requests_are_free(store: Store) -> None:
    (first,) = begin(store)
    dead = of(store, first)
    dead.add([ask()])
    (lease,) = take(dead)
    (second,) = resumed(store, first.crawl)
    assert beat(store, first.worker, NOW) is None
    assert dead.deliver(lease, DONE, now=NOW) is None
    assert urls(take(of(store, second))) == ["a"]  # before its lease ran out
    end(store, first)
    assert crawls(store)[0].ended_at is None  # it is not the dead one's to close


def end(store: Store, assignment: Assignment, *, complete: bool = False) -> None:
    end_worker(
        store,
        assignment.worker,
        requested=1,
        complete=complete,
        void=False,
        reason=None,
        now=NOW,
        machine_now=NOW,
    )


def test_a_worker_hears_that_it_is_asked_to_stop(store: Store) -> None:
    (one,) = begin(store)
    assert beat(store, one.worker, NOW + MINUTE) is False
    (worker,) = running_workers(store)
    assert worker == Worker(
        id=one.worker, crawl=1, source="google_play", process=PROCESS, beat_at=NOW + MINUTE
    )
    ask_to_stop(store, [one.worker])
    assert beat(store, one.worker, NOW) is True
    end(store, one)
    assert running_workers(store) == []


@pytest.mark.parametrize("outcome", sorted(RequestOutcome))
def test_what_was_not_read_is_asked_again_unless_it_kills(
    store: Store, outcome: RequestOutcome
) -> None:
    (first,) = begin(store)
    frontier = of(store, first)
    frontier.add([ask()])
    frontier.deliver(take(frontier)[0], Delivery(outcome=outcome, reason="x"), now=NOW)
    again = outcome not in (RequestOutcome.DONE, RequestOutcome.PARKED)
    assert left_to_ask(store, first.crawl) == again
    end(store, first)
    (second,) = resumed(store, first.crawl)
    assert len(take(of(store, second))) == again
    assert crawls(store)[0].ended_at is None


def test_what_makes_no_sense_is_not_resumed(store: Store) -> None:
    (first,) = begin(store)
    with pytest.raises(SweepRefused, match="being swept already"):
        resumed(store, first.crawl, alive=True)
    (second,) = begin(store)
    with pytest.raises(SweepRefused, match="Two of these crawls read google_play"):
        resumed(store, first.crawl, second.crawl)
    end(store, second, complete=True)
    with pytest.raises(SweepRefused, match="is complete"):
        resumed(store, second.crawl)
    with pytest.raises(SweepRefused, match="There is no crawl 77"):
        resumed(store, 77)


def test_of_a_complete_crawl_what_failed_is_asked_again(store: Store) -> None:
    (first,) = begin(store)
    frontier = of(store, first)
    frontier.add([ask()])
    failed = Delivery(outcome=RequestOutcome.FAILED, reason="a dead site is an answer")
    frontier.deliver(take(frontier)[0], failed, now=NOW)
    end(store, first, complete=True)
    (second,) = resumed(store, first.crawl)
    frontier = of(store, second)
    frontier.deliver(take(frontier)[0], DONE, now=NOW)
    end(store, second, complete=True)
    with pytest.raises(SweepRefused, match="is complete"):
        resumed(store, first.crawl)


def test_a_crawl_of_an_older_version_is_not_resumed(store: Store) -> None:
    from crawler.store.crawls import open_crawl

    old = open_crawl(store, source="google_play", market="vn", terms=(), now=NOW)
    close_crawl(store, old, requested=0, complete=False, void=False, reason="x", now=NOW)
    with pytest.raises(SweepRefused, match="before crawls could be resumed"):
        resumed(store, old)


def test_progress_is_what_is_stored(store: Store, frontier: SqliteFrontier) -> None:
    frontier.add([ask("a"), ask("b"), ask("c", step="detail")])
    first, second, _ = take(frontier)
    seen = [sighting(APPLE, publisher=None), sighting(GOOGLE)]
    elsewhere = sighting("apple:9000000003", market="us")
    told_all = Delivery(outcome=RequestOutcome.DONE, sightings=[*seen, elsewhere])
    frontier.deliver(first, told_all, now=NOW)
    frontier.deliver(second, DONE, now=NOW)
    told = progress_of(store, 1, filled=["title", "publisher"])
    assert (told.asked, told.done, told.searches, told.searches_found) == (3, 2, 2, 1)
    # What another storefront carries does not show that this one answers for itself.
    assert (told.sightings, told.present) == (3, 2)
    assert told.filled == {"title": 2, "publisher": 1}
