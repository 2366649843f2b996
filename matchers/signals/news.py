"""Benign: news and police reports."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_news(page: Page) -> Iterable[Finding]:
    """News and police reports."""
    return term_findings(page, "news")


SIGNAL = Signal(name="news", label="Tin tức, công an", benign=True, find=find_news, patterns=())
