"""Vietnamese apps that are no games, many with words that also gambling apps use."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrdinaryApp:
    """One honest app: its category, its title and what it says of itself."""

    genre: str
    title: str
    description: str


_NAMES = (
    "Lá Cọ", "Hạt Mít", "Bến Tre Xanh", "Cánh Cò", "Đèn Dầu", "Gáo Dừa", "Chuồn Ớt", "Nón Lá",
    "Thuyền Thúng", "Mái Ngói", "Bông Súng", "Chiếu Cói",
)  # fmt: skip
_APPS = (
    ("finance", "Ngân hàng {x} - Mobile Banking",
     "Ngân hàng số {x}: mở tài khoản tại nhà, chuyển khoản 24/7, nạp tiền điện thoại, rút tiền mặt "
     "tại ATM không cần thẻ.\nTiết kiệm trực tuyến lãi suất ưu đãi, thanh toán hóa đơn điện nước.\n"
     "Hotline hỗ trợ khách hàng hoạt động suốt ngày đêm."),
    ("finance", "Ví {x}: Thanh toán & Chuyển tiền",
     "Ví điện tử {x} liên kết hơn 40 ngân hàng. Nạp, rút tiền về tài khoản ngân hàng trong vài "
     "giây, "
     "mua thẻ cào, thanh toán vé xe.\nBảo mật sinh trắc học, hoàn tiền khi mua sắm."),
    ("news", "Báo {x} Online",
     "Tin nóng trong ngày: công an triệt phá đường dây cá độ bóng đá nghìn tỷ, khởi tố nhóm tổ "
     "chức "
     "đánh bạc qua mạng.\nPhóng sự cảnh báo game bài đổi thưởng trá hình lôi kéo học sinh.\n"
     "Thời sự, kinh tế, giáo dục, giải trí cập nhật liên tục."),
    ("news", "Tin An Ninh {x}",
     "Đọc tin pháp luật: xét xử đường dây lô đề, cảnh báo bẫy nhà cái trên mạng xã hội, nạn nhân "
     "tài xỉu online kể lại.\nTòa soạn nhận tin tố giác của bạn đọc."),
    ("weather", "Thời tiết {x} 24h",
     "Dự báo thời tiết theo giờ cho 63 tỉnh thành, cảnh báo bão, lượng mưa, chỉ số UV và chất "
     "lượng "
     "không khí.\nRadar mưa và bản đồ gió chi tiết."),
    ("news", "Kết quả xổ số {x} - Dò vé số",
     "Xem kết quả xổ số kiến thiết ba miền, Vietlott Mega 6/45, Power 6/55 ngay sau giờ quay.\n"
     "Dò vé số bằng camera, lịch quay thưởng, thống kê kqxs các kỳ trước.\nỨng dụng chỉ cung cấp "
     "thông tin, không bán vé."),
    ("education", "Sổ liên lạc {x}",
     "Phụ huynh xem điểm, thời khóa biểu, lịch thi và nhắn tin với giáo viên.\nNhà trường gửi "
     "thông "
     "báo học phí, thực đơn bán trú và ảnh hoạt động của lớp."),
    ("shopping", "{x} Rewards - Tích điểm đổi quà",
     "Tích điểm khi mua sắm tại siêu thị {x}, đổi quà, đổi điểm lấy phiếu giảm giá.\nVòng quay may "
     "mắn dành cho thành viên vàng, điểm thưởng không hết hạn.\nXem hóa đơn và cửa hàng gần bạn."),
    ("lifestyle", "My {x} Telecom",
     "Tra cứu cước, đăng ký gói data, nạp thẻ và đổi điểm thưởng lấy phút gọi.\nĐổi điểm hội viên "
     "lấy voucher cà phê, xem lịch sử nạp tiền."),
    ("sports", "Tỷ số {x} - Lịch bóng đá",
     "Lịch thi đấu, tỷ số trực tiếp, bảng xếp hạng V-League và các giải châu Âu.\nTin chuyển "
     "nhượng, "
     "video bàn thắng, thông báo khi đội bạn yêu thích ghi bàn."),
    ("books", "Truyện {x} - Đọc truyện chữ",
     "Kho truyện tiên hiệp, kiếm hiệp, ngôn tình hoàn thành, đọc offline, đổi phông chữ.\nCó "
     "truyện "
     "Thần Bài, Đế Tôn và hàng nghìn chương mới mỗi ngày."),
    ("productivity", "Lịch âm {x} 2026",
     "Lịch vạn niên, giờ hoàng đạo, đổi ngày âm dương, nhắc giỗ chạp.\nXem ngày tốt xuất hành, "
     "khai "
     "trương, động thổ."),
    ("food", "{x} Coffee - Đặt món",
     "Đặt cà phê chốt kèo cùng bạn bè, giao trong 20 phút.\nCòn 2 slot ưu đãi mỗi sáng, thẻ thành "
     "viên tích sao."),
    ("health", "Đặt lịch khám {x}",
     "Đặt lịch khám bệnh viện, xem kết quả xét nghiệm, thanh toán viện phí.\nNhắc uống thuốc và hồ "
     "sơ sức khỏe gia đình."),
    ("travel", "Vé xe {x}",
     "Đặt vé xe khách, tàu hỏa, xe limousine, chọn chỗ trên sơ đồ.\nHoàn vé không mất phí trước 24 "
     "giờ, tổng đài hỗ trợ."),
    ("shopping", "Chợ {x} - Đồ câu cá",
     "Bán cần câu, mồi câu, lưới và phụ kiện, bán cá giống giao tận ao.\nHướng dẫn câu cá hồ dịch "
     "vụ, bản đồ hồ câu."),
    ("tools", "Máy tính {x}",
     "Máy tính khoa học, đổi đơn vị, tính thuế thu nhập, tính lãi vay.\nGiao diện chữ to, không "
     "quảng cáo."),
    ("navigation", "Bãi đỗ {x}",
     "Tìm bãi đỗ xe còn chỗ, trả phí không tiền mặt, cảnh báo phạt nguội.\nChỉ đường tránh kẹt "
     "xe."),
    ("education", "Toán xác suất {x}",
     "Bài giảng xác suất lớp 10: tung đồng xu, gieo xúc xắc, rút thẻ.\nHơn 500 bài tập trắc nghiệm "
     "có lời giải."),
    ("entertainment", "Phim {x} TV",
     "Xem phim bộ, gameshow, Casino Royale bản đẹp và truyền hình trực tiếp.\nTải về xem khi không "
     "có mạng."),
    ("finance", "Chứng khoán {x}",
     "Bảng giá trực tuyến, đặt lệnh, quản lý danh mục, nộp rút tiền tài khoản chứng khoán.\nBáo "
     "cáo "
     "phân tích hằng ngày."),
    ("lifestyle", "Văn khấn {x}",
     "Văn khấn cổ truyền, phong tục lễ hội chọi gà, bầu cua ngày Tết và tổ tôm điếm xưa.\nÂm "
     "lịch và "
     "nghi lễ vùng miền."),
)  # fmt: skip


def ordinary_apps(rng: random.Random) -> Iterator[OrdinaryApp]:
    """Honest apps without end: every kind once before any kind comes again."""
    names = list(_NAMES)
    while True:
        for genre, title, text in rng.sample(_APPS, len(_APPS)):
            name = rng.choice(names)
            yield OrdinaryApp(genre, title.format(x=name), text.format(x=name))
