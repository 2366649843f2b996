"""Change 21 of the schema."""

from __future__ import annotations

from sqlite_utils import Database


def change(db: Database) -> None:
    """By which the newest answer of an address is found, and what it told."""
    db.execute("CREATE INDEX chain_links_by_url ON chain_links (json_extract(link, '$.url'), n)")
    db.execute("CREATE INDEX sightings_by_evidence ON sightings (evidence)")
