"""Benign: words of games that pay in play, of shops, offices and schools."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_everyday(page: Page) -> Iterable[Finding]:
    """Ordinary games, shops, offices and schools: a reason to doubt, no explanation."""
    return term_findings(page, "everyday")


SIGNAL = Signal(
    name="everyday", label="Lời thường ngày", benign=True, find=find_everyday, patterns=()
)
