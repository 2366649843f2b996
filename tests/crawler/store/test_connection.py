"""The database guards itself: strict, append-only, locked from the first statement, durable."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.errors import WorkspaceError
from crawler.store import Store
from crawler.store.backup import problems
from tests.crawler.office import NOW, confirmed, see


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "rasoat.db", rehearsal=False) as made:
        yield made


def test_references_are_kept_and_the_log_is_ahead(store: Store) -> None:
    assert store.count("PRAGMA foreign_keys") == 1
    assert store.row("PRAGMA journal_mode") == {"journal_mode": "wal"}
    with pytest.raises(sqlite3.IntegrityError), store.writing():
        store.insert(
            "case_events",
            {"case_id": 99, "at": "x", "who": "x", "event": "opened", "mark": ""},
        )


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


def test_a_restored_copy_gets_its_log_back(store: Store) -> None:
    store.db.disable_wal()
    store.close()
    with Store.open(store.path) as again:
        assert again.row("PRAGMA journal_mode") == {"journal_mode": "wal"}


def test_a_writer_that_waits_too_long_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.store.connection.BUSY_SECONDS", 0.1)
    with Store.open(store.path) as second, store.writing():
        started = time.monotonic()
        with pytest.raises(WorkspaceError, match="locked by another program"), second.writing():
            pass
        assert 0.05 < time.monotonic() - started < 5


def test_a_writer_waits_for_its_turn(store: Store) -> None:
    def write_later() -> None:
        with Store.open(store.path) as second:
            see(second)

    with store.writing():
        waiting = threading.Thread(target=write_later)
        waiting.start()
        time.sleep(0.3)
        assert waiting.is_alive()
    waiting.join(10)
    assert store.count("SELECT count(*) FROM sightings") == 1


def test_a_reader_is_not_held_up_by_a_writer(store: Store) -> None:
    with Store.open(store.path) as second, store.writing():
        store.insert("settings", {"name": "half", "value": "done"})
        assert second.row("SELECT * FROM settings") is None


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (sqlite3.OperationalError("database is locked"), "locked by another program"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "rights of the folder"),
        (sqlite3.OperationalError("unable to open database file"), "rights of the folder"),
        (sqlite3.OperationalError("database or disk is full"), "Free some space"),
        (sqlite3.OperationalError("disk I/O error"), "Free some space"),
        (sqlite3.DatabaseError("database disk image is malformed"), "workspace restore FILE"),
        (sqlite3.DatabaseError("file is not a database"), "workspace restore FILE"),
        (sqlite3.OperationalError("no such column: x"), "workspace check"),
    ],
)
def test_what_sqlite_cannot_do_is_one_sentence(
    store: Store, error: sqlite3.Error, says: str
) -> None:
    with pytest.raises(WorkspaceError, match=says) as caught, store:
        raise error
    assert str(store.path) in str(caught.value)


def test_a_broken_rule_of_ours_is_not_hidden(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store:
        raise sqlite3.IntegrityError("sightings are appended, never changed")


def test_writing_on_a_connection_that_may_only_read_is_one_sentence(store: Store) -> None:
    store.db.execute("PRAGMA query_only = ON")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        see(store)


def test_a_database_of_an_older_or_newer_version_is_refused(store: Store) -> None:
    store.db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('rasoat', 'm999_later', '2030')"
    )
    store.db.commit()
    with pytest.raises(WorkspaceError, match=r"newer rasoat \(m999_later\)"):
        Store.open(store.path)
    store.db.execute("DELETE FROM _sqlite_migrations")
    store.db.commit()
    with pytest.raises(WorkspaceError, match=r"older version.*rasoat workspace upgrade"):
        Store.open(store.path)


def test_a_missing_database_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="is missing"):
        Store.open(tmp_path / "none.db")
    assert list(tmp_path.glob("none*")) == []


_WRITER = """
import sys
from pathlib import Path
from crawler.store import Store
from crawler.store.sightings import add_sightings
from tests.crawler.office import sighting
store = Store.open(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    add_sightings(store, [sighting(f"apple:{number}0{n}") for n in range(20)], crawl=None)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


def test_kill_9_keeps_every_committed_batch(tmp_path: Path) -> None:
    path = tmp_path / "rasoat.db"
    Store.create(path, rehearsal=False).close()
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path)], cwd=root, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(10)]
        time.sleep(0.05)
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
    last = max(int(line) for line in told if line.endswith("\n"))
    assert problems(path) == []
    with Store.open(path) as store:
        kept = store.count("SELECT count(*) FROM sightings")
        assert kept >= 20 * last >= 200
        assert kept % 20 == 0  # whole batches only
        see(store, "apple:0", seen_at=NOW)
