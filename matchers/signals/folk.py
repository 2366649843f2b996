"""Benign: folk games and play without money."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_folk(page: Page) -> Iterable[Finding]:
    """Folk games and play without money."""
    return term_findings(page, "folk")


SIGNAL = Signal(
    name="folk", label="Dân gian, giải trí không tiền", benign=True, find=find_folk, patterns=()
)
