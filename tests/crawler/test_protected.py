"""Names that two people protect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import protected
from crawler.errors import CaseProblem
from crawler.store import Store
from crawler.store.aliases import add_aliases
from crawler.store.protected import append_protected_event, approved_names
from matchers.domains.protected import protected_hosts
from matchers.domains.protected import protection as name_protection
from matchers.lists import protection
from tests.crawler.office import APPLE, NOW, new_store
from tests.matchers.sights import sighting


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


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://WWW.GO88-ViDu.vn/khuyen-mai?a=1", "domain:go88-vidu.vn"),
        ("www.go88-vidu.vn", "domain:go88-vidu.vn"),
        ("DOMAIN:Go88-vidu.VN", "domain:go88-vidu.vn"),
        ("https://play.google.com/store/apps/details?id=com.vidu.game", "google:com.vidu.game"),
        ("https://apps.apple.com/vn/app/vi-du/id9000000001", "apple:9000000001"),
        ("https://www.facebook.com/Vi.Du", "fbpage:@vidu"),
        ("com.vidu.game", "com.vidu.game"),
    ],
)
def test_a_name_is_kept_as_the_subject_that_it_is_of(store: Store, written: str, kept: str) -> None:
    assert protected.propose(store, written, reason="khiếu nại", who="an", now=NOW) == kept
    assert protected.approve(store, f" {written} ", who="binh", now=NOW) == kept
    assert approved_names(store) == {kept: "khiếu nại"}


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("com.vn", "public suffix"),
        ("vn", "public suffix"),
        ("*.vidu.vn", "wildcard"),
        ("google:*", "wildcard"),
        ("Ngân hàng Ví Dụ", "no address"),
        ("go88.khongco", "no address"),
        ("blogspot.com", "public suffix"),
    ],
)
def test_what_names_no_subject_is_refused_with_a_sentence(
    store: Store, written: str, says: str
) -> None:
    with pytest.raises(CaseProblem, match=f"cannot be protected.*{says}"):
        protected.propose(store, written, reason="vì sao", who="an", now=NOW)
    with pytest.raises(CaseProblem, match=f"cannot be protected.*{says}"):
        protected.approve(store, written, who="binh", now=NOW)
    assert protected.listed(store)[-1].status == "shipped"


def _stored_of_old(store: Store, name: str) -> None:
    with store.writing(durable=True):
        append_protected_event(store, name, "proposed", at=NOW, who="an", reason="từ trước")
        append_protected_event(store, name, "approved", at=NOW, who="binh")


def test_names_stored_as_they_were_typed_protect_what_they_are_of(store: Store) -> None:
    for name in ("https://Play.Go88-ViDu.vn/x", "APPLE:9000000001", "io.vidu.game"):
        _stored_of_old(store, name)
    kept = protected.protected_subjects(store)
    assert {"domain:go88-vidu.vn", "apple:9000000001"} <= set(kept)
    assert protection(sighting("Tên", subject="apple:9000000001"), kept) is not None
    assert protection(sighting("Tên", subject="google:io.vidu.game"), kept) is not None
    assert name_protection("go88-vidu.vn", protected_hosts(approved_names(store))) is not None
    with pytest.raises(CaseProblem, match="protected already"):
        protected.propose(store, "go88-vidu.vn", reason="lại", who="an", now=NOW)


def test_a_name_of_old_that_covers_nothing_is_told(store: Store) -> None:
    _stored_of_old(store, "Ngân hàng Ví Dụ")
    assert protected.listed(store)[-1].status == "covers nothing"


@pytest.mark.parametrize("name", ["com.vn", "domain:com.vn", "VN", "blogspot.com"])
def test_a_public_suffix_of_old_is_shown_and_protects_nobody_below(store: Store, name: str) -> None:
    _stored_of_old(store, name)
    last = protected.listed(store)[-1]
    assert (last.name, last.status) == (name, "covers nothing")
    assert last.note is not None
    assert "is a public suffix" in last.note
    hosts = protected_hosts(approved_names(store))
    for below in ("go88-vidu.com.vn", "go88-vidu.vn", "go88-vidu.blogspot.com"):
        assert name_protection(below, hosts) is None


def test_what_covers_something_has_no_note(store: Store) -> None:
    for name in ("*.go88-vidu.vn", "io.vidu.game"):
        _stored_of_old(store, name)
    assert [(one.status, one.note) for one in protected.listed(store)[-2:]] == [
        ("approved", None),
        ("approved", None),
    ]


def test_a_page_is_protected_by_its_number_and_by_the_name_that_it_had(store: Store) -> None:
    page = sighting("Trang", subject="fbpage:100001", facts={"vanity": "vidu"}, seen_at=NOW)
    with store.writing():
        add_aliases(store, [page])
    protected.propose(store, "fbpage:@ViDu", reason="khiếu nại", who="an", now=NOW)
    protected.approve(store, "fbpage:@vidu", who="binh", now=NOW)
    assert set(protected.protected_subjects(store)) == {"fbpage:@vidu", "fbpage:100001"}
