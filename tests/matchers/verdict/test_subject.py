"""From texts to verdicts: disguised gambling is found, look-alikes are left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crawler.records import (
    Candidate,
    EntryStatus,
    LicenceKind,
    Listing,
    Match,
    MatchKind,
    Question,
    RegistryEntry,
    VerdictKind,
)
from matchers.papers import Held, paper_reason
from matchers.reasons import reason
from matchers.verdict.rules import Rules
from matchers.verdict.subject import Evidence, decide, opens_case
from matchers.verdict.wording import explained
from tests.matchers.sights import GAME, NOW, TOOL, evidence, judged, sighting

# Written for these tests after lexicon.md; names are invented.
GAMBLING = [
    (
        "Zeta88 - Cổng Giải Trí",
        "Chơi là trúng, rút thưởng về ví trong 3 phút. Hoa hồng giới thiệu 40%.",
    ),
    (
        "Vua Câu Cá Phương Nam",
        "Bắn cá săn boss, đổi vàng thành thẻ điện thoại Viettel ngay trong game.",
    ),
    (
        "Rồng Thiêng Club",
        "Quay hũ rồng, nổ hũ 10 tỷ mỗi đêm. Nạp 100k nhận 150k, rút về ngân hàng siêu tốc.",
    ),
    (
        "Nông Trại Lúa Vàng",
        "Thu hoạch lúa, quy đổi lúa ra tiền mặt, rút qua Momo chỉ 2 phút.",
    ),
    (
        "Lux 79 Club",
        "Tài xỉu, xóc đĩa, phỏm. Tặng 50k cho tân thủ. Nhóm zalo hỗ trợ 24/7.",
    ),
    (
        "n.ổ h.ũ phát lộc",
        "t.à.i x.ỉ.u uy tín, nạp là rút được liền",
    ),
    (
        "Bài Vui 2026",
        "g a m e b à i đ ổ i t h ư ở n g số 1 Việt Nam",
    ),
    (
        "Kèo Thơm Mỗi Ngày",
        "Soi kèo nhà cái, tỷ lệ kèo châu Á, đặt cược 10k ăn 95k",
    ),
    (
        "Số Vàng Miền Bắc",
        "Chốt số chuẩn 99%, 1 ăn 99, nhận lô đề online",
    ),
    (
        "Đấu Trường Gà",
        "Trực tiếp đá gà thomo mỗi ngày, cược từ 20k",
    ),
    (
        "Ngọc Rồng Huyền Bí",
        "Săn jackpot, đổi ngọc lấy thẻ cào Vinaphone, tuyển đại lý hoa hồng 30%",
    ),
    (
        "ta1 x1u online",
        "c4 d0 bong da, n4p rut nhanh",
    ),
    (
        "taixiumd5 club",
        "nohudoithuong uy tin so 1, nap rut 1 1, tang code 50k tan thu",
    ),
    (
        "𝐆𝐨𝟖𝟖 𝐕𝐢𝐩",
        "Tải ngay",
    ),
    (
        "Thời Tiết Hôm Nay",
        "Dự báo thời tiết. Xem thời tiết xong vào chơi nổ hũ, tài xỉu, nạp rút 1:1.",
    ),
    (
        "Ví Lộc Phát",
        "Nạp nhanh rút lẹ, hoàn trả 1,5% mỗi ngày cho mọi ván cược",
    ),
    (
        "Sòng Phẳng 68",
        "Chơi bài ăn tiền thật với bạn bè. Trả thưởng xanh chín, liên hệ tele @songphang68",
    ),
    (
        "Đảo Kho Báu",
        "Chơi game nhận tiền thật, rút tiền về ví Momo không giới hạn",
    ),
    (
        "Lucky Fish",
        "Bắn cá đổi thẻ cào, giftcode 100k cho người mới",
    ),
    (
        "Casino Hoàng Gia",
        "Baccarat, roulette, slot. Chơi vui cùng bạn bè Việt Nam, đăng ký nhận ngay 88k",
    ),
    (
        "Game bai doi thuong",
        "Choi bai online, doi thuong nhanh, nap rut trong 5 phut, nhan code tan thu 50k",
    ),
    (
        "Săn Hũ Thần Tài",
        "Săn hũ triệu đô, hũ vàng nổ liên tục, trả thưởng nhanh về tài khoản ngân hàng",
    ),
    (
        "Ku Bet Mobile",
        "Cá cược thể thao, live casino",
    ),
    (
        "Hội Soi Cầu",
        "Soi cầu bạch thủ, dàn đề 36 số, lô xiên",
    ),
]
LICENSED_LOOK_ALIKES = [
    (
        "Bắn Cá Vui Vẻ",
        "Trò chơi bắn cá giải trí, nhiều loại cá đẹp, nhận giftcode tại fanpage. Trò"
        " chơi không có đổi thưởng, không quy đổi ra tiền thật.",
    ),
    (
        "Anh Hùng Tiến Lên",
        "Game chiến thuật, tiến lên phía trước, nạp lần đầu nhận quà, vòng quay may mắn mỗi ngày.",
    ),
    (
        "Thủ Lĩnh Thẻ Bài",
        "Game thẻ bài chiến thuật. Sự kiện tháng 9: thu thập mảnh ghép đổi thưởng trang bị cam.",
    ),
    (
        "Cờ Tỷ Phú",
        "Tung xúc xắc, mua nhà, trở thành tỷ phú. Giftcode tân thủ hấp dẫn.",
    ),
    (
        "Nổ Bóng Kẹo Ngọt",
        "Nổ kẹo, nổ bóng cùng bạn bè",
    ),
    (
        "Vũ Trụ Phép Thuật",
        "MMORPG 3D. Nạp thẻ cào Viettel nhận x2 kim cương. Code tân thủ: VIP888.",
    ),
    (
        "Bầu Cua Tết",
        "Bầu cua tôm cá offline ngày Tết cho gia đình, chơi vui không dùng tiền thật.",
    ),
    (
        "Đập Heo Thần Tài",
        "Phát lộc đầu năm, lì xì cho bé",
    ),
]
NOT_GAMES = [
    (
        "Báo Ví Dụ 24h",
        "Tin tức: công an triệt phá đường dây cá độ, cảnh báo game bài đổi thưởng, khởi"
        " tố nhóm đánh bạc online.",
    ),
    (
        "Kết Quả Xổ Số",
        "Kết quả xổ số miền Bắc, Vietlott Keno, Mega 6/45, dò vé số kiến thiết nhanh",
    ),
    (
        "Ví Điện Tử Ví Dụ",
        "Nạp tiền, rút tiền về tài khoản ngân hàng miễn phí, tích điểm đổi thưởng, mua"
        " thẻ cào, chơi game tích điểm đổi quà.",
    ),
    (
        "Ngân Hàng Số Ví Dụ",
        "Chuyển khoản, rút tiền tại ATM, gửi tiết kiệm, đổi điểm thưởng lấy quà, nạp"
        " tiền điện thoại",
    ),
    (
        "Siêu Thị Ví Dụ",
        "Tích điểm thành viên, đổi thưởng voucher, vòng quay may mắn trúng quà",
    ),
    (
        "Tra Cứu Luật",
        "Nghị định về xử phạt, bộ luật hình sự: tội đánh bạc, tổ chức đánh bạc, cá cược hợp pháp",
    ),
    (
        "Xác Suất Lớp 11",
        "Bài giảng xác suất: tung xúc xắc, rút bài, tài xỉu; học liệu cho học sinh",
    ),
    (
        "Chặn Cờ Bạc",
        "Chặn quảng cáo cờ bạc, cảnh báo lừa đảo nhà cái, tuyên truyền phòng chống cờ bạc",
    ),
]
VIETNAMESE = "Trò chơi nông trại vui nhộn: trồng cây, nuôi cá và kết bạn với người chơi khác."
ENGLISH = "Build your farm and make friends with players from everywhere."
CASINO = "Spin the slots, hit the jackpot, play blackjack and roulette in our casino."


@pytest.mark.parametrize(("title", "text"), GAMBLING)
def test_gambling_is_found_with_its_words(title: str, text: str) -> None:
    verdict = judged(sighting(title, text))
    assert verdict.kind is VerdictKind.GAMBLING
    quoted = [one for one in verdict.reasons if one.rule == "gambling_finding"]
    assert quoted
    assert all(one.quote and one.quote in f"{title}\n{text}" for one in quoted)


@pytest.mark.parametrize(("title", "text"), GAMBLING)
def test_gambling_in_another_genre_is_found_too(title: str, text: str) -> None:
    assert judged(sighting(title, text, facts=TOOL)).kind in {
        VerdictKind.GAMBLING,
        VerdictKind.UNSURE,
    }


@pytest.mark.parametrize(("title", "text"), LICENSED_LOOK_ALIKES)
def test_licensed_games_that_sound_alike_stay_licensed(title: str, text: str) -> None:
    assert judged(sighting(title, text), MatchKind.LICENSED).kind is VerdictKind.LICENSED
    assert judged(sighting(title, text)).kind is not VerdictKind.GAMBLING


@pytest.mark.parametrize(("title", "text"), NOT_GAMES)
def test_news_banks_and_lotteries_are_no_games(title: str, text: str) -> None:
    verdict = judged(sighting(title, text, facts=TOOL, genre="Tin tức"))
    assert verdict.kind is VerdictKind.NOT_A_GAME


def test_cash_out_outranks_a_licence() -> None:
    text = "Bắn cá vui vẻ, đổi vàng lấy thẻ cào Viettel, rút thưởng về ví Momo"
    verdict = judged(sighting("Bắn Cá Vui Vẻ", text), MatchKind.LICENSED)
    assert verdict.kind is VerdictKind.GAMBLING
    assert "outranks_licence" in {one.rule for one in verdict.reasons}


@pytest.mark.parametrize(
    ("title", "text", "kind", "question"),
    [
        ("Lucky Casino", CASINO, VerdictKind.UNSURE, Question.GAMBLING_UNCONFIRMED),
        ("Lucky Casino", CASINO + " Zalo: 0900 000 001", VerdictKind.GAMBLING, None),
    ],
)
def test_casino_words_alone_need_a_tie(
    title: str, text: str, kind: VerdictKind, question: Question | None
) -> None:
    verdict = judged(sighting(title, text))
    assert (verdict.kind, verdict.question) == (kind, question)


@pytest.mark.parametrize(
    ("kind", "text", "more", "expected", "question"),
    [
        (MatchKind.LICENSED, VIETNAMESE, {}, VerdictKind.LICENSED, None),
        (MatchKind.LICENCE_PROBLEM, VIETNAMESE, {}, VerdictKind.LICENCE_PROBLEM, None),
        (
            MatchKind.OTHER_PUBLISHER,
            VIETNAMESE,
            {},
            VerdictKind.UNSURE,
            Question.ACCOUNT_UNCONFIRMED,
        ),
        (
            MatchKind.OTHER_PUBLISHER,
            VIETNAMESE,
            {"copied": (reason("copied_text", quote="x", original="y"),)},
            VerdictKind.IMPOSTOR,
            None,
        ),
        (MatchKind.UNSURE, VIETNAMESE, {}, VerdictKind.UNSURE, Question.PUBLISHER_UNKNOWN),
        (MatchKind.NO_ENTRY, VIETNAMESE, {}, VerdictKind.UNLICENSED, None),
        (
            MatchKind.NO_ENTRY,
            VIETNAMESE,
            {"covered": False},
            VerdictKind.UNSURE,
            Question.REGISTER_INCOMPLETE,
        ),
        (MatchKind.NO_ENTRY, ENGLISH, {}, VerdictKind.NO_ENTRY, None),
        (MatchKind.NO_ENTRY, ENGLISH, {"covered": False}, VerdictKind.NO_ENTRY, None),
    ],
)
def test_the_register_decides_where_nothing_gambles(
    kind: MatchKind,
    text: str,
    more: dict[str, Any],
    expected: VerdictKind,
    question: Question | None,
) -> None:
    verdict = judged(sighting("Farm", text), kind, **more)
    assert (verdict.kind, verdict.question) == (expected, question)
    assert verdict.reasons
    assert all(one.vi and one.en for one in verdict.reasons)


@pytest.mark.parametrize(
    ("store", "kind"),
    [
        ("google", VerdictKind.IMPOSTOR),
        ("galaxy_store", VerdictKind.IMPOSTOR),
        ("aptoide", VerdictKind.UNSURE),
        ("apkpure", VerdictKind.UNSURE),
    ],
)
def test_where_anybody_uploads_a_copy_makes_no_impostor(store: str, kind: VerdictKind) -> None:
    seen = sighting("Farm", VIETNAMESE, subject=f"{store}:com.vidu.farm")
    copied = (reason("copied_text", quote="x", original="y"),)
    verdict = judged(seen, MatchKind.OTHER_PUBLISHER, copied=copied)
    assert verdict.kind is kind
    assert "copied_text" in {one.rule for one in verdict.reasons}
    if kind is VerdictKind.UNSURE:
        assert verdict.question is Question.ACCOUNT_UNCONFIRMED


def test_a_weak_title_match_with_a_known_publisher_says_so() -> None:
    seen = sighting("Farm", VIETNAMESE, publisher="Ví Dụ")
    assert judged(seen, MatchKind.UNSURE).question is Question.WEAK_TITLE_MATCH


def test_the_publishers_paper_that_ended_is_the_reason_and_not_the_games() -> None:
    seen = sighting("Farm", VIETNAMESE)
    paper = RegistryEntry(
        entry="P1",
        kind=LicenceKind.G1_SERVICE_LICENCE,
        number="1/GP-BTTTT",
        issued=None,
        title="",
        publisher="Ví Dụ",
        status=EntryStatus.REVOKED,
    )
    match = Match(
        id=seen.subject,
        kind=MatchKind.LICENCE_PROBLEM,
        score=100.0,
        entry="1",
        reasons=(paper_reason(Held(paper=paper)),),
    )
    verdict = decide(Evidence(sighting=seen, match=match), Rules(), now=NOW, fingerprint="f")
    assert verdict.kind is VerdictKind.LICENCE_PROBLEM
    assert [one.entry for one in verdict.reasons] == ["P1"]
    own = judged(seen, MatchKind.LICENCE_PROBLEM)
    assert own.reasons[0].rule == "entry_not_in_force"


def test_an_entry_no_longer_listed_asks_a_person() -> None:
    seen = sighting("Farm", VIETNAMESE, publisher="Ví Dụ")
    listing = Listing(id=seen.subject, title="Farm", publisher="Ví Dụ")
    paper = Candidate(
        entry="1", score=100.0, title="Farm", publisher="Ví Dụ", status=EntryStatus.UNLISTED
    )
    gone = explained("entry_no_longer_listed", listing, paper)
    match = Match(id=seen.subject, kind=MatchKind.UNSURE, score=100.0, entry="1", reasons=(gone,))
    verdict = decide(Evidence(sighting=seen, match=match), Rules(), now=NOW, fingerprint="f")
    assert (verdict.kind, verdict.question) == (VerdictKind.UNSURE, Question.ENTRY_NOT_LISTED)
    assert opens_case(verdict, evidence(seen, MatchKind.UNSURE).ties)


def test_an_unknown_genre_is_never_unlicensed() -> None:
    verdict = judged(sighting("Nông Trại Vui Vẻ", VIETNAMESE, facts={}))
    assert (verdict.kind, verdict.question) == (VerdictKind.UNSURE, Question.NOT_ENOUGH_SEEN)


def test_an_app_without_a_title_is_not_judged() -> None:
    assert judged(sighting(None, VIETNAMESE)).question is Question.NOT_ENOUGH_SEEN


def test_a_title_without_a_word_is_never_unlicensed() -> None:
    seen = sighting("💎💎💎", VIETNAMESE)
    why = (reason("no_readable_title", field="title", quote=seen.title),)
    match = Match(id=seen.subject, kind=MatchKind.UNSURE, score=0.0, entry=None, reasons=why)
    verdict = decide(Evidence(sighting=seen, match=match), Rules(), now=NOW, fingerprint="f")
    assert (verdict.kind, verdict.question) == (VerdictKind.UNSURE, Question.NOT_ENOUGH_SEEN)


def test_a_protected_name_is_never_accused() -> None:
    kept = reason("protected_name", field="subject", quote="com.vidu", why="Ví dụ")
    for title, text in GAMBLING:
        verdict = judged(sighting(title, text), protected=kept)
        assert (verdict.kind, verdict.question) == (VerdictKind.UNSURE, Question.PROTECTED_NAME)
    honest = judged(sighting("Farm", VIETNAMESE), MatchKind.LICENSED, protected=kept)
    assert honest.kind is VerdictKind.LICENSED


@pytest.mark.parametrize(
    ("kind", "text", "more", "opens"),
    [
        (MatchKind.NO_ENTRY, VIETNAMESE, {}, True),
        (MatchKind.NO_ENTRY, VIETNAMESE, {"covered": False}, False),
        (MatchKind.NO_ENTRY, ENGLISH, {}, False),
        (MatchKind.NO_ENTRY, CASINO, {}, False),
        (MatchKind.OTHER_PUBLISHER, ENGLISH, {}, False),
        (MatchKind.OTHER_PUBLISHER, VIETNAMESE, {}, True),
        (MatchKind.LICENCE_PROBLEM, ENGLISH, {}, True),
        (MatchKind.LICENSED, VIETNAMESE, {}, False),
    ],
)
def test_which_verdicts_open_a_case(
    kind: MatchKind, text: str, more: dict[str, Any], opens: bool
) -> None:
    seen = sighting("Farm", text, facts=GAME)
    ties = evidence(seen, kind, **more).ties
    assert opens_case(judged(seen, kind, **more), ties) is opens


def test_the_verdict_keeps_what_made_it() -> None:
    verdict = judged(sighting("Farm", ENGLISH))
    assert (verdict.subject, verdict.fingerprint, verdict.judged_at) == (
        "apple:9000000001",
        "f",
        NOW,
    )


PRIVATE = (
    "MU lậu mùa 6, máy chủ riêng do nhóm tự dựng, exp 500x, open beta tối nay, "
    "tặng wcoin cho tân thủ. Nạp qua Momo của admin."
)


@pytest.mark.parametrize(
    ("text", "kind", "more", "expected"),
    [
        (PRIVATE, MatchKind.OTHER_PUBLISHER, {}, VerdictKind.UNLICENSED),
        (PRIVATE, MatchKind.UNSURE, {}, VerdictKind.UNLICENSED),
        (PRIVATE, MatchKind.LICENSED, {}, VerdictKind.LICENSED),
        (PRIVATE, MatchKind.LICENCE_PROBLEM, {}, VerdictKind.LICENCE_PROBLEM),
        (PRIVATE, MatchKind.OTHER_PUBLISHER, {"covered": False}, VerdictKind.UNSURE),
        (PRIVATE, MatchKind.OTHER_PUBLISHER, {"ties": ()}, VerdictKind.UNSURE),
        (
            "Cảnh báo: các trang MU lậu, máy chủ riêng, exp 500x, open beta đều không phải của "
            "chúng tôi.",
            MatchKind.OTHER_PUBLISHER,
            {},
            VerdictKind.UNSURE,
        ),
        (
            "Giấy phép G1 số 123/GP-PTTH&TTĐT. Không phải MU lậu, máy chủ riêng exp 500x.",
            MatchKind.OTHER_PUBLISHER,
            {},
            VerdictKind.UNSURE,
        ),
        (
            "Trò chơi nhập vai cày cuốc, có máy chủ riêng cho người Việt.",
            MatchKind.OTHER_PUBLISHER,
            {},
            VerdictKind.UNSURE,
        ),
    ],
)
def test_an_app_that_calls_itself_a_private_server_has_no_licence(
    text: str, kind: MatchKind, more: dict[str, Any], expected: VerdictKind
) -> None:
    verdict = judged(sighting("Huyền Thoại Lục Địa", text, publisher="Ví Dụ"), kind, **more)
    assert verdict.kind is expected
    told = {one.rule for one in verdict.reasons}
    assert ("app_private_server" in told) == (expected is VerdictKind.UNLICENSED)


def test_what_players_say_of_private_servers_is_not_the_apps_word() -> None:
    seen = evidence(
        sighting("Huyền Thoại Lục Địa", PRIVATE, publisher="Ví Dụ"), MatchKind.OTHER_PUBLISHER
    )
    told = tuple(replace(one, field="reviews") for one in seen.findings)
    verdict = decide(replace(seen, findings=told), Rules(), now=NOW, fingerprint="f")
    assert verdict.kind is VerdictKind.UNSURE


def test_other_screenshots_in_vietnamese_are_a_remark_and_no_tie() -> None:
    shown = {"screens_vi": "https://vidu.example/vi", "screens_en": "https://vidu.example/en"}
    for text in ("Train your dragon and fly.", "Baccarat, roulette and slots, no real money."):
        bare = evidence(sighting(title="Dragon Sky", text=text, facts=GAME))
        told = evidence(sighting(title="Dragon Sky", text=text, facts=GAME | shown))
        same = evidence(
            sighting(title="Dragon Sky", text=text, facts=GAME | dict.fromkeys(shown, "x"))
        )
        verdicts = [decide(each, Rules(), now=NOW, fingerprint="f") for each in (bare, told, same)]
        assert len({(verdict.kind, verdict.question) for verdict in verdicts}) == 1
        assert verdicts[0].reasons == verdicts[2].reasons
        [remark] = set(verdicts[1].reasons) - set(verdicts[0].reasons)
        assert (remark.rule, remark.field) == ("own_screens", "facts.screens_vi")
        assert all(address in remark.vi and address in remark.en for address in shown.values())
        assert not opens_case(verdicts[1], told.ties)
