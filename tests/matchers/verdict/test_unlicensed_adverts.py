"""Adverts of games without a paper and of private servers, and honest words close to them."""

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
        # Another region of the store, and paid by somebody's hand.
        "Đổi ID sang Nhật rồi tải Bưởi Ca trước nha, bên mình gom đơn nạp hộ, vô bang Việt sv 20",
        "Store Việt ẩn mất game rồi, lên APKCombo kéo bản mới, link VPN ở nhóm, nạp tệ qua mình",
        # A foreign build, translated, from an unknown source.
        "Game Tàu mới về, dịch xong 90%, máy android cài nguồn lạ, không tìm thấy trên chợ đâu",
        "Bản global bị khóa vùng, vào TapTap hoặc APKPure kéo về, nạp gem qua web nhận momo",
        # Publisher and servers abroad, so no paper here.
        "Nhiều bạn hỏi giấy tờ: nph ở Hồng Kông, máy chủ ở Sing nên không làm giấy VN, cứ nạp",
        "Cụm máy chủ Đông Nam Á khai mở, chơi bằng tiếng Việt, xin phép sau, nạp QR ngân hàng",
        # Made and run by oneself, paid to oneself.
        "Webgame ba anh em tự làm, chưa có giấy phép, nạp qua số tài khoản riêng 100k = 1200 ngọc",
        # Accounts sold ready-made for a foreign test.
        "Chơi sớm bản test Trung: acc xác minh sẵn 25k, gói việt hóa do nhóm Cú Bưởi làm, vpn free",
        # Private servers by their rates and by the software that runs them.
        "RO Bưởi Classic emu Hercules, rate 10/10/3, WoE chủ nhật, client việt hóa tải ở discord",
        "WoW 3.3.5 AzerothCore máy chủ Việt, rate x3, raid mở tuần sau, đăng ký acc trên web",
    ],
)
def test_who_leads_past_permit_and_stores_is_recognised(text: str) -> None:
    assert _verdict(text) is TextVerdict.PROMOTES_UNLICENSED


@pytest.mark.parametrize(
    "text",
    [
        "Bản hoài niệm do nhà phát hành trong nước khai mở máy chủ Bưởi 10h mai, tặng code tân thủ",
        "Clan Việt ở server châu Á tuyển người, hoạt động đều, có ai chung guild không",
        "Mình chuyển vùng App Store về Việt Nam để tải app ngân hàng thì mất đăng ký nghe nhạc",
        "Nạp hộ gem chính hãng, xuất hóa đơn, chiết khấu 5%, nạp qua ID, đại lý chính thức",
        "Game indie Việt do hai anh em tự làm, bán trên Steam giá 120k, ủng hộ tụi mình nhé",
        "Nhóm dịch Bưởi ra bản việt hóa game offline, tải file patch trên web nhóm, miễn phí",
        "Game sever đặt ở đâu sao nay lag, server Sing ping 90, đổi DNS có đỡ không",
        "Công ty mẹ ở Singapore, studio tại TP HCM tuyển lập trình viên game, lương 30 triệu",
        "AzerothCore là phần mềm mã nguồn mở, bài này hướng dẫn cài trên Ubuntu để học C++",
        "Nhà phát hành khuyến cáo không mua acc xác minh sẵn, không nhờ nạp hộ",
        "Tựa MMO Trung Quốc đang xin giấy phép tại Việt Nam, bản việt hóa dự kiến quý II",
    ],
)
def test_players_makers_and_shops_are_not_accused(text: str) -> None:
    assert _verdict(text) not in ACCUSING
