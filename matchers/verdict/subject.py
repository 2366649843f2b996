"""From everything known of a subject to its verdict (product.md §5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.records import (
    ACCUSING,
    MIRRORS,
    Finding,
    Match,
    MatchKind,
    Question,
    Reason,
    Sighting,
    Verdict,
    VerdictKind,
    Weight,
)
from matchers.genre import is_game
from matchers.learned import Quote
from matchers.reasons import reason
from matchers.signal import signals
from matchers.verdict.gambling import PLAYERS, Gambling, Weighed, weigh
from matchers.verdict.rules import Rules
from matchers.verdict.together import LABEL, TOGETHER
from matchers.weights import PROVING

_TIES = {
    "tie_language": ("viết bằng tiếng Việt", "written in Vietnamese"),
    "tie_payment": ("thanh toán tại Việt Nam", "payment in Vietnam"),
    "tie_support": ("hỗ trợ, liên hệ tại Việt Nam", "support or contact in Vietnam"),
    "tie_company": ("doanh nghiệp, địa chỉ tại Việt Nam", "company or address in Vietnam"),
    "tie_chart": ("có hạng tại Việt Nam", "ranked in a Vietnamese chart"),
    "tie_fanpage": ("fanpage, quảng cáo tiếng Việt", "Vietnamese fanpage or adverts"),
}
# Unsure, but a person should see it when it is aimed at Vietnam.
_WORTH_A_LOOK = frozenset(
    {
        Question.ACCOUNT_UNCONFIRMED,
        Question.GAMBLING_UNCONFIRMED,
        Question.PUBLISHER_UNKNOWN,
        Question.PROTECTED_NAME,
        Question.ENTRY_NOT_LISTED,
    }
)

# What is no answer, or none that a gambling site of its own does not call into question.
_HARMLESS = frozenset({VerdictKind.NO_ENTRY, VerdictKind.NOT_A_GAME})
_UNFOUNDED = frozenset({Question.NOT_ENOUGH_SEEN, Question.REGISTER_INCOMPLETE})
# A paper of its own says more than its words.
_CLEARING = frozenset({MatchKind.LICENSED, MatchKind.LICENCE_PROBLEM})
# Who warns of private servers, or names the paper of a game, speaks of those of others.
_SPEAKS_OF_OTHERS = frozenset({"news", "law", "warning", "licence_claim"})

# Doubts of ``matchers.verdict.known`` that explain themselves: whose account it is, which game.
_ACCOUNT_DOUBTS = frozenset(
    {"alias_unverified", "family_account", "host_of_entry", "claim_unconfirmed"}
)
_TITLE_DOUBTS = frozenset({"declared_title_differs", "declared_twice", "claim_other_game"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What past decisions say of the subject's texts, and the words that say it, as published."""

    chance: float
    quotes: tuple[Quote, ...]  # at least one, the heaviest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything known of one subject when it is judged."""

    sighting: Sighting
    match: Match
    findings: tuple[Finding, ...] = ()
    benign: tuple[Finding, ...] = ()
    ties: tuple[Finding, ...] = ()
    copied: tuple[Reason, ...] = ()
    covered: bool = False  # the register covers the games' papers (coverage gate)
    protected: Reason | None = None
    learned: Learned | None = None
    led: tuple[Reason, ...] = ()  # that what it calls its own website is held as gambling


@dataclass(frozen=True, slots=True)
class _Decision:
    kind: VerdictKind
    question: Question | None
    reasons: tuple[Reason, ...]
    score: float


def decide(evidence: Evidence, rules: Rules, *, now: datetime, fingerprint: str) -> Verdict:
    """The verdict of one subject. Gambling outranks a licence; a name alone never accuses."""
    weighed = weigh(
        evidence.findings,
        evidence.benign,
        rules,
        licensed=evidence.match.kind is MatchKind.LICENSED,
        tied=bool(evidence.ties),
        learned=evidence.learned.chance if evidence.learned else None,
    )
    decision = next(made for step in _STEPS if (made := step(evidence, weighed, rules)) is not None)
    if evidence.led and (decision.kind in _HARMLESS or decision.question in _UNFOUNDED):
        decision = _disguised(evidence, decision)
    if evidence.protected is not None and decision.kind in ACCUSING:
        decision = _unsure(
            Question.PROTECTED_NAME, (evidence.protected, *decision.reasons), decision.score
        )
    return Verdict(
        subject=evidence.sighting.subject,
        kind=decision.kind,
        question=decision.question,
        entry=evidence.match.entry,
        score=decision.score,
        reasons=decision.reasons,
        fingerprint=fingerprint,
        judged_at=now,
    )


