"""The register in memory finds the entry a listing may be, and the publisher's own paper."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crawler.records import EntryStatus, LicenceKind, Listing, MatchKind, RegistryEntry
from matchers.registry import Register, match_all
from matchers.verdict.rules import Rules

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "specs" / "registry_sample.csv"
FIRM = "Công ty Cổ phần Sen Vàng"  # invented


def entry(
    number: str,
    title: str,
    publisher: str = FIRM,
    *,
    status: EntryStatus = EntryStatus.IN_FORCE,
    kind: LicenceKind = LicenceKind.G1_RELEASE_DECISION,
) -> RegistryEntry:
    return RegistryEntry(
        entry=number,
        kind=kind,
        number=number,
        issued=None,
        title=title,
        publisher=publisher,
        status=status,
    )


def found(register: Register, title: str, publisher: str | None = None) -> list[str]:
    (match,) = match_all([Listing(id="1", title=title, publisher=publisher)], register, Rules())
    return [candidate.entry for candidate in match.candidates]


def test_the_fitting_entry_comes_first() -> None:
    register = Register([entry("a", "Đảo Rồng"), entry("b", "Đảo Rồng 2"), entry("c", "Thành Cổ")])
    assert found(register, "DAO RONG II - Game Nhập Vai")[0] == "b"
    assert found(register, "thanh co mobile")[0] == "c"


def test_of_one_title_the_listings_publisher_comes_first() -> None:
    register = Register([entry("a", "Xếp Hình"), entry("b", "Xếp Hình", "Công ty TNHH Trúc Xanh")])
    assert found(register, "Xếp Hình", "Truc Xanh Games")[0] == "b"


def test_no_more_candidates_than_asked() -> None:
    register = Register(entry(str(place), f"Đảo Rồng {place}") for place in range(30))
    rules = Rules(candidates_shown=3)
    (match,) = match_all([Listing(id="1", title="Đảo Rồng")], register, rules)
    assert len(match.candidates) == 3


@pytest.mark.parametrize("title", ["", "★★★", "日本語ゲーム", "a"])
def test_titles_that_share_nothing_have_no_candidates(title: str) -> None:
    assert found(Register([entry("a", "Đảo Rồng")]), title) == []


@pytest.mark.parametrize("title", ["", " ", "\u202e\u200f", "💎💎💎", "\x00\x07"])
def test_a_title_without_a_word_is_not_known_rather_than_not_registered(title: str) -> None:
    register = Register([entry("a", "Đảo Rồng", "Công ty TNHH Vagora")])
    answer = next(match_all([Listing(id="1", title=title, publisher="Vagora")], register, Rules()))
    assert answer.kind is MatchKind.UNSURE
    assert [why.rule for why in answer.reasons] == ["no_readable_title"]


def test_an_empty_register_answers() -> None:
    register = Register([])
    match = next(match_all([Listing(id="1", title="Đảo Rồng")], register, Rules()))
    assert (match.kind, match.entry, match.candidates) == (MatchKind.NO_ENTRY, None, ())


def test_only_papers_per_game_are_title_candidates() -> None:
    papers = [
        entry("p", "Đảo Rồng", kind=LicenceKind.G1_SERVICE_LICENCE),
        entry("n", "Đảo Rồng", kind=LicenceKind.AGGREGATED_NEWS_LICENCE),
    ]
    register = Register(papers)
    assert found(register, "Đảo Rồng") == []
    assert register.entry("n") == papers[1]
    assert register.entry("x") is None


def test_an_account_that_is_another_firm_of_the_register_differs() -> None:
    register = Register(
        [
            entry("a", "Đảo Rồng", "Công ty TNHH Vagora"),
            entry("b", "Thành Cổ", "Công ty TNHH Vagara"),
        ]
    )
    listing = Listing(id="1", title="Đảo Rồng", publisher="Vagara")
    assert next(match_all([listing], register, Rules())).kind is not MatchKind.LICENSED


@pytest.fixture(scope="module")
def sample() -> Register:
    if not SAMPLE.exists():
        pytest.skip("shared data absent: registry_sample.csv")
    with SAMPLE.open(encoding="utf-8", newline="") as lines:
        return Register(
            RegistryEntry(
                entry=f"{place}",
                kind=LicenceKind(row["licence_kind"]),
                number=row["licence_no"],
                issued=None,
                title=row["game_title"],
                publisher=row["publisher"],
                status=EntryStatus.IN_FORCE if row["status"] == "active" else EntryStatus.INVALID,
            )
            for place, row in enumerate(csv.DictReader(lines))
        )


@pytest.mark.parametrize(
    ("title", "publisher", "kind"),
    [
        ("Castle Clash: Quyết Chiến", "GAMOTA", MatchKind.LICENSED),
        ("Castle Clash: Quyet Chien", "Other House Apps", MatchKind.OTHER_PUBLISHER),
        ("Castle Clash: Quyết Chiến", None, MatchKind.UNSURE),
        ("Castle Clash: Quyết Chiến 2", "GAMOTA", MatchKind.NO_ENTRY),
        ("Error! Unknown document property name", "GZONE MEDIA", MatchKind.NO_ENTRY),
        ("Weather Radar Plus", "Some House Apps", MatchKind.NO_ENTRY),
    ],
)
def test_real_dirt_is_survived(
    sample: Register, title: str, publisher: str | None, kind: MatchKind
) -> None:
    listing = Listing(id="1", title=title, publisher=publisher)
    assert next(match_all([listing], sample, Rules())).kind is kind


def test_every_real_title_with_its_own_publisher_finds_itself(sample: Register) -> None:
    entries = [sample.entry(str(place)) for place in range(0, 1600, 8)]
    listings = [
        Listing(id=own.entry, title=own.title, publisher=own.publisher)
        for own in entries
        if own is not None and not own.title.startswith("Error!")
    ]
    kinds = [match.kind for match in match_all(listings, sample, Rules())]
    assert set(kinds) <= {MatchKind.LICENSED, MatchKind.LICENCE_PROBLEM}


def test_a_publishers_paper_never_hides_a_game_with_the_same_id() -> None:
    game = entry("7", "Đảo Rồng")
    paper = RegistryEntry(
        entry="7",
        kind=LicenceKind.G1_SERVICE_LICENCE,
        number="n",
        issued=None,
        title="",
        publisher="Công ty Cổ phần Sen Vàng",
        status=EntryStatus.IN_FORCE,
    )
    assert found(Register([game, paper]), "Đảo Rồng") == ["7"]
    assert Register([game, paper]).entry("7") == game


@pytest.mark.parametrize("title", ["Sen Vàng Đảo Rồng", "Đảo Rồng Sen Vàng", "SEN VANG ĐẢO RỒNG"])
def test_the_publishers_name_beside_the_title_is_no_part_of_it(title: str) -> None:
    register = Register([entry("1", "Đảo Rồng"), entry("2", "Thành Cổ")])
    listing = Listing(id="1", title=title, publisher="SEN VANG")
    assert next(match_all([listing], register, Rules())).kind is MatchKind.LICENSED


def test_a_longer_title_of_the_same_house_is_a_doubt_and_no_missing_entry() -> None:
    register = Register(
        [
            entry("1", "Cửu Đỉnh Đồng Xanh", "Công ty Cổ phần Trò chơi trực tuyến Sen Vàng"),
            entry("2", "Thành Cổ", "Công ty Cổ phần Phần mềm Sen Vàng"),
        ]
    )
    listing = Listing(id="1", title="Cửu Đỉnh Đồng Xanh: Đại Chiến", publisher="SEN VÀNG")
    assert next(match_all([listing], register, Rules())).kind is MatchKind.UNSURE


@pytest.mark.parametrize("title", ["GHMG", "GHMGM", "ghmg online"])
def test_what_players_call_a_game_names_it_beside_its_publisher_only(title: str) -> None:
    register = Register([entry("1", "Giang Hồ Mẫu Giáo Mobile"), entry("2", "Thành Cổ")])
    listing = Listing(id="1", title=title, publisher="Sen Vàng")
    found_match = next(match_all([listing], register, Rules()))
    assert (found_match.kind, found_match.entry) == (MatchKind.LICENSED, "1")
    other = Listing(id="2", title=title, publisher="Bếp Lửa")
    assert next(match_all([other], register, Rules())).kind is not MatchKind.LICENSED
    unnamed = Listing(id="3", title=title)
    assert next(match_all([unnamed], register, Rules())).kind is not MatchKind.LICENSED


def test_three_letters_are_the_initials_of_many_games() -> None:
    register = Register([entry("1", "Giang Hồ Mẫu"), entry("2", "Thành Cổ")])
    listing = Listing(id="1", title="GHM", publisher="Sen Vàng")
    assert next(match_all([listing], register, Rules())).kind is MatchKind.UNSURE


def test_a_registered_title_is_never_shortened_to_clear_another_game() -> None:
    register = Register([entry("1", "Võ Lâm Miễn Phí"), entry("2", "Đảo Rồng Mobile")])
    (short,) = match_all([Listing(id="1", title="Võ Lâm", publisher=FIRM)], register, Rules())
    assert short.kind is MatchKind.UNSURE
    (platform,) = match_all([Listing(id="2", title="Đảo Rồng", publisher=FIRM)], register, Rules())
    assert platform.kind is MatchKind.LICENSED
    (longer,) = match_all(
        [Listing(id="3", title="Võ Lâm Miễn Phí - Chính thức", publisher=FIRM)], register, Rules()
    )
    assert longer.kind is MatchKind.LICENSED
