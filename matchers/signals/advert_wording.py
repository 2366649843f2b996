"""Words of adverts: they prove nothing, but somebody speaks to players."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, words_findings


def find_advert_wording(page: Page) -> Iterable[Finding]:
    """The text speaks to the reader as an advert does."""
    return words_findings(page, "advert_wording")


SIGNAL = Signal(
    name="advert_wording",
    label="Lời lẽ quảng cáo",
    benign=False,
    find=find_advert_wording,
    patterns=(),
)
