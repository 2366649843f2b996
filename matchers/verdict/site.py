"""From a visit of a site to its verdict (product.md §5): the entry's own pages are judged.

Where an entry leads to another name, the landing page neither clears nor accuses by itself: a
gambling name that leads to a newspaper is not gambling, and the newspaper is nobody's accomplice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from crawler.records import (
    ACCUSING,
    Question,
    Verdict,
    VerdictKind,
)
from matchers.addresses import host_of
from matchers.reasons import reason
from matchers.verdict.fitting import in_force
from matchers.verdict.rules import Rules
from matchers.verdict.site_decision import Decision, unsure
from matchers.verdict.site_games import (
    ended_paper,
    game,
    impostor,
    perhaps_a_server,
    private_server,
)
from matchers.verdict.site_house import house_reasons, lists_winners, shows_house
from matchers.verdict.site_injected import (
    gambling_page,
    injected_page,
    is_front,
    is_own_doing,
    planted_reasons,
)
from matchers.verdict.site_pages import ReadPage, Role, SiteEvidence, idle_words, parked_words
from matchers.verdict.site_reasons import (
    name_reasons,
    place_of,
    quotes_of,
    shown_to,
)
from matchers.verdict.site_signs import (
    MANY,
    is_proving,
    names_account,
    operates,
    promotes,
    reports,
    serves_players,
    speaks_of_gambling_alone,
)
from matchers.verdict.subject import tie_reasons


def decide_site(
    evidence: SiteEvidence, rules: Rules, *, now: datetime, fingerprint: str
) -> Verdict:
    """The verdict of one site. Protected names are never accused without two people."""
    decision = _decision(evidence, rules)
    if evidence.protected is not None and decision.kind in ACCUSING:
        reasons = (evidence.protected, *decision.reasons)
        decision = unsure(Question.PROTECTED_NAME, reasons, decision.score)
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


def _decision(evidence: SiteEvidence, rules: Rules) -> Decision:
    """What the pages say; a host below the name alone, perhaps a tenant's, accuses nobody."""
    decision = _first(evidence, rules)
    below = next(filter(evidence.is_of_a_host_below, evidence.pages), None)
    if decision.kind not in ACCUSING or below is None:
        return decision
    if _first(evidence.of_the_name(), rules).kind in ACCUSING:
        return decision
    told = reason("site_host_below", field=place_of(below), quote=below.url)
    question = _QUESTIONS.get(decision.kind, Question.NOT_ENOUGH_SEEN)
    return unsure(question, (told, *decision.reasons), decision.score)


def _first(evidence: SiteEvidence, rules: Rules) -> Decision:
    return next(made for step in _STEPS if (made := step(evidence, rules)) is not None)


_QUESTIONS = {
    VerdictKind.GAMBLING: Question.GAMBLING_UNCONFIRMED,
    VerdictKind.PROMOTES_GAMBLING: Question.GAMBLING_UNCONFIRMED,
}
_BY_REGISTER = frozenset(
    {VerdictKind.LICENSED, VerdictKind.LICENCE_PROBLEM, VerdictKind.UNLICENSED}
)


