"""Card games: not licensable, and no gambling before money is offered."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, words_findings


def find_card_games(page: Page) -> Iterable[Finding]:
    """The text names a card game."""
    return words_findings(page, "card_games")


SIGNAL = Signal(
    name="card_games", label="Game bài", benign=False, find=find_card_games, patterns=()
)
