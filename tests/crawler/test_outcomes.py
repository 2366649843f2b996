"""The table of outcomes, row by row, and the rule of two answers a day apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.outcomes import COUNTED, COUNTED_UNASKED, TABLE, Look, follow
from crawler.records import Counted, Outcome, Presence, Told
from tests.crawler.office import APPLE, NOW

ASKED = NOW - timedelta(days=1)


def look(told: Told, hours: float = 0, *, crawl: int | None = None, counts: bool = True) -> Look:
    """One look, so many hours after the first; each hour has a crawl of its own."""
    return Look(
        crawl=int(hours * 100) if crawl is None else crawl,
        at=NOW + timedelta(hours=hours),
        told=told,
        seen=TABLE[told].presence,
        counts=counts,
    )


def became(*looks: Look, asked: bool = True) -> list[Outcome]:
    """What became of an app by these looks."""
    return [each.outcome for each in follow(APPLE, looks, ASKED if asked else None).outcomes]


@pytest.mark.parametrize(
    ("told", "presence", "first", "a_day_later", "after_a_removal"),
    [
        ("not_found", "gone", "pending", "removed", "removed"),
        ("not_in_storefront", "gone", "pending", "removed_in_vn", "removed_in_vn"),
        ("stopped", "gone", "pending", "ads_stopped", "pending"),
        ("listed", "present", "still_there", "still_there", "returned"),
        ("listed_changed", "present", "changed", "changed", "returned"),
        ("parked", "present", "changed", "changed", "changed"),
        ("blocked_here", "unknown", "blocked_here", "blocked_here", "blocked_here"),
        ("unproven", "unknown", "unknown", "unknown", "unknown"),
        ("refused", "unknown", "unknown", "unknown", "unknown"),
        ("unreadable", "unknown", "unknown", "unknown", "unknown"),
        ("unanswered", "unknown", "unknown", "unknown", "unknown"),
    ],
)
def test_each_row_of_the_table(
    told: str, presence: str, first: str, a_day_later: str, after_a_removal: str
) -> None:
    row = Told(told)
    assert TABLE[row].presence == presence
    assert became(look(row), look(row, 24)) == [first, a_day_later]
    removal = (look(Told.NOT_FOUND), look(Told.NOT_FOUND, 24))
    assert became(*removal, look(row, 48))[-1] == after_a_removal


def test_no_answer_is_without_a_row_and_no_outcome_without_a_column() -> None:
    assert set(TABLE) == set(Told)
    assert set(COUNTED) == set(Outcome)


@pytest.mark.parametrize(
    ("outcome", "asked", "unasked"),
    [
        ("removed", "removed", "gone_before_asked"),
        ("removed_in_vn", "removed_in_vn", "gone_before_asked"),
        ("ads_stopped", "ads_stopped", "gone_before_asked"),
        ("pending", "pending", "pending"),
        ("still_there", "still_there", "still_there"),
        ("returned", "returned", "returned"),
        ("changed", "still_there", "still_there"),
        ("blocked_here", "blocked_here", "blocked_here"),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_each_outcome_has_its_column(outcome: str, asked: str, unasked: str) -> None:
    found = Outcome(outcome)
    assert COUNTED[found] == asked
    assert {**COUNTED, **COUNTED_UNASKED}[found] == unasked


@pytest.mark.parametrize(
    ("looks", "last"),
    [
        ((look(Told.NOT_FOUND), look(Told.NOT_FOUND, 23.9)), "pending"),
        ((look(Told.NOT_FOUND, crawl=7), look(Told.NOT_FOUND, 30, crawl=7)), "pending"),
        ((look(Told.NOT_FOUND), look(Told.LISTED, 12), look(Told.NOT_FOUND, 30)), "pending"),
        (
            (look(Told.NOT_FOUND), look(Told.LISTED, 12, counts=False), look(Told.NOT_FOUND, 30)),
            "pending",
        ),
        ((look(Told.NOT_FOUND), look(Told.REFUSED, 12), look(Told.NOT_FOUND, 24)), "removed"),
        ((look(Told.NOT_FOUND, counts=False), look(Told.NOT_FOUND, 30)), "pending"),
        ((look(Told.NOT_IN_STOREFRONT), look(Told.NOT_FOUND, 24)), "removed_in_vn"),
        ((look(Told.NOT_FOUND), look(Told.NOT_IN_STOREFRONT, 24)), "removed_in_vn"),
        (
            (
                look(Told.NOT_FOUND),
                look(Told.NOT_IN_STOREFRONT, 12),
                look(Told.NOT_FOUND, 30),
            ),
            "removed_in_vn",
        ),
        ((look(Told.NOT_FOUND), look(Told.NOT_FOUND, -30, crawl=9)), "pending"),
        ((look(Told.STOPPED), look(Told.STOPPED, 24)), "ads_stopped"),
        ((look(Told.STOPPED), look(Told.STOPPED, 23.9)), "pending"),
        ((look(Told.STOPPED), look(Told.LISTED, 12), look(Told.STOPPED, 30)), "pending"),
        ((look(Told.STOPPED), look(Told.STOPPED, 24), look(Told.LISTED, 48)), "returned"),
    ],
)
def test_a_removal_needs_two_such_answers_of_two_crawls_a_day_apart(
    looks: tuple[Look, ...], last: str
) -> None:
    assert became(*looks)[-1] == last


def test_a_clock_that_ran_back_and_was_set_right_makes_no_day() -> None:
    behind = Look(
        crawl=2,
        at=NOW - timedelta(hours=30),
        told=Told.NOT_FOUND,
        seen=Presence.GONE,
        counts=True,
        ahead=(NOW,),
    )
    assert became(behind, look(Told.NOT_FOUND, 1)) == ["pending", "pending"]
    # A time that is still to come says nothing of the clock of then: it was wrong itself.
    assert became(behind, look(Told.NOT_FOUND, -1, crawl=3)) == ["pending", "removed"]


def test_what_returns_can_be_removed_again_by_two_new_answers() -> None:
    gone = [look(Told.NOT_FOUND), look(Told.NOT_FOUND, 24)]
    back = [look(Told.LISTED, 48), look(Told.LISTED, 72)]
    again = [look(Told.NOT_FOUND, 96), look(Told.NOT_FOUND, 120)]
    assert became(*gone, *back, *again) == [
        *("pending", "removed", "returned", "still_there", "pending", "removed"),
    ]


def test_a_sweep_that_sees_it_after_its_removal_tells_of_the_return() -> None:
    gone = [look(Told.NOT_FOUND), look(Told.NOT_FOUND, 24)]
    seen = look(Told.LISTED, 30, counts=False)
    assert became(seen, *gone, seen, seen) == ["pending", "removed", "returned"]


def test_what_was_gone_before_anybody_was_asked_is_no_success() -> None:
    before = Look(crawl=1, at=ASKED, told=Told.UNPROVEN, seen=Presence.GONE, counts=False)
    gone = [look(Told.NOT_FOUND), look(Told.NOT_FOUND, 24)]
    cases = [
        ((before, *gone), True, Counted.GONE_BEFORE_ASKED),
        ((before, look(Told.LISTED, 1, counts=False), *gone), True, Counted.REMOVED),
        (tuple(gone), True, Counted.REMOVED),
        (tuple(gone), False, Counted.GONE_BEFORE_ASKED),
    ]
    for looks, asked, counted in cases:
        newest = follow(APPLE, looks, ASKED if asked else None).outcomes[-1]
        assert (newest.outcome, newest.counted) == (Outcome.REMOVED, counted)
