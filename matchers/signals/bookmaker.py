"""Bookmakers: betting, odds, terms of bonus."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Pattern, Signal, words_findings

PATTERNS = (
    Pattern(
        term="tỷ lệ thắng N",
        weight=Weight.WEAK,
        needs=(
            frozenset({"ty", "ti"}),
            frozenset({"le"}),
        ),
        regex=r"\bt[ỷỉ] lệ (?:thắng|ăn|trả thưởng|nổ) (?:lên (?:đến|tới) |tới |đến |cao )"
        r"?\d{2}(?:[.,]\d+)? ?%",
    ),
    Pattern(
        term="kèo N.N",
        weight=Weight.WEAK,
        needs=(frozenset({"keo", "odds"}),),
        regex=r"\b(?:kèo|odds)\b[^\n]{0,20}?\b\d[.,]\d{2}\b",
    ),
    Pattern(
        term="hoàn N% tiền cược",
        weight=Weight.DECISIVE,
        needs=(
            frozenset({"hoan"}),
            frozenset({"cuoc", "thua", "ngay"}),
        ),
        regex=r"\bhoàn (?:trả|tiền|cược)[^\n]{0,20}?\d(?:[.,]\d+)? ?%[^\n]{0,30}?(?:cược"
        r"|mỗi ngày|hàng ngày|thua)",
    ),
    Pattern(
        term="đặt N thắng N",
        weight=Weight.STRONG,
        needs=(
            frozenset({"dat", "cuoc"}),
            frozenset({"thang", "an", "trung", "hup"}),
        ),
        regex=r"\b(?:đặt|cược) (?:chỉ )?(?:từ )?\d{1,4} ?k\b[^\n]{0,30}?(?:thắng|ăn|trúng|húp)",
    ),
    Pattern(
        term="cược",
        weight=Weight.STRONG,
        needs=(frozenset({"cuoc"}),),
        regex=r"\b(?:vào|đặt|mức|bàn|cửa|ván|phòng|tổng|lệnh|đánh|chốt) cược\b",
    ),
    Pattern(
        term="bet on sports",
        weight=Weight.STRONG,
        needs=(frozenset({"bet", "bets", "betting"}),),
        regex=r"\b(?:place|live|sports?|win|football|online) bet(?:s|ting)?\b",
    ),
)


def find_bookmaker(page: Page) -> Iterator[Finding]:
    """The text offers bets or speaks as a bookmaker."""
    yield from words_findings(page, "bookmaker", PATTERNS)


SIGNAL = Signal(name="bookmaker", label="Nhà cái, cá cược", benign=False, find=find_bookmaker)
