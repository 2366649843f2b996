"""Card games: not licensable, and no gambling before money is offered."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

_COUNTED = (
    r"(?:cóc|heo|heo đen|heo đỏ|tứ quý|ù|móm|sâm|thối|thúi|thối heo|thúi heo|cháy|lá|chi|nhất|nhì"
    r"|bét)"
)
PATTERNS = (
    Pattern(
        term="heo N, thối N",  # what each loser pays
        weight=Weight.STRONG,
        needs=(
            frozenset({"coc", "heo", "quy", "u", "mom", "sam", "thoi", "thui", "chay", "nhat"}),
            frozenset({"heo", "thoi", "thui", "mom", "u", "quy", "la", "chay", "bet", "nhi"}),
        ),
        regex=r"\b(?:cóc|heo đen|heo đỏ|heo|tứ quý|ù|móm|sâm|thối|thúi|cháy|nhất) \d{1,4} ?k?\b"
        rf"(?!\s?(?:kg|ký|con|điểm))[^\n.!?]{{0,14}}?\b{_COUNTED} \d{{1,4}} ?k?\b",
    ),
)


SIGNAL = Signal(name="card_games", label="Game bài", benign=False, patterns=PATTERNS)
