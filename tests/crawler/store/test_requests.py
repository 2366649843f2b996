"""Requests in the database: drafted once, then only events are appended."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.records import Recipient, VerdictKind
from crawler.store import Store
from crawler.store.requests import (
    RequestedCase,
    add_request,
    append_request_event,
    cases_already_asked,
    find_request,
    is_withdrawn,
    requested_cases,
    requests,
)
from crawler.store.verdicts import find_verdict, latest_verdict_id
from tests.crawler.office import APPLE, LATER, NOW, flag, new_store


def _add(store: Store, case: int) -> int:
    asked = RequestedCase(
        case=case,
        subject=APPLE,
        verdict=latest_verdict_id(store, APPLE) or 0,
        ground=VerdictKind.GAMBLING,
        evidence="sha256:0",
    )
    with store.writing(durable=True):
        return add_request(store, Recipient.APPLE, [asked], now=NOW, who="an")


def test_a_request_is_read_as_it_was_drafted(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        case = flag(store)
        number = _add(store, case)
        (found,) = requests(store)
        (asked,) = requested_cases(store, number)
        verdict = find_verdict(store, asked.verdict)
    assert (found.recipient, found.drafted_at, found.drafted_by) == (Recipient.APPLE, NOW, "an")
    assert (found.sent_at, found.subjects, asked.case) == (None, (APPLE,), case)
    assert verdict is not None
    assert verdict.kind is VerdictKind.GAMBLING


def test_a_withdrawn_request_frees_its_cases(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        case = flag(store)
        number = _add(store, case)
        assert cases_already_asked(store) == {case}
        with store.writing():
            append_request_event(store, number, "withdrawn", at=LATER, who="an")
        assert is_withdrawn(store, number)
        assert cases_already_asked(store) == set()


def test_a_sent_request_keeps_its_cases(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        case = flag(store)
        number = _add(store, case)
        with store.writing():
            append_request_event(store, number, "sent", at=LATER, who="binh", channel="email")
        found = find_request(store, number)
        assert cases_already_asked(store) == {case}
    assert found is not None
    assert (found.sent_at, found.sent_by, found.channel) == (LATER, "binh", "email")


def test_an_unknown_request_or_verdict_is_none(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        assert find_request(store, 1) is None
        assert find_verdict(store, 1) is None


def test_a_failed_draft_leaves_nothing(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        flag(store)

        def draft_and_fail() -> None:
            with store.writing():
                add_request(store, Recipient.APPLE, [], now=NOW, who="an")
                raise KeyError

        with pytest.raises(KeyError):
            draft_and_fail()
        assert requests(store) == []
