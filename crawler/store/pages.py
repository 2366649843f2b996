"""Where pages and adverts of Facebook lead, and when what was held of a subject changed last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.records import Sighting
from crawler.store.connection import Store
from crawler.store.sightings import read_sighting
from crawler.store.tables import CASE_EVENTS, CASES, SIGHTINGS, VERDICTS
from crawler.store.values import optional_time, stored_json, stored_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """A page or an advert with links of one sighting."""

    subject: str
    page: str | None  # whose advert it is
    links: tuple[str, ...]
    website: str | None  # what a page names as its own
    seen_at: str  # as stored


def leading(store: Store) -> Iterator[Leading]:
    """Every page and advert that was seen to lead anywhere."""
    rows = store.rows(
        f"""SELECT subject, publisher_id, outlinks, website, max(seen_at) AS at FROM {SIGHTINGS}
            WHERE (subject >= 'fbad:' AND subject < 'fbad;'
                OR subject >= 'fbpage:' AND subject < 'fbpage;') AND outlinks <> '[]'
            GROUP BY subject, publisher_id, outlinks, website"""  # noqa: S608
    )
    for row in rows:
        page = row["publisher_id"]
        yield Leading(
            subject=row["subject"],
            page=f"fbpage:{page}" if page else None,
            links=tuple(json.loads(row["outlinks"])),
            website=row["website"],
            seen_at=row["at"],
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


def page_sightings(
    store: Store, page: str, known_as: Sequence[str], *, market: str
) -> list[tuple[int | None, Sighting]]:
    """Every clear sighting of a page, and every sign that it is not shown, with its crawl.

    ``known_as``: under what else such a sign may have been kept.
    """
    rows = store.rows(
        f"""SELECT * FROM {SIGHTINGS} WHERE market = :market AND (
                (subject = :page AND (presence <> 'unknown' OR facts ->> '$.restricted' = 1))
                OR (subject IN (SELECT value FROM json_each(:known_as))
                    AND facts ->> '$.notice' = 'unavailable'))
            ORDER BY id""",  # noqa: S608
        {"market": market, "page": page, "known_as": stored_json(list(known_as))},
    )
    return [(row["crawl"], read_sighting(row)) for row in rows]


def newest_notice(store: Store, subjects: Sequence[str], *, since: datetime) -> datetime | None:
    """When a page was last seen to be replaced by the words "not available", since a moment."""
    row = store.row(
        f"""SELECT max(seen_at) AS at FROM {SIGHTINGS}
            WHERE subject IN (SELECT value FROM json_each(:subjects)) AND seen_at >= :since
                AND facts ->> '$.notice' = 'unavailable'""",  # noqa: S608
        {"subjects": stored_json(list(subjects)), "since": stored_time(since)},
    )
    return None if row is None else optional_time(row["at"])
