"""What licensees declare, print and are called; none of it clears a stranger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import (
    DeclaredAccount,
    EntryStatus,
    LicenceKind,
    Listing,
    Match,
    MatchKind,
    PublisherAlias,
    RegistryEntry,
)
from matchers.licensees import Licensees, shipped_families
from matchers.registry import Register, match_all
from matchers.verdict.claimed import copied_claims
from matchers.verdict.known import accounts_of
from matchers.verdict.rules import Rules
from matchers.verdict.sighted import match_sighting
from tests.matchers.papers import FIRM, NUMBER, OTHER, TITLE, paper
from tests.matchers.sights import sighting

GAME = "Thành Trì Sao Băng"
TEXT = f"Trò chơi được cấp phép theo Quyết định số {NUMBER} ngày 12/03/2026"
LINK = "https://giayphep.abei.gov.vn/g1/7001"
HOST = "https://daorong.vidu.vn"
PAPERS = (
    paper("7001", domains=HOST),
    paper("7002", title=GAME, number="127/QĐ-PTTH&TTĐT", status=EntryStatus.REVOKED),
    paper("7003", title="Vườn Cổ Tích", publisher=OTHER, number=NUMBER, issued=date(2024, 1, 5)),
    paper("45", kind=LicenceKind.G1_SERVICE_LICENCE, title="", number="45/GP-PTTH&TTĐT"),
    paper(
        "46", kind=LicenceKind.G1_SERVICE_LICENCE, title="", number="46/GP-BTTTT", publisher=OTHER
    ),
)
LICENSED, PROBLEM = MatchKind.LICENSED, MatchKind.LICENCE_PROBLEM
STRANGER, NONE, UNSURE = MatchKind.OTHER_PUBLISHER, MatchKind.NO_ENTRY, MatchKind.UNSURE
ALIAS = PublisherAlias(
    account="Rồng Con Vui", publisher=FIRM, source="case 1", day=date(2026, 1, 2)
)


def declared(account: str, publisher: str = FIRM, entry: str | None = None) -> DeclaredAccount:
    day = date(2026, 1, 2)
    return DeclaredAccount(
        account=account, publisher=publisher, day=day, letter="12/VDX", entry=entry
    )


def matched(
    title: str = TITLE,
    *,
    papers: tuple[RegistryEntry, ...] = PAPERS,
    aliases: tuple[PublisherAlias, ...] = (),
    declarations: tuple[DeclaredAccount, ...] = (),
    **fields: Any,
) -> Match:
    listing = Listing(**{"id": "1", "title": title, **fields})
    known = Licensees(papers, aliases, declarations)
    (match,) = match_all([listing], Register(papers), Rules(), known)
    return match


def rules_of(match: Match) -> list[str]:
    return [reason.rule for reason in match.reasons]


@pytest.mark.parametrize(
    ("fields", "kind", "entry", "rule"),
    [
        ({}, UNSURE, "7001", "publisher_not_known"),
        ({"text": "Không có số nào"}, UNSURE, "7001", "publisher_not_known"),
        ({"text": TEXT}, LICENSED, "7001", "claim_verified"),
        ({"text": LINK}, LICENSED, "7001", "claim_verified"),
        ({"text": TEXT, "publisher": "Vi Du Xanh JSC"}, LICENSED, "7001", "claim_verified"),
        ({"text": TEXT, "publisher": "Kẻ Lạ Ví Dụ"}, STRANGER, "7001", "claim_other_publisher"),
        ({"text": LINK, "publisher": "Kẻ Lạ Ví Dụ"}, STRANGER, "7001", "claim_other_publisher"),
        ({"text": TEXT, "publisher": "Game Studio"}, UNSURE, "7001", "claim_unconfirmed"),
        ({"text": TEXT, "publisher": "Ví Dụ"}, UNSURE, "7001", "claim_unconfirmed"),
        ({"text": f"{NUMBER} ngày 01/02/2020"}, UNSURE, "7001", "claim_day_differs"),
        ({"text": f"{NUMBER} ngày 03/12/2026"}, LICENSED, "7001", "claim_verified"),  # dd/mm
        (
            {"text": f"{NUMBER} ngày 01/02/2020", "publisher": FIRM},
            LICENSED,
            "7001",
            "claim_day_differs",
        ),
        ({"text": "999/QĐ-PTTH&TTĐT"}, UNSURE, "7001", "claim_no_such_number"),
        ({"text": "127/QĐ-PTTH&TTĐT"}, UNSURE, "7001", "claim_other_game"),
        ({"text": f"45/GP-PTTH&TTĐT, {TEXT}"}, LICENSED, "7001", "claim_publishers_paper"),
        ({"text": f"46/GP-BTTTT, {TEXT}"}, UNSURE, "7001", "claim_unconfirmed"),
        ({"text": "45/GP-PTTH&TTĐT"}, UNSURE, "7001", "claim_publishers_paper"),
        ({"text": f"46/GP-BTTTT, {TEXT}", "publisher": FIRM}, LICENSED, "7001", "claim_verified"),
    ],
)
def test_a_claim_clears_only_with_title_and_publisher(
    fields: dict[str, Any], kind: MatchKind, entry: str, rule: str
) -> None:
    match = matched(**fields)
    assert (match.kind, match.entry) == (kind, entry)
    assert rule in rules_of(match)


@pytest.mark.parametrize(
    ("title", "fields", "kind", "rule"),
    [
        (GAME, {"text": "127/QĐ-PTTH&TTĐT"}, PROBLEM, "claim_not_in_force"),
        (GAME, {"text": "127/QĐ-PTTH&TTĐT", "publisher": FIRM}, PROBLEM, "claim_not_in_force"),
        (
            GAME,
            {"text": "127/QĐ-PTTH&TTĐT", "publisher": "Kẻ Lạ"},
            STRANGER,
            "claim_other_publisher",
        ),
        ("Dragon Island", {"text": TEXT}, NONE, "claim_other_game"),
        ("Dragon Island", {"text": TEXT, "publisher": "Kẻ Lạ Ví Dụ"}, NONE, "claim_other_game"),
        ("Dragon Island", {"text": TEXT, "publisher": FIRM}, UNSURE, "claim_other_game"),
    ],
)
def test_a_number_of_an_ended_paper_or_of_another_game_does_not_clear(
    title: str, fields: dict[str, Any], kind: MatchKind, rule: str
) -> None:
    match = matched(title, **fields)
    assert match.kind is kind
    assert rule in rules_of(match)


def test_one_number_of_two_games_means_the_one_whose_title_fits() -> None:
    assert matched("Vườn Cổ Tích", text=f"{NUMBER} ngày 05/01/2024").entry == "7003"
    assert matched(text=f"{NUMBER} ngày 12/03/2026").entry == "7001"


def test_a_claim_brings_in_the_entry_that_the_title_search_missed() -> None:
    others = tuple(
        paper(str(n), number=f"{n}/QĐ-BTTTT", issued=date(2020, 1, 1)) for n in range(1, 30)
    )
    papers = (*others, paper("7001", publisher=OTHER))
    match = matched(papers=papers, text=TEXT)
    assert (match.kind, match.entry) == (LICENSED, "7001")
    assert match.candidates[0].entry == "7001"


def test_an_older_number_of_a_renewed_game_stays_licensed() -> None:
    old = paper(
        "6001", number="833/QĐ-BTTTT", issued=date(2022, 1, 1), status=EntryStatus.SUPERSEDED
    )
    match = matched(papers=(old, *PAPERS), text="833/QĐ-BTTTT", publisher=FIRM)
    assert (match.kind, match.entry) == (LICENSED, "7001")
    assert "claim_not_in_force" in rules_of(match)
    nobody = matched(papers=(old, *PAPERS), text="833/QĐ-BTTTT")
    assert nobody.kind is UNSURE  # renewed for whom, nobody says


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"url": f"{HOST}/tai-game"}, LICENSED),
        ({"url": "daorong.vidu.vn"}, LICENSED),
        ({"url": HOST, "publisher": "Ví Dụ"}, LICENSED),
        ({"url": HOST, "publisher": "Kẻ Lạ Sao Hỏa"}, UNSURE),
        ({"url": HOST, "publisher": "Kẻ Lạ Sao Hỏa", "text": TEXT}, UNSURE),
        ({"url": "https://keula.vn/daorong.vidu.vn"}, UNSURE),
        ({"url": "https://x.daorong.vidu.vn"}, UNSURE),
        ({"url": "https://daorong.vidu.vn@keula.vn"}, UNSURE),
    ],
)
def test_the_host_of_an_entry_clears_its_title(fields: dict[str, Any], kind: MatchKind) -> None:
    assert matched(**fields).kind is kind


def test_another_title_on_a_licensed_host_is_not_licensed() -> None:
    assert matched("Cờ Tướng Sao Hỏa", url=HOST).kind is NONE


@pytest.mark.parametrize(
    ("alias", "kind", "rule"),
    [
        (ALIAS, LICENSED, "alias_of_publisher"),
        (replace(ALIAS, verified=False), UNSURE, "alias_unverified"),
        (replace(ALIAS, publisher=OTHER), STRANGER, "other_publisher"),
    ],
)
def test_only_a_verified_alias_clears(alias: PublisherAlias, kind: MatchKind, rule: str) -> None:
    match = matched(publisher="RỒNG CON VUI", aliases=(alias,))
    assert match.kind is kind
    assert rule in rules_of(match)


@pytest.mark.parametrize("text", [TEXT, LINK])
def test_a_number_does_not_make_an_unverified_alias_clear(text: str) -> None:
    alias = replace(ALIAS, verified=False)
    assert matched(publisher="Rồng Con Vui", aliases=(alias,), text=text).kind is UNSURE


def test_an_alias_of_a_firm_whose_paper_is_revoked_is_a_licence_problem() -> None:
    assert matched(GAME, publisher="Rồng Con Vui", aliases=(ALIAS,)).kind is PROBLEM


def test_a_member_of_a_group_is_asked_and_never_cleared() -> None:
    one, other = shipped_families()[1].members[:2]
    match = matched(papers=(paper(publisher=other),), publisher=one, text=TEXT)
    assert match.kind is UNSURE
    assert "family_account" in rules_of(match)
    alias = replace(ALIAS, account=one, publisher=other)
    assert (
        matched(papers=(paper(publisher=other),), publisher=one, aliases=(alias,)).kind is LICENSED
    )


@pytest.mark.parametrize(
    ("title", "fields", "one", "kind", "rule"),
    [
        (
            TITLE,
            {"package": "com.vidu.x"},
            declared("google:com.vidu.x"),
            LICENSED,
            "declared_account",
        ),
        (TITLE, {"id": "apple:9"}, declared("apple:9"), LICENSED, "declared_account"),
        (GAME, {"id": "apple:9"}, declared("apple:9"), PROBLEM, "declared_account"),
        (
            GAME,
            {"id": "apple:9"},
            declared("apple:9", entry="7001"),
            UNSURE,
            "declared_title_differs",
        ),
        (TITLE, {"id": "apple:9"}, declared("apple:9", entry=NUMBER), LICENSED, "declared_account"),
        (TITLE, {"id": "apple:9"}, declared("apple:9", OTHER), UNSURE, "declared_title_differs"),
        (
            "Cờ Tướng Sao Hỏa",
            {"id": "apple:9"},
            declared("apple:9"),
            UNSURE,
            "declared_title_differs",
        ),
        (
            TITLE,
            {"url": "https://dao.vidu.vn/"},
            declared("domain:dao.vidu.vn"),
            LICENSED,
            "declared_account",
        ),
        (TITLE, {"id": "apple:90"}, declared("apple:9"), STRANGER, "other_publisher"),
        (
            TITLE,
            {"package": "com.vidu.xx"},
            declared("google:com.vidu.x"),
            STRANGER,
            "other_publisher",
        ),
    ],
)
def test_a_declared_account_is_matched_by_title_and_never_accused(
    title: str, fields: dict[str, Any], one: DeclaredAccount, kind: MatchKind, rule: str
) -> None:
    match = matched(title, publisher="Kẻ Lạ Sao Hỏa", declarations=(one,), **fields)
    assert match.kind is kind
    assert rule in rules_of(match)


def test_an_account_that_two_firms_declare_is_a_question() -> None:
    both = (declared("apple:9"), declared("apple:9", OTHER))
    match = matched(id="apple:9", publisher="Kẻ Lạ Sao Hỏa", declarations=both)
    assert (match.kind, rules_of(match)[0]) == (UNSURE, "declared_twice")


@pytest.mark.parametrize(
    ("fields", "accounts"),
    [
        ({}, []),
        ({"package": "com.vidu.x"}, ["google:com.vidu.x"]),
        ({"package": "com.vidu.x", "id": "aptoide:com.vidu.x"}, []),
        ({"package": "com.vidu.x", "url": "https://apkho.vidu.vn/x"}, ["domain:apkho.vidu.vn"]),
        (
            {"package": "com.vidu.x", "url": "https://apps.apple.com/vn/app/x/id900000"},
            ["apple:900000"],
        ),
        ({"id": "google:com.vidu.x", "package": "com.vidu.y"}, ["google:com.vidu.x"]),
    ],
)
def test_a_package_counts_on_google_play_only(fields: dict[str, str], accounts: list[str]) -> None:
    assert list(accounts_of(Listing(**{"id": "1", "title": TITLE, **fields}))) == accounts


def test_the_number_of_a_store_account_is_looked_up_for_a_sighting() -> None:
    known = Licensees(PAPERS, (), (declared("google-developer:700001"),))
    seen = sighting(TITLE, subject="google:com.a.b", publisher="Kẻ Lạ", publisher_id="700001")
    assert match_sighting(seen, Register(PAPERS), Rules(), known).kind is LICENSED
    apple = replace(seen, subject="apple:9000000001")
    assert match_sighting(apple, Register(PAPERS), Rules(), known).kind is STRANGER


@pytest.mark.parametrize(("seller", "kind"), [("Kẻ Lạ Sao Hỏa", UNSURE), (FIRM, LICENSED)])
def test_a_number_must_be_the_sellers_where_only_the_seller_is_known(
    seller: str, kind: MatchKind
) -> None:
    seen = sighting(TITLE, TEXT, publisher=None, facts={"seller": seller})
    assert match_sighting(seen, Register(PAPERS), Rules(), Licensees(PAPERS)).kind is kind


def test_a_website_that_a_store_account_states_proves_nothing() -> None:
    known = Licensees(PAPERS)
    seen = sighting(TITLE, TEXT, publisher="Kẻ Lạ Sao Hỏa", website=HOST, privacy_url=HOST)
    assert match_sighting(seen, Register(PAPERS), Rules(), known).kind is STRANGER


def test_a_hundred_clones_of_licensed_names_are_not_cleared() -> None:
    papers = tuple(
        paper(str(n), title=f"Vương Quốc Số {n} Rồng Xanh", number=f"{n}/QĐ-BTTTT")
        for n in range(100)
    )
    listings = [
        Listing(
            id=str(n),
            title=entry.title,
            publisher=f"Kẻ Lạ Thứ {n} Sao Hỏa",
            text=f"Giấy phép {entry.number} ngày 12/03/2026 của {FIRM}, https://giayphep.abei.gov.vn/g1/{n}",
            url="https://play.google.com/store/apps/details?id=com.kela.clone",
            package="com.vidu.xanh.clone",
        )
        for n, entry in enumerate(papers)
    ]
    known = Licensees(papers, (ALIAS,), (declared("google:com.vidu.xanh"),))
    answers = list(match_all(listings, Register(papers), Rules(), known))
    assert {answer.kind for answer in answers} == {STRANGER}
    nameless = [replace(one, publisher=None, text=None) for one in listings]
    answers = list(match_all(nameless, Register(papers), Rules(), known))
    assert {answer.kind for answer in answers} == {UNSURE}


@given(st.text(max_size=60), st.sampled_from(["", TEXT, LINK, "127/QĐ-PTTH&TTĐT", "46/GP-BTTTT"]))
def test_no_text_clears_another_publisher(text: str, claim: str) -> None:
    match = matched(publisher="Kẻ Lạ Sao Hỏa", text=f"{text} {claim}")
    assert match.kind is STRANGER


def test_without_text_address_and_package_nothing_is_built() -> None:
    known = Licensees(PAPERS)
    list(
        match_all(
            [Listing(id="1", title="Cờ Sao Hỏa", publisher="X")], Register(PAPERS), Rules(), known
        )
    )
    assert not {"_numbers", "_hosts", "_links", "_games", "_aliases"} & set(vars(known))


@pytest.mark.parametrize(
    ("text", "fields", "copied"),
    [
        (TEXT, {"publisher": "Kẻ Lạ Sao Hỏa"}, [NUMBER]),
        (LINK, {"publisher": "Kẻ Lạ Sao Hỏa"}, ["giayphep.abei.gov.vn/g1/7001"]),
        (TEXT, {"publisher": FIRM}, []),
        (TEXT, {"publisher": OTHER}, []),  # the same number of another year
        (TEXT, {"publisher": "Sao Hỏa", "facts": {"seller": FIRM}}, []),
        (TEXT, {"publisher": "Rồng Con Vui"}, []),
        (TEXT, {"publisher": "Sao Hỏa", "subject": "apple:9"}, []),
        (TEXT, {"publisher": None}, []),
        ("999/QĐ-BTTTT", {"publisher": "Kẻ Lạ"}, []),
    ],
)
def test_only_a_number_that_strangers_hold_is_copied(
    text: str, fields: dict[str, Any], copied: list[str]
) -> None:
    known = Licensees(PAPERS, (ALIAS,), (declared("apple:9"),))
    found = copied_claims(sighting("Rùa", text, **fields), known, Rules())
    assert [one.quote for one in found] == copied
