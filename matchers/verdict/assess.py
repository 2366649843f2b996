"""From the words of one text to what they say (``assess``).

A text has no account, no category and no register entry beside it. So its findings are counted by
what they are and each gives or takes points (``Rules``): words of gambling (``core``), words that
speak to players (``calls``), how players talk, and what explains all of it otherwise. A text with
words of news, law or warnings is never accused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import exp, inf

from crawler.records import Assessment, Finding, PublishedText, TextVerdict, Weight
from matchers.disguises import folded
from matchers.learned import TextModel
from matchers.lexicon import Lexicon
from matchers.page import Page, read_pages
from matchers.signal import benign_names, find_in_each
from matchers.verdict.cited import beside_citations, introduces
from matchers.verdict.gambling import PLAY, is_doubted
from matchers.verdict.passing import only_passes
from matchers.verdict.rules import Rules
from matchers.weights import RANKS

_AT_ONCE = 32  # texts; of 128 each took longer (measured 2026-11)
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
_CALLS = frozenset({"contact_calls", "promo", "advert_wording"})
_TALK = "talk"
_SERVER = "private_server"
_PROVING = frozenset({Weight.DECISIVE, Weight.STRONG})
_ACCUSING = frozenset({TextVerdict.GAMBLING, TextVerdict.PROMOTES_UNLICENSED})
_EVERYDAY = "everyday"
_CLAIM = "licence_claim"
_LEARNED = "learned"  # by no rule: what the office's model says
_WRITTEN = frozenset({"title", "text"})
# News, law, warnings and stories speak of all of it; a cheated player warns as well.
_REPORTS = frozenset({"news", "law", "warning", "study", "fiction"})
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


@dataclass(frozen=True, slots=True)
class _Weighed:
    chance: float  # of an offer to gamble
    server: float  # of a private server or an unlicensed game; 0: no proving word of one
    core: int  # proving words of gambling; two weak ones count as one
    hints: bool  # a weak one at least
    decisive: bool
    idle: bool  # nothing but paying in and out, or what is named and offered to nobody
    calls: bool  # somebody speaks to players
    reports: int  # words of news, law and warnings
    licence: bool  # one is claimed by its number; whether it is true another rule asks


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
    return next(assess_texts([text], lexicon, rules, model, reads=reads))


def assess_texts(
    texts: Iterable[PublishedText],
    lexicon: Lexicon,
    rules: Rules,
    model: TextModel | None = None,
    *,
    reads: bool = False,
) -> Iterator[Assessment]:
    """The same of many, in order, some at a time: far faster than one by one."""
    waiting = iter(texts)
    while some := list(islice(waiting, _AT_ONCE)):
        pages = read_pages(map(_published, some), lexicon)
        for text, page, found in zip(some, pages, find_in_each(pages), strict=True):
            yield _assessed(text, page, found, rules, model, reads=reads)


def _published(text: PublishedText) -> tuple[list[tuple[str, str]], Mapping[str, str]]:
    fields = [("title", text.title), ("text", text.text)]
    return [(name, words) for name, words in fields if words], {"url": text.url} if text.url else {}


def _assessed(
    text: PublishedText,
    page: Page,
    found: Sequence[Finding],
    rules: Rules,
    model: TextModel | None,
    *,
    reads: bool,
) -> Assessment:
    benign = benign_names()
    telling = [one for one in found if one.signal not in benign]
    explaining = [one for one in found if one.signal in benign]
    weighed = _weigh(found, rules)
    telling.sort(key=lambda one: RANKS[one.weight])
    verdict, score = _verdict(weighed, rules), max(weighed.chance, weighed.server)
    if verdict in _ACCUSING and _only_cites(text, found, rules):
        verdict = TextVerdict.UNSURE
    read = _reads(page) if reads or model is not None else ""
    learned = None if model is None else model.chance(read)
    doubted = verdict is TextVerdict.CLEAN and is_doubted(telling, learned, rules)
    # What cannot be quoted is no reason, here as in ``judge``.
    if doubted and model is not None and (quoted := _learned_findings(page, model)):
        verdict, score = TextVerdict.UNSURE, max(score, learned or 0.0)
        telling += quoted
    return Assessment(
        id=text.id,
        verdict=verdict,
        score=round(score, 3),
        findings=(*telling, *explaining),
        reads=read if reads else None,
    )


def _learned_findings(page: Page, model: TextModel) -> list[Finding]:
    """The words that speak most for a doubt by past decisions, as published."""
    last = {view.field: view.reading for view in page.views if view.field in _WRITTEN}
    return [
        Finding(
            signal=_LEARNED,
            field=quote.field,
            quote=quote.words,
            term=quote.words,
            weight=Weight.AMBIGUOUS,
        )
        for quote in model.explain(last.items())
    ]


def doubt_of_gambling(found: Sequence[Finding], rules: Rules) -> tuple[float, bool]:
    """The chance of an offer to gamble, and whether it is enough for a doubt.

    A doubt of ``assess_text`` may be one of private servers: news of games without a licence.
    """
    weighed = _weigh(found, rules)
    return weighed.chance, _is_doubted(weighed, rules) or weighed.chance >= rules.text_talk


def _only_cites(text: PublishedText, found: Sequence[Finding], rules: Rules) -> bool:
    """Whether the offer stands within quotation marks and somebody else speaks around it."""
    own = beside_citations(text, found)
    if own is None:
        return False
    weighed = _weigh(own, rules)
    if max(weighed.chance, weighed.server) >= rules.text_cited:
        return False
    return not weighed.calls or introduces(text)


def counts(found: Sequence[Finding]) -> Mapping[str, int]:
    """How many terms of each kind stand there, by the name of the points in ``Rules``."""
    terms = {(one.signal, one.term): one.weight for one in found}
    if any(signal == "reviews" for signal, _ in terms):
        terms = {key: weight for key, weight in terms.items() if key[1] not in _COMPLAINTS}
    kinds: dict[tuple[str, Weight], int] = {}
    for (signal, _), weight in terms.items():
        kind = signal, weight
        kinds[kind] = kinds.get(kind, 0) + 1
    told: dict[str, int] = {}
    for kind, number in kinds.items():
        for name in _points(*kind):
            told[name] = told.get(name, 0) + number
    told["odds_signal"] = len({signal for signal, weight in kinds if _is_core(signal, weight)})
    return {name: min(number, _MOST.get(name, number)) for name, number in told.items()}


@cache
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
    if signal in _REPORTS:
        return ("odds_report", "server_report")
    return ("odds_explained", "server_hosting") if signal == "hosting" else ("odds_explained",)


def _weigh(found: Sequence[Finding], rules: Rules) -> _Weighed:
    told = counts(found)
    named = "server_decisive" in told or "server_strong" in told
    named = named or told.get("server_weak", 0) >= _MANY_WEAK
    kinds = {
        signal
        for signal, weight in {(one.signal, one.weight) for one in found}
        if weight is not Weight.AMBIGUOUS and _is_core(signal, weight)
    }
    return _Weighed(
        chance=_chance(told, "odds_", rules),
        server=_chance(told, "server_", rules) if named else 0.0,
        core=told.get("odds_decisive", 0)
        + told.get("odds_strong", 0)
        + told.get("odds_weak", 0) // 2,
        hints="odds_weak" in told,
        decisive="odds_decisive" in told,
        idle=_is_idle(kinds, told) or _only_passes(found, told),
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
    if "odds_talk" in told and "odds_strong" in told:
        return False
    core = [one for one in found if _is_core(one.signal, one.weight)]
    return only_passes(core, [one for one in found if one.signal in _CALLS])


def _chance(told: Mapping[str, int], of: str, rules: Rules) -> float:
    points = 0.0
    for name, number in told.items():
        if name.startswith(of):
            points += getattr(rules, name) * number
    return 1 / (1 + exp(-rules.odds_before - points))


def _is_core(signal: str, weight: Weight) -> bool:
    """Shops have agents too: only those of gambling prove."""
    return signal in _CORE or (signal == "agents" and weight in _PROVING)


def _is_call(signal: str, weight: Weight) -> bool:
    return signal in _CALLS or (signal == "agents" and weight not in _PROVING)


def _verdict(weighed: _Weighed, rules: Rules) -> TextVerdict:
    chance, server = weighed.chance, weighed.server
    if not _only_reports(weighed, rules):
        if server >= rules.text_gambling and server > chance and not weighed.licence:
            return TextVerdict.PROMOTES_UNLICENSED
        if not weighed.idle and chance >= _least(weighed, rules):
            return TextVerdict.GAMBLING
    doubted = _is_doubted(weighed, rules)
    if doubted or server >= rules.text_doubt or chance >= rules.text_talk:
        return TextVerdict.UNSURE
    return TextVerdict.CLEAN


def _is_doubted(weighed: _Weighed, rules: Rules) -> bool:
    """Whether words of gambling leave a doubt; beside those of a report somebody must call.

    Pages of news are stolen and filled with offers.
    """
    doubted = bool(weighed.core) and weighed.chance >= rules.text_doubt
    return doubted and (weighed.calls or not _only_reports(weighed, rules))


def _only_reports(weighed: _Weighed, rules: Rules) -> bool:
    """Whether somebody speaks in the words of news or warnings, who offers nothing."""
    return bool(weighed.reports) and not _in_spite(weighed, rules)


def _least(weighed: _Weighed, rules: Rules) -> float:
    """The chance from which a text is an offer: the less its words prove, the higher."""
    if weighed.decisive:
        return rules.text_decisive
    if weighed.core:
        return rules.text_gambling
    # A weak word is everybody's until somebody calls players to it.
    return rules.text_hints if weighed.hints and weighed.calls else inf


def _in_spite(weighed: _Weighed, rules: Rules) -> bool:
    """Whether a single word of a report stands in a text that is else one loud offer."""
    return weighed.reports == 1 and weighed.calls and weighed.chance >= rules.text_in_spite


def _reads(page: Page) -> str:
    """Title and text in one string, by the reading that undid the most."""
    last = {view.field: view.reading for view in page.views}
    return " ".join(filter(None, (folded(reading) for reading in last.values())))
