"""Associations with confirmed cases: first in the queue, quoted, and never an accusation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler import cases
from crawler.associations import associate, near_confirmed, queue
from crawler.records import CaseStatus, Presence, VerdictKind
from crawler.store import Store
from crawler.store.associations import associations
from crawler.store.cases import cases as stored_cases
from crawler.store.verdicts import add_verdict, latest_verdict
from tests.crawler.office import LATER, NOW, confirmed, flag, judge_as, new_store, see

HELD, STRANGER, FRIEND, SEEN = (f"google:com{n}.vidu{n}.tro" for n in range(4))
SITE = "https://www.lang-vidu.vn/"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A confirmed case, a stranger's case, a case on the same site, and an app without a case."""
    store = new_store(tmp_path)
    bare: dict[str, Any] = {"text": None, "facts": {}}
    confirmed(store, HELD, publisher_id="1", website=SITE, **bare)
    flag(store, STRANGER, publisher_id="2", website="https://khac-vidu.vn", **bare)
    flag(store, FRIEND, publisher_id="3", website=SITE, **bare)
    see(store, SEEN, publisher_id="1", **bare)
    associate(store, now=NOW)
    return store


def test_an_associated_case_comes_first_and_says_why(store: Store) -> None:
    [(first, ties), (second, none)] = queue(store, status=CaseStatus.OPEN)
    assert (first.subject, second.subject, none) == (FRIEND, STRANGER, ())
    [tie] = ties
    assert (tie.case, [(why.rule, why.field, why.quote) for why in tie.reasons]) == (
        1,
        [("associated_website", "website", "lang-vidu.vn")],
    )
    assert tie.reasons[0].en == (
        "Associated with confirmed case 1: same website “lang-vidu.vn” (borne by 2 accounts)"
    )
    assert "hồ sơ 1 đã xác nhận: cùng trang web “lang-vidu.vn”" in tie.reasons[0].vi


def test_nobody_is_accused_for_whom_they_know(store: Store) -> None:
    before = {subject: latest_verdict(store, subject) for subject in (FRIEND, STRANGER, SEEN)}
    associate(store, now=LATER)
    assert {tie.subject for tie in associations(store)} == {FRIEND, SEEN}
    for subject, verdict in before.items():
        assert latest_verdict(store, subject) == verdict
    assert SEEN not in {case.subject for case in stored_cases(store)}


def test_an_association_ends_with_the_confirmation(store: Store) -> None:
    cases.reopen(store, [HELD], who="an", note=None, now=LATER)
    assert associations(store) == []
    assert [case.case for case, _ in queue(store)] == [1, 2, 3]
    associate(store, now=LATER)
    cases.confirm(store, [HELD], who="an", note=None, now=LATER)
    assert associations(store) == []  # until it is computed anew
    associate(store, now=LATER)
    assert {tie.subject for tie in associations(store)} == {FRIEND, SEEN}


def test_decided_cases_keep_their_place(store: Store) -> None:
    cases.dismiss(store, [FRIEND], who="an", note=None, now=LATER)
    assert [case.case for case, _ in queue(store)] == [1, 2, 3]


