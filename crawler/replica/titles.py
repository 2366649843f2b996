"""Invented game titles: licensed ones, unlicensed ones for Vietnam, and how stores print them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

from crawler.replica.companies import fold_case
from crawler.text import fold_marks

_HEADS = (
    "Kiếm Vũ", "Tiên Lộ", "Huyền Môn", "Ma Vực", "Long Thành", "Bích Hải", "Thanh Vân", "Hỏa Phụng",
    "Tử Vi", "Bạch Hạc", "Ngọc Kiếm", "Phong Nguyệt", "Thiên Cơ", "Cửu Đỉnh", "Vạn Tượng",
    "Tam Giới", "Loạn Thế", "Đế Nghiệp", "Hắc Thạch", "Linh Sơn", "Xích Lân", "Lôi Đình",
    "Tinh Hà", "Mộng Điệp", "Hàn Băng", "Kim Ô", "Nguyệt Ảnh", "Thạch Trụ", "Quỷ Cốc", "Vô Song",
    "Chiến Hạm", "Vệ Binh", "Phi Đội", "Hiệp Sĩ", "Biệt Đội", "Pháo Đài", "Vương Quốc", "Ngôi Làng",
)  # fmt: skip
_TAILS = (
    "Mây Ngàn", "Sương Khói", "Truy Phong", "Khai Thiên", "Hồi Sinh", "Vấn Đạo", "Phục Hưng",
    "Bất Diệt", "Kỳ Duyên", "Tranh Phong", "Vĩnh Dạ", "Thủ Hộ", "Ngự Lâm", "Tái Ngộ", "Lạc Ấn",
    "Kỳ Án", "Bão Táp", "Rạng Đông", "Tuyết Rơi", "Ngàn Sao", "Đá Cuội", "Lửa Thiêng", "Cỏ May",
    "Thủy Triều", "Hoàng Hôn", "Sấm Sét", "Tre Xanh", "Giấy Gấp", "Sứ Trắng", "Đồng Xanh",
)  # fmt: skip
# Licensed, although the words make a hasty reader think of gambling.
_RISKY = (
    "Bắn Cá Hồ Sen Xanh", "Bắn Cá Vịnh San Hô", "Ngư Ông Bắn Cá Biển Ngọc", "Bắn Cá Cùng Cua Đá",
    "Chú Thỏ Tiến Lên", "Binh Đoàn Kẹo Tiến Lên", "Lính Chì Tiến Lên", "Thẻ Bài Rừng Trúc",
    "Đại Sư Thẻ Bài Giấy", "Cờ Tỷ Phú Làng Gốm", "Vòng Quay Vườn Táo", "Lộc Phát Nông Trại Nhỏ",
    "Cờ Cá Ngựa Sân Đình", "Thần Tài Xây Phố", "Hũ Mật Của Gấu", "Đua Chó Kéo Xe Tuyết",
)  # fmt: skip
_ENGLISH = (
    "Realm of Paper Kites", "Bamboo Sentinels", "Clockwork Harvesters", "Nine Lantern Saga",
    "Porcelain Legion", "Monsoon Riders", "Lotus Engine", "Teahouse Tactics", "Rice Field Rangers",
    "Banyan Chronicle", "Silk Route Brigade", "Jade Cartographer",
)  # fmt: skip
# Both pools share no pair of words with the register's, so nothing comes near a licensed title.
_FREE_HEADS = (
    "Đảo Rồng", "Trại Hè", "Phố Cổ", "Học Viện", "Siêu Nhân", "Chợ Đêm", "Lính Đánh Thuê",
    "Vườn Thú", "Tàu Ngầm", "Nhà Máy", "Xe Tải", "Thợ Mỏ", "Võ Sư", "Nữ Hoàng", "Cung Thủ",
    "Đầu Bếp", "Phù Thủy", "Robot", "Zombie", "Khủng Long", "Ninja", "Hải Quân", "Cứu Hỏa",
    "Sát Thủ", "Cướp Biển", "Thám Tử", "Bộ Lạc", "Người Que", "Đường Phố", "Bóng Đá Xóm",
)  # fmt: skip
_FREE_TAILS = (
    "Nổi Loạn", "Mùa Gió Chướng", "Săn Kho Báu", "Thời Đồ Đá", "Cuối Tuần", "Đêm Trắng",
    "Vượt Ngục", "Ngoài Hành Tinh", "Bán Rau", "Đại Náo", "Quật Khởi", "Xuyên Không",
    "Bến Xe Miền Tây", "Giải Cứu Xóm Nhỏ", "Sinh Tồn", "Thủ Thành Online", "Cày Cuốc",
    "Cưới Vợ Xây Nhà", "Loạn Chiến 3D", "Tập Đi", "Tí Hon", "Công Thành", "Vô Địch Phường",
    "Chạy Deadline", "Ăn Chuối", "Rừng U Minh", "Ba Miền", "Đồng Bằng", "Cao Nguyên Gió",
    "Nhặt Sao",
)  # fmt: skip
_FREE_ENGLISH = (
    "Saigon Drift Kings", "Mekong Mech Arena", "Sampan Survivor", "Dragonfruit Defense",
    "Motorbike Mayhem Tycoon", "Street Food Overlord", "Cyclo Rush Legends", "Rooftop Ronin Idle",
    "Delta Raiders Online", "Sky Temple Squad", "Night Market Heroes", "Hanoi Hero Rumble",
    "Coral Fortress Clash", "Tigerfruit Quest", "Bamboo Mech League", "Kungfu Kitchen Brawl",
)  # fmt: skip


def licensed_titles(rng: random.Random) -> Iterator[str]:
    """Titles for the register, none twice, in mixed case; the risky ones come first."""
    plain = [f"{head} {tail}" for head in _HEADS for tail in _TAILS]
    rng.shuffle(plain)
    first = [*_RISKY, *_ENGLISH]
    rng.shuffle(first)
    yield from first
    yield from plain


def risky_titles() -> frozenset[str]:
    """Licensed titles that look like gambling."""
    return frozenset(_RISKY)


def free_titles(rng: random.Random) -> Iterator[str]:
    """Vietnamese titles of games that no register knows, none twice."""
    pairs = [f"{head} {tail}" for head in _FREE_HEADS for tail in _FREE_TAILS]
    rng.shuffle(pairs)
    yield from pairs


def free_english_titles(rng: random.Random) -> Iterator[str]:
    """English titles of unlicensed games that still aim at Vietnam, none twice."""
    titles = list(_FREE_ENGLISH)
    rng.shuffle(titles)
    yield from titles
    for number in range(2, 50):
        yield from (f"{title} {number}" for title in titles)


def on_the_store(rng: random.Random, title: str, trade_name: str) -> str:
    """A licensed title as its own publisher prints it on a store."""
    forms = (
        title,
        title,
        title.upper(),
        fold_case(title),
        f"{title} - {trade_name}",
        f"{title} Mobile",
        f"{title} VN",
        f"{title}: {rng.choice(('Huyền Thoại', 'Đại Chiến', 'Mùa Mới', 'Hội Ngộ'))}",
        f"{trade_name} {title}",
        f"{title} - {rng.choice(('Game nhập vai', 'MMORPG', 'Chiến thuật', '3D'))}",
        unicodedata.normalize("NFD", title),
    )
    return rng.choice(forms)


def slug(title: str) -> str:
    """Letters and digits of a title for package names; empty scripts give ``app``."""
    kept = "".join(char for char in fold_marks(title) if char.isascii() and char.isalnum())
    return kept[:24] or "app"
