"""Bets on animals: cockfights, dog and horse races."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

PATTERNS = (
    Pattern(
        term="biện N",  # what the owner of a cock puts in
        weight=Weight.STRONG,
        needs=(frozenset({"bien"}), frozenset({"trieu", "tr", "cu", "chai"})),
        regex=r"\bbiện \d[\d.,]* ?(?:triệu|tr|củ|chai)\b",
    ),
)


SIGNAL = Signal(
    name="animal_sport_betting",
    label="Đá gà, đua thú",
    benign=False,
    patterns=PATTERNS,
)
