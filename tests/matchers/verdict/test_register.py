"""Title and publisher must both agree with a paper in force before anything is licensed."""

from __future__ import annotations

import pytest

from crawler.records import EntryStatus, LicenceKind, Listing, Match, MatchKind, RegistryEntry
from matchers.registry import Register, match_all
from matchers.verdict.rules import Rules

FIRM = "Công ty Cổ phần Sen Vàng"  # invented
IN_FORCE, REVOKED = EntryStatus.IN_FORCE, EntryStatus.REVOKED


def candidate(
    title: str = "Đảo Rồng",
    publisher: str = FIRM,
    status: EntryStatus = IN_FORCE,
    entry: str = "R1",
) -> RegistryEntry:
    return RegistryEntry(
        entry=entry,
        kind=LicenceKind.G1_RELEASE_DECISION,
        number=entry,
        issued=None,
        title=title,
        publisher=publisher,
        status=status,
    )


def decide_match(listing: Listing, entries: list[RegistryEntry], rules: Rules) -> Match:
    return next(match_all([listing], Register(entries), rules))


def listing(title: str, publisher: str | None) -> Listing:
    return Listing(id="7", title=title, publisher=publisher)


@pytest.mark.parametrize(
    ("title", "publisher", "status", "kind"),
    [
        ("Đảo Rồng", "Sen Vang Games", IN_FORCE, MatchKind.LICENSED),
        ("Đảo Rồng Mobile", FIRM, IN_FORCE, MatchKind.LICENSED),
        ("Đảo Rồng", "Sen Vang Games", REVOKED, MatchKind.LICENCE_PROBLEM),
        ("Đảo Rồng", "Sen Vang Games", EntryStatus.INVALID, MatchKind.LICENCE_PROBLEM),
        ("Đảo Rồng", "Fire Dragon Apps", IN_FORCE, MatchKind.OTHER_PUBLISHER),
        ("Đảo Rồng", "Fire Dragon Apps", REVOKED, MatchKind.OTHER_PUBLISHER),
        ("Đảo Rồng", None, IN_FORCE, MatchKind.UNSURE),
        ("Đảo Rồng", "", REVOKED, MatchKind.UNSURE),
        ("Đảo Rồng", "Game Studio", IN_FORCE, MatchKind.UNSURE),
        ("Đảo Rồng", "Sen Vàng Đồng Tháp Games", IN_FORCE, MatchKind.UNSURE),
        ("Đảo Rồng: Nông Trại Vui", FIRM, IN_FORCE, MatchKind.UNSURE),
        ("Đảo Rồng 2", FIRM, IN_FORCE, MatchKind.NO_ENTRY),
        ("Đảo Rồng Tycoon", FIRM, IN_FORCE, MatchKind.NO_ENTRY),
        ("Thành Cổ", FIRM, IN_FORCE, MatchKind.NO_ENTRY),
        ("Thành Cổ", None, IN_FORCE, MatchKind.NO_ENTRY),
    ],
)
def test_kind_by_title_publisher_and_status(
    title: str, publisher: str | None, status: EntryStatus, kind: MatchKind
) -> None:
    match = decide_match(listing(title, publisher), [candidate(status=status)], Rules())
    assert match.kind is kind
    assert match.id == "7"
    assert (match.entry is None) is (kind is MatchKind.NO_ENTRY)


def test_a_later_decision_in_force_outweighs_a_revoked_one() -> None:
    both = [candidate(status=REVOKED, entry="old"), candidate(entry="new")]
    match = decide_match(listing("Đảo Rồng", FIRM), both, Rules())
    assert (match.kind, match.entry) == (MatchKind.LICENSED, "new")


def test_anothers_paper_in_force_does_not_heal_a_revoked_one() -> None:
    both = [
        candidate(publisher="Công ty TNHH Trúc Xanh", entry="theirs"),
        candidate(status=REVOKED, entry="own"),
    ]
    match = decide_match(listing("Đảo Rồng", FIRM), both, Rules())
    assert (match.kind, match.entry) == (MatchKind.LICENCE_PROBLEM, "own")


def test_half_agreement_says_what_agreed() -> None:
    match = decide_match(listing("Đảo Rồng", "Sen Vàng Đồng Tháp Games"), [candidate()], Rules())
    assert match.reasons[0].rule == "publisher_half"
    assert match.reasons[0].quote == "Sen Vàng Đồng Tháp Games"
    assert (match.reasons[0].agreed, match.reasons[0].differed) == (("title",), ())


def test_another_account_is_told_with_what_agreed_and_differed() -> None:
    match = decide_match(listing("Đảo Rồng", "Fire Dragon Apps"), [candidate()], Rules())
    why = match.reasons[0]
    assert (why.rule, why.agreed, why.differed) == ("other_publisher", ("title",), ("publisher",))
    assert match.candidates[0].differed == ("publisher",)


def test_stricter_rules_clear_less() -> None:
    strict = Rules(licence_chance=1.0)
    match = decide_match(listing("Đảo Rồng Mobile", FIRM), [candidate()], strict)
    assert match.kind is MatchKind.UNSURE


def test_without_candidates_there_is_no_entry() -> None:
    match = decide_match(listing("Đảo Rồng", FIRM), [], Rules())
    assert (match.kind, match.score) == (MatchKind.NO_ENTRY, 0.0)
    assert match.reasons[0].rule == "no_near_title"
