"""Change 11 of the schema."""

from __future__ import annotations

from sqlite_utils import Database


def change(db: Database) -> None:
    """Names and numbers of one page, and when they were seen first and last."""
    for statement in (
        """CREATE TABLE page_aliases (
            kind TEXT NOT NULL CHECK (kind IN ('profile_id', 'vanity', 'name')),
            value TEXT NOT NULL, page TEXT NOT NULL,
            first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, mark TEXT NOT NULL,
            PRIMARY KEY (kind, value, page)
        ) WITHOUT ROWID, STRICT""",
        "CREATE INDEX page_aliases_by_page ON page_aliases (page)",
        # The adverts of a page; apps have accounts too, and many more sightings.
        """CREATE INDEX sightings_of_adverts ON sightings (publisher_id, subject, seen_at)
            WHERE subject >= 'fbad:' AND subject < 'fbad;'""",
    ):
        db.execute(statement)
