"""Change 17 of the schema."""

from __future__ import annotations

from sqlite_utils import Database


def change(db: Database) -> None:
    """Which written permission of a source's owner a crawl rested on, where it needed one."""
    db.execute("ALTER TABLE crawls ADD COLUMN permission TEXT")
