"""Change 19 of the schema."""

from __future__ import annotations

from sqlite_utils import Database


def change(db: Database) -> None:
    """How many rows of an answer came in a shape that nobody knows; before, none were kept."""
    db.execute("ALTER TABLE frontier ADD COLUMN unread INTEGER NOT NULL DEFAULT 0")
