"""The language of disguised gambling, as its operators and players write it.

Much of it is the replica's own: synonyms, slang and invented brands that a Vietnamese reader
understands at once, so that the world measures more than whether a list was copied.
"""

from __future__ import annotations

import random

# Ways to get money out.
CASH = (
    "đổi thưởng siêu tốc", "rút tiền về tài khoản 5 phút", "nạp rút 1:1", "đổi thẻ cào Viettel",
    "rút về bank trong ngày", "nạp momo rút momo", "quy đổi thành tiền mặt",
    "rút lúa về ví trong 3 phút", "quy xu ra tiền tươi", "lấy thóc về ngân hàng lúc nửa đêm",
    "thắng bao nhiêu bắn thẳng về Vietcombank bấy nhiêu", "bán chip thu tiền thật",
    "đổi xu lấy card Mobi 500k", "xả vàng trong game ra tiền mặt", "ăn tiền thật, trả liền tay",
    "tiền thắng ting ting về số tài khoản sau 2 phút", "nạp ít rút nhiều, không giữ tiền khách",
    "lên vốn bằng QR, rút lãi bất kể giờ nào",
    "lộc ăn được chảy thẳng về thẻ ATM", "hốt bạc xong, ngân hàng nhảy số liền",
    "kim cương ăn được bán lại lấy giấy xanh", "ăn bàn nào lãnh bạc bàn đó",
    "điểm ăn ván hoán ra bạc thiệt", "gỡ gạc xong tất toán về thẻ lương",
    "về bờ là em giải ngân liền qua MB, khỏi chờ sáng",
    "điểm trong bàn bán lại cho quầy, quầy đưa bạc mặt tận nhà",
    "bỏ một củ chơi một củ, thắng mấy củ rinh về hết",
    "trúng xong ới thu ngân, tiền nhảy vô Sacombank liền",
    "vô vốn bằng thẻ điện thoại, ăn thì nhận qua ZaloPay",
    "khỏi căn cước, khai tên chủ thẻ là lãnh tiền ăn được",
    "quy gạo thắng ra đô số, gửi thẳng ví lạnh",
    "ăn được nhiêu cô Ba giữ két đếm nhiêu, nhận liền tại quán",
    "hốt xong réo bé Na, ly cà phê chưa nguội tiền đã vô TPBank",
    "thóc thắng đêm qua, sáng ra cây ATM mà lấy",
)  # fmt: skip
DICE = (
    "tài xỉu md5", "xóc đĩa online", "bầu cua cược lớn", "cầu bệt đẹp mỗi phiên",
    "xí ngầu ba viên đặt lớn nhỏ", "úp bát mở bát chẵn lẻ ăn tiền", "xốc dĩa 4 trắng 1 ăn 12",
    "đặt cửa Tài cửa Xỉu 30 giây một ván", "bẻ cầu theo cầu cả đêm", "lắc hột ăn tiền",
    "xập xình lắc tô cá cược", "chẵn lẻ đen đỏ đặt bao nhiêu cũng nhận",
    "ba cục xương nhảy, đoán tổng ăn bạc", "nghe tiếng chén kêu, xuống bạc liền tay",
    "nai gà tôm cá, bỏ một ăn ba", "đoán nút trên dưới mười, bỏ bạc ăn đôi",
    "ba hột trong nắp, canh cửa trên cửa dưới mà đập tiền",
    "hột vị lật ba đỏ một trắng, chiếu chung tiền cái rụp",
    "bông vụ ngày tết mở quanh năm, xuống bao nhiêu nhà cân hết",
    "bão ba con sáu, ăn gấp trăm rưỡi tiền xuống",
    "lắc một cái ba chục giây, đặt hai mươi ngàn lấy bốn chục",
    "nắp mở thấy mười một nút trở lên là bên lớn hốt bạc",
    "đậu đen đậu trắng trong đĩa, đoán trúng lấy gấp đôi tiền bỏ",
    "quán lắc hột trên mạng, cái lật nắp trước camera rồi phát tiền",
    "cả xóm bu cái tô online, đứa ôm bên lẻ hốt trọn tiền bên chẵn",
)  # fmt: skip
SLOTS = (
    "nổ hũ 500 triệu", "quay hũ mỗi ngày", "quay slot nhận jackpot", "máy xèng 777",
    "vít cần là nổ to", "húp trọn hũ rồng tiền tỷ", "nổ pot bạc tỷ giữa đêm",
    "kéo máy trái cây trả thưởng tiền mặt", "quay dòng cược từ 100 đồng",
    "săn quỹ thưởng tích lũy, trúng là ra tiền", "spin phát nào ăn tiền phát đó",
    "giật cần ra ba chuông, bạc đổ ào ào", "năm cột trùng hình, ăn nghìn lần tiền bỏ",
    "bỏ trăm đồng, rồng nhả cả cây vàng", "bỏ bạc bấm phát, kho chung vỡ tiền",
    "nuôi máy tới khuya, nhả một phát đủ tiền đổi xe",
    "bắn rồng vàng dưới biển, đạn mua bằng tiền, mồi bán lấy tiền",
    "mỗi vòng năm trăm bạc, ra đủ năm con tì hưu lãnh cả thùng",
    "cào vé trên màn hình, lộ ba con trâu là nhận chục triệu",
    "bể thùng chung sáng nay, chị bán bún Quảng Ngãi lụm hai tỷ",
    "xoay ba hàng hình mèo thần tài, mèo vẫy là hốt trăm lần vốn",
    "bấm xoay mỏi tay, bù lại ba bông sen rớt xuống trăm triệu",
    "tốn có hai ngàn mỗi lần giật, hên thì ôm nguyên két",
)  # fmt: skip
CARDS = (
    "game bài đổi thưởng", "tiến lên miền nam ăn tiền", "phỏm tá lả đánh bài ăn tiền",
    "baccarat live",
    "rồng hổ online", "poker tiền thật",
    "sòng trực tuyến dealer chia bài thật", "binh xập xám chi ăn tiền", "cát tê sát phạt tiền thật",
    "chiếu bạc ảo không giới hạn mức đặt", "liêng ba cây sát phạt", "xì lát ăn tiền cả làng",
    "bài cào rùa ăn tiền thật",
    "chín nút úp sọt, vét sạch tiền bàn", "so tẩy năm lá, tố cháy ví đối thủ",
    "gầy độ xì dách, cái chung đủ tiền", "chặt heo thối hai, thua chung bạc liền",
    "đánh chắn có gà có dịch, ù thông lấy tiền tươi",
    "bốn đứa một chiếu, tới trắng gom tiền ba nhà",
    "tứ sắc cho cô bác giải buồn, tới là chung bạc liền",
    "cửa Con cửa Cái hai lá, cặp đôi một ăn mười một", "mậu binh sập làng, mỗi chi năm chục ngàn",
    "mua phỉnh bằng tiền lương, tàn canh bán phỉnh lấy lại tiền",
    "tổ tôm năm cụ, mỗi ván góp trăm nghìn, ai ù người ấy hốt",
    "sâm lốc bốn người, báo sâm hụt đền tiền cả chiếu",
    "hai lá úp một lá ngửa, ai dám theo thì hốt trọn đống tiền",
)  # fmt: skip
LOTTERY = (
    "lô đề online 1 ăn 99", "soi cầu bạch thủ lô", "xổ số siêu tốc 1 phút",
    "chốt số dàn đề hôm nay",
    "ôm đề trả 1 ăn 95", "bao lô ba miền trả tiền ngay", "ba càng trúng gấp 900",
    "nhận bảng đề đến 18 giờ", "con đề đẹp tối nay chắc ăn", "đánh lô ăn 80 lần vốn",
    "ghi số đầu đuôi, trúng chuyển khoản liền",
    "hai số cuối giải tám, một chung bảy chục", "mua số đuôi chiều nay, chung tiền trước tối",
    "nằm mộng thấy gì, gửi số ăn bạc", "thầu phơi số ba đài, chung đủ từng xu",
    "cô Sáu nhận phơi tới bốn giờ chiều, trúng tối chung tận cửa",
    "hai con cuối giải đặc biệt, mười ngàn ăn bảy trăm",
    "đá cặp hai đài miền Tây, trúng đôi một ăn năm trăm rưỡi",
    "mỗi phút mở năm số, đoán chẵn hay lẻ ăn gần gấp đôi",
    "nuôi con ba ngày, tịt thì thầy hoàn, nổ thì lại quả thầy",
    "khách quen mua số ghi nợ, cuối tháng cấn tiền trúng",
    "chú Tư bỏ mối số đề, khuya dò thấy trúng gõ cửa lấy tiền",
    "chiêm bao thấy rắn thì bốc 32, trúng thì cò giao tiền trong đêm",
    "bảy đồng rưỡi đổi năm trăm đồng nếu hai số cùng về",
)  # fmt: skip
SPORT = (
    "cá cược bóng đá", "tỷ lệ kèo nhà cái", "kèo chấp châu Á", "đá gà thomo trực tiếp",
    "đá gà cựa dao", "bắt độ trận nào ăn trận đó", "gà đòn gà sắt ăn tiền livestream",
    "trường gà Campuchia ra tiền từng trận", "vào tiền trận tối nay",
    "chấp nửa trái ăn đủ, đặt là nhận",
    "cá tiền trận cầu, trúng trả ngay", "đua chó ảo đặt cửa nhất nhì",
    "bỏ bạc cửa dưới, đội nhà hòa cũng ăn", "thả tiền theo số quả phạt góc hiệp một",
    "gà nòi so cựa, theo độ ăn bạc", "ngựa về nhất, bỏ một triệu lãnh tám",
    "cửa trên chấp trái rưỡi, vô mười ăn chín bảy, tàn trận chung liền",
    "thẻ vàng, ném biên, đá phạt, món nào cũng xuống tiền được",
    "gom năm trận một vé, trúng hết trăm nghìn thành ba triệu",
    "dế chọi, trâu húc, bồ câu đua, có người nhận tiền hai phe",
    "gà điều gặp gà chuối, ba hồ phân bạc, tiền xâu năm phần trăm",
    "Liên Quân cũng mở cửa, đội xanh một ăn một tám",
    "đoán đội nào sút luân lưu hỏng, bỏ trăm ngàn hốt bốn trăm",
    "cầm đội Hải Phòng được nửa trái, thắng hay hòa đều hốt tiền",
    "gà tre hai lạng rưỡi, ai ôm con tía thì gửi tiền trước khi vô cựa",
)  # fmt: skip
HOUSE = (
    "nhà cái uy tín số 1", "hoàn trả không giới hạn", "vòng cược chỉ 1 lần", "đặt cược an toàn",
    "xanh chín không bùng", "link vào không bị chặn", "hoa hồng đại lý cấp 1",
    "tặng 88k trải nghiệm",
    "khuyến mãi nạp đầu 100%", "cổng game quốc tế",
    "nạp phát đầu nhân đôi vốn cược", "tuyển đầu nậu ăn chia 45% tiền thua của khách",
    "mở cổng con ăn phần trăm tiền cược tuyến dưới",
    "vào không được thì đổi DNS hoặc qua kênh Tele",
    "sân chơi đỏ đen có bảo kê PAGCOR", "free 66k vốn cho con nghiện mới",
    "cháy túi được bơm lại vốn 10%", "cao thủ xả kèo trong nhóm kín",
    "tiền thua mỗi tuần trả lại 1,5%",
    "chủ bàn đỏ đen chung đủ, chẳng quỵt ai", "rủ con bạc mới, hưởng phần trăm tiền thua",
    "khách đen cả tuần được bù vốn gỡ", "mồi trước năm chục ngàn thử vận đỏ đen",
    "cấp bàn tổng cho anh có khách, ăn một nửa tiền khách nướng",
    "cần người gom phơi dưới quê, hưởng mười hai phần trăm",
    "ứng trước năm trăm ngàn để ngồi chiếu, thua khỏi trả",
    "máy chủ bên Bavet, không ai dòm ngó, cứ yên tâm xuống tiền",
    "vào phòng thầy Long, thầy hô cửa nào đập cửa đó",
    "kéo được một đứa vào đặt tiền, em gửi bạn ba trăm",
    "nội trợ rảnh tay bấm cửa xanh đỏ kiếm tiền chợ mỗi sáng",
    "sát phạt tới sáng có người canh cửa, hốt được khỏi lo mất",
    "lính mới nhận trăm rưỡi ngàn làm mồi, đỏ tay thì cầm tiền về",
    "gửi khách cho nhà mình, họ nướng mười triệu bạn cầm bốn triệu",
)  # fmt: skip
_BRANDS = (
    "go88", "sunwin", "hitclub", "b52", "rikvip", "kubet", "new88", "789club", "i9bet", "iwin",
    "sin88", "68gamebai", "hi88", "8xbet",
    "zutbet88", "mokawin79", "lumvip68", "hupclub", "nemwin55", "gaubet66", "tepvip88", "rongo79",
    "bumboclub", "kimlo777", "vitwin86", "chumbet", "socbet99", "quyvip79", "momowin68",
    "xengvang88",
    "tocbet247", "luaclub", "namdo88",
)  # fmt: skip
_GROUPS = (CASH, DICE, SLOTS, CARDS, LOTTERY, SPORT, HOUSE)
_INNOCENT = (
    ("Ghép Kim Cương Vui Nhộn", "puzzle"), ("Sổ Tay Chi Tiêu Nhỏ", "finance"),
    ("Máy Tính Bỏ Túi Plus", "tools"), ("Xếp Gạch Thư Giãn 3D", "puzzle"),
    ("Góc Giải Trí Cuối Tuần", "entertainment"), ("Dọn Dẹp Bộ Nhớ Nhanh", "tools"),
    ("Nông Trại Trái Cây Bé", "casual"), ("Bong Bóng Đại Dương", "casual"),
    ("Quản Lý Công Việc Gọn", "productivity"), ("Đọc Báo Nhanh 4.0", "news"),
    ("Nối Hình Rau Củ", "puzzle"), ("Tập Thể Dục Mỗi Sáng", "health"),
    ("Chuyên Gia Tiết Kiệm", "finance"), ("Vui Cùng Con Số", "education"),
    ("Phiêu Lưu Kẹo Dẻo", "casual"), ("Trạm Nghe Nhạc Chill", "entertainment"),
    ("Lịch Bóng Đá Hôm Nay Pro", "sports"), ("Câu Cá Thư Giãn Bờ Hồ", "casual"),
)  # fmt: skip
_OPEN = (
    ("Cổng Game {brand} - Nổ Hũ", "entertainment"), ("{brand}: Tài Xỉu Xóc Đĩa", "casual"),
    ("{brand} Club Game Bài Online", "card"), ("Slot Vương Quốc {brand}", "casual"),
    ("Đá Gà {brand} TV", "sports"), ("{brand} - Bắn Cá Đổi Thưởng", "casual"),
    ("Lô Đề {brand} VIP", "tools"), ("{brand} Live", "entertainment"),
)  # fmt: skip
_SHELLS = (
    "Ứng dụng nhẹ, miễn phí, giao diện đơn giản, hợp với mọi lứa tuổi.",
    "Thư giãn sau giờ làm với hàng trăm màn nhẹ nhàng.",
    "Công cụ hữu ích giúp bạn sắp xếp cuộc sống mỗi ngày.",
    "Trò chơi trí tuệ rèn luyện phản xạ, không tốn dung lượng.",
)
_FRAMES = (
    "Anh em vào là mê: {}, {}.",
    "Đủ món: {}; {}.",
    "Hôm nay có {} và {}.",
    "Chơi vui có thưởng - {} - {}.",
)


