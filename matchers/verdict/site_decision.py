"""What one step says of a site, before the rules of protected names."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.records import Question, Reason, VerdictKind


@dataclass(frozen=True, slots=True)
class Decision:
    """A kind with its open question and its reasons."""

    kind: VerdictKind
    question: Question | None
    reasons: tuple[Reason, ...]
    score: float = 0.0


def unsure(question: Question, reasons: tuple[Reason, ...], score: float = 0.0) -> Decision:
    """A person must look."""
    return Decision(VerdictKind.UNSURE, question, reasons, score)
