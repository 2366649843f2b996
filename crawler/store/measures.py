"""What the answers of each crawl held: appended when it ends, and read to compare crawls."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from crawler.records import Drift, Sighting
from crawler.store.connection import Store
from crawler.store.tables import CRAWLS, FETCHES, FRONTIER, MEASURES, SIGHTINGS
from crawler.store.values import read_time, stored_json, stored_time

# What every sighting has, whatever the source said.
_GIVEN = {"subject", "source", "market", "seen_at", "presence", "found_by", "evidence", "facts"}
_FIELDS = tuple(item.name for item in fields(Sighting) if item.name not in _GIVEN)
_FACT = "facts."
_NOTHING = "('', '[]', '{}')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How many sightings the answers of one step brought: so many sightings, so many answers."""

    step: str
    answers: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """How many sightings of one step have each field.

    Those of present subjects; of a closer look, which says nothing of presence, all.
    """

    step: str
    sightings: int
    independent: float  # as many sightings tell as much, were each of another publisher
    filled: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One crawl as it was measured when it last ended."""

    crawl: int
    source: str
    started_at: datetime
    complete: bool
    volumes: tuple[Volume, ...]
    fills: tuple[Fill, ...]
    drifts: tuple[Drift, ...] = ()


def measure(store: Store, crawl: int, looks: frozenset[str]) -> Measured:
    """What the answers of a crawl held, counted from what is stored.

    ``looks``: steps that never find out whether a subject is there.
    """
    row = store.row(f"SELECT * FROM {CRAWLS} WHERE id = ?", [crawl])  # noqa: S608
    if row is None:
        raise LookupError(crawl)
    return Measured(
        crawl=crawl,
        source=row["source"],
        started_at=read_time(row["started_at"]),
        complete=bool(row["complete"]),
        volumes=_volumes(store, crawl),
        fills=_fills(store, crawl, looks),
    )


def append_measures(
    store: Store, measured: Measured, drifts: Sequence[Drift], *, now: datetime
) -> None:
    """Keeps what was measured, and what of it was less than before."""
    told = [asdict(drift) | {"since_at": stored_time(drift.since_at)} for drift in drifts]
    with store.writing():
        store.insert(
            MEASURES,
            {
                "crawl": measured.crawl,
                "measured_at": stored_time(now),
                "volumes": stored_json(
                    [[one.step, list(one.answers.items())] for one in measured.volumes]
                ),
                "fills": stored_json([asdict(one) for one in measured.fills]),
                "drifts": stored_json(told),
                "mark": store.mark,
            },
        )


def measured_crawls(
    store: Store, source: str, *, most: int, before: int | None = None
) -> list[Measured]:
    """The crawls of a source, newest first, each as it was measured last."""
    rows = store.rows(
        f"""SELECT {MEASURES}.*, {CRAWLS}.source, {CRAWLS}.started_at, {CRAWLS}.complete
            FROM {MEASURES} JOIN {CRAWLS} ON {CRAWLS}.id = {MEASURES}.crawl
            WHERE {CRAWLS}.source = :source AND (:before IS NULL OR crawl < :before)
            AND {MEASURES}.id = (
                SELECT max(id) FROM {MEASURES} AS later WHERE later.crawl = {MEASURES}.crawl)
            ORDER BY crawl DESC LIMIT :most""",  # noqa: S608
        {"source": source, "before": before, "most": most},
    )
    return [_measured(row) for row in rows]


def measured_sources(store: Store) -> list[str]:
    """The sources of which a crawl was measured."""
    rows = store.rows(
        f"""SELECT DISTINCT source FROM {CRAWLS} JOIN {MEASURES} ON {CRAWLS}.id = crawl
            ORDER BY source"""  # noqa: S608
    )
    return [str(row["source"]) for row in rows]


def answer_without(store: Store, crawl: int, *, step: str, field: str | None) -> str | None:
    """Evidence of the newest answer of a step that lacks a field, or that brought the least."""
    if field is None:
        row = store.row(
            f"""SELECT evidence FROM {FRONTIER} AS asked JOIN {FETCHES} AS fetched
                ON fetched.crawl = asked.crawl AND fetched.url = asked.form ->> 'url'
                WHERE asked.crawl = ? AND step = ? AND outcome = 'done'
                ORDER BY sightings, asked.id DESC, fetched.id DESC LIMIT 1""",  # noqa: S608
            [crawl, step],
        )
    else:
        # A key of facts is bound; a column is one of ours.
        lacks = f"coalesce({field}, '') = ''" if field in _FIELDS else _lacks_fact()
        row = store.row(
            f"""SELECT evidence FROM {SIGHTINGS} AS seen JOIN {FRONTIER} AS asked
                ON asked.id = seen.asked
                WHERE seen.crawl = :crawl AND step = :step AND evidence IS NOT NULL
                AND presence <> 'gone' AND {lacks} ORDER BY seen.id DESC LIMIT 1""",  # noqa: S608
            {"crawl": crawl, "step": step, "key": field.removeprefix(_FACT)},
        )
    return None if row is None else str(row["evidence"])


def _lacks_fact() -> str:
    return (
        f"NOT EXISTS (SELECT 1 FROM json_each(facts) AS fact WHERE fact.key = :key "  # noqa: S608
        f"AND fact.value IS NOT NULL AND fact.value NOT IN {_NOTHING})"
    )


def _volumes(store: Store, crawl: int) -> tuple[Volume, ...]:
    rows = store.rows(
        f"""SELECT step, sightings, count(*) AS answers FROM {FRONTIER}
            WHERE crawl = ? AND outcome = 'done' GROUP BY step, sightings""",  # noqa: S608
        [crawl],
    )
    by_step: dict[str, dict[int, int]] = {}
    for row in rows:
        by_step.setdefault(row["step"], {})[row["sightings"]] = row["answers"]
    return tuple(Volume(step=step, answers=answers) for step, answers in by_step.items())


def _fills(store: Store, crawl: int, looks: frozenset[str]) -> tuple[Fill, ...]:
    counts = ", ".join(f"count(nullif({name}, '')) AS {name}" for name in _FIELDS)
    seen = f"{SIGHTINGS} AS seen JOIN {FRONTIER} AS asked ON asked.id = seen.asked"
    which = "seen.crawl = ? AND presence <> 'gone' GROUP BY step, presence"
    facts: dict[tuple[str, str], dict[str, int]] = {}
    for row in store.rows(
        f"""SELECT step, presence, fact.key AS name, count(*) AS filled
            FROM {seen}, json_each(facts) AS fact
            WHERE fact.value IS NOT NULL AND fact.value NOT IN {_NOTHING}
            AND {which}, fact.key""",  # noqa: S608
        [crawl],
    ):
        place = facts.setdefault((row["step"], row["presence"]), {})
        place[_FACT + row["name"]] = row["filled"]
    # Kish's effective number: the apps of one publisher fill their fields alike.
    alike = {
        (row["step"], row["presence"]): row["squares"]
        for row in store.rows(
            f"""SELECT step, presence, sum(seen * seen) AS squares FROM (
                    SELECT step, presence, count(*) AS seen FROM {seen}
                    WHERE {which}, coalesce(publisher_id, publisher, subject))
                GROUP BY step, presence""",  # noqa: S608
            [crawl],
        )
    }
    found: dict[str, Fill] = {}
    # What is unknown where others are present lacks every field: it tells of no field that fell.
    for row in store.rows(
        f"""SELECT step, presence, count(*) AS seen, {counts} FROM {seen}
            WHERE {which} ORDER BY step, presence""",  # noqa: S608
        [crawl],
    ):
        columns = {name: row[name] for name in _FIELDS}
        filled = columns | facts.get((row["step"], row["presence"]), {})
        fill = Fill(
            step=row["step"],
            sightings=row["seen"],
            independent=row["seen"] ** 2 / alike[row["step"], row["presence"]],
            filled=filled,
        )
        if (row["presence"] == "unknown") is (fill.step in looks):
            found[fill.step] = fill
    return tuple(found.values())


def _measured(row: Mapping[str, Any]) -> Measured:
    return Measured(
        crawl=row["crawl"],
        source=row["source"],
        started_at=read_time(row["started_at"]),
        complete=bool(row["complete"]),
        volumes=tuple(
            Volume(step=step, answers=dict(answers)) for step, answers in json.loads(row["volumes"])
        ),
        fills=tuple(Fill(**one) for one in json.loads(row["fills"])),
        drifts=tuple(
            Drift(**one | {"since_at": read_time(one["since_at"])})
            for one in json.loads(row["drifts"])
        ),
    )
