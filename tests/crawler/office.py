"""A small invented office: a database with sightings, verdicts and cases, built in a few lines."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler import cases
from crawler.evidence.payloads import payload_path
from crawler.records import (
    Counted,
    Outcome,
    Presence,
    Question,
    Reason,
    Rechecked,
    Sighting,
    Told,
    Verdict,
    VerdictKind,
    evidence_id,
)
from crawler.store import Store
from crawler.store.cases import find_case, open_case
from crawler.store.migrations import MIGRATIONS
from crawler.store.sightings import add_sightings
from crawler.store.verdicts import add_verdict

NOW = datetime(2026, 11, 20, 3, 15, 42, tzinfo=UTC)
EVERY_MIGRATION = [migration.name for migration in MIGRATIONS.pending(Database(memory=True))]
LATER = NOW + timedelta(hours=2)
APPLE = "apple:9000000001"
GOOGLE = "google:com.vidu.nohu"
TEXT = "Nổ hũ đổi thưởng uy tín, rút tiền về ví"


def new_store(folder: Path, *, rehearsal: bool = False) -> Store:
    """An empty database."""
    return Store.create(folder / "rasoat.db", rehearsal=rehearsal)


def sighting(subject: str = APPLE, **fields: Any) -> Sighting:
    """What a spider may see of an invented app."""
    values: dict[str, Any] = {
        "subject": subject,
        "source": "apple_app_store" if subject.startswith("apple:") else "google_play",
        "market": "vn",
        "seen_at": NOW - timedelta(days=1),
        "presence": Presence.PRESENT,
        "title": "Nổ Hũ Ví Dụ",
        "publisher": "Vi Du Games",
        "publisher_id": "700001",
        "url": f"https://store.example/{subject}",
        "text": TEXT,
        "evidence": evidence_id(subject.encode()),
        "facts": {"bundle_id": "com.vidu.nohu", "seller": "Vi Du Co., Ltd"},
    }
    return Sighting(**(values | fields))


def keep_payload(folder: Path, body: bytes) -> str:
    """A body as versions before the chain kept it."""
    evidence = evidence_id(body)
    path = payload_path(folder, evidence)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(body, compresslevel=1, mtime=0))
    return evidence


def see(store: Store, subject: str = APPLE, **fields: Any) -> None:
    """One sighting of an invented app with recorded evidence."""
    add_sightings(store, [sighting(subject, **fields)], crawl=None)


def judge_as(
    store: Store,
    kind: VerdictKind,
    subject: str = APPLE,
    *,
    question: Question | None = None,
    entry: str | None = None,
    at: datetime = NOW,
    fingerprint: str = "test",
) -> int:
    """A verdict of that kind with one quoted reason."""
    reason = Reason(
        rule="gambling_finding",
        field="text",
        quote="đổi thưởng",
        vi="Từ ngữ thuộc nhóm “đổi thưởng”: “đổi thưởng”",
        en="Words of the group cash out: “đổi thưởng”",
    )
    verdict = Verdict(
        subject=subject,
        kind=kind,
        question=question,
        entry=entry,
        score=100.0,
        reasons=(reason,),
        fingerprint=fingerprint,
        judged_at=at,
    )
    with store.writing():
        return add_verdict(store, verdict)


def flag(
    store: Store,
    subject: str = APPLE,
    kind: VerdictKind = VerdictKind.GAMBLING,
    question: Question | None = None,
    **fields: Any,
) -> int:
    """A subject that was seen, judged and became a case; the number of its case."""
    see(store, subject, **fields)
    verdict = judge_as(store, kind, subject, question=question)
    with store.writing():
        open_case(store, subject, verdict=verdict, now=NOW)
    found = find_case(store, subject)
    if found is None:
        raise LookupError(subject)
    return found.case


def confirmed(store: Store, subject: str = APPLE, **fields: Any) -> int:
    """A case that a person confirmed."""
    case = flag(store, subject, **fields)
    cases.confirm(store, [subject], who="an", note=None, now=NOW)
    return case


def became(subject: str, outcome: Outcome, counted: Counted) -> Rechecked:
    """What a re-check told of an invented app."""
    return Rechecked(
        subject=subject,
        crawl=None,
        at=LATER,
        told=Told.NOT_FOUND,
        outcome=outcome,
        counted=counted,
        why=None,
        evidence=(),
    )
