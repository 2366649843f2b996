"""From the findings in one text to points: what each kind of words gives or takes (``Rules``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, fields
from functools import cache
from math import exp

from crawler.records import Finding, Weight
from matchers.signal import benign_names
from matchers.verdict.gambling import PLAY
from matchers.verdict.passing import only_passes, only_prize
from matchers.verdict.rules import Rules
from matchers.weights import PROVING

_MONEY = frozenset(
    {
        *("cash_out", "deposit_withdraw", "bookmaker", "lottery_numbers", "animal_sport_betting"),
        *("brand", "licence_with_cash_out", "reviews", "access_help", "stakes", "link_names"),
        "told_bets",
    }
)
_CORE = _MONEY | PLAY
# What a sermon, a rule of the house and a dictionary name as well: somebody must speak to players.
_NAMED = PLAY | {"bookmaker", "lottery_numbers", "animal_sport_betting"}
_SPOKEN = frozenset({"odds_call", "odds_wording", "odds_talk", "odds_talk_slight"})
_TO_MACHINES = "to_machines"
_CALLS = frozenset({"contact_calls", "promo", "advert_wording", _TO_MACHINES})
_TALK = "talk"
_SERVER = "private_server"
_EVERYDAY = "everyday"
_STATE = "state_lottery"
_CLAIM = "licence_claim"
# News, law, warnings and stories speak of all of it; a cheated player warns as well.
REPORTS = frozenset({"news", "law", "warning", "study", "fiction"})
_COMPLAINTS = frozenset(
    {
        *("lừa đảo", "giả mạo", "khóa tài khoản", "cảnh báo", "mất trắng", "đừng dính", "bị lừa"),
        *("tránh xa", "đừng chơi", "penipu", "อย่าหลงเชื่อ", "người nhà thua, nợ, bán của"),
    }
)
_MANY_WEAK = 4  # weak words of private servers that together name one
# How many of each count; more of the same say no more.
_MOST = {
    "odds_decisive": 3,
    "odds_strong": 5,
    "odds_weak": 5,
    "odds_call": 5,
    "odds_wording": 3,
    "odds_talk": 5,
    "odds_talk_slight": 6,
    "odds_report": 4,
    "odds_explained": 4,
    "odds_slight": 5,
    "odds_everyday": 5,
    "server_decisive": 2,
    "server_strong": 4,
    "server_weak": 4,
    "server_called": 1,
    "server_report": 4,
    "server_hosting": 3,
    "server_claim": 1,
    "server_slight": 5,
}


# The figures of ``Rules`` that speak of gambling; the others speak of servers.
_OF_GAMBLING = frozenset(one.name for one in fields(Rules) if one.name.startswith("odds_"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the findings in a text say together."""

    chance: float  # of an offer to gamble
    server: float  # of a private server or an unlicensed game; 0: no proving word of one
    core: int  # proving words of gambling; two weak ones count as one
    hints: bool  # a weak one at least
    decisive: bool
    idle: bool  # nothing but paying in and out, or what is named and offered to nobody
    plays: bool  # a proving word of gambling stands there, and not idly
    passes: bool  # its words of gambling only pass money on
    calls: bool  # somebody speaks to players
    reports: int  # words of news, law and warnings
    licence: bool  # one is claimed by its number; whether it is true another rule asks


def counts(found: Sequence[Finding]) -> Mapping[str, int]:
    """How many terms of each kind stand there, by the name of the points in ``Rules``."""
    terms = {(one.signal, one.term): one.weight for one in found}
    signals = {signal for signal, _ in terms}
    if "reviews" in signals:
        terms = {key: weight for key, weight in terms.items() if key[1] not in _COMPLAINTS}
    if _TO_MACHINES in signals:  # but whoever warns or cites the law may speak of machines
        terms = {key: weight for key, weight in terms.items() if key[0] not in _unheard()}
    told: dict[str, int] = {}
    core = set()
    for (signal, _), weight in terms.items():
        names, proves = _says(signal, weight)
        for name in names:
            told[name] = told.get(name, 0) + 1
        if proves:
            core.add(signal)
    told["odds_signal"] = len(core)
    for name, number in told.items():
        if number > _MOST.get(name, number):
            told[name] = _MOST[name]
    return told


