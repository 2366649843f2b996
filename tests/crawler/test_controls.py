"""Controls: a small share of what became no case, by chance; no accusation, no case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler import cases, controls, protected
from crawler.controls import draw, misses
from crawler.errors import CaseProblem
from crawler.records import (
    CaseStatus,
    Control,
    ControlStatus,
    Question,
    Recipient,
    VerdictKind,
)
from crawler.store import Store
from crawler.store.cases import case_events, find_case, open_case
from crawler.store.cases import cases as stored_cases
from crawler.store.controls import controls as stored_controls
from crawler.store.controls import find_control, waiting_controls
from crawler.takedowns import draft
from crawler.training import decided_texts
from matchers.lexicon import load_lexicon
from tests.crawler.office import APPLE, LATER, NOW, judge_as, new_store, see

LEXICON = load_lexicon()
LATEST = LATER + timedelta(days=3)
UNCASED = (
    VerdictKind.CLEAN,
    VerdictKind.NO_ENTRY,
    VerdictKind.NOT_A_GAME,
    VerdictKind.LICENSED,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def judge_many(store: Store, count: int, kind: VerdictKind = VerdictKind.NO_ENTRY) -> list[str]:
    subjects = [f"apple:{9_300_000_000 + number}" for number in range(count)]
    for subject in subjects:
        judge_as(store, kind, subject)
    return subjects


def drawn(
    store: Store, subjects: list[str] | None = None, *, share: float = 1.0, most_open: int = 20
) -> list[str]:
    draw(store, subjects, share=share, most_open=most_open, now=NOW)
    return [control.subject for control in stored_controls(store)]


def one_control(store: Store, kind: VerdictKind = VerdictKind.NO_ENTRY) -> Control:
    see(store)
    judge_as(store, kind)
    drawn(store)
    return controls.wanted_control(store, APPLE)


def learned(store: Store) -> tuple[dict[str, bool], Counter[str]]:
    left_out: Counter[str] = Counter()
    texts = {text.subject: text.gambling for text in decided_texts(store, LEXICON, left_out)}
    return texts, left_out


@pytest.mark.parametrize("kind", VerdictKind)
def test_only_what_is_left_alone_is_drawn(store: Store, kind: VerdictKind) -> None:
    judge_as(store, kind)
    assert drawn(store) == ([APPLE] if kind in UNCASED else [])


def test_the_same_verdicts_give_the_same_controls(tmp_path: Path) -> None:
    found = []
    for name, order in (("a", 1), ("b", -1)):
        (tmp_path / name).mkdir()
        with new_store(tmp_path / name) as store:
            subjects = judge_many(store, 300)[::order]
            found.append(drawn(store, subjects, share=0.05, most_open=300))
    assert found[0] == found[1]
    assert 5 <= len(found[0]) <= 25


def test_another_fingerprint_is_another_lot() -> None:
    lots = {controls._lot("apple:1", fingerprint) for fingerprint in ("a", "b", "c")}
    assert len(lots) == 3
    assert all(0 <= lot < 1 for lot in lots)


def test_the_share_is_kept(store: Store) -> None:
    judge_many(store, 2_000)
    assert 20 <= len(drawn(store, share=0.02, most_open=2_000)) <= 65  # 40 expected


@pytest.mark.parametrize(("share", "most_open"), [(0.0, 20), (1.0, 0)])
def test_controls_can_be_switched_off(store: Store, share: float, most_open: int) -> None:
    judge_many(store, 50)
    assert drawn(store, share=share, most_open=most_open) == []


def test_no_more_wait_than_there_is_room_for(store: Store) -> None:
    judge_many(store, 60)
    assert len(drawn(store, most_open=20)) == 20
    assert len(drawn(store, most_open=20)) == 20
    first, second = (one.subject for one in stored_controls(store)[:2])
    controls.right(store, [first, second], who="an", note=None, now=LATER)
    assert len(drawn(store, most_open=20)) == 22


def test_where_room_is_short_chance_decides_and_not_the_order_of_subjects(store: Store) -> None:
    subjects = judge_many(store, 200)
    few = set(drawn(store, most_open=20))
    assert few != set(subjects[:20])
    assert few == set(sorted(subjects, key=lambda one: controls._lot(one, "test"))[:20])


def test_only_what_was_judged_now_is_drawn_from(store: Store) -> None:
    subjects = judge_many(store, 10)
    assert drawn(store, subjects[:3]) != []
    assert set(drawn(store, subjects[:3])) <= set(subjects[:3])
    assert len(drawn(store)) == 10


def test_what_has_a_case_is_no_control(store: Store) -> None:
    verdict = judge_as(store, VerdictKind.NO_ENTRY)
    with store.writing():
        open_case(store, APPLE, verdict=verdict, now=NOW)
    assert drawn(store) == []


def test_a_subject_is_drawn_once(store: Store) -> None:
    number = one_control(store).control
    controls.right(store, [str(number)], who="an", note=None, now=LATER)
    judge_as(store, VerdictKind.CLEAN)
    assert drawn(store) == [APPLE]


def test_a_control_is_no_case_and_is_asked_of_nobody(store: Store) -> None:
    control = one_control(store)
    controls.right(store, [APPLE], who="an", note="đã xem", now=LATER)
    assert stored_cases(store) == []
    assert find_case(store, APPLE) is None
    made = draft(store, recipients=list(Recipient), now=LATER, who="an")
    assert (made.requests, made.held) == ((), ())
    with pytest.raises(CaseProblem, match="There is no case"):
        cases.confirm(store, [APPLE], who="an", note=None, now=LATER)
    assert control.verdict is VerdictKind.NO_ENTRY


def test_an_answer_keeps_who_when_and_why(store: Store) -> None:
    (control,) = controls.right(
        store, [str(one_control(store).control)], who="an", note="đã xem", now=LATER
    )
    told = (control.status, control.decided_by, control.decided_at, control.note)
    assert told == (ControlStatus.RIGHT, "an", LATER, "đã xem")


def test_what_was_missed_becomes_an_open_case_that_accuses_nobody(store: Store) -> None:
    one_control(store)
    (control,) = controls.missed(store, [APPLE], who="an", note="mời nạp tiền", now=LATER)
    case = find_case(store, APPLE)
    assert case is not None
    assert (control.status, control.case) == (ControlStatus.MISSED, case.case)
    assert (case.status, case.verdict) == (CaseStatus.OPEN, VerdictKind.NO_ENTRY)
    told = [(event.event, event.who) for event in case_events(store, case.case)]
    assert told == [("opened", "rasoat"), ("missed", "an")]
    with pytest.raises(CaseProblem, match="accuses nobody"):
        cases.confirm(store, [APPLE], who="an", note=None, now=LATEST)
    assert draft(store, recipients=list(Recipient), now=LATEST, who="an").requests == ()


@pytest.mark.parametrize("again", [controls.right, controls.missed])
@pytest.mark.parametrize("first", [controls.right, controls.missed])
def test_what_is_decided_is_not_decided_again(
    store: Store,
    first: Callable[..., list[Control]],
    again: Callable[..., list[Control]],
) -> None:
    one_control(store)
    first(store, [APPLE], who="an", note=None, now=LATER)
    with pytest.raises(CaseProblem, match=r"decided already: .* by an.*cases controls reopen 1"):
        again(store, [APPLE], who="binh", note=None, now=LATEST)
    assert store.count("SELECT count(*) FROM control_events") == 1


def test_one_problem_and_nothing_is_written(store: Store) -> None:
    one_control(store)
    with pytest.raises(CaseProblem, match="There is no control 77"):
        controls.right(store, [APPLE, "77"], who="an", note=None, now=LATER)
    assert find_control(store, APPLE) == controls.wanted_control(store, "1")
    assert controls.wanted_control(store, "1").status is ControlStatus.OPEN


def test_what_the_rules_flag_later_is_decided_as_a_case(store: Store) -> None:
    one_control(store)
    verdict = judge_as(store, VerdictKind.GAMBLING)
    with store.writing():
        open_case(store, APPLE, verdict=verdict, now=LATER)
    assert waiting_controls(store) == []
    with pytest.raises(CaseProblem, match="is case 1 by now"):
        controls.right(store, [APPLE], who="an", note=None, now=LATEST)


def test_an_open_control_cannot_be_reopened(store: Store) -> None:
    one_control(store)
    with pytest.raises(CaseProblem, match="is open already"):
        controls.reopen(store, [APPLE], who="an", note=None, now=LATER)


def test_answers_are_learned_with_their_day(store: Store) -> None:
    one_control(store)
    other = "google:com.vidu.khac"
    see(store, other, text="Nông trại gieo hạt, xây nhà")
    judge_as(store, VerdictKind.LICENSED, other)
    drawn(store)
    controls.right(store, [other], who="an", note=None, now=LATER)
    assert learned(store)[0] == {other: False}
    controls.missed(store, [APPLE], who="an", note=None, now=LATER)
    left_out: Counter[str] = Counter()
    texts = {text.subject: text for text in decided_texts(store, LEXICON, left_out)}
    assert {subject: text.gambling for subject, text in texts.items()} == {
        APPLE: True,
        other: False,
    }
    assert texts[other].day.isoformat() == "2026-11-20"
    assert "nong trai gieo hat" in texts[other].reads


def test_an_answer_taken_back_is_not_learned(store: Store) -> None:
    one_control(store)
    controls.right(store, [APPLE], who="an", note=None, now=LATER)
    (control,) = controls.reopen(store, [APPLE], who="binh", note="nhầm", now=LATEST)
    assert (control.status, control.decided_at) == (ControlStatus.OPEN, None)
    assert learned(store) == ({}, Counter({"not decided, or for another reason": 1}))
    assert [one.subject for one in waiting_controls(store)] == [APPLE]


def test_a_miss_taken_back_reopens_its_case_and_is_not_learned(store: Store) -> None:
    one_control(store)
    controls.missed(store, [APPLE], who="an", note=None, now=LATER)
    controls.reopen(store, [APPLE], who="an", note="nhầm ứng dụng", now=LATEST)
    assert learned(store) == ({}, Counter({"reopened": 1}))
    assert misses(store).decided == 0
    cases.dismiss(store, [APPLE], who="an", note=None, now=LATEST)
    assert learned(store)[0] == {APPLE: False}


def test_a_miss_whose_case_is_decided_is_taken_back_there_first(store: Store) -> None:
    one_control(store)
    controls.missed(store, [APPLE], who="an", note=None, now=LATER)
    cases.dismiss(store, [APPLE], who="an", note=None, now=LATER)
    with pytest.raises(CaseProblem, match="Reopen it with: cases reopen 1"):
        controls.reopen(store, [APPLE], who="an", note=None, now=LATEST)


def test_where_there_is_a_case_by_now_the_case_speaks(store: Store) -> None:
    one_control(store)
    controls.right(store, [APPLE], who="an", note=None, now=LATER)
    verdict = judge_as(store, VerdictKind.GAMBLING)
    with store.writing():
        open_case(store, APPLE, verdict=verdict, now=LATEST)
    assert learned(store)[0] == {}


def test_a_control_under_protection_is_not_learned(store: Store) -> None:
    one_control(store)
    controls.right(store, [APPLE], who="an", note=None, now=LATER)
    protected.propose(store, APPLE, reason="đang khiếu nại", who="an", now=LATEST)
    assert learned(store) == ({}, Counter({"protected or proposed so": 1}))


def decide_many(store: Store, count: int, missed: int) -> None:
    subjects = judge_many(store, count)
    drawn(store, most_open=count)
    controls.missed(store, subjects[:missed], who="an", note=None, now=LATER)
    controls.right(store, subjects[missed:], who="an", note=None, now=LATEST)


def test_what_the_rules_miss_is_told_with_its_interval(store: Store) -> None:
    decide_many(store, 200, 4)
    found = misses(store)
    assert (found.decided, found.missed, found.waiting, found.note) == (200, 4, 0, None)
    assert found.missed_share == 0.02
    assert found.missed_share_interval == (0.0078, 0.0503)  # Wilson by hand for 4 of 200
    assert (str(found.first_day), str(found.last_day)) == ("2026-11-20", "2026-11-23")


def test_under_two_hundred_controls_nothing_is_measured(store: Store) -> None:
    decide_many(store, 199, 0)
    found = misses(store)
    assert found.note == "not measured: 199 controls decided, at least 200 are needed"
    assert (found.missed_share, found.missed_share_interval) == (None, None)


def test_an_office_without_controls_has_measured_nothing(store: Store) -> None:
    found = misses(store)
    assert (found.decided, found.first_day, found.last_day) == (0, None, None)
    assert found.note is not None


def test_an_unsure_subject_is_no_control(store: Store) -> None:
    judge_as(store, VerdictKind.UNSURE, question=Question.REGISTER_INCOMPLETE)
    assert drawn(store) == []
