"""Outcomes from stored sightings: over random histories nothing is removed that might be there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler import cases, takedowns
from crawler.config import Config, RecheckConfig
from crawler.crawl.run import begin_sources, resume_sources
from crawler.errors import SweepRefused
from crawler.recheck import due_subjects, settle
from crawler.records import CAPTURES, CaseStatus, Counted, Outcome, Presence, Recipient, Told
from crawler.store import Store
from crawler.store.asked import Ask, Delivery, RequestOutcome
from crawler.store.cases import case_events, find_case, held_evidence
from crawler.store.crawls import CrawlOrder, close_crawl, open_crawl
from crawler.store.frontier import SqliteFrontier
from crawler.store.outcomes import asked_subjects, latest_outcomes, outcomes_of
from crawler.store.rechecks import crawl_ends
from crawler.store.sightings import add_sightings
from crawler.store.workers import end_worker
from tests.crawler.office import APPLE, NOW, confirmed, new_store, sighting

CANARY = "apple:9100000001"
SENT = NOW.replace(second=0) + timedelta(hours=2)  # a request is dated to the minute
DAY = timedelta(hours=24)
RULES = RecheckConfig()
HISTORIES = int(os.environ.get("RASOAT_HISTORIES", "60"))  # `make proof` asks for more
GONE, PRESENT = Presence.GONE, Presence.PRESENT
Answer = Presence | None  # None: there was none


@dataclass(frozen=True, kw_only=True)
class Run:
    """One crawl as it might have gone; ``at`` is what its clock showed."""

    at: datetime
    recheck: bool = True  # False: a sweep, which asks for the app alone
    here: Answer = GONE
    there: Answer = GONE
    canary_here: Answer = PRESENT
    canary_there: Answer = PRESENT
    void: bool = False
    ended: bool = True


def write(store: Store, run: Run, **fields: Any) -> int:
    """Stores a crawl with its answers; the number of the crawl."""
    terms = (f"recheck:{APPLE}", f"canary:{CANARY}") if run.recheck else (APPLE,)
    crawl = open_crawl(store, source="apple_app_store", market="vn", terms=terms, now=run.at)
    asked = [(APPLE, "vn", run.here)]
    if run.recheck:
        asked += [
            (APPLE, "us", run.there),
            (CANARY, "vn", run.canary_here),
            (CANARY, "us", run.canary_there),
        ]
    seen = [
        sighting(subject, market=market, seen_at=run.at, presence=presence, **fields)
        if presence is PRESENT
        else sighting(subject, market=market, seen_at=run.at, presence=presence, title=None)
        for subject, market, presence in asked
        if presence is not None
    ]
    add_sightings(store, seen, crawl=crawl)
    if run.ended:
        close_crawl(
            store,
            crawl,
            requested=4,
            complete=not run.void,
            void=run.void,
            reason="a captcha came" if run.void else None,
            now=run.at,
        )
    return crawl


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which one app was confirmed and asked for."""
    folder = tmp_path_factory.mktemp("asked")
    with new_store(folder) as store:
        confirmed(store)
        takedowns.draft(store, recipients=list(Recipient), now=NOW, who="an")
        takedowns.send(store, 1, at=SENT, now=SENT, channel="email", who="an")
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "rasoat.db"


@pytest.fixture
def store(asked: Path, tmp_path: Path) -> Iterator[Store]:
    with Store.open(Path(shutil.copy(asked, tmp_path / "rasoat.db"))) as opened:
        yield opened


def after(hours: float, **fields: Any) -> Run:
    """A crawl so many hours after the request was sent."""
    return Run(at=SENT + timedelta(hours=hours), **fields)


def told(store: Store, *runs: Run) -> list[str]:
    """What became of the app, crawl by crawl, oldest first."""
    for run in runs:
        write(store, run)
        settle(store)
    return [each.outcome.value for each in reversed(outcomes_of(store, APPLE))]


def well(run: Run) -> bool:
    """Whether a crawl shows by itself that the app is not to be had in Vietnam."""
    if not (run.recheck and run.ended and not run.void and run.here is GONE):
        return False
    control = run.there is PRESENT or (run.there is GONE and run.canary_there is PRESENT)
    return run.canary_here is PRESENT and control


