"""Benign: state lotteries and their results."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_state_lottery(page: Page) -> Iterable[Finding]:
    """State lotteries and their results."""
    return term_findings(page, "state_lottery")


SIGNAL = Signal(
    name="state_lottery", label="Xổ số nhà nước", benign=True, find=find_state_lottery, patterns=()
)
