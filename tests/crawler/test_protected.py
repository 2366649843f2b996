"""Names that two people protect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import protected
from crawler.errors import CaseProblem
from crawler.store import Store
from crawler.store.protected import approved_names
from tests.crawler.office import APPLE, NOW, new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def _propose(store: Store, who: str = "an") -> None:
    protected.propose(store, APPLE, reason="đang khiếu nại", who=who, now=NOW)


def test_a_proposal_alone_protects_nothing(store: Store) -> None:
    _propose(store)
    assert approved_names(store) == {}
    assert protected.listed(store)[-1].status == "proposed"


def test_another_person_puts_it_in_force(store: Store) -> None:
    _propose(store)
    protected.approve(store, APPLE, who="binh", now=NOW)
    assert approved_names(store) == {APPLE: "đang khiếu nại"}
    assert protected.listed(store)[-1].status == "approved"


@pytest.mark.parametrize("who", ["an", "AN", " an "])
def test_the_proposer_cannot_approve(store: Store, who: str) -> None:
    _propose(store)
    with pytest.raises(CaseProblem, match="two people"):
        protected.approve(store, APPLE, who=who, now=NOW)
    assert approved_names(store) == {}


def test_what_nobody_proposed_is_not_approved(store: Store) -> None:
    with pytest.raises(CaseProblem, match=r"not proposed.*protected propose"):
        protected.approve(store, APPLE, who="binh", now=NOW)


def test_a_second_proposal_does_not_take_the_first_ones_place(store: Store) -> None:
    _propose(store)
    with pytest.raises(CaseProblem, match="proposed already"):
        _propose(store, "binh")
    protected.approve(store, APPLE, who="binh", now=NOW)
    with pytest.raises(CaseProblem, match="protected already"):
        _propose(store)
    with pytest.raises(CaseProblem, match="protected already"):
        protected.approve(store, APPLE, who="c", now=NOW)


@pytest.mark.parametrize(("name", "reason"), [("", "vì sao"), (APPLE, " ")])
def test_a_name_needs_a_reason(store: Store, name: str, reason: str) -> None:
    with pytest.raises(CaseProblem, match="needs a name and a reason"):
        protected.propose(store, name, reason=reason, who="an", now=NOW)


def test_shipped_names_are_listed_with_their_reason(store: Store) -> None:
    assert {item.status for item in protected.listed(store)} == {"shipped"}
    assert all(item.reason for item in protected.listed(store))
