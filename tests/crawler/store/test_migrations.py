"""The schema: strict tables, kept references, and rows that are appended, never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.records import (
    DeclaredAccount,
    EntryStatus,
    Fetch,
    LicenceKind,
    Recipient,
    RegistryEntry,
    VerdictKind,
    evidence_id,
)
from crawler.store import Store
from crawler.store.crawls import add_fetches, open_crawl
from crawler.store.licensees import append_alias_event, append_declared_event
from crawler.store.migrations import _APPEND_ONLY, _LICENSEES_APPEND_ONLY, MIGRATIONS
from crawler.store.protected import append_protected_event
from crawler.store.registry import Takeover, take_over
from crawler.store.requests import RequestedCase, add_request, append_request_event
from crawler.store.verdicts import latest_verdict_id
from tests.crawler.office import APPLE, NOW, confirmed, new_store

FIRM = "Công ty Ví Dụ"


def fill(store: Store) -> None:
    """At least one row in each table that rows are only appended to."""
    crawl = open_crawl(store, source="google_play", market="vn", terms=(), now=NOW)
    fetch = Fetch(
        url="https://store.example/",
        method="GET",
        status=200,
        fetched_at=NOW,
        evidence=evidence_id(b""),
        size=0,
    )
    add_fetches(store, [fetch], crawl=crawl)
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
        append_alias_event(
            store, "added", account="VD", publisher=FIRM, source="12/VD", day=day, at=NOW, who="an"
        )


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
    assert len(tables) == 16
    assert [name for name, sql in tables.items() if not sql.rstrip().endswith("STRICT")] == []


def test_a_value_of_another_type_is_refused(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"), store.writing():
        store.db.execute("UPDATE crawls SET requested = 'many'")


def test_every_column_that_names_a_row_is_a_reference(store: Store) -> None:
    """``case_id``, ``crawl``, ``import``, ``request``, ``verdict`` point at rows that exist."""
    names = {"case_id", "crawl", "import", "request", "verdict"}
    for table in _tables(store):
        columns = {row["name"] for row in store.rows(f"PRAGMA table_info({table})")}
        bound = {row["from"] for row in store.rows(f"PRAGMA foreign_key_list({table})")}
        assert columns & names == bound, table


@pytest.mark.parametrize("table", [*_APPEND_ONLY, *_LICENSEES_APPEND_ONLY])
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
        assert table in _APPEND_ONLY


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
    monkeypatch.setattr("crawler.store.migrations._APPEND_ONLY", ("no_such_table",))
    db = Database(memory=True)
    with pytest.raises(sqlite3.OperationalError):
        MIGRATIONS.apply(db)
    assert not db.table("sightings").exists()
    assert next(iter(MIGRATIONS.pending(db))).name == "m001_first"
