"""What the end of a crawl means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.crawl.health import Health
from crawler.records import Presence, Sighting
from crawler.store.asked import Progress
from spiders.base import Expect

EXPECT = Expect(sightings=(1, 50), filled={"title": 1.0, "publisher": 0.9})


def sighting(title: str | None = "Đảo Rồng", publisher: str | None = "Ví Dụ") -> Sighting:
    return Sighting(
        subject="apple:1",
        source="apple_app_store",
        market="vn",
        seen_at=datetime(2026, 1, 1, tzinfo=UTC),
        presence=Presence.PRESENT,
        title=title,
        publisher=publisher,
    )


def healthy(seen: int = 20) -> Health:
    """A crawl of one search and ``seen`` pages, each with its sighting."""
    health = Health()
    for step in ("search", *["detail"] * seen):
        health.asked += 1
        health.answer()
        health.saw(sighting(), EXPECT)
        health.read(step, 1)
    return health


def test_a_crawl_that_was_read_to_its_end_is_complete() -> None:
    conclusion = healthy().conclude(EXPECT)
    assert (conclusion.complete, conclusion.void, conclusion.reason) == (True, False, None)


def _changed_pages(health: Health, count: int, step: str = "detail") -> None:
    for _ in range(count):
        health.asked += 1
        health.answer()
        health.change(step, "the page changed")


def _bare(health: Health) -> None:
    for _ in range(3):
        health.saw(sighting(publisher=None), EXPECT)


def _refusals(health: Health) -> None:
    health.refuse("detail", "status 403")
    health.refuse("detail", "status 403 again")


def _failures(health: Health) -> None:
    for number in range(5):
        health.fail(f"timeout {number}")


def _many(health: Health) -> None:
    for _ in range(60):
        health.saw(sighting(), EXPECT)


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (lambda health: health.change("search", "the list changed"), "the list changed"),
        (lambda health: health.change("chart", "the list changed"), "the list changed"),
        (lambda health: _changed_pages(health, 3), "3 pages could not be read"),
        (_refusals, "status 403 again"),
        (_failures, "cannot be reached: timeout 4"),
        (lambda health: setattr(health, "challenge", "a captcha"), "a captcha"),
        (_bare, "have a publisher"),
        (_many, "more than 50"),
    ],
)
def test_a_source_in_trouble_is_void(trouble: Callable[[Health], None], words: str) -> None:
    health = healthy()
    trouble(health)
    conclusion = health.conclude(EXPECT)
    assert (conclusion.complete, conclusion.void) == (False, True)
    assert words in str(conclusion.reason)


def _lost(health: Health) -> None:
    health.asked += 1


def _one_refusal(health: Health) -> None:
    health.refuse("detail", "status 403")
    health.read("detail", 1)


def _parked(health: Health) -> None:
    health.asked += 1
    health.parked.append("3 workers died")


def _forbidden(health: Health) -> None:
    health.asked += 2
    health.forbidden += 2


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (lambda health: _changed_pages(health, 1), "1 of 22 requests could not be read"),
        (
            lambda health: _changed_pages(health, 9, step="reviews"),
            "9 of 30 requests for a closer look could not be read",
        ),
        (
            lambda health: _changed_pages(health, 9, step="similar"),
            "9 of 30 requests for a closer look could not be read",
        ),
        (
            lambda health: _changed_pages(health, 9, step="suggestions"),
            "9 of 30 requests for a closer look could not be read",
        ),
        (
            lambda health: _changed_pages(health, 9, step="icon"),
            "9 of 30 requests for a closer look could not be read",
        ),
        (
            lambda health: _changed_pages(health, 9, step="suggested"),
            "9 of 30 requests for a closer look could not be read",
        ),
        (_one_refusal, "were refused: status 403"),
        (lambda health: health.fail("timeout"), "were not answered: timeout"),
        (_lost, "1 requests ended without an answer"),
        (_forbidden, "robots.txt forbids 2"),
        (lambda health: setattr(health, "interrupted", True), "stopped by a person"),
        (lambda health: setattr(health, "broken", "the disk is full"), "the disk is full"),
        (
            lambda health: setattr(health, "unfound", ["apple:1 by its id"]),
            "sentinels were not found: apple:1 by its id",
        ),
        (_parked, "1 of 22 requests were given up: 3 workers died"),
        (lambda health: setattr(health, "unread", 3), "3 rows came in a shape that nobody knows"),
    ],
)
def test_what_is_missing_makes_a_crawl_incomplete_and_not_void(
    trouble: Callable[[Health], None], words: str
) -> None:
    health = healthy()
    trouble(health)
    conclusion = health.conclude(EXPECT)
    assert (conclusion.complete, conclusion.void) == (False, False)
    assert words in str(conclusion.reason)


def test_nothing_at_all_is_void_and_no_empty_store() -> None:
    health = Health(asked=1)
    health.answer()
    health.read("search", 0)
    assert health.conclude(EXPECT).void is True
    assert Health(asked=1, failed=["no route"]).conclude(EXPECT).void is True


@pytest.mark.parametrize("step", ["lookup", "detail"])
def test_one_question_without_a_readable_answer_says_what_the_trouble_was(step: str) -> None:
    changed = Health(asked=1, answered=1)
    changed.change(step, "the page changed")
    assert changed.conclude(EXPECT).reason == "nothing could be read: the page changed"
    refused = Health(asked=1, answered=1)
    refused.refuse(step, "status 403")
    assert refused.conclude(EXPECT).reason == "nothing could be read: status 403"
    assert (changed.conclude(EXPECT).void, refused.conclude(EXPECT).void) == (True, True)


@pytest.mark.parametrize("presence", [Presence.GONE, Presence.UNKNOWN])
def test_absent_apps_alone_are_void_and_beside_one_that_is_there_they_count(
    presence: Presence,
) -> None:
    health = Health(asked=3, answered=3)
    for _ in range(3):
        health.saw(replace(sighting(None, None), presence=presence), EXPECT)
    conclusion = health.conclude(EXPECT)
    assert conclusion.void
    assert "nothing that was asked for is there" in str(conclusion.reason)
    health.saw(sighting(), EXPECT)
    assert health.conclude(EXPECT).complete


def test_searches_that_all_find_nothing_are_suspicious_beside_full_charts() -> None:
    health = healthy()
    health.searches, health.searches_found = 3, 0
    conclusion = health.conclude(EXPECT)
    assert conclusion.complete is False
    assert "none of 3 searches" in str(conclusion.reason)


def test_an_answer_ends_a_row_of_failures() -> None:
    health = Health()
    for _ in range(4):
        health.fail("timeout")
    assert health.stop_reason() is None
    health.answer()
    health.fail("timeout")
    assert health.stop_reason() is None


def test_a_crawl_of_which_nothing_was_asked_is_not_complete() -> None:
    nothing = Health().conclude(Expect(sightings=(0, 0), filled={}))
    assert nothing.complete is False


def test_a_crawl_that_goes_on_begins_with_what_was_read() -> None:
    progress = Progress(
        asked=21,
        done=21,
        searches=1,
        searches_found=1,
        sightings=21,
        present=21,
        unread=0,
        filled={"title": 21, "publisher": 21},
        admitted={},
    )
    assert Health.so_far(progress).conclude(EXPECT) == healthy().conclude(EXPECT)
    assert Health.so_far(replace(progress, done=20)).conclude(EXPECT).complete is False
    strange = Health.so_far(replace(progress, unread=3)).conclude(EXPECT)
    assert (strange.complete, strange.void) == (False, False)
    assert "3 rows came in a shape that nobody knows" in str(strange.reason)


def test_a_request_that_was_lost_after_its_answer_is_missing() -> None:
    health = Health(asked=2, answered=2, sightings=1, present=1, dropped=1)
    told = health.conclude(Expect(sightings=(0, 10), filled={}))
    assert (told.complete, told.reason) == (False, "1 requests ended without an answer")


def test_a_closer_look_that_is_refused_makes_no_crawl_void() -> None:
    health = healthy()
    for _ in range(3):
        health.refuse("reviews", "status 403")
    health.block("app_page", "a captcha")
    assert health.stop_reason() is None
    conclusion = health.conclude(EXPECT)
    assert (conclusion.void, conclusion.complete) == (False, False)
    assert "4 of" in str(conclusion.reason)


def test_a_crawl_of_absent_apps_is_void_also_when_a_person_stopped_it() -> None:
    health = Health(asked=9, answered=9, sightings=9, interrupted=True)
    assert health.conclude(EXPECT).void


def test_an_app_of_another_storefront_shows_nothing_of_this_one() -> None:
    health = Health(asked=2)
    for market, presence in (("vn", Presence.GONE), ("us", Presence.PRESENT)):
        health.answer()
        health.saw(replace(sighting(), market=market, presence=presence), EXPECT)
        health.read("recheck", 1)
    conclusion = health.conclude(EXPECT)
    assert conclusion.void
    assert "nothing that was asked for is there" in str(conclusion.reason)


def test_where_each_request_is_anothers_host_none_speaks_for_the_others() -> None:
    for whole_web in (True, False):
        health = Health(asked=30, whole_web=whole_web)
        for number in range(10):
            health.fail(f"host {number} is dead")
            health.answer()
            health.refuse("site", "403")
            health.answer()
            health.change("site", "a strange page")
        conclusion = health.conclude(EXPECT)
        assert (health.stop_reason() is None) is whole_web
        assert (conclusion.complete, conclusion.void) == (whole_web, not whole_web)
    stopped = Health(asked=9, whole_web=True, interrupted=True).conclude(EXPECT)
    assert stopped.complete is False


def test_a_fault_of_ours_makes_a_crawl_incomplete_whoever_answered() -> None:
    for whole_web in (True, False):
        health = replace(healthy(), whole_web=whole_web)
        health.asked += 1
        health.answer()
        health.err("site", "TypeError while reading https://vidu.example/")
        told = health.conclude(EXPECT)
        assert (told.complete, told.void) == (False, False)
        assert "TypeError while reading" in str(told.reason)


def test_sites_of_which_none_answers_may_be_a_network_that_is_down() -> None:
    health = Health(asked=3, whole_web=True)
    for number in range(3):
        health.fail(f"host {number} is dead")
    told = health.conclude(EXPECT)
    assert (told.complete, told.void) == (False, False)
    assert "none of 3 sites answered: host 2 is dead" in str(told.reason)
    health.asked += 1
    health.answer()
    assert health.conclude(EXPECT).complete is True


def test_pictures_that_cannot_be_reached_make_no_store_unreachable() -> None:
    health = healthy()
    for _ in range(9):
        health.asked += 1
        health.fail("the address of pictures is blocked here", step="icon")
    assert health.stop_reason() is None
    found = health.conclude(EXPECT)
    assert (found.complete, found.void) == (False, False)
    assert "9 of" in (found.reason or "")
