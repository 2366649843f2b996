"""Change 10 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended


def change(db: Database) -> None:
    """Subjects that somebody named to be looked at; the same row imported again counts once."""
    for statement in (
        """CREATE TABLE leads (
            id INTEGER PRIMARY KEY, subject TEXT NOT NULL, address TEXT NOT NULL,
            source TEXT NOT NULL, origin TEXT NOT NULL, at TEXT NOT NULL, seen_at TEXT, note TEXT,
            who TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT""",
        """CREATE UNIQUE INDEX leads_once ON leads (subject, address, source,
            coalesce(seen_at, ''), coalesce(note, ''))""",
    ):
        db.execute(statement)
    keep_appended(db, ("leads",))
