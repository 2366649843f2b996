"""Sign-up money and bonuses."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="tặng N k khi đăng ký",
        weight=Weight.STRONG,
        needs=(
            frozenset({"tang", "nhan", "free", "phat", "thuong", "xi"}),
            frozenset({"nghiem", "thu", "ky", "vien", "khoan", "moi", "nap", "game"}),
        ),
        regex=r"\b(?:tặng|nhận|free|phát|thưởng|lì xì)\b[^\n]{0,25}?\d{2,4} ?(?:k|\.000|cành|xu)"
        r"\b[^\n]{0,40}?(?:trải nghiệm|tân thủ|đăng ký|thành viên mới|tạo tài khoản"
        r"|người mới|nạp|vào game)",
    ),
    Pattern(
        term="đăng ký nhận N k",
        weight=Weight.STRONG,
        needs=(
            frozenset({"ky", "thu", "khoan", "moi", "nghiem", "vien"}),
            frozenset({"tang", "nhan", "free", "thuong", "co"}),
        ),
        regex=r"\b(?:trải nghiệm|tân thủ|đăng ký|thành viên mới|tạo tài khoản|người mới)"
        r"\b[^\n]{0,25}?(?:tặng|nhận|free|thưởng|có) (?:ngay |liền |code )?\d{2,4} ?(?:k"
        r"|\.000|cành)\b",
    ),
    Pattern(
        term="tặng N k",
        weight=Weight.WEAK,
        needs=(frozenset({"tang", "nhan", "free", "phat", "thuong", "xi", "code", "c0de"}),),
        regex=r"\b(?:tặng|nhận|free|phát|thưởng|lì xì|code|c0de) (?:ngay |liền |code |free "
        r"|vốn )?\d{2,4} ?(?:k|\.000|cành|tr|củ)\b",
    ),
    Pattern(
        term="tân thủ N k",
        weight=Weight.WEAK,
        needs=(frozenset({"thu", "vien", "ky", "nick", "moi"}),),
        regex=r"\b(?:tân thủ|thành viên mới|hội viên mới|nick mới|đăng ký|nick ms)"
        r"(?: được| có| cộng)? "
        r"(?:ngay )?\d{2,3} ?(?:k\b|\.000)",
    ),
    Pattern(
        term="N k cho N người",
        weight=Weight.STRONG,
        needs=(frozenset({"cho"}), frozenset({"ban", "nguoi", "vien", "thanh", "khach"})),
        regex=r"\b\d{2,4} ?(?:k|\.000) cho \d{2,4} (?:bạn|người|thành viên|khách)[^\n]{0,40}?"
        r"\bđăng ký\b",
    ),
    Pattern(
        term="vào là có N",
        weight=Weight.WEAK,
        needs=(
            frozenset({"vo", "vao", "tai", "ky", "nick", "acc", "khoan", "moi"}),
            frozenset({"co", "duoc", "nhan", "tang", "cong"}),
        ),
        regex=r"\b(?:vô|vào|tải|tải app|đăng ký|tạo nick|nick mới|acc mới|tài khoản mới|mở nick)"
        r"(?: là| thì| xong)? (?:có|được|nhận|tặng|cộng) (?:ngay |liền |sẵn |luôn )?"
        r"\d{1,4} ?(?:k|\.000|điểm|cành|u)\b",
    ),
    Pattern(
        term="thưởng nạp N%",
        weight=Weight.WEAK,
        needs=(
            frozenset({"nap"}),
            frozenset({"thuong", "tang", "khuyen", "dau"}),
        ),
        regex=r"\b(?:thưởng|tặng|khuyến mãi)\b[^\n]{0,20}?\d{2,3} ?%[^\n]{0,20}?nạp\b"
        r"|\bnạp (?:lần )?đầu[^\n]{0,15}?(?:\d{2,3} ?%|x\d)",
    ),
    Pattern(
        term="tặng N cho lượt chơi đầu",
        weight=Weight.STRONG,
        needs=(
            frozenset({"tang", "nhan", "thuong", "phat"}),
            frozenset({"luot", "lan", "van", "vong"}),
            frozenset({"dau", "thu", "phi"}),
        ),
        regex=r"\b(?:tặng|nhận|thưởng|phát)\b[^\n.!?]{0,20}?\d[\d.,]* ?"
        r"(?:k|đ|vnđ|vnd|đồng|triệu|tr|củ)\b[^\n.!?]{0,15}?\b(?:lượt|lần|ván|vòng) "
        r"(?:chơi|quay|đặt|bắn|cào|cược) (?:\w+ )?(?:đầu|thử|miễn phí)\b",
    ),
    Pattern(
        term="quay thử N lượt",
        weight=Weight.WEAK,
        needs=(
            frozenset({"quay", "ban", "cao", "danh", "choi"}),
            frozenset({"thu"}),
            frozenset({"luot", "vong", "van", "phat"}),
        ),
        regex=r"\b(?:quay|bắn|cào|đánh|chơi) thử (?:miễn phí |free )?\d{1,3} "
        r"(?:lượt|vòng|ván|phát)\b",
    ),
    Pattern(
        term="đăng ký có ngay năm chục",
        weight=Weight.WEAK,
        needs=(
            frozenset({"ky", "nick", "khoan", "vao", "vo", "tai"}),
            frozenset({"chuc", "tram", "muoi"}),
        ),
        regex=r"\b(?:đăng ký|tạo nick|tạo tài khoản|vào|vô|tải)(?: \w+){0,2}? "
        r"(?:có|được|nhận|tặng|cộng)(?: \w+)? (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín) "
        r"(?:chục|trăm|mươi)(?: (?:ca|cành|k|nghìn|ngàn|đồng))?\b",
    ),
)


SIGNAL = Signal(name="promo", label="Khuyến mãi, tặng tiền", benign=False, patterns=PATTERNS)
