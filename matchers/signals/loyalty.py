"""Benign: loyalty points."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_loyalty(page: Page) -> Iterable[Finding]:
    """Loyalty points."""
    return term_findings(page, "loyalty")


SIGNAL = Signal(name="loyalty", label="Điểm thưởng", benign=True, find=find_loyalty, patterns=())