def _trusted(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """A host that is protected or stands in the register: what is injected is told to its owner."""
    paper = next(filter(in_force, evidence.papers), None)
    if evidence.protected is None and paper is None:
        return None
    home = evidence.home
    if home is not None and home.is_gambling:
        if evidence.protected is not None:
            reasons = (evidence.protected, *quotes_of(home, rules))
            return unsure(Question.PROTECTED_NAME, reasons, home.answer.score)
        reasons = (reason("gambling_unconfirmed"), *quotes_of(home, rules))
        return unsure(Question.GAMBLING_UNCONFIRMED, reasons, home.answer.score)
    injected = injected_page(evidence)
    if injected is not None:
        return _compromised(evidence, injected, rules)
    if paper is not None:
        told = reason("site_host_licensed", entry=paper.entry, holder=paper.publisher)
        return Decision(VerdictKind.LICENSED, None, (told,), 100.0)
    return _unseen(evidence, rules) or Decision(VerdictKind.CLEAN, None, (reason("site_clean"),))


def _led_away(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """The entry leads to another name: what stands there is not the entry's."""
    landing = next(evidence.of(Role.LANDING), None)
    if landing is None or (evidence.home is not None and evidence.home.is_gambling):
        return None
    leads = reason("site_leads_on", field="final_url", quote=landing.url)
    if landing.is_offer or (landing.takes_players and shows_house(landing)):
        quoted = (leads, *quotes_of(landing, rules))
        # Both names must say it: wallets speak of paying in and out, too.
        if evidence.is_flagged and evidence.landing_flagged:
            reasons = (*name_reasons(evidence), *quoted)
            return Decision(VerdictKind.GAMBLING, None, reasons, landing.answer.score)
        told = (reason("site_leads_to_gambling"), *quoted)
        return unsure(Question.LEADS_TO_GAMBLING, told, landing.answer.score)
    if evidence.is_flagged:
        told = (reason("site_leads_away"), leads, *name_reasons(evidence))
        return unsure(Question.LEADS_AWAY, told)
    return None


def _gambling(evidence: SiteEvidence, rules: Rules) -> Decision | None:
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
    named = evidence.is_flagged and not home.is_thin
    takes_part = serves_players(evidence) or evidence.linked
    if not (named or of_others or (takes_part and speaks_of_gambling_alone(*_own(evidence)))):
        told = (reason("gambling_unconfirmed"), *reasons)
        return unsure(Question.GAMBLING_UNCONFIRMED, told, home.answer.score)
    kind = VerdictKind.PROMOTES_GAMBLING if of_others else VerdictKind.GAMBLING
    if of_others:
        reasons.insert(0, of_others)
    return Decision(kind, None, (*reasons, *tie_reasons(evidence.ties)), home.answer.score)


def _house(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """The home page keeps accounts and shows a house of gambling, and one pays to an account.

    Its words may stand in no list, and a warning of the police beside them.
    """
    home = evidence.home
    if home is None or not (home.takes_players and names_account(evidence) and shows_house(home)):
        return None
    reasons = (*house_reasons(home), *operates(evidence), *quotes_of(home, rules))
    ties = tie_reasons(evidence.ties)
    return Decision(VerdictKind.GAMBLING, None, (*reasons, *ties), home.answer.score)


def _own(evidence: SiteEvidence) -> Iterator[ReadPage]:
    """The home page, and the further ones where it takes players itself.

    What others put on an honest site would speak for its home page otherwise.
    """
    takes_players = evidence.home is not None and evidence.home.takes_players
    return evidence.of(Role.HOME, *((Role.INNER,) if takes_players else ()))


def _beside_warnings(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """The home page takes players and their money, and offers by far more than it warns of."""
    home, takes_money = evidence.home, bool(evidence.sighting.facts.get("payments"))
    if home is None or not (home.is_offer and home.takes_players and takes_money):
        return None
    if not speaks_of_gambling_alone(*_own(evidence)):
        return None
    reasons = (*quotes_of(home, rules), *operates(evidence), *tie_reasons(evidence.ties))
    return Decision(VerdictKind.GAMBLING, None, reasons, home.answer.score)


def _behind_the_front(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """The home page offers nothing; what is behind it, or hidden from most visitors, does."""
    shown = (Role.CLOAKED, Role.INNER, Role.LED)
    # Words that nobody sees are put on honest sites: on a flagged name, what is seen goes first.
    found = gambling_page(evidence, *shown) if evidence.is_flagged else None
    found = found or gambling_page(evidence, Role.HIDDEN, *shown)
    if found is None:
        injected = injected_page(evidence)
        told = injected is not None and not evidence.is_flagged and not is_front(evidence)
        return _compromised(evidence, injected, rules) if injected is not None and told else None
    front = is_front(evidence)
    # A small honest site may be broken into as well: the found page must be the site's own doing.
    said = _named(evidence, found, front=front)
    own = front and is_own_doing(evidence, found)
    if said or (own and (speaks_of_gambling_alone(found) or shows_house(found))):
        reasons = (*shown_to(found), *quotes_of(found, rules), *operates(evidence))
        return Decision(VerdictKind.GAMBLING, None, reasons, found.answer.score)
    named = evidence.is_flagged and found.role is not Role.HIDDEN
    if front or named or _may_be_its_own(evidence, found):
        reasons = (reason("gambling_unconfirmed"), *shown_to(found), *quotes_of(found, rules))
        return unsure(Question.GAMBLING_UNCONFIRMED, reasons, found.answer.score)
    return _compromised(evidence, found, rules)


def _may_be_its_own(evidence: SiteEvidence, found: ReadPage) -> bool:
    """Whether the found page is one of many of a site that keeps accounts at home, and takes money
    or shows a house there.

    To call it a victim would keep it from every block list.
    """
    home, takes_money = evidence.home, bool(evidence.sighting.facts.get("payments"))
    if home is None or not home.takes_players or found.role is not Role.INNER:
        return False
    return takes_money or shows_house(home)


def _named(evidence: SiteEvidence, found: ReadPage, *, front: bool) -> bool:
    """Whether the name says the same, on a site that an honest owner hardly wrote."""
    if not evidence.is_flagged or found.is_planted:
        return False
    if found.role is Role.LED:  # both names must say it
        return front and host_of(found.url) in evidence.led_flagged
    return front or (found.role is Role.CLOAKED and found.takes_players)


def _by_all_signs(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """Words that alone are a doubt, on a site whose name and doings say the same."""
    shown = evidence.of(Role.HOME, Role.INNER, Role.CLOAKED)
    shown = (page for page in shown if not page.is_planted)
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
        return Decision(kind, None, (of_others, *quoted), page.answer.score)
    if evidence.is_flagged and serves_players(evidence) and proving:
        reasons = (*quoted, *does, *name_reasons(evidence))
        return Decision(VerdictKind.GAMBLING, None, reasons, page.answer.score)
    told = (reason("gambling_unconfirmed"), *quoted, *does)
    return unsure(Question.GAMBLING_UNCONFIRMED, told, page.answer.score)


def _parked(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """A name for sale: what the adverts of its seller speak of is not its own."""
    words = None if serves_players(evidence) else _home_words(evidence, parked_words)
    return None if words is None else _is_parked(words)


def _unseen(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """A visit that did not come to all it asked for: what it missed is not known to be clean."""
    missed = evidence.sighting.facts.get("unseen")
    if not missed:
        return None
    told = tuple(reason("site_unseen", field="facts.unseen", quote=why) for why in missed[:3])
    return unsure(Question.NOT_ENOUGH_SEEN, told)


def _idle(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """A site that is not there yet, or no more."""
    words = _home_words(evidence, idle_words)
    return None if words is None else _is_parked(words)


def _home_words(evidence: SiteEvidence, words_of: Callable[[ReadPage], str | None]) -> str | None:
    return words_of(evidence.home) if evidence.home is not None else None


def _is_parked(words: str) -> Decision:
    told = reason("site_parked", field="text", quote=words)
    return Decision(VerdictKind.PARKED, None, (told,))


def _clean(evidence: SiteEvidence, rules: Rules) -> Decision:
    if not any(page.text.strip() for page in evidence.of(Role.HOME, Role.INNER, Role.LANDING)):
        return unsure(Question.NOT_ENOUGH_SEEN, (reason("site_without_words"),))
    return Decision(VerdictKind.CLEAN, None, (reason("site_clean"),))


_Step = Callable[[SiteEvidence, Rules], Decision | None]
# The first step that has an answer decides; the last one always has.
_STEPS: tuple[_Step, ...] = (
    _trusted,
    _led_away,
    _parked,
    _house,
    _gambling,
    _beside_warnings,
    _behind_the_front,
    impostor,
    private_server,
    _by_all_signs,
    ended_paper,
    game,
    perhaps_a_server,
    _unseen,
    _idle,
    _clean,
)


def _compromised(evidence: SiteEvidence, found: ReadPage, rules: Rules) -> Decision:
    told = (*shown_to(found), *planted_reasons(evidence, found), *quotes_of(found, rules))
    reasons = (reason("site_compromised"), *told)
    return Decision(VerdictKind.COMPROMISED, None, reasons, found.answer.score)


def _hides_players(page: ReadPage) -> bool:
    """Whether players are taken where most visitors do not look: no warning makes that clean."""
    hidden = page.role is Role.CLOAKED and page.takes_players
    return hidden and (speaks_of_gambling_alone(page) or lists_winners(page))
