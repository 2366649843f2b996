"""Change 8 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended


def change(db: Database) -> None:
    """What each crawl's answers held, step by step, and what of it was less than before."""
    db.execute(
        """CREATE TABLE measures (
            id INTEGER PRIMARY KEY, crawl INTEGER NOT NULL REFERENCES crawls(id),
            measured_at TEXT NOT NULL, volumes TEXT NOT NULL, fills TEXT NOT NULL,
            drifts TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT"""
    )
    db.execute("CREATE INDEX measures_by_crawl ON measures (crawl, id)")
    keep_appended(db, ("measures",))
