"""Change 2 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended
from crawler.store.migrations.m001_first import VIEWS

_EVENTS = (
    """CREATE TABLE registry_events (
        id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES register_imports(id),
        kind TEXT NOT NULL, entry TEXT NOT NULL, event TEXT NOT NULL,
        day TEXT, not_before TEXT, not_after TEXT,
        decision TEXT NOT NULL DEFAULT '', ground TEXT NOT NULL DEFAULT '',
        differed TEXT NOT NULL DEFAULT '{}', mark TEXT NOT NULL,
        CHECK ((day IS NULL) <> (not_after IS NULL))
    ) STRICT""",
    "CREATE INDEX registry_events_by_entry ON registry_events (kind, entry, id)",
    # The kinds of paper that an import held in full: it confirms what it did not change.
    "ALTER TABLE register_imports ADD COLUMN kinds TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE registry_entries ADD COLUMN expires TEXT",
    "ALTER TABLE registry_entries ADD COLUMN ended TEXT",
    "ALTER TABLE registry_entries ADD COLUMN decision TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE registry_entries ADD COLUMN ground TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE registry_entries ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    "DROP VIEW registry_current",
    *VIEWS,
)
# The events of what was imported before there were events. 7 hours: days are Hà Nội's.
_FORMER_EVENTS = """
    WITH versions AS (
        SELECT registry_entries.*, date(taken_at, '+7 hours') AS seen,
            lag(date(taken_at, '+7 hours')) OVER chain AS seen_before,
            lag(present) OVER chain AS was_present, lag(status) OVER chain AS was
        FROM registry_entries JOIN register_imports ON register_imports.id = import
        WINDOW chain AS (PARTITION BY kind, entry ORDER BY registry_entries.id)
    ),
    told AS (
        SELECT id, 1 AS step, 'granted' AS event, coalesce(issued <= seen, 0) AS sure,
            issued AS day, NULL AS since FROM versions WHERE was_present IS NULL
        UNION ALL
        SELECT id, 1, iif(present, 'relisted', 'unlisted'), 1, seen, NULL FROM versions
            WHERE was_present <> present
        UNION ALL
        SELECT id, 2, iif(status = 'in_force', 'resumed', status), 0, NULL,
            coalesce(seen_before, issued)
            FROM versions WHERE present AND status <> iif(
                was_present IS NULL OR NOT was_present, 'in_force', was)
        UNION ALL
        SELECT id, 3, 'amended', 0, NULL, seen_before FROM versions
            WHERE present AND was_present AND status = was
    )
    INSERT INTO registry_events (import, kind, entry, event, day, not_before, not_after, mark)
    SELECT import, kind, entry, event, iif(sure, day, NULL), since,
        iif(sure AND day IS NOT NULL, NULL, seen), mark
    FROM told JOIN versions USING (id) ORDER BY id, step
"""


def change(db: Database) -> None:
    """What happened to each paper, and the columns that say when and why it ended."""
    for statement in (*_EVENTS, _FORMER_EVENTS):
        db.execute(statement)
    keep_appended(db, ("registry_events",))
