"""From the words of one text to what they say (``assess``).

A text has no account, no category and no register entry beside it. So three things are weighed
apart: words of gambling (``core``), words that speak to players (``calls``), and what explains the
words otherwise, each against those signals that it can explain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from crawler.records import Assessment, Finding, PublishedText, TextVerdict, Weight
from matchers.disguises import folded
from matchers.learned import TextModel
from matchers.lexicon import Lexicon
from matchers.page import Page, read_page
from matchers.signal import benign_names, find_in
from matchers.verdict.gambling import PLAY, is_doubted, weigh_signals
from matchers.verdict.rules import Rules

_MONEY = frozenset(
    {
        *("cash_out", "deposit_withdraw", "bookmaker", "lottery_numbers", "animal_sport_betting"),
        *("brand", "licence_with_cash_out", "reviews", "access_help"),
    }
)
_CORE = _MONEY | PLAY
_CALLS = frozenset({"contact_calls", "promo", "agents", "advert_wording", "access_help"})
_DIRECT = frozenset({"contact_calls", "advert_wording", "promo"})
_ILLEGAL = frozenset({"cash_out", "access_help", "agents", "licence_with_cash_out", "reviews"})
_PROVING = frozenset({Weight.DECISIVE, Weight.STRONG})
_SERVER = "private_server"
_SHARE = {Weight.DECISIVE: 0.4, Weight.STRONG: 0.4, Weight.WEAK: 0.2, Weight.AMBIGUOUS: 0.1}
# What explains which words otherwise. News, law and warnings speak of all of them.
_EXPLAINS: Mapping[str, frozenset[str]] = {
    "banks": frozenset(
        {"cash_out", "deposit_withdraw", "promo", "reviews", "agents", "casino_games"}
    ),
    "loyalty": frozenset(
        {"cash_out", "deposit_withdraw", "promo", "casino_games", "lottery_numbers", "agents"}
    ),
    "state_lottery": frozenset({"lottery_numbers", "cash_out", "agents"}),
    "folk": frozenset(
        {"casino_games", "card_games", "animal_sport_betting", "bookmaker", "contact_calls"}
    ),
    "travel": frozenset({"casino_games", "card_games", "bookmaker", "contact_calls"}),
    "hosting": frozenset({"private_server"}),
}
_REPORTS = frozenset({"news", "law", "warning", "study"})
# A cheated player warns as well: the words are no report then.
_COMPLAINTS = frozenset({"lừa đảo", "giả mạo", "khóa tài khoản", "cảnh báo"})


@dataclass(frozen=True, slots=True)
class _Weighed:
    core: float
    money: float
    calls: float
    server: float
    direct: float  # calls without what is found only beside words of gambling
    decisive: bool
    offering: bool  # somebody offers: calls, figures of an offer, an operator, a way to cash out
    reports: int  # words of news, law and warnings
    slight: int  # words that stand in news and elsewhere


def assess_text(
    text: PublishedText,
    lexicon: Lexicon,
    rules: Rules,
    model: TextModel | None = None,
    *,
    reads: bool = False,
) -> Assessment:
    """What the words say: an offer to gamble, a private server, a doubt, or nothing.

    ``model``: what the office learned from its decisions; it turns a clean text into a doubt.
    """
    page = read_page(
        [(field, words) for field, words in (("title", text.title), ("text", text.text)) if words],
        {"url": text.url} if text.url else {},
        lexicon,
    )
    found = find_in(page)
    benign = benign_names()
    telling = [one for one in found if one.signal not in benign]
    explaining = [one for one in found if one.signal in benign]
    weighed = _weigh(telling, explaining, rules)
    order = tuple(Weight)
    telling.sort(key=lambda one: order.index(one.weight))
    verdict, score = _verdict(weighed, rules), min(max(weighed.core, weighed.server), 1.0)
    read = _reads(page) if reads or model is not None else ""
    learned = None if model is None else model.chance(read)
    if verdict is TextVerdict.CLEAN and is_doubted(telling, learned, rules):
        verdict, score = TextVerdict.UNSURE, max(score, learned or 0.0)
    return Assessment(
        id=text.id,
        verdict=verdict,
        score=round(score, 3),
        findings=(*telling, *explaining),
        reads=read if reads else None,
    )


@lru_cache(maxsize=4)
def _as_titles(rules: Rules) -> Rules:
    return replace(rules, field_text=rules.field_title)


def _weigh(telling: Sequence[Finding], explaining: Sequence[Finding], rules: Rules) -> _Weighed:
    # The text of a post is what its author says first of all: it weighs as a title does.
    weights = dict(weigh_signals(telling, _as_titles(rules)))
    complains = "reviews" in weights
    terms: dict[str, set[str]] = {}
    for one in explaining:
        if not (complains and one.term in _COMPLAINTS):
            terms.setdefault(one.signal, set()).add(one.term)
    for signal, explained in _EXPLAINS.items():
        if signal in terms:
            pull = rules.benign_first + rules.benign_more * (len(terms[signal]) - 1)
            for name in explained & weights.keys():
                weights[name] = max(weights[name] - pull, 0.0)
    core = sum(weight for name, weight in weights.items() if name in _CORE)
    said = _said(explaining, complains=complains)
    left = {name for name, weight in weights.items() if weight > 0}
    return _Weighed(
        core=core,
        money=sum(weight for name, weight in weights.items() if name in _MONEY),
        calls=sum(weight for name, weight in weights.items() if name in _CALLS),
        server=weights.get(_SERVER, 0.0),
        direct=sum(
            _SHARE[one.weight] for one in telling if one.signal in _DIRECT and "+" not in one.term
        ),
        decisive=any(
            one.weight is Weight.DECISIVE and one.signal in left & _CORE for one in telling
        ),
        offering=any(_offers(one) for one in telling),
        reports=len(said[Weight.WEAK]),
        slight=len(said[Weight.AMBIGUOUS]),
    )


def _offers(finding: Finding) -> bool:
    """Whether it is said only by who offers. Stories name the games, the stakes and the losses."""
    if finding.signal in _DIRECT:
        return " + " not in finding.term and finding.weight is not Weight.AMBIGUOUS
    if finding.signal == "brand" or (
        finding.weight is Weight.DECISIVE and finding.signal in _ILLEGAL
    ):
        return True
    if finding.signal in _ILLEGAL and finding.weight is Weight.STRONG:
        return True
    told = " + " not in finding.term and any(map(str.isdigit, finding.quote))
    return told and finding.signal in _MONEY and finding.weight in _PROVING


def _said(explaining: Sequence[Finding], *, complains: bool) -> Mapping[Weight, set[str]]:
    """The terms of news, law, warnings and study, by what they tell."""
    said: dict[Weight, set[str]] = {Weight.WEAK: set(), Weight.AMBIGUOUS: set()}
    for one in explaining:
        if one.signal in _REPORTS and not (complains and one.term in _COMPLAINTS):
            said[one.weight].add(one.term)
    return said


def _verdict(weighed: _Weighed, rules: Rules) -> TextVerdict:
    pull = rules.benign_more * weighed.slight
    server = weighed.server - pull - rules.benign_first * weighed.reports
    if weighed.reports:
        return _of_report(weighed, server, rules)
    core = weighed.core - pull
    together = core + weighed.calls
    proven = weighed.decisive or (
        together >= rules.text_gambling and weighed.money + weighed.calls >= rules.offer
    )
    # Words that stand in stories, studies and notices too: then somebody must offer something.
    heavy = not weighed.slight and (weighed.decisive or core >= rules.text_heavy)
    if core >= rules.text_core and proven and (weighed.offering or heavy):
        return TextVerdict.GAMBLING
    if server >= rules.gambling:
        return TextVerdict.PROMOTES_UNLICENSED
    # A game of chance by its name alone is no doubt; with anything beside it, it is one.
    if core >= rules.suspected and (weighed.money >= rules.suspected or together >= rules.gambling):
        return TextVerdict.UNSURE
    return TextVerdict.UNSURE if server >= rules.suspected else TextVerdict.CLEAN


def _of_report(weighed: _Weighed, server: float, rules: Rules) -> TextVerdict:
    """Who speaks of gambling in the words of news or warnings offers none, unless he also calls.

    Pages of news are stolen and filled with offers: such a text goes to a person.
    """
    calls = weighed.direct >= rules.call
    reports = weighed.reports + weighed.slight // 2
    proven = weighed.decisive and weighed.core >= rules.text_report * reports
    if proven and reports == 1:
        return TextVerdict.GAMBLING if calls else TextVerdict.UNSURE
    if calls and (proven or server >= rules.suspected):
        return TextVerdict.UNSURE
    return TextVerdict.CLEAN


def _reads(page: Page) -> str:
    """Title and text in one string, by the reading that undid the most."""
    last = {view.field: view.reading for view in page.views}
    return " ".join(filter(None, (folded(reading) for reading in last.values())))
