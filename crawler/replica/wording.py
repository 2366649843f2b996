"""Vietnamese texts of honest games and what ties an app to Vietnam. Written for the replica."""

from __future__ import annotations

import random

from crawler.replica.model import RegisterRow, Tie

_OPENINGS = (
    "{title} đưa bạn tới {place}, nơi {hero} phải {deed} trước khi trời sáng.",
    "Chào mừng đến với {title}! Hãy cùng {hero} {deed} tại {place}.",
    "Ngày xưa ở {place} có {hero}; trong {title} chính bạn sẽ {deed}.",
    "{title} là trò chơi {kind} lấy bối cảnh {place}, kể chuyện {hero} quyết chí {deed}.",
    "Bạn đã sẵn sàng {deed} cùng {hero}? {title} mở ra {place} rộng lớn chưa từng thấy.",
)
_PLACES = (
    "thung lũng Sương Tím", "cảng Đá Ngầm", "thành Bát Quái", "làng Gốm Đỏ", "rừng Lá Bạc",
    "đảo Mũi Khoằm", "sa mạc Muối", "phố Lồng Đèn", "đỉnh Cổng Trời", "hồ Trăng Khuyết",
    "hẻm núi Gió Hú", "đồng cỏ Chuồn Chuồn", "mê cung Rễ Tre", "kinh thành Ngói Xanh",
)  # fmt: skip
_HEROES = (
    "chàng thợ rèn mù chữ", "cô bé chăn vịt", "vị tướng về hưu", "đội lính đất nung",
    "ông lão câu cá", "nữ kiếm khách áo chàm", "bầy sóc thợ mộc", "chú rối nước", "nhà sư tập sự",
    "người lái đò", "nàng công chúa ham ngủ", "thầy đồ biết phép", "ba anh em nhà nấm",
)  # fmt: skip
_DEEDS = (
    "phá phong ấn cổ", "dựng lại ngôi đình", "đánh đuổi yêu quái", "giành lại lá cờ",
    "tìm mười hai mảnh gương", "giải cứu bạn bè", "thống nhất các bộ lạc", "sửa chiếc đèn trời",
    "vượt qua chín cửa ải", "xây tòa thành mới", "thu phục linh thú", "chặn cơn lũ lớn",
)  # fmt: skip
_FEATURES = (
    "Hơn {n} màn chơi với độ khó tăng dần, mỗi màn một cách giải riêng.",
    "Lập bang hội tối đa {n} người, cùng nhau công thành mỗi tối thứ Bảy.",
    "{n} linh thú để thu thập, nuôi lớn và cho xuất chiến.",
    "Đồ họa vẽ tay tỉ mỉ, nhạc nền thu bằng đàn bầu và sáo trúc.",
    "Chế độ đấu đội 5 đấu 5 kéo dài {n} phút, ghép trận công bằng.",
    "Cốt truyện {n} chương, lồng tiếng Việt toàn bộ nhân vật chính.",
    "Tự do đổi vật phẩm trong bang, cường hóa không lo vỡ đồ.",
    "Chơi được cả khi không có mạng, dung lượng chỉ {n} MB.",
    "Hệ thống phái đa dạng, {n} bộ chiêu thức để phối hợp.",
    "Nông trại riêng với {n} loại cây, thăm vườn của bạn bè mỗi ngày.",
)
_EVENTS = (
    "Nhập giftcode {code} để nhận ngay {n} lượt triệu hồi.",
    "Ưu đãi nạp lần đầu: tặng thêm {n}% kim cương trong bảy ngày.",
    "Vòng quay may mắn mừng sinh nhật: quay là có trang phục giới hạn.",
    "Đăng nhập liên tục {n} ngày nhận tướng SSR và code tân thủ.",
    "Sự kiện Tết: lì xì đầu xuân, mỗi ngày một phần quà trong game.",
    "Điểm danh mỗi ngày, tích điểm đổi trang phục và vật phẩm cho nhân vật.",
)
_DISCLAIMER = (
    "Lưu ý: trò chơi không hỗ trợ đổi thưởng dưới mọi hình thức, vật phẩm không có giá trị quy đổi "
    "thành tiền mặt. Chơi quá 180 phút một ngày sẽ ảnh hưởng xấu đến sức khỏe."
)
_HEALTH = "Chơi quá 180 phút một ngày sẽ ảnh hưởng xấu đến sức khỏe."
_KINDS = ("nhập vai", "chiến thuật", "tiên hiệp", "kiếm hiệp", "mô phỏng", "giải đố", "thủ thành")
_CODES = ("VUIVE", "TANTHU", "SUMVAY", "HELLO", "MUNGXUAN", "LANDAU")


def game_story(rng: random.Random, title: str, *, events: int = 2, features: int = 3) -> str:
    """A Vietnamese store text of a game, some of it about gift codes and first top-ups."""
    lines = [_fill(rng, rng.choice(_OPENINGS), title)]
    lines += [f"- {_fill(rng, line, title)}" for line in rng.sample(_FEATURES, features)]
    lines += [_fill(rng, line, title) for line in rng.sample(_EVENTS, events)]
    return "\n".join(lines)


