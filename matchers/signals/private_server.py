"""Private servers of somebody else's game, and adverts of games without a paper."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Pattern, Signal, words_findings

PATTERNS = (
    Pattern(
        term="exp N lần",
        weight=Weight.STRONG,
        needs=(frozenset({"exp", "drop", "nghiem"}),),
        regex=r"\b(?:exp|drop|kinh nghiệm) ?x? ?\d{1,5} ?(?:x|%|lần)|\b(?:exp|drop) x ?\d+"
        r"|\bx ?\d{2,5} (?:exp|kinh nghiệm)\b",
    ),
    Pattern(
        term="tặng VIP N, N KNB",
        weight=Weight.STRONG,
        needs=(frozenset({"vip", "knb", "kc", "nguyen", "kim"}),),
        regex=r"\b(?:free|tặng|nhận(?: ngay)?|max|full|miễn phí) vip ?(?:1[0-9]|[6-9])\b"
        r"|\b(?:\d{3}[.,]\d{3}|\d{2,3} ?vạn|\d{3}k|\d{1,3} ?triệu) "
        r"(?:knb|kc|nguyên bảo|kim cương)\b",
    ),
    Pattern(
        term="N server lậu",
        weight=Weight.STRONG,
        needs=(frozenset({"server", "sv"}), frozenset({"private", "rieng", "lau"})),
        regex=r"\b(?:private|riêng|lậu)\b[^\n]{0,20}?\b(?:server|sv)\b"
        r"|\b(?:server|sv)\b[^\n]{0,12}?\b(?:private|lậu)\b",
    ),
)


def find_private_server(page: Page) -> Iterator[Finding]:
    """The text leads to a private server, or past the stores to an unlicensed game."""
    yield from words_findings(page, "private_server", PATTERNS)


SIGNAL = Signal(
    name="private_server",
    label="Máy chủ lậu, game chưa cấp phép",
    benign=False,
    find=find_private_server,
)
