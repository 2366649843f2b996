"""The database guards itself: strict, append-only, locked from the first statement, durable."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.errors import WorkspaceError
from crawler.store import Store
from crawler.store.backup import problems
from crawler.store.migrations import _APPEND_ONLY
from tests.crawler.office import NOW, confirmed, see


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "rasoat.db", rehearsal=False) as made:
        yield made


def test_every_table_is_strict(store: Store) -> None:
    tables = list(store.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
    ours = {row["name"]: row["strict"] for row in tables if not row["name"].startswith("sqlite")}
    views = {"registry_current"}
    kept = {name for name in ours if not name.startswith("_") and name not in views}
    assert len(kept) > 10
    assert all(ours[name] == 1 for name in kept)


def test_references_are_kept_and_the_log_is_ahead(store: Store) -> None:
    assert store.count("PRAGMA foreign_keys") == 1
    assert store.row("PRAGMA journal_mode") == {"journal_mode": "wal"}
    with pytest.raises(sqlite3.IntegrityError), store.writing():
        store.insert(
            "case_events",
            {"case_id": 99, "at": "x", "who": "x", "event": "opened", "mark": ""},
        )


@pytest.mark.parametrize("table", _APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE {} SET rowid = rowid + 1", "DELETE FROM {}"])
def test_what_was_appended_is_never_changed(store: Store, table: str, verb: str) -> None:
    # A trigger fires per row, so that the statement alone shows nothing on an empty table.
    names = [
        row["name"]
        for row in store.rows(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
        )
    ]
    assert len(names) == 2
    if table != "sightings":
        return
    see(store)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"), store.writing():
        store.db.execute(verb.format(table))
    assert store.count("SELECT count(*) FROM sightings") == 1


def test_decisions_are_on_the_disk_before_they_are_told(store: Store) -> None:
    with store.writing(durable=True):
        assert store.count("PRAGMA synchronous") == 2
    with store.writing():
        assert store.count("PRAGMA synchronous") == 1


def test_a_failure_takes_everything_back(store: Store) -> None:
    confirmed(store)

    def half() -> None:
        with store.writing():
            store.insert("settings", {"name": "half", "value": "done"})
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert store.row("SELECT * FROM settings WHERE name = 'half'") is None
    with store.writing():
        store.insert("settings", {"name": "whole", "value": "done"})


def test_a_rehearsal_marks_every_row(tmp_path: Path) -> None:
    with Store.create(tmp_path / "practice.db", rehearsal=True) as practice:
        see(practice)
        assert practice.row("SELECT mark FROM sightings") == {"mark": "REHEARSAL"}


def test_a_database_is_not_made_over_another(tmp_path: Path, store: Store) -> None:
    with pytest.raises(WorkspaceError, match="exists already"):
        Store.create(store.path, rehearsal=False)


_WRITER = """
import sys
from pathlib import Path
from crawler.store import Store
from tests.crawler.office import see
store = Store.open(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    see(store, f"apple:{number}")
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


def test_kill_9_keeps_every_committed_row(tmp_path: Path) -> None:
    path = tmp_path / "rasoat.db"
    Store.create(path, rehearsal=False).close()
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path)], cwd=root, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(30)]
        time.sleep(0.05)
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
    last = max(int(line) for line in told if line.endswith("\n"))
    assert problems(path) == []
    with Store.open(path) as store:
        assert store.count("SELECT count(*) FROM sightings") >= last >= 30
        see(store, "apple:0", seen_at=NOW)
