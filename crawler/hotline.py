"""Takes over reports of citizens and offices: each once, each address to its subject."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from crawler.hotline_files import Report, moment, read_reports
from crawler.records import Lead
from crawler.redaction import redacted
from crawler.store import Store
from crawler.store.aliases import page_of
from crawler.store.hotline import (
    ReportRow,
    add_answer,
    add_report,
    add_reported,
    add_reporter,
    was_reported,
)
from crawler.store.leads import add_lead
from crawler.store.sightings import seen_before
from matchers.addresses import AROUND, BEHIND, places_in
from matchers.subjects import identify

SOURCE = "hotline"
# A word that stands where an address is asked for: with a dot inside, a scheme or a subject id.
_ADDRESS = re.compile(r"[\w-]+:\S+|\S+\.[^\W\d_]\S*")
_ADDRESSES_AT_MOST = 100  # of one report


@dataclass(frozen=True, slots=True, kw_only=True)
class FromHotline:
    """One subject of one report, or why the report names none. Never who reported."""

    subject: str | None
    new: bool
    source: str  # the file and the line
    refused: str | None


@dataclass(slots=True)
class Taken:
    """How an import went; filled while its rows are taken."""

    reports: int = 0
    known: int = 0  # reports that had been imported before
    answers: int = 0
    refused: int = 0


def import_hotline(
    store: Store, body: bytes, name: str, *, who: str, now: datetime, taken: Taken
) -> Iterator[FromHotline]:
    """Stores the reports of a file and tells what each names; the same row again counts once.

    The file itself is no evidence: it holds who reported. Sites and apps become leads.
    """
    digest = hashlib.sha256(body).hexdigest()
    for report in read_reports(body, name):
        with store.writing():
            told = list(_take(store, report, name, digest, who=who, now=now, taken=taken))
        yield from told


def _take(
    store: Store, report: Report, name: str, digest: str, *, who: str, now: datetime, taken: Taken
) -> Iterator[FromHotline]:
    source = f"{name}:{report.line}"
    at = moment(report.time)
    number, new = add_report(store, _row(report, at, digest), now=now, who=who)
    taken.reports += new
    taken.known += not new
    if new and report.reporter:
        add_reporter(store, number, report.reporter)
    if report.answered and add_answer(store, number, _clean(report.answered), now=now, who=who):
        taken.answers += 1
    named = addresses_in(report)
    if not named:
        # The text first: under a heading of names, who reported may stand.
        what = report.text or report.object or report.address or ""
        why = f"No address stands there. To be searched for by a person: “{_clean(what)[:80]}”."
        add_reported(store, number, _clean(what)[:200], subject=None, refused=why)
        taken.refused += 1
        yield FromHotline(subject=None, new=False, source=source, refused=why)
    for address in named:
        found = identify(address)
        if found.subject is None:
            taken.refused += 1
            why = _clean(found.refused)
            add_reported(store, number, _clean(address), subject=None, refused=why)
            yield FromHotline(subject=None, new=False, source=source, refused=why)
            continue
        subject = page_of(store, found.subject, at or now)
        first = not was_reported(store, subject)
        add_reported(store, number, _clean(address), subject=subject, refused=None)
        unknown = _lead(store, subject, _clean(address), source, who=who, now=now)
        yield FromHotline(subject=subject, new=first and unknown, source=source, refused=None)


def addresses_in(report: Report) -> tuple[str, ...]:
    """The addresses that a report names anywhere, each once, as they were written."""
    cell = report.address or ""
    words = (word.strip(AROUND).rstrip(BEHIND) for word in re.split(r"[\s,;|]+", cell))
    found = [word for word in words if _ADDRESS.fullmatch(word)]
    for text in (report.object, report.text):
        found += places_in(text or "")
    return tuple(dict.fromkeys(found))[:_ADDRESSES_AT_MOST]


def _lead(
    store: Store, subject: str, address: str, origin: str, *, who: str, now: datetime
) -> bool:
    """Sends a sweep to a site or an app; a page waits for somebody to save it.

    Whether nobody had named or seen the subject.
    """
    if subject.partition(":")[0] in ("fbpage", "fbad"):
        return not seen_before(store, [subject])
    lead = Lead(subject=subject, address=address, source=SOURCE, origin=origin, at=now)
    return add_lead(store, lead, who=who)


def _row(report: Report, at: datetime | None, digest: str) -> ReportRow:
    # Who reported is left out of the key: from a hash a telephone number can be guessed.
    told = [report.time, report.channel, report.address, report.object, report.text]
    return ReportRow(
        key=hashlib.sha256(json.dumps(told).encode()).hexdigest(),
        received_at=at,
        channel=report.channel,
        object=_clean(report.object),
        text=_clean(report.text),
        attachment=report.attachment,
        file=digest,
        line=report.line,
    )


def _clean(text: str | None) -> str:
    return redacted(text) if text else ""
