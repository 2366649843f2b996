"""Change 18 of the schema."""

from __future__ import annotations

from sqlite_utils import Database


def change(db: Database) -> None:
    """Which leads nobody named; those of before count as named."""
    db.execute("ALTER TABLE leads ADD COLUMN found INTEGER NOT NULL DEFAULT 0")
