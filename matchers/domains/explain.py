"""Why a name is worth a look: what it holds, in words that accuse nobody."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from crawler.records import Reason
from matchers.domains.automaton import FOLDED, NEAR, PLAIN
from matchers.domains.patterns import Pattern, PatternKind
from matchers.reasons import reason

_FIELD = "domain"
_RULES = {
    (PatternKind.BRAND, PLAIN): "domain_brand",
    (PatternKind.BRAND, FOLDED): "domain_brand_disguised",
    (PatternKind.BRAND, NEAR): "domain_brand_near",
    (PatternKind.TERM, PLAIN): "domain_term",
    (PatternKind.TERM, FOLDED): "domain_term_disguised",
    (PatternKind.ROLE, PLAIN): "domain_role",
    (PatternKind.ROLE, FOLDED): "domain_role_disguised",
    (PatternKind.BENIGN, PLAIN): "domain_benign",
    (PatternKind.BENIGN, FOLDED): "domain_benign_disguised",
}


# A list repeats the same brands and endings: filling in words takes longer than finding them.
@lru_cache(maxsize=16_384)
def reason_of_hit(pattern: Pattern, quote: str, how: int) -> Reason:
    """What one pattern says; a brand also in which disguise."""
    return _reason(_RULES[pattern.kind, how], quote, pattern.text)


def reason_of_script(decoded: str, latin: str) -> Reason:
    """Letters of another script that look like Latin ones."""
    return _reason("domain_lookalike", decoded, latin)


def reason_of_shape(grams: Iterable[str]) -> Reason:
    """Parts of the name that stand in many names of operators."""
    return _reason("domain_shape", " · ".join(grams), "")


def reason_of_sharing(name: str) -> Reason:
    """A suffix that many hold names under: never flagged as a whole."""
    return _reason("domain_shared", name, "")


@lru_cache(maxsize=1_024)
def reason_of_protection(host: str, why: str) -> Reason:
    """A protected name, or one below it: never flagged by its name alone."""
    return reason("domain_protected", field=_FIELD, quote=host, why=why)


def _reason(rule: str, quote: str, pattern: str) -> Reason:
    return reason(rule, field=_FIELD, quote=quote, pattern=pattern)
