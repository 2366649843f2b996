"""The weighing of findings."""

from __future__ import annotations

import pytest

from crawler.records import Finding, Weight
from matchers.verdict.gambling import Gambling, weigh
from matchers.verdict.rules import Rules

D, S, W = Weight.DECISIVE, Weight.STRONG, Weight.WEAK


def found(signal: str, weight: Weight, field: str = "text", term: str = "") -> Finding:
    return Finding(signal=signal, field=field, quote="q", term=term or signal, weight=weight)


@pytest.mark.parametrize(
    ("findings", "benign", "level"),
    [
        ([], 0, Gambling.NONE),
        ([("cash_out", D)], 0, Gambling.OFFER),
        ([("cash_out", D)], 1, Gambling.NONE),
        ([("casino_games", S), ("promo", S)], 0, Gambling.OFFER),
        ([("casino_games", S), ("promo", S)], 1, Gambling.NONE),
        ([("casino_games", S), ("promo", W)], 0, Gambling.SUSPECTED),
        ([("casino_games", S), ("card_games", S)], 0, Gambling.SUSPECTED),
        ([("card_games", S)], 0, Gambling.SUSPECTED),
        ([("promo", W), ("agents", W), ("contact_calls", W)], 0, Gambling.NONE),
        ([("cash_out", D), ("brand", D), ("promo", S)], 2, Gambling.OFFER),
    ],
)
def test_what_findings_prove_together(
    findings: list[tuple[str, Weight]], benign: int, level: Gambling
) -> None:
    seen = [found(signal, weight) for signal, weight in findings]
    context = [found("news", W, term=f"word {place}") for place in range(benign)]
    weighed = weigh(seen, context, Rules(), licensed=False, tied=True)
    assert weighed.level is level


def test_casino_words_alone_are_a_simulation() -> None:
    seen = [found("casino_games", S, term="a"), found("casino_games", S, term="b")]
    assert weigh(seen, [], Rules(), licensed=False, tied=True).level is Gambling.SIMULATION


def test_one_signal_never_weighs_more_than_its_cap() -> None:
    seen = [found("casino_games", D, "title", str(place)) for place in range(9)]
    assert weigh(seen, [], Rules(), licensed=False, tied=True).score == Rules().signal_cap


def test_far_from_vietnam_play_words_are_no_offer() -> None:
    seen = [found("casino_games", D), found("promo", W)]
    assert weigh(seen, [], Rules(), licensed=False, tied=False).level is Gambling.SIMULATION


@pytest.mark.parametrize(
    ("signal", "level"), [("cash_out", Gambling.OFFER), ("bookmaker", Gambling.NONE)]
)
def test_a_licence_pulls_back_all_but_cash_out(signal: str, level: Gambling) -> None:
    weighed = weigh([found(signal, D)], [], Rules(), licensed=True, tied=True)
    assert weighed.level is level


def test_the_title_weighs_more_than_the_description() -> None:
    title = weigh([found("promo", S, "title")], [], Rules(), licensed=False, tied=True)
    text = weigh([found("promo", S)], [], Rules(), licensed=False, tied=True)
    assert title.score > text.score