def may_be_removed(runs: list[Run], last: int, *, everywhere: bool) -> bool:
    """The rule in words of its own: two such answers a day apart and nothing against it between."""
    second = runs[last]
    if not well(second) or (everywhere and second.there is PRESENT):
        return False
    for place, first in enumerate(runs[:last]):
        between = runs[place : last + 1]
        ran_back = any(first.at < before.at <= second.at for before in runs[:place])
        if (
            well(first)
            and second.at - first.at >= DAY
            and not ran_back
            and all(run.here is not PRESENT for run in between)
            and not (everywhere and any(well(run) and run.there is PRESENT for run in between))
        ):
            return True
    return False


answers = st.sampled_from([GONE, GONE, GONE, PRESENT, None])
canaries = st.sampled_from([PRESENT, PRESENT, PRESENT, PRESENT, GONE, None])
steps = st.sampled_from([-60.0, -2.0, 0.0, 1.0, 11.0, 23.9, 24.0, 30.0, 80.0])
mostly = st.sampled_from([True, True, True, True, False])


@st.composite
def histories(draw: st.DrawFn) -> list[Run]:
    """Crawls one after the other, by a clock that may run back and forth."""
    moment, runs = SENT, []
    for _ in range(draw(st.integers(2, 9))):
        moment += timedelta(hours=draw(steps))
        runs.append(
            Run(
                at=moment,
                recheck=draw(mostly),
                here=draw(answers),
                there=draw(answers),
                canary_here=draw(canaries),
                canary_there=draw(canaries),
                void=not draw(mostly),
                ended=draw(mostly),
            )
        )
    return runs


@settings(max_examples=HISTORIES, deadline=None)
@given(runs=histories(), at_once=st.booleans())
def test_nothing_is_removed_without_two_proven_answers_a_day_apart(
    asked: Path, tmp_path_factory: pytest.TempPathFactory, runs: list[Run], at_once: bool
) -> None:
    path = Path(shutil.copy(asked, tmp_path_factory.mktemp("history") / "rasoat.db"))
    with Store.open(path) as store:
        numbers = {}
        for place, run in enumerate(runs):
            numbers[write(store, run)] = place
            if not at_once:
                settle(store)
        settle(store)
        found = outcomes_of(store, APPLE)
        assert settle(store) == {}
        assert outcomes_of(store, APPLE) == found
    removed = {Outcome.REMOVED: True, Outcome.REMOVED_IN_VN: False}
    by_place = {numbers[each.crawl or 0]: each.outcome for each in found}
    for place, run in enumerate(runs):
        outcome = by_place.get(place)
        if outcome in removed:
            assert may_be_removed(runs, place, everywhere=removed[outcome])
        # And what may be is told: the rule is no wall that nothing passes.
        elif may_be_removed(runs, place, everywhere=False):
            raise AssertionError((place, outcome))
        if run.recheck and run.ended:
            assert outcome is not None
        if outcome is Outcome.RETURNED:
            assert any(by_place.get(before) in removed for before in range(place))
    path.unlink()


@settings(max_examples=HISTORIES, deadline=None)
@given(hours=st.lists(st.floats(0, 40), min_size=2, max_size=6), back=st.data())
def test_a_clock_that_only_runs_back_never_shortens_the_day(
    asked: Path,
    tmp_path_factory: pytest.TempPathFactory,
    hours: list[float],
    back: st.DataObject,
) -> None:
    real, shown, runs = SENT, timedelta(), []
    times = []
    for step in hours:
        real += timedelta(hours=step)
        shown -= timedelta(hours=back.draw(st.sampled_from([0, 0, 0, 5, 100])))
        times.append(real)
        runs.append(Run(at=real + shown))
    path = Path(shutil.copy(asked, tmp_path_factory.mktemp("back") / "rasoat.db"))
    with Store.open(path) as store:
        outcomes = told(store, *runs)
    for place, outcome in enumerate(outcomes):
        if outcome == "removed":
            assert times[place] - times[0] >= DAY
    path.unlink()


