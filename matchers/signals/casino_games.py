"""Casino games: dice, tables, slots, fish tables."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

_KIND = (
    r"(?:slot|slots|nổ hũ|bắn cá|thể thao|casino|live casino|game bài|xổ số|lô đề|esports|đá gà"
    r"|bầu cua|tài xỉu|baccarat|xóc đĩa|quay số|keno|poker)"
)
PATTERNS = (
    Pattern(
        term="danh mục trò của sòng",
        weight=Weight.STRONG,
        needs=(
            frozenset({"slot", "slots", "hu", "ca", "casino", "bai", "thao", "ga", "cua", "xiu"}),
        ),
        regex=rf"\b{_KIND}(?: \w+){{0,2}}? ?[,/&|+·-] ?{_KIND}(?: \w+){{0,2}}? ?[,/&|+·-] ?"
        rf"(?:{_KIND})\b",
    ),
    Pattern(
        term="N mini game may rủi",
        weight=Weight.WEAK,
        needs=(frozenset({"hu"}),),
        regex=r"\bhũ (?:vàng|to|khủng|lớn|rồng|tỷ|triệu|độc đắc|nổ)",
    ),
    Pattern(
        term="hũ … nổ",
        weight=Weight.STRONG,
        needs=(frozenset({"hu"}), frozenset({"no"})),
        regex=r"\bhũ\b[^\n!?]{0,40}?\bnổ\b(?! (?:máy|súng|bình))",
    ),
    Pattern(
        term="ăn con xN",
        weight=Weight.WEAK,
        needs=(frozenset({"an", "trung", "no", "nhan", "dinh"}),),
        regex=r"\b(?:ăn|trúng|nổ|nhân|dính)(?: \w+){0,2}? x ?\d{2,4}\b",
    ),
    Pattern(
        term="nổ hũ N tỷ",
        weight=Weight.STRONG,
        needs=(
            frozenset({"hu", "jackpot"}),
            frozenset({"no", "trung", "san", "an"}),
        ),
        regex=r"\b(?:nổ|trúng|săn|ăn) (?:hũ|jackpot)[^\n]{0,20}?\d+ ?(?:tỷ|tỉ|triệu|tr|củ)\b",
    ),
    Pattern(
        term="cầu bệt",
        weight=Weight.STRONG,
        needs=(
            frozenset({"bet", "tay", "cau", "day"}),
            frozenset({"tai", "xiu", "chan", "le", "rong"}),
        ),
        regex=r"\bbệt (?:tài|xỉu|chẵn|lẻ)\b|\b(?:dây|cầu) (?:đang )?(?:tài|xỉu|chẵn|lẻ)\b"
        r"|\b(?:tài|xỉu|chẵn|lẻ|rồng|hổ) \d{1,2} tay\b",
    ),
    Pattern(
        term="dự đoán cầu",
        weight=Weight.WEAK,
        needs=(
            frozenset({"cau", "phien"}),
            frozenset({"soi", "bat", "doan", "be"}),
        ),
        regex=r"\b(?:soi|bắt|dự đoán|bẻ) (?:cầu|phiên)\b",
    ),
    Pattern(
        term="máy bay lên xN",
        weight=Weight.STRONG,
        needs=(frozenset({"bay", "thuyen", "co", "lua", "cong"}),),
        regex=r"\b(?:máy bay|phi thuyền|phi cơ|phi công|tên lửa)\b[^\n]{0,60}?\bx ?\d{1,4}\b",
    ),
)


SIGNAL = Signal(
    name="casino_games",
    label="Trò chơi casino",
    benign=False,
    patterns=PATTERNS,
)
