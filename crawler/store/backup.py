"""Copies of a living database, its check, and its migration; each leaves the original whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from crawler.errors import WorkspaceError
from crawler.store.connection import migration_names
from crawler.store.migrations import MIGRATIONS


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy by SQLite's backup API, also while a sweep writes."""
    original = sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)
    copy = sqlite3.connect(target)
    try:
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = delete")  # one file, nothing beside it
    except sqlite3.DatabaseError as error:
        raise WorkspaceError(
            f"{source} cannot be copied: {error}. Check it with: rasoat workspace check"
        ) from error
    finally:
        copy.close()
        original.close()


def problems(path: Path) -> list[str]:
    """What SQLite finds wrong with the file: damage and broken references; empty when sound."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        broken = list(connection.execute("PRAGMA foreign_key_check"))
    except sqlite3.DatabaseError as error:
        return [str(error)]
    finally:
        connection.close()
    return [line for line in found if line != "ok"] + [
        f"{row[0]} row {row[1]} refers to a missing row of {row[2]}" for row in broken
    ]


def pending_migrations(path: Path) -> list[str]:
    """The names of the migrations that the database still lacks.

    A database with migrations that this program does not know raises ``WorkspaceError``.
    """
    db = Database(path, execute_plugins=False)
    try:
        applied = {migration.name for migration in MIGRATIONS.applied(db)}
        if newer := applied - set(migration_names()):
            raise WorkspaceError(
                f"{path} was written by a newer rasoat ({', '.join(sorted(newer))}). "
                "Install that version, or restore an older backup."
            )
        return [migration.name for migration in MIGRATIONS.pending(db)]
    except sqlite3.DatabaseError as error:
        raise WorkspaceError(
            f"{path} cannot be read: {error}. Restore a copy with: rasoat workspace restore FILE"
        ) from error
    finally:
        db.close()


def migrate(path: Path) -> None:
    """Applies what is pending; each migration is one transaction with its own record."""
    db = Database(path, execute_plugins=False)
    try:
        MIGRATIONS.apply(db)
    finally:
        db.close()