@pytest.mark.parametrize(
    ("run", "why"),
    [
        (after(30, canary_here=GONE), f"{CANARY}, which must be there, was not found either"),
        (after(30, canary_here=None), "no app that must be there was found"),
        (after(30, there=None), "the control storefront did not answer"),
        (after(30, canary_there=None), "showed none of the apps"),
        (after(30, void=True), "a captcha came"),
    ],
)
def test_what_is_not_found_without_canary_and_control_is_unknown_with_its_reason(
    store: Store, run: Run, why: str
) -> None:
    assert told(store, after(1), run) == ["pending", "unknown"]
    [newest, _] = outcomes_of(store, APPLE)
    assert newest.told is Told.UNPROVEN
    assert why in str(newest.why)


def test_a_removal_rests_on_both_answers_with_canary_and_control_and_they_are_kept(
    store: Store,
) -> None:
    assert told(store, after(1), after(25)) == ["pending", "removed"]
    newest = outcomes_of(store, APPLE)[0]
    asked = [each for each in newest.evidence if each.subject == APPLE]
    assert [(each.market, each.crawl) for each in asked] == [
        *(("vn", 1), ("us", 1)),
        *(("vn", 2), ("us", 2)),
    ]
    canaries = [each for each in newest.evidence if each.subject == CANARY]
    assert {(each.market, each.presence) for each in canaries} == {("vn", PRESENT), ("us", PRESENT)}
    assert {each.evidence for each in newest.evidence} <= held_evidence(store)


def test_a_canary_of_another_day_says_nothing(store: Store) -> None:
    """A crawl that was killed after its canary and resumed days later."""
    run = after(1, here=None, there=None)
    crawl = write(store, replace(run, ended=False))
    late = SENT + timedelta(hours=30)
    gone = [sighting(APPLE, market=market, seen_at=late, presence=GONE) for market in ("vn", "us")]
    add_sightings(store, gone, crawl=crawl)
    close_crawl(store, crawl, requested=4, complete=True, void=False, reason=None, now=late)
    settle(store)
    [only] = outcomes_of(store, APPLE)
    assert (only.outcome, only.told) == (Outcome.UNKNOWN, Told.UNPROVEN)


@pytest.mark.parametrize(
    ("outcome", "told_so"),
    [
        (RequestOutcome.REFUSED, Told.REFUSED),
        (RequestOutcome.FORBIDDEN, Told.REFUSED),
        (RequestOutcome.UNREADABLE, Told.UNREADABLE),
        (RequestOutcome.FAILED, Told.UNANSWERED),
    ],
)
def test_what_could_not_be_read_is_unknown_by_how_its_request_ended(
    store: Store, outcome: RequestOutcome, told_so: Told
) -> None:
    terms = (f"recheck:{APPLE}", f"canary:{CANARY}")
    order = CrawlOrder(source="apple_app_store", market="vn", terms=terms, charts=False, most=1)
    [assignment] = begin_sources(store, [order], now=SENT, machine_now=SENT)
    frontier = SqliteFrontier(store, crawl=assignment.crawl, worker=assignment.worker)
    asked = {"subjects": [APPLE], "market": "vn"}
    frontier.add([Ask(url="https://vidu.example", step="recheck", callback="x", kwargs=asked)])
    [lease] = frontier.take(1, alone=True, now=SENT, until=SENT + DAY)
    frontier.deliver(lease, Delivery(outcome=outcome, reason="status 403"), now=SENT)
    close_crawl(
        store, assignment.crawl, requested=1, complete=False, void=False, reason=None, now=SENT
    )
    settle(store)
    [only] = outcomes_of(store, APPLE)
    assert (only.outcome, only.told, only.why) == (Outcome.UNKNOWN, told_so, "status 403")


def test_what_returns_is_reopened_with_an_event_once(store: Store) -> None:
    back = after(60, here=PRESENT)
    assert told(store, after(1), after(25), back) == ["pending", "removed", "returned"]
    case = find_case(store, APPLE)
    assert case is not None
    assert case.status is CaseStatus.OPEN
    settle(store)
    events = [event for event in case_events(store, case.case) if event.event == "reopened"]
    assert [(event.who, "returned" in str(event.note)) for event in events] == [("rasoat", True)]


