"""Protected names in the database: a proposal protects nothing until someone approves it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.store import Store
from crawler.store.protected import append_protected_event, approved_names, proposals
from tests.crawler.office import LATER, NOW, new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def propose(store: Store, name: str, who: str, reason: str | None) -> None:
    with store.writing(durable=True):
        append_protected_event(store, name, "proposed", at=NOW, who=who, reason=reason)


def approve(store: Store, name: str) -> None:
    with store.writing(durable=True):
        append_protected_event(store, name, "approved", at=LATER, who="binh")


def test_a_proposed_name_is_not_protected_yet(store: Store) -> None:
    propose(store, "com.vidu.app", "an", "ngân hàng")
    assert proposals(store) == {"com.vidu.app": ("an", "ngân hàng")}
    assert approved_names(store) == {}


def test_an_approved_name_is_protected_for_the_reason_of_its_proposal(store: Store) -> None:
    propose(store, "com.vidu.app", "an", "ngân hàng")
    propose(store, "com.vidu.app", "chi", "ngân hàng nhà nước")
    approve(store, "com.vidu.app")
    approve(store, "com.vidu.app")
    assert proposals(store) == {"com.vidu.app": ("chi", "ngân hàng nhà nước")}
    assert approved_names(store) == {"com.vidu.app": "ngân hàng nhà nước"}


def test_a_name_without_a_reason_has_an_empty_one(store: Store) -> None:
    propose(store, "com.vidu.app", "an", None)
    assert proposals(store) == {"com.vidu.app": ("an", "")}


def test_an_event_of_another_kind_is_refused(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"), store.writing():
        append_protected_event(store, "com.vidu.app", "removed", at=NOW, who="an")
    assert proposals(store) == {}
