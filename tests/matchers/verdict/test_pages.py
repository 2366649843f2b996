"""Pages and adverts: their own words, or links to what a person confirmed, accuse; else nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crawler.records import (
    ACCUSING,
    DeclaredAccount,
    EntryStatus,
    LicenceKind,
    Presence,
    Question,
    RegistryEntry,
    Sighting,
    Verdict,
    VerdictKind,
)
from matchers.lexicon import load_lexicon
from matchers.licensees import Licensees
from matchers.reasons import reason
from matchers.registry import Register
from matchers.verdict.page_evidence import Standing, gather_page, links_of
from matchers.verdict.pages import decide_page
from matchers.verdict.rules import Rules
from matchers.verdict.site_game import match_site

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LEXICON = load_lexicon()
PAGE, ADVERT = "fbpage:910000000000001", "fbad:9100000000000001"
OFFER = "Nổ hũ đổi thưởng uy tín, nạp rút 1:1 trong 2 phút, tặng 58k tân thủ. Tải ngay!"
HONEST = "Tiệm hoa giao tận nơi trong ngày: hoa cưới, hoa sinh nhật, lẵng hoa khai trương."
NEWS = "Công an triệt phá đường dây tài xỉu, nổ hũ 10.000 tỷ đồng, tạm giữ 20 người."
SERVER = (
    "Máy chủ lậu mới open, chưa ai đưa về nước. Tải game ngay, nhập giftcode tân thủ, nạp thẻ x5. "
    "Tặng VIP 15, 500.000 KNB, exp x100."
)
GAME = (
    "Game nhập vai kiếm hiệp. Tải game, đăng ký tài khoản, máy chủ mới khai mở, nhập giftcode, "
    "nhân vật môn phái, đua top bang hội, phó bản mỗi tối."
)
NUMBER = "Quyết định số 126/QĐ-PTTH&TTĐT"
TITLE, FIRM = "Ví Dụ Kiếm Khách", "Công ty Cổ phần Ví Dụ Vui"
OTHER_FIRM = "Công ty TNHH Hoàn Toàn Khác Lạ"
OWN, APP = "https://kiemkhachvidu.vn/tai", "https://apps.apple.com/vn/app/x/id9000000001"
ELSEWHERE, SUBJECT = "https://noikhacvidu.com/a", "domain:noikhacvidu.com"
Links = tuple[str, ...]


def paper(**fields: Any) -> RegistryEntry:
    """An invented paper of a game."""
    values: dict[str, Any] = {
        "entry": "E1",
        "kind": LicenceKind.G1_RELEASE_DECISION,
        "number": "126/QĐ-PTTH&TTĐT",
        "issued": None,
        "title": TITLE,
        "publisher": FIRM,
        "status": EntryStatus.IN_FORCE,
        "domains": "kiemkhachvidu.vn",
    }
    return RegistryEntry(**(values | fields))


DECLARED = DeclaredAccount(
    account="apple:9000000001", publisher=FIRM, day=date(2026, 1, 1), letter="1/CV-VD"
)


def seen(
    subject: str = PAGE, text: str | None = None, *, links: Links = (), **fields: Any
) -> Sighting:
    """A page or an advert that the Ad Library showed for Vietnam."""
    facts = {"country": "VN"} | fields.pop("facts", {})
    names = {"title": "Hoàng Hôn Quê Tôi"} if subject == PAGE else {"publisher": "Hoàng Hôn"}
    values: dict[str, Any] = {
        "subject": subject,
        "source": "captures",
        "market": "vn",
        "seen_at": NOW,
        "presence": Presence.PRESENT,
        "text": text,
        "outlinks": links,
        "facts": facts,
        **names,
    }
    return Sighting(**(values | fields))


def judged(
    *sightings: Sighting,
    adverts: tuple[Sighting, ...] = (),
    standings: Mapping[str, Standing] | None = None,
    papers: tuple[RegistryEntry, ...] = (),
    copied: bool = False,
    approved: Mapping[str, str] | None = None,
    declared: tuple[DeclaredAccount, ...] = (),
) -> Verdict:
    """The verdict of what was seen so, newest first."""
    rules, licensees = Rules(), Licensees(papers, aliases=(), declared=(DECLARED, *declared))
    evidence = gather_page(
        sightings[0],
        sightings,
        adverts,
        match=match_site(sightings[0], Register(papers), rules, licensees),
        standings=standings or {},
        copied_text=reason("copied_text", field="text", quote="x", original="y")
        if copied
        else None,
        lexicon=LEXICON,
        rules=rules,
        licensees=licensees,
        approved=approved or {},
    )
    return decide_page(evidence, rules, now=NOW, fingerprint="f")


def held(kind: VerdictKind, *, confirmed: bool) -> dict[str, Standing]:
    """What is held of where the page leads."""
    return {SUBJECT: Standing(kind=kind, confirmed=confirmed)}


def rules_of(verdict: Verdict) -> list[str]:
    """The rules of its reasons."""
    return [one.rule for one in verdict.reasons]


@pytest.mark.parametrize(
    ("sighting", "kind"),
    [
        (seen(ADVERT, OFFER, links=(ELSEWHERE,)), VerdictKind.PROMOTES_GAMBLING),
        (seen(ADVERT, OFFER), VerdictKind.PROMOTES_GAMBLING),
        (seen(text=OFFER, links=(ELSEWHERE,)), VerdictKind.PROMOTES_GAMBLING),
        (seen(text=OFFER, links=("https://bit.ly/vidu",)), VerdictKind.PROMOTES_GAMBLING),
        # It takes players itself, by message.
        (seen(text=OFFER, links=("https://t.me/vidu",)), VerdictKind.GAMBLING),
        (
            seen(text=OFFER, links=(ELSEWHERE,), title="Game Bài Đổi Thưởng Ví Dụ"),
            VerdictKind.GAMBLING,
        ),
        (seen(ADVERT, SERVER, links=(ELSEWHERE,)), VerdictKind.PROMOTES_UNLICENSED),
        (seen(ADVERT, HONEST, links=(ELSEWHERE,)), VerdictKind.CLEAN),
        (seen(text=NEWS, title="Báo Ví Dụ"), VerdictKind.CLEAN),
    ],
)
def test_own_words_decide(sighting: Sighting, kind: VerdictKind) -> None:
    verdict = judged(sighting)
    assert (verdict.kind, verdict.question) == (kind, None)
    assert verdict.reasons


@pytest.mark.parametrize("where", ["description", "extra_texts", "cards"])
def test_all_parts_of_an_advert_are_read_and_quoted_where_they_stand(where: str) -> None:
    facts: dict[str, Any] = {
        "description": OFFER,
        "extra_texts": [OFFER],
        "cards": [{"title": "x", "body": OFFER}],
    }
    verdict = judged(seen(ADVERT, facts={where: facts[where]}))
    assert verdict.kind is VerdictKind.PROMOTES_GAMBLING
    assert {one.field for one in verdict.reasons if one.rule == "gambling_finding"} == {
        f"facts.{where}"
    }


def test_shown_domain_and_button_are_no_words_of_the_advertiser() -> None:
    told = {"caption": "nohu88vidu.com", "cta_text": OFFER}
    assert judged(seen(ADVERT, HONEST, facts=told)).kind is VerdictKind.CLEAN


def test_quotes_stand_literally_in_the_field_that_is_named() -> None:
    advert = seen(ADVERT, OFFER)
    told = [one for one in judged(seen(), adverts=(advert,)).reasons if one.field == ADVERT]
    assert told
    assert all(one.quote and one.quote in (advert.text or "") for one in told)


def test_adverts_feed_their_page_and_versions_of_one_are_one() -> None:
    versions = tuple(
        seen(f"fbad:{number}", f"{OFFER} Bản {number}", facts={"collation_id": "8"})
        for number in range(3)
    )
    verdict = judged(seen(text=NEWS), adverts=versions)
    # One report stands against one offer: three versions would outnumber it.
    assert verdict.question is Question.GAMBLING_UNCONFIRMED
    apart = tuple(
        seen(f"fbad:{number}", f"{OFFER} Bản {number}", facts={"collation_id": str(number)})
        for number in range(3)
    )
    assert judged(seen(text=NEWS), adverts=apart).kind is VerdictKind.GAMBLING


def test_one_misread_report_makes_no_bookmaker_of_a_newspaper() -> None:
    post = {"layer": "post"}
    verdict = judged(seen(text=OFFER, facts=post), seen(text=NEWS, facts=post))
    assert (verdict.kind, verdict.question) == (
        VerdictKind.UNSURE,
        Question.GAMBLING_UNCONFIRMED,
    )
    assert "benign_context" in rules_of(verdict)


def test_a_name_alone_never_accuses() -> None:
    verdict = judged(seen(title="Game Bài Đổi Thưởng Uy Tín Ví Dụ"))
    assert verdict.question is Question.GAMBLING_UNCONFIRMED
    told = seen(text=HONEST, title="Game Bài Đổi Thưởng Uy Tín Ví Dụ")
    assert judged(told).kind is VerdictKind.UNSURE


def test_one_word_that_is_not_decisive_goes_to_a_person() -> None:
    denial = (
        "Điều khiển chú ngựa vượt chướng ngại. Không phải game cá cược đua ngựa: không đặt tiền, "
        "không thưởng tiền, không nội dung cờ bạc."
    )
    verdict = judged(seen(ADVERT, denial, publisher="Đua Ngựa Làng Cười"))
    assert verdict.question is Question.GAMBLING_UNCONFIRMED


def test_words_of_visitors_are_never_read() -> None:
    said = {"comments": [OFFER], "reviews": [{"id": "1", "text": OFFER}], "recommendations": OFFER}
    assert judged(seen(text=HONEST, facts=said)).kind is VerdictKind.CLEAN


def test_without_a_tie_to_vietnam_nobody_is_accused() -> None:
    abroad = seen(ADVERT, "Casino bonus, live roulette, bet now, cash out", facts={"country": "BD"})
    told = judged(abroad)
    assert told.kind is VerdictKind.UNSURE
    assert "page_no_tie" in rules_of(told)


@pytest.mark.parametrize("subject", [PAGE, ADVERT])
@pytest.mark.parametrize(
    ("text", "kind", "confirmed", "expected"),
    [
        (HONEST, VerdictKind.GAMBLING, True, VerdictKind.PROMOTES_GAMBLING),
        (HONEST, VerdictKind.GAMBLING, False, Question.LEADS_TO_GAMBLING),
        ("Kèo nhà cái", VerdictKind.GAMBLING, False, VerdictKind.PROMOTES_GAMBLING),
        (NEWS, VerdictKind.GAMBLING, True, Question.LEADS_TO_GAMBLING),
        (HONEST, VerdictKind.UNLICENSED, True, VerdictKind.PROMOTES_UNLICENSED),
        (HONEST, VerdictKind.UNLICENSED, False, Question.NOT_ENOUGH_SEEN),
        (HONEST, VerdictKind.IMPOSTOR, True, VerdictKind.PROMOTES_UNLICENSED),
    ],
)
def test_what_a_person_confirmed_weighs_and_what_was_only_judged_accuses_not_alone(
    subject: str, text: str, kind: VerdictKind, confirmed: bool, expected: str
) -> None:
    verdict = judged(
        seen(subject, text, links=(ELSEWHERE,)), standings=held(kind, confirmed=confirmed)
    )
    assert expected in (verdict.kind, verdict.question)
    assert next(one.quote for one in verdict.reasons if one.rule == "page_leads_to") == ELSEWHERE


def test_link_to_what_is_confirmed_accuses_nobody_abroad() -> None:
    abroad = seen(ADVERT, "Flowers", links=(ELSEWHERE,), facts={"country": "BD"})
    verdict = judged(abroad, standings=held(VerdictKind.GAMBLING, confirmed=True))
    assert verdict.question is Question.LEADS_TO_GAMBLING


def test_link_to_a_shared_or_unknown_host_never_accuses() -> None:
    shared = (
        "https://zalo.me/g/vidu",
        "https://bit.ly/vidu",
        "https://vnexpress.net/a",
        "https://t.me/a",
        "https://kodular.io/a",
    )
    assert links_of([seen(links=shared)]) == {}
    assert links_of([seen(links=("https://vidu.blogspot.com/a",))]).keys() == {
        "domain:vidu.blogspot.com"
    }
    for kind in ACCUSING:
        told = held(kind, confirmed=True)
        assert judged(seen(text=HONEST, links=shared), standings=told).kind is VerdictKind.CLEAN
    named = seen(text=HONEST, links=("https://nohu88vidu.com/",))
    assert judged(named).kind is VerdictKind.CLEAN


def test_promise_beside_a_link_named_like_a_bookmaker_goes_to_a_person() -> None:
    promise = "Quà khai trương: 200K cho 100 bạn đầu tiên đăng ký tại link"
    verdict = judged(seen(ADVERT, promise, links=("https://nohu88vidu.com/",)))
    assert verdict.question is Question.GAMBLING_UNCONFIRMED
    assert "page_link_name" in rules_of(verdict)
    assert judged(seen(ADVERT, promise, links=(ELSEWHERE,))).kind is VerdictKind.CLEAN


def test_publisher_of_an_advert_is_no_firm_in_vietnam() -> None:
    facts = {"country": "BD"}
    advert = seen(ADVERT, "Casino bonus, live roulette", publisher="Cổng Game Ví Dụ", facts=facts)
    assert "tie_to_vietnam" not in rules_of(judged(advert))


def test_private_server_of_a_program_is_none_of_a_game() -> None:
    guide = (
        "Hướng dẫn tạo server riêng chứa gói nội bộ, cấp token đọc cho nhóm phát hành. Bản alpha "
        "đặt nhãn next, bản open beta đặt nhãn beta."
    )
    assert judged(seen(ADVERT, guide, links=(ELSEWHERE,))).kind not in ACCUSING


def test_private_server_that_leads_nowhere_is_not_accused() -> None:
    verdict = judged(seen(ADVERT, SERVER))
    assert (verdict.kind, verdict.question) == (VerdictKind.UNSURE, Question.NOT_ENOUGH_SEEN)


@pytest.mark.parametrize(
    ("links", "kind", "question"),
    [
        ((OWN,), VerdictKind.LICENSED, None),
        ((APP,), VerdictKind.LICENSED, None),
        ((OWN, ELSEWHERE), VerdictKind.UNSURE, Question.ACCOUNT_UNCONFIRMED),
        ((ELSEWHERE,), VerdictKind.UNSURE, Question.ACCOUNT_UNCONFIRMED),
        ((), VerdictKind.UNSURE, Question.ACCOUNT_UNCONFIRMED),
    ],
)
def test_licensed_name_is_cleared_by_where_it_leads(
    links: Links, kind: VerdictKind, question: Question | None
) -> None:
    page = seen(title=f"{TITLE} - Fanpage", text=GAME, links=links)
    verdict = judged(page, papers=(paper(),))
    assert (verdict.kind, verdict.question, verdict.entry) == (kind, question, "E1")


@pytest.mark.parametrize(
    ("title", "papers"),
    [
        ("Tiệm Hoa Ví Dụ", (paper(),)),
        (TITLE, (paper(status=EntryStatus.REVOKED),)),
    ],
)
def test_own_host_clears_only_its_own_name_with_a_paper_in_force(
    title: str, papers: tuple[RegistryEntry, ...]
) -> None:
    page = seen(title=title, text=GAME, links=(OWN,))
    assert judged(page, papers=papers).kind is not VerdictKind.LICENSED


def test_publishers_page_is_cleared_by_its_own_host() -> None:
    page = seen(title=FIRM, text=HONEST, links=(OWN,))
    assert judged(page, papers=(paper(),)).kind is VerdictKind.LICENSED


def test_advert_neither_clears_nor_is_asked_whose_it_is() -> None:
    advert = seen(ADVERT, GAME, publisher=TITLE, title=TITLE, links=(OWN,))
    verdict = judged(advert, papers=(paper(),))
    assert (verdict.kind, verdict.entry) == (VerdictKind.CLEAN, None)


def test_gambling_outranks_a_licence() -> None:
    page = seen(title=TITLE, text=OFFER, links=(OWN,))
    assert judged(page, papers=(paper(),)).kind in ACCUSING


def test_page_of_something_else_under_a_games_name_is_clean() -> None:
    farm = seen(title=TITLE, text=HONEST, genre="Cửa hàng hoa")
    assert judged(farm, papers=(paper(),)).kind is VerdictKind.CLEAN


@pytest.mark.parametrize(
    ("text", "links", "copied", "kind"),
    [
        # The licensee prints its own number, too.
        (f"{GAME} {NUMBER}", (ELSEWHERE,), False, VerdictKind.UNSURE),
        (f"{GAME} {NUMBER}. {FIRM}", (ELSEWHERE,), False, VerdictKind.UNSURE),
        (f"{GAME} {NUMBER}. {OTHER_FIRM}", (ELSEWHERE,), False, VerdictKind.IMPOSTOR),
        (f"{GAME}. {OTHER_FIRM}", (ELSEWHERE,), True, VerdictKind.IMPOSTOR),
        (f"{GAME} {NUMBER}. {FIRM}. {OTHER_FIRM}", (ELSEWHERE,), False, VerdictKind.UNSURE),
        (f"{GAME}. {OTHER_FIRM}", (ELSEWHERE,), False, VerdictKind.UNSURE),
        # An agency's page leads to the licensee.
        (f"{GAME} {NUMBER}. {OTHER_FIRM}", (OWN, ELSEWHERE), False, VerdictKind.UNSURE),
    ],
)
def test_impostor_copies_and_is_somebody_elses_by_another_sign(
    text: str, links: Links, copied: bool, kind: VerdictKind
) -> None:
    verdict = judged(seen(title=TITLE, text=text, links=links), papers=(paper(),), copied=copied)
    assert verdict.kind is kind
    if kind is VerdictKind.UNSURE:
        assert verdict.question is Question.ACCOUNT_UNCONFIRMED


def test_impostor_that_leads_to_what_is_accused() -> None:
    page = seen(title=TITLE, text=f"{GAME} {NUMBER}", links=(ELSEWHERE,))
    told = held(VerdictKind.UNLICENSED, confirmed=False)
    verdict = judged(page, papers=(paper(),), standings=told)
    assert (verdict.kind, verdict.entry) == (VerdictKind.IMPOSTOR, "E1")
    assert {"account_copies", "page_prints_number", "page_leads_to"} <= set(rules_of(verdict))


@pytest.mark.parametrize(
    ("sighting", "approved"),
    [
        (seen(text=OFFER), {PAGE: "cơ quan"}),
        (seen(ADVERT, OFFER, publisher_id="910000000000001"), {PAGE: "cơ quan"}),
        (seen(text=OFFER, website="https://www.vidu.gov.vn/"), {}),
    ],
)
def test_protected_page_is_never_accused(sighting: Sighting, approved: dict[str, str]) -> None:
    verdict = judged(sighting, approved=approved)
    assert (verdict.kind, verdict.question) == (VerdictKind.UNSURE, Question.PROTECTED_NAME)
    assert verdict.reasons[0].rule == "protected_name"


def test_naming_a_platform_as_website_protects_nobody() -> None:
    assert judged(seen(text=OFFER, website="https://zalo.me/g/vidu")).kind in ACCUSING


def test_renames_are_quoted_in_order_and_accuse_nobody() -> None:
    history = [
        {"what": "NAME_CHANGE", "day": "2026-02-01", "name": "Điện Lạnh Ví Dụ"},
        {"what": "CREATION", "day": "2020-01-01", "name": "Quê Tôi"},
    ]
    page = seen(text=OFFER, title="Nổ Hũ Ví Dụ", facts={"history": history})
    told = [one for one in judged(page).reasons if one.rule == "page_renamed"]
    assert [(one.quote, one.en.split("→")[1]) for one in told] == [
        ("Quê Tôi", " “Điện Lạnh Ví Dụ” (2026-02-01)"),
        ("Điện Lạnh Ví Dụ", " “Nổ Hũ Ví Dụ” (2026-03-01)"),
    ]
    clean = seen(text=HONEST, title="Nơi Này", facts={"history": history})
    assert judged(clean).kind is VerdictKind.CLEAN


def test_page_without_any_words_is_unsure() -> None:
    verdict = judged(seen(title=None))
    assert (verdict.kind, verdict.question) == (VerdictKind.UNSURE, Question.NOT_ENOUGH_SEEN)


OWN_PAGE = replace(DECLARED, account=PAGE)


def test_a_page_that_its_licensee_declared_is_licensed_under_any_name() -> None:
    verdict = judged(seen(text=HONEST), papers=(paper(),), declared=(OWN_PAGE,))
    assert (verdict.kind, verdict.entry) == (VerdictKind.LICENSED, "E1")
    [told] = verdict.reasons
    assert (told.rule, told.quote) == ("page_declared", PAGE)
    assert "(1/CV-VD, 01/01/2026)" in told.vi
    assert judged(seen(text=HONEST), papers=(paper(),)).kind is VerdictKind.CLEAN


@pytest.mark.parametrize(
    ("sighting", "question"),
    [
        (seen(text=OFFER, links=(ELSEWHERE,)), Question.GAMBLING_UNCONFIRMED),
        (seen(text=SERVER, links=(ELSEWHERE,)), Question.ACCOUNT_UNCONFIRMED),
        (seen(ADVERT, OFFER, publisher_id="910000000000001"), Question.GAMBLING_UNCONFIRMED),
    ],
)
def test_a_declared_page_and_its_adverts_are_never_accused_by_rule(
    sighting: Sighting, question: Question
) -> None:
    assert judged(sighting, papers=(paper(),)).kind in ACCUSING
    verdict = judged(sighting, papers=(paper(),), declared=(OWN_PAGE,))
    assert (verdict.kind, verdict.question) == (VerdictKind.UNSURE, question)
    assert verdict.reasons[0].rule == "page_declared"


def test_a_declaration_without_a_paper_in_force_or_by_two_firms_does_not_clear() -> None:
    ended, page = paper(status=EntryStatus.REVOKED), seen(text=HONEST)
    assert judged(page, papers=(ended,), declared=(OWN_PAGE,)).kind is VerdictKind.CLEAN
    both = (OWN_PAGE, replace(OWN_PAGE, publisher=OTHER_FIRM))
    papers = (paper(), paper(entry="E2", publisher=OTHER_FIRM))
    assert judged(page, papers=papers, declared=both).kind is VerdictKind.CLEAN


def test_another_page_under_the_name_of_a_declared_one_is_not_cleared() -> None:
    other = seen("fbpage:910000000000002", text=GAME, title=TITLE)
    verdict = judged(other, papers=(paper(),), declared=(OWN_PAGE,))
    assert (verdict.kind, verdict.question) == (VerdictKind.UNSURE, Question.ACCOUNT_UNCONFIRMED)
