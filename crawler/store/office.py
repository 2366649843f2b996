"""The name by which a database is told apart from every other."""

from __future__ import annotations

from uuid import uuid4

from crawler.store.connection import Store
from crawler.store.tables import SETTINGS


def office_id(store: Store) -> str:
    """The name that this database gave itself when it was first asked."""
    with store.writing():
        store.insert(SETTINGS, {"name": "office", "value": uuid4().hex}, once=True)
    row = store.row(f"SELECT value FROM {SETTINGS} WHERE name = 'office'")  # noqa: S608
    return str(row["value"]) if row else ""
