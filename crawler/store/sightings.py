"""Sightings: appended in batches, read by subject or by crawl."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

from crawler.errors import PayloadChanged
from crawler.records import Presence, Sighting
from crawler.store.connection import Store
from crawler.store.tables import CASES, CRAWLS, FRONTIER, SIGHTINGS
from crawler.store.values import (
    optional_day,
    read_time,
    stored_day,
    stored_json,
    stored_time,
)

_LARGEST = (1 << 63) - 1  # of SQLite's integers
_COLUMNS = tuple(item.name for item in fields(Sighting))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """Where something leads: by its fields and links, and perhaps by its words."""

    subject: str
    source: str
    links: tuple[str, ...]
    text: str | None


def add_sightings(
    store: Store, sightings: Sequence[Sighting], *, crawl: int | None, asked: int | None = None
) -> None:
    """Appends a batch in one transaction.

    ``asked`` is the request that they answer: what one answer tells of a subject counts once.
    """
    with store.writing():
        for sighting in sightings:
            row = {**sighting_row(sighting), "crawl": crawl, "asked": asked, "mark": store.mark}
            store.insert(SIGHTINGS, row, once=asked is not None)


def refuse_unstorable(sighting: Sighting) -> None:
    """Raises ``PayloadChanged`` for a number or a text that no database holds."""
    for name, value in sighting_row(sighting).items():
        try:
            if isinstance(value, str):
                value.encode()
            elif isinstance(value, int) and not -_LARGEST <= value <= _LARGEST:
                raise OverflowError("it is too large")
        except (UnicodeEncodeError, OverflowError) as error:
            raise PayloadChanged(
                f"{sighting.source} gave {sighting.subject!r:.200} a {name} that cannot be stored "
                f"({error!s:.100}). The answer is kept as evidence; look at it and bring the "
                "parser up to date."
            ) from error


def may_be_confirmed(store: Store, evidence: str, besides: Sequence[str]) -> bool:
    """Whether an answer told only of apps that are there, of no case and of none of ``besides``.

    What a void crawl saw, or one that did not end, is not brought into one that counts.
    """
    row = store.row(
        f"""SELECT count(*) AS told, coalesce(max(presence <> 'present'
                OR crawl IN (SELECT id FROM {CRAWLS} WHERE void OR ended_at IS NULL)
                OR subject IN (SELECT subject FROM {CASES})
                OR subject IN (SELECT value FROM json_each(:besides))), 0) AS barred
            FROM {SIGHTINGS} WHERE evidence = :evidence""",  # noqa: S608
        {"evidence": evidence, "besides": json.dumps(list(besides))},
    )
    return row is not None and row["told"] > 0 and not row["barred"]


def seen_before(store: Store, subjects: Iterable[str]) -> set[str]:
    """Those of the subjects that somebody saw."""
    rows = store.rows(
        f"""SELECT DISTINCT subject FROM {SIGHTINGS}
            WHERE subject IN (SELECT value FROM json_each(?))""",  # noqa: S608
        [json.dumps(sorted(set(subjects)))],
    )
    return {str(row["subject"]) for row in rows}


def sightings_of(store: Store, subject: str, *, crawl: int | None = None) -> list[Sighting]:
    """All that was ever seen of one subject, or in one crawl, newest first."""
    rows = store.rows(
        f"""SELECT * FROM {SIGHTINGS} WHERE subject = :subject AND crawl IS coalesce(:crawl, crawl)
            ORDER BY seen_at DESC, id DESC""",  # noqa: S608
        {"subject": subject, "crawl": crawl},
    )
    return [read_sighting(row) for row in rows]


def judged_sightings(
    store: Store, subjects: Iterable[str] | None = None
) -> Iterator[tuple[str, list[Sighting]]]:
    """Subject by subject what may be judged, newest first: the sightings of void crawls are not.

    ``subjects`` None: everything that the database holds.
    """
    wanted = "" if subjects is None else "AND subject IN (SELECT value FROM json_each(?))"
    rows = store.rows(
        f"""SELECT {SIGHTINGS}.* FROM {SIGHTINGS}
            LEFT JOIN {CRAWLS} ON {CRAWLS}.id = {SIGHTINGS}.crawl
            WHERE coalesce({CRAWLS}.void, 0) = 0 {wanted}
            ORDER BY subject, seen_at DESC, {SIGHTINGS}.id DESC""",  # noqa: S608
        [] if subjects is None else [json.dumps(sorted(subjects))],
    )
    for subject, group in groupby(rows, key=lambda row: str(row["subject"])):
        yield subject, [read_sighting(row) for row in group]


def adverts_of(store: Store, page: str) -> list[Sighting]:
    """The adverts of a page, each as it was seen last, the latest first."""
    kind, _, number = page.partition(":")
    if kind != "fbpage":
        return []
    # The two bounds are those of the index on them.
    rows = store.rows(
        f"""SELECT *, max(seen_at) FROM {SIGHTINGS}
            WHERE publisher_id = ? AND subject >= 'fbad:' AND subject < 'fbad;'
            GROUP BY subject ORDER BY max(seen_at) DESC, subject""",  # noqa: S608
        [number],
    )
    return [read_sighting(row) for row in rows]


def subjects_of_crawls(store: Store, crawls: Sequence[int]) -> set[str]:
    """The subjects that these crawls saw."""
    rows = store.rows(
        f"""SELECT DISTINCT subject FROM {SIGHTINGS}
            WHERE crawl IN (SELECT value FROM json_each(?))""",  # noqa: S608
        [json.dumps(list(crawls))],
    )
    return {str(row["subject"]) for row in rows}


def page_sightings(store: Store, crawls: Sequence[int]) -> list[Sighting]:
    """What these crawls saw of pages and adverts of Facebook that lead somewhere."""
    rows = store.rows(
        f"""SELECT * FROM {SIGHTINGS}
            WHERE crawl IN (SELECT value FROM json_each(?)) AND outlinks <> '[]'
                AND (subject LIKE 'fbpage:%' OR subject LIKE 'fbad:%') ORDER BY id""",  # noqa: S608
        [json.dumps(list(crawls))],
    )
    return [read_sighting(row) for row in rows]


def leading_sightings(store: Store, crawls: Sequence[int]) -> Iterator[Leading]:
    """Where the sites and apps lead that these crawls saw; of apps also their words."""
    rows = store.rows(
        f"""SELECT subject, source, outlinks, final_url, website, privacy_url,
                CASE WHEN subject LIKE 'domain:%' THEN NULL ELSE text END AS words
            FROM {SIGHTINGS}
            WHERE crawl IN (SELECT value FROM json_each(?)) AND presence = 'present'
                AND subject NOT LIKE 'fbpage:%' AND subject NOT LIKE 'fbad:%' ORDER BY id""",  # noqa: S608
        [json.dumps(list(crawls))],
    )
    for row in rows:
        named = (row["final_url"], row["website"], row["privacy_url"], *json.loads(row["outlinks"]))
        links = tuple(dict.fromkeys(filter(None, named)))
        yield Leading(subject=row["subject"], source=row["source"], links=links, text=row["words"])


def present_in_crawl(store: Store, crawl: int, subject: str) -> list[tuple[str, str | None]]:
    """The steps by which a crawl saw that a subject is there, each with what it was found by."""
    rows = store.rows(
        f"""SELECT step, found_by FROM {SIGHTINGS} AS seen JOIN {FRONTIER} ON {FRONTIER}.id = asked
            WHERE seen.crawl = ? AND subject = ? AND presence = 'present'""",  # noqa: S608
        [crawl, subject],
    )
    return [(row["step"], row["found_by"]) for row in rows]


def sighting_row(sighting: Sighting) -> dict[str, Any]:
    """A sighting in values that SQLite and JSON know."""
    row = {name: getattr(sighting, name) for name in _COLUMNS}
    return row | {
        "seen_at": stored_time(sighting.seen_at),
        "presence": sighting.presence.value,
        "released": stored_day(sighting.released),
        "updated": stored_day(sighting.updated),
        "redirects": stored_json(list(sighting.redirects)),
        "outlinks": stored_json(list(sighting.outlinks)),
        "facts": stored_json(sighting.facts),
    }


def read_sighting(row: Mapping[str, Any]) -> Sighting:
    """The sighting of a row."""
    values = {name: row[name] for name in _COLUMNS}
    return Sighting(
        **values
        | {
            "seen_at": read_time(row["seen_at"]),
            "presence": Presence(row["presence"]),
            "released": optional_day(row["released"]),
            "updated": optional_day(row["updated"]),
            "redirects": tuple(json.loads(row["redirects"])),
            "outlinks": tuple(json.loads(row["outlinks"])),
            "facts": json.loads(row["facts"]),
        }
    )
