"""Benign: study and research."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_study(page: Page) -> Iterable[Finding]:
    """Study and research."""
    return term_findings(page, "study")


SIGNAL = Signal(
    name="study", label="Học tập, nghiên cứu", benign=True, find=find_study, patterns=()
)
