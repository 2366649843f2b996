"""What ties two subjects: one thing issued to one holder, or two weaker sides, while it is rare."""

from __future__ import annotations

import pytest

from matchers.operators.ties import Bearer, Standing
from matchers.operators.traits import PRINTED, SIDE_OF, STRONG, Bond
from tests.matchers.operators.making import groups, site, ties_of

TRACKER, CHAT = (Bond.TRACKER, "histats 4911"), (Bond.CHAT, "tawk 0f")
PAYMENT = (Bond.PAYMENT, "0001234567")
ICON, TEXT = (Bond.FAVICON, "-77"), (Bond.TEXT, "nổ hũ ví dụ")
SERVERS, TARGET = (Bond.NAME_SERVER, "dns-vidu.net"), (Bond.TARGET, "sanh-vidu.vip")


@pytest.mark.parametrize("bond", sorted(STRONG))
def test_one_thing_that_was_issued_to_one_holder_suffices(bond: Bond) -> None:
    value = "a.example b.example" if bond is Bond.CERTIFICATE else "vidu 1"
    assert groups(site("a", (bond, value)), site("b", (bond, value))) == [["a", "b"]]


@pytest.mark.parametrize("bond", sorted(set(Bond) - STRONG))
def test_one_weaker_link_never_suffices(bond: Bond) -> None:
    assert groups(site("a", (bond, "vidu 1")), site("b", (bond, "vidu 1"))) == []


def test_two_weaker_links_of_different_sides_suffice() -> None:
    assert groups(site("a", ICON, SERVERS), site("b", ICON, SERVERS)) == [["a", "b"]]
    tie = ties_of(site("a", ICON, TARGET), site("b", ICON, TARGET)).between(
        "domain:a.example", "domain:b.example"
    )
    assert tie is not None
    assert not tie.strong
    assert [found.bond for found in tie.shared] == [Bond.FAVICON, Bond.TARGET]


def test_a_theme_brings_icon_and_words_at_once_and_ties_nobody() -> None:
    assert SIDE_OF[Bond.FAVICON] is SIDE_OF[Bond.TEXT] is SIDE_OF[Bond.PICTURE]
    assert groups(site("a", ICON, TEXT), site("b", ICON, TEXT)) == []


def crowd(
    count: int, *traits: tuple[Bond, str], standing: Standing = Standing.ACCUSED
) -> list[Bearer]:
    return [site(f"n{number}", *traits, standing=standing) for number in range(count)]


@pytest.mark.parametrize("shared", [(TRACKER,), (ICON, SERVERS), (CHAT, ICON, SERVERS, TARGET)])
def test_what_many_strangers_bear_ties_nobody(shared: tuple[tuple[Bond, str], ...]) -> None:
    assert groups(*crowd(2, *shared)) == [["n0", "n1"]]
    assert groups(*crowd(13, *shared)) == []


def test_those_who_share_more_count_as_one_stranger() -> None:
    # Fourteen bear the tracker: by their chats they are two, not fourteen.
    many = [site(f"n{n}", TRACKER, (Bond.CHAT, f"tawk {n % 2}")) for n in range(14)]
    assert groups(*many) == [sorted(f"n{n}" for n in range(14))]


def test_a_bearer_who_is_honest_takes_its_weight_from_it() -> None:
    agency = site("cua-hang", TRACKER, standing=Standing.HONEST)
    assert groups(site("a", TRACKER), site("b", TRACKER), agency) == []
    assert groups(site("a", ICON, SERVERS), site("b", ICON, SERVERS), agency) == [["a", "b"]]


def test_an_account_of_a_store_is_one_developer_whatever_its_apps_are() -> None:
    account = (Bond.DEVELOPER, "google:77")
    honest = site("c", account, standing=Standing.HONEST)
    assert groups(*crowd(20, account), honest) == [sorted(f"n{number}" for number in range(20))]


def test_a_victim_may_carry_the_tracker_of_who_broke_in_but_its_ground_is_its_own() -> None:
    victim = site("truong", TRACKER, ICON, SERVERS, standing=Standing.APART)
    assert groups(site("a", TRACKER), site("b", TRACKER), victim) == [["a", "b"]]
    assert groups(site("a", ICON, SERVERS), site("b", ICON, SERVERS), victim) == []