def test_the_next_sweep_asks_for_the_associates_of_confirmed_cases(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    confirmed(store, HELD, publisher="Vídụ Zalvin Studio", publisher_id="77")
    flag(store, STRANGER, publisher="Ai Khác", publisher_id="78")
    names = ("Vídụ Zalvin Studio", "vidu zalvin")
    asked = near_confirmed(store)
    assert asked["google"] == (f"near:{HELD}", "developer:77", *names)
    assert asked["apple"] == (f"bundle:{HELD.removeprefix('google:')}", *names)


def test_only_so_many_confirmed_cases_are_asked_about_the_newest_first(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    for n in range(52):
        flag(store, f"google:com.vidu.app{n}", publisher=None, publisher_id=None)
        day = NOW + timedelta(days=n)
        cases.confirm(store, [f"google:com.vidu.app{n}"], who="an", note=None, now=day)
    asked = near_confirmed(store)["google"]
    assert asked == tuple(f"near:google:com.vidu.app{n}" for n in range(51, 1, -1))


def test_icons_of_confirmed_and_open_cases_are_asked_for_once_an_address(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    icon = "https://play-lh.googleusercontent.com/vidu{}"
    flag(store, STRANGER, publisher=None, publisher_id=None, icon=icon.format(2))
    see(store, SEEN, icon=icon.format(3))  # no case: nobody waits for it
    assert not any(near_confirmed(store).values())  # nor for anybody, without a confirmed case
    confirmed(store, HELD, publisher=None, publisher_id=None, icon=icon.format(1))
    terms = [f"icon:{HELD} {icon.format(1)}", f"icon:{STRANGER} {icon.format(2)}"]
    assert near_confirmed(store)["google"] == (f"near:{HELD}", *terms)
    looked = {"presence": Presence.UNKNOWN, "found_by": "icon"}
    facts = {"icon_address": icon.format(2), "icon_look": "c3a55a3cc3a55a3c"}
    see(store, STRANGER, facts=facts, seen_at=NOW, **looked)
    assert near_confirmed(store)["google"] == (f"near:{HELD}", terms[0])
    see(store, STRANGER, icon=icon.format(4), seen_at=LATER)  # it changed
    assert near_confirmed(store)["google"][-1] == f"icon:{STRANGER} {icon.format(4)}"


def test_icons_of_what_was_judged_last_are_asked_for_and_of_licensed_apps_never(
    tmp_path: Path,
) -> None:
    store = new_store(tmp_path)
    icon = "https://play-lh.googleusercontent.com/vidu{}"
    confirmed(store, HELD, publisher=None, publisher_id=None)
    for n, (subject, kind) in enumerate(
        (
            (SEEN, VerdictKind.NOT_A_GAME),
            (FRIEND, VerdictKind.LICENSED),
            (
                "aptoide:com.vidu.khac",
                VerdictKind.NOT_A_GAME,
            ),  # nobody knows where its picture lies
        ),
        1,
    ):
        see(store, subject, publisher=None, publisher_id=None, icon=icon.format(n))
        judge_as(store, kind, subject)
    # It is no case, and looks like what disguises hide behind.
    asked = near_confirmed(store)
    assert asked["google"][1:] == (f"icon:{SEEN} {icon.format(1)}",)
    assert asked["aptoide"] == ()
    see(store, SEEN, presence=Presence.UNKNOWN, found_by="icon", facts={})
    assert near_confirmed(store)["google"][1:] == ()


def test_who_was_copied_is_no_associate_of_the_impostor(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    look: dict[str, Any] = {"text": None, "facts": {"icon_look": "c3a55a3cc3a55a3c"}}
    confirmed(store, HELD, publisher_id="1", **look)
    flag(store, FRIEND, publisher_id="2", **look)
    associate(store, now=NOW)
    [tie] = associations(store)
    assert (tie.subject, [why.rule for why in tie.reasons]) == (FRIEND, ["associated_icon"])
    assert "picture hash c3a55a3cc3a55a3c, borne by 2 accounts" in tie.reasons[0].en
    licensed = latest_verdict(store, FRIEND)
    assert licensed is not None
    with store.writing():
        add_verdict(store, replace(licensed, kind=VerdictKind.LICENSED, judged_at=LATER))
    associate(store, now=LATER)
    assert associations(store) == []


@pytest.mark.parametrize("subject", ["fbpage:910000000000001", "domain:vidu.vn"])
def test_confirmed_page_or_site_asks_no_store(store: Store, subject: str) -> None:
    before = near_confirmed(store)
    confirmed(store, subject, publisher="Trang Ví Dụ")
    assert near_confirmed(store) == before


def test_who_shares_something_with_a_site_that_was_broken_into_is_nobody(tmp_path: Path) -> None:
    shared: dict[str, Any] = {"website": SITE, "text": None, "facts": {}}
    for number, (kind, tied) in enumerate(
        ((VerdictKind.COMPROMISED, set()), (VerdictKind.GAMBLING, {FRIEND}))
    ):
        (tmp_path / f"{number}").mkdir()
        store = new_store(tmp_path / f"{number}")
        flag(store, "domain:thcs-vidu.edu.vn", kind, publisher_id="1", **shared)
        cases.confirm(store, ["domain:thcs-vidu.edu.vn"], who="an", note=None, now=NOW)
        flag(store, FRIEND, publisher_id="3", **shared)
        associate(store, now=NOW)
        assert {tie.subject for tie in associations(store)} == tied
