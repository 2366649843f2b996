"""Cases in the database: one per subject, their state the newest decision."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from crawler.records import CaseEvent, CaseStatus, VerdictKind
from crawler.store.cases import append_event, cases, find_case, open_case
from tests.crawler.office import APPLE, GOOGLE, LATER, NOW, flag, judge_as, new_store, see


def test_a_subject_has_one_case(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        flag(store)
        verdict = judge_as(store, VerdictKind.UNLICENSED)
        with store.writing():
            assert open_case(store, APPLE, verdict=verdict, now=LATER) is None
        assert len(cases(store)) == 1


def test_a_case_shows_the_newest_verdict_and_the_newest_known_title(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        flag(store)
        see(store, seen_at=NOW, title="Tên Mới")
        see(store, seen_at=LATER, title=None)
        see(store, seen_at=LATER, title="Elsewhere", market="us")
        judge_as(store, VerdictKind.UNLICENSED)
        found = find_case(store, APPLE)
    assert found is not None
    assert (found.verdict, found.title) == (VerdictKind.UNLICENSED, "Tên Mới")


def test_remarks_do_not_change_the_state(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        number = flag(store)
        with store.writing():
            for event in ("confirmed", "noted", "verdict_changed", "requested", "withdrawn"):
                append_event(store, CaseEvent(case=number, at=NOW, who="an", event=event))
        assert [case.status for case in cases(store)] == [CaseStatus.CONFIRMED]


def test_cases_are_found_by_their_state(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        flag(store)
        number = flag(store, GOOGLE)
        with store.writing():
            append_event(store, CaseEvent(case=number, at=NOW, who="an", event="dismissed"))
        assert [case.subject for case in cases(store, status=CaseStatus.OPEN)] == [APPLE]
        assert [case.subject for case in cases(store, status=CaseStatus.DISMISSED)] == [GOOGLE]


@pytest.mark.parametrize("change", ["UPDATE case_events SET who = 'x'", "DELETE FROM case_events"])
def test_what_happened_cannot_be_changed(tmp_path: Path, change: str) -> None:
    with new_store(tmp_path) as store:
        flag(store)
        with pytest.raises(sqlite3.IntegrityError, match="appended, never changed"):
            store.db.execute(change)
