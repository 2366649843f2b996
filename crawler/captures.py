"""Takes over what an analyst saved of Facebook: evidence first, then what was seen in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from crawler.capture_files import Form, Piece, Refusal, files_in, own_moment, pieces_of
from crawler.errors import CaptureRefused, PayloadChanged
from crawler.evidence.recorder import Recorder
from crawler.evidence.recovery import put_in_order
from crawler.evidence.warc import handed_in
from crawler.onward import Onward
from crawler.records import CAPTURES, Presence, Sighting, evidence_id
from crawler.store import Store
from crawler.store.aliases import add_aliases, page_of
from crawler.store.chain import captures_of
from crawler.store.crawls import close_crawl, open_crawl
from crawler.store.sightings import add_sightings, refuse_unstorable, seen_before
from spiders.facebook_answers import read_answer, read_document
from spiders.facebook_html import read_page
from spiders.facebook_reading import AnswerSeen, Reading, Sign, joined
from spiders.facebook_reading import page_of as named_page
from spiders.facebook_signs import heeded
from spiders.shapes import whole
from spiders.zeeschuimer import collected_at, is_line

SOURCE = CAPTURES
_MARKET = "vn"
_DATED = {"dated": True}  # by the capture itself, not by its file: what proves needs it
_CHANGED = (
    "Saved by hand and handed in; this program asked for nothing. Tokens, cookies and marks of a "
    "log-in were replaced before anything was written; requests of HAR files were dropped."
)
_SAYS = {
    Sign.LOGIN_WALL: "This is the log-in of Facebook. It says nothing of any page; save it again.",
    Sign.BLOCKED: "Facebook stopped this browser. It says nothing of any page; try again later.",
    Sign.CHALLENGE: "Facebook asks for a challenge. It is not solved here; try again later.",
    Sign.RATE_LIMITED: "Facebook limits how often it answers. Wait an hour, then save it again.",
    Sign.SESSION: "The session of this browser ended. Load the page anew, then save it.",
    Sign.SERVER_TROUBLE: "Facebook could not answer. Load the page anew, then save it.",
    Sign.TOKEN_INVALID: "The token was not valid. It says nothing of any page; renew the token.",
    Sign.NO_PERMISSION: "The token lacks a permission. It says nothing of any page.",
    Sign.BAD_REQUEST: "Facebook did not accept the question. It says nothing of any page.",
    Sign.MISSING_OR_FORBIDDEN: "Not there, or not for this token: alone no proof that it is gone.",
    Sign.ALIAS_UNKNOWN: "Nobody has this name now: it was given up or changed. Ask by the number.",
    Sign.UNAVAILABLE: "Not available: removed, restricted and hidden pages all say so. No proof.",
    Sign.EMPTIED: "Adverts are counted and none is shown. Wait an hour, then save it again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One subject out of what was handed in, or what nothing could be taken of, and why."""

    subject: str | None
    new: bool
    source: str  # the file, with the entry or the line
    refused: str | None


@dataclass(slots=True)
class Import:
    """How an import went; filled while its rows are taken."""

    sightings: int = 0
    known: int = 0  # pieces that had been imported before
    left_out: Counter[str] = field(default_factory=Counter)
    trouble: Counter[str] = field(default_factory=Counter)
    stated: int = 0  # adverts that the largest search counts
    left: list[str] = field(default_factory=list)  # by sweeps that were killed: put in order now

    @property
    def reason(self) -> str | None:
        """Why it is incomplete, as a sentence; None: everything was read."""
        told = [f"{count} x {what}" for what, count in sorted(self.trouble.items())]
        return f"Not all was read: {', '.join(told)}." if told else None


