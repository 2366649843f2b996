"""From a visit of a site to its verdict (product.md §5): the entry's own pages are judged.

Where an entry leads to another name, the landing page neither clears nor accuses by itself: a
gambling name that leads to a newspaper is not gambling, and the newspaper is nobody's accomplice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from crawler.records import (
    ACCUSING,
    Question,
    Reason,
    Verdict,
    VerdictKind,
    Weight,
)
from crawler.text import fold_marks
from matchers.addresses import host_of
from matchers.reasons import reason
from matchers.verdict.fitting import in_force
from matchers.verdict.rules import Rules
from matchers.verdict.site_game import game_words, register_answer
from matchers.verdict.site_pages import ReadPage, Role, SiteEvidence, idle_words, parked_words
from matchers.verdict.site_reasons import (
    field_of,
    name_reasons,
    place_of,
    quotes_of,
    shown_to,
)
from matchers.verdict.site_signs import (
    MANY,
    is_proving,
    operates,
    promotes,
    reports,
    serves_players,
    speaks_of_gambling_alone,
)
from matchers.verdict.subject import tie_reasons

_THIN = 400  # letters of a home page; fewer are a front, not a site of its own


@dataclass(frozen=True, slots=True)
class _Decision:
    kind: VerdictKind
    question: Question | None
    reasons: tuple[Reason, ...]
    score: float = 0.0


def decide_site(
    evidence: SiteEvidence, rules: Rules, *, now: datetime, fingerprint: str
) -> Verdict:
    """The verdict of one site. Protected names are never accused without two people."""
    decision = _decision(evidence, rules)
    if evidence.protected is not None and decision.kind in ACCUSING:
        reasons = (evidence.protected, *decision.reasons)
        decision = _unsure(Question.PROTECTED_NAME, reasons, decision.score)
    return Verdict(
        subject=evidence.sighting.subject,
        kind=decision.kind,
        question=decision.question,
        entry=evidence.match.entry if decision.kind in _BY_REGISTER else None,
        score=decision.score,
        reasons=decision.reasons,
        fingerprint=fingerprint,
        judged_at=now,
    )


def _decision(evidence: SiteEvidence, rules: Rules) -> _Decision:
    """What the pages say; a host below the name alone, perhaps a tenant's, accuses nobody."""
    decision = _first(evidence, rules)
    below = next(filter(evidence.is_of_a_host_below, evidence.pages), None)
    if decision.kind not in ACCUSING or below is None:
        return decision
    if _first(evidence.of_the_name(), rules).kind in ACCUSING:
        return decision
    told = reason("site_host_below", field=place_of(below), quote=below.url)
    question = _QUESTIONS.get(decision.kind, Question.NOT_ENOUGH_SEEN)
    return _unsure(question, (told, *decision.reasons), decision.score)


def _first(evidence: SiteEvidence, rules: Rules) -> _Decision:
    return next(made for step in _STEPS if (made := step(evidence, rules)) is not None)


_QUESTIONS = {
    VerdictKind.GAMBLING: Question.GAMBLING_UNCONFIRMED,
    VerdictKind.PROMOTES_GAMBLING: Question.GAMBLING_UNCONFIRMED,
}
_BY_REGISTER = frozenset(
    {VerdictKind.LICENSED, VerdictKind.LICENCE_PROBLEM, VerdictKind.UNLICENSED}
)


def _unsure(question: Question, reasons: tuple[Reason, ...], score: float = 0.0) -> _Decision:
    return _Decision(VerdictKind.UNSURE, question, reasons, score)


