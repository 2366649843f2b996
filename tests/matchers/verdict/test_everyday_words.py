"""Everyday words that gamblers use as well accuse nobody."""

from __future__ import annotations

import pytest

from crawler.records import PublishedText, TextVerdict
from matchers.lexicon import load_lexicon
from matchers.verdict.assess import assess_text
from matchers.verdict.rules import Rules

LEXICON = load_lexicon()
RULES = Rules()

# Cards, wallets and memberships are paid in advance, and raffles have winners.
PREPAID = (
    "Nạp thẻ hội viên 500k tặng 50k, áp dụng tại tất cả chi nhánh spa Ví Dụ đến hết tháng.",
    "Nạp 500k tặng 50k vào thẻ tập gym, quay số trúng thưởng xe máy cuối năm. Đăng ký ngay.",
    "Quán net nạp 50k tặng 50k, máy mạnh, chiến Liên Minh với Valorant cả đêm, có mì xào trứng.",
    "Rửa xe nạp 1 triệu tặng 200k, dùng được cả nhà, không giới hạn thời gian.",
    "Trạm sạc xe điện: nạp ví 500k thêm 5%, rút tiền thừa về tài khoản bất cứ lúc nào.",
    "Nạp ví học trực tuyến 1 triệu tặng 100k, rút lại được nếu chưa học, giới thiệu bạn nhận 50k.",
    "Siêu thị Ví Dụ quay số trúng thưởng: mỗi hóa đơn một vé, giải nhì tiền mặt 5 triệu.",
    "Bar mở cửa 18h, đêm casino theme, chơi roulette bằng phỉnh giấy, thắng nhận ly cocktail.",
)
HONEST = (
    "Game nhập vai đánh theo lượt cổ điển, chiêu mộ tướng, lập đội hình, nhận giftcode tân thủ, "
    "quà nạp đầu và thưởng mỗi ngày. Nhập code để nhận quà, vòng quay may mắn mỗi tuần.",
    "Chiến thuật theo lượt: bài binh bố trận, đánh đâu thắng đó, thẻ tướng tứ đỏ, thưởng chuỗi "
    "thắng, thưởng nóng cho bang hội đứng đầu.",
    "Cập nhật máy chủ mới: hoàn nạp 100%, điểm danh mỗi ngày, săn code, mưa lì xì Tết.",
    "Sâm lốc, phỏm: chặn sâm, báo sâm, đền bài đúng luật; tiến lên online giải trí cùng bạn bè.",
    "HLV gọi cầu thủ trẻ lên tuyển, đội khách thắng 3-1, chủ nhà thua hoàn toàn ở hiệp hai. "
    "Bóng đá vòng loại khu vực diễn ra tối nay.",
    "Yêu cầu đề ra là chủ tịch đề nghị gói thầu số 5 hoàn thành trước 18h. Chủ thầu chịu lỗi.",
    "Nhà đầu tư tất tay vào một mã, không quản lý vốn thì khó lấy lại vốn. Nên chốt lệnh đúng kỷ "
    "luật, gấp đôi tài khoản là chuyện hiếm.",
    "Bộ xiên nướng inox, que xiên ăn vặt, chén đĩa gốm, cho dưa vào hũ, hũ lên men sau ba ngày.",
    "Đồng hồ 2 mặt số, pin 9 nút, quay hộ video cưới, giá thu vào cao, tiền tươi thóc thật.",
    "Tiệm độ xe Ví Dụ: sơn tăng độ bóng, nhận độ đèn, liên hệ zalo, inbox ngay.",
    "Tính MD5 của tệp tin, dãy Fibonacci, gieo 3 viên xúc xắc, tính xác suất để tổng bằng 10.",
    "Rút tiền 24/7 tại ATM, rút tiền mặt không giới hạn số lần, tiền về tài khoản ngay, quy đổi ra "
    "VNĐ theo tỷ giá, thông tin về Vietcombank.",
    "Con số may mắn hôm nay là 6, vận đỏ, giải đen, tài lộc bùng nổ, hốt bạc, lộc lá đầy nhà.",
    "Nhận đặt bánh sinh nhật, nhắn ngay zalo, chuyển khoản trước 50%, ưu đãi thành viên mới.",
    "Học sinh nghỉ không phép làm bản kiểm điểm, chuyển khoản học phí qua app trường, mở lớp.",
    "Phim bản Hàn, phụ đề tiếng Việt, link tải google drive, xem ngay trong nhóm.",
    "Private tutoring online, private beta opens soon, pay by card, sign up now.",
    "Thu phế liệu giá cao, nhận hết số lượng lớn, thanh toán bằng tiền mặt.",
    "Kiếm cơm từng ngày, lãi đều nhờ trồng rau, gặt lúa xong trả hết nợ, chuộc xe về chạy.",
    "Pháo hoa vừa nổ, tiếng nổ liên tục, nổ ầm ầm khiến dân hoảng sợ; lốp xe mới nổ trên đường.",
    "Bếp ăn thông phòng khách, xuống tiền đặt cọc hôm nay tặng nội thất, hoàn vốn sau 5 năm.",
    "Cụ ông thiếu một chân bán vé số, nhặt được bóp, không bỏ tiền vô ví mình mà đem trả lại.",
    "Gõ copy lệnh vào cửa sổ dòng lệnh, chạy diệt virus, xem uid và gid của người dùng.",
    "Máy ATM nuốt tiền, nhả tiền thiếu; tiền thiệt hại được ngân hàng bồi thường.",
    "Vé hoàn tiền, hoàn vé trong 24 giờ, hãng bay hoàn trả lên đến 80%.",
    "Tiền về ting ting, đơn nổ ầm ầm, shop chốt đơn mỏi tay, cảm ơn khách quen.",
)


@pytest.mark.parametrize("text", HONEST)
def test_everyday_words_accuse_nobody(text: str) -> None:
    found = assess_text(PublishedText(id="1", text=text), LEXICON, RULES)
    assert found.verdict in {TextVerdict.CLEAN, TextVerdict.UNSURE}


@pytest.mark.parametrize("text", PREPAID)
def test_what_is_paid_in_advance_accuses_nobody(text: str) -> None:
    found = assess_text(PublishedText(id="1", text=text), LEXICON, RULES)
    assert found.verdict in (TextVerdict.CLEAN, TextVerdict.UNSURE)
