"""Whether the register covers the games: the gate before ``unlicensed`` (product.md §5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from crawler.records import Coverage, RegisterClass

_NAMES = {
    RegisterClass.G1_RELEASE_DECISIONS: "G1 release decisions",
    RegisterClass.G2_G4_CONFIRMATIONS: "G2–G4 confirmations",
}


def gaps(coverage: Mapping[RegisterClass, Coverage], now: datetime, max_age_days: int) -> list[str]:
    """What is missing, one sentence each; empty: the register covers all games."""
    return [
        sentence
        for register_class in RegisterClass
        if (sentence := _gap(coverage[register_class], now, timedelta(days=max_age_days)))
    ]


def _gap(covered: Coverage, now: datetime, max_age: timedelta) -> str | None:
    name = _NAMES[covered.register_class]
    if covered.taken_at is None or covered.entries == 0:
        return (
            f"The register holds no {name}: nothing is called unlicensed. "
            "Import them with: rasoat registry import FILE --complete"
        )
    if not covered.complete:
        return (
            f"The {covered.entries} {name} were not accepted as complete: nothing is called "
            "unlicensed. Import them with --stated N, or vouch with --complete"
        )
    if now - covered.taken_at > max_age:
        return (
            f"The {name} are of {covered.taken_at:%d/%m/%Y}, older than {max_age.days} days: "
            "nothing is called unlicensed. Import the present ones with: rasoat registry import"
        )
    return None