def opens_case(verdict: Verdict, ties: Sequence[Finding]) -> bool:
    """Whether a person should look: accusing verdicts always, some questions with a tie."""
    if verdict.kind in ACCUSING or verdict.kind is VerdictKind.COMPROMISED:
        return True
    return verdict.question in _WORTH_A_LOOK and bool(ties)


def _disguised(evidence: Evidence, decision: _Decision) -> _Decision:
    """Whoever calls a gambling site its own is looked at by a person, whatever its words say.

    A website can be claimed by anyone: it accuses nobody, and changes no better founded answer.
    """
    reasons = (reason("gambling_unconfirmed"), *evidence.led, *decision.reasons)
    return _unsure(Question.GAMBLING_UNCONFIRMED, reasons, decision.score)


def _unsure(question: Question, reasons: tuple[Reason, ...], score: float) -> _Decision:
    return _Decision(VerdictKind.UNSURE, question, reasons, score)


def _offer(evidence: Evidence, weighed: Weighed, rules: Rules) -> _Decision | None:
    """Cash-out, bets, deposits, agents: gambling, with or without a licence."""
    if weighed.level is not Gambling.OFFER:
        return None
    reasons = [*_quoted(evidence, weighed, rules)]
    if evidence.match.kind is MatchKind.LICENSED:
        reasons.append(reason("outranks_licence", entry=evidence.match.entry))
    return _Decision(VerdictKind.GAMBLING, None, tuple(reasons), weighed.score)


def _simulation(evidence: Evidence, weighed: Weighed, rules: Rules) -> _Decision | None:
    """Casino games without an offer: gambling only when aimed at Vietnam."""
    if weighed.level is not Gambling.SIMULATION or evidence.match.kind is MatchKind.LICENSED:
        return None
    game = is_game(evidence.sighting)
    if game is False and not evidence.ties:
        return None
    reasons = (reason("gambling_simulation"), *_quoted(evidence, weighed, rules))
    if evidence.ties and game is not False:
        return _Decision(VerdictKind.GAMBLING, None, reasons, weighed.score)
    unconfirmed = reason("gambling_unconfirmed")
    return _unsure(Question.GAMBLING_UNCONFIRMED, (unconfirmed, *reasons), weighed.score)


def _other_than_game(evidence: Evidence, weighed: Weighed, rules: Rules) -> _Decision | None:
    if is_game(evidence.sighting) is not False:
        return None
    genre = evidence.sighting.genre or str(evidence.sighting.facts.get("genre_id", ""))
    reasons = (reason("not_a_game", field="genre", quote=genre, genre=genre),)
    return _Decision(VerdictKind.NOT_A_GAME, None, (*reasons, *_benign(evidence)), 0.0)


def _unnamed(evidence: Evidence, weighed: Weighed, rules: Rules) -> _Decision | None:
    if evidence.sighting.title:
        return None
    return _unsure(Question.NOT_ENOUGH_SEEN, (reason("title_unknown", field="title"),), 0.0)


def _private_server(evidence: Evidence, weighed: Weighed, rules: Rules) -> _Decision | None:
    """Its own words call it a private server, or a game without a paper: no account clears that."""
    match = evidence.match
    if match.kind in _CLEARING or not (evidence.ties and evidence.covered):
        return None
    told = [
        found
        for found in evidence.findings
        if found.signal == "private_server" and found.field != PLAYERS and found.weight in PROVING
    ]
    decisive = [found for found in told if found.weight is Weight.DECISIVE]
    if not decisive or len({found.term for found in told}) < 2 or not is_game(evidence.sighting):
        return None
    if any(found.signal in _SPEAKS_OF_OTHERS for found in evidence.benign):
        return None
    quoted = finding_reason("app_private_server", decisive[0])
    reasons = (quoted, *match.reasons, *evidence.copied, *_tie_reasons(evidence))
    return _Decision(VerdictKind.UNLICENSED, None, reasons, match.score)