def test_a_return_that_a_sweep_saw_first_is_told_before_what_is_newer(store: Store) -> None:
    told(store, after(1), after(25))
    write(store, after(50, recheck=False, here=PRESENT))
    write(store, after(60, here=PRESENT))
    assert settle(store)[APPLE].outcome is Outcome.RETURNED
    assert outcomes_of(store, APPLE)[0].outcome is Outcome.STILL_THERE


def test_what_returned_and_was_confirmed_anew_is_asked_for_anew(store: Store) -> None:
    told(store, after(1), after(25))
    assert takedowns.draft(store, recipients=list(Recipient), now=SENT, who="an").requests == ()
    told(store, after(60, here=PRESENT))
    later = SENT + timedelta(hours=61)
    cases.confirm(store, [APPLE], who="an", note=None, now=later)
    drafted = takedowns.draft(store, recipients=list(Recipient), now=later, who="an")
    assert [request.subjects for request in drafted.requests] == [(APPLE,)]
    assert takedowns.draft(store, recipients=list(Recipient), now=later, who="an").requests == ()
    takedowns.send(store, 2, at=None, now=later, channel="email", who="an")
    assert asked_subjects(store)[APPLE].request == 2
    assert takedowns.draft(store, recipients=list(Recipient), now=later, who="an").requests == ()


@pytest.mark.parametrize("recheck", [True, False])
@pytest.mark.parametrize("end", [{"ended": False}, {"void": True}])
def test_a_crawl_that_did_not_end_well_tells_of_no_return_and_still_begins_the_count_anew(
    store: Store, recheck: bool, end: dict[str, bool]
) -> None:
    seen = after(30, here=PRESENT, recheck=recheck, **end)
    outcomes = told(store, after(1), after(25), seen, after(40))
    assert [each for each in outcomes if each != "unknown"] == ["pending", "removed", "pending"]


@pytest.mark.parametrize(
    ("market", "first", "outcomes"),
    [
        ("vn", "still_there", ["still_there", "pending"]),
        ("us", "pending", ["pending", "removed_in_vn"]),
    ],
)
def test_of_two_answers_in_one_crawl_the_one_that_it_is_there_counts(
    store: Store, market: str, first: str, outcomes: list[str]
) -> None:
    there = {"here": PRESENT} if market == "vn" else {"there": PRESENT}
    crawl = write(store, after(1, ended=False, **there))
    gone = sighting(APPLE, market=market, seen_at=SENT + timedelta(hours=2), presence=GONE)
    add_sightings(store, [gone], crawl=crawl)
    late = SENT + timedelta(hours=2)
    close_crawl(store, crawl, requested=5, complete=True, void=False, reason=None, now=late)
    assert settle(store)[APPLE].outcome == first
    assert told(store, after(27)) == outcomes


def test_what_was_gone_before_the_request_went_out_counts_apart(store: Store) -> None:
    before = after(-1, recheck=False)
    assert told(store, before, after(25), after(49)) == ["pending", "removed"]
    assert outcomes_of(store, APPLE)[0].counted is Counted.GONE_BEFORE_ASKED


def test_another_name_than_was_asked_for_is_a_change(store: Store) -> None:
    write(store, after(25, here=PRESENT), title="Máy Tính Ví Dụ")
    settle(store)
    [only] = outcomes_of(store, APPLE)
    assert (only.outcome, only.counted) == (Outcome.CHANGED, Counted.STILL_THERE)
    assert only.why == "title was “Nổ Hũ Ví Dụ”, is “Máy Tính Ví Dụ”"


@pytest.mark.parametrize(
    ("runs", "hours"),
    [
        ((), 24),
        ((after(25, here=PRESENT),), 49),
        ((after(25, canary_here=None),), 49),
        ((after(25),), 49),
        ((after(25), after(40)), 49),
        ((after(25), after(49)), 49 + 7 * 24),
        ((after(25), after(49), after(49 + 7 * 24)), 49 + 30 * 24),
        ((after(25), after(49), after(49 + 30 * 24)), None),
    ],
)
def test_when_it_is_looked_at_again(store: Store, runs: tuple[Run, ...], hours: int | None) -> None:
    told(store, *runs)
    due = None if hours is None else SENT + timedelta(hours=hours)
    assert due_subjects(store, RULES, now=SENT + 90 * DAY) == {APPLE: due}


