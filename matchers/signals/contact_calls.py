"""Calls to Telegram, Zalo and closed groups."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="ai muốn thì nhắn",
        weight=Weight.WEAK,
        needs=(
            frozenset({"ai", "nao"}),
            frozenset({"ib", "inbox", "add", "ban", "nhan", "goi", "vao", "vo", "tai", "ky", "lai"})
            | {"link", "he", "alo", "cmt", "cham", "gui", "chi"},
        ),
        regex=r"\b(?:ai|(?:bạn|anh|chị|mẹ|bác|em|anh em|đứa|ae|mom) nào)(?: \w+){0,3}? "
        r"(?:muốn|cần|mê|thích|theo|chơi|tham gia|quan tâm|tải|giỏi|biết|hỏi|rảnh)\b[^\n.!?]{0,45}?"
        r"\b(?:ib|inbox|add|kết bạn|nhắn|gọi|vào|vô|tải|đăng ký|để lại|lấy link|liên hệ|alo|cmt"
        r"|chấm|gửi|(?:mình|tui|em|tao|t) chỉ)\b",
    ),
    Pattern(
        term="tele @",
        weight=Weight.WEAK,
        needs=(frozenset({"tele", "telegram", "t"}),),
        regex=r"\b(?:tele|telegram|t\.me)\b[ :/.@]{1,4}@?[a-z0-9_+]{4,}",
    ),
    Pattern(
        term="zalo",
        weight=Weight.WEAK,
        needs=(frozenset({"zalo"}),),
        regex=r"\bzalo\b[ :./]{1,4}(?:me/|g/)?\+?[0-9a-z][0-9 .]{6,}|\bnhóm zalo\b|\bzalo nhóm\b",
    ),
    Pattern(
        term="ib nhận link",
        weight=Weight.WEAK,
        needs=(frozenset({"link"}),),
        regex=r"\b(?:ib|inbox|nhắn tin|cmt|comment|bình luận)\b[^\n]{0,25}?\blink\b"
        r"|\blink (?:ở )?(?:dưới )?(?:cmt|bình luận|bio|comment)\b",
    ),
)


SIGNAL = Signal(
    name="contact_calls",
    label="Kêu gọi liên hệ",
    benign=False,
    patterns=PATTERNS,
)
