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
)  # fmt: skip
DICE = (
    "tài xỉu md5", "xóc đĩa online", "bầu cua cược lớn", "cầu bệt đẹp mỗi phiên",
    "xí ngầu ba viên đặt lớn nhỏ", "úp bát mở bát chẵn lẻ ăn tiền", "xốc dĩa 4 trắng 1 ăn 12",
    "đặt cửa Tài cửa Xỉu 30 giây một ván", "bẻ cầu theo cầu cả đêm", "lắc hột ăn tiền",
    "xập xình lắc tô cá cược", "chẵn lẻ đen đỏ đặt bao nhiêu cũng nhận",
)  # fmt: skip
SLOTS = (
    "nổ hũ 500 triệu", "quay hũ mỗi ngày", "quay slot nhận jackpot", "máy xèng 777",
    "vít cần là nổ to", "húp trọn hũ rồng tiền tỷ", "nổ pot bạc tỷ giữa đêm",
    "kéo máy trái cây trả thưởng tiền mặt", "quay dòng cược từ 100 đồng",
    "săn quỹ thưởng tích lũy, trúng là ra tiền", "spin phát nào ăn tiền phát đó",
)  # fmt: skip
CARDS = (
    "game bài đổi thưởng", "tiến lên miền nam ăn tiền", "phỏm tá lả đánh bài ăn tiền",
    "baccarat live",
    "rồng hổ online", "poker tiền thật",
    "sòng trực tuyến dealer chia bài thật", "binh xập xám chi ăn tiền", "cát tê sát phạt tiền thật",
    "chiếu bạc ảo không giới hạn mức đặt", "liêng ba cây sát phạt", "xì lát ăn tiền cả làng",
    "bài cào rùa ăn tiền thật",
)  # fmt: skip
LOTTERY = (
    "lô đề online 1 ăn 99", "soi cầu bạch thủ lô", "xổ số siêu tốc 1 phút",
    "chốt số dàn đề hôm nay",
    "ôm đề trả 1 ăn 95", "bao lô ba miền trả tiền ngay", "ba càng trúng gấp 900",
    "nhận bảng đề đến 18 giờ", "con đề đẹp tối nay chắc ăn", "đánh lô ăn 80 lần vốn",
    "ghi số đầu đuôi, trúng chuyển khoản liền",
)  # fmt: skip
SPORT = (
    "cá cược bóng đá", "tỷ lệ kèo nhà cái", "kèo chấp châu Á", "đá gà thomo trực tiếp",
    "đá gà cựa dao", "bắt độ trận nào ăn trận đó", "gà đòn gà sắt ăn tiền livestream",
    "trường gà Campuchia ra tiền từng trận", "vào tiền trận tối nay",
    "chấp nửa trái ăn đủ, đặt là nhận",
    "cá tiền trận cầu, trúng trả ngay", "đua chó ảo đặt cửa nhất nhì",
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
