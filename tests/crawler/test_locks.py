"""The rule of temporary locks: requests about one page within 30 and within 90 days."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from crawler import takedowns
from crawler.locks import LockCount, grounds_of, lock_counts, lock_grounds, locks_of
from crawler.records import Recipient
from tests.crawler.office import NOW, confirmed, new_store

FIRST = date(2026, 11, 1)
PAGE, NUMBER = "fbpage:910000000000001", "910000000000001"


def _counts(*ages: int, on: int) -> list[tuple[int, int, bool]]:
    """Of requests on these days of a count that begins with day 1."""
    days = [FIRST + timedelta(days=day - 1) for day in ages]
    found = lock_counts(days, FIRST + timedelta(days=on - 1))
    return [(count.days, count.asked, count.reached) for count in found]


@pytest.mark.parametrize(
    ("fifth", "asked", "reached"), [(29, 5, True), (30, 5, True), (31, 4, False)]
)
def test_fifth_request_in_30_days_is_counted_and_one_on_day_31_is_not(
    fifth: int, asked: int, reached: bool
) -> None:
    within, _ = _counts(1, 8, 15, 22, fifth, on=fifth)
    assert within == (30, asked, reached)


@pytest.mark.parametrize(("tenth", "reached"), [(90, True), (91, False)])
def test_tenth_request_in_90_days(tenth: int, reached: bool) -> None:
    _, within = _counts(1, *range(40, 48), tenth, on=tenth)
    assert within == (90, 10 if reached else 9, reached)


def test_two_requests_of_one_day_are_two_and_later_ones_do_not_count_yet() -> None:
    assert lock_counts([FIRST, FIRST, FIRST + timedelta(days=1)], FIRST) == (
        LockCount(days=30, asked=2, needed=5),
        LockCount(days=90, asked=2, needed=10),
    )
    assert lock_counts([], FIRST)[0].asked == 0


def test_sent_requests_about_the_page_or_its_adverts_count_once_each(tmp_path: Path) -> None:
    def draft_and_send(*, send: bool = True) -> int:
        drafted = takedowns.draft(store, recipients=[Recipient.META], now=NOW, who="an")
        [request] = drafted.requests
        if send:
            takedowns.send(store, request.request, at=None, now=NOW, channel="e", who="an")
        return request.request

    with new_store(tmp_path) as store:
        confirmed(store, PAGE)
        confirmed(store, "fbad:9100000000000001", publisher_id=NUMBER)
        draft_and_send()  # page and advert in one
        confirmed(store, "fbad:9100000000000002", publisher_id=NUMBER)
        draft_and_send()
        confirmed(store, "fbad:9100000000000003", publisher_id="910000000000002")
        draft_and_send()
        assert locks_of(store, PAGE, NOW)[0].asked == 2
        confirmed(store, "fbad:9100000000000004", publisher_id=NUMBER)
        withdrawn = draft_and_send()
        assert locks_of(store, PAGE, NOW)[0].asked == 3
        takedowns.withdraw(store, withdrawn, who="an", note=None, now=NOW)
        assert draft_and_send(send=False)
        assert locks_of(store, PAGE, NOW)[0].asked == 2
        assert grounds_of(store, PAGE, NOW).days == ()
        for number in range(5, 8):
            confirmed(store, f"fbad:910000000000000{number}", publisher_id=NUMBER)
            draft_and_send()
        assert grounds_of(store, PAGE, NOW).days == (NOW.date(),)


def _day(number: int) -> date:
    return FIRST + timedelta(days=number - 1)


def test_the_third_ground_for_a_temporary_lock_asks_for_a_permanent_one() -> None:
    fifteen = [_day(number) for number in range(1, 16)]
    grounds = lock_grounds(fifteen, _day(15))
    assert grounds.days == (_day(5), _day(10), _day(15))
    assert grounds.for_good
    assert not lock_grounds(fifteen, _day(14)).for_good


def test_a_request_is_a_ground_once_and_a_later_one_not_yet() -> None:
    nine = [_day(number) for number in range(1, 10)]
    assert lock_grounds(nine, _day(30)).days == (_day(5),)
    assert lock_grounds(nine, _day(4)).days == ()
    assert lock_grounds([_day(1)] * 5, _day(1)).days == (_day(1),)


def test_ten_in_90_days_are_a_ground_where_five_never_came_within_30() -> None:
    slow = [_day(number) for number in range(1, 90, 9)]
    assert lock_grounds(slow, _day(100)).days == (_day(82),)
    assert lock_grounds([], _day(1)).days == ()