def _by_register(evidence: Evidence, weighed: Weighed, rules: Rules) -> _Decision | None:
    answer = {
        MatchKind.LICENSED: _licensed,
        MatchKind.LICENCE_PROBLEM: _licence_problem,
        MatchKind.OTHER_PUBLISHER: _other_account,
        MatchKind.UNSURE: _weak_match,
    }.get(evidence.match.kind)
    return None if answer is None else answer(evidence, weighed)


def _licensed(evidence: Evidence, weighed: Weighed) -> _Decision:
    match = evidence.match
    reasons = [*match.reasons, reason("entry_in_force", entry=match.entry, agreed=_agreed(match))]
    cash = tuple(found for found in weighed.findings if found.signal == "cash_out")
    if weighed.level is Gambling.SUSPECTED and cash:
        reasons[:0] = [reason("gambling_unconfirmed"), *map(gambling_reason, cash[:3])]
        return _unsure(Question.GAMBLING_UNCONFIRMED, tuple(reasons), weighed.score)
    return _Decision(VerdictKind.LICENSED, None, tuple(reasons), match.score)


def _licence_problem(evidence: Evidence, weighed: Weighed) -> _Decision:
    """The fitting paper is not in force, or its publisher's paper is not (the match says which)."""
    match = evidence.match
    reasons = [*match.reasons, *_tie_reasons(evidence)]
    if not any(found.rule == "publisher_paper_not_in_force" for found in match.reasons):
        reasons.insert(0, reason("entry_not_in_force", entry=match.entry, agreed=_agreed(match)))
    return _Decision(VerdictKind.LICENCE_PROBLEM, None, tuple(reasons), match.score)


def _other_account(evidence: Evidence, weighed: Weighed) -> _Decision:
    match = evidence.match
    reasons = (*match.reasons, *_tie_reasons(evidence))
    # On a mirror the licensee's own app stands under whatever name an uploader typed.
    if evidence.copied and evidence.sighting.subject.partition(":")[0] not in MIRRORS:
        copies = reason("account_copies", entry=match.entry, differed=("publisher",))
        return _Decision(
            VerdictKind.IMPOSTOR, None, (copies, *evidence.copied, *reasons), match.score
        )
    other = reason(
        "account_unconfirmed",
        field="publisher",
        quote=evidence.sighting.publisher,
        entry=match.entry,
        agreed=("title",),
        differed=("publisher",),
    )
    return _unsure(Question.ACCOUNT_UNCONFIRMED, (other, *evidence.copied, *reasons), match.score)


def _weak_match(evidence: Evidence, weighed: Weighed) -> _Decision:
    match = evidence.match
    reasons = (*match.reasons, *evidence.copied, *_tie_reasons(evidence))
    why = match.reasons[0].rule if match.reasons else ""
    if why == "no_readable_title":
        return _unsure(Question.NOT_ENOUGH_SEEN, reasons, match.score)
    if not evidence.sighting.publisher:
        unseen = reason("publisher_unseen", field="publisher")
        return _unsure(Question.PUBLISHER_UNKNOWN, (unseen, *reasons), match.score)
    if why == "entry_no_longer_listed":
        return _unsure(Question.ENTRY_NOT_LISTED, reasons, match.score)
    if why in _ACCOUNT_DOUBTS:
        return _unsure(Question.ACCOUNT_UNCONFIRMED, reasons, match.score)
    if why in _TITLE_DOUBTS:
        return _unsure(Question.WEAK_TITLE_MATCH, reasons, match.score)
    weak = reason(
        "title_only_weakly", field="title", quote=evidence.sighting.title, entry=_best(match)
    )
    return _unsure(Question.WEAK_TITLE_MATCH, (weak, *reasons), match.score)