def gambling_wording() -> tuple[str, ...]:
    """Every gambling phrase of the world."""
    return tuple(phrase for group in _GROUPS for phrase in group)


def gambling_brands() -> tuple[str, ...]:
    """Every gambling brand of the world, real and invented."""
    return _BRANDS


def pick_phrases(rng: random.Random) -> list[str]:
    """A way to get money out, two kinds of play and the house's promises: four to seven phrases."""
    plays = rng.sample((DICE, SLOTS, CARDS, LOTTERY, SPORT), 2)
    phrases = rng.sample(CASH, 2)
    phrases += [rng.choice(group) for group in plays]
    phrases += [rng.choice(plays[0]), *rng.sample(HOUSE, rng.choice((1, 2)))]
    return list(dict.fromkeys(phrases))


def pick_title(rng: random.Random, brand: str) -> tuple[str, str]:
    """A title and its category: mostly innocent, sometimes barely hidden."""
    if rng.random() < 0.6:
        return rng.choice(_INNOCENT)
    title, genre = rng.choice(_OPEN)
    return title.format(brand=brand.capitalize()), genre


def gambling_text(rng: random.Random, phrases: list[str], brand: str | None) -> str:
    """A harmless first line, then the offer."""
    lines = [rng.choice(_SHELLS)]
    for index in range(0, len(phrases), 2):
        pair = phrases[index : index + 2]
        if len(pair) == 2:
            lines.append(rng.choice(_FRAMES).format(*pair))
        else:
            lines.append(f"Đặc biệt: {pair[0]}!")
    if brand is not None:
        lines.append(
            rng.choice(("Tải app {}", "Đăng ký {} ngay", "CSKH {} 24/7", "Link {}")).format(brand)
        )
    return "\n".join(lines)
