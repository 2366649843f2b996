"""Change 13 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended


def change(db: Database) -> None:
    """What was read of certificate logs, part by part; the last part of a log says how far."""
    for statement in (
        """CREATE TABLE log_parts (
            id INTEGER PRIMARY KEY, crawl INTEGER NOT NULL REFERENCES crawls(id),
            log TEXT NOT NULL, url TEXT NOT NULL, first INTEGER NOT NULL, read INTEGER NOT NULL,
            size INTEGER NOT NULL, edge TEXT, checked INTEGER NOT NULL, names INTEGER NOT NULL,
            leads INTEGER NOT NULL, unreadable INTEGER NOT NULL, at TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX log_parts_by_log ON log_parts (log, id)",
        "CREATE INDEX log_parts_by_crawl ON log_parts (crawl, id)",
    ):
        db.execute(statement)
    keep_appended(db, ("log_parts",))
