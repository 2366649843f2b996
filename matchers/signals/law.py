"""Benign: law and its texts, and what authorities demand."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="cơ quan yêu cầu gỡ",  # "bị Bộ yêu cầu gỡ" is what a game says that has a new name
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"cuc", "bo", "so", "quan", "phu", "tra", "ubnd"}),
            frozenset({"cau", "nghi", "buoc", "hop"}),
            frozenset({"go", "chan", "ly", "hoi"}),
        ),
        regex=r"\b(?:cục|bộ|sở|cơ quan|chính phủ|thanh tra|ubnd)\b(?<!bị bộ)(?<!bị cục)(?<!bị sở)"
        r"[^\n.!?]{0,60}?\b(?:yêu cầu|đề nghị|buộc|phối hợp)\b[^\n.!?]{0,80}?"
        r"\b(?:gỡ|chặn|ngăn chặn|xử lý|thu hồi)\b",
    ),
    Pattern(
        term="cơ quan cho biết",
        weight=Weight.WEAK,
        denies=True,
        needs=(
            frozenset({"cuc", "bo", "so", "quan", "an", "ubnd", "tra", "toa", "vien"}),
            frozenset({"biet", "bao", "bo", "hay", "nhan"}),
        ),
        regex=r"\b(?:bộ|cục|sở|công an|cơ quan|ubnd|thanh tra|tòa|viện kiểm sát)\b"
        r"[^\n.!?]{0,40}?\b(?:cho biết|thông báo|công bố|cho hay|khuyến cáo|xác nhận)\b",
    ),
)


SIGNAL = Signal(name="law", label="Văn bản pháp luật", benign=True, patterns=PATTERNS)
