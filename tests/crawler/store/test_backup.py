"""Copies, checks and migrations of the database file alone."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.errors import WorkspaceError
from crawler.store import Store
from crawler.store.backup import copy_database, migrate, pending_migrations, problems
from crawler.store.migrations import MIGRATIONS
from tests.crawler.office import new_store, see

EVERY_MIGRATION = [step.name for step in MIGRATIONS.pending(Database(memory=True))]

# What a URI takes for its own, and what a person may well put into a name.
ODD_NAMES = ("office #1", "what?", "50%20 off", "rà soát", "a&b;c=d", "file:x")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    with new_store(folder) as store:
        see(store)
        copy_database(store.path, tmp_path / "copy.db")
        assert problems(store.path) == []
    assert pending_migrations(tmp_path / "copy.db") == []
    with Store.open(tmp_path / "copy.db") as copy:
        assert copy.count("SELECT count(*) FROM sightings") == 1
    assert {path.name.split("-")[0] for path in tmp_path.iterdir()} <= {name, "copy.db"}


def test_a_relative_path_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_store(tmp_path).close()
    monkeypatch.chdir(tmp_path)
    assert problems(Path("rasoat.db")) == []


def test_a_copy_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with new_store(tmp_path) as store:
        see(store)
        copy_database(store.path, tmp_path / "copy" / "rasoat.db")
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["rasoat.db"]


def test_what_is_missing_is_said_and_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    assert problems(missing) == ["the file is missing"]
    with pytest.raises(WorkspaceError, match="is missing"):
        copy_database(missing, tmp_path / "copy.db")
    for act in (pending_migrations, migrate):
        with pytest.raises(WorkspaceError, match="is missing"):
            act(missing)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "rasoat.db"
    path.write_bytes(b"hello" * 1000)
    assert problems(path) == ["file is not a database"]
    with pytest.raises(WorkspaceError, match="not a database"):
        copy_database(path, tmp_path / "copy.db")
    for act in (pending_migrations, migrate):
        with pytest.raises(WorkspaceError, match="workspace restore FILE"):
            act(path)
    assert path.read_bytes() == b"hello" * 1000


def test_a_broken_reference_is_found(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "rasoat.db") as database:  # foreign keys are off here
        database.execute(
            "INSERT INTO case_events (case_id, at, who, event, mark) VALUES (9, '', '', '', '')"
        )
    assert problems(tmp_path / "rasoat.db") == [
        "case_events row 1 refers to a missing row of cases"
    ]


def test_an_empty_database_is_brought_up_and_twice_is_once(tmp_path: Path) -> None:
    path = tmp_path / "rasoat.db"
    sqlite3.connect(path).close()
    assert pending_migrations(path) == EVERY_MIGRATION
    migrate(path)
    migrate(path)
    assert pending_migrations(path) == []
    with Store.open(path) as store:
        see(store)


def test_two_that_migrate_at_once_do_not_collide(tmp_path: Path) -> None:
    path = tmp_path / "rasoat.db"
    sqlite3.connect(path).close()
    failed: list[Exception] = []

    def run() -> None:
        try:
            migrate(path)
        except (WorkspaceError, sqlite3.Error) as error:
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert pending_migrations(path) == []


def test_migrating_a_locked_database_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.store.connection.BUSY_SECONDS", 0.1)
    path = tmp_path / "rasoat.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(WorkspaceError, match="locked by another program"):
        migrate(path)
    holder.execute("ROLLBACK")
    holder.close()
    assert pending_migrations(path) == EVERY_MIGRATION


def test_a_newer_database_is_not_migrated(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        store.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('rasoat', 'm999_later', '2030')"
        )
        store.db.commit()
    with pytest.raises(WorkspaceError, match=r"newer rasoat \(m999_later\)"):
        pending_migrations(tmp_path / "rasoat.db")
