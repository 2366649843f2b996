"""From what is known of a page or an advert of Facebook to its verdict (product.md §5).

Its own words accuse, or a link to what a person confirmed. A name alone, a link alone to what
nobody confirmed, and the words of visitors never do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from crawler.records import (
    ACCUSING,
    Finding,
    Question,
    Reason,
    RegistryEntry,
    Verdict,
    VerdictKind,
    Weight,
)
from matchers.reasons import reason
from matchers.verdict.page_evidence import Led, PageEvidence, PageText
from matchers.verdict.rules import Rules
from matchers.verdict.subject import finding_reason, tie_reasons
from matchers.weights import PROVING

_OF_GAMBLING = frozenset({VerdictKind.GAMBLING, VerdictKind.PROMOTES_GAMBLING})
_OF_GAMES = frozenset(
    {
        *(VerdictKind.UNLICENSED, VerdictKind.PROMOTES_UNLICENSED),
        *(VerdictKind.LICENCE_PROBLEM, VerdictKind.IMPOSTOR),
    }
)
_OPEN = dict.fromkeys(_OF_GAMBLING, Question.GAMBLING_UNCONFIRMED)
_HELD = {
    True: ("hồ sơ đã được xác nhận", "a person confirmed its case"),
    False: ("mới có kết luận sơ bộ", "so far only judged"),
}
_KINDS = {
    VerdictKind.GAMBLING: ("có dấu hiệu cờ bạc, đổi thưởng", "signs of gambling"),
    VerdictKind.PROMOTES_GAMBLING: ("quảng cáo cho cờ bạc", "promotes gambling"),
    VerdictKind.UNLICENSED: ("chưa tìm thấy quyết định/giấy xác nhận", "no paper was found"),
    VerdictKind.PROMOTES_UNLICENSED: (
        "quảng cáo cho trò chơi chưa tìm thấy quyết định/giấy xác nhận",
        "promotes a game for which no paper was found",
    ),
    VerdictKind.LICENCE_PROBLEM: ("giấy phép không còn hiệu lực", "its paper is not in force"),
    VerdictKind.IMPOSTOR: ("có dấu hiệu mạo danh", "signs of impersonation"),
}


@dataclass(frozen=True, slots=True)
class _Decision:
    kind: VerdictKind
    question: Question | None
    reasons: tuple[Reason, ...]
    score: float = 0.0
    entry: str | None = None


def decide_page(
    evidence: PageEvidence, rules: Rules, *, now: datetime, fingerprint: str
) -> Verdict:
    """The verdict of one page or advert. Protected ones are never accused without two people."""
    decision = next(made for step in _STEPS if (made := step(evidence, rules)) is not None)
    reasons = decision.reasons
    if decision.kind in ACCUSING or decision.kind is VerdictKind.UNSURE:
        reasons = (*reasons, *_renamed(evidence))
    kind, question = decision.kind, decision.question
    if evidence.protected is not None and kind in ACCUSING:
        kind, question = VerdictKind.UNSURE, Question.PROTECTED_NAME
        reasons = (evidence.protected, *reasons)
    elif evidence.declared is not None and kind in ACCUSING:
        # What stands there may be a thief's, or the licensee's: a person asks.
        kind = VerdictKind.UNSURE
        question = _OPEN.get(decision.kind, Question.ACCOUNT_UNCONFIRMED)
        reasons = (evidence.declared, *reasons)
    return Verdict(
        subject=evidence.sighting.subject,
        kind=kind,
        question=question,
        entry=decision.entry,
        score=decision.score,
        reasons=reasons,
        fingerprint=fingerprint,
        judged_at=now,
    )


def _unsure(question: Question, reasons: tuple[Reason, ...], score: float = 0.0) -> _Decision:
    return _Decision(VerdictKind.UNSURE, question, reasons, score)


def _gambling(evidence: PageEvidence, rules: Rules) -> _Decision | None:
    """Words of its own offer gambling, and it is aimed at Vietnam."""
    offers = [text for text in evidence.texts if text.is_gambling]
    if not offers:
        return None
    score = max(text.answer.score for text in offers)
    reasons = (
        *_quoted(offers, rules),
        *_led_reasons(evidence, _OF_GAMBLING),
        *tie_reasons(evidence.ties),
    )
    reporting = [text for text in evidence.texts if text.reports]
    # A newspaper's one report that was misread must not make it a bookmaker.
    if len(reporting) >= len(offers):
        told = (reason("gambling_unconfirmed"), *reasons, *_context(reporting))
        return _unsure(Question.GAMBLING_UNCONFIRMED, told, score)
    if not evidence.ties:
        told = (reason("gambling_unconfirmed"), *reasons, reason("page_no_tie"))
        return _unsure(Question.GAMBLING_UNCONFIRMED, told, score)
    kind = VerdictKind.GAMBLING if _is_operators_own(evidence) else VerdictKind.PROMOTES_GAMBLING
    return _Decision(kind, None, reasons, score)


def _is_operators_own(evidence: PageEvidence) -> bool:
    """Whether the page bears a name of gambling, or takes players itself and leads nowhere else."""
    if evidence.is_advert:
        return False
    named = any(
        finding.field == "title" and finding.weight in PROVING
        for text in evidence.texts
        for _, finding in text.telling
    )
    return named or not evidence.leads_on


def _led_to_gambling(evidence: PageEvidence, rules: Rules) -> _Decision | None:
    """It leads to what is held to be gambling: a person's word accuses, the rules' own alone not.

    With words that are a doubt by themselves, a link to what was judged says the same.
    """
    return _led(evidence, rules, _OF_GAMBLING, VerdictKind.PROMOTES_GAMBLING)


def _led_to_games(evidence: PageEvidence, rules: Rules) -> _Decision | None:
    """The same of games without a paper in force."""
    return _led(evidence, rules, _OF_GAMES, VerdictKind.PROMOTES_UNLICENSED)


def _led(
    evidence: PageEvidence, rules: Rules, of: frozenset[VerdictKind], kind: VerdictKind
) -> _Decision | None:
    led = [one for one in evidence.led if one.standing.kind in of]
    if not led:
        return None
    doubted = [text for text in evidence.texts if text.is_doubted]
    score = max((text.answer.score for text in doubted), default=0.0)
    reasons = (
        *map(led_reason, led[: rules.reasons_shown]),
        *_quoted(doubted, rules),
        *tie_reasons(evidence.ties),
    )
    reporting = [text for text in evidence.texts if text.reports]
    borne_out = bool(doubted) or any(one.standing.confirmed for one in led)
    if borne_out and evidence.ties and not reporting:
        return _Decision(kind, None, reasons, score)
    alone = reason("page_link_alone")
    question = Question.LEADS_TO_GAMBLING if of is _OF_GAMBLING else Question.NOT_ENOUGH_SEEN
    return _unsure(question, (alone, *reasons, *_context(reporting)), score)


def _impostor(evidence: PageEvidence, rules: Rules) -> _Decision | None:
    """It bears a licensed name and copied its identity, and is somebody else's by other signs.

    The licensee's own page prints its number and its description, too.
    """
    if evidence.is_advert or not evidence.named or not evidence.copied or evidence.own:
        return None
    others = (
        *filter(None, (evidence.other_firm,)),
        *_led_reasons(evidence, _OF_GAMBLING | _OF_GAMES),
    )
    if not others:
        return None
    paper = evidence.named[0]
    copies = reason("account_copies", entry=paper.entry, differed=("publisher",))
    reasons = (copies, *evidence.copied, *others, *tie_reasons(evidence.ties))
    return _Decision(VerdictKind.IMPOSTOR, None, reasons, 100.0, paper.entry)


def _private_server(evidence: PageEvidence, rules: Rules) -> _Decision | None:
    """Words of a private server or an unlicensed game, and a way to it."""
    servers = [text for text in evidence.texts if text.is_server]
    if not servers:
        return None
    score = max(text.answer.score for text in servers)
    reasons = (*_quoted(servers, rules, "page_server_finding"), *tie_reasons(evidence.ties))
    reporting = [text for text in evidence.texts if text.reports]
    if not evidence.leads or not evidence.ties or len(reporting) >= len(servers):
        told = (reason("page_leads_nowhere"), *reasons, *_context(reporting))
        return _unsure(Question.NOT_ENOUGH_SEEN, told, score)
    return _Decision(VerdictKind.PROMOTES_UNLICENSED, None, reasons, score)


def _doubted(evidence: PageEvidence, rules: Rules) -> _Decision | None:
    """Words that prove nothing, or a promise beside a link that is named like a bookmaker."""
    doubted = [text for text in evidence.texts if text.is_doubted]
    promising = [text for text in evidence.texts if evidence.flagged and _promises(text)]
    if not doubted and not promising:
        return None
    texts = list(dict.fromkeys((*doubted, *promising)))
    score = max(text.answer.score for text in texts)
    flagged = (
        reason("page_link_name", field="outlinks", quote=host) for host in evidence.flagged[:3]
    )
    reasons = (*_quoted(texts, rules), *flagged, *tie_reasons(evidence.ties))
    told = (reason("gambling_unconfirmed"), *reasons)
    return _unsure(Question.GAMBLING_UNCONFIRMED, told, score)


def _promises(text: PageText) -> bool:
    """Whether it calls or promises, in words that are more than a hint."""
    return not text.reports and any(
        finding.weight is not Weight.AMBIGUOUS for _, finding in text.telling
    )


def _declared(evidence: PageEvidence, rules: Rules) -> _Decision | None:
    """A licensee with a paper in force declared the page as its own."""
    if evidence.declared is None or evidence.declared_paper is None or evidence.is_advert:
        return None
    entry = evidence.declared_paper.entry
    return _Decision(VerdictKind.LICENSED, None, (evidence.declared,), 100.0, entry)


def _licensee(evidence: PageEvidence, rules: Rules) -> _Decision | None:
    """It leads to the licensee's own host or declared app, to nobody else's, and bears its name."""
    if not evidence.own or len(evidence.own) < len(evidence.leaves):
        return None
    link, paper = evidence.own[0]
    told = reason(
        "page_leads_to_licensee",
        field="outlinks",
        quote=link,
        entry=paper.entry,
        agreed=("title", "host"),
        holder=paper.publisher,
    )
    return _Decision(VerdictKind.LICENSED, None, (told,), 100.0, paper.entry)


def _licensed_name(evidence: PageEvidence, rules: Rules) -> _Decision | None:
    """A page of a game under a licensed name: whose it is, nobody showed yet."""
    if not evidence.named or not evidence.is_of_game:
        return None
    paper = _best(evidence)
    title = evidence.sighting.title
    told = reason(
        "page_bears_name",
        field="title",
        quote=title,
        entry=paper.entry,
        agreed=("title",),
        holder=paper.publisher,
    )
    reasons = (told, *evidence.copied, *tie_reasons(evidence.ties))
    return _Decision(VerdictKind.UNSURE, Question.ACCOUNT_UNCONFIRMED, reasons, 0.0, paper.entry)


def _best(evidence: PageEvidence) -> RegistryEntry:
    return evidence.own[0][1] if evidence.own else evidence.named[0]


def _clean(evidence: PageEvidence, rules: Rules) -> _Decision:
    if not any(words.strip() for text in evidence.texts for _, words in text.pieces):
        return _unsure(Question.NOT_ENOUGH_SEEN, (reason("page_without_words"),))
    reasons = (reason("page_clean"), *_context(evidence.texts))
    return _Decision(VerdictKind.CLEAN, None, reasons)


_Step = Callable[[PageEvidence, Rules], _Decision | None]
# The first step that has an answer decides; the last one always has.
_STEPS: tuple[_Step, ...] = (
    _gambling,
    _impostor,
    _led_to_gambling,
    _led_to_games,
    _private_server,
    _doubted,
    _declared,
    _licensee,
    _licensed_name,
    _clean,
)


def _quoted(
    texts: list[PageText], rules: Rules, rule: str = "gambling_finding"
) -> Iterator[Reason]:
    """The heaviest words, one of each signal first, each with the field it stands in."""
    telling = [one for text in texts for one in text.telling]
    first: dict[str, tuple[str, Finding]] = {}
    for field, finding in telling:
        first.setdefault(finding.signal, (field, finding))
    for field, finding in list(dict.fromkeys((*first.values(), *telling)))[: rules.reasons_shown]:
        told = finding_reason(rule, finding)
        yield Reason(rule=rule, field=field, quote=told.quote, vi=told.vi, en=told.en)


def _context(texts: list[PageText] | tuple[PageText, ...]) -> Iterator[Reason]:
    """The first words of news, law or warnings."""
    for text in texts:
        if told := text.benign:
            field, finding = told
            shown = finding_reason("benign_context", finding)
            yield Reason(rule=shown.rule, field=field, quote=shown.quote, vi=shown.vi, en=shown.en)
            return


def _led_reasons(evidence: PageEvidence, of: frozenset[VerdictKind]) -> Iterator[Reason]:
    return (led_reason(one) for one in evidence.led if one.standing.kind in of)


def led_reason(led: Led, field: str = "outlinks") -> Reason:
    """Where something leads, and what is held of that place."""
    what_vi, what_en = _KINDS[led.standing.kind]
    held_vi, held_en = _HELD[led.standing.confirmed]
    return reason(
        "page_leads_to",
        field=field,
        quote=led.link,
        what_vi=what_vi,
        what_en=what_en,
        held_vi=held_vi,
        held_en=held_en,
    )


def _renamed(evidence: PageEvidence) -> Iterator[Reason]:
    """The page's names in order; a rename alone says nothing."""
    for one in evidence.renames:
        yield reason("page_renamed", field="title", quote=one.old, new=one.new, day=one.day or "?")
