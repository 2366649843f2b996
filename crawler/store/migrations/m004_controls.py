"""Change 4 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended

APPENDED = ("controls", "control_events")


def change(db: Database) -> None:
    """Subjects drawn by chance from what became no case, and what people say of them."""
    for statement in (
        """CREATE TABLE controls (
            id INTEGER PRIMARY KEY, subject TEXT NOT NULL UNIQUE,
            verdict INTEGER NOT NULL REFERENCES verdicts(id), drawn_at TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE control_events (
            id INTEGER PRIMARY KEY, control INTEGER NOT NULL REFERENCES controls(id),
            at TEXT NOT NULL, who TEXT NOT NULL,
            event TEXT NOT NULL CHECK (event IN ('right', 'missed', 'reopened')), note TEXT,
            mark TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX control_events_by_control ON control_events (control, id)",
    ):
        db.execute(statement)
    keep_appended(db, APPENDED)
