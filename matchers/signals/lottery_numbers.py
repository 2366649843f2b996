"""Numbers games: lô đề, tips, fast lotteries, payout boasts."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="bảng giá đầu, đuôi, lô",
        weight=Weight.STRONG,
        needs=(
            frozenset({"dau", "duoi", "cuoi", "de"}),
            frozenset({"lo", "xien", "cang", "da", "bao"}),
        ),
        regex=r"\b(?:đầu|đuôi|cuối|đề)\b[^\n.!?]{1,12}?\d[^\n!?]{1,30}?"
        r"\b(?:lô|xiên|xiên \d|ba càng|3 càng|đá|bao lô)\b:? ?(?:\w+ ){0,2}?\d",
    ),
    Pattern(
        term="1 ăn N",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"an"}),
            frozenset({"1", "mot", "10k", "1k"}),
        ),
        regex=r"\b(?:1|một|10k|1k) ăn (?:(?:8|9)\d(?:[.,]\d+)?k?|(?:tám|chín) mươi)\b",
    ),
    Pattern(
        term="N nghìn trúng N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"an", "trung", "duoc", "tra", "chung"}),
            frozenset({"k", "ngan", "nghin", "10k", "1k", "5k", "20k", "50k"}),
        ),
        regex=r"\b(?:(?:1|2|5|10|20|50) ?|(?:một|hai|năm|mười) )(?:k|ngàn|nghìn) "
        r"(?:trúng|ăn|được|trả|chung) "
        r"(?:\d{2,3}|bảy|tám|chín)\b",
    ),
    Pattern(
        term="N ăn N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"an", "tra", "le"}),
            frozenset({"1"}),
        ),
        regex=r"\b1 ăn \d{2,4}\b|\btỷ lệ 1[:/]9\d\b|\btrả 1[:/]9\d\b",
    ),
    Pattern(
        term="chốt số chuẩn",
        weight=Weight.STRONG,
        needs=(
            frozenset({"chot", "bao", "cau", "so", "dan"}),
            frozenset({"chuan", "dep", "vip", "sieu"}),
        ),
        regex=r"\b(?:(?:chốt|cầu|dàn) (?:số |lô |đề )?|bao (?:số|lô|đề) )"
        r"(?:chuẩn|đẹp|vip|siêu chuẩn) ?\d{0,3}%?",
    ),
    Pattern(
        term="lô, đề ăn N",
        weight=Weight.DECISIVE,
        needs=(frozenset({"an"}), frozenset({"lo", "de", "xien", "cang"})),
        regex=r"\b(?:lô|đề|xiên(?: \d)?|ba càng)(?: \d{1,2})? ăn (?:[1-9]\d{1,2}|\d+[.,]\d)\b",
    ),
    Pattern(
        term="đánh lô, đề",
        weight=Weight.STRONG,
        needs=(
            frozenset({"lo", "de"}),
            frozenset({"ghi", "danh", "choi", "nhan", "chot"}),
        ),
        regex=r"\b(?:ghi|đánh|chơi) (?:lô (?!hàng|lớn|mới|này|to|nhỏ|đất)"
        r"|đề\b(?! (?:thi|xuất|nghị|tài))|số đề|con lô|con đề)",
    ),
    Pattern(
        term="trật thì hoàn",
        weight=Weight.WEAK,
        needs=(
            frozenset({"trat", "truot", "xit", "tach", "gay", "khong"}),
            frozenset({"hoan", "tra", "den"}),
        ),
        regex=r"\b(?:trật|trượt|xịt|tạch|gãy|không nổ|không về)(?: thì| là)?"
        r"(?: thầy| em| ad| anh| cô| mình| admin)? (?:hoàn|trả|đền)\b(?! (?:học phí|thẻ|lệ phí))",
    ),
)


SIGNAL = Signal(
    name="lottery_numbers",
    label="Lô đề, số",
    benign=False,
    patterns=PATTERNS,
)
