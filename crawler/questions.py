"""Questions to licensees: is another account's app of a licensed title theirs? Nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from crawler.cases import questioned_entry, wanted_case
from crawler.errors import CaseProblem
from crawler.merging import MARKET, merged
from crawler.records import CaseEvent, LicenseeQuestion, Presence
from crawler.store import Store
from crawler.store.cases import append_event
from crawler.store.sightings import judged_sightings
from crawler.store.verdicts import latest_verdict_id


def questions(store: Store, wanted: Sequence[str]) -> list[LicenseeQuestion]:
    """What the licensee of each case's title is to be asked; all of them or a ``CaseProblem``."""
    found = {case.case: case for case in (wanted_case(store, name) for name in wanted)}
    return [_question(store, case.subject) for case in found.values()]


def record_asked(
    store: Store, asked: Sequence[tuple[LicenseeQuestion, Path]], *, who: str, now: datetime
) -> None:
    """Records with each case that its question was written, and where it lies."""
    with store.writing(durable=True):
        for question, path in asked:
            told = CaseEvent(
                case=question.case, at=now, who=who, event="asked", note=f"exports/{path.name}"
            )
            verdict = latest_verdict_id(store, question.sighting.subject)
            append_event(store, told, verdict=verdict)


def _question(store: Store, subject: str) -> LicenseeQuestion:
    case = wanted_case(store, subject)
    entry = questioned_entry(store, case)
    sightings = next(iter(judged_sightings(store, [subject])), (subject, []))[1]
    here = [seen for seen in sightings if seen.market == MARKET]
    present = [seen for seen in here if seen.presence is Presence.PRESENT]
    if not present:
        raise CaseProblem(
            f"Case {case.case} was never seen there: there is nothing to ask about. "
            "See it again with: sweep"
        )
    return LicenseeQuestion(
        case=case.case,
        sighting=merged(here),
        entry=entry,
        first_seen=present[-1].seen_at,
        last_seen=present[0].seen_at,
    )
