"""Games that nothing ties to Vietnam so far: whose screenshots are looked at in two languages."""

from __future__ import annotations

from crawler.records import SCREENS_TERM, Marketplace, Question, Verdict, VerdictKind
from crawler.store import Store
from crawler.store.verdicts import latest_verdict, untied_subjects

_AT_MOST = 25  # of each store in one sweep: each costs it two requests


def screens_terms(store: Store, place: Marketplace) -> tuple[str, ...]:
    """The terms that ask a store for the screenshots of the games judged last, each game once."""
    return tuple(map(_term, untied_subjects(store, place, most=_AT_MOST)))


def screens_of_untied(store: Store, subjects: tuple[str, ...]) -> tuple[str, ...]:
    """The same for named apps: all but those of which something else is known that decides."""
    return tuple(_term(each) for each in subjects if _is_open(latest_verdict(store, each)))


def _term(subject: str) -> str:
    return f"{SCREENS_TERM}:{subject}"


def _is_open(verdict: Verdict | None) -> bool:
    if verdict is None or verdict.kind is VerdictKind.NO_ENTRY:
        return True
    tied = any(reason.rule == "tie_to_vietnam" for reason in verdict.reasons)
    return verdict.question is Question.GAMBLING_UNCONFIRMED and not tied
