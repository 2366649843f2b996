"""What fell is noticed, chance is not, and what stays fallen is told for five crawls."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.crawl.health import LOOKS
from crawler.drift import (
    compare,
    rank_chance,
    record_drift,
    said,
    share_chance,
    standing_drifts,
)
from crawler.errors import UsageProblem
from crawler.records import Drift, Presence, evidence_id
from crawler.store import Store
from crawler.store.asked import Ask, Delivery, RequestOutcome
from crawler.store.cases import held_evidence
from crawler.store.crawls import append_fetch
from crawler.store.frontier import SqliteFrontier
from crawler.store.measures import Fill, Measured, Volume, measure
from crawler.store.workers import end_worker
from tests.crawler.office import NOW, new_store, sighting
from tests.crawler.store.engines import MINUTE
from tests.crawler.store.test_crawls import fetch
from tests.crawler.store.test_frontier import begin

# How often a field of an app page is there, in a store that nobody changed.
RATES = {
    f"field {number}": rate
    for number, rate in enumerate([1.0] * 6 + [0.98, 0.9, 0.8, 0.6] * 3 + [0.1, 0.02])
}


def measured(
    crawl: int,
    filled: Mapping[str, int] | None = None,
    *,
    of: int = 100,
    independent: float | None = None,
    answers: Sequence[int] = (),
    complete: bool = True,
) -> Measured:
    """A crawl whose app pages filled these fields so often, and whose searches found so much."""
    volumes = (Volume(step="search", answers=Counter(answers)),) if answers else ()
    fill = Fill(
        step="detail", sightings=of, independent=independent or of, filled=dict(filled or {})
    )
    return Measured(
        crawl=crawl,
        source="google_play",
        started_at=NOW + timedelta(days=crawl),
        complete=complete,
        volumes=volumes,
        fills=() if filled is None else (fill,),
    )


def after(*crawls: Measured) -> list[tuple[Drift, ...]]:
    """What is found of each crawl in turn, each compared with those before it."""
    earlier: list[Measured] = []
    found = []
    for crawl in crawls:
        drifts = tuple(compare(crawl, earlier))
        found.append(drifts)
        earlier.insert(0, replace(crawl, drifts=drifts))
    return found


def drawn(
    dice: random.Random, crawl: int, rates: Mapping[str, float], of: int, *, alike: bool = True
) -> Measured:
    """A crawl of apps by small developers; ``alike``: who has several fills them alike."""
    filled = dict.fromkeys(rates, 0)
    seen = squares = 0
    while seen < of:
        apps = min(dice.choice((1, 1, 1, 2, 3)) if alike else 1, of - seen)
        seen += apps
        squares += apps * apps
        for name, rate in rates.items():
            filled[name] += apps * (dice.random() < rate)
    answers = [min(30, int(dice.expovariate(1 / 15))) for _ in range(12)]
    return measured(crawl, filled, of=of, independent=of * of / squares, answers=answers)


@pytest.mark.parametrize(("of", "times"), [(20, 1_500), (100, 1_000), (1_000, 200)])
def test_of_stable_crawls_one_in_a_hundred_at_most_is_called_drifted(of: int, times: int) -> None:
    dice = random.Random(of + 1)
    alarms = 0
    for _ in range(times):
        crawls = [drawn(dice, number, RATES, of) for number in range(dice.choice((2, 4, 8)))]
        alarms += bool(list(compare(crawls[0], crawls[1:])))
    assert alarms <= times / 100


@pytest.mark.parametrize("earlier", [1, 4])
@pytest.mark.parametrize(
    ("rate", "alike", "noticed"), [(1.0, True, 1.0), (0.9, False, 0.99), (0.9, True, 0.9)]
)
def test_a_field_that_vanishes_in_half_the_rows_is_noticed_in_a_crawl_of_100(
    earlier: int, rate: float, alike: bool, noticed: float
) -> None:
    dice = random.Random(earlier)
    seen, usual = 0, RATES | {"x": rate}
    for _ in range(200):
        before = [drawn(dice, n, usual, 100, alike=alike) for n in range(earlier)]
        now = drawn(dice, 99, usual | {"x": rate / 2}, 100, alike=alike)
        seen += any(each.field == "x" for each in compare(now, before))
    assert seen >= noticed * 200


def test_few_rows_say_nothing() -> None:
    assert after(measured(1, {"text": 19}, of=19), measured(2, {"text": 0}, of=100)) == [(), ()]
    assert after(measured(1, {"text": 100}), measured(2, {"text": 0}, of=19)) == [(), ()]
    assert after(measured(1, {"text": 100}), measured(2, {"text": 0}, of=20))[1]


def test_what_is_rarer_than_before_but_not_sharply_is_no_drift() -> None:
    many = 10_000
    assert (
        after(measured(1, {"text": many}, of=many), measured(2, {"text": 8_100}, of=many))[1] == ()
    )
    assert after(measured(1, {"text": many}, of=many), measured(2, {"text": 7_900}, of=many))[1]


def test_what_an_earlier_crawl_had_as_rarely_is_no_drift() -> None:
    crawls = [measured(1, {"website": 50}), *(measured(n, {"website": 80}) for n in range(2, 8))]
    assert after(*crawls, measured(8, {"website": 45}))[-1] == ()


def test_a_fact_that_no_answer_holds_any_more_is_a_drift() -> None:
    before = measured(1, {"title": 100, "facts.genre_id": 100})
    (drift,) = after(before, measured(2, {"title": 100}))[1]
    assert (drift.field, drift.was, drift.now, drift.since) == ("facts.genre_id", 1.0, 0.0, 2)


def test_an_incomplete_crawl_is_compared_and_compared_with_by_nobody() -> None:
    whole, half = {"text": 100}, {"text": 50}
    assert after(measured(1, whole), measured(2, half, complete=False))[1]
    assert after(measured(1, whole, complete=False), measured(2, half))[1] == ()


def test_a_drift_is_told_since_its_first_crawl_for_five_crawls_then_it_is_usual() -> None:
    good, bad = {"text": 100}, {"text": 40}
    crawls = [measured(1, good), *(measured(number, bad) for number in range(2, 12))]
    found = after(*crawls, measured(12, {"text": 5}), measured(13, good))
    assert [len(drifts) for drifts in found] == [0, *[1] * 5, *[0] * 5, 1, 0]
    since = NOW + timedelta(days=2)
    assert {(each.since, each.since_at) for (each,) in found[1:6]} == {(2, since)}
    assert (found[11][0].since, found[11][0].now) == (12, 0.05)


def test_what_fell_came_back_and_falls_again_is_told_again() -> None:
    good, bad = {"text": 100}, {"text": 40}
    found = after(*(measured(n, each) for n, each in enumerate((good, bad, good, bad), 1)))
    assert [bool(drifts) for drifts in found] == [False, True, False, True]
    assert found[3][0].since == 4


def test_a_step_that_brings_much_less_is_a_drift() -> None:
    usual = (30, 28, 30, 12, 30, 25, 30)
    crawls = [measured(number, answers=usual) for number in range(1, 4)]
    (drift,) = after(*crawls, measured(4, answers=(2, 0, 3, 1, 0, 2, 4)))[3]
    assert (drift.step, drift.field) == ("search", None)
    assert (round(drift.was, 1), round(drift.now, 1)) == (26.4, 1.7)
    assert after(*crawls, measured(4, answers=(2, 0, 3, 1)))[3] == ()
    assert after(*crawls, measured(4, answers=(20, 12, 30, 25, 18, 30, 14)))[3] == ()


def test_chances_are_those_of_the_tables() -> None:
    # Fisher's tea: 1 of 4 against 3 of 4 is 17 of 70.
    assert share_chance({0: 3, 1: 1}, {0: 1, 1: 3}) == pytest.approx(17 / 70)
    assert share_chance({0: 0, 1: 9}, {0: 0, 1: 90}) == pytest.approx(1.0)
    # No ties, 3 below 3: U = 0, z = (0.5 - 4.5) / sqrt(5.25).
    low = rank_chance({1: 1, 2: 1, 3: 1}, {4: 1, 5: 1, 6: 1})
    assert low == pytest.approx(0.5 * math.erfc(4 / math.sqrt(5.25) / math.sqrt(2)))
    assert rank_chance({1: 5}, {1: 50}) == 1.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def crawled(store: Store, *, lacking: int, brought: int = 2) -> int:
    """A complete crawl of 10 searches and 30 app pages, of which the last lack their text."""
    (begun,) = begin(store)
    frontier = SqliteFrontier(store, crawl=begun.crawl, worker=begun.worker)
    frontier.add(
        [Ask(url=f"https://a.example/s{n}", step="search", callback="a") for n in range(10)]
    )
    frontier.add(
        [Ask(url=f"https://a.example/d{n}", step="detail", callback="b") for n in range(30)]
    )
    for lease in frontier.take(40, alone=False, now=NOW, until=NOW + MINUTE):
        assert lease.ask is not None
        _, kind, number = lease.ask.url.rpartition("/")[2].partition(lease.ask.step[0])
        told = {"text": None if int(number) >= 30 - lacking else "Ví dụ", "version": ""}
        count = 1 if kind == "d" else brought
        seen = [
            sighting(
                f"google:com.vidu.{kind}{number}.n{n}",
                evidence=evidence_id(lease.ask.url.encode()),
                publisher_id=number,
                facts={"genre_id": "GAME", "tags": [], "seller": None},
                **(told if kind == "d" else {}),
            )
            for n in range(count)
        ]
        unknown = sighting(
            f"google:com.vidu.{number}", presence=Presence.UNKNOWN, text=None, evidence=None
        )
        frontier.deliver(
            lease,
            Delivery(outcome=RequestOutcome.DONE, sightings=[*seen, unknown]),
            now=NOW,
        )
        with store.writing():
            shown = fetch(lease.ask.url, evidence_id(lease.ask.url.encode()))
            append_fetch(store, shown, crawl=begun.crawl)
    end_worker(
        store,
        begun.worker,
        requested=40,
        complete=True,
        void=False,
        reason=None,
        now=NOW,
        machine_now=NOW,
    )
    return begun.crawl


def test_a_crawl_is_measured_step_by_step(store: Store) -> None:
    found = measure(store, crawled(store, lacking=12), LOOKS)
    assert {one.step: dict(one.answers) for one in found.volumes} == {
        "search": {3: 10},
        "detail": {2: 30},
    }
    fills = {one.step: one for one in found.fills}
    assert (fills["search"].sightings, fills["detail"].sightings) == (20, 30)
    assert (fills["search"].independent, fills["detail"].independent) == (10, 30)
    detail = fills["detail"].filled
    assert (detail["text"], detail["title"], detail["version"]) == (18, 30, 0)
    assert detail["facts.genre_id"] == 30
    assert {"facts.tags", "facts.seller", "found_by", "facts"}.isdisjoint(detail)


def test_a_drift_is_kept_with_the_answer_that_shows_it(store: Store) -> None:
    assert record_drift(store, crawled(store, lacking=0), now=NOW) == ()
    second = crawled(store, lacking=15)
    (drift,) = record_drift(store, second, now=NOW)
    shows = evidence_id(b"https://a.example/d29")
    assert (drift.crawl, drift.step, drift.field, drift.evidence) == (
        second,
        "detail",
        "text",
        shows,
    )
    assert shows in held_evidence(store)
    assert said(drift) == (
        "google_play drifted: 50% of the sightings of its detail have text instead of 100%, "
        f"since crawl {second} (2026-11-20). Look at an answer: rasoat evidence show {shows}"
    )


def test_a_fall_of_volume_is_shown_by_the_answer_that_brought_least(store: Store) -> None:
    for _ in range(2):
        record_drift(store, crawled(store, lacking=0, brought=9), now=NOW)
    (drift,) = record_drift(store, crawled(store, lacking=0, brought=1), now=NOW)
    assert (drift.step, drift.field) == ("search", None)
    assert drift.evidence == evidence_id(b"https://a.example/s9")
    assert "an answer of its search brings 2.0 sightings instead of 10.0" in said(drift)


def test_a_drift_stands_until_a_crawl_that_can_tell_has_the_field_again(store: Store) -> None:
    record_drift(store, crawled(store, lacking=0), now=NOW)
    (drift,) = record_drift(store, crawled(store, lacking=15), now=NOW)
    (begun,) = begin(store)  # a crawl that saw nothing
    record_drift(store, begun.crawl, now=NOW)
    assert standing_drifts(store, None) == standing_drifts(store, "google_play") == [drift]
    (again,) = record_drift(store, crawled(store, lacking=30), now=NOW)
    assert (again.since, standing_drifts(store, None)) == (drift.crawl, [again])
    record_drift(store, crawled(store, lacking=0), now=NOW)
    assert standing_drifts(store, None) == []
    with pytest.raises(UsageProblem, match="Measured were: google_play"):
        standing_drifts(store, "gogle_play")


def test_a_crawl_that_was_resumed_counts_as_it_ended_last(store: Store) -> None:
    crawl = crawled(store, lacking=0)
    record_drift(store, crawl, now=NOW)
    record_drift(store, crawl, now=NOW)
    (drift,) = record_drift(store, crawled(store, lacking=15), now=NOW)
    assert drift.was == 1.0
