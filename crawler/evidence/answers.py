"""The recorded answers that brought some bytes, wherever they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawler.evidence.bodies import spans_in
from crawler.evidence.files import WarcFile, warc_file
from crawler.records import RecordedAnswer, Sighting
from crawler.store import Store
from crawler.store.chain import Link, captures_of, moment_of
from crawler.store.crawls import fetch_of
from crawler.store.sightings import sightings_of


def evidence_of(store: Store, subject: str) -> list[str]:
    """The ids of the bytes that the sightings of a subject name, the newest first."""
    named = (evidence for seen in sightings_of(store, subject) for evidence in named_in(seen))
    return list(dict.fromkeys(evidence for evidence in named if evidence is not None))


def named_in(seen: Sighting) -> Iterator[str | None]:
    """The home page's, then those of all that a verdict on a site may rest on."""
    yield seen.evidence
    facts = seen.facts
    for page in (*facts.get("pages", ()), *facts.get("cloaking", ()), facts.get("landing") or {}):
        yield page.get("evidence")
        yield page.get("screenshot")


def recorded(store: Store, folder: Path, evidence: Sequence[str]) -> list[RecordedAnswer]:
    """All answers that brought any of these bytes, in order of time."""
    found = list(_chained(store, folder, evidence))
    chained = {answer.evidence for answer in found}
    older = (_older(store, one) for one in evidence if one not in chained)
    found += [answer for answer in older if answer is not None]
    return sorted(found, key=lambda answer: answer.at)


def _chained(store: Store, folder: Path, evidence: Sequence[str]) -> Iterator[RecordedAnswer]:
    files: dict[str, tuple[WarcFile, dict[int, int]]] = {}
    deleted: dict[int | None, datetime] = {}  # by capture, when its body was
    for capture in captures_of(store, evidence):
        name = capture.facts["file"]
        if name not in files:
            file = warc_file(store, name)
            files[name] = file, {span.n: place for span, place in spans_in(file)}
        file, places = files[name]
        answer = _answer(capture, file, places.get(capture.n), folder)
        # What a 304 confirmed lies in a file of its own, and may have been deleted there.
        deleted_at = deleted.get(capture.facts["repeats"])
        if deleted_at is not None and answer.deleted_at is None:
            answer = replace(answer, deleted_at=deleted_at)
        if answer.deleted_at is not None:
            deleted[capture.n] = answer.deleted_at
        yield answer


def _answer(capture: Link, file: WarcFile, place: int | None, folder: Path) -> RecordedAnswer:
    facts = capture.facts
    return RecordedAnswer(
        n=capture.n,
        link=capture.hash,
        at=moment_of(capture),
        url=facts["url"],
        method=facts["method"],
        status=facts["status"],
        ip=facts["ip"],
        evidence=facts["evidence"],
        size=facts["size"],
        repeats=facts["repeats"],
        sha256=facts["sha256"],
        length=facts["length"],
        file=None if place is None else str(file.path(folder)),
        offset=place,
        deleted_at=file.deleted_at if place is None else None,
    )


def _older(store: Store, evidence: str) -> RecordedAnswer | None:
    fetch = fetch_of(store, evidence)
    if fetch is None:
        return None
    return RecordedAnswer(
        n=None,
        link=None,
        at=fetch.fetched_at,
        url=fetch.url,
        method=fetch.method,
        status=fetch.status,
        ip=None,
        evidence=evidence,
        size=fetch.size,
        repeats=None,
        sha256=None,
        length=None,
        file=None,
        offset=None,
        deleted_at=None,
    )
