"""Benign: warnings against gambling, and denials of it."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Signal, words_findings
from matchers.turns import Pattern

_GAMBLING = (
    r"(?:cờ bạc|bài bạc|cá độ|cá cược|lô đề|số đề|đề đóm|tài xỉu|xóc đĩa|nổ hũ|quay hũ|slot"
    r"|baccarat"
    r"|đá gà|game bài|casino|nhà cái|bóng bánh|đỏ đen|mấy con số|mấy cái app|mấy trang|mấy web)"
)
PATTERNS = (
    Pattern(
        term="mất của vì cờ bạc",
        weight=Weight.WEAK,
        needs=(
            frozenset({"mat", "bay", "ban", "cam", "gan", "tan", "no", "sach", "tong", "cat"}),
            frozenset({"vi", "tai", "do", "boi", "theo", "vao"}),
        ),
        denies=True,
        regex=r"\b(?:mất|bay|bán|cầm|cắm|gán|tan|sạch|đi tong|vỡ nợ|nợ)\b[^\n.!?]{0,50}?\b"
        rf"(?:vì|tại|do|bởi|theo|vào) (?:\w+ ){{0,3}}?{_GAMBLING}\b",
    ),
    Pattern(
        term="thấy ai rủ thì chặn",
        weight=Weight.WEAK,
        needs=(
            frozenset({"thay", "gap", "ai", "co", "nhan"}),
            frozenset({"chan", "bao", "ne", "tranh", "dung", "xoa", "cho", "khoi", "out", "block"}),
        ),
        denies=True,
        regex=r"\b(?:thấy|gặp|hễ|nếu|nhận được|có)(?: \w+){0,3}? (?:rủ|mời|dụ|nhắn|gửi|add|kêu"
        r"|lôi kéo|giới thiệu|chào)\b[^\n.!?]{0,50}?\b(?:thì|là|cứ|hãy|nên|xin) (?:\w+ ){0,2}?"
        r"(?:chặn|block|báo công an|báo cáo|report|né|tránh|đừng|chớ|xóa|khỏi trả lời|out)\b",
    ),
    Pattern(
        term="đừng dại",
        weight=Weight.WEAK,
        needs=(frozenset({"dung", "cho"}),),
        denies=True,
        regex=r"\b(?:đừng|chớ)(?: (?:có|ai|bao giờ|vì|nên))? (?:tò mò|dại|dây vào|động vào"
        r"|đụng vào|thử dù|ham của|mê muội|để mất|như (?:tôi|mình|em|nó|chồng|con))\b",
    ),
)


def find_warning(page: Page) -> Iterable[Finding]:
    """Warnings against gambling, and denials of it."""
    return words_findings(page, "warning")


SIGNAL = Signal(
    name="warning", label="Cảnh báo, phủ nhận", benign=True, find=find_warning, patterns=PATTERNS
)