def _fill(rng: random.Random, template: str, title: str) -> str:
    return template.format(
        title=title,
        place=rng.choice(_PLACES),
        hero=rng.choice(_HEROES),
        deed=rng.choice(_DEEDS),
        kind=rng.choice(_KINDS),
        n=rng.randrange(12, 480),
        code=f"{rng.choice(_CODES)}{rng.randrange(10, 99)}",
    )


def licence_line(row: RegisterRow, legal: str) -> str:
    """The claim that a licensee prints into its store text."""
    year, month, day = row.issued.split("-")
    if row.licence_kind == "G1_release_decision":
        paper = "Quyết định phê duyệt nội dung kịch bản trò chơi điện tử G1 trên mạng"
    else:
        group = row.licence_kind[:2]
        paper = f"Giấy xác nhận thông báo phát hành trò chơi điện tử {group} trên mạng"
    return (
        f"{legal}. {paper} số {row.licence_no} cấp ngày {day}/{month}/{year}. Mã liên kết: "
        f"giayphep.abei.gov.vn/g1/{row.portal_id}"
    )


def licensed_text(
    rng: random.Random, title: str, row: RegisterRow, legal: str, *, disclaimer: bool
) -> str:
    """The text of a licensed game; most carry their paper, as Điều 54 asks."""
    parts = [game_story(rng, title), _DISCLAIMER if disclaimer else _HEALTH]
    if rng.random() < 0.75:
        parts.append(licence_line(row, legal))
    return "\n\n".join(parts)


_OTHER = (
    "Bản chơi offline do nhóm mình tự làm trong kỳ nghỉ, dung lượng {n} MB, không cần đăng nhập.",
    "Ứng dụng nhỏ dành cho bạn nào mê {title}, có {n} màn và nhạc vui tai.",
    "Tụi mình vẽ lại toàn bộ nhân vật, thêm {n} câu thoại hài và chế độ hai người một máy.",
    "Góp ý xin để lại nhận xét bên dưới, tụi mình đọc hết và cập nhật mỗi {n} ngày.",
    "Phiên bản {n} sửa lỗi thoát trò chơi trên máy cũ, thêm nút tắt tiếng.",
    "Cách chơi: chạm để nhảy, giữ để bay, tránh {n} loại chướng ngại vật.",
)


def other_account_text(rng: random.Random, title: str) -> str:
    """A text of its own, with no sentence that a licensee's text could hold."""
    return "\n".join(
        line.format(title=title, n=rng.randrange(11, 99)) for line in rng.sample(_OTHER, 4)
    )


_PLAIN = (
    "Game nhap vai danh theo luot, do hoa dep, choi muot tren may cau hinh thap.",
    "Tham gia cung hang ngan nguoi choi Viet Nam, lap bang phai, san boss the gioi.",
    "Nhan code tan thu khi dang nhap, tang vo han luot quay tuong trong bay ngay dau.",
)
_ENGLISH_BODY = (
    "Build your squad, upgrade every hero and meet players in {n} arenas in real time.",
    "Collect over {n} weapons, craft rare gear and beat all players on the ladder.",
    "Easy one-hand controls, offline rewards and weekly guild wars for {n} players.",
    "A brand new season with {n} quests, pets and cosmetic outfits.",
)
_PAYMENT = (
    "Top up with Viettel, Mobifone and Vinaphone scratch cards",
    "Pay with MoMo, ZaloPay or VietQR",
    "Recharge by Viettel phone card and MoMo wallet, first recharge bonus 100%",
    "Buy gems with ZaloPay, ShopeePay VN or Vietcombank transfer",
)
_SUPPORT = (
    "Hotline Việt Nam: 1900 0{a} (8:00 - 22:00)",
    "Support: Zalo 0900 00{a}, fanpage tiếng Việt trả lời trong ngày",
    "Customer care in Ho Chi Minh City: +84 28 0000 0{a}",
    "Liên hệ CSKH: 0900 00{a} (Zalo)",
)
_ADDRESSES = (
    "Tầng {a}, tòa nhà Hạt Mít, 12 phố Giả Định, quận Cầu Giấy, Hà Nội, Việt Nam",
    "Lầu {a}, 99 đường Tưởng Tượng, Quận 3, Thành phố Hồ Chí Minh, Việt Nam",
    "{a} Ví Dụ street, Hai Chau district, Da Nang, Vietnam",
)


def english_body(rng: random.Random) -> str:
    """The English body of a game that aims at Vietnam by other means than its language."""
    return "\n".join(line.format(n=rng.randrange(20, 300)) for line in rng.sample(_ENGLISH_BODY, 3))


def plain_vietnamese(rng: random.Random) -> str:
    """Vietnamese typed without marks."""
    return "\n".join(rng.sample(_PLAIN, 3))


def payment_line(rng: random.Random) -> str:
    """How to pay in, by means that only Vietnam has."""
    return rng.choice(_PAYMENT)


def support_line(rng: random.Random) -> str:
    """A Vietnamese support contact."""
    return rng.choice(_SUPPORT).format(a=rng.randrange(100, 999))


def address_line(rng: random.Random) -> str:
    """An invented Vietnamese company address."""
    return rng.choice(_ADDRESSES).format(a=rng.randrange(2, 19))


def text_tie(description: str) -> Tie:
    """The tie of a Vietnamese text: its first line is quoted."""
    return Tie(kind="vietnamese_text", quote=description.split("\n", 1)[0], field="description")
