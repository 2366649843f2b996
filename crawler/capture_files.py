"""What an analyst saved, file by file: its content tells what it is, never its name."""

from __future__ import annotations

import email
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

from crawler.errors import CaptureRefused
from crawler.redaction import redacted
from spiders.facebook_har import CutOff, Exchange, read_har
from spiders.facebook_html import saved_from
from spiders.facebook_posts import is_of_person
from spiders.facebook_reading import asked
from spiders.zeeschuimer import is_facebooks, is_line

_LARGEST = 64 << 20  # bytes of one page or answer; HAR files and lines have no such bound
_LINES_AT_ONCE = 1 << 20  # characters of lines that are kept as one piece of evidence
_BEGINNING = 1 << 16
_HAR = re.compile(r'\s*\{\s*"log"\s*:\s*\{')
_HEAD_LINE = re.compile(r"[\w-]+: ?\S")
_HEAD_WITHIN = 4_000  # characters of the head of a page that was saved as one file
_OTHER_KINDS = (
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a film"),
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "packed"),
    (b"SQLite format 3", "a database"),
)


class Form(StrEnum):
    """In which form something was saved."""

    PAGE = "page"
    ANSWER = "answer"  # JSON, or several documents of it one a line
    HAR = "har"
    ZEESCHUIMER = "zeeschuimer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One answer out of a file, without secrets, as it is kept and read."""

    form: Form
    place: str  # "ads.har#3", "posts.ndjson:1"
    body: str
    at: datetime
    dated: bool = False  # whether it says that moment itself; the file's is changed by a copy
    file: str  # SHA-256 of the whole file as it was handed in
    html: bool
    url: str | None = None
    status: int = 0  # 0: no status was saved with it
    led_to: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)  # of the question


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file, or a part of one, that is not read, and why."""

    place: str
    why: str
    wanted: bool = True  # False: nothing of Facebook, told by its count alone


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that were named, and those in folders that were; what is hidden is passed over."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for found in sorted(path.rglob("*")):
            parts = found.relative_to(path).parts
            hidden = any(part.startswith(".") or part.endswith("_files") for part in parts[:-1])
            if found.is_file() and not found.is_symlink() and not hidden and parts[-1][0] != ".":
                yield found


def pieces_of(path: Path, now: datetime) -> Iterator[Piece | Refusal]:
    """The answers that a file holds. What says no moment of its own was seen when it was saved."""
    try:
        digest = _digest(path)
        at = min(now, datetime.fromtimestamp(path.stat().st_mtime, UTC))
        yield from _pieces(path, digest, at)
    except OSError as error:
        raise CaptureRefused(
            f"{path} cannot be read: {error.strerror or error}. Check its name and its rights."
        ) from error


def _pieces(path: Path, digest: str, at: datetime) -> Iterator[Piece | Refusal]:
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
    other = next((what for mark, what in _OTHER_KINDS if beginning.startswith(mark)), None)
    text = _decoded(beginning).lstrip("\ufeff").lstrip()
    if other or not text:
        what = f"is {other}" if other else "is empty"
        yield Refusal(
            place=path.name, why=f"It {what}. Save the page, or its HAR, and import that."
        )
    elif _HAR.match(text):
        yield from _of_har(path, digest, at)
    elif _begins_with_line(text):
        yield from _of_lines(path, digest, at)
    elif path.stat().st_size > _LARGEST:
        why = (
            f"It is larger than {_LARGEST >> 20} MB. Save fewer results, or a HAR, and import that."
        )
        yield Refusal(place=path.name, why=why)
    elif text.startswith(("{", "[", "for (;;);")):
        body = redacted(_decoded(path.read_bytes()))
        yield Piece(form=Form.ANSWER, place=path.name, body=body, at=at, file=digest, html=False)
    elif text.startswith("<"):
        yield _page(path.name, _decoded(path.read_bytes()), digest, at)
    elif _HEAD_LINE.match(text) and "mime-version:" in text[:_HEAD_WITHIN].lower():
        yield _of_mhtml(path, digest, at)
    else:
        why = (
            "It is no saved page, HAR, answer or file of Zeeschuimer. Lists of addresses go by: "
            "rasoat import leads, reports of citizens by: rasoat import hotline"
        )
        yield Refusal(place=path.name, why=why)


def _page(
    place: str, page: str, digest: str, at: datetime, url: str | None = None, *, dated: bool = False
) -> Piece:
    url = redacted(url or saved_from(page) or "") or None
    return Piece(
        form=Form.PAGE,
        place=place,
        body=redacted(page),
        at=at,
        dated=dated,
        file=digest,
        html=True,
        url=url,
        facts=asked(url),
    )


def _of_mhtml(path: Path, digest: str, at: datetime) -> Piece | Refusal:
    """A page saved as one file: its HTML, its address and its moment."""
    message = email.message_from_bytes(path.read_bytes())
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    payload = page.get_payload(decode=True) if page is not None else None
    if not isinstance(payload, bytes):
        return Refusal(place=path.name, why="It is a page saved as one file without its page.")
    url = message["Snapshot-Content-Location"]
    saved = own_moment(_dated(message["Date"]), at)
    return _page(
        path.name,
        _decoded(payload),
        digest,
        saved or at,
        str(url) if url else None,
        dated=saved is not None,
    )


def own_moment(said: datetime | None, at: datetime) -> datetime | None:
    """The moment that something says itself; one later than its file was saved is none."""
    return said if said is not None and said <= at else None


def _dated(header: object) -> datetime | None:
    """The moment of a head line; one without a zone is UTC's, as browsers write it."""
    try:
        moment = parsedate_to_datetime(str(header))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _of_har(path: Path, digest: str, at: datetime) -> Iterator[Piece | Refusal]:
    number = 0
    with path.open("rb") as file:
        try:
            for number, found in enumerate(read_har(file), start=1):
                place = f"{path.name}#{number}"
                if isinstance(found, Exchange):
                    yield _exchanged(found, place, digest, at)
                else:
                    yield _skipped(found.why, place)
        except CutOff:
            why = f"The file breaks off behind entry {number}. What stood before it is read."
            yield Refusal(place=path.name, why=f"{why} Save it again.")


