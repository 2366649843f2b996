"""A licence claimed beside cash-out: no licence allows it (D174 Điều 99)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Signal
from matchers.signals.cash_out import find_cash_out
from matchers.weights import PROVING

_CLAIMS = frozenset({"giấy phép", "cấp phép", "g1", "quyết định phê duyệt", "phê duyệt nội dung"})


def find_licence_with_cash_out(page: Page) -> Iterator[Finding]:
    """The text claims a licence and offers to turn winnings into money."""
    if not any(view.holds(_CLAIMS) for view in page.views):
        return
    for finding in find_cash_out(page):
        if finding.weight in PROVING:
            yield replace(finding, signal="licence_with_cash_out", weight=Weight.DECISIVE)


SIGNAL = Signal(
    name="licence_with_cash_out",
    label="Có giấy phép nhưng đổi thưởng",
    benign=False,
    find=find_licence_with_cash_out,
)
