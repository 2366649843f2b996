"""Honest people who use the words of gamblers: at most a person looks at them."""

from __future__ import annotations

import pytest

from crawler.records import PublishedText, TextVerdict
from matchers.verdict.assess import assess_text
from matchers.verdict.rules import Rules
from tests.matchers.sights import LEXICON

ACCUSING = {TextVerdict.GAMBLING, TextVerdict.PROMOTES_UNLICENSED}


def _verdict(text: str) -> TextVerdict:
    return assess_text(PublishedText(id="1", text=text), LEXICON, Rules()).verdict


@pytest.mark.parametrize(
    "text",
    [
        "Đại lý bảo hiểm Lá Sen tuyển cộng tác viên, hoa hồng 35%, rút về ngân hàng mỗi thứ hai.",
        "Hợp tác đại lý vé xe: hoa hồng đại lý 12%, nạp quỹ từ 500k, rút về ví trong ngày.",
        "CTV bán khóa học vẽ Mực Tím: hoa hồng 30%, không cần vốn, rút tiền về tài khoản mỗi tuần.",
        "Đại lý SIM Bồ Câu: hoa hồng đại lý 8%, nạp rút linh hoạt qua ví đại lý, inbox ngay.",
        "Affiliate mỹ phẩm: hoa hồng đại lý 20%, rút nhanh về Momo, hỗ trợ 24/7, liên hệ zalo.",
    ],
)
def test_commissions_that_are_paid_out_accuse_nobody(text: str) -> None:
    assert _verdict(text) not in ACCUSING


@pytest.mark.parametrize(
    "text",
    [
        "Đại lý game bài Bưởi Club: hoa hồng 35%, nạp rút về ngân hàng mỗi thứ hai, ib em.",
        "Tuyển đại lý cổng game, hoa hồng 12%, tiền cược tuyến dưới tính ngày, rút về ví ngay.",
        # No game is named: but first payments with codes are players' alone.
        "Canh Code 456, GIFTCODE 456 thả lúc 21h, nạp lần đầu +100%, đại lý hoa hồng 55%.",
    ],
)
def test_commissions_of_bets_are_an_offer(text: str) -> None:
    assert _verdict(text) is TextVerdict.GAMBLING


@pytest.mark.parametrize(
    "text",
    [
        "Cách chuyển USDT: chọn mạng TRC20, dán địa chỉ ví, nạp rút tối thiểu 10 USDT, xem phí.",
        "Hướng dẫn liên kết Momo: nạp rút miễn phí, rút tiền về ngân hàng trong 2 phút.",
        "Spa Lá Sen: nạp 3 triệu tặng 600k vào thẻ, hoàn trả số dư, rút lại bất cứ lúc nào.",
        "Shop Bồ Câu đổi thẻ cào Viettel, Mobi lấy tiền mặt, chiết khấu 15%, rút về bank 3 phút.",
        "Thu thẻ cào: gửi mã, đổi thẻ điện thoại ra tiền mặt, rút nhanh về Momo, zalo shop.",
        "Ví Bồ Câu: nạp, rút trong 30 giây, rút về momo, tặng 20k khi đăng ký, giới thiệu bạn bè.",
    ],
)
def test_money_that_is_only_passed_on_accuses_nobody(text: str) -> None:
    assert _verdict(text) not in ACCUSING


@pytest.mark.parametrize(
    "text",
    [
        "Cổng game Bưởi: đổi thẻ cào Viettel, Mobi, nổ hũ, rút về bank 3 phút, ib nhận code.",
        "Nhà cái Bưởi99: nạp rút qua USDT mạng TRC20, rút về ví 2 phút, cược từ 10k.",
    ],
)
def test_the_same_beside_a_game_is_an_offer(text: str) -> None:
    assert _verdict(text) is TextVerdict.GAMBLING


@pytest.mark.parametrize(
    "text",
    [
        "Nhà xe Bay789 chạy Cần Thơ – Đà Lạt, tải app đặt vé, đăng ký thành viên giảm 30k.",
        "Tiệm gội đầu May88: khuyến mãi 15%, đăng ký gói nạp 1 triệu tặng 200k, nhắn zalo.",
        "Quán pub B52 Club: khuyến mãi mua 2 tặng 1, đặt bàn inbox, nhạc sống tối thứ sáu.",
        "Lucky88 trang sức bạc: nhập code giảm 10%, đăng nhập nhận khuyến mãi, đại lý toàn quốc.",
    ],
)
def test_a_shop_with_an_everyday_name_accuses_nobody(text: str) -> None:
    assert _verdict(text) not in ACCUSING


def test_an_everyday_name_beside_a_bet_is_an_operators() -> None:
    text = "Bay789 đăng ký nhận khuyến mãi, cá cược bóng đá, tài xỉu uy tín."
    assert _verdict(text) is TextVerdict.GAMBLING


@pytest.mark.parametrize(
    "text",
    [
        "Tiệm gốm Lá Sen lasen88.com, đăng ký thành viên nhận 60k.",
        "Chăm sóc xe: đăng ký tại r88.net, tặng 150k cho khách mới, liên hệ zalo.",
    ],
)
def test_the_name_of_a_linked_site_alone_accuses_nobody(text: str) -> None:
    assert _verdict(text) not in ACCUSING


