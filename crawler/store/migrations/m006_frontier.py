"""Change 6 of the schema."""

from __future__ import annotations

from sqlite_utils import Database


def change(db: Database) -> None:
    """The requests of each crawl with their outcomes, and the processes that worked on it."""
    for statement in (
        "ALTER TABLE crawls ADD COLUMN charts INTEGER NOT NULL DEFAULT 0",
        # NULL: begun before crawls could be resumed.
        "ALTER TABLE crawls ADD COLUMN most INTEGER",
        "ALTER TABLE crawls ADD COLUMN seeded INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE workers (
            id INTEGER PRIMARY KEY, crawl INTEGER NOT NULL REFERENCES crawls(id),
            place TEXT NOT NULL, pid INTEGER NOT NULL, process_start TEXT NOT NULL,
            began_at TEXT NOT NULL, beat_at TEXT NOT NULL,
            stop_asked INTEGER NOT NULL DEFAULT 0, ended_at TEXT, mark TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX workers_running ON workers (crawl) WHERE ended_at IS NULL",
        """CREATE TABLE frontier (
            id INTEGER PRIMARY KEY, crawl INTEGER NOT NULL REFERENCES crawls(id),
            key BLOB NOT NULL, step TEXT NOT NULL, priority INTEGER NOT NULL, form TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            worker INTEGER REFERENCES workers(id), taken_until TEXT,
            outcome TEXT CHECK (outcome IN ('done', 'unreadable', 'refused', 'forbidden',
                'failed', 'dropped', 'parked')),
            reason TEXT, sightings INTEGER, ended_at TEXT,
            UNIQUE (crawl, key)
        ) STRICT""",
        """CREATE INDEX frontier_waiting ON frontier (crawl, attempts, priority DESC, id)
            WHERE outcome IS NULL""",
        "CREATE INDEX frontier_taken ON frontier (worker) WHERE worker IS NOT NULL",
        """CREATE TABLE admitted (
            crawl INTEGER NOT NULL REFERENCES crawls(id), what TEXT NOT NULL, key TEXT NOT NULL,
            PRIMARY KEY (crawl, what, key)
        ) WITHOUT ROWID, STRICT""",
        # The request that it answers: the same answer delivered twice gives no second row.
        "ALTER TABLE sightings ADD COLUMN asked INTEGER REFERENCES frontier(id)",
        """CREATE UNIQUE INDEX sightings_once ON sightings (asked, subject, coalesce(evidence, ''))
            WHERE asked IS NOT NULL""",
    ):
        db.execute(statement)
