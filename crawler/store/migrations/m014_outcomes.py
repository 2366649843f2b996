"""Change 14 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended


def change(db: Database) -> None:
    """What became of subjects after a request, crawl by crawl, with the answers it rests on."""
    for statement in (
        """CREATE TABLE outcomes (
            id INTEGER PRIMARY KEY, subject TEXT NOT NULL, crawl INTEGER REFERENCES crawls(id),
            at TEXT NOT NULL, told TEXT NOT NULL, outcome TEXT NOT NULL, counted TEXT NOT NULL,
            why TEXT, evidence TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT""",
        # A crawl tells each thing once; one that was resumed may tell something else.
        """CREATE UNIQUE INDEX outcomes_once ON outcomes (subject, coalesce(crawl, 0), at, told)""",
    ):
        db.execute(statement)
    keep_appended(db, ("outcomes",))