def _without_entry(evidence: Evidence, weighed: Weighed, rules: Rules) -> _Decision | None:
    """No entry fits: unlicensed only with a tie, a covering register and a game's genre."""
    match = evidence.match
    none = (reason("register_has_none"), *match.reasons, *evidence.copied)
    ties = tuple(_tie_reasons(evidence))
    game = is_game(evidence.sighting)
    if evidence.ties and game and evidence.covered:
        return _Decision(VerdictKind.UNLICENSED, None, (*none, *ties), match.score)
    if weighed.level is not Gambling.NONE:
        doubt = (reason("gambling_unconfirmed"), *_quoted(evidence, weighed, rules))
        return _unsure(Question.GAMBLING_UNCONFIRMED, doubt, weighed.score)
    if not evidence.ties:
        return _Decision(VerdictKind.NO_ENTRY, None, (*none, reason("no_tie"), *ties), match.score)
    if game is None:
        unknown = reason("genre_unknown", field="genre")
        return _unsure(Question.NOT_ENOUGH_SEEN, (unknown, *none, *ties), match.score)
    days = str(rules.register_max_age_days)
    gate = reason("register_incomplete", days=days)
    return _unsure(Question.REGISTER_INCOMPLETE, (gate, *none, *ties), match.score)


_Step = Callable[[Evidence, Weighed, Rules], _Decision | None]
# The first step that has an answer decides; the last one always has.
_STEPS: tuple[_Step, ...] = (
    _offer,
    _simulation,
    _other_than_game,
    _unnamed,
    _private_server,
    _by_register,
    _without_entry,
)


def _quoted(evidence: Evidence, weighed: Weighed, rules: Rules) -> Iterator[Reason]:
    """The heaviest findings, one of each signal first, then what pulls back, then the ties."""
    first: dict[str, Finding] = {}
    for finding in weighed.findings:
        first.setdefault(finding.signal, finding)
    ordered = dict.fromkeys((*first.values(), *weighed.findings))
    yield from map(gambling_reason, list(ordered)[: rules.reasons_shown])
    if evidence.learned is not None and evidence.learned.chance >= rules.learned:
        heaviest = evidence.learned.quotes[0]
        yield reason(
            "learned_from_decisions",
            field=heaviest.field,
            quote=heaviest.words,
            percent=f"{100 * evidence.learned.chance:.0f}",
            words=", ".join(f"“{quote.words}”" for quote in evidence.learned.quotes),
        )
    yield from _benign(evidence)
    yield from _tie_reasons(evidence)


def gambling_reason(finding: Finding) -> Reason:
    """The words of gambling that a finding quotes."""
    return finding_reason("gambling_finding", finding)


def finding_reason(rule: str, finding: Finding) -> Reason:
    """A reason of this rule with the words that a finding quotes."""
    labels = {signal.name: signal.label for signal in signals()} | {TOGETHER: LABEL}
    return reason(
        rule,
        field=finding.field,
        quote=finding.quote,
        label=labels[finding.signal],
        signal=finding.signal.replace("_", " "),
    )


def _benign(evidence: Evidence) -> Iterator[Reason]:
    first: dict[str, Finding] = {}
    for finding in evidence.benign:
        first.setdefault(finding.signal, finding)
    for finding in first.values():
        yield finding_reason("benign_context", finding)


def _tie_reasons(evidence: Evidence) -> Iterator[Reason]:
    """The ties; without one, what makes nobody guilty and is worth a look."""
    yield from tie_reasons(evidence.ties)
    if not evidence.ties:
        yield from _own_screens(evidence.sighting)


def _own_screens(sighting: Sighting) -> Iterator[Reason]:
    """That the store shows other screenshots in Vietnamese: a remark, since trials do so too."""
    here, elsewhere = (sighting.facts.get(name) for name in ("screens_vi", "screens_en"))
    if here != elsewhere:
        yield reason("own_screens", field="facts.screens_vi", quote=here, other=str(elsewhere))


def tie_reasons(ties: Sequence[Finding]) -> Iterator[Reason]:
    """The ties to Vietnam, one of each kind, as reasons."""
    first: dict[str, Finding] = {}
    for tie in ties:
        first.setdefault(tie.signal, tie)
    for tie in first.values():
        what_vi, what_en = _TIES[tie.signal]
        yield reason(
            "tie_to_vietnam", field=tie.field, quote=tie.quote, what_vi=what_vi, what_en=what_en
        )


def _agreed(match: Match) -> tuple[str, ...]:
    return next(
        (candidate.agreed for candidate in match.candidates if candidate.entry == match.entry), ()
    )


def _best(match: Match) -> str | None:
    return match.entry or next((candidate.entry for candidate in match.candidates), None)
