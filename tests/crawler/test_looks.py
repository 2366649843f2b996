"""Looks in the order of their answers: what is handed in late or twice proves less."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler import takedowns
from crawler.looks import looks_at, open_looking
from crawler.outcomes import follow
from crawler.recheck import settle
from crawler.records import Outcome, Presence, Recipient
from crawler.store import Store
from crawler.store.crawls import close_crawl, open_crawl
from crawler.store.outcomes import latest_outcomes, outcomes_of
from crawler.store.sightings import add_sightings
from tests.crawler.office import NOW, confirmed, new_store, sighting
from tests.crawler.test_page_looks import (
    ADVERT,
    NAME,
    PAGE,
    SENT,
    add,
    advert_outcomes,
    deleted,
    followed,
    noticed,
    outcomes,
    restricted,
    shown,
)

GONE, PRESENT, UNKNOWN = Presence.GONE, Presence.PRESENT, Presence.UNKNOWN
PENDING, STOPPED, THERE = Outcome.PENDING, Outcome.ADS_STOPPED, Outcome.STILL_THERE
POST = {"layer": "post"}
NOTICE = {"layer": "notice", "notice": "unavailable"}
RESTRICTED = {"layer": "transparency", "restricted": True}
ADS = {"layer": "advert"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as opened:
        add(opened, -48, PRESENT, source="captures", layer="advert", deleted=None)
        yield opened


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Store]:
    """A database in which an advert is asked for."""
    with new_store(tmp_path) as opened:
        confirmed(opened, ADVERT, source="captures", facts={**ADS, "active": True})
        [request] = takedowns.draft(opened, recipients=[Recipient.META], now=NOW, who="an").requests
        takedowns.send(opened, request.request, at=None, now=SENT, channel="email", who="an")
        yield opened


def one_import(
    store: Store,
    subject: str,
    *seen: tuple[float, Presence, dict[str, Any]],
    at: float | None = None,
    void: bool = False,
) -> None:
    """One import of several things, each of its hour; begun at the last of them, or ``at``."""
    now = SENT + timedelta(hours=max(hour for hour, _, _ in seen) if at is None else at)
    crawl = open_crawl(store, source="captures", market="vn", terms=("a.har",), now=now)
    rows = [
        sighting(
            subject,
            market="vn",
            seen_at=SENT + timedelta(hours=hour),
            presence=presence,
            title=NAME if presence is PRESENT else None,
            text=None,
            facts=facts,
        )
        for hour, presence, facts in seen
    ]
    add_sightings(store, rows, crawl=crawl)
    close_crawl(store, crawl, requested=0, complete=True, void=void, reason=None, now=now)


def runs(hours: float, active: bool, **facts: Any) -> tuple[float, Presence, dict[str, Any]]:
    """What a capture of that hour says of an advert."""
    return hours, PRESENT, {**ADS, "active": active, **facts}


def became(store: Store) -> list[Outcome]:
    """What was told of the advert, oldest first."""
    return [each.outcome for each in reversed(outcomes_of(store, ADVERT))]


def test_captures_handed_in_late_end_nothing_that_was_seen_to_run_since(asked: Store) -> None:
    shown(asked, 150, active=True)
    assert settle(asked)[ADVERT].outcome is THERE
    for hours in (24, 60):
        shown(asked, hours, active=False)
        assert settle(asked) == {}
    assert latest_outcomes(asked)[ADVERT].outcome is THERE
    assert advert_outcomes(asked) == [PENDING, PENDING, THERE]
    shown(asked, 160, active=False)
    assert settle(asked)[ADVERT].outcome is PENDING


def test_what_a_late_capture_shows_unsays_what_was_told(asked: Store) -> None:
    shown(asked, 24, active=False)
    shown(asked, 60, active=False)
    assert settle(asked)[ADVERT].outcome is STOPPED
    shown(asked, 40, active=True)
    assert settle(asked)[ADVERT].outcome is PENDING
    assert latest_outcomes(asked)[ADVERT].outcome is PENDING
    assert settle(asked) == {}


def test_a_first_answer_handed_in_late_proves_with_the_newest_one(asked: Store) -> None:
    shown(asked, 60, active=False)
    assert settle(asked)[ADVERT].outcome is PENDING
    one_import(asked, ADVERT, runs(24, False), at=61)
    assert settle(asked)[ADVERT].outcome is STOPPED
    shown(asked, 70, active=True)
    settle(asked)
    assert became(asked) == [PENDING, STOPPED, Outcome.RETURNED]


def test_a_page_that_the_graph_gives_was_not_removed_by_older_captures(store: Store) -> None:
    add(store, 100, PRESENT)
    deleted(store, 20)
    deleted(store, 50)
    assert outcomes(store) == [PENDING, PENDING, THERE]


def test_a_look_older_than_another_and_stored_behind_it_begins_no_new_count(store: Store) -> None:
    for hours, active in ((24, False), (100, True), (99, False), (130, False)):
        shown(store, hours, active=active)
    assert advert_outcomes(store) == [PENDING, PENDING, THERE, PENDING]


def test_a_capture_is_older_than_its_import_and_counts_all_the_same(store: Store) -> None:
    one_import(store, ADVERT, runs(24, False), at=24.1)
    one_import(store, ADVERT, runs(49, False), at=49.1)
    assert advert_outcomes(store) == [PENDING, STOPPED]


def test_an_import_by_a_clock_that_ran_back_is_no_first_answer(store: Store) -> None:
    """Nothing is dated later than its import, so this one is dated too early."""
    one_import(store, PAGE, (49, UNKNOWN, {}))
    one_import(store, ADVERT, runs(24, False))
    one_import(store, ADVERT, runs(50, False))
    assert advert_outcomes(store) == [PENDING, PENDING]


@pytest.mark.parametrize("order", [(True, False), (False, True)])
def test_of_two_answers_in_one_import_the_one_that_it_runs_counts(
    store: Store, order: tuple[bool, bool]
) -> None:
    one_import(store, ADVERT, runs(26, False))
    one_import(store, ADVERT, *(runs(60, active) for active in order))
    assert advert_outcomes(store) == [PENDING, THERE]


def test_the_newest_of_what_one_import_shows_to_run_counts(store: Store) -> None:
    one_import(store, ADVERT, runs(150, True), runs(20, True))
    one_import(store, ADVERT, runs(24, False))
    one_import(store, ADVERT, runs(60, False))
    assert advert_outcomes(store)[-1] is THERE


def test_an_advert_that_runs_in_a_void_crawl_begins_the_count_anew(store: Store) -> None:
    shown(store, 24, active=False)
    shown(store, 30, active=True, void=True)
    shown(store, 60, active=False)
    assert advert_outcomes(store) == [PENDING, PENDING]


def test_posts_shown_here_weigh_more_than_a_sign_beside_them(store: Store) -> None:
    add(store, 23, PRESENT)
    one_import(store, PAGE, (24, PRESENT, POST), (24, UNKNOWN, NOTICE))
    add(store, 49, PRESENT)
    one_import(store, PAGE, (50, PRESENT, POST), (50, PRESENT, RESTRICTED))
    assert outcomes(store) == [THERE, THERE]
    noticed(store, 51)
    assert outcomes(store)[-1] is PENDING
    one_import(store, PAGE, (60, UNKNOWN, NOTICE), (60, PRESENT, POST))
    add(store, 79, PRESENT)
    restricted(store, 80)
    assert outcomes(store)[-1] is PENDING


def test_a_sign_of_a_restriction_is_no_second_source_for_a_sign(store: Store) -> None:
    one_import(store, PAGE, (1, PRESENT, {**ADS, "restricted": True}))
    for hours, again in ((2, restricted), (3, noticed), (28, restricted)):
        again(store, hours)
    assert outcomes(store) == []


def test_a_sign_weighs_more_than_what_the_rest_of_the_world_is_given_beside_it(
    store: Store,
) -> None:
    given = (24, PRESENT, ADS)
    add(store, 23, PRESENT)
    one_import(store, PAGE, given, (24, UNKNOWN, NOTICE), given)
    assert outcomes(store) == [THERE, PENDING]


def test_what_stands_beside_a_sign_posts_and_copies_are_no_second_source(store: Store) -> None:
    given = (PRESENT, {"layer": "page"})
    one_import(store, PAGE, (2, *given), (2, PRESENT, RESTRICTED))
    copied = {"layer": "page", "capture": {"form": "answer", "file": "0" * 64, "by": "an"}}
    one_import(store, PAGE, (28, PRESENT, copied))
    add(store, 29, PRESENT, source="captures", layer="post")
    noticed(store, 30)
    assert outcomes(store) == []


def test_a_sign_after_the_last_source_lost_the_page_says_nothing(store: Store) -> None:
    add(store, 24, PRESENT)
    add(store, 25, GONE, layer="notice")
    noticed(store, 26)
    assert outcomes(store) == [THERE, PENDING]


def test_what_has_no_moment_of_its_own_is_neither_of_the_two_answers(store: Store) -> None:
    saved = {"capture": {"form": "answer", "file": "0" * 64, "by": "an"}}
    dated = {"capture": {**saved["capture"], "dated": True}}
    one_import(store, ADVERT, runs(24, False, **saved))
    one_import(store, ADVERT, runs(49, False, **saved))
    one_import(store, ADVERT, runs(50, False, **dated))
    one_import(store, ADVERT, runs(74, False, **saved))
    assert advert_outcomes(store) == [PENDING] * 4
    one_import(store, ADVERT, runs(75, False, **dated))
    assert advert_outcomes(store)[-1] is STOPPED


def test_a_page_that_a_copied_file_calls_deleted_was_not_removed(store: Store) -> None:
    told = {**ADS, "deleted": True, "capture": {"form": "answer", "file": "0" * 64, "by": "an"}}
    one_import(store, PAGE, (24, GONE, told))
    one_import(store, PAGE, (49, GONE, told))
    assert outcomes(store) == [PENDING, PENDING]
    assert followed(store).removed_at is None


def test_looks_of_this_program_keep_their_order_where_its_clock_ran_back(store: Store) -> None:
    for hours in (60, 2, 30):
        add(store, hours, PRESENT)
    looks = looks_at(open_looking(store), PAGE, SENT)
    crawls = [look.crawl for look in looks]
    assert crawls == sorted(crawl for crawl in crawls if crawl)
    assert len(follow(PAGE, looks, SENT).outcomes) == 3
