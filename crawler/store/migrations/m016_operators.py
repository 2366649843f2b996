"""Change 16 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended

APPENDED = ("operators", "operator_events", "operator_mergers", "certified")


def change(db: Database) -> None:
    """Who looks like one operator, who joined when and by what, and what one certificate names."""
    for statement in (
        """CREATE TABLE operators (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, founded_at TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE operator_events (
            id INTEGER PRIMARY KEY, operator INTEGER NOT NULL REFERENCES operators(id),
            at TEXT NOT NULL, event TEXT NOT NULL CHECK (event IN ('joined', 'left')),
            subject TEXT NOT NULL, tied_to TEXT, strong INTEGER NOT NULL, reasons TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX operator_events_by_operator ON operator_events (operator, id)",
        """CREATE TABLE operator_mergers (
            operator INTEGER PRIMARY KEY REFERENCES operators(id),
            into_operator INTEGER NOT NULL REFERENCES operators(id),
            at TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE certified (
            id INTEGER PRIMARY KEY, subject TEXT NOT NULL, names TEXT NOT NULL,
            origin TEXT NOT NULL, at TEXT NOT NULL, mark TEXT NOT NULL, UNIQUE (subject, names)
        ) STRICT""",
    ):
        db.execute(statement)
    keep_appended(db, APPENDED)
