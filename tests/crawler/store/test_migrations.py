"""The schema: strict tables, kept references, and rows that are appended, never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from crawler.records import (
    Associated,
    Counted,
    DecidedTerm,
    DeclaredAccount,
    EntryStatus,
    EventKind,
    Fetch,
    Lead,
    LicenceKind,
    LogPart,
    LogPosition,
    Membership,
    OperatorEvent,
    Outcome,
    Recipient,
    RegistryEntry,
    VerdictKind,
    evidence_id,
)
from crawler.store import Store
from crawler.store.aliases import add_aliases
from crawler.store.associations import replace_associations
from crawler.store.backup import migrate
from crawler.store.chain import LinkKind, append_link
from crawler.store.controls import add_control, append_control_event
from crawler.store.crawls import CrawlOrder, append_fetch
from crawler.store.hotline import (
    ReportRow,
    add_answer,
    add_report,
    add_reported,
    add_reporter,
)
from crawler.store.leads import add_lead
from crawler.store.licensees import append_alias_event, append_declared_event
from crawler.store.log_parts import add_log_part
from crawler.store.measures import append_measures, measure
from crawler.store.migrations import MIGRATIONS
from crawler.store.migrations.m001_first import APPENDED as FIRST
from crawler.store.migrations.m003_licensees import APPENDED as LICENSEES
from crawler.store.migrations.m004_controls import APPENDED as CONTROLS
from crawler.store.migrations.m012_hotline import APPENDED as HOTLINE
from crawler.store.migrations.m016_operators import APPENDED as OPERATORS
from crawler.store.operators import (
    add_certified,
    add_operator_event,
    found_operator,
    merge_operator,
)
from crawler.store.outcomes import add_outcome
from crawler.store.protected import append_protected_event
from crawler.store.registry import Takeover, current_entries, register_events, take_over
from crawler.store.requests import RequestedCase, add_request, append_request_event
from crawler.store.tables import (
    CHAIN_LINKS,
    LEADS,
    LOG_PARTS,
    MEASURES,
    OUTCOMES,
    REGISTRY_EVENTS,
    TERM_EVENTS,
)
from crawler.store.terms import append_term_event
from crawler.store.verdicts import latest_verdict_id
from crawler.store.workers import ProcessMark, begin_crawls
from tests.crawler.office import (
    APPLE,
    EVERY_MIGRATION,
    NOW,
    became,
    confirmed,
    new_store,
    sighting,
)

FIRM = "Công ty Ví Dụ"


def fill(store: Store) -> None:
    """At least one row in each table that rows are only appended to."""
    order = CrawlOrder(source="google_play", market="vn", terms=(), charts=False, most=1)
    process = ProcessMark(place="boot", pid=41, start="7")
    (begun,) = begin_crawls(
        store, [order], process=process, alive=lambda _: False, now=NOW, machine_now=NOW
    )
    crawl = begun.crawl
    fetch = Fetch(
        url="https://store.example/",
        method="GET",
        status=200,
        fetched_at=NOW,
        evidence=evidence_id(b""),
        size=0,
    )
    with store.writing():
        append_fetch(store, fetch, crawl=crawl)
        append_link(store, LinkKind.OPENED, file="crawl-1-1", at=NOW, facts={})
        decided = DecidedTerm(
            term="nổ hũ", language="vi", accepted=True, reason="", at=NOW, who="an"
        )
        append_term_event(store, decided)
        append_measures(store, measure(store, crawl, frozenset()), (), now=NOW)
    kind = LicenceKind.G1_RELEASE_DECISION
    paper = RegistryEntry(
        entry="1",
        kind=kind,
        number="1/QĐ-VD",
        issued=None,
        title="Ví Dụ",
        publisher=FIRM,
        status=EntryStatus.IN_FORCE,
    )
    take_over(
        store,
        Takeover(
            taken_at=NOW,
            taken_by="an",
            files=(),
            added=(paper,),
            changed=(),
            gone=(),
            classes={},
        ),
    )
    case = confirmed(store)
    verdict = latest_verdict_id(store, APPLE) or 0
    with store.writing():
        ground = VerdictKind.GAMBLING
        asked = RequestedCase(
            case=case, subject=APPLE, verdict=verdict, ground=ground, evidence=None
        )
        request = add_request(store, Recipient.APPLE, [asked], now=NOW, who="an")
        append_request_event(store, request, "sent", at=NOW, who="an")
        append_protected_event(store, "com.vidu.app", "proposed", at=NOW, who="an")
        day, account = date(2026, 1, 2), "apple:9"
        one = DeclaredAccount(account=account, publisher=FIRM, day=day, letter="12/VD")
        append_declared_event(store, "declared", one, at=NOW, who="an")
        control = add_control(store, APPLE, verdict=verdict, now=NOW)
        append_control_event(store, control, "right", at=NOW, who="an", note=None)
        append_alias_event(
            store, "added", account="VD", publisher=FIRM, source="12/VD", day=day, at=NOW, who="an"
        )
        lead = Lead(
            subject="domain:nohu-vidu.club",
            address="nohu-vidu.club",
            source="đối tác Ví Dụ",
            origin="list.csv:2",
            at=NOW,
        )
        add_lead(store, lead, who="an")
        add_aliases(store, [sighting("fbpage:910000000000001", facts={"vanity": "vidu"})])
        row = ReportRow(
            key="1",
            received_at=NOW,
            channel="Ví Dụ",
            object=None,
            text=None,
            attachment=None,
            file="0",
            line=1,
        )
        report, _ = add_report(store, row, now=NOW, who="an")
        add_reporter(store, report, "Người Ví Dụ")
        add_reported(store, report, "vidu.example", subject="domain:vidu.example", refused=None)
        add_answer(store, report, "20/11/2026", now=NOW, who="an")
        part = LogPart(
            log="00",
            url="https://log.example/",
            first=0,
            position=LogPosition(read=1, edge=(b"",)),
            size=1,
            checked=True,
            names=(),
            unreadable=0,
        )
        add_log_part(store, part, crawl=crawl, leads=0, now=NOW)
        operator, other = (found_operator(store, "vidu", now=NOW) for _ in range(2))
        joined = OperatorEvent(operator=operator, at=NOW, event=Membership.JOINED, subject=APPLE)
        add_operator_event(store, joined)
        merge_operator(store, other, operator, now=NOW)
        add_certified(store, ["domain:vidu.example"], "vidu.example", origin="0#1", now=NOW)
        add_outcome(store, became(APPLE, Outcome.STILL_THERE, Counted.STILL_THERE))
    tie = Associated(subject="apple:9000000002", case=case, score=1.0, reasons=())
    replace_associations(store, [tie], now=NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path, rehearsal=True) as made:
        fill(made)
        yield made


def _tables(store: Store) -> dict[str, str]:
    rows = store.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {row["name"]: row["sql"] for row in rows if not row["name"].startswith(("sqlite_", "_"))}


def test_every_table_is_strict(store: Store) -> None:
    tables = _tables(store)
    assert len(tables) == 38
    assert [name for name, sql in tables.items() if not sql.rstrip().endswith("STRICT")] == []


def test_a_value_of_another_type_is_refused(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"), store.writing():
        store.db.execute("UPDATE crawls SET requested = 'many'")


def test_every_column_that_names_a_row_is_a_reference(store: Store) -> None:
    """``asked``, ``case_id``, ``control``, ``crawl`` and so on point at rows that exist."""
    names = {"asked", "case_id", "control", "crawl", "import", "report", "request", "verdict"}
    names |= {"worker", "operator", "into_operator"}
    for table in _tables(store):
        columns = {row["name"] for row in store.rows(f"PRAGMA table_info({table})")}
        bound = {row["from"] for row in store.rows(f"PRAGMA foreign_key_list({table})")}
        assert columns & names == bound, table


@pytest.mark.parametrize(
    "table",
    [
        *(*FIRST, REGISTRY_EVENTS, *LICENSEES, *CONTROLS, *HOTLINE, *OPERATORS),
        *(CHAIN_LINKS, LEADS, LOG_PARTS, MEASURES, OUTCOMES, TERM_EVENTS),
    ],
)
@pytest.mark.parametrize("verb", ["UPDATE {} SET mark = ''", "DELETE FROM {}", "REPLACE"])
def test_what_was_appended_is_never_changed(store: Store, table: str, verb: str) -> None:
    before = list(store.rows(f"SELECT * FROM {table}"))
    assert before
    if verb == "REPLACE":
        statement = f"REPLACE INTO {table} SELECT * FROM {table}"
    else:
        column = "ground" if table == "request_subjects" else "mark"
        statement = verb.format(table).replace("mark", column)
    with pytest.raises(sqlite3.IntegrityError, match=f"{table} are appended, never changed"):
        store.db.execute(statement)
    store.db.rollback()
    assert list(store.rows(f"SELECT * FROM {table}")) == before


def test_sightings_verdicts_and_decisions_are_append_only() -> None:
    for table in ("sightings", "verdicts", "case_events", "requests", "request_events"):
        assert table in FIRST


def test_a_rehearsal_marks_every_row_of_every_table(store: Store) -> None:
    for table in _tables(store):
        columns = {row["name"] for row in store.rows(f"PRAGMA table_info({table})")}
        if "mark" in columns:
            marks = {row["mark"] for row in store.rows(f"SELECT mark FROM {table}")}
            assert marks == {"REHEARSAL"}, table


def test_a_real_workspace_marks_nothing(tmp_path: Path) -> None:
    with new_store(tmp_path) as real:
        fill(real)
        assert real.row("SELECT DISTINCT mark FROM sightings") == {"mark": ""}


def test_applying_twice_changes_nothing(store: Store) -> None:
    schema = _tables(store)
    MIGRATIONS.apply(store.db)
    assert _tables(store) == schema


def test_a_migration_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.store.migrations.m001_first.APPENDED", ("no_such_table",))
    db = Database(memory=True)
    with pytest.raises(sqlite3.OperationalError):
        MIGRATIONS.apply(db)
    assert not db.table("sightings").exists()
    assert [migration.name for migration in MIGRATIONS.pending(db)] == EVERY_MIGRATION


def _former_row(db: Database, import_id: int, entry: str, present: int, **cells: Any) -> None:
    row = {
        "import": import_id,
        "entry": entry,
        "kind": "G1_release_decision",
        "number": f"{entry}/QĐ-VD",
        "issued": "2024-05-17",
        "title": "Ví Dụ",
        "publisher": FIRM,
        "status": "in_force",
        "domains": "",
        "raw": "{}",
        "present": present,
        "mark": "",
    }
    db.table("registry_entries").insert(row | cells)


def test_papers_imported_before_there_were_events_get_theirs(tmp_path: Path) -> None:
    path = tmp_path / "rasoat.db"
    db = Database(path)
    MIGRATIONS.apply(db, stop_before="m002_register_events")
    for day in ("2026-01-05T20:00", "2026-02-05T03:00", "2026-03-05T03:00"):
        moment = f"{day}:00.000000+00:00"
        row = {"taken_at": moment, "taken_by": "an", "files": "[]", "added": 0, "changed": 0}
        db.table("register_imports").insert(row | {"gone": 0, "mark": ""})
    _former_row(db, 1, "kept", 1)
    _former_row(db, 1, "ended", 1)
    _former_row(db, 2, "ended", 1, status="revoked")
    _former_row(db, 3, "ended", 0, status="revoked")
    _former_row(db, 1, "undated", 1, issued=None, status="suspended")
    _former_row(db, 2, "undated", 1, issued=None)
    _former_row(db, 3, "undated", 1, issued=None, title="Tên khác")
    db.close()
    migrate(path)
    with Store.open(path) as store:
        told = {
            entry: [(event.event, event.day, event.not_before, event.not_after) for event in events]
            for (_, entry), events in register_events(store).items()
        }
        assert [entry.entry for entry in current_entries(store)] == ["kept", "undated"]
    issued, first = date(2024, 5, 17), date(2026, 1, 6)  # 20:00 UTC is the next day in Hà Nội
    second, third = date(2026, 2, 5), date(2026, 3, 5)
    assert told == {
        "kept": [(EventKind.GRANTED, issued, None, None)],
        "ended": [
            (EventKind.GRANTED, issued, None, None),
            (EventKind.REVOKED, None, first, second),
            (EventKind.UNLISTED, third, None, None),
        ],
        "undated": [
            (EventKind.GRANTED, None, None, first),
            (EventKind.SUSPENDED, None, None, first),
            (EventKind.RESUMED, None, first, second),
            (EventKind.AMENDED, None, second, third),
        ],
    }
