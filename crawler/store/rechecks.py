"""What crawls of a re-check were told to look at, what they saw, and what they could not ask."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from typing import Any

from crawler.records import CANARY_TERM, RECHECK_TERM, Presence, Sighting, VerdictKind, Witness
from crawler.store.asked import RequestOutcome
from crawler.store.connection import Store
from crawler.store.sightings import read_sighting
from crawler.store.tables import CASES, CRAWLS, FRONTIER, SIGHTINGS, VERDICTS
from crawler.store.values import optional_time, read_time, stored_json, stored_time


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlEnd:
    """How a crawl stands."""

    source: str
    started_at: datetime
    ended_at: datetime | None
    void: bool
    reason: str | None
    latest: datetime  # that the clock had shown when it or one before it began


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckCrawl:
    """One crawl that looked at subjects again, with every clear answer that it got."""

    crawl: int
    source: str
    market: str
    subjects: frozenset[str]
    canaries: frozenset[str]
    answers: dict[tuple[str, str], Witness] = field(default_factory=dict)  # by subject and market


def crawl_ends(store: Store) -> dict[int, CrawlEnd]:
    """How each crawl stands, by its number."""
    query = f"SELECT id, source, started_at, ended_at, void, reason FROM {CRAWLS} ORDER BY id"  # noqa: S608
    rows = list(store.rows(query))
    latest = accumulate((row["started_at"] for row in rows), max)
    return {
        row["id"]: CrawlEnd(
            source=row["source"],
            started_at=read_time(row["started_at"]),
            ended_at=optional_time(row["ended_at"]),
            void=bool(row["void"]),
            reason=row["reason"],
            latest=read_time(shown),
        )
        for row, shown in zip(rows, latest, strict=True)
    }


def recheck_crawls(store: Store) -> dict[int, RecheckCrawl]:
    """Every crawl of a re-check by its number, oldest first."""
    rows = store.rows(
        f"SELECT * FROM {CRAWLS} WHERE terms LIKE ? ORDER BY id",  # noqa: S608
        [f'%"{RECHECK_TERM}:%'],
    )
    crawls = {row["id"]: _recheck(row) for row in rows}
    seen = store.rows(
        f"""SELECT crawl, subject, market, presence, seen_at, evidence FROM {SIGHTINGS}
            WHERE crawl IN (SELECT value FROM json_each(?)) AND presence <> 'unknown'
            ORDER BY id""",  # noqa: S608
        [json.dumps(list(crawls))],
    )
    for row in seen:
        answers, key = crawls[row["crawl"]].answers, (row["subject"], row["market"])
        known = answers.get(key)
        # Of two answers in one crawl the one that it is there counts.
        if known is None or known.presence is Presence.GONE:
            answers[key] = Witness(
                subject=row["subject"],
                market=row["market"],
                crawl=row["crawl"],
                at=read_time(row["seen_at"]),
                presence=Presence(row["presence"]),
                evidence=row["evidence"],
            )
    return crawls


def unread_looks(store: Store, crawl: int) -> dict[tuple[str, str], tuple[RequestOutcome, str]]:
    """What a re-check asked and did not read, by subject and market: how it ended, and why."""
    rows = store.rows(
        f"""SELECT form, outcome, reason FROM {FRONTIER}
            WHERE crawl = ? AND step = 'recheck' AND outcome IS NOT 'done'""",  # noqa: S608
        [crawl],
    )
    found = {}
    for row in rows:
        asked = json.loads(row["form"])["kwargs"]
        outcome = RequestOutcome(row["outcome"] or RequestOutcome.DROPPED)
        for subject in asked["subjects"]:
            why = row["reason"] or "it was not asked"
            found[subject, asked["market"]] = (outcome, why)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLook:
    """How one visit of a site ended, as its sighting says it."""

    at: datetime
    ending: str  # of ``spiders.site.outcome``
    why: str | None
    evidence: str | None
    here: str | None  # what the resolver here says of its name; None: none was asked
    control: str | None  # the same of a resolver without a block
    registration: str | None  # of ``spiders.site.rdap``; None: no registry said anything


def site_looks(store: Store, crawl: int) -> dict[str, SiteLook]:
    """How the visits of a crawl of sites ended, by subject."""
    rows = store.rows(
        f"""SELECT subject, seen_at, evidence, facts ->> '$.ending' AS ending,
                facts ->> '$.why' AS why, facts ->> '$.names.status' AS here,
                facts ->> '$.control.status' AS control,
                facts ->> '$.registration' AS registration
            FROM {SIGHTINGS} WHERE crawl = ? AND facts ->> '$.ending' IS NOT NULL
            ORDER BY id""",  # noqa: S608
        [crawl],
    )
    return {
        str(row["subject"]): SiteLook(
            at=read_time(row["seen_at"]),
            ending=row["ending"],
            why=row["why"],
            evidence=row["evidence"],
            here=row["here"],
            control=row["control"],
            registration=row["registration"],
        )
        for row in rows
    }


def clear_sightings(
    store: Store, subject: str, *, market: str
) -> list[tuple[int | None, Sighting]]:
    """Every time that a source said whether a subject is there, as stored, with its crawl."""
    rows = store.rows(
        f"""SELECT * FROM {SIGHTINGS}
            WHERE subject = ? AND market = ? AND presence <> 'unknown' ORDER BY id""",  # noqa: S608
        [subject, market],
    )
    return [(row["crawl"], read_sighting(row)) for row in rows]


def licensed_lately(store: Store, source: str, *, since: datetime, most: int) -> list[str]:
    """The best known of a source's licensed apps that were there when they were seen last.

    None of them was ever a case.
    """
    rows = store.rows(
        f"""SELECT seen.subject, max(seen.ratings) AS ratings FROM {SIGHTINGS} AS seen
            JOIN {CRAWLS} AS crawls ON crawls.id = seen.crawl
            WHERE seen.source = :source AND seen.market = crawls.market AND crawls.void = 0
                AND seen.seen_at >= :since AND seen.presence = 'present'
                AND NOT EXISTS (SELECT 1 FROM {CASES} WHERE subject = seen.subject)
                AND NOT EXISTS (SELECT 1 FROM {SIGHTINGS} AS later
                    JOIN {CRAWLS} AS sound ON sound.id = later.crawl AND sound.void = 0
                    WHERE later.subject = seen.subject AND later.market = seen.market
                    AND later.id > seen.id AND later.presence = 'gone')
                AND :licensed = (SELECT kind FROM {VERDICTS} WHERE id = (
                    SELECT max(id) FROM {VERDICTS} WHERE subject = seen.subject))
            GROUP BY seen.subject ORDER BY ratings DESC, seen.subject LIMIT :most""",  # noqa: S608
        {
            "source": source,
            "since": stored_time(since),
            "licensed": VerdictKind.LICENSED.value,
            "most": most,
        },
    )
    return [str(row["subject"]) for row in rows]


def were_cases(store: Store, subjects: list[str]) -> set[str]:
    """Which of these subjects are, or were, a case."""
    rows = store.rows(
        f"SELECT subject FROM {CASES} WHERE subject IN (SELECT value FROM json_each(?))",  # noqa: S608
        [stored_json(subjects)],
    )
    return {str(row["subject"]) for row in rows}


def _recheck(row: Mapping[str, Any]) -> RecheckCrawl:
    named: dict[str, set[str]] = {RECHECK_TERM: set(), CANARY_TERM: set()}
    for term in json.loads(row["terms"]):
        kind, _, subject = term.partition(":")
        if kind in named:
            named[kind].add(subject.split()[0])  # pages of a site may follow
    return RecheckCrawl(
        crawl=row["id"],
        source=row["source"],
        market=row["market"],
        subjects=frozenset(named[RECHECK_TERM]),
        canaries=frozenset(named[CANARY_TERM]),
    )
