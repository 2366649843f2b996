"""Change 20 of the schema."""

from __future__ import annotations

from sqlite_utils import Database


def change(db: Database) -> None:
    """One answer may be told anew: what came to light late can unsay what it proved."""
    db.execute("DROP INDEX outcomes_once")
    db.execute("CREATE INDEX outcomes_of_answers ON outcomes (subject, coalesce(crawl, 0), at)")
