"""Agents and commissions around a game."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Signal, words_findings
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="hoa hồng N%",
        weight=Weight.WEAK,
        needs=(
            frozenset({"hong"}),
            frozenset({"hoa"}),
        ),
        regex=r"\bhoa hồng\b[^\n]{0,40}?\d{1,2}(?:[.,]\d+)? ?%",
    ),
    Pattern(
        term="đại lý … %",
        weight=Weight.WEAK,
        needs=(
            frozenset({"dai"}),
            frozenset({"ly"}),
        ),
        regex=r"\bđại l[ýí]\b[^\n]{0,40}?\d{1,2}(?:[.,]\d+)? ?%",
    ),
    Pattern(
        term="giới thiệu bạn nhận tiền",
        weight=Weight.WEAK,
        needs=(
            frozenset({"thieu", "moi", "ru"}),
            frozenset({"ban", "khach", "nguoi", "hoi"}),
        ),
        regex=r"\b(?:giới thiệu|mời|rủ) (?:thêm )?(?:bạn bè|bạn|người chơi|khách|hội viên)"
        r"\b[^\n]{0,40}?(?:\d+ ?(?:k\b|%|\.000)|tiền mặt|hoa hồng)",
    ),
    Pattern(
        term="tuyển đại lý",
        weight=Weight.WEAK,
        needs=(
            frozenset({"dai"}),
            frozenset({"ly"}),
        ),
        regex=r"\b(?:tuyển|mở|đăng ký làm|hợp tác|làm) (?:tổng )?đại l[ýí]\b",
    ),
)


def find_agents(page: Page) -> Iterable[Finding]:
    """The text recruits agents or pays commissions."""
    return words_findings(page, "agents")


SIGNAL = Signal(
    name="agents", label="Đại lý, hoa hồng", benign=False, find=find_agents, patterns=PATTERNS
)
