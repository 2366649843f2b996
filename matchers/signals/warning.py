"""Benign: warnings against gambling, and denials of it."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_warning(page: Page) -> Iterable[Finding]:
    """Warnings against gambling, and denials of it."""
    return term_findings(page, "warning")


SIGNAL = Signal(
    name="warning", label="Cảnh báo, phủ nhận", benign=True, find=find_warning, patterns=()
)
