"""A title is in force only while its publisher's own paper of the fitting class is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crawler.records import EntryStatus, LicenceKind, Listing, Match, MatchKind, RegistryEntry
from matchers.licensees import Licensees
from matchers.papers import Papers, cascade, superseded_by
from matchers.registry import Register, match_all
from matchers.verdict.rules import Rules

FIRM = "Công ty TNHH Ví Dụ Xanh"
DECISION, CONFIRMATION = LicenceKind.G1_RELEASE_DECISION, LicenceKind.G3_CONFIRMATION
LICENCE, CERTIFICATE = LicenceKind.G1_SERVICE_LICENCE, LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE
IN_FORCE, REVOKED = EntryStatus.IN_FORCE, EntryStatus.REVOKED


def paper(entry: str, kind: LicenceKind, title: str = "", **changed: Any) -> RegistryEntry:
    values: dict[str, Any] = {
        "number": f"{entry}/VD",
        "issued": date(2024, 1, 10),
        "publisher": FIRM,
        "status": IN_FORCE,
    }
    return RegistryEntry(entry=entry, kind=kind, title=title, **(values | changed))


def game(kind: LicenceKind = DECISION, entry: str = "1", **changed: Any) -> RegistryEntry:
    return paper(entry, kind, "Đảo Rồng", **changed)


def matched(*entries: RegistryEntry, publisher: str = FIRM) -> Match:
    listing = Listing(id="app", title="Đảo Rồng", publisher=publisher)
    return next(match_all([listing], Register(entries), Rules()))


def rules_of(match: Match) -> list[str]:
    return [reason.rule for reason in match.reasons]


@pytest.mark.parametrize(
    ("kind", "own", "other"),
    [(DECISION, LICENCE, CERTIFICATE), (CONFIRMATION, CERTIFICATE, LICENCE)],
)
def test_only_the_paper_of_the_games_class_counts(
    kind: LicenceKind, own: LicenceKind, other: LicenceKind
) -> None:
    ended = matched(game(kind), paper("p", own, status=REVOKED), paper("q", other))
    assert ended.kind is MatchKind.LICENCE_PROBLEM
    kept = matched(game(kind), paper("p", own), paper("q", other, status=REVOKED))
    assert kept.kind is MatchKind.LICENSED
    assert kept.reasons[-1].entry == "p"


@pytest.mark.parametrize("status", [item for item in EntryStatus if item.in_force is False])
def test_a_publishers_paper_not_in_force_is_cited_with_number_day_and_ground(
    status: EntryStatus,
) -> None:
    ended = paper(
        *("p", LICENCE),
        status=status,
        ended=date(2026, 2, 15),
        decision="9/QĐ-VD",
        ground="không hoạt động",
    )
    match = matched(game(), ended)
    assert (match.kind, match.entry) == (MatchKind.LICENCE_PROBLEM, "1")
    why = match.reasons[0]
    assert (why.rule, why.quote, why.entry) == ("publisher_paper_not_in_force", "p/VD", "p")
    for words in (why.vi, why.en):
        assert all(part in words for part in ("15/02/2026", "9/QĐ-VD", "không hoạt động", FIRM))


def test_a_day_that_nobody_knows_is_said() -> None:
    why = matched(game(), paper("p", LICENCE, status=REVOKED)).reasons[0]
    assert "chưa rõ từ ngày nào" in why.vi
    assert "not known" in why.en


def test_of_several_papers_one_in_force_suffices() -> None:
    papers = [paper("old", LICENCE, status=REVOKED), paper("new", LICENCE)]
    match = matched(game(), *papers)
    assert match.kind is MatchKind.LICENSED
    assert match.reasons[-1].entry == "new"


def test_of_several_ended_papers_the_last_one_is_cited() -> None:
    first = paper("first", LICENCE, status=REVOKED, ended=date(2024, 5, 1))
    last = paper("last", LICENCE, status=REVOKED, ended=date(2025, 5, 1))
    assert matched(game(), first, last).reasons[0].entry == "last"


@pytest.mark.parametrize("status", [EntryStatus.UNLISTED, EntryStatus.UNKNOWN])
def test_a_publishers_paper_of_unknown_state_accuses_nobody(status: EntryStatus) -> None:
    match = matched(game(), paper("p", LICENCE, status=status))
    assert match.kind is MatchKind.LICENSED
    assert rules_of(match)[-1] == "publisher_paper_unclear"


def test_an_unknown_publishers_paper_is_stated() -> None:
    match = matched(game())
    assert match.kind is MatchKind.LICENSED
    assert rules_of(match) == ["title_and_publisher_agree", "publisher_paper_unknown"]


@pytest.mark.parametrize(
    "spelling",
    [
        "CÔNG TY TNHH VÍ DỤ XANH",
        "Công ty Cổ phần Ví Dụ Xanh -",
        "Công ty TNHH Ví Dụ Xanh na",
        "CÔNG TY TNHH VÍ DỤ ΧΑΝH",  # Greek Χ and Α
        "Tổng ty TNHH Ví Dụ Xanh 0835481174",
    ],
)
def test_spellings_of_one_firm_are_one_firm(spelling: str) -> None:
    match = matched(game(), paper("p", LICENCE, publisher=spelling, status=REVOKED))
    assert match.kind is MatchKind.LICENCE_PROBLEM


@pytest.mark.parametrize(
    "other",
    [
        "Công ty TNHH Ví Dụ Xanh Quốc Tế",
        "Công ty TNHH Ví Dụ Xanh Việt Nam",
        "Công ty TNHH Ví Dụ Xanhh",
    ],
)
def test_a_like_name_may_be_another_firm_and_decides_nothing(other: str) -> None:
    match = matched(game(), paper("p", LICENCE, publisher=other, status=REVOKED))
    assert match.kind is MatchKind.LICENSED
    assert rules_of(match)[-1] == "publisher_paper_near"
    assert other in match.reasons[-1].en


@pytest.mark.parametrize("other", ["Công ty TNHH Ví Dụ Vàng", "Công ty TNHH", "Công ty Cổ phần"])
def test_another_firms_paper_is_not_mentioned(other: str) -> None:
    match = matched(game(), paper("p", LICENCE, publisher=other, status=REVOKED))
    assert rules_of(match)[-1] == "publisher_paper_unknown"


def test_a_firm_of_generic_words_alone_is_nobody() -> None:
    firm = "Công ty TNHH Giải trí"
    held = Papers([paper("p", LICENCE, publisher=firm, status=REVOKED)]).held(game(publisher=firm))
    assert held.in_force is None


def test_of_two_papers_per_game_the_one_whose_publishers_paper_is_in_force_clears() -> None:
    match = matched(
        game(DECISION, "g1"),
        game(CONFIRMATION, "g3"),
        paper("p", LICENCE, status=REVOKED),
        paper("q", CERTIFICATE),
    )
    assert (match.kind, match.entry) == (MatchKind.LICENSED, "g3")
    assert [reason.entry for reason in match.reasons] == ["g3", "q"]


def test_one_id_of_two_kinds_is_a_problem_only_when_both_are() -> None:
    papers = [paper("p", LICENCE, status=REVOKED), paper("q", CERTIFICATE)]
    both = [game(DECISION, "7"), game(CONFIRMATION, "7")]
    assert matched(*both, *papers).kind is MatchKind.LICENSED
    ended = paper("q", CERTIFICATE, status=REVOKED)
    assert matched(*both, papers[0], ended).kind is MatchKind.LICENCE_PROBLEM


def test_an_entry_no_longer_listed_is_unsure_and_never_a_problem() -> None:
    match = matched(game(status=EntryStatus.UNLISTED), paper("p", LICENCE))
    assert (match.kind, match.entry) == (MatchKind.UNSURE, "1")
    assert rules_of(match) == ["entry_no_longer_listed"]


def test_other_answers_stay_as_they_are() -> None:
    revoked = paper("p", LICENCE, status=REVOKED)
    other = matched(game(), revoked, publisher="Bếp Lửa")
    assert other.kind is MatchKind.OTHER_PUBLISHER
    own = matched(game(status=REVOKED), revoked)
    assert rules_of(own) == ["agreeing_paper_not_in_force"]
    empty = Match(id="app", kind=MatchKind.NO_ENTRY, score=0.0, entry=None)
    assert cascade(empty, Listing(id="app", title="Đảo Rồng"), Papers([revoked])) == empty


def test_the_newer_paper_of_the_same_title_and_firm_is_named() -> None:
    old = game(entry="old", status=EntryStatus.INVALID)
    newer = game(entry="new", issued=date(2025, 5, 28), publisher=FIRM.upper())
    others = [
        game(entry="a", issued=date(2025, 6, 1), status=REVOKED),
        game(entry="b", issued=date(2025, 6, 1), publisher="Công ty TNHH Trúc Xanh"),
        game(entry="c", issued=date(2023, 6, 1)),
        game(CONFIRMATION, "d", issued=date(2025, 6, 1)),
        paper("e", DECISION, "Đảo Rồng 2", issued=date(2025, 6, 1)),
        game(entry="f", issued=None),
    ]
    assert superseded_by(old, [old, *others, newer]) == newer
    assert superseded_by(old, others) is None
    assert superseded_by(game(status=REVOKED), [newer]) is None


def claimed(*entries: RegistryEntry) -> Match:
    listing = Listing(id="app", title="Đảo Rồng", text="Quyết định số 1/QĐ-BTTTT ngày 10/01/2024")
    return next(match_all([listing], Register(entries), Rules(), Licensees(entries)))


def test_a_title_that_its_number_brought_in_needs_its_publishers_paper_too() -> None:
    numbered = game(number="1/QĐ-BTTTT")
    assert claimed(numbered, paper("p", LICENCE)).kind is MatchKind.LICENSED
    ended = claimed(numbered, paper("p", LICENCE, status=REVOKED))
    assert ended.kind is MatchKind.LICENCE_PROBLEM
    assert ended.reasons[0].rule == "publisher_paper_not_in_force"


@pytest.mark.parametrize("status", [EntryStatus.UNLISTED, EntryStatus.UNKNOWN])
def test_the_number_of_a_paper_of_unknown_state_is_no_problem_and_no_licence(
    status: EntryStatus,
) -> None:
    match = claimed(game(number="1/QĐ-BTTTT", status=status), paper("p", LICENCE))
    assert match.kind is MatchKind.UNSURE
    assert "claim_not_in_force" not in rules_of(match)
