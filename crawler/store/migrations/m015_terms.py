"""Change 15 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended


def change(db: Database) -> None:
    """What people said of proposed search terms; each stands once."""
    db.execute(
        """CREATE TABLE term_events (
            id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE, language TEXT NOT NULL,
            event TEXT NOT NULL CHECK (event IN ('accepted', 'refused')), reason TEXT NOT NULL,
            at TEXT NOT NULL, who TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT"""
    )
    keep_appended(db, ("term_events",))
