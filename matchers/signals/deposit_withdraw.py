"""Money in and money out: deposit and withdrawal as one loop."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

_NEAR = r"[^\n]{0,40}?"
_UNIT = r"(?:k|ka|nghìn|ngàn|tr|triệu|củ|đồng|đ|vnđ|vnd)"
_AMOUNT = (
    rf"(?:\d[\d.,]*(?: ?{_UNIT}\b|(?<=\.000))|(?:một|hai|ba|năm) (?:trăm|chục|nghìn|ngàn|triệu))"
)

PATTERNS = (
    Pattern(
        term="nạp … rút …",
        weight=Weight.WEAK,
        needs=(
            frozenset({"nap", "gui"}),
            frozenset({"rut"}),
        ),
        regex=r"\b(?:nạp|gửi tiền)\b"
        + _NEAR
        + r"\brút (?:tiền|nhanh|lẹ|liền|siêu|trong|dễ|thoải|không|1|về|thưởng|ngay|gọn|tức|tẹt)",
    ),
    Pattern(
        term="nạp nhanh rút lẹ",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"nap"}),
            frozenset({"rut"}),
        ),
        regex=r"\bnạp (?:tiền )?(?:nhanh|lẹ|dễ|1|một|siêu tốc|là)"
        r"[^\w\n]{0,3}(?:[^\W_]+[^\w\n]{1,3})?rút (?:được )?(?:nhanh|lẹ|liền|1|một|gọn|siêu|dễ)",
    ),
    Pattern(
        term="rút trong N phút",
        weight=Weight.STRONG,
        needs=(
            frozenset({"rut"}),
            frozenset({"trong", "chi", "sau"}),
        ),
        regex=r"\brút (?:tiền |thưởng )?(?:về )?"
        + _NEAR
        + r"(?:trong|chỉ|sau) (?:vòng )?\d{1,3} ?(?:phút|giây|s|p)\b",
    ),
    Pattern(
        term="nạp N nhận N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"nap"}),
            frozenset({"tang", "nhan", "duoc", "thuong"}),
        ),
        regex=r"\bnạp (?:lần đầu |đầu )?\d{2,4} ?(?:k|\.000)?[^\w\n]{0,3}(?:đ |vnđ )?(?:tặng"
        r"|nhận|được|thưởng) (?:ngay |thêm )?\d{2,4} ?(?:k|%|\.000)",
    ),
    Pattern(
        term="nạp N được N",  # cards of shops, gyms and telephones too: it is money in, no stake
        weight=Weight.WEAK,
        needs=(frozenset({"nap"}),),
        regex=rf"\bnạp(?: \w+){{0,3}}? {_AMOUNT}?(?:\d[\d.,]*)? ?(?:là )?"
        rf"(?:được|có|nhận|cộng|thêm|tặng)(?: \w+){{0,2}}? (?:\d[\d.,]*{_UNIT}?\b|\d+ ?%)"
        r"(?! (?:giờ|ngày|gb|phút|sms|data))",
    ),
    Pattern(
        term="deposit … withdraw",
        weight=Weight.STRONG,
        needs=(
            frozenset({"deposit", "deposits"}),
            frozenset({"withdraw", "withdrawal", "withdrawals", "cash", "cashout", "payout"}),
        ),
        regex=r"\b(?:deposit|deposits)\b.{0,80}\b(?:withdraw(?:al|als)?|cash ?out|payout)\b",
    ),
    Pattern(
        term="nạp, nhân đôi số dư",
        weight=Weight.STRONG,
        needs=(
            frozenset({"nap"}),
            frozenset({"doi", "ba", "x2", "x3", "them"}),
            frozenset({"du", "khoan", "von"}),
        ),
        regex=r"\bnạp (?!thẻ|tiền điện thoại|điện thoại|data)[^\n.!?]{0,40}?"
        r"\b(?:nhân đôi|nhân ba|gấp đôi|x2|x3|cộng thêm)(?: \w+)? (?:số dư|tài khoản|vốn)\b",
    ),
)


SIGNAL = Signal(
    name="deposit_withdraw",
    label="Nạp rút",
    benign=False,
    patterns=PATTERNS,
)