def test_a_look_that_is_dated_in_the_future_delays_nothing(store: Store) -> None:
    told(store, after(900, here=PRESENT))
    now = SENT + timedelta(hours=30)
    assert due_subjects(store, RULES, now=now) == {APPLE: now}


def test_a_crawl_that_is_resumed_late_is_not_told_after_a_newer_one(store: Store) -> None:
    assert told(store, after(25)) == ["pending"]
    killed = write(store, after(50, ended=False))
    settle(store)
    assert told(store, after(51, here=PRESENT))[-1] == "still_there"
    late = SENT + timedelta(hours=52)
    close_crawl(store, killed, requested=4, complete=True, void=False, reason=None, now=late)
    assert settle(store) == {}
    assert latest_outcomes(store)[APPLE].outcome is Outcome.STILL_THERE


@pytest.mark.parametrize(
    ("term", "void", "refused"),
    [(f"recheck:{APPLE}", True, True), (f"recheck:{APPLE}", False, False), (APPLE, True, False)],
)
def test_a_void_recheck_is_not_resumed_into_a_proof(
    store: Store, term: str, void: bool, refused: bool
) -> None:
    order = CrawlOrder(source="apple_app_store", market="vn", terms=(term,), charts=False, most=1)
    [begun] = begin_sources(store, [order], now=SENT, machine_now=SENT)
    end_worker(
        store, begun.worker, requested=1, complete=False, void=void, reason="a captcha came",
        now=SENT, machine_now=SENT,
    )  # fmt: skip
    if refused:
        with pytest.raises(SweepRefused, match="Look again with: rasoat recheck"):
            resume_sources(store, [begun.crawl], config=Config(), machine_now=SENT)
    else:
        resume_sources(store, [begun.crawl], config=Config(), machine_now=SENT)
    assert crawl_ends(store)[begun.crawl].void is refused


def test_a_late_capture_unsays_a_removal_though_another_request_was_sent_since(
    store: Store,
) -> None:
    takedowns.withdraw(store, 1, now=SENT, who="an", note="anew")
    takedowns.draft(store, recipients=list(Recipient), now=SENT, who="an")
    assert told(store, after(1), after(26)) == ["pending", "removed"]
    later = SENT + timedelta(hours=28)
    takedowns.send(store, 2, at=later, now=later, channel="email", who="an")
    assert settle(store) == {}
    assert asked_subjects(store)[APPLE].request == 2
    saved = open_crawl(store, source=CAPTURES, market="vn", terms=(), now=later)
    there = sighting(APPLE, source=CAPTURES, seen_at=SENT + timedelta(hours=12))
    add_sightings(store, [there], crawl=saved)
    close_crawl(store, saved, requested=1, complete=True, void=False, reason=None, now=later)
    settle(store)
    assert latest_outcomes(store)[APPLE].outcome is Outcome.PENDING


def test_what_was_seen_before_a_request_is_told_once_whatever_is_sent_later(store: Store) -> None:
    assert told(store, after(25), after(49), after(60, here=PRESENT))[-1] == "returned"
    write(store, after(61, here=PRESENT), title="Máy Tính Ví Dụ")
    settle(store)
    cases.confirm(store, [APPLE], who="an", note=None, now=SENT + timedelta(hours=62))
    later = SENT + timedelta(hours=63)
    takedowns.draft(store, recipients=list(Recipient), now=later, who="an")
    takedowns.send(store, 2, at=None, now=later, channel="email", who="an")
    assert settle(store) == {}
    assert find_case(store, APPLE).status is CaseStatus.CONFIRMED  # type: ignore[union-attr]


def test_what_was_withdrawn_is_not_looked_at_again(store: Store) -> None:
    takedowns.withdraw(store, 1, who="an", note="gửi nhầm", now=SENT + DAY)
    assert due_subjects(store, RULES, now=SENT + 90 * DAY) == {}
