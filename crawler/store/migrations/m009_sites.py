"""Change 9 of the schema."""

from __future__ import annotations

from sqlite_utils import Database


def change(db: Database) -> None:
    """What sightings of sites and pages hold: where the entry led, and whom it links to."""
    for statement in (
        "ALTER TABLE sightings ADD COLUMN final_url TEXT",
        "ALTER TABLE sightings ADD COLUMN redirects TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE sightings ADD COLUMN outlinks TEXT NOT NULL DEFAULT '[]'",
    ):
        db.execute(statement)
