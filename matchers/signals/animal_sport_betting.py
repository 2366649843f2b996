"""Bets on animals: cockfights, dog and horse races."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Signal, words_findings
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="biện N",  # what the owner of a cock puts in
        weight=Weight.STRONG,
        needs=(frozenset({"bien"}), frozenset({"trieu", "tr", "cu", "chai"})),
        regex=r"\bbiện \d[\d.,]* ?(?:triệu|tr|củ|chai)\b",
    ),
)


def find_animal_sport_betting(page: Page) -> Iterable[Finding]:
    """The text streams or takes bets on animal fights."""
    return words_findings(page, "animal_sport_betting")


SIGNAL = Signal(
    name="animal_sport_betting",
    label="Đá gà, đua thú",
    benign=False,
    find=find_animal_sport_betting,
    patterns=PATTERNS,
)
