"""Decisions about cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler import cases
from crawler.errors import CaseProblem
from crawler.records import ACCUSING, Case, CaseStatus, Question, VerdictKind
from crawler.store import Store
from crawler.store.cases import case_events, find_case, judged_when_decided
from tests.crawler.office import APPLE, GOOGLE, LATER, NOW, flag, judge_as, new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def _state(store: Store, subject: str = APPLE) -> CaseStatus:
    found = find_case(store, subject)
    assert found is not None
    return found.status


def test_a_confirmed_case_says_who_when_and_why(store: Store) -> None:
    number = flag(store)
    (case,) = cases.confirm(store, [str(number)], who="an", note="đã xem", now=LATER)
    assert (case.status, case.decided_by, case.decided_at, case.note) == (
        CaseStatus.CONFIRMED,
        "an",
        LATER,
        "đã xem",
    )


def test_number_and_subject_of_one_case_decide_it_once(store: Store) -> None:
    number = flag(store)
    assert len(cases.confirm(store, [str(number), APPLE], who="an", note=None, now=NOW)) == 1
    assert [event.event for event in case_events(store, number)] == ["opened", "confirmed"]


def test_a_decision_keeps_the_verdict_that_it_rested_on(store: Store) -> None:
    number = flag(store)
    cases.confirm(store, [APPLE], who="an", note=None, now=NOW)
    judge_as(store, VerdictKind.UNLICENSED)
    assert judged_when_decided(store, number) is VerdictKind.GAMBLING


@pytest.mark.parametrize(
    ("decide", "after"),
    [(cases.confirm, CaseStatus.CONFIRMED), (cases.dismiss, CaseStatus.DISMISSED)],
)
def test_decided_cases_are_decided_again_only_after_reopening(
    store: Store, decide: Callable[..., list[Case]], after: CaseStatus
) -> None:
    number = flag(store)
    decide(store, [APPLE], who="an", note=None, now=NOW)
    sentence = rf"Case {number} is already {after} \(20/11/2026 10:15 by an\).*cases reopen"
    for again in (cases.confirm, cases.dismiss):
        with pytest.raises(CaseProblem, match=sentence):
            again(store, [APPLE], who="binh", note=None, now=LATER)
    cases.reopen(store, [APPLE], who="binh", note=None, now=LATER)
    assert _state(store) is CaseStatus.OPEN
    decide(store, [APPLE], who="binh", note=None, now=LATER)
    assert _state(store) is after


def test_one_wrong_name_and_nothing_is_decided(store: Store) -> None:
    flag(store)
    with pytest.raises(CaseProblem, match=r"no case 99\b.*cases list"):
        cases.confirm(store, [APPLE, "99"], who="an", note=None, now=NOW)
    assert _state(store) is CaseStatus.OPEN


def test_one_wrong_state_and_nothing_is_decided(store: Store) -> None:
    flag(store)
    flag(store, GOOGLE)
    cases.dismiss(store, [GOOGLE], who="an", note=None, now=NOW)
    with pytest.raises(CaseProblem):
        cases.confirm(store, [APPLE, GOOGLE], who="an", note=None, now=NOW)
    assert (_state(store), _state(store, GOOGLE)) == (CaseStatus.OPEN, CaseStatus.DISMISSED)


@pytest.mark.parametrize("kind", sorted(set(VerdictKind) - ACCUSING - {VerdictKind.UNSURE}))
@pytest.mark.parametrize("ground", [None, VerdictKind.GAMBLING])
def test_what_is_no_longer_accused_is_not_confirmed(
    store: Store, kind: VerdictKind, ground: VerdictKind | None
) -> None:
    flag(store)
    judge_as(store, kind)
    with pytest.raises(CaseProblem, match=rf"now judged {kind}\b.*cases dismiss"):
        cases.confirm(store, [APPLE], who="an", note=None, now=NOW, ground=ground)
    assert _state(store) is CaseStatus.OPEN


def test_unsure_needs_a_named_ground_which_is_logged(store: Store) -> None:
    number = flag(store, kind=VerdictKind.UNSURE, question=Question.GAMBLING_UNCONFIRMED)
    with pytest.raises(CaseProblem, match=r"unsure \(gambling_unconfirmed\).*--ground"):
        cases.confirm(store, [APPLE], who="an", note=None, now=NOW)
    named = VerdictKind.GAMBLING
    cases.confirm(store, [APPLE], who="an", note="đã mở ứng dụng", now=NOW, ground=named)
    assert cases.named_ground(store, number) is named
    logged = [(event.event, event.note) for event in case_events(store, number)]
    assert logged[1:] == [("ground_named", "gambling"), ("confirmed", "đã mở ứng dụng")]


@pytest.mark.parametrize("question", [Question.ACCOUNT_UNCONFIRMED, Question.PUBLISHER_UNKNOWN])
def test_nobody_names_unlicensed_while_the_register_is_not_complete(
    store: Store, question: Question
) -> None:
    flag(store, kind=VerdictKind.UNSURE, question=question)
    with pytest.raises(CaseProblem, match="cannot be called unlicensed while the register is not"):
        cases.confirm(store, [APPLE], who="an", note=None, now=NOW, ground=VerdictKind.UNLICENSED)
    assert _state(store) is CaseStatus.OPEN


def test_a_note_that_reads_like_a_ground_is_none(store: Store) -> None:
    number = flag(store)
    cases.note(store, [APPLE], who="an", note="gambling", now=NOW)
    assert cases.named_ground(store, number) is None


def test_reopening_takes_the_named_ground_back(store: Store) -> None:
    number = flag(store, kind=VerdictKind.UNSURE, question=Question.GAMBLING_UNCONFIRMED)
    cases.confirm(store, [APPLE], who="an", note=None, now=NOW, ground=VerdictKind.GAMBLING)
    cases.reopen(store, [APPLE], who="an", note=None, now=LATER)
    assert cases.named_ground(store, number) is None


@pytest.mark.parametrize(
    ("question", "ground", "says"),
    [
        (Question.PROTECTED_NAME, VerdictKind.GAMBLING, "protected name"),
        (Question.REGISTER_INCOMPLETE, VerdictKind.UNLICENSED, "register is not complete"),
        (Question.GAMBLING_UNCONFIRMED, VerdictKind.CLEAN, "no ground"),
    ],
)
def test_some_grounds_no_single_person_can_name(
    store: Store, question: Question, ground: VerdictKind, says: str
) -> None:
    flag(store, kind=VerdictKind.UNSURE, question=question)
    with pytest.raises(CaseProblem, match=says):
        cases.confirm(store, [APPLE], who="an", note=None, now=NOW, ground=ground)


def test_a_ground_other_than_the_verdict_is_refused(store: Store) -> None:
    flag(store)
    with pytest.raises(CaseProblem, match="judged gambling, not impostor"):
        cases.confirm(store, [APPLE], who="an", note=None, now=NOW, ground=VerdictKind.IMPOSTOR)


def test_an_open_case_is_not_reopened(store: Store) -> None:
    flag(store)
    with pytest.raises(CaseProblem, match=r"open already.*cases confirm"):
        cases.reopen(store, [APPLE], who="an", note=None, now=NOW)


def test_a_note_leaves_the_state(store: Store) -> None:
    number = flag(store)
    cases.note(store, [APPLE], who="an", note="đã gọi điện", now=NOW)
    assert _state(store) is CaseStatus.OPEN
    assert case_events(store, number)[-1].note == "đã gọi điện"


@pytest.mark.parametrize(
    ("kind", "ground"),
    [
        (VerdictKind.COMPROMISED, None),
        (VerdictKind.COMPROMISED, VerdictKind.COMPROMISED),
        (VerdictKind.UNSURE, VerdictKind.COMPROMISED),
    ],
)
def test_a_site_that_was_broken_into_is_confirmed_as_such(
    store: Store, kind: VerdictKind, ground: VerdictKind | None
) -> None:
    question = Question.GAMBLING_UNCONFIRMED if kind is VerdictKind.UNSURE else None
    flag(store, "domain:thcs-vidu.edu.vn", kind, question)
    [case] = cases.confirm(
        store, ["domain:thcs-vidu.edu.vn"], who="an", note=None, now=NOW, ground=ground
    )
    assert case.status is CaseStatus.CONFIRMED
    assert cases.is_victim(store, case)


def test_only_sites_are_broken_into(store: Store) -> None:
    flag(store, APPLE, VerdictKind.UNSURE, Question.GAMBLING_UNCONFIRMED)
    with pytest.raises(CaseProblem, match="is no site"):
        cases.confirm(store, [APPLE], who="an", note=None, now=NOW, ground=VerdictKind.COMPROMISED)
    flag(store, GOOGLE)
    [accused] = cases.confirm(store, [GOOGLE], who="an", note=None, now=NOW)
    assert not cases.is_victim(store, accused)