def import_captures(
    store: Store, evidence: Path, paths: Sequence[Path], *, who: str, now: datetime, told: Import
) -> Iterator[Imported]:
    """Reads the files one answer at a time; each is kept whole with what was seen in it, or not.

    What was imported before is not kept again. A kill loses nothing: import the same files anew.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise CaptureRefused(f"{missing[0]} is not there. Name the files or folders that are.")
    told.left = put_in_order(store, evidence, now)
    names = [whole(path.resolve().name) for path in paths]
    crawl = open_crawl(store, source=SOURCE, market=_MARKET, terms=names, now=now)
    recorder = Recorder(store, evidence, crawl=crawl, about=_about(store, crawl, who))
    importing = _Importing(
        store=store,
        recorder=recorder,
        crawl=crawl,
        who=who,
        now=now,
        told=told,
        onward=Onward(store=store, who=who, now=now),
    )
    try:
        for path in files_in(paths):
            yield from importing.file(path)
    except BaseException:
        recorder.abandon()
        raise
    recorder.close(now)
    close_crawl(
        store,
        crawl,
        requested=0,
        complete=told.reason is None,
        void=False,
        reason=told.reason,
        now=now,
    )


def _about(store: Store, crawl: int, who: str) -> dict[str, str]:
    """What the WARC file says of itself."""
    return {
        "software": f"rasoat/{version('rasoat')}",
        "format": "WARC File Format 1.1",
        "isPartOf": f"{SOURCE}, crawl {crawl}",
        "operator": who,
        "description": " ".join(filter(None, (store.mark, _CHANGED))),
    }


@dataclass(slots=True, kw_only=True)
class _Importing:
    store: Store
    recorder: Recorder
    crawl: int
    who: str
    now: datetime
    told: Import
    onward: Onward
    rows: set[str] = field(default_factory=set)  # subjects that were told already

    def file(self, path: Path) -> Iterator[Imported]:
        """The rows of one file."""
        for found in pieces_of(path, self.now):
            # Names of files need not be text.
            found = replace(found, place=whole(found.place))
            if isinstance(found, Piece):
                yield from self._piece(found)
            elif found.wanted:
                self.told.trouble["file or entry that cannot be read"] += 1
                yield _refused(found)
            else:
                self.told.left_out[found.why] += 1

    def _piece(self, piece: Piece) -> Iterator[Imported]:
        body = piece.body.encode("utf-8", "replace")
        evidence = evidence_id(body)
        reading = self._read(piece, evidence)
        if reading == Reading(people=reading.people, known=True) and reading.people:
            self.told.left_out["person"] += reading.people
            return  # nothing but posts of persons: not even as evidence
        marked = [_marked(seen, piece, self.who) for seen in reading.sightings]
        sightings = [seen for seen in marked if _fits(seen)]
        reading = replace(reading, unread=reading.unread + len(marked) - len(sightings))
        if next(captures_of(self.store, [evidence]), None) is None:
            sightings, new = self._keep(piece, body, sightings)
        else:
            sightings, new = self._resolved(sightings), set()
            self.told.known += 1
        yield from self._rows(piece, reading, sightings, new)

    def _read(self, piece: Piece, evidence: str) -> Reading:
        seen = AnswerSeen(
            source=SOURCE,
            market=_MARKET,
            seen_at=piece.at,
            evidence=evidence,
            url=piece.url,
            facts=piece.facts,
        )
        read = _read_piece(piece, seen)
        reading = heeded(read, piece.status, piece.led_to, html=piece.html)
        page = named_page(piece.url) if Sign.UNAVAILABLE in reading.signs else None
        if page is None:
            return reading
        notice = Sighting(
            subject=page,
            source=SOURCE,
            market=_MARKET,
            seen_at=piece.at,
            presence=Presence.UNKNOWN,
            url=piece.url,
            evidence=evidence,
            facts={"layer": "notice", "notice": Sign.UNAVAILABLE.value},
        )
        return joined([reading, Reading(sightings=(notice,))])

    def _keep(
        self, piece: Piece, body: bytes, sightings: list[Sighting]
    ) -> tuple[list[Sighting], set[str]]:
        """Evidence, aliases, sightings and leads in one transaction; what nobody had seen."""
        media = "text/html; charset=utf-8" if piece.html else "application/json; charset=utf-8"
        answer = handed_in(
            body,
            url=piece.url or f"urn:sha256:{piece.file}",
            status=piece.status,
            at=piece.at,
            media=media,
        )
        with self.store.writing():
            self.recorder.record(answer)
            add_aliases(self.store, sightings)
            # Not before: this very answer may show the numbers of pages known by name.
            sightings = self._resolved(sightings)
            subjects = {seen.subject for seen in sightings}
            new = subjects - seen_before(self.store, subjects)
            add_sightings(self.store, sightings, crawl=self.crawl)
            self.onward.lead(sightings, source=SOURCE)
            self.recorder.flush()
        self.recorder.seal_if_full(self.now)
        self.told.sightings += len(sightings)
        return sightings, new

    def _resolved(self, sightings: list[Sighting]) -> list[Sighting]:
        """Each page under its own number where that is known, with what it was named."""
        found = []
        for seen in sightings:
            page = page_of(self.store, seen.subject, seen.seen_at)
            named = {} if page == seen.subject else {"named": seen.subject}
            found.append(replace(seen, subject=page, facts={**seen.facts, **named}))
        return found

    def _rows(
        self, piece: Piece, reading: Reading, sightings: list[Sighting], new: set[str]
    ) -> Iterator[Imported]:
        told = self.told
        told.stated = max(told.stated, reading.stated or 0)
        told.left_out["person"] += reading.people
        for subject in dict.fromkeys(seen.subject for seen in sightings):
            if subject not in self.rows:
                self.rows.add(subject)
                yield Imported(
                    subject=subject, new=subject in new, source=piece.place, refused=None
                )
        for sign in sorted(reading.signs):
            told.trouble[sign.value.replace("_", " ")] += 1
            yield Imported(subject=None, new=False, source=piece.place, refused=_SAYS[sign])
        if reading.unread:
            told.trouble["row or answer in an unknown shape"] += reading.unread
            why = f"{reading.unread} of it in a shape that is not known. It is kept as evidence."
            yield Imported(subject=None, new=False, source=piece.place, refused=why)


def _marked(seen: Sighting, piece: Piece, who: str) -> Sighting:
    """The sighting with who saved it, out of what, and whether its moment is its own."""
    capture = {"form": piece.form.value, "file": piece.file, "by": who}
    dated = _DATED if piece.dated else seen.facts.get("capture", {})
    return replace(seen, facts={**seen.facts, "capture": {**capture, **dated}})


def _fits(seen: Sighting) -> bool:
    """Whether a database holds it: one row that it does not hold costs no other."""
    try:
        refuse_unstorable(seen)
    except PayloadChanged:
        return False
    return True


def _read_piece(piece: Piece, seen: AnswerSeen) -> Reading:
    if piece.form is Form.ZEESCHUIMER:
        return joined(_read_lines(piece.body.splitlines(), seen))
    return (read_page if piece.html else read_answer)(piece.body, seen)


def _read_lines(lines: Iterable[str], seen: AnswerSeen) -> Iterator[Reading]:
    """Each line at the moment at which its browser was given it."""
    for line in filter(str.strip, lines):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not is_line(row):
            yield Reading(unread=1)
        else:
            moment = own_moment(collected_at(row), seen.seen_at)
            reading = read_document(row["data"], replace(seen, seen_at=moment or seen.seen_at))
            yield _dated(reading) if moment else reading


def _dated(reading: Reading) -> Reading:
    told = (replace(seen, facts={**seen.facts, "capture": _DATED}) for seen in reading.sightings)
    return replace(reading, sightings=tuple(told))


def _refused(found: Refusal) -> Imported:
    return Imported(subject=None, new=False, source=found.place, refused=found.why)