@pytest.mark.parametrize(
    "text",
    [
        # Who forbids.
        "Nội quy nhóm: không được đăng bài nhà cái, tài xỉu, link vào kubet, vi phạm xóa nick.",
        "Nội quy ký túc xá: cấm chơi game bài đổi thưởng, cá cược bóng đá, tải app casino.",
        "Nhận viết bài, thiết kế logo, không làm nhà cái, cá cược, game bài. Liên hệ zalo, inbox.",
        "Tuyển thợ chạy quảng cáo lương 14 triệu, không chạy mảng cờ bạc, nổ hũ, gửi CV email.",
        # Who was made a victim, and asks.
        "Web phòng khám em bị chèn link nhà cái kubet, link vào mới nhất, nhờ chỉ cách xử lý.",
        "Em họ mình bị dụ chơi game bài đổi thưởng, giờ phải bán xe, buồn quá cả nhà ơi.",
        "Mới phát hiện thằng nhỏ nạp hết 900k tiền đàn vô nổ hũ, bạn nó cho link, thắng 50k rồi mê",
        "Báo cáo trang nhà cái kubet này ba lần mà chưa gỡ, đăng ký khuyến mãi tràn lan.",
        "chú ơi app này coi quảng cáo ra tiền rồi bắt nạp 300 ngàn để được rút, có thiệt hông chú",
        "Tui là nạn nhân của trò hoàn cược, thua thì hoàn 1%, tính ra một năm mất 90 triệu.",
        "Má nào ham nạp đầu tặng 100% coi kỹ cái 25 vòng cược giùm, không rút được đâu.",
        # Who helps, and who reckons.
        "Tính thử chuyện gấp thếp: cược đầu 50k, thua liền 10 tay, tay sau đặt 51 triệu để lời 50k",
        "Sách mới: hành trình cai nghiện cá độ, tài xỉu online của một người cha. Đăng ký mua.",
        # Tax.
        "Chi cục thuế nhắc: cơ sở đặt cược đua ngựa, casino phải kê khai thuế trước ngày 20.",
    ],
)
def test_who_forbids_complains_or_warns_is_not_accused(text: str) -> None:
    assert _verdict(text) not in ACCUSING


@pytest.mark.parametrize(
    "text",
    [
        "Áo SLNA về đủ size nha. Ai thả link soi kèo dưới bài là em block",
        "Giày sân cỏ còn size 41. Bạn nào vào gửi link kèo nhà cái là shop xóa",
        "Tối nay livestream chung kết. Ai rủ soi kèo ăn tiền là kick",
    ],
)
def test_who_bars_such_posts_is_not_accused(text: str) -> None:
    assert _verdict(text) not in ACCUSING


@pytest.mark.parametrize(
    "text",
    [
        "Ai vào nhóm soi kèo nhà cái Bưởi99 thì nhắn em, nạp 100k tặng 100k. Ai spam là em block.",
        "Ai rủ được bạn vào nhóm soi kèo nhà cái ăn tiền không sợ bị chặn, lãi mỗi đêm.",
        "Nhóm cá độ bóng đá uy tín, ai hỏi nhiều mà không nạp em kick. Nạp rút 5 phút, 1 ăn 1.95.",
    ],
)
def test_who_bars_others_still_offers(text: str) -> None:
    assert _verdict(text) is TextVerdict.GAMBLING


@pytest.mark.parametrize(
    "text",
    [
        "Nhà cái Bưởi99 nạp rút không giới hạn, không được thưởng hoàn 100%, tài xỉu, đăng ký.",
        "Phát hiện chồng chơi tài xỉu kiếm 2 triệu một đêm, em vào luôn: ib nhận code 50k, rút lẹ",
        "Game bài đổi thưởng rút 2 phút có thật không? Dạ thật, tài xỉu đủ bàn, ib nhận code 50k.",
        "Tính thử: Bạch thủ lô 68, đầu 6, ai theo nhắn em ghi, 1 ăn 80, trả liền tay.",
        "Đừng để tới lúc hết slot: nhóm kéo tài xỉu còn 3 chỗ, nạp 50k tặng 50k, ib em.",
        "Vòng quay trúng vàng có thật không. Thật nhé! Đặt 20k trúng 1 chỉ, rút về bank 2 phút",
        "Chơi tài xỉu, nổ hũ không bị lag, không làm phiền, rút về bank 2 phút, ib nhận code 50k.",
    ],
)
def test_who_denies_something_else_still_offers(text: str) -> None:
    assert _verdict(text) is TextVerdict.GAMBLING


@pytest.mark.parametrize(
    "text",
    [
        # A licence by its number: whether it is true is asked elsewhere.
        "Game tiên hiệp Lá Sen việt hóa từ bản Trung, phát hành theo giấy phép số 911/QĐ-BTTTT, "
        "tải APK tại trang chủ cho máy không có Google Play.",
        "Máy chủ mới MU Lá Sen, quyết định 432/QĐ-PTTH, open beta, reset, drop, tải client.",
        # Who tests an own game.
        "Nhóm sinh viên làm game giải đố, chưa lên store, mời test qua TestFlight, nhận góp ý.",
        "Studio em ra game đua xe bản quốc tế, có tiếng Việt, chưa lên store, TestFlight còn chỗ.",
        "Game nông trại tự làm, bản việt hóa và bản tiếng Anh đều trên TestFlight, chơi thử nhé.",
    ],
)
def test_own_and_licensed_games_are_not_said_to_lack_a_paper(text: str) -> None:
    assert _verdict(text) not in ACCUSING


def test_testflight_beside_a_till_of_its_own_is_past_the_stores() -> None:
    text = (
        "Tam Quốc Lá Sen bản Trung, ios TestFlight, nạp thẻ cào cho admin, tặng vip 8, thẻ tướng."
    )
    assert _verdict(text) is TextVerdict.PROMOTES_UNLICENSED
