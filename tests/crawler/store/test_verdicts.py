"""Verdicts are appended when something about them is new, and the newest one counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.records import Question, Reason, Verdict, VerdictKind
from crawler.store import Store
from crawler.store.crawls import close_crawl, open_crawl
from crawler.store.sightings import add_sightings
from crawler.store.verdicts import (
    add_verdict,
    find_verdict,
    latest_verdict,
    latest_verdict_id,
    latest_verdicts,
    subjects_judged,
    subjects_to_judge,
)
from tests.crawler.office import APPLE, GOOGLE, LATER, NOW, new_store, see, sighting

FIRST = Verdict(
    subject=APPLE,
    kind=VerdictKind.UNSURE,
    question=Question.ACCOUNT_UNCONFIRMED,
    entry="1",
    score=87.5,
    reasons=(Reason(rule="title", quote="Nổ Hũ", agreed=("title",), vi="Tên", en="Title"),),
    fingerprint="rules1",
    judged_at=NOW,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def judge(store: Store, verdict: Verdict = FIRST, **changed: Any) -> int:
    with store.writing():
        return add_verdict(store, replace(verdict, **changed))


def test_a_verdict_comes_back_as_it_was_given(store: Store) -> None:
    number = judge(store)
    assert latest_verdict(store, APPLE) == find_verdict(store, number) == FIRST
    assert latest_verdict_id(store, APPLE) == number


def test_an_unchanged_verdict_is_no_new_row(store: Store) -> None:
    assert judge(store) == judge(store, judged_at=LATER)
    assert store.count("SELECT count(*) FROM verdicts") == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": VerdictKind.GAMBLING, "question": None},
        {"question": Question.PROTECTED_NAME},
        {"entry": None},
        {"score": 12.0},
        {"reasons": ()},
        {"fingerprint": "rules2"},
    ],
)
def test_whatever_is_new_is_a_new_row(store: Store, changed: dict[str, Any]) -> None:
    first = judge(store)
    second = judge(store, judged_at=LATER, **changed)
    assert second > first
    assert find_verdict(store, first) == FIRST
    assert latest_verdict(store, APPLE) == replace(FIRST, judged_at=LATER, **changed)


def test_going_back_to_an_earlier_verdict_is_a_new_row(store: Store) -> None:
    judge(store)
    judge(store, score=1.0)
    assert judge(store) == latest_verdict_id(store, APPLE) == 3


def test_the_newest_of_each_subject_is_listed(store: Store) -> None:
    judge(store, subject=GOOGLE)
    judge(store)
    judge(store, kind=VerdictKind.CLEAN, question=None)
    assert [(one.subject, one.kind) for one in latest_verdicts(store)] == [
        (APPLE, VerdictKind.CLEAN),
        (GOOGLE, VerdictKind.UNSURE),
    ]
    assert subjects_judged(store, VerdictKind.UNSURE) == {GOOGLE}


def test_nothing_was_judged_yet(store: Store) -> None:
    assert latest_verdict(store, APPLE) is None
    assert latest_verdict_id(store, APPLE) is None
    assert latest_verdicts(store) == []


def test_what_was_never_judged_or_by_other_rules_or_seen_since_is_to_judge(store: Store) -> None:
    see(store, seen_at=NOW - timedelta(days=1))
    assert subjects_to_judge(store, "rules1") == [APPLE]
    judge(store)
    assert subjects_to_judge(store, "rules1") == []
    assert subjects_to_judge(store, "rules2") == [APPLE]
    see(store, seen_at=LATER)
    assert subjects_to_judge(store, "rules1") == [APPLE]


def test_what_a_void_crawl_saw_is_not_to_judge(store: Store) -> None:
    crawl = open_crawl(store, source="google_play", market="vn", terms=(), now=NOW)
    add_sightings(store, [sighting(GOOGLE)], crawl=crawl)
    close_crawl(store, crawl, requested=1, complete=False, void=True, reason="captcha", now=LATER)
    assert subjects_to_judge(store, "rules1") == []
