"""What words prove: less without their marks, and behind a clause that says no."""

from __future__ import annotations

import re

from crawler.records import Weight

_LOWER = {
    Weight.DECISIVE: Weight.STRONG,
    Weight.STRONG: Weight.WEAK,
    Weight.WEAK: Weight.AMBIGUOUS,
    Weight.AMBIGUOUS: Weight.AMBIGUOUS,
}
PROVING = frozenset({Weight.DECISIVE, Weight.STRONG})  # classes that need nothing beside them
RANKS = {weight: rank for rank, weight in enumerate(_LOWER)}  # the heaviest first
_NO = (
    *("không", "chưa", "chẳng", "cấm", "nghiêm cấm", "đừng", "chớ", "tránh", "chống", "tố cáo"),
    *("báo cáo", "no", "not", "never"),
)
# Each with its letter first, for which ``re`` looks fast; only then is the border asked for.
_BEGUN = "|".join(rf"{word[0]}(?<!\w{word[0]}){word[1:]}" for word in _NO)
# A clause that says no before the words: "không tổ chức, không chấp nhận đổi thưởng".
_SAYS_NO = re.compile(
    rf"(?:{_BEGUN})\b"
    r"(?! (?:bị|cần|giới hạn|lo|bùng|giữ|bao giờ|mất|tốn|thu|chậm|ngại|sợ|chỉ|những|quỵt|lừa"
    r"|khóa|hold|limits?|need|phí|delay|qua|ai|xong|bắt|đợi|phải chờ|kén|nhận))"
    r"[^.!?\n;:]{0,45}$"
)
_CLAUSE = 60  # letters


def lowered(weight: Weight, *, several: bool = False) -> Weight:
    """One class less: what a term proves that was matched without its marks.

    Of several words a weak term stays what it is: they seldom stand in a row by chance.
    """
    return weight if several and weight is Weight.WEAK else _LOWER[weight]


def hedged(marked: str, start: int, weight: Weight) -> Weight:
    """One class less for decisive words in a clause that says no before them."""
    if weight is not Weight.DECISIVE:
        return weight
    return lowered(weight) if _SAYS_NO.search(marked[max(start - _CLAUSE, 0) : start]) else weight