def _trusted(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """A host that is protected or stands in the register: what is injected is told to its owner."""
    paper = next(filter(in_force, evidence.papers), None)
    if evidence.protected is None and paper is None:
        return None
    home = evidence.home
    if home is not None and home.is_gambling:
        if evidence.protected is not None:
            reasons = (evidence.protected, *quotes_of(home, rules))
            return _unsure(Question.PROTECTED_NAME, reasons, home.answer.score)
        reasons = (reason("gambling_unconfirmed"), *quotes_of(home, rules))
        return _unsure(Question.GAMBLING_UNCONFIRMED, reasons, home.answer.score)
    injected = _injected(evidence)
    if injected is not None:
        return _compromised(injected, rules)
    if paper is not None:
        told = reason("site_host_licensed", entry=paper.entry, holder=paper.publisher)
        return _Decision(VerdictKind.LICENSED, None, (told,), 100.0)
    return _unseen(evidence, rules) or _Decision(VerdictKind.CLEAN, None, (reason("site_clean"),))


def _led_away(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """The entry leads to another name: what stands there is not the entry's."""
    landing = next(evidence.of(Role.LANDING), None)
    if landing is None or (evidence.home is not None and evidence.home.is_gambling):
        return None
    leads = reason("site_leads_on", field="final_url", quote=landing.url)
    if landing.is_offer:
        quoted = (leads, *quotes_of(landing, rules))
        # Both names must say it: wallets speak of paying in and out, too.
        if evidence.is_flagged and evidence.landing_flagged:
            reasons = (*name_reasons(evidence), *quoted)
            return _Decision(VerdictKind.GAMBLING, None, reasons, landing.answer.score)
        told = (reason("site_leads_to_gambling"), *quoted)
        return _unsure(Question.LEADS_TO_GAMBLING, told, landing.answer.score)
    if evidence.is_flagged:
        told = (reason("site_leads_away"), leads, *name_reasons(evidence))
        return _unsure(Question.LEADS_AWAY, told)
    return None


def _gambling(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """The home page offers gambling; with or without rankings of others.

    Words alone accuse nobody here: wallets and shops of card games speak alike. The name, what the
    site does or whom it links to must say the same.
    """
    home = evidence.home
    if home is None or not home.is_gambling:
        return None
    reasons = [*quotes_of(home, rules), *operates(evidence)]
    of_others = promotes(evidence, home)
    # The adverts of a seller of names speak of gambling where nobody offers any.
    named = evidence.is_flagged and len(home.text) >= _THIN
    takes_part = serves_players(evidence) or evidence.linked
    if not (named or of_others or (takes_part and speaks_of_gambling_alone(*_own(evidence)))):
        told = (reason("gambling_unconfirmed"), *reasons)
        return _unsure(Question.GAMBLING_UNCONFIRMED, told, home.answer.score)
    kind = VerdictKind.PROMOTES_GAMBLING if of_others else VerdictKind.GAMBLING
    if of_others:
        reasons.insert(0, of_others)
    return _Decision(kind, None, (*reasons, *tie_reasons(evidence.ties)), home.answer.score)


def _own(evidence: SiteEvidence) -> Iterator[ReadPage]:
    """The home page, and the further ones where it takes players itself.

    What others put on an honest site would speak for its home page otherwise.
    """
    takes_players = evidence.home is not None and evidence.home.takes_players
    return evidence.of(Role.HOME, *((Role.INNER,) if takes_players else ()))


def _beside_warnings(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """The home page takes players and their money, and offers by far more than it warns of."""
    home, takes_money = evidence.home, bool(evidence.sighting.facts.get("payments"))
    if home is None or not (home.is_offer and home.takes_players and takes_money):
        return None
    if not speaks_of_gambling_alone(*_own(evidence)):
        return None
    reasons = (*quotes_of(home, rules), *operates(evidence), *tie_reasons(evidence.ties))
    return _Decision(VerdictKind.GAMBLING, None, reasons, home.answer.score)


def _behind_the_front(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """The home page offers nothing; what is behind it, or hidden from most visitors, does."""
    home = evidence.home
    shown = (Role.CLOAKED, Role.INNER, Role.LED)
    # Words that nobody sees are put on honest sites: on a flagged name, what is seen goes first.
    found = _first_gambling(evidence, *shown) if evidence.is_flagged else None
    found = found or _first_gambling(evidence, Role.HIDDEN, *shown)
    if found is None:
        injected = _injected(evidence)
        clean = home is not None and not home.is_doubted and len(home.text) >= _THIN
        told = injected is not None and clean and not evidence.is_flagged
        return _compromised(injected, rules) if injected is not None and told else None
    front = home is None or len(home.text) < _THIN or home.is_doubted
    own = (found.role is Role.CLOAKED and found.takes_players) or (
        found.role in (Role.CLOAKED, Role.INNER) and serves_players(evidence)
    )
    # A small honest site may be broken into as well: the found page must be the site's own doing.
    said = _named(evidence, found, front=front)
    if said or (front and own and speaks_of_gambling_alone(found)):
        reasons = (*shown_to(found), *quotes_of(found, rules), *operates(evidence))
        return _Decision(VerdictKind.GAMBLING, None, reasons, found.answer.score)
    named = evidence.is_flagged and found.role is not Role.HIDDEN
    if front or named or _may_be_its_own(evidence, found):
        reasons = (reason("gambling_unconfirmed"), *shown_to(found), *quotes_of(found, rules))
        return _unsure(Question.GAMBLING_UNCONFIRMED, reasons, found.answer.score)
    return _compromised(found, rules)


def _may_be_its_own(evidence: SiteEvidence, found: ReadPage) -> bool:
    """Whether the found page is one of many of a site that keeps accounts at home and takes money.

    To call it a victim would keep it from every block list.
    """
    home, takes_money = evidence.home, bool(evidence.sighting.facts.get("payments"))
    at_home = home is not None and home.takes_players and takes_money
    return at_home and found.role is Role.INNER


def _named(evidence: SiteEvidence, found: ReadPage, *, front: bool) -> bool:
    """Whether the name says the same, on a site that an honest owner hardly wrote."""
    if not evidence.is_flagged:
        return False
    if found.role is Role.LED:  # both names must say it
        return front and host_of(found.url) in evidence.led_flagged
    return front or (found.role is Role.CLOAKED and found.takes_players)


def _by_all_signs(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """Words that alone are a doubt, on a site whose name and doings say the same."""
    shown = evidence.of(Role.HOME, Role.INNER, Role.CLOAKED)
    doubted = [page for page in shown if page.is_doubted or _hides_players(page)]
    if not doubted:
        return None
    page = max(doubted, key=lambda each: each.answer.score)
    quoted = (*shown_to(page), *quotes_of(page, rules))
    does = tuple(operates(evidence))
    proving = any(map(is_proving, page.answer.findings)) and not reports(page)
    if len(evidence.linked) >= MANY and not does and proving:
        of_others = reason("site_promotes", field="outlinks", quote=", ".join(evidence.linked[:3]))
        kind = VerdictKind.PROMOTES_GAMBLING
        return _Decision(kind, None, (of_others, *quoted), page.answer.score)
    if evidence.is_flagged and serves_players(evidence) and proving:
        reasons = (*quoted, *does, *name_reasons(evidence))
        return _Decision(VerdictKind.GAMBLING, None, reasons, page.answer.score)
    told = (reason("gambling_unconfirmed"), *quoted, *does)
    return _unsure(Question.GAMBLING_UNCONFIRMED, told, page.answer.score)


def _impostor(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """A licensee's own words, where somebody else is paid."""
    copied = evidence.copied
    told = () if copied is None else (copied, *operates(evidence), *evidence.match.reasons)
    return _Decision(VerdictKind.IMPOSTOR, None, told, evidence.match.score) if told else None


def _private_server(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """Words of a private server: the site runs it, or leads to one."""
    page = evidence.home
    if page is None or not (page.is_server or _speaks_of_own_server(evidence, page)):
        return None
    finding = next(one for one in page.answer.findings if one.signal == "private_server")
    told = reason("site_private_server", field=field_of(page, finding), quote=finding.quote)
    reasons = (told, *operates(evidence), *evidence.match.reasons, *tie_reasons(evidence.ties))
    if not serves_players(evidence):
        if not evidence.others and not evidence.sighting.facts.get("messengers"):
            told_only = (*reasons, reason("site_leads_nowhere"))
            return _unsure(Question.NOT_ENOUGH_SEEN, told_only, page.answer.score)
        kind = VerdictKind.PROMOTES_UNLICENSED
        return _Decision(kind, None, reasons, page.answer.score)
    if not evidence.ties:
        return _unsure(Question.NOT_ENOUGH_SEEN, (*reasons, reason("no_tie")), page.answer.score)
    if not evidence.covered:
        return _held(reasons, rules, page.answer.score)
    return _Decision(VerdictKind.UNLICENSED, None, reasons, page.answer.score)


def _game(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """A site of an online game: its title and publisher against the register."""
    words = _game_words(evidence)
    if evidence.home is None or not words or not serves_players(evidence):
        return None
    of_game = reason("site_of_game", words=", ".join(f"“{word}”" for word in words))
    kind, question = register_answer(evidence.match)
    reasons = (of_game, *evidence.match.reasons, *tie_reasons(evidence.ties))
    if kind is not VerdictKind.UNLICENSED:
        return _Decision(kind, question, reasons, evidence.match.score)
    if not evidence.ties:
        return _Decision(VerdictKind.NO_ENTRY, None, (*reasons, reason("no_tie")))
    if not evidence.covered:
        return _held(reasons, rules, evidence.match.score)
    none = (reason("register_has_none"), *reasons)
    return _Decision(kind, None, none, evidence.match.score)


def _ended_paper(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    paper = next(iter(evidence.papers), None)
    if paper is None:
        return None
    told = reason("site_host_paper_ended", entry=paper.entry, holder=paper.publisher)
    return _Decision(VerdictKind.LICENCE_PROBLEM, None, (told,), 100.0)


def _parked(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """A name for sale: what the adverts of its seller speak of is not its own."""
    words = None if serves_players(evidence) else _home_words(evidence, parked_words)
    return None if words is None else _is_parked(words)


def _unseen(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """A visit that did not come to all it asked for: what it missed is not known to be clean."""
    missed = evidence.sighting.facts.get("unseen")
    if not missed:
        return None
    told = tuple(reason("site_unseen", field="facts.unseen", quote=why) for why in missed[:3])
    return _unsure(Question.NOT_ENOUGH_SEEN, told)


def _idle(evidence: SiteEvidence, rules: Rules) -> _Decision | None:
    """A site that is not there yet, or no more."""
    words = _home_words(evidence, idle_words)
    return None if words is None else _is_parked(words)


def _home_words(evidence: SiteEvidence, words_of: Callable[[ReadPage], str | None]) -> str | None:
    return words_of(evidence.home) if evidence.home is not None else None


def _is_parked(words: str) -> _Decision:
    told = reason("site_parked", field="text", quote=words)
    return _Decision(VerdictKind.PARKED, None, (told,))


def _clean(evidence: SiteEvidence, rules: Rules) -> _Decision:
    if not any(page.text.strip() for page in evidence.of(Role.HOME, Role.INNER, Role.LANDING)):
        return _unsure(Question.NOT_ENOUGH_SEEN, (reason("site_without_words"),))
    return _Decision(VerdictKind.CLEAN, None, (reason("site_clean"),))


_Step = Callable[[SiteEvidence, Rules], _Decision | None]
# The first step that has an answer decides; the last one always has.
_STEPS: tuple[_Step, ...] = (
    _trusted,
    _led_away,
    _parked,
    _gambling,
    _beside_warnings,
    _behind_the_front,
    _impostor,
    _private_server,
    _by_all_signs,
    _ended_paper,
    _game,
    _unseen,
    _idle,
    _clean,
)


def _held(reasons: tuple[Reason, ...], rules: Rules, score: float) -> _Decision:
    gate = reason("register_incomplete", days=str(rules.register_max_age_days))
    return _unsure(Question.REGISTER_INCOMPLETE, (gate, *reasons), score)


def _compromised(found: ReadPage, rules: Rules) -> _Decision:
    reasons = (reason("site_compromised"), *shown_to(found), *quotes_of(found, rules))
    return _Decision(VerdictKind.COMPROMISED, None, reasons, found.answer.score)


def _injected(evidence: SiteEvidence) -> ReadPage | None:
    """A page that an honest host shows beside its own; None: there is none."""
    pages = evidence.of(Role.HIDDEN, Role.INNER, Role.CLOAKED, Role.LED)
    return next((page for page in pages if page.is_offer or _leads_players(evidence, page)), None)


def _leads_players(evidence: SiteEvidence, page: ReadPage) -> bool:
    """Whether some visitors only are led to a name of gambling that takes players.

    No owner does that, whatever words the place uses.
    """
    led = page.role is Role.LED and page.takes_players
    return led and host_of(page.url) in evidence.led_flagged


def _first_gambling(evidence: SiteEvidence, *roles: Role) -> ReadPage | None:
    """A page that offers gambling; one that is shown to some only may warn beside it."""
    return next((page for page in evidence.of(*roles) if page.is_gambling or _lures(page)), None)


def _lures(page: ReadPage) -> bool:
    return page.role is Role.CLOAKED and page.takes_players and page.is_offer


def _hides_players(page: ReadPage) -> bool:
    """Whether players are taken where most visitors do not look: no warning makes that clean."""
    return page.role is Role.CLOAKED and page.takes_players and speaks_of_gambling_alone(page)


def _speaks_of_own_server(evidence: SiteEvidence, page: ReadPage) -> bool:
    """Words of a private server on a site where one plays, whatever else stands there."""
    decisive = any(
        one.signal == "private_server" and one.weight is Weight.DECISIVE
        for one in page.answer.findings
    )
    return decisive and serves_players(evidence) and bool(_game_words(evidence))


def _game_words(evidence: SiteEvidence) -> tuple[str, ...]:
    menu = evidence.sighting.facts.get("link_words") or ()
    pages = (page.words for page in evidence.of(Role.HOME, Role.INNER))
    return game_words("\n".join((*pages, fold_marks("\n".join(menu)))))
