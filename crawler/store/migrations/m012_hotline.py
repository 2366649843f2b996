"""Change 12 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended

APPENDED = ("hotline_reports", "hotline_addresses", "hotline_events")


def change(db: Database) -> None:
    """Reports of citizens and offices, what they name, and apart from them who reported."""
    for statement in (
        """CREATE TABLE hotline_reports (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, received_at TEXT, channel TEXT,
            object TEXT, text TEXT, attachment TEXT, file TEXT NOT NULL, line INTEGER NOT NULL,
            imported_at TEXT NOT NULL, imported_by TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT""",
        # Alone, so that nothing that reads reports can hand it out; it may be deleted.
        """CREATE TABLE hotline_reporters (
            report INTEGER PRIMARY KEY REFERENCES hotline_reports(id), reporter TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE hotline_addresses (
            id INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES hotline_reports(id),
            address TEXT NOT NULL, subject TEXT, refused TEXT, mark TEXT NOT NULL,
            UNIQUE (report, address), CHECK ((subject IS NULL) <> (refused IS NULL))
        ) STRICT""",
        "CREATE INDEX hotline_addresses_by_subject ON hotline_addresses (subject)",
        """CREATE TABLE hotline_events (
            id INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES hotline_reports(id),
            event TEXT NOT NULL CHECK (event IN ('answered')), said TEXT NOT NULL,
            at TEXT NOT NULL, who TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT""",
    ):
        db.execute(statement)
    keep_appended(db, APPENDED)
