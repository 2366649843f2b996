"""Sites: the entry's own pages are judged; names, landing pages and words alone accuse nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.records import (
    ACCUSING,
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
from matchers.registry import Register
from matchers.ties import find_ties
from matchers.verdict.rules import Rules
from matchers.verdict.site import decide_site
from matchers.verdict.site_copies import LicensedSites
from matchers.verdict.site_evidence import gather
from matchers.verdict.site_game import match_site

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LEXICON = load_lexicon()
FLAGGED, INNOCENT = "domain:nohu88vidu.com", "domain:tiemhoavidu.com"
OFFER = (
    "Nổ hũ đổi thưởng, tài xỉu online. Nạp tiền rút tiền về ví trong 1 phút, cược nhà cái "
    "uy tín, tặng code tân thủ 100k. " * 5
)
HONEST = (
    "Tiệm hoa giao tận nơi trong ngày: hoa cưới, hoa sinh nhật, lẵng hoa khai trương. Mở cửa từ "
    "bảy giờ sáng, khách đặt trước một ngày được tặng thiệp viết tay. " * 5
)
SERVER = (
    "Máy chủ lậu mới open, chưa ai đưa về nước. Tải game ngay, đăng ký tài khoản, nhập giftcode "
    "tân thủ, nạp thẻ x5, đua top bang hội, săn boss. Tặng VIP 15, 500.000 KNB, exp x100. " * 3
)
GAME = (
    "Game nhập vai kiếm hiệp. Tải game, đăng ký tài khoản, máy chủ mới khai mở, nhập giftcode, "
    "nạp thẻ, nhân vật môn phái, đua top bang hội, phó bản mỗi tối. " * 4
)
Facts = dict[str, Any]
ACCOUNTS: Facts = {"fields": ["password mk Mật khẩu"]}
INJECTED: Facts = {
    "pages": [{"url": "https://x/uploads/a.html", "title": "Nhà cái", "text": OFFER}]
}


def paper(**fields: Any) -> RegistryEntry:
    """An invented paper of a game."""
    values: dict[str, Any] = {
        "entry": "E1",
        "kind": LicenceKind.G1_RELEASE_DECISION,
        "number": "1/QĐ-VD",
        "issued": None,
        "title": "Ví Dụ Kiếm Khách",
        "publisher": "Công ty Cổ phần Ví Dụ Vui",
        "status": EntryStatus.IN_FORCE,
    }
    return RegistryEntry(**(values | fields))


def judged(
    subject: str,
    text: str | None,
    *,
    title: str | None = "Ví Dụ",
    papers: tuple[RegistryEntry, ...] = (),
    covered: bool = True,
    outlinks: tuple[str, ...] = (),
    approved: dict[str, str] | None = None,
    url: str | None = None,
    seen_too: tuple[Sighting, ...] = (),
    **facts: Any,
) -> Verdict:
    """The verdict of a site that shows these words."""
    name = subject.removeprefix("domain:")
    seen = Sighting(
        subject=subject,
        source="domains",
        market="vn",
        seen_at=NOW,
        presence=Presence.PRESENT,
        title=title,
        text=text,
        url=url or f"https://{name}/",
        outlinks=outlinks,
        facts={"layer": "site", "language": "vi", **facts},
    )
    rules, licensees = Rules(), Licensees(papers, aliases=())
    evidence = gather(
        seen,
        match_site(seen, Register(papers), rules, licensees),
        ties=find_ties([seen]),
        lexicon=LEXICON,
        rules=rules,
        licensees=licensees,
        approved=approved or {},
        covered=covered,
        copied=LicensedSites(seen_too).copied_by(seen),
    )
    return decide_site(evidence, rules, now=NOW, fingerprint="f")


def cloaked(kind: str, url: str, **more: Any) -> dict[str, Any]:
    """What another side was shown."""
    told = {"kind": kind, "side": "x", "url": url, "title": "Nhà cái", "text": OFFER, **more}
    return {"cloaking": [told]}


def landing(text: str, host: str = "dich-vidu.net") -> dict[str, Any]:
    """Where the entry leads."""
    told = {"url": f"https://{host}/", "title": "Đích", "text": text}
    return {"landing": told, "left_by": "http"}


GAMBLING, CLEAN, UNSURE = VerdictKind.GAMBLING, VerdictKind.CLEAN, VerdictKind.UNSURE


@pytest.mark.parametrize(
    ("subject", "text", "facts", "kind", "question"),
    [
        (FLAGGED, OFFER, {}, GAMBLING, None),
        (INNOCENT, OFFER, ACCOUNTS, GAMBLING, None),
        # Words alone, on a name that says nothing, where nobody takes customers.
        (INNOCENT, OFFER, {}, UNSURE, Question.GAMBLING_UNCONFIRMED),
        (FLAGGED, OFFER[:150], {}, UNSURE, Question.GAMBLING_UNCONFIRMED),
        (INNOCENT, HONEST, {}, CLEAN, None),
        (FLAGGED, HONEST, {}, CLEAN, None),  # a name alone never accuses
        (INNOCENT, "", {}, UNSURE, Question.NOT_ENOUGH_SEEN),
        # The landing page is another's.
        (FLAGGED, None, landing(HONEST), UNSURE, Question.LEADS_AWAY),
        (INNOCENT, None, landing(HONEST), CLEAN, None),
        (INNOCENT, None, landing(OFFER), UNSURE, Question.LEADS_TO_GAMBLING),
        (FLAGGED, None, landing(OFFER, "taixiu88vidu.net"), GAMBLING, None),
        (FLAGGED, None, landing(OFFER), UNSURE, Question.LEADS_TO_GAMBLING),  # perhaps a wallet
        # Injected pages: the owner is told.
        (INNOCENT, HONEST, INJECTED, VerdictKind.COMPROMISED, None),
        (INNOCENT, HONEST, {"hidden": OFFER}, VerdictKind.COMPROMISED, None),
        (
            INNOCENT,
            HONEST,
            cloaked("referrer", "https://tiemhoavidu.com/"),
            VerdictKind.COMPROMISED,
            None,
        ),
        (
            INNOCENT,
            HONEST,
            cloaked("device", "https://dich-vidu.net/"),
            VerdictKind.COMPROMISED,
            None,
        ),
        # A front that is none.
        (
            INNOCENT,
            "Xin chào",
            cloaked("device", "https://tiemhoavidu.com/", accounts=["password"]),
            GAMBLING,
            None,
        ),
        # A small site that was broken into looks the same but for what it does itself.
        (
            INNOCENT,
            "Xin chào",
            cloaked("device", "https://tiemhoavidu.com/"),
            UNSURE,
            Question.GAMBLING_UNCONFIRMED,
        ),
        (INNOCENT, "Xin chào", INJECTED, UNSURE, Question.GAMBLING_UNCONFIRMED),
        # Sites with flagged names are broken into as well: a home page of its own speaks for it.
        (FLAGGED, HONEST, {"hidden": OFFER}, VerdictKind.COMPROMISED, None),
        (FLAGGED, HONEST, INJECTED, UNSURE, Question.GAMBLING_UNCONFIRMED),
        (FLAGGED, HONEST, {"hidden": OFFER, **INJECTED}, UNSURE, Question.GAMBLING_UNCONFIRMED),
        (
            FLAGGED,
            HONEST,
            cloaked("visit", "https://nohu88vidu.com/"),
            UNSURE,
            Question.GAMBLING_UNCONFIRMED,
        ),
        (
            FLAGGED,
            HONEST,
            cloaked("visit", "https://nohu88vidu.com/", accounts=["password"]),
            GAMBLING,
            None,
        ),
        (FLAGGED, "Xin chào", {"hidden": OFFER}, GAMBLING, None),
        # Led elsewhere: both names must say it, and an honest home page speaks against it.
        (
            FLAGGED,
            "Xin chào",
            cloaked("device", "https://dich-vidu.net/"),
            UNSURE,
            Question.GAMBLING_UNCONFIRMED,
        ),
        (FLAGGED, "Xin chào", cloaked("device", "https://taixiu88vidu.net/"), GAMBLING, None),
        (
            FLAGGED,
            HONEST,
            cloaked("device", "https://taixiu88vidu.net/"),
            UNSURE,
            Question.GAMBLING_UNCONFIRMED,
        ),
        (INNOCENT, "Tên miền này đang được rao bán", {}, VerdictKind.PARKED, None),
        (FLAGGED, f"Tên miền này đang được rao bán. {OFFER[:90]}", {}, VerdictKind.PARKED, None),
        (INNOCENT, "Website đang được xây dựng", {}, VerdictKind.PARKED, None),
    ],
)
def test_what_is_said_of_a_site(
    subject: str,
    text: str | None,
    facts: dict[str, Any],
    kind: VerdictKind,
    question: Question | None,
) -> None:
    title = None if text is None else "Ví Dụ"
    verdict = judged(subject, text, title=title, **facts)
    assert (verdict.kind, verdict.question) == (kind, question)
    assert verdict.reasons
    assert all(told.vi and told.en for told in verdict.reasons)


@pytest.mark.parametrize("host", ["ubnd-vidu.gov.vn", "thptvidu.edu.vn", "vnexpress.net"])
def test_protected_hosts_are_told_and_never_accused(host: str) -> None:
    subject = f"domain:{host}"
    assert judged(subject, HONEST).kind is CLEAN
    assert judged(subject, HONEST, **INJECTED).kind is VerdictKind.COMPROMISED
    nothing: Facts = {}
    for facts in (nothing, ACCOUNTS):
        verdict = judged(subject, OFFER, **facts)
        assert (verdict.kind, verdict.question) == (UNSURE, Question.PROTECTED_NAME)


def test_a_name_that_the_office_protects_needs_two_people() -> None:
    verdict = judged(FLAGGED, OFFER, approved={FLAGGED: "Ví dụ"})
    assert (verdict.kind, verdict.question) == (UNSURE, Question.PROTECTED_NAME)


BELOW: Facts = {
    "pages": [
        {"url": "https://khach.tiemhoavidu.com/a", "title": "Nhà cái", "text": OFFER, **ACCOUNTS}
    ]
}


@pytest.mark.parametrize("text", [None, "Xin chào"])
def test_a_host_below_the_name_alone_accuses_nobody(text: str | None) -> None:
    verdict = judged(INNOCENT, text, title=text, **BELOW, **ACCOUNTS)
    assert (verdict.kind, verdict.question) == (UNSURE, Question.GAMBLING_UNCONFIRMED)
    assert verdict.reasons[0].quote == "https://khach.tiemhoavidu.com/a"
    # What the home page says itself is not taken back by what stands below.
    assert judged(INNOCENT, OFFER, **BELOW, **ACCOUNTS).kind is GAMBLING


def test_what_was_seen_of_a_host_below_alone_accuses_nobody() -> None:
    verdict = judged(INNOCENT, OFFER, url="https://khach.tiemhoavidu.com/", **ACCOUNTS)
    assert (verdict.kind, verdict.question) == (UNSURE, Question.GAMBLING_UNCONFIRMED)


@pytest.mark.parametrize("status", [EntryStatus.IN_FORCE, EntryStatus.REVOKED])
def test_a_paper_of_a_host_below_clears_and_never_accuses(status: EntryStatus) -> None:
    here = (paper(domains="https://choi.tiemhoavidu.com", status=status),)
    pages = [{"url": "https://choi.tiemhoavidu.com/", "title": "Ví Dụ", "text": GAME}]
    kind = judged(INNOCENT, HONEST, papers=here, pages=pages).kind
    assert kind is (VerdictKind.LICENSED if status is EntryStatus.IN_FORCE else CLEAN)


WALLET = "Ví trả tiền nhanh: nạp tiền, rút tiền về ngân hàng trong 1 phút, hoàn tiền mỗi ngày. " * 6


def test_a_wallet_or_a_shop_with_accounts_and_money_is_no_bookmaker() -> None:
    facts = ACCOUNTS | {"payments": [{"account": "0123456789", "quote": "STK 0123456789"}]}
    for text in (WALLET, "Bán cờ tướng, bài tú lơ khơ, bộ xúc xắc, đổi trả trong 7 ngày. " * 8):
        assert judged(INNOCENT, text, **facts).kind not in ACCUSING


def test_rankings_of_others_promote() -> None:
    text = "Top 10 nhà cái uy tín nhất, đánh giá chi tiết các nhà cái. " + OFFER
    verdict = judged(INNOCENT, text, outlinks=("https://a-vidu.example/",))
    assert verdict.kind is VerdictKind.PROMOTES_GAMBLING
    assert judged(INNOCENT, text, **ACCOUNTS).kind is GAMBLING


@pytest.mark.parametrize(
    ("facts", "outlinks", "covered", "kind", "question"),
    [
        ({"installs": ["https://x/a.apk"]}, (), True, VerdictKind.UNLICENSED, None),
        (
            {"installs": ["https://x/a.apk"]},
            (),
            False,
            UNSURE,
            Question.REGISTER_INCOMPLETE,
        ),
        ({}, ("https://khac-vidu.com/",), True, VerdictKind.PROMOTES_UNLICENSED, None),
        ({}, (), True, UNSURE, Question.NOT_ENOUGH_SEEN),  # it may be a report
    ],
)
def test_private_servers(
    facts: dict[str, Any],
    outlinks: tuple[str, ...],
    covered: bool,
    kind: VerdictKind,
    question: Question | None,
) -> None:
    verdict = judged(INNOCENT, SERVER, covered=covered, outlinks=outlinks, **facts)
    assert (verdict.kind, verdict.question) == (kind, question)


INSTALLS: Facts = {"installs": ["https://x/a.apk"]}
FIRM = " Công ty Cổ phần Ví Dụ Vui"


@pytest.mark.parametrize(
    ("title", "text", "covered", "kind"),
    [
        ("Đảo Mây Vô Danh - Trang chủ", GAME, True, VerdictKind.UNLICENSED),
        ("Đảo Mây Vô Danh - Trang chủ", GAME, False, UNSURE),
        # Title and publisher as the page prints them: an impostor prints the same.
        ("Ví Dụ Kiếm Khách - Trang chủ", GAME + FIRM, True, UNSURE),
        ("Ví Dụ Kiếm Khách - Trang chủ", GAME, True, UNSURE),
        # A licensee's own page may name neither, or the licensee alone.
        ("", GAME, True, UNSURE),
        ("Trang chủ chính thức | Nạp thẻ - Game Online", GAME, True, UNSURE),
        ("Đảo Mây Vô Danh - Trang chủ", GAME + FIRM, True, UNSURE),
        ("Đảo Mây Vô Danh", GAME + FIRM.upper() + " Địa chỉ: Hà Nội", True, UNSURE),
        ("Đảo Mây Vô Danh", GAME + " Công ty Cổ phần Ví Dụ Khác", True, VerdictKind.UNLICENSED),
        ("Nạp thẻ | Đảo Mây Vô Danh", GAME, True, VerdictKind.UNLICENSED),
    ],
)
def test_sites_of_games_by_the_register(
    title: str, text: str, covered: bool, kind: VerdictKind
) -> None:
    verdict = judged(INNOCENT, text, title=title, papers=(paper(),), covered=covered, **INSTALLS)
    assert verdict.kind is kind


def test_words_about_games_are_no_game_where_nobody_plays() -> None:
    assert judged(INNOCENT, GAME).kind is CLEAN


def test_a_host_in_the_register_is_licensed_and_its_injected_pages_are_told() -> None:
    here = (paper(domains="https://tiemhoavidu.com"),)
    verdict = judged(INNOCENT, GAME, papers=here, **INSTALLS)
    assert (verdict.kind, verdict.reasons[0].entry) == (VerdictKind.LICENSED, "E1")
    assert judged(INNOCENT, GAME, papers=here, **INJECTED).kind is VerdictKind.COMPROMISED
    doubted = judged(INNOCENT, OFFER, papers=here, **ACCOUNTS)
    assert (doubted.kind, doubted.question) == (UNSURE, Question.GAMBLING_UNCONFIRMED)
    ended = (paper(domains="tiemhoavidu.com", status=EntryStatus.REVOKED),)
    assert judged(INNOCENT, GAME, papers=ended, **INSTALLS).kind is VerdictKind.LICENCE_PROBLEM


def test_names_of_gambling_that_lead_to_honest_sites_accuse_nobody() -> None:
    ways = ("http", "meta", "script", "frame")
    for number in range(40):
        facts: Facts = landing(HONEST) | {"left_by": ways[number % 4]}
        verdict = judged(f"domain:nohu{number}vidu.com", "", title="", **facts)
        assert verdict.kind not in ACCUSING


POLICE = (
    "Công an Phường Ví Dụ\nTriệt phá đường dây đánh bạc, khởi tố vụ án, tạm giữ các đối tượng\n"
    "Cảnh báo thủ đoạn mới của các đối tượng lừa đảo, đề nghị báo ngay cho công an\n"
    "Cơ quan điều tra thu giữ tang vật của vụ án tổ chức đánh bạc\nNgười dân không tham gia\n"
)
WARNED = (
    f"{OFFER}\nTài xỉu md5, xóc đĩa, quay hũ, đặt cược từ 100 đ, bán chip rút tiền thật.\n"
    "Đá gà trực tiếp, lô đề một ăn 98, link vào không bị chặn, hoa hồng đại lý cấp 1.\n"
    "Công an khuyến cáo: người dân cảnh giác.\n"
)
PAID: Facts = {"payments": [{"account": "0123456789", "quote": "STK 0123456789"}]}


@pytest.mark.parametrize(
    "facts",
    [
        {
            "pages": [
                {"url": "https://x/uploads/a.html", "title": "Nhà cái", "text": POLICE + OFFER}
            ]
        },
        cloaked("referrer", "https://tiemhoavidu.com/", text=POLICE + OFFER),
    ],
)
def test_the_frame_of_its_host_does_not_hide_an_injected_page(facts: Facts) -> None:
    assert judged(INNOCENT, POLICE * 2, **facts).kind is VerdictKind.COMPROMISED
    assert judged(INNOCENT, POLICE * 2, **facts | {"pages": [], "cloaking": []}).kind is CLEAN


@pytest.mark.parametrize(
    ("subject", "text", "url", "accounts", "kind"),
    [
        ("domain:vidu.gov.vn", POLICE, "https://taixiu88vidu.net/", True, VerdictKind.COMPROMISED),
        (INNOCENT, HONEST, "https://taixiu88vidu.net/", True, VerdictKind.COMPROMISED),
        (INNOCENT, "Ví Dụ", "https://taixiu88vidu.net/", True, CLEAN),
        ("domain:vidu.gov.vn", POLICE, "https://taixiu88vidu.net/", False, CLEAN),
        ("domain:vidu.gov.vn", POLICE, "https://dich-vidu.net/", True, CLEAN),
        ("domain:vidu.gov.vn", POLICE, "https://vidu.gov.vn/", True, CLEAN),
    ],
)
def test_only_some_visitors_of_an_honest_host_are_led_to_players_accounts(
    subject: str, text: str, url: str, accounts: bool, kind: VerdictKind
) -> None:
    new_words = {"title": "Ví Dụ 68", "text": "Chiếu xóc chén, mở ví ngay. " * 9}
    facts = cloaked("device", url, **new_words, accounts=["password"] if accounts else [])
    verdict = judged(subject, text, **facts)
    assert verdict.kind is kind
    assert (url in [told.quote for told in verdict.reasons]) is (kind is VerdictKind.COMPROMISED)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"home": {"accounts": ["password"]}, **PAID}, VerdictKind.UNSURE),
        ({"home": {"accounts": ["password"]}}, VerdictKind.COMPROMISED),
        (PAID, VerdictKind.COMPROMISED),
    ],
)
def test_who_takes_players_and_money_at_home_is_not_called_a_victim(
    facts: Facts, kind: VerdictKind
) -> None:
    assert judged(INNOCENT, HONEST, **INJECTED, **facts).kind is kind


def test_a_pasted_warning_clears_nobody_who_takes_players_and_their_money() -> None:
    home: Facts = {"home": {"accounts": ["password mk"], "installs": []}}
    assert judged(INNOCENT, WARNED, **ACCOUNTS, **PAID, **home).kind is GAMBLING
    # What others put on an honest site takes players, not its home page.
    for facts in (ACCOUNTS | PAID, ACCOUNTS | home, PAID | {"home": {"accounts": []}}):
        assert judged(INNOCENT, WARNED, **facts).kind is UNSURE
    assert judged(INNOCENT, POLICE * 2, **ACCOUNTS, **PAID, **home).kind not in ACCUSING


AT_HOME: Facts = {"home": {"accounts": ["password mk"], "installs": []}}
# Its home page leaves a doubt: of games without a licence.
NEWS = (
    "Tin tức thời sự trong ngày. Nhóm phóng viên thâm nhập một sòng bài, nơi mỗi đêm hàng tỷ đồng "
    "đổi chủ. Game lậu hút máu trẻ em: trẻ em mê game không phép, phụ huynh mất tiền triệu vì nạp "
    "thẻ. Giá vàng hôm nay giảm nhẹ, khách xếp hàng mua lộc đầu năm. "
) * 3
PLANTED: Facts = {
    "pages": [
        {
            "url": "https://tiemhoavidu.com/wp-content/uploads/2024/tin-1.html",
            "title": "Nhà cái",
            "text": OFFER + "Thẻ cào Viettel.",
        }
    ],
    "payments": [{"method": "phone_card", "account": None, "quote": "Thẻ cào Viettel"}],
}


@pytest.mark.parametrize("text", [NEWS, "Xin chào"])
def test_a_victim_does_not_answer_for_what_planted_pages_ask_for(text: str) -> None:
    for subject in (INNOCENT, FLAGGED):
        assert judged(subject, text, **PLANTED).kind not in ACCUSING
        silent: Facts = {
            **PLANTED,
            "pages": [PLANTED["pages"][0] | {"title": "Bài", "text": "Bài"}],
        }
        beside = cloaked("referrer", "https://tiemhoavidu.com/")
        assert judged(INNOCENT, text, **silent, **beside).kind not in ACCUSING
        assert judged(subject, text, **PLANTED, **AT_HOME).kind not in ACCUSING
        doubted: Facts = {"pages": [PLANTED["pages"][0] | {"text": WARNED}]}
        assert judged(subject, text, **doubted, **AT_HOME).kind not in ACCUSING
    # The same page where the site puts its own is the site's doing, on a home page that is none.
    own: Facts = {
        **PLANTED,
        "pages": [PLANTED["pages"][0] | {"url": "https://tiemhoavidu.com/choi"}],
    }
    assert judged(INNOCENT, "Xin chào", **own).kind is GAMBLING


@pytest.mark.parametrize(
    "facts",
    [
        PLANTED,
        {"hidden": OFFER},
        cloaked("referrer", "https://tiemhoavidu.com/"),
        cloaked("device", "https://taixiu88vidu.net/", accounts=["password"]),
    ],
)
def test_a_newspaper_that_names_games_without_a_licence_is_no_front(facts: Facts) -> None:
    assert judged(INNOCENT, NEWS).kind is UNSURE
    assert judged(INNOCENT, NEWS, **facts).kind is VerdictKind.COMPROMISED


NO_WORDS = "Chiếu sáu con vật, mở ví ngay, quầy trả liền tay. " * 9
LURE = "https://taixiu88vidu.net/?s=1"


def page_of(**more: Any) -> Facts:
    """A page without a word that is known, which leads to a name of gambling."""
    planted = "https://tiemhoavidu.com/wp-content/uploads/2024/tin-1.html"
    return {"url": planted, "title": "Bài", "text": NO_WORDS, "leads": [LURE]} | more


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"pages": [page_of()]}, VerdictKind.COMPROMISED),
        (
            {"pages": [page_of(url="https://tiemhoavidu.com/a", unlinked=True)]},
            VerdictKind.COMPROMISED,
        ),
        (
            {"cloaking": [page_of(url="https://tiemhoavidu.com/", kind="referrer")]},
            VerdictKind.COMPROMISED,
        ),
        ({"pages": [page_of(url="https://tiemhoavidu.com/a")]}, CLEAN),
        ({"pages": [page_of(leads=["https://dich-vidu.net/"])]}, CLEAN),
        ({"pages": [page_of(leads=[])]}, CLEAN),
    ],
)
def test_a_page_not_shown_to_everybody_is_known_by_where_it_leads_whatever_its_words(
    facts: Facts, kind: VerdictKind
) -> None:
    links = (LURE, "https://dich-vidu.net/")
    verdict = judged(INNOCENT, HONEST, outlinks=links, **facts)
    assert verdict.kind is kind
    quotes = [told.quote for told in verdict.reasons if told.rule == "site_planted"]
    assert quotes == ["taixiu88vidu.net"] * (kind is VerdictKind.COMPROMISED)
    assert judged(FLAGGED, HONEST, outlinks=links, **facts).kind not in ACCUSING


FEW_WORDS = "Hồ gà miền Tây. Đọc tiếp bên dưới. Điểm lên ví trong 30 giây."
SOLD = "https://khach-vidu.net/?s=tiemhoavidu.com"


def shown_to_searchers(**more: Any) -> Facts:
    """A page that sends on who comes from a search engine, in the name of the site."""
    return {
        "cloaking": [page_of(kind="referrer", text=f"{FEW_WORDS} {HONEST}", leads=[SOLD]) | more]
    }


@pytest.mark.parametrize(
    ("facts", "links", "kind"),
    [
        (shown_to_searchers(), (), VerdictKind.COMPROMISED),
        (shown_to_searchers(leads=["https://khach-vidu.net/?s=other.vn"]), (), CLEAN),
        (shown_to_searchers(leads=["https://khach-vidu.net/"]), (), CLEAN),
        (shown_to_searchers(text=NO_WORDS), (), CLEAN),
        (shown_to_searchers(), ("https://khach-vidu.net/",), CLEAN),
        ({"pages": [page_of(url="https://tiemhoavidu.com/a", leads=[SOLD])]}, (), CLEAN),
    ],
)
def test_who_sends_searchers_on_in_the_name_of_a_site_has_broken_into_it(
    facts: Facts, links: tuple[str, ...], kind: VerdictKind
) -> None:
    verdict = judged(INNOCENT, HONEST, outlinks=links, **facts)
    assert verdict.kind is kind
    quotes = [told.quote for told in verdict.reasons if told.rule == "site_sold"]
    assert quotes == ["khach-vidu.net"] * (kind is VerdictKind.COMPROMISED)


def test_words_that_the_home_page_shows_to_everybody_are_no_sign_of_a_break_in() -> None:
    verdict = judged(INNOCENT, f"{FEW_WORDS} {HONEST}", **shown_to_searchers())
    assert verdict.kind is CLEAN


def test_a_page_planted_on_a_state_host_is_known_by_where_it_leads() -> None:
    verdict = judged("domain:vidu.gov.vn", HONEST, pages=[page_of()])
    assert verdict.kind is VerdictKind.COMPROMISED


WINNERS = "hai***o Chiếu vui 652.000.000\nlam***7 Chiếu vui 1.350.000\nng***88 Chiếu vui 900k\n"
MAKERS = "PG Soft · Jili · JDB\n"


def test_who_shows_winners_and_makers_and_is_paid_is_a_house_whatever_its_words() -> None:
    to_account: Facts = {"payments": [{"account": "0123456789", "quote": "STK 0123456789"}]}
    text = NO_WORDS + WINNERS + MAKERS + POLICE
    verdict = judged(INNOCENT, text, **AT_HOME, **to_account)
    assert verdict.kind is GAMBLING
    quotes = {told.rule: told.quote for told in verdict.reasons}
    assert quotes["site_winners"] == "hai***o Chiếu vui 652.000.000; lam***7 Chiếu vui 1.350.000"
    assert quotes["site_suppliers"] == "PG Soft, Jili, JDB"
    # An offer does as well as the makers of games.
    assert judged(INNOCENT, OFFER + WINNERS, **AT_HOME, **to_account).kind is GAMBLING
    less: list[tuple[str, Facts]] = [
        (text, AT_HOME),
        (text, to_account),
        (NO_WORDS + WINNERS + POLICE, AT_HOME | to_account),
        (NO_WORDS + MAKERS + POLICE, AT_HOME | to_account),
        (NO_WORDS + WINNERS[:40] + MAKERS, AT_HOME | to_account),
        (HONEST + WINNERS, AT_HOME | to_account),
        (WALLET + WINNERS, AT_HOME | to_account),
    ]
    for words, facts in less:
        assert judged(INNOCENT, words, **facts).kind not in ACCUSING


def test_a_house_without_an_account_to_pay_to_is_no_victim_and_is_not_clean() -> None:
    text = NO_WORDS + WINNERS + MAKERS + POLICE
    own: Facts = {"pages": [{"url": "https://x/vi", "title": "Nhà cái", "text": OFFER}]}
    assert judged(INNOCENT, text, **AT_HOME, **own).kind is UNSURE
    shown = cloaked("script", "https://tiemhoavidu.com/", text=NO_WORDS + WINNERS, title="Bài")
    shown["cloaking"][0]["accounts"] = ["password"]
    assert judged(INNOCENT, HONEST, **shown).kind is UNSURE


def test_some_visitors_of_an_honest_host_led_to_a_house_make_it_a_victim() -> None:
    words: Facts = {"title": "Bài", "text": NO_WORDS + WINNERS + MAKERS + POLICE}
    facts = cloaked("device", "https://dich-vidu.net/", **words, accounts=["password"])
    assert judged(INNOCENT, HONEST, **facts).kind is VerdictKind.COMPROMISED


def test_an_entry_that_leads_to_a_house_is_not_clean() -> None:
    there = landing(NO_WORDS + WINNERS + MAKERS + POLICE, "taixiu88vidu.net")
    there["landing"] |= {"accounts": ["password"]}
    assert judged(FLAGGED, None, title=None, **there).kind is GAMBLING
    asked = judged(INNOCENT, None, title=None, **there)
    assert (asked.kind, asked.question) == (UNSURE, Question.LEADS_TO_GAMBLING)


LIST = "Giải Cứu Xóm Nhỏ: game lậu Việt hóa mới mở, vào là full đồ. Danh sách private server. " * 3


def test_a_magazine_of_games_that_keeps_readers_accounts_runs_no_server() -> None:
    text = NEWS + "Tải game, giftcode, sự kiện đua top, nhân vật mới, nạp thẻ. "
    assert judged(INNOCENT, text, **ACCOUNTS, **AT_HOME).kind not in ACCUSING


def test_who_sends_to_several_downloads_of_games_without_a_licence_promotes_them() -> None:
    links = tuple(f"https://game{n}-vidu.net/tai-game" for n in range(3))
    verdict = judged(INNOCENT, LIST, outlinks=links)
    assert verdict.kind is VerdictKind.PROMOTES_UNLICENSED
    shops = tuple(f"https://{host}/download" for host in ("google.com", "apple.com", "github.com"))
    articles = tuple(link.replace("/tai-game", "/bai") for link in links)
    for fewer in (links[:2], articles, shops):
        verdict = judged(INNOCENT, LIST, outlinks=fewer)
        assert (verdict.kind, verdict.question) == (UNSURE, Question.NOT_ENOUGH_SEEN)


def test_players_who_are_taken_behind_a_front_are_seen_beside_a_warning() -> None:
    shown = cloaked("device", "https://tiemhoavidu.com/", text=WARNED, accounts=["password"])
    assert judged(INNOCENT, "Xin chào", **shown).kind is GAMBLING
    without = cloaked("device", "https://tiemhoavidu.com/", text=WARNED)
    assert judged(INNOCENT, "Xin chào", **without).kind is not GAMBLING


def test_where_an_entry_leads_to_words_of_doubt_it_is_not_clean() -> None:
    verdict = judged(INNOCENT, None, title=None, **landing(WARNED))
    assert (verdict.kind, verdict.question) == (UNSURE, Question.LEADS_TO_GAMBLING)


def test_a_page_that_is_paid_for_its_visitors_promotes() -> None:
    paid = ("https://a-vidu.net/?ref=v1", "https://b-vidu.net/?REF=v1")
    assert judged(INNOCENT, OFFER, outlinks=paid).kind is VerdictKind.PROMOTES_GAMBLING
    for links in (paid[:1], ("https://a-vidu.net/?id=1", "https://b-vidu.net/?id=1")):
        assert judged(INNOCENT, OFFER, outlinks=links).kind is UNSURE
    assert judged(INNOCENT, HONEST, outlinks=paid).kind is CLEAN


def test_what_was_not_seen_is_not_clean() -> None:
    missed: Facts = {"unseen": ["its scripts did not come to rest in the browser"]}
    for text in (HONEST, "Website đang được xây dựng"):
        verdict = judged(INNOCENT, text, **missed)
        assert (verdict.kind, verdict.question) == (UNSURE, Question.NOT_ENOUGH_SEEN)
        assert verdict.reasons[0].quote == missed["unseen"][0]
    assert judged("domain:ubnd-vidu.gov.vn", HONEST, **missed).kind is UNSURE
    assert judged(FLAGGED, OFFER, **missed).kind is GAMBLING


def test_a_game_is_known_by_what_is_played_in_it() -> None:
    text = "Trò chơi thủ thành, cốt truyện 90 chương, cường hóa linh thú. Tải game, nạp thẻ. " * 4
    assert judged(INNOCENT, text, title="Đảo Mèo Ví Dụ", **INSTALLS).kind is VerdictKind.UNLICENSED
    school = "Trò chơi mô phỏng lớp học, tải bài giảng, đăng ký học bạ điện tử. " * 8
    assert judged(INNOCENT, school, title="Trường Ví Dụ", **INSTALLS).kind is CLEAN


def test_a_title_of_the_register_in_the_text_holds_back_unless_another_runs_the_site() -> None:
    papers = (paper(title="Ví Dụ Kiếm Khách Ký"),)
    text = f"{GAME}\nVí Dụ Kiếm Khách Ký ra máy chủ.\nTải Ví Dụ Kiếm Khách Ký\n"
    held = judged(INNOCENT, text, title="Cổng Rồng Lửa", papers=papers, **INSTALLS)
    assert (held.kind, held.question) == (UNSURE, Question.WEAK_TITLE_MATCH)
    assert ("site_names_title", "Ví Dụ Kiếm Khách Ký") in [
        (told.rule, told.quote) for told in held.reasons
    ]
    another = f"{text}\nCông ty TNHH Rồng Lửa Phương Xa\n"
    once = f"{GAME}\nNhư Ví Dụ Kiếm Khách Ký\n"
    for other in (another, once):
        verdict = judged(INNOCENT, other, title="Cổng Rồng Lửa", papers=papers, **INSTALLS)
        assert verdict.kind is VerdictKind.UNLICENSED


COPIED = (
    "Đảo Mèo Ví Dụ kể chuyện cô bé chăn vịt lạc vào hòn đảo của những chú mèo biết nói, nơi mỗi "
    "buổi sáng cây cầu gỗ lại đổi chỗ và người gác hải đăng giữ một bí mật về cơn bão cũ. "
    "Người chơi trồng vườn, dựng nhà, thả thuyền giấy và tìm ba chiếc chuông đồng bị thất lạc. "
)
THEIRS: Facts = {
    "payments": [{"account": "0001"}],
    "trackers": [{"service": "ga", "id": "G-VIDU1"}],
}


def licensee(**facts: Any) -> Sighting:
    """The site of a licensee."""
    return Sighting(
        subject="domain:meo-vidu.vn",
        source="domains",
        market="vn",
        seen_at=NOW,
        presence=Presence.PRESENT,
        title="Đảo Mèo Ví Dụ",
        text=COPIED,
        facts={"layer": "site", **facts},
    )


@pytest.mark.parametrize(
    ("theirs", "text", "facts", "impostor"),
    [
        (THEIRS, COPIED, {"payments": [{"account": "0002"}]}, True),
        # A second host of the licensee is paid, or counted, as the first one is.
        (THEIRS, COPIED, {"payments": [{"account": "0001"}]}, False),
        (
            THEIRS,
            COPIED,
            {"payments": [{"account": "0002"}], "trackers": [{"service": "ga", "id": "G-VIDU1"}]},
            False,
        ),
        ({}, COPIED, {"payments": [{"account": "0002"}]}, False),  # nothing shows whose it is
        (THEIRS, COPIED, {}, False),  # nobody is paid
        (THEIRS, HONEST, {"payments": [{"account": "0002"}]}, False),
    ],
)
def test_who_shows_a_licensees_words_and_is_paid_himself_is_an_impostor(
    theirs: Facts, text: str, facts: Facts, impostor: bool
) -> None:
    verdict = judged(INNOCENT, text, seen_too=(licensee(**theirs),), **facts)
    assert (verdict.kind is VerdictKind.IMPOSTOR) is impostor
    if impostor:
        assert verdict.reasons[0].rule == "copied_text"
        assert "Đảo Mèo Ví Dụ" in verdict.reasons[0].en
    else:
        assert verdict.kind not in ACCUSING
