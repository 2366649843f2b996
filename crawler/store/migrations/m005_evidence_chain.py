"""Change 5 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended


def change(db: Database) -> None:
    """What was recorded, link by link; the text of a link is what its hash is made of."""
    for statement in (
        """CREATE TABLE chain_links (
            n INTEGER PRIMARY KEY, link TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
            mark TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX chain_links_by_file ON chain_links (json_extract(link, '$.file'), n)",
        "CREATE INDEX chain_links_by_evidence ON chain_links (json_extract(link, '$.evidence'), n)",
        "CREATE INDEX chain_links_by_kind ON chain_links (json_extract(link, '$.kind'), n)",
    ):
        db.execute(statement)
    keep_appended(db, ("chain_links",))
