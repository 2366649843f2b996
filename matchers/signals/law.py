"""Benign: law and its texts."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_law(page: Page) -> Iterable[Finding]:
    """Law and its texts."""
    return term_findings(page, "law")


SIGNAL = Signal(name="law", label="Văn bản pháp luật", benign=True, find=find_law, patterns=())
