"""Bets on animals: cockfights, dog and horse races."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding
from matchers.page import Page
from matchers.signal import Signal, words_findings


def find_animal_sport_betting(page: Page) -> Iterable[Finding]:
    """The text streams or takes bets on animal fights."""
    return words_findings(page, "animal_sport_betting")


SIGNAL = Signal(
    name="animal_sport_betting",
    label="Đá gà, đua thú",
    benign=False,
    find=find_animal_sport_betting,
    patterns=(),
)
