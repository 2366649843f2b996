"""How players, tipsters and sellers of chips speak: it proves nothing by itself."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Signal, words_findings
from matchers.turns import Pattern

# Papers write "200 nghìn đồng"; who speaks to players writes "200k", "3tr5", "2 củ".
PATTERNS = (
    Pattern(
        term="N k, N củ",
        weight=Weight.AMBIGUOUS,
        needs=(),
        regex=r"\b\d[\d.,]{0,12} ?(?:k|tr|củ|xị|lít|cành|chai|u)\d{0,2}\b",
    ),
)


def find_talk(page: Page) -> Iterable[Finding]:
    """The text speaks as people do who play for money."""
    return words_findings(page, "talk")


SIGNAL = Signal(
    name="talk", label="Lời lẽ dân chơi", benign=False, find=find_talk, patterns=PATTERNS
)
