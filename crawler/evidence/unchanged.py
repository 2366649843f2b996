"""Earlier answers that a server may be asked to confirm, not to send again (RFC 9110 §13)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from crawler.errors import EvidenceProblem
from crawler.evidence.bodies import read_body, records_of
from crawler.evidence.files import WarcFile, warc_file
from crawler.evidence.warc import Original, original_in
from crawler.store import Store
from crawler.store.chain import Link, link_at, moment_of, newest_capture
from crawler.store.sightings import may_be_confirmed

NOT_MODIFIED = 304
# A server that calls everything unchanged hides a change no longer than this: then the whole
# answer is asked for.
FULL_AGAIN = timedelta(days=3)
_ETAG, _LAST_MODIFIED = "etag", "last-modified"
_ASKED_BY = {_ETAG: "If-None-Match", _LAST_MODIFIED: "If-Modified-Since"}
CONDITIONS = tuple(_ASKED_BY.values())
_CONDITION_LINES = re.compile(rb"(?im)^(?:if-none-match|if-modified-since):[^\n]*\n")
# What is written otherwise is no validator: the page is then asked for in full.
_SOUND = {
    _ETAG: re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]{0,500}"'),
    _LAST_MODIFIED: re.compile(
        "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} "
        "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
        "[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """An answer to the very same question, whose bytes are there to be read."""

    original: Original
    evidence: str
    validators: Mapping[str, str]

    @property
    def conditions(self) -> dict[str, str]:
        """The headers by which it is sent again only if it is another one by now."""
        return {_ASKED_BY[name]: value for name, value in self.validators.items()}

    def is_meant_by(self, head: bytes) -> bool:
        """Whether a 304 speaks of this answer, by the validators that it names.

        A tag that was sent must come back; a last change, which many leave out, must not differ.
        """
        told = _fields(head)
        tags = [tag.removeprefix("W/") for tag in told.get(_ETAG, ())]
        if _ETAG in self.validators:
            return tags == [self.validators[_ETAG].removeprefix("W/")]
        return not tags and set(told.get(_LAST_MODIFIED, ())) <= set(self.validators.values())


class FormerAnswers:
    """What was answered before, for one crawl.

    ``besides``: apps that must be found. What tells of these, or of an app that is a case, is
    never confirmed: a removal, and that there is none, is proved by whole answers. ``vantage``:
    where this crawl asks from, as its evidence says it. Stores answer by place: what was answered
    elsewhere, or nobody knows where, is asked in full.
    """

    def __init__(self, store: Store, folder: Path, besides: Sequence[str], *, vantage: str) -> None:
        self._store = store
        self._folder = folder
        self._besides = besides
        self._vantage = f"vantage: {vantage}\r\n".encode()
        self._files: dict[str, WarcFile] = {}
        self._same_place: dict[str, bool] = {}  # by the name of the file

    def to(self, url: str, asked: bytes, now: datetime) -> Former | None:
        """The newest answer of an address, where the server may be asked to confirm it.

        ``asked``: the request as it is about to be sent; that for another storefront or language,
        or by another program, is another question.
        """
        capture = newest_capture(self._store, url)
        if capture is not None and capture.facts["status"] == NOT_MODIFIED:
            capture = link_at(self._store, capture.facts["repeats"])
        if capture is None or not self._is_fit(capture, now):
            return None
        records = self._records(capture)
        if records is None or not self._is_from_here(self._files[capture.facts["file"]]):
            return None
        original, asked_then = original_in(records, capture.n)
        if _CONDITION_LINES.sub(b"", asked_then) != asked:
            return None
        facts = capture.facts
        return Former(original=original, evidence=facts["evidence"], validators=facts["validators"])

    def body(self, former: Former) -> bytes | None:
        """The bytes as they were read then; None where they are gone or altered by now."""
        with suppress(EvidenceProblem, OSError, ValueError):
            return read_body(self._store, self._folder, former.evidence)
        return None

    def _is_fit(self, capture: Link, now: datetime) -> bool:
        facts = capture.facts
        return (
            facts["repeats"] is None
            and "validators" in facts
            and timedelta(0) <= now - moment_of(capture) < FULL_AGAIN
            and may_be_confirmed(self._store, facts["evidence"], self._besides)
        )

    def _records(self, capture: Link) -> bytes | None:
        """The records of a capture as the chain knows them."""
        name = capture.facts["file"]
        if name not in self._files:
            self._files[name] = warc_file(self._store, name)
        return self._span(self._files[name], capture)

    def _is_from_here(self, file: WarcFile) -> bool:
        """Whether the crawl that a file holds asked from where this one asks."""
        if file.name not in self._same_place:
            about = self._span(file, file.spans[0]) or b""
            self._same_place[file.name] = b"\r\n" + self._vantage in about
        return self._same_place[file.name]

    def _span(self, file: WarcFile, capture: Link) -> bytes | None:
        """Bytes that are what the chain says; None where they are not, or are gone."""
        with suppress(EvidenceProblem, OSError):
            records = records_of(file, self._folder, capture)
            if records and hashlib.sha256(records).hexdigest() == capture.facts["sha256"]:
                return records
        return None


def validators_in(head: bytes) -> dict[str, str]:
    """What a server can be asked by whether this answer still holds; nothing where it must not.

    ``no-store`` forbids to keep it; ``Vary: *`` says that no other request is the same.
    """
    told = _fields(head)
    rules = {rule.strip() for line in told.get("cache-control", ()) for rule in line.split(",")}
    if "no-store" in map(str.lower, rules) or "*" in told.get("vary", ()):
        return {}
    named = {name: told[name][0] for name in _ASKED_BY if len(told.get(name, ())) == 1}
    return {name: value for name, value in named.items() if _SOUND[name].fullmatch(value)}


def _fields(head: bytes) -> dict[str, list[str]]:
    """The header lines of an answer, names in lower case."""
    found: dict[str, list[str]] = {}
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        found.setdefault(name.strip().lower(), []).append(value.strip())
    return found
