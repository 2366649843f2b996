"""Tables whose rows are appended, never changed: a correction is a new row."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database


def keep_appended(db: Database, tables: Iterable[str]) -> None:
    """Refuses every change and deletion of their rows; raised as ``sqlite3.IntegrityError``."""
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} are appended, never changed'); END"
            )
