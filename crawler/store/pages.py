"""Where pages and adverts of Facebook lead, and when what was held of a subject changed last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.store.connection import Store
from crawler.store.migrations import CASE_EVENTS, CASES, SIGHTINGS, VERDICTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """A page or an advert with links of one sighting."""

    subject: str
    page: str | None  # whose advert it is
    links: tuple[str, ...]


def leading(store: Store) -> Iterator[Leading]:
    """Every page and advert that was seen to lead anywhere."""
    rows = store.rows(
        f"""SELECT DISTINCT subject, publisher_id, outlinks FROM {SIGHTINGS}
            WHERE (subject >= 'fbad:' AND subject < 'fbad;'
                OR subject >= 'fbpage:' AND subject < 'fbpage;') AND outlinks <> '[]'"""  # noqa: S608
    )
    for row in rows:
        page = row["publisher_id"]
        yield Leading(
            subject=row["subject"],
            page=f"fbpage:{page}" if page else None,
            links=tuple(json.loads(row["outlinks"])),
        )


def judged_moments(store: Store) -> dict[str, str]:
    """The moment of the newest verdict of each subject, as stored."""
    rows = store.rows(
        f"SELECT subject, max(judged_at) AS at FROM {VERDICTS} GROUP BY subject"  # noqa: S608
    )
    return {str(row["subject"]): str(row["at"]) for row in rows}


def held_moments(store: Store) -> dict[str, str]:
    """When the verdict of each subject, or a decision about its case, changed last, as stored."""
    decided = store.rows(
        f"""SELECT subject, max(at) AS at FROM {CASE_EVENTS} AS events
            JOIN {CASES} AS cases ON cases.id = case_id GROUP BY subject"""  # noqa: S608
    )
    held = judged_moments(store)
    for row in decided:
        held[row["subject"]] = max(row["at"], held.get(row["subject"], ""))
    return held
