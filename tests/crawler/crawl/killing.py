"""Sweeps that are killed at a random moment and resumed, against one that was left alone."""

from __future__ import annotations

import random
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.backup import check
from crawler.replica.running import RunningReplica
from crawler.store import Store
from crawler.workspace import Workspace
from tests.crawler.crawl.sweeping import cut_short, hurried, new_office, run

SOURCES = ("apple_app_store", "google_play")
IN_FLIGHT = 2 * len(SOURCES)  # requests in Scrapy's hands: one in the air and one ready, a source
_CODES = (0, 3)  # a sweep that did its work; 3: there is no register


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What a sweep that nobody killed saw."""

    subjects: frozenset[str]
    sightings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kills:
    """What became of a sweep that was killed and resumed."""

    kills: int
    at: tuple[int, ...]  # sightings that were stored when it was killed
    held: tuple[int, ...]  # what each kill found in its victim's hands: requests, results
    lost: int  # subjects that a whole sweep sees
    open_requests: int
    asked_twice: int
    half_written: int
    complete: bool
    damaged: tuple[str, ...]
    verified: int  # the exit code of evidence verify once all was resumed


def left_alone(folder: Path, replica: RunningReplica, sources: Sequence[str] = SOURCES) -> Whole:
    """Sweeps once from the first to the last request."""
    office = hurried(new_office(folder, replica), sorted(set(sources) - set(SOURCES)))
    done = run(office, replica, *sweep_of(sources, replica))
    if done.returncode not in _CODES:
        raise AssertionError(done.stderr)
    with office.open_store() as store:
        return Whole(
            subjects=subjects_of(store), sightings=store.count("SELECT count(*) FROM sightings")
        )


def killed(
    folder: Path, replica: RunningReplica, whole: Whole, rng: random.Random, *, kills: int
) -> Kills:
    """Kills a sweep with signal 9 ``kills`` times, each further on, then lets it end."""
    # Not within the last answers: between them and the end there would be nothing to kill.
    moments = sorted(rng.sample(range(1, whole.sightings * 9 // 10), kills))
    office, before = new_office(folder, replica), asked_of(replica)
    words, held = sweep_of(SOURCES, replica), []
    for moment in moments:
        code, _, err = cut_short(office, replica, signal.SIGKILL, *words, after=moment)
        if code != -signal.SIGKILL:
            raise AssertionError(err)
        held.append(leases(office))
        words = ("sweeps", "resume", *crawls_left(office))
    done = run(office, replica, *words)
    if done.returncode not in _CODES:
        raise AssertionError(done.stderr)
    return told_of(office, replica, whole, moments, held, asked_of(replica) - before)


def told_of(
    office: Workspace,
    replica: RunningReplica,
    whole: Whole,
    moments: Sequence[int],
    held: Sequence[int],
    asked: int,
) -> Kills:
    """What became of a sweep, of which ``asked`` requests came to the servers."""
    verified = run(office, replica, "evidence", "verify").returncode
    with office.open_store() as store:
        return Kills(
            kills=len(moments),
            at=tuple(moments),
            held=tuple(held),
            lost=len(whole.subjects - subjects_of(store)),
            open_requests=store.count("SELECT count(*) FROM frontier WHERE outcome IS NOT 'done'"),
            asked_twice=asked - store.count("SELECT count(*) FROM frontier"),
            half_written=half_written(store),
            complete=store.count("SELECT coalesce(min(complete), 0) FROM crawls") == 1,
            damaged=tuple(check(office)),
            verified=verified,
        )


def asked_of(replica: RunningReplica) -> int:
    """Requests that came to the servers, whether their answers were recorded or died on the way.

    Those for robots.txt aside: each process reads that for itself.
    """
    return sum(not request.path.startswith("/robots.txt") for request in replica.requests())


def sweep_of(sources: Sequence[str], replica: RunningReplica) -> tuple[str, ...]:
    """The words of a command that sweeps these."""
    return ("sweep", *sources, "--terms", str(replica.terms), "--charts")


def leases(office: Workspace, pid: int | None = None) -> int:
    """Requests that a process holds, or any process of an office, dead ones too."""
    with office.open_store() as store:
        return store.count(
            """SELECT count(*) FROM frontier JOIN workers ON workers.id = frontier.worker
                WHERE outcome IS NULL AND pid = coalesce(?, pid)""",
            [pid],
        )


def crawls_left(office: Workspace) -> list[str]:
    """The crawls that a kill cut short."""
    with office.open_store() as store:
        # One that had come to its end before the kill is complete, and left alone.
        return [str(row["id"]) for row in store.rows("SELECT id FROM crawls WHERE complete = 0")]


def subjects_of(store: Store) -> frozenset[str]:
    """All that was seen."""
    return frozenset(row["subject"] for row in store.rows("SELECT subject FROM sightings"))


def half_written(store: Store) -> int:
    """Answers of which a part is stored, and rows that say twice what one answer says."""
    return store.count(
        """SELECT count(*) FROM (
            SELECT asked FROM sightings JOIN frontier ON frontier.id = asked
            GROUP BY asked HAVING count(*) <> frontier.sightings OR frontier.outcome IS NULL)"""
    ) + store.count(
        """SELECT count(*) FROM frontier WHERE outcome = 'done' AND sightings > 0
            AND id NOT IN (SELECT asked FROM sightings WHERE asked IS NOT NULL)"""
    )
