"""Benign: a licence or decision claimed by its number; it explains no money that is paid out."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Signal, pattern_findings, term_findings
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="giấy phép số N",
        weight=Weight.WEAK,
        denies=True,
        needs=(frozenset({"phep", "g1", "gp", "qd", "dinh", "nhan", "chung"}),),
        regex=r"\b(?<!cần )(?<!không có )(?<!chưa có )(?<!thiếu )(?<!khỏi )"
        r"(?:giấy phép|cấp phép|g1|gp|quyết định|qđ|giấy chứng nhận|giấy xác nhận)\b"
        r"[^\n.!?]{0,40}?\b\d{1,5} ?/ ?(?:[a-zđ]|\d{4})",  # no day of a month
    ),
    Pattern(
        term="giấy phép G1 N",
        weight=Weight.WEAK,
        denies=True,
        needs=(frozenset({"g1", "gp", "qd"}),),
        regex=r"\b(?:g1|gp|qđ)(?: g1| số)? ?:? ?\d{2,5}\b",
    ),
)


def find_licence_claim(page: Page) -> Iterable[Finding]:
    """The text names the paper under which a game is published."""
    return [*term_findings(page, "licence_claim"), *pattern_findings(page, "licence_claim")]


SIGNAL = Signal(
    name="licence_claim",
    label="Nêu số giấy phép",
    benign=True,
    find=find_licence_claim,
    patterns=PATTERNS,
)
