"""The weighing of findings (lexicon.md §9): from words to how sure we are of gambling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crawler.records import Finding, Weight
from matchers.verdict.rules import Rules
from matchers.weights import PROVING

# Games of a casino by name: a simulation, until money, bets or an operator stand beside them.
PLAY = frozenset({"casino_games", "card_games"})
PLAYERS = "reviews"  # the field of what players tell; its writer is not the app's
PERMISSIONS = "permissions"  # the signal, and the field, of what an app may do on a device
# Not of gambling: they say what a text advertises, that it speaks to players, what an app may do.
APART = frozenset(
    {"private_server", "advert_wording", "talk", "everyday", "link_names", "licence_claim"}
) | {PERMISSIONS, "to_machines"}


class Gambling(StrEnum):
    """How far the findings go."""

    NONE = "none"
    SUSPECTED = "suspected"
    SIMULATION = "simulation"
    OFFER = "offer"


_SPOKEN = frozenset({Gambling.SUSPECTED, Gambling.OFFER})


@dataclass(frozen=True, slots=True)
class Weighed:
    """The outcome with its score, and the findings that made it, the heaviest first."""

    level: Gambling
    score: float
    findings: tuple[Finding, ...]


def weigh(
    findings: Sequence[Finding],
    benign: Sequence[Finding],
    rules: Rules,
    *,
    licensed: bool,
    tied: bool,
    learned: float | None = None,
) -> Weighed:
    """What the findings prove together, after what explains them otherwise.

    ``learned``: how likely people confirm such a text, by what they decided before.
    """
    told = [finding for finding in findings if finding.field == PLAYERS and not licensed]
    asked = [found for found in findings if found.signal == PERMISSIONS and not licensed]
    findings = [found for found in findings if found.signal not in APART and found.field != PLAYERS]
    weights = weigh_signals(findings, rules)
    if _is_borne_out(weights, rules):
        findings += told
        weights = weigh_signals(findings, rules)
    pull = _pull([finding for finding in benign if finding.signal not in APART], rules)
    cash = weights.get("cash_out", 0.0)
    total = sum(weights.values()) - pull
    if licensed:
        total = max(total - rules.licence_pull, cash - pull)
    ordered = tuple(sorted(findings, key=lambda found: -_weight(found, rules)))
    level = _level(ordered, weights, total, pull, rules, tied=tied)
    if level is Gambling.NONE and (told or is_doubted(ordered, learned, rules)):
        level = Gambling.SUSPECTED
        ordered += tuple(found for found in told if found not in ordered)
    # Many honest games ask for as much: it stands beside what the words say, and decides nothing.
    if asked and level in _SPOKEN:
        ordered, total = (*ordered, *asked), max(total, 0.0) + rules.permissions
    return Weighed(level, round(max(total, 0.0), 3), ordered)


def _is_borne_out(weights: Mapping[str, float], rules: Rules) -> bool:
    """Whether an app says something of its own that players' words may stand beside.

    The name of a card game is not that: players of an honest one speak of dishonest others.
    """
    return any(weights[signal] >= rules.offer / 2 for signal in weights if signal != "card_games")


def is_doubted(findings: Sequence[Finding], learned: float | None, rules: Rules) -> bool:
    """Whether past decisions send to a person what the rules leave alone.

    The model alone says nothing: words that can be quoted must stand there too.
    """
    told = any(finding.weight is not Weight.AMBIGUOUS for finding in findings)
    return told and learned is not None and learned >= rules.learned


def _level(
    findings: Sequence[Finding],
    weights: Mapping[str, float],
    total: float,
    pull: float,
    rules: Rules,
    *,
    tied: bool,
) -> Gambling:
    offers = sum(weight for signal, weight in weights.items() if signal not in PLAY)
    # Far from Vietnam "live roulette" is a social casino, and in a police report it is the deed of
    # others: only an offer proves there.
    proving = [
        finding
        for finding in findings
        if finding.weight is Weight.DECISIVE and (finding.signal not in PLAY or (tied and not pull))
    ]
    if total >= rules.gambling - 1e-9:
        # Two numbers in one description are no second witness: another signal must agree.
        agreeing = len([signal for signal in weights if weights[signal] >= rules.offer / 2])
        floor = rules.offer if tied else rules.offer_without_tie
        if proving or (offers - pull >= floor - 1e-9 and agreeing > 1):
            return Gambling.OFFER
    if weights.get("casino_games", 0.0) - pull >= rules.simulation - 1e-9:
        return Gambling.SIMULATION
    strong = any(finding.weight in PROVING for finding in findings)
    return Gambling.SUSPECTED if strong and total >= rules.suspected - 1e-9 else Gambling.NONE


def weigh_signals(findings: Iterable[Finding], rules: Rules) -> Mapping[str, float]:
    """Each term once, where it weighs most: a summary that repeats the text proves nothing more."""
    terms: dict[tuple[str, str], float] = {}
    for finding in findings:
        key = finding.signal, finding.term
        terms[key] = max(terms.get(key, 0.0), _weight(finding, rules))
    weights: dict[str, float] = {}
    for (signal, _), weight in terms.items():
        weights[signal] = min(weights.get(signal, 0.0) + weight, rules.signal_cap)
    return weights


def _weight(finding: Finding, rules: Rules) -> float:
    classes = {
        Weight.DECISIVE: rules.weight_decisive,
        Weight.STRONG: rules.weight_strong,
        Weight.WEAK: rules.weight_weak,
        Weight.AMBIGUOUS: rules.weight_ambiguous,
    }
    field = rules.field_title if finding.field == "title" else rules.field_text
    return classes[finding.weight] * field


def _pull(benign: Sequence[Finding], rules: Rules) -> float:
    words = len({finding.term for finding in benign})
    if words == 0:
        return 0.0
    return min(rules.benign_first + rules.benign_more * (words - 1), rules.benign_most)
