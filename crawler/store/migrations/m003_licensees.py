"""Change 3 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended

APPENDED = ("alias_events", "declared_events")


def change(db: Database) -> None:
    """Other names of licensees, and the accounts that they declared as their own."""
    for statement in (
        """CREATE TABLE alias_events (
            id INTEGER PRIMARY KEY, account TEXT NOT NULL, publisher TEXT NOT NULL,
            event TEXT NOT NULL CHECK (event IN ('added', 'withdrawn')),
            source TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE declared_events (
            id INTEGER PRIMARY KEY, account TEXT NOT NULL, publisher TEXT NOT NULL, entry TEXT,
            event TEXT NOT NULL CHECK (event IN ('declared', 'withdrawn')),
            letter TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
    ):
        db.execute(statement)
    keep_appended(db, APPENDED)
