"""What gambling sites say, in the replica's own words: lobbies, offers, cash desks, agents.

Operators change their words faster than lists do, so most of this paraphrases: a Vietnamese
reader knows at once what is meant. Some lines are those of the apps (``replica/gambling.py``).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from crawler.replica import gambling
from crawler.replica.disguise import DISGUISES

HALLS = (
    ("Sảnh xí ngầu", "Ba hột trong tô, cửa trên cửa dưới, 45 giây mở một lượt, thắng cộng ví ngay"),
    ("Bàn lớn nhỏ có mã băm", "Kết quả khóa trước bằng chuỗi MD5, tự dò lại sau mỗi phiên"),
    ("Chiếu xóc chén", "Bốn vị, chẵn một ăn một, bốn trắng ăn mười hai, nhà cân hết cửa"),
    ("Bàn chia bài người thật", "Dealer áo dài phát trực tiếp, hai cửa Con và Cái, ăn 0,95"),
    ("Máy kéo ba hàng", "Mỗi vòng từ 200 đồng, quỹ chung đang ở mức mấy tỷ, nổ lúc nào không báo"),
    ("Đại dương súng vàng", "Hạ cá mập lấy xu, xu bán lại ra tiền chuyển khoản"),
    ("Trường gà đảo xa", "Cựa sắt từ 9 giờ sáng, gà xanh gà đỏ, vô tiền trước khi thả"),
    ("Bảng tỷ số ăn tiền", "Chấp nửa trái, trên dưới hai trái rưỡi, vào tiền cả khi trận đang đá"),
    ("Số học mỗi phút", "Chọn hai số cuối, một ăn chín mươi tám, sáu mươi giây quay một lần"),
    ("Sảnh bài lá miền Nam", "Bốn người một sòng, chặt heo phạt gấp, tự động trừ ví"),
    ("Ba lá so điểm", "Sáp lớn hơn thùng, tố tới đâu theo tới đó bằng điểm nạp"),
    ("Vòng xoay bánh xe đỏ đen", "37 ô, đặt ô nào trúng ăn ba mươi lăm lần"),
    ("Ngựa ảo 24 giờ", "Ba phút một cuộc, cửa nhất cửa nhì, tỷ lệ trả đến bốn mươi lần"),
    ("Leo cột bỏ chạy", "Hệ số nhân tăng dần, bấm rút trước khi rơi là lấy trọn"),
    ("Chiếu chắn hội làng",
     "Bốn cụ một chiếu, ù thông ăn thêm gà, mỗi dịch mười nghìn trừ thẳng vào ví"),
    ("Sòng tứ sắc cô bác", "Tới bốn màu ăn đôi, máy tự chung tiền, khuya mấy cũng đủ tay"),
    ("Chiếu sáu con vật", "Bỏ một đồng lấy ba đồng khi ra ba mặt giống, nửa phút mở một lượt"),
    ("Hồ gà miền Tây",
     "Ba hồ mỗi buổi, theo con ô hay con xám tùy anh, vô từ hai chục, xâu năm phần trăm"),
    ("Vé gom nhiều trận",
     "Chọn ba tới mười trận, trật một là mất vốn, trúng hết lãnh gấp trăm lần"),
    ("Cửa bắn game", "Chọn đội thắng ván đầu Liên Quân hay Tốc Chiến, bỏ mười đồng lấy mười tám"),
    ("Phơi ba đài", "Đầu, đuôi, đá cặp, nhận tới phút quay, trúng hai con trả bảy mươi lăm lần"),
    ("Cào vé tại chỗ", "Mỗi vé hai chục ngàn, lộ ba hình giống nhau là lãnh tiền, to nhất nửa tỷ"),
    ("Chín nút giành cái", "Hai hay ba lá, gần chín nhất gom bạc trên bàn, đoán hòa ăn tám lần"),
    ("Thuyền rồng chở báu",
     "Bỏ một nghìn bấm một phát, đủ năm đầu rồng ôm trọn két chung hai tỷ tám"),
    ("Đĩa hạt đậu",
     "Nắp úp bốn hạt hai màu, đoán đôi hay lẻ, trúng thì tiền gấp hai, trật mất sạch"),
    ("Sâm lốc phố cổ", "Mười lá một tay, báo sâm mà bị chặn thì đền tiền cả chiếu"),
    ("Lô tô quán chợ", "Mua tờ dò năm chục ngàn, kinh trước ôm hết tiền tờ của cả phòng"),
)  # fmt: skip
OFFERS = (
    ("Lên vốn gấp đôi", "Khoản gửi đầu cộng thêm một trăm phần trăm, chạy đủ mười vòng là lấy"),
    ("Hoàn phần thua mỗi thứ Hai", "Thua bao nhiêu trong tuần trả lại hai phần trăm, không trần"),
    ("Cầm tay người mới 58k", "Xác minh số điện thoại là có vốn thử, thắng tới 200k cho lấy về"),
    ("Điểm danh bảy ngày", "Ngày nào cũng gửi từ 100k, ngày thứ bảy bơm 177k vào ví cược"),
    ("Thưởng chuỗi năm ván", "Ăn liền năm cửa cùng bên nhận thêm 10% tổng vào tiền"),
    ("Giờ vàng tăng tỷ lệ", "Từ 20 giờ đến 22 giờ các cửa xiên cộng thêm 0,05"),
    ("Cứu cháy ví", "Ví về dưới 1.000 đồng được rót 5% khoản gửi trong ngày để gỡ"),
    ("Sinh nhật hội viên kim cương", "Tặng 8.888k, chỉ cần qua một vòng chơi"),
    ("Đỡ vốn cho người đen", "Thua từ năm triệu một đêm, sáng mai tụi em bù nửa triệu để đặt tiếp"),
    ("Rủ bạn ngồi chung chiếu",
     "Dắt một người vào bỏ vốn từ ba trăm, hai bên cùng nhận một trăm để đánh"),
    ("Lên hạng đại gia",
     "Tổng tiền đặt qua một tỷ thì có người chăm riêng, lãnh tiền khỏi xếp hàng"),
    ("Đua top xuống tiền",
     "Mười người đặt nhiều nhất tuần chia nhau hai trăm triệu và một chiếc SH"),
    ("Lộc kỳ lương", "Mùng năm bỏ vào từ hai trăm, nhà tặng thêm bốn chục để lắc ba hột"),
    ("Đền vé đầu", "Vé bóng thứ nhất mà trật, trả lại trọn vốn tới năm trăm nghìn"),
    ("Mồi cho lính mới", "Gửi số Zalo là có trăm rưỡi để xuống tay, đỏ thì cầm về nửa triệu"),
    ("Quà cho người thức khuya",
     "Ngồi chiếu quá hai giờ sáng, thua mấy nhà cũng trả bớt một phần mười"),
    ("Đen ba ván liền", "Ván kế nhà góp nửa tiền, hốt được bạn cầm trọn"),
)  # fmt: skip
CASH_DESK = (
    "Gửi tiền vào tài khoản bên dưới, ghi đúng mã hội viên, điểm lên ví trong 30 giây.",
    "Lấy tiền ra: nhập số điểm, chọn ngân hàng chính chủ, tiền báo về trong 2 đến 5 phút.",
    "1 điểm bằng 1.000 đồng, đổi hai chiều, không tính phí, không giới hạn số lần trong ngày.",
    "Thẻ cào Viettel, Vina, Mobi nhận 80% mệnh giá; ví điện tử và USDT nhận đủ.",
    "Không cần giấy tờ, không hỏi nguồn tiền, thắng bao nhiêu bên em chi bấy nhiêu.",
    "Ban đêm vẫn chi, cuối tuần vẫn chi, mỗi lệnh tối đa 500 triệu đồng.",
    "Quét mã của quầy, bỏ bao nhiêu lên bấy nhiêu phỉnh, quá một phút thì réo bé Na trực máy.",
    "Ăn xong bấm Lãnh, ghi tên đúng chủ thẻ, uống ngụm trà là tiền thắng tới.",
    "Ngại ngân hàng thì bỏ vốn bằng card điện thoại, thắng vẫn trả tiền Việt.",
    "Bà con bên Đài, bên Nhật gửi tiền đặt qua người của quầy, ăn thì người nhà ở quê nhận.",
    "Đừng ghi chữ cá độ khi chuyển, chỉ ghi tra tien hang kèm mã khách.",
    "Tiền thắng dưới hai chục triệu máy tự bắn, trên nữa thì quầy gọi hỏi tên rồi mới bắn.",
    "Cháy túi giữa khuya thì quầy cho cầm sim, cầm xe, ăn lại thì chuộc.",
    "Hốt được tiền thì gọi quầy, quầy hỏi mật hiệu rồi chuyển vào thẻ vợ cũng được.",
)  # fmt: skip
AGENTS = (
    "Mở cổng con dưới tên bạn, hưởng 45% phần khách thua, chốt sổ ngày mùng 2 và 16.",
    "Không cần vốn, được cấp đường dẫn riêng, xem từng khách lên xuống bao nhiêu theo giờ.",
    "Khách của tuyến dưới thua bạn cũng có phần: ba tầng, mười lăm, năm và hai phần trăm.",
    "Đủ 30 người gửi tiền trong tháng thưởng nóng 20 triệu, đủ 100 người tặng xe.",
    "Tuyển người gom phơi các xã, mỗi trăm nghìn tiền số giữ lại mười tám, lỗ lã chủ chịu.",
    "Anh chị có hội mê bóng đông người thì em giao bàn tổng, tự chia mức đặt, cuối tuần đối sổ.",
    "Quay TikTok khoe vé trúng, ai đặt tiền qua mã bạn thì chia bạn ba phần mười tiền thua.",
    "Nằm ngủ vẫn có tiền: khách xuống mỗi triệu bạn hưởng tám nghìn, ăn hay thua đều tính.",
    "Bạn dắt khách, nhà ôm rủi ro: họ nướng mười triệu thì cuối tuần bạn cầm bốn triệu.",
)  # fmt: skip
ACCESS = (
    "Nhà mạng chặn thì đổi máy chủ tên miền thành 1.1.1.1 hoặc vào bằng đường phụ bên dưới.",
    "Lưu kênh Telegram để nhận cửa vào mới mỗi khi tên miền cũ không mở được.",
    "Danh sách cửa phụ cập nhật hằng ngày, cửa nào xanh thì vào cửa đó.",
    "Tải bản cài ngoài chợ ứng dụng, máy báo lạ cứ bấm tin cậy nhà phát triển là vào.",
    "Cửa này bị khóa thì nhắn Zalo bé Vy kèm mã khách, em gửi lối khác cho kịp đặt trận tối.",
    "iPhone chuyển vùng Campuchia mới thấy app, ngoài là máy tính bỏ túi, mở ra là sảnh bài.",
    "Wifi quán không vô được bàn thì bật 4G với VPN Singapore, tiền đặt trong ví còn nguyên.",
    "Ai gõ tên cũ mà ra trang trắng thì thử đuôi .bar, .vin, chiếu đang đánh dở vẫn giữ chỗ.",
)  # fmt: skip
FAQ = (
    ("Thắng lớn có bị giữ không?", "Có chứng từ chi tiền công khai mỗi ngày, chưa từng khất ai."),
    ("Chưa đủ vòng có lấy được không?", "Được, nhưng trừ phần vốn tặng và tiền lời từ vốn đó."),
    ("Vì sao tên miền hay đổi?", "Để anh em vào không bị gián đoạn, ví và mật khẩu giữ nguyên."),
    ("Có bắt xác minh không?", "Chỉ cần tên trùng với chủ tài khoản nhận tiền."),
    ("Kết quả có chỉnh được không?", "Không, chuỗi băm hiện trước khi đặt, ai cũng dò lại được."),
)  # fmt: skip
SLOGANS = (
    "Sân chơi đỏ đen của người Việt xa nhà", "Vào là ấm ví, ra là có lãi",
    "Chơi thật, ăn thật, chi thật", "Đặt cửa bằng một tay, nhận tiền bằng hai tay",
    "Nơi dân chơi lâu năm gửi tiền", "Một ví, mười hai sảnh, tiền về trong năm phút",
    "Mở bát mỗi phút, đêm nào cũng có người trúng lớn", "Càng đông càng lớn quỹ hũ",
    "Ăn đủ thua chịu, không nói hai lời", "Sảnh kín cho dân máu đỏ đen",
    "Chiếu bạc nhà mình đêm nào cũng đủ tay", "Đen tình đã có đỏ tiền, ngồi xuống là ăn",
    "Xuống xác một ván, đổi đời một đêm", "Chủ bàn chung đủ, con bạc ngủ ngon",
    "Bỏ trăm nghìn, ôm bạc triệu, khuya nay tới lượt ai", "Máu thì vào, ăn bưng về, thua mai gỡ",
    "Nghèo thì lâu, giàu một ván", "Thức một đêm, hốt một năm lương",
    "Ông bà lắc tô, con cháu bấm phím, tiền vẫn là tiền thật",
    "Ôm con bài đẹp, ôm luôn tiền cả bàn", "Hên xui một tích tắc, trăm triệu trong tầm tay",
    "Vợ chưa kịp gọi đã hốt đủ tiền tháng này",
)  # fmt: skip
WINNERS = ("tu***9", "ba***x", "ng***88", "hai***o", "co***3", "ut***n", "lam***7", "phat***")
PICTURE_LINES = (
    ("NAP 100K TANG 100K", "RUT VE NGAN HANG 3 PHUT"),
    ("TAI XIU - XOC DIA - NO HU", "AN TIEN THAT"),
    ("KEO THOM MOI TRAN", "HOAN TRA MOI NGAY"), ("SAN HU TIEN TY", "DOI THUONG TU DONG"),
    ("CHIA BAI NGUOI THAT", "CUOC TU 5K"), ("DA GA TRUC TIEP", "VAO TIEN TRUOC GIO THA"),
)  # fmt: skip
LICENCES = (
    "Vận hành theo giấy phép PAGCOR số 21-0088 (Philippines)", "Curaçao eGaming 1668/JAZ",
    "Được giám sát bởi First Cagayan", "Isle of Man GSC · Costa Rica",
)  # fmt: skip
# Lines of law and care that operators copy to look harmless.
CAMOUFLAGE = (
    "Trang tuân thủ các quy định về trò chơi điện tử G1 và G2, G3, G4 trên mạng.",
    "Chúng tôi không khuyến khích cờ bạc; chơi có trách nhiệm, dừng lại khi cần.",
    "Thông tin mang tính tham khảo, nghiêm cấm người dưới 18 tuổi.",
    "Công an khuyến cáo người dân cảnh giác với các trang giả mạo thương hiệu của chúng tôi.",
    "Quỹ khuyến học của chúng tôi đã trao hàng trăm suất quà cho học sinh vùng cao.",
)
SUPPLIERS = "PG Soft · Jili · JDB · CQ9 · Evolution · SA Gaming · Saba"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitch:
    """What one gambling site says."""

    slogan: str
    halls: tuple[tuple[str, str], ...]
    offers: tuple[tuple[str, str], ...]
    cash_desk: tuple[str, ...]
    agents: tuple[str, ...]
    access: tuple[str, ...]
    faq: tuple[tuple[str, str], ...]
    phrases: tuple[str, ...]
    camouflage: tuple[str, ...]


def write_pitch(rng: random.Random, *, known_words: bool) -> Pitch:
    """A site's words; with ``known_words`` some are those that lists are made of."""
    return Pitch(
        slogan=rng.choice(SLOGANS),
        halls=tuple(rng.sample(HALLS, 6)),
        offers=tuple(rng.sample(OFFERS, 3)),
        cash_desk=tuple(rng.sample(CASH_DESK, 3)),
        agents=tuple(rng.sample(AGENTS, 2)),
        access=tuple(rng.sample(ACCESS, 2)),
        faq=tuple(rng.sample(FAQ, 3)),
        phrases=tuple(gambling.pick_phrases(rng)) if known_words else (),
        camouflage=tuple(rng.sample(CAMOUFLAGE, 2)) if rng.random() < 0.25 else (),
    )


def disguised(pitch: Pitch, trick: str) -> Pitch:
    """The pitch with its telling words disguised; the small print stays as it is."""
    hide = DISGUISES[trick]
    return replace(
        pitch,
        slogan=hide(pitch.slogan),
        halls=tuple((hide(name), text) for name, text in pitch.halls),
        offers=tuple((hide(name), text) for name, text in pitch.offers),
        phrases=tuple(hide(phrase) for phrase in pitch.phrases),
    )


def site_wording() -> tuple[str, ...]:
    """Every phrase of this file that offers gambling."""
    pairs = (*HALLS, *OFFERS)
    return (*(f"{name}. {text}" for name, text in pairs), *CASH_DESK, *AGENTS, *ACCESS, *SLOGANS)
