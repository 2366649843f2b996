"""Operators: a name that stays, members that come and go, relapse and the names that come next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler import cases, protected, successors
from crawler.blocklist import gate
from crawler.errors import OperatorProblem
from crawler.memberships import RULE_OF
from crawler.operators import Family, families, follow_operators, shared_by, wanted_operator
from crawler.records import (
    CaseStatus,
    Counted,
    Membership,
    Outcome,
    Presence,
    VerdictKind,
)
from crawler.store import Store
from crawler.store.cases import case_events, confirmed_cases, find_case
from crawler.store.leads import pending_leads
from crawler.store.operators import operator_events, operators
from crawler.store.outcomes import add_outcome
from crawler.store.verdicts import latest_verdict
from crawler.successors import predicted
from matchers.operators.traits import Bond
from tests.crawler.office import LATER, NOW, became, confirmed, judge_as, new_store, see

ONE, TWO, THREE, FOUR = (f"domain:zalvin{n}-vidu.club" for n in (79, 88, 99, 68))
OTHER, OTHERS_TWIN = "domain:brumko-vidu.vip", "domain:brumko2-vidu.vip"
SHOP = "domain:cua-hang-vidu.vn"
TRACKER = {"trackers": [{"service": "histats", "id": "4911"}]}
CHAT = {"chats": [{"service": "tawk", "id": "0f/1h"}]}
PAID = {"payments": [{"method": "bank", "account": "0001234567"}]}
ICON = {"icon_hash": -77}
SERVERS = {"names": {"ns": ["ns1.dns-vidu.net"]}}
DAY = timedelta(days=1)
BARE: dict[str, Any] = {"publisher_id": None, "publisher": None, "text": None}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def stand(
    store: Store,
    subject: str,
    kind: VerdictKind = VerdictKind.GAMBLING,
    *facts: dict[str, Any],
    **fields: Any,
) -> None:
    """A site that was seen with these facts and judged."""
    shown = {name: value for each in facts for name, value in each.items()}
    see(store, subject, facts=shown, **BARE | fields)
    judge_as(store, kind, subject)


def follow(store: Store, days: int = 0) -> list[Family]:
    follow_operators(store, now=LATER + days * DAY)
    return families(store)


def members(family: Family) -> list[str]:
    return sorted(member.subject for member in family.members)


def pair(store: Store) -> Family:
    for subject in (ONE, TWO):
        stand(store, subject, VerdictKind.GAMBLING, TRACKER)
    (family,) = follow(store)
    return family


def test_who_shares_a_tracker_is_one_operator_and_says_by_what(store: Store) -> None:
    family = pair(store)
    assert (family.operator.name, members(family)) == ("zalvin", sorted((ONE, TWO)))
    first, second = family.members
    assert (first.joined.to, second.joined.to) == (None, first.subject)
    (reason,) = second.joined.reasons
    assert (reason.rule, reason.quote) == ("operator_tracker", "histats 4911")
    assert "Cùng mã theo dõi “histats 4911”" in reason.vi
    (shared,) = shared_by(family)
    assert (shared.bond, shared.subjects) == ("tracker", tuple(sorted((ONE, TWO))))


def test_each_bond_has_words() -> None:
    assert set(RULE_OF) == set(Bond)


def test_nobody_is_accused_by_belonging(store: Store) -> None:
    stand(store, SHOP, VerdictKind.UNSURE, TRACKER, PAID)
    stand(store, THREE, VerdictKind.GAMBLING, TRACKER, PAID)
    before = latest_verdict(store, SHOP)
    assert SHOP in [one for family in [pair(store)] for one in members(family)]
    assert latest_verdict(store, SHOP) == before
    assert find_case(store, SHOP) is None


def test_a_member_joins_by_what_was_not_copied(store: Store) -> None:
    leads = {"landing": {"url": f"https://{TWO.removeprefix('domain:')}/"}}
    stand(store, ONE, VerdictKind.GAMBLING, TRACKER, CHAT)
    stand(store, TWO, VerdictKind.GAMBLING, CHAT, ICON)
    stand(store, SHOP, VerdictKind.UNSURE, TRACKER, ICON, leads, seen_at=LATER)
    (family,) = follow(store)
    joined = {member.subject: member.joined for member in family.members}[SHOP]
    assert (joined.to, joined.strong) == (TWO, False)
    assert {reason.rule for reason in joined.reasons} == {"operator_favicon", "operator_target"}


def test_looking_again_appends_nothing(store: Store) -> None:
    pair(store)
    events = operator_events(store)
    follow(store, days=1)
    assert operator_events(store) == events


def test_the_name_stays_when_others_join_and_tells_when(store: Store) -> None:
    family = pair(store)
    stand(store, OTHER, VerdictKind.GAMBLING, TRACKER, CHAT, seen_at=LATER)
    (grown,) = follow(store, days=2)
    assert grown.operator == family.operator
    joined = {member.subject: member for member in grown.members}[OTHER]
    assert (joined.joined.at, joined.first_seen) == (LATER + 2 * DAY, LATER)
    assert joined.joined.strong


def test_two_operators_that_turn_out_to_be_one_keep_the_name_of_the_larger(store: Store) -> None:
    pair(store)
    stand(store, THREE, VerdictKind.GAMBLING, TRACKER)
    for subject in (OTHER, OTHERS_TWIN):
        stand(store, subject, VerdictKind.GAMBLING, CHAT)
    assert [len(family.members) for family in follow(store)] == [3, 2]
    stand(store, FOUR, VerdictKind.GAMBLING, TRACKER, CHAT)
    (one,) = follow(store, days=1)
    assert (one.operator.name, one.merged, len(one.members)) == ("zalvin", ("brumko",), 6)
    assert wanted_operator(store, OTHER).operator.name == "zalvin"
    with pytest.raises(OperatorProblem, match="brumko turned out to be operator 1"):
        wanted_operator(store, "brumko")
    assert len(operators(store)) == 2


def test_an_operator_of_the_same_letters_gets_a_number(store: Store) -> None:
    pair(store)
    for subject in (THREE, FOUR):
        stand(store, subject, VerdictKind.GAMBLING, CHAT)
    assert [family.operator.name for family in follow(store)] == ["zalvin", "zalvin 2"]


def test_who_turns_out_to_be_honest_leaves(store: Store) -> None:
    for subject in (ONE, TWO, THREE):
        stand(store, subject, VerdictKind.GAMBLING, TRACKER, CHAT)
    follow(store)
    see(store, THREE, seen_at=LATER, facts=SERVERS, **BARE | {"text": "Tiệm hoa Ví Dụ"})
    judge_as(store, VerdictKind.CLEAN, THREE)
    (family,) = follow(store, days=1)
    assert members(family) == sorted((ONE, TWO))
    assert operator_events(store)[-1].event is Membership.LEFT


def test_an_operator_without_members_is_shown_no_more_and_found_again(store: Store) -> None:
    pair(store)
    stand(store, SHOP, VerdictKind.CLEAN, TRACKER, text="Tiệm hoa Ví Dụ")
    assert follow(store, days=1) == []
    with pytest.raises(OperatorProblem, match="There is no operator zalvin with members now"):
        wanted_operator(store, "zalvin")
    judge_as(store, VerdictKind.GAMBLING, SHOP)
    (family,) = follow(store, days=2)
    assert (family.operator.operator, len(family.members)) == (1, 3)


@pytest.mark.parametrize("host", ["domain:vidu.gov.vn", "domain:vidu.edu.vn"])
def test_a_protected_host_belongs_to_nobody(store: Store, host: str) -> None:
    stand(store, host, VerdictKind.UNSURE, TRACKER, PAID)
    stand(store, ONE, VerdictKind.GAMBLING, TRACKER, PAID)
    assert follow(store) == []


def test_a_dismissed_case_belongs_to_nobody(store: Store) -> None:
    confirmed(store, ONE, facts=TRACKER, **BARE)
    confirmed(store, TWO, facts=TRACKER, **BARE)
    assert len(follow(store)) == 1
    cases.reopen(store, [TWO], who="an", note=None, now=LATER)
    cases.dismiss(store, [TWO], who="an", note=None, now=LATER)
    assert follow(store, days=1) == []


def test_a_confirmed_name_that_is_parked_now_keeps_what_it_was_confirmed_with(store: Store) -> None:
    confirmed(store, ONE, facts=TRACKER, **BARE)
    parked = {"trackers": [{"service": "histats", "id": "1"}]}
    stand(store, ONE, VerdictKind.PARKED, parked, seen_at=LATER)
    stand(store, SHOP, VerdictKind.GAMBLING, parked)
    stand(store, TWO, VerdictKind.GAMBLING, TRACKER)
    (family,) = follow(store)
    assert members(family) == sorted((ONE, TWO))


def removed(store: Store, subject: str = ONE) -> int:
    """A confirmed site that was removed since."""
    case = confirmed(store, subject, facts=TRACKER | PAID | ICON | SERVERS, **BARE)
    with store.writing():
        add_outcome(store, became(subject, Outcome.REMOVED, Counted.REMOVED))
    follow(store)
    return case


def come(store: Store, *facts: dict[str, Any], **fields: Any) -> None:
    """A name that nobody knew when the other was confirmed."""
    kind = fields.pop("kind", VerdictKind.UNSURE)
    stand(store, TWO, kind, *facts, **{"seen_at": LATER} | fields)
    follow(store, days=1)


def status(store: Store, subject: str = ONE) -> CaseStatus:
    case = find_case(store, subject)
    assert case is not None
    return case.status


def test_a_new_name_of_a_removed_one_opens_its_case_again_with_the_link(store: Store) -> None:
    case = removed(store)
    come(store, TRACKER, PAID)
    assert status(store) is CaseStatus.OPEN
    event = case_events(store, case)[-1]
    assert event.event == "relapsed"
    assert event.note is not None
    assert event.note.startswith(f"{TWO}: Cùng mã theo dõi “histats 4911”")
    assert find_case(store, TWO) is None
    follow(store, days=2)
    assert len([each for each in case_events(store, case) if each.event == "relapsed"]) == 1


def test_what_was_decided_holds_until_a_person_decides_anew(store: Store) -> None:
    removed(store)
    come(store, TRACKER, PAID)
    assert [case.subject for case in confirmed_cases(store)] == [ONE]
    assert [entry.name for entry in gate(store, now=LATER + DAY).entries] == [ONE[7:]]
    cases.dismiss(store, [ONE], who="an", note=None, now=LATER + 2 * DAY)
    assert confirmed_cases(store) == []


def test_a_weak_link_opens_nothing(store: Store) -> None:
    removed(store)
    come(store, ICON, SERVERS, kind=VerdictKind.GAMBLING)
    assert TWO in members(families(store)[0])
    assert status(store) is CaseStatus.CONFIRMED


def test_a_printed_id_makes_a_relapse_of_a_gambling_name_alone(store: Store) -> None:
    removed(store)
    come(store, TRACKER)
    assert families(store) == []
    assert status(store) is CaseStatus.CONFIRMED
    judge_as(store, VerdictKind.GAMBLING, TWO)
    follow(store, days=2)
    assert status(store) is CaseStatus.OPEN


def test_an_honest_name_opens_nothing(store: Store) -> None:
    removed(store)
    come(store, TRACKER, kind=VerdictKind.CLEAN, text="Tiệm hoa Ví Dụ")
    assert status(store) is CaseStatus.CONFIRMED


def test_a_name_that_was_known_before_opens_nothing(store: Store) -> None:
    removed(store)
    come(store, TRACKER, PAID, seen_at=NOW - DAY / 2)
    assert status(store) is CaseStatus.CONFIRMED


def test_a_name_beside_one_that_is_still_there_opens_nothing(store: Store) -> None:
    confirmed(store, ONE, facts=TRACKER | PAID, **BARE)
    come(store, TRACKER, PAID)
    assert status(store) is CaseStatus.CONFIRMED


def test_a_new_name_of_a_blocked_one_opens_its_case_again(store: Store) -> None:
    confirmed(store, ONE, facts=TRACKER | PAID, **BARE)
    blocked = {"ending": "blocked_here"}
    see(store, ONE, seen_at=LATER, presence=Presence.UNKNOWN, facts=blocked, **BARE)
    come(store, TRACKER, PAID)
    assert status(store) is CaseStatus.OPEN


def test_the_next_names_of_confirmed_ones_are_leads_once(store: Store) -> None:
    pair(store)
    assert pending_leads(store) == []
    confirmed(store, THREE, facts=TRACKER, **BARE)
    (family,) = follow(store, days=1)
    likely = predicted(store, now=LATER)
    assert len(likely) == 20
    assert [each.rank for each in likely] == list(range(1, 21))
    leads = pending_leads(store)
    assert {lead.address for lead in leads} == {each.successor.name for each in likely}
    assert leads[0].source == "successors"
    assert all(lead.found for lead in leads)
    assert leads[0].origin == f"operator {family.operator.operator}"
    assert leads[0].note == f"predicted successor of {THREE.removeprefix('domain:')}"
    follow(store, days=2)
    assert len(pending_leads(store)) == 20


def test_a_protected_name_is_never_predicted(store: Store) -> None:
    pair(store)
    confirmed(store, THREE, facts=TRACKER, **BARE)
    follow(store)
    likely = [each.successor.name for each in predicted(store, now=LATER)]
    host = f"domain:{likely[0]}"
    protected.propose(store, host, reason="ví dụ", who="an", now=LATER)
    protected.approve(store, host, who="binh", now=LATER)
    later = [each.successor.name for each in predicted(store, now=LATER)]
    assert likely[0] not in later
    label = likely[0].partition(".")[0]
    assert not any(name.startswith(f"{label}.") for name in later)


def test_a_name_of_a_licensee_is_never_predicted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair(store)
    confirmed(store, THREE, facts=TRACKER, **BARE)
    follow(store)
    likely = [each.successor.name for each in predicted(store, now=LATER)]
    label = likely[0].partition(".")[0]
    paper = {f"{label}.example": "named in the register by 01/GP-VIDU"}
    monkeypatch.setattr(successors, "licensed_hosts", lambda *_: paper)
    later = [each.successor.name for each in predicted(store, now=LATER)]
    assert later
    assert not any(name.startswith(f"{label}.") for name in later)
