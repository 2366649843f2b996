"""Benign: travel, hotels, films."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_travel(page: Page) -> Iterable[Finding]:
    """Travel, hotels, films."""
    return term_findings(page, "travel")


SIGNAL = Signal(
    name="travel", label="Du lịch, phim ảnh", benign=True, find=find_travel, patterns=()
)
