"""Benign: servers of one's own."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_hosting(page: Page) -> Iterable[Finding]:
    """Servers that people run for themselves."""
    return term_findings(page, "hosting")


SIGNAL = Signal(
    name="hosting", label="Tự dựng máy chủ", benign=True, find=find_hosting, patterns=()
)
