"""Benign: banks and wallets."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, term_findings


def find_banks(page: Page) -> Iterable[Finding]:
    """Banks and wallets."""
    return term_findings(page, "banks")


SIGNAL = Signal(name="banks", label="Ngân hàng, ví", benign=True, find=find_banks, patterns=())
