"""Players' reviews that betray what a harmless-looking app is."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Signal, words_findings
from matchers.turns import Pattern
from matchers.weights import RANKS

PATTERNS = (
    Pattern(
        term="nạp, thắng mà không rút được",
        weight=Weight.STRONG,
        denies=True,
        needs=(frozenset({"rut"}), frozenset({"nap", "thang", "trung", "cuoc", "choi"})),
        regex=r"\b(?:nạp|thắng|trúng|cược|chơi)\b[^\n]{0,60}?"
        r"\b(?:không|ko|k|chưa|chẳng|mới) (?:cho |thể |được )?rút\b(?! tiền mặt)"
        r"|\b(?:nạp|thắng|trúng|cược)\b[^\n]{0,60}?\b(?:bấm |lệnh )?rút (?:tiền )?"
        r"(?:nó |thì |mãi |hoài )?(?:báo|lỗi|bị|không(?! giới hạn| mất| cần| thu)|ko|chưa|treo)\b",
    ),
    Pattern(
        term="chơi rồi rút được",
        weight=Weight.STRONG,
        needs=(frozenset({"rut"}), frozenset({"quay", "cuoc", "thang", "danh", "choi", "hu"})),
        regex=r"\b(?:quay|cược|thắng|đánh|chơi|trúng|hũ)\b[^\n]{0,50}?"
        r"\b(?:đã rút|rút ok|rút được|rút thành công|rút về|rút ngon|rút liền)\b",
    ),
    Pattern(
        term="vô là cờ bạc",
        weight=Weight.STRONG,
        needs=(frozenset({"co", "song", "tai", "game"}), frozenset({"ra", "la", "thanh", "hoa"})),
        regex=r"\b(?:vô|vào|mở|bật|tải)\b[^\n]{0,30}?\b(?:ra|là|thành|hóa) (?:game )?"
        r"(?:cờ bạc|sòng bài|tài xỉu|casino|đánh bạc|game bài)\b",
    ),
    Pattern(
        term="thua N triệu",
        weight=Weight.WEAK,
        needs=(frozenset({"thua", "mat"}),),
        regex=r"\bthua (?:hết |mất |sạch )?\d+ ?(?:triệu|tr|củ|m)\b",
    ),
)


def find_reviews(page: Page) -> Iterable[Finding]:
    """Players speak of deposits, wins and payouts that do not come."""
    found = list(words_findings(page, "reviews"))
    return [one for one in found if not any(_says_more(other, one) for other in found)]


def _says_more(other: Finding, one: Finding) -> bool:
    """Whether another finding quotes the words of this one and more, and weighs more."""
    return (
        other.field == one.field
        and RANKS[other.weight] < RANKS[one.weight]
        and other.quote != one.quote
        and one.quote in other.quote
    )


SIGNAL = Signal(
    name="reviews", label="Lời người chơi kể", benign=False, find=find_reviews, patterns=PATTERNS
)
