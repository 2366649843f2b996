"""A doubt that explains itself asks the right question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.records import MatchKind, Question, Reason
from matchers.verdict.rules import Rules
from matchers.verdict.subject import decide
from tests.matchers.sights import NOW, evidence, sighting


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        ("alias_unverified", Question.ACCOUNT_UNCONFIRMED),
        ("family_account", Question.ACCOUNT_UNCONFIRMED),
        ("host_of_entry", Question.ACCOUNT_UNCONFIRMED),
        ("claim_unconfirmed", Question.ACCOUNT_UNCONFIRMED),
        ("declared_title_differs", Question.WEAK_TITLE_MATCH),
        ("declared_twice", Question.WEAK_TITLE_MATCH),
        ("claim_other_game", Question.WEAK_TITLE_MATCH),
    ],
)
def test_a_doubt_of_account_or_of_title(rule: str, question: Question) -> None:
    seen = evidence(sighting("Đảo Rồng", publisher="Kẻ Lạ Ví Dụ"), MatchKind.UNSURE)
    doubted = replace(seen, match=replace(seen.match, entry="E1", reasons=(Reason(rule=rule),)))
    verdict = decide(doubted, Rules(), now=NOW, fingerprint="f")
    assert (verdict.question, verdict.entry) == (question, "E1")
    assert "title_only_weakly" not in [reason.rule for reason in verdict.reasons]