@cache
def _says(signal: str, weight: Weight) -> tuple[tuple[str, ...], bool]:
    """The points that a term gives or takes, and whether it proves gambling."""
    return _points(signal, weight), _is_core(signal, weight)


@cache
def _unheard() -> frozenset[str]:
    return benign_names() - {"law", "warning"}


def _points(signal: str, weight: Weight) -> tuple[str, ...]:
    """The points that a term gives or takes."""
    slight = weight is Weight.AMBIGUOUS
    if _is_core(signal, weight):
        return () if slight else (f"odds_{weight}",)
    if _is_call(signal, weight):
        return ("odds_wording",) if slight else ("odds_call", "server_called")
    if signal == _TALK:
        return ("odds_talk_slight",) if slight else ("odds_talk",)
    if signal == _SERVER:
        return () if slight else (f"server_{weight}",)
    if signal == _EVERYDAY:
        return ("odds_everyday",)
    if signal == _CLAIM:
        return ("server_claim",)
    if slight:
        return ("odds_slight", "server_slight")
    if signal in REPORTS:
        return ("odds_report", "server_report")
    return ("odds_explained", "server_hosting") if signal == "hosting" else ("odds_explained",)


def weigh(found: Sequence[Finding], rules: Rules) -> Weighed:
    """The points of the findings, and what else decides how far they go."""
    told = counts(found)
    named = "server_decisive" in told or "server_strong" in told
    named = named or told.get("server_weak", 0) >= _MANY_WEAK
    gambling, server = _points_given(told, rules)
    kinds = {one.signal for one in found if _is_named(one.signal, one.weight)}
    core = told.get("odds_decisive", 0) + told.get("odds_strong", 0) + told.get("odds_weak", 0) // 2
    passes = _only_passes(found, told)
    idle = passes or _is_idle(kinds, told)
    return Weighed(
        chance=_chance(gambling, rules),
        server=_chance(server, rules) if named else 0.0,
        core=core,
        hints="odds_weak" in told,
        decisive="odds_decisive" in told,
        idle=idle,
        plays=core > 0 and not idle,
        passes=core > 0 and passes,
        calls="odds_call" in told,
        reports=told.get("odds_report", 0),
        licence="server_claim" in told,
    )


def _is_idle(kinds: Set[str], told: Mapping[str, int]) -> bool:
    if "odds_talk" in told:
        return False
    if not kinds <= _NAMED:
        return False
    proved = "odds_decisive" in told and told.get("odds_strong", 0) + told["odds_decisive"] > 1
    return not proved and told.keys().isdisjoint(_SPOKEN)


def _only_passes(found: Sequence[Finding], told: Mapping[str, int]) -> bool:
    """Whether nothing is played for the money; who talks like a player needs a strong word too."""
    core = [one for one in found if _is_core(one.signal, one.weight)]
    if any(one.signal == _STATE for one in found) and only_prize(core):
        return True
    if "odds_talk" in told and "odds_strong" in told:
        return False
    return only_passes(core, [one for one in found if one.signal in _CALLS])


def _points_given(told: Mapping[str, int], rules: Rules) -> tuple[float, float]:
    """The points for gambling, and those for a private server or an unlicensed game."""
    gambling = server = 0.0
    for name, number in told.items():
        if name in _OF_GAMBLING:
            gambling += getattr(rules, name) * number
        else:
            server += getattr(rules, name) * number
    return gambling, server


def _chance(points: float, rules: Rules) -> float:
    return 1 / (1 + exp(-rules.odds_before - points))


@cache
def _is_core(signal: str, weight: Weight) -> bool:
    """Shops have agents too: only those of gambling prove."""
    return signal in _CORE or (signal == "agents" and weight in PROVING)


@cache
def _is_named(signal: str, weight: Weight) -> bool:
    return weight is not Weight.AMBIGUOUS and _is_core(signal, weight)


def _is_call(signal: str, weight: Weight) -> bool:
    return signal in _CALLS or (signal == "agents" and weight not in PROVING)
