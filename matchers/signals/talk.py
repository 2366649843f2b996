"""How players, tipsters and sellers of chips speak: it proves nothing by itself."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, words_findings


def find_talk(page: Page) -> Iterable[Finding]:
    """The text speaks as people do who play for money."""
    return words_findings(page, "talk")


SIGNAL = Signal(name="talk", label="Lời lẽ dân chơi", benign=False, find=find_talk, patterns=())