def _exchanged(found: Exchange, place: str, digest: str, at: datetime) -> Piece:
    moment = own_moment(found.at, at)
    return Piece(
        form=Form.HAR,
        place=place,
        body=redacted(found.body),
        at=moment or at,
        dated=moment is not None,
        file=digest,
        html=found.html,
        url=redacted(found.url),
        status=found.status,
        led_to=redacted(found.led_to) if found.led_to else None,
        facts={**asked(redacted(found.url)), **_clean(found.asked)},
    )


def _clean(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: redacted(value) for name, value in facts.items()}


def _skipped(why: str, place: str) -> Refusal:
    if why in ("elsewhere", "private"):
        return Refusal(place=place, why=why, wanted=False)
    what = "is larger than any answer of Facebook" if why == "too_large" else "is damaged"
    return Refusal(place=place, why=f"The entry {what}. It was not read.")


def _of_lines(path: Path, digest: str, at: datetime) -> Iterator[Piece | Refusal]:
    """The lines of a browser extension, so many in one piece.

    Lines of other sites and posts of persons are not even kept as evidence.
    """
    kept: list[str] = []
    first, size = 1, 0
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if why := left_out(line):
                yield Refusal(place=f"{path.name}:{number}", why=why, wanted=False)
                continue
            first = first if kept else number
            kept.append(line)
            size += len(line)
            if size >= _LINES_AT_ONCE:
                yield _lines(path, kept, first, digest, at)
                kept, size = [], 0
    if any(line.strip() for line in kept):
        yield _lines(path, kept, first, digest, at)


def left_out(line: str) -> str | None:
    """Why a line is none of ours; None: it is, or nobody can say."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not is_line(row):
        return None
    if not is_facebooks(row):
        return "elsewhere"
    return "person" if is_of_person(row["data"]) else None


def _lines(path: Path, kept: list[str], first: int, digest: str, at: datetime) -> Piece:
    return Piece(
        form=Form.ZEESCHUIMER,
        place=f"{path.name}:{first}",
        body=redacted("".join(kept)),
        at=at,
        file=digest,
        html=False,
    )


def _begins_with_line(text: str) -> bool:
    line, end, _ = text.partition("\n")
    if not end and len(line) >= _BEGINNING // 4 and '"source_platform"' in line:
        return True  # its first line alone is longer than what was looked at
    try:
        return is_line(json.loads(line))
    except (ValueError, RecursionError):
        return False


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    return body.decode("utf-8-sig", "replace")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
