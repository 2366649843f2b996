"""Change 7 of the schema."""

from __future__ import annotations

from sqlite_utils import Database


def change(db: Database) -> None:
    """Who shares rare identities with a confirmed case, computed anew as a whole each time."""
    db.execute(
        """CREATE TABLE associations (
            subject TEXT NOT NULL, case_id INTEGER NOT NULL REFERENCES cases(id),
            score REAL NOT NULL, reasons TEXT NOT NULL, at TEXT NOT NULL, mark TEXT NOT NULL,
            PRIMARY KEY (subject, case_id)
        ) STRICT"""
    )
