"""Copies of a living database, its check, and its migration; each leaves the original whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.errors import WorkspaceError
from crawler.store import connection
from crawler.store.connection import connect_existing, pending, refusal, refuse_missing
from crawler.store.migrations import MIGRATIONS


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy by SQLite's backup API, also while a sweep writes."""
    refuse_missing(source)
    try:
        with closing(_reading(source)) as original, closing(sqlite3.connect(target)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = delete")  # one file, nothing beside it
    except sqlite3.DatabaseError as error:
        raise WorkspaceError(
            f"{source} cannot be copied: {error}. Check it with: rasoat workspace check"
        ) from error


def problems(path: Path) -> list[str]:
    """What SQLite finds wrong with the file: damage and broken references; empty when sound."""
    if not path.is_file():
        return ["the file is missing"]
    try:
        with closing(_reading(path)) as database:
            found = [str(row[0]) for row in database.execute("PRAGMA integrity_check")]
            broken = list(database.execute("PRAGMA foreign_key_check"))
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [line for line in found if line != "ok"] + [
        f"{row[0]} row {row[1]} refers to a missing row of {row[2]}" for row in broken
    ]


def pending_migrations(path: Path) -> list[str]:
    """The names of the migrations that the database still lacks.

    A database with migrations that this program does not know raises ``WorkspaceError``.
    """
    db = connect_existing(path)
    try:
        return pending(db, path)
    except sqlite3.DatabaseError as error:
        raise refusal(error, path) from error
    finally:
        db.close()


def migrate(path: Path) -> None:
    """Applies what is pending, all or nothing; of two at once the second finds nothing to do."""
    db = connect_existing(path)
    try:
        db.execute("BEGIN IMMEDIATE")
        MIGRATIONS.apply(db)
        db.commit()
    except sqlite3.DatabaseError as error:
        raise refusal(error, path) from error
    finally:
        db.close()  # an open transaction is rolled back


def _reading(path: Path) -> sqlite3.Connection:
    # as_uri() escapes what a URI takes for its own: an office may be called "2026 #1 (50%)".
    uri = f"{path.resolve().as_uri()}?mode=ro"
    return sqlite3.connect(uri, uri=True, timeout=connection.BUSY_SECONDS)