def test_a_certificate_that_names_somebody_unseen_may_be_a_providers() -> None:
    named = (Bond.CERTIFICATE, "a.example b.example la.example")
    assert groups(site("a", named), site("b", named)) == []
    assert groups(site("a", named, ICON), site("b", named, ICON)) == [["a", "b"]]
    assert groups(site("a", named), site("b", named), site("la", named)) == [["a", "b", "la"]]


def test_a_certificate_on_which_only_suspects_stand_is_one_holders_however_many() -> None:
    names = [f"n{number}" for number in range(20)]
    named = (Bond.CERTIFICATE, " ".join(f"{name}.example" for name in names))
    assert groups(*(site(name, named) for name in names)) == [sorted(names)]


@pytest.mark.parametrize("standing", [Standing.HONEST, Standing.APART])
def test_whom_nothing_is_held_against_belongs_to_no_operator(standing: Standing) -> None:
    lone = site("c", CHAT, standing=standing)
    assert groups(site("a", TRACKER, CHAT), site("b", TRACKER), lone) == [["a", "b"]]


def test_the_unsure_may_belong_but_found_nothing() -> None:
    unsure = [site(name, PAYMENT, standing=Standing.UNSURE) for name in ("a", "b")]
    assert groups(*unsure) == []
    assert groups(*unsure, site("c", PAYMENT)) == [["a", "b", "c"]]


def stranger(*traits: tuple[Bond, str]) -> Bearer:
    """A site against which nothing is held: an operator may have copied what it prints."""
    return site("quan-an", *traits, standing=Standing.UNSURE)


@pytest.mark.parametrize("second", sorted({Bond.TRACKER, *set(Bond) - STRONG}))
def test_what_can_be_copied_from_a_stranger_never_ties_it(second: Bond) -> None:
    copied = (CHAT, (second, "vidu 1"))
    assert groups(site("a", *copied), site("b", *copied), stranger(*copied)) == [["a", "b"]]
    tie = ties_of(site("a", *copied), stranger(*copied)).link(
        "domain:a.example", "domain:quan-an.example"
    )
    assert tie is not None
    assert not tie.strong


@pytest.mark.parametrize("second", sorted(STRONG - PRINTED))
def test_beside_what_cannot_be_copied_a_printed_id_ties_strongly(second: Bond) -> None:
    value = "a.example quan-an.example" if second is Bond.CERTIFICATE else "vidu 1"
    both = (TRACKER, (second, value))
    tie = ties_of(site("a", *both), stranger(*both)).between(
        "domain:a.example", "domain:quan-an.example"
    )
    assert tie is not None
    assert tie.strong


def test_a_certificate_of_a_provider_proves_no_copied_id() -> None:
    both = (TRACKER, (Bond.CERTIFICATE, "a.example khac.example quan-an.example"))
    assert groups(site("a", *both), stranger(*both)) == []


@pytest.mark.parametrize(("led_to", "tied"), [("a", True), ("quan-an", False), ("khac", False)])
def test_who_leads_to_the_other_is_tied_and_who_is_led_to_is_not(led_to: str, tied: bool) -> None:
    both = (TRACKER, (Bond.TARGET, f"{led_to}.example"))
    found = groups(site("a", *both), stranger(*both))
    assert found == ([["a", "quan-an"]] if tied else [])


def test_two_against_whom_nothing_is_held_are_tied_by_no_printed_id_either() -> None:
    near = site("b", TRACKER, PAYMENT, standing=Standing.UNSURE)
    assert groups(site("a", PAYMENT), near, stranger(TRACKER)) == [["a", "b"]]


def test_what_members_of_an_operator_copied_one_by_one_ties_no_stranger() -> None:
    copied = (ICON, (Bond.CONTACT, "t.me/vidu"))
    core = [site(f"n{n}", CHAT, copied[n]) for n in range(2)]
    assert groups(*core, stranger(*copied)) == [["n0", "n1"]]
    core.append(site("n2", CHAT, PAYMENT))
    assert groups(*core, stranger(*copied, PAYMENT)) == [["n0", "n1", "n2", "quan-an"]]


def test_ids_that_were_copied_from_strangers_do_not_make_them_one() -> None:
    others = [
        site(f"s{n}", (Bond.TRACKER, f"vidu {n}"), PAYMENT, standing=Standing.UNSURE)
        for n in range(13)
    ]
    thief = site("a", PAYMENT, *((Bond.TRACKER, f"vidu {n}") for n in range(13)))
    assert groups(thief, *others) == []
