"""From the words of one text to what they say (``assess``).

A text has no account, no category and no register entry beside it. So its findings are counted by
what they are and each gives or takes points (``Rules``): words of gambling (``core``), words that
speak to players (``calls``), how players talk, and what explains all of it otherwise. A text with
words of news, law or warnings is hardly ever accused. What all words of a short text in Latin
letters say then changes it (``together``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import inf

from crawler.records import Assessment, Finding, PublishedText, TextVerdict, Weight
from matchers.disguises import folded
from matchers.learned import TextModel
from matchers.lexicon import Lexicon
from matchers.page import Page, read_page, read_pages
from matchers.signal import benign_names, find_in, find_in_each
from matchers.verdict.cited import introduces, without_citations
from matchers.verdict.gambling import is_doubted
from matchers.verdict.pictured import in_pictures
from matchers.verdict.rules import Rules
from matchers.verdict.text_points import REPORTS, Weighed, weigh
from matchers.verdict.together import Answer, with_all_words
from matchers.weights import RANKS

_AT_ONCE = 32  # texts; of 128 each took longer (measured 2026-11)
_ACCUSING = frozenset({TextVerdict.GAMBLING, TextVerdict.PROMOTES_UNLICENSED})
_CALLING = frozenset({"contact_calls", "promo"})
_LEARNED = "learned"  # by no rule: what the office's model says
_WRITTEN = frozenset({"title", "text"})


def assess_text(
    text: PublishedText,
    lexicon: Lexicon,
    rules: Rules,
    model: TextModel | None = None,
    *,
    reads: bool = False,
    all_words: bool = True,
) -> Assessment:
    """What the words say: an offer to gamble, a private server, a doubt, or nothing.

    ``model``: what the office learned from its decisions; it turns a clean text into a doubt.
    ``all_words``: all words count together too, as they were fitted on posts, adverts and short
    descriptions; a page of a site holds menus and much else.
    """
    return next(assess_texts([text], lexicon, rules, model, reads=reads, all_words=all_words))


def assess_texts(
    texts: Iterable[PublishedText],
    lexicon: Lexicon,
    rules: Rules,
    model: TextModel | None = None,
    *,
    reads: bool = False,
    all_words: bool = True,
) -> Iterator[Assessment]:
    """The same of many, in order, some at a time: far faster than one by one."""
    waiting = iter(texts)
    while some := list(islice(waiting, _AT_ONCE)):
        pages = read_pages(map(published, some), lexicon)
        for text, page, found in zip(some, pages, find_in_each(pages), strict=True):
            yield _assessed(text, page, found, rules, model, reads=reads, all_words=all_words)


def published(text: PublishedText) -> tuple[list[tuple[str, str]], Mapping[str, str]]:
    """The fields that hold words, and the links, as ``read_pages`` takes them."""
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
    all_words: bool,
) -> Assessment:
    benign = benign_names()
    telling = [one for one in found if one.signal not in benign]
    explaining = [one for one in found if one.signal in benign]
    telling.sort(key=lambda one: RANKS[one.weight])
    verdict, score, quoted = _told(text, page, found, rules, all_words=all_words)
    telling += quoted
    own = without_citations(text, telling) if verdict in _ACCUSING else None
    if own is not None and _only_cites(text, own, page.lexicon, rules, all_words=all_words):
        verdict = TextVerdict.UNSURE
    read = _reads(page) if reads or model is not None else ""
    learned = None if model is None else model.chance(read)
    doubted = verdict is TextVerdict.CLEAN and is_doubted(telling, learned, rules)
    # What cannot be quoted is no reason, here as in ``judge``.
    if doubted and model is not None and (learnt := _learned_findings(page, model)):
        verdict, score = TextVerdict.UNSURE, max(score, learned or 0.0)
        telling += learnt
    return Assessment(
        id=text.id,
        verdict=verdict,
        score=round(score, 3),
        findings=(*telling, *explaining),
        reads=read if reads else None,
    )


def _told(
    text: PublishedText, page: Page, found: Sequence[Finding], rules: Rules, *, all_words: bool
) -> Answer:
    """What a text says as it stands, with what is cited and without the office's model."""
    weighed = weigh(found, rules)
    verdict, score = _verdict(weighed, rules), max(weighed.chance, weighed.server)
    if _baits(text, found, weighed, rules):
        return verdict if verdict in _ACCUSING else TextVerdict.GAMBLING, score, []
    if not all_words:
        return verdict, score, []
    verdict, together, quoted = with_all_words(page, found, weighed, verdict, rules)
    return verdict, max(score, together), quoted


def _baits(text: PublishedText, found: Sequence[Finding], weighed: Weighed, rules: Rules) -> bool:
    """Whether a picture that the text tells of is an offer by its own words."""
    pictured = None if weighed.reports else in_pictures(text, found, REPORTS)
    if pictured is None:
        return False
    return _verdict(weigh(pictured, rules), rules) is TextVerdict.GAMBLING


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
    weighed = weigh(found, rules)
    return weighed.chance, _is_doubted(weighed, rules) or weighed.chance >= rules.text_talk


def _only_cites(
    text: PublishedText, own: PublishedText, lexicon: Lexicon, rules: Rules, *, all_words: bool
) -> bool:
    """Whether the offer stands within quotation marks and somebody else speaks around it."""
    page = read_page(*published(own), lexicon)
    found = find_in(page)
    verdict, *_ = _told(own, page, found, rules, all_words=all_words)
    if verdict in _ACCUSING:
        return False
    calls = any(one.signal in _CALLING and one.weight is not Weight.AMBIGUOUS for one in found)
    return introduces(text) or (verdict is TextVerdict.CLEAN and not calls)


def _verdict(weighed: Weighed, rules: Rules) -> TextVerdict:
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


def _is_doubted(weighed: Weighed, rules: Rules) -> bool:
    """Whether words of gambling leave a doubt; beside those of a report somebody must call.

    Pages of news are stolen and filled with offers.
    """
    doubted = bool(weighed.core) and weighed.chance >= rules.text_doubt
    return doubted and (weighed.calls or not _only_reports(weighed, rules))


def _only_reports(weighed: Weighed, rules: Rules) -> bool:
    """Whether somebody speaks in the words of news or warnings, who offers nothing."""
    return bool(weighed.reports) and not _in_spite(weighed, rules)


def _least(weighed: Weighed, rules: Rules) -> float:
    """The chance from which a text is an offer: the less its words prove, the higher."""
    if weighed.decisive:
        return rules.text_decisive
    if weighed.core:
        return rules.text_gambling
    # A weak word is everybody's until somebody calls players to it.
    return rules.text_hints if weighed.hints and weighed.calls else inf


def _in_spite(weighed: Weighed, rules: Rules) -> bool:
    """Whether a single word of a report stands in a text that is else one loud offer."""
    return weighed.reports == 1 and weighed.calls and weighed.chance >= rules.text_in_spite


def _reads(page: Page) -> str:
    """Title and text in one string, by the reading that undid the most."""
    last = {view.field: view.reading for view in page.views}
    return " ".join(filter(None, (folded(reading) for reading in last.values())))
