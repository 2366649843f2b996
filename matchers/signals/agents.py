"""Agents and commissions around a game."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="hoa hồng N%",
        weight=Weight.WEAK,
        needs=(
            frozenset({"hong"}),
            frozenset({"hoa"}),
        ),
        regex=r"\bhoa hồng\b[^\n]{0,40}?\d{1,2}(?:[.,]\d+)? ?%",
    ),
    Pattern(
        term="đại lý … %",
        weight=Weight.WEAK,
        needs=(
            frozenset({"dai"}),
            frozenset({"ly"}),
        ),
        regex=r"\bđại l[ýí]\b[^\n]{0,40}?\d{1,2}(?:[.,]\d+)? ?%",
    ),
    Pattern(
        term="giới thiệu bạn nhận tiền",
        weight=Weight.WEAK,
        needs=(
            frozenset({"thieu", "moi", "ru"}),
            frozenset({"ban", "khach", "nguoi", "hoi"}),
        ),
        regex=r"\b(?:giới thiệu|mời|rủ) (?:thêm )?(?:bạn bè|bạn|người chơi|khách|hội viên)"
        r"\b[^\n]{0,40}?(?:\d+ ?(?:k\b|%|\.000)|tiền mặt|hoa hồng)",
    ),
    Pattern(
        term="mỗi khách nạp trả N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"con", "khach", "mem", "nguoi", "dua", "nick", "acc", "khoan", "vien"})
            | {"linh", "dau", "ni"},
            frozenset({"nap", "gui", "dep", "xuong", "vo", "len", "cuoc", "dat"}),
            frozenset({"tra", "gui", "ban", "chia", "hong", "an", "huong", "thuong"}),
        ),
        regex=r"\b(?:cứ|mỗi|một|1|từng)(?: \w+)? (?:con|khách|mem|người|đứa|nick|acc|tài khoản"
        r"|thành viên|hội viên|lính|đầu|ní)(?: \w+){0,3}? (?:nạp|gửi tiền|dep|xuống tiền|vô tiền"
        r"|lên điểm|lên tiền)\b[^\n.!?]{0,40}?"
        r"\b(?:trả|gửi|bắn lại|bắn|chia|hoa hồng|ăn|hưởng|thưởng)"
        r"(?: \w+){0,2}? \d[\d.,]* ?(?:k|%|tr|nghìn|ngàn|đ)"
        r"|\bkhách(?: \w+){0,2}? (?:nạp|gửi tiền|cược|đặt tiền)\b[^\n.!?]{0,30}?\b(?:ăn|hưởng|chia"
        r"|trả)(?: \w+)? \d[\d.,]* ?%",
    ),
    Pattern(
        term="tuyển đại lý",
        weight=Weight.WEAK,
        needs=(
            frozenset({"dai"}),
            frozenset({"ly"}),
        ),
        regex=r"\b(?:tuyển|mở|đăng ký làm|hợp tác|làm) (?:tổng )?đại l[ýí]\b",
    ),
    Pattern(
        term="ăn N% tiền khách thua",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"an", "huong", "chia", "nhan", "trich", "hong"}),
            frozenset({"thua", "am"}),
        ),
        regex=r"\b(?:ăn|hưởng|chia|nhận|trích|hoa hồng)(?: \w+){0,2}? \d{1,2} ?%"
        r"(?: của| trên| từ)?(?: tổng| số)? "
        r"(?:tiền thua|số thua|tiền âm|số âm|âm|thua|khách thua|tiền khách thua)\b",
    ),
    Pattern(
        term="khách nạp, khách âm bao nhiêu",
        weight=Weight.STRONG,
        needs=(frozenset({"khach", "tuyen"}), frozenset({"am", "thua", "cuoc"})),
        regex=r"\b(?:khách|tuyến dưới)(?: \w+){0,2}? (?:nạp|cược|đặt|chơi)\b[^\n.!?]{0,25}?"
        r"\b(?:âm|thua)(?: \w+)? (?:bao nhiêu|nhiêu|mấy|tiền)\b",
    ),
)


SIGNAL = Signal(name="agents", label="Đại lý, hoa hồng", benign=False, patterns=PATTERNS)
