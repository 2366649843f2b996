"""Steps of a site's verdict that ask for games: private servers, the register, impostors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crawler.records import Question, Reason, TextVerdict, VerdictKind, Weight
from crawler.text import fold_marks
from matchers.addresses import host_of
from matchers.reasons import reason
from matchers.verdict.rules import Rules
from matchers.verdict.site_decision import Decision, unsure
from matchers.verdict.site_game import game_words, register_answer
from matchers.verdict.site_pages import ReadPage, Role, SiteEvidence
from matchers.verdict.site_reasons import field_of
from matchers.verdict.site_signs import operates, serves_players, tells_news
from matchers.verdict.subject import tie_reasons

_DOUBTS = frozenset({TextVerdict.UNSURE, TextVerdict.PROMOTES_UNLICENSED})
_MANY = 3  # hosts
_GIVES = re.compile(r"/(?:tai-?(?:game|app|apk)|download|apk)(?:[/?.#-]|$)|\.apk(?:$|[?#])", re.I)


def impostor(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """A licensee's own words, where somebody else is paid."""
    copied = evidence.copied
    told = () if copied is None else (copied, *operates(evidence), *evidence.match.reasons)
    return Decision(VerdictKind.IMPOSTOR, None, told, evidence.match.score) if told else None


def private_server(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """Words of a private server: the site runs it, or leads to one."""
    page = evidence.home
    if page is None or not _is_server(evidence, page):
        return None
    reasons = (
        *_server_words(page),
        *operates(evidence),
        *evidence.match.reasons,
        *tie_reasons(evidence.ties),
    )
    if not serves_players(evidence):
        if not evidence.others and not evidence.sighting.facts.get("messengers"):
            told_only = (*reasons, reason("site_leads_nowhere"))
            return unsure(Question.NOT_ENOUGH_SEEN, told_only, page.answer.score)
        kind = VerdictKind.PROMOTES_UNLICENSED
        return Decision(kind, None, reasons, page.answer.score)
    if not evidence.ties:
        return unsure(Question.NOT_ENOUGH_SEEN, (*reasons, reason("no_tie")), page.answer.score)
    if not evidence.covered:
        return _held(reasons, rules, page.answer.score)
    return Decision(VerdictKind.UNLICENSED, None, reasons, page.answer.score)


def game(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """A site of an online game: its title and publisher against the register."""
    words = _game_words(evidence)
    if evidence.home is None or not words or not serves_players(evidence):
        return None
    of_game = reason("site_of_game", words=", ".join(f"“{word}”" for word in words))
    kind, question = register_answer(evidence.match)
    reasons = (of_game, *evidence.match.reasons, *tie_reasons(evidence.ties))
    if kind is not VerdictKind.UNLICENSED:
        return Decision(kind, question, reasons, evidence.match.score)
    if tells_news(evidence.home):
        told = (reason("site_tells_news"), *reasons)
        return unsure(Question.NOT_ENOUGH_SEEN, told, evidence.match.score)
    if not evidence.ties:
        return Decision(VerdictKind.NO_ENTRY, None, (*reasons, reason("no_tie")))
    if not evidence.covered:
        return _held(reasons, rules, evidence.match.score)
    none = (reason("register_has_none"), *reasons)
    return Decision(kind, None, none, evidence.match.score)


def perhaps_a_server(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    """Words of a private server that leave a doubt, on a site that is no game of the register."""
    page = evidence.home
    if page is None or page.answer.verdict not in _DOUBTS:
        return None
    told = tuple(_server_words(page))
    return unsure(Question.NOT_ENOUGH_SEEN, told, page.answer.score) if told else None


def _server_words(page: ReadPage) -> Iterator[Reason]:
    """The heaviest words of a private server on a page."""
    found = (one for one in page.answer.findings if one.signal == "private_server")
    for one in islice(found, 1):
        yield reason("site_private_server", field=field_of(page, one), quote=one.quote)


def ended_paper(evidence: SiteEvidence, rules: Rules) -> Decision | None:
    paper = next(iter(evidence.papers), None)
    if paper is None:
        return None
    told = reason("site_host_paper_ended", entry=paper.entry, holder=paper.publisher)
    return Decision(VerdictKind.LICENCE_PROBLEM, None, (told,), 100.0)


def _held(reasons: tuple[Reason, ...], rules: Rules, score: float) -> Decision:
    gate = reason("register_incomplete", days=str(rules.register_max_age_days))
    return unsure(Question.REGISTER_INCOMPLETE, (gate, *reasons), score)


def _is_server(evidence: SiteEvidence, page: ReadPage) -> bool:
    """Words of a private server; where one plays or is sent to download, whatever else is said."""
    decisive = any(
        one.signal == "private_server" and one.weight is Weight.DECISIVE
        for one in page.answer.findings
    )
    if decisive and len(_handed_out(evidence)) >= _MANY:
        return True
    if tells_news(page):
        return False
    return page.is_server or (decisive and serves_players(evidence) and bool(_game_words(evidence)))


def _handed_out(evidence: SiteEvidence) -> set[str]:
    """Other owners' hosts to whose downloads of games it leads: no newspaper leads to several."""
    urls = (url for url in evidence.sighting.outlinks if _GIVES.search(url))
    return {host for url in urls if (host := host_of(url)) in evidence.others}


def _game_words(evidence: SiteEvidence) -> tuple[str, ...]:
    menu = evidence.sighting.facts.get("link_words") or ()
    own = (page for page in evidence.of(Role.HOME, Role.INNER) if not page.is_planted)
    pages = (page.words for page in own)
    return game_words("\n".join((*pages, fold_marks("\n".join(menu)))))
