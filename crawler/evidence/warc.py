"""WARC 1.1 records of one answer, and the way back from them to the body that was read."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TypedDict, Unpack
from uuid import uuid4

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders

from crawler.records import HANDED_IN, evidence_id

_VERSION = "WARC/1.1"
_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_BROKEN = (OSError, EOFError, zlib.error)  # gzip.BadGzipFile is an OSError


class Asked(TypedDict):
    """What was asked, when, and of whom."""

    url: str
    method: str
    status: int
    at: datetime
    ip: str | None  # None: not known, or a proxy stood between
    asked: bytes  # the HTTP request, head and body


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One request and what came back for it."""

    url: str
    method: str
    status: int
    at: datetime
    ip: str | None  # None: not known, or a proxy stood between
    asked: bytes  # the HTTP request, head and body
    head: bytes  # the head of the HTTP answer, with its empty line
    received: bytes  # the body as it came, its content coding kept
    digest: str  # SHA-256 of that
    evidence: str  # id of the body as it was read: sightings name it
    block: str  # SHA-256 of head and received: what its record holds
    size: int  # bytes of the body as it was read
    body: bytes | None  # the body as it was read, where what was received does not give it again
    resource: str | None = None  # media type of what is no server's answer; None: it is one
    confirms: Original | None = None  # a 304: what was read is the body of this one


def answered(
    *,
    head: bytes,
    received: bytes,
    body: bytes,
    confirms: Original | None = None,
    **asked: Unpack[Asked],
) -> Answer:
    """An answer, measured and hashed once by whoever received it. ``body``: as it was read."""
    block = hashlib.sha256(head)
    block.update(received)
    return Answer(
        **asked,
        head=head,
        received=received,
        digest=hashlib.sha256(received).hexdigest(),
        evidence=evidence_id(body),
        block=block.hexdigest(),
        size=len(body),
        body=None if confirms or plain_payload(head, received) == body else body,
        confirms=confirms,
    )


def handed_in(body: bytes, *, url: str, status: int, at: datetime, media: str) -> Answer:
    """What a person saved and handed in: no request of ours, and nobody's head."""
    return _resource(body, method=HANDED_IN, url=url, status=status, at=at, media=media)


def made(body: bytes, *, method: str, url: str, at: datetime, media: str) -> Answer:
    """What we made ourselves: a page by running its scripts, a list of what name servers said."""
    return _resource(body, method=method, url=url, status=0, at=at, media=media)


def _resource(
    body: bytes, *, method: str, url: str, status: int, at: datetime, media: str
) -> Answer:
    return Answer(
        url=url,
        method=method,
        status=status,
        at=at,
        ip=None,
        asked=b"",
        head=b"",
        received=body,
        digest=hashlib.sha256(body).hexdigest(),
        evidence=evidence_id(body),
        block=hashlib.sha256(body).hexdigest(),
        size=len(body),
        body=None,
        resource=media,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The response record that first brought a payload to a file."""

    n: int
    record: str
    url: str
    at: str


def warcinfo(at: datetime, about: Mapping[str, str]) -> bytes:
    """The record that a WARC file begins with: who made it, how, and what was changed."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in about.items())
    fields = {"WARC-Date": _date(at), "Content-Type": "application/warc-fields"}
    return b"".join(_record("warcinfo", record_name(), fields, lines.encode()))


def answer_records(answer: Answer, record: str, original: Original | None) -> bytes:
    """Response and request of an answer; a payload that the file holds already is not repeated.

    What a person handed in, or a browser made, is a resource: a response would claim that a server
    gave us these bytes. Of a 304 ``original`` lies in the file of an earlier crawl.

    ``record`` names the response. The body as read follows in a record of its own where the
    payload alone does not give it again.
    """
    common = {"WARC-Target-URI": answer.url, "WARC-Date": _date(answer.at)}
    if answer.resource is not None:
        payload = {"WARC-Payload-Digest": f"sha256:{answer.digest}"}
        fields = common | payload | {"Content-Type": answer.resource}
        return b"".join(_record("resource", record, fields, answer.received, digest=answer.block))
    if answer.ip:
        common["WARC-IP-Address"] = answer.ip
    http = "application/http; msgtype="
    payload = {"WARC-Payload-Digest": f"sha256:{answer.digest}"}
    if original is None:
        fields = common | payload | {"Content-Type": f"{http}response"}
        response = (answer.head, answer.received)
        parts = _record("response", record, fields, *response, digest=answer.block)
        if answer.body is not None:
            kept = {name: common[name] for name in ("WARC-Target-URI", "WARC-Date")}
            kept |= {"WARC-Refers-To": record, "Content-Type": "application/octet-stream"}
            parts += _record("conversion", record_name(), kept, answer.body)
    else:
        refers = {
            "WARC-Profile": _IDENTICAL if answer.confirms is None else _NOT_MODIFIED,
            "WARC-Refers-To": original.record,
            "WARC-Refers-To-Target-URI": original.url,
            "WARC-Refers-To-Date": original.at,
        }
        fields = common | refers | {"Content-Type": f"{http}response"}
        # The digest is that of a payload which a 304 does not have.
        fields |= {} if answer.confirms else payload
        parts = _record("revisit", record, fields, answer.head)
    fields = common | {"WARC-Concurrent-To": record, "Content-Type": f"{http}request"}
    return b"".join(parts + _record("request", record_name(), fields, answer.asked))


def original_of(answer: Answer, n: int, record: str) -> Original:
    """What later answers with the same payload refer to."""
    return Original(n=n, record=record, url=answer.url, at=_date(answer.at))


def original_in(records: bytes, n: int) -> tuple[Original, bytes]:
    """Capture ``n``, which came whole, for later answers to refer to; and the request before it."""
    named, asked = {}, b""
    for one in ArchiveIterator(BytesIO(records), no_record_parse=True):
        if one.rec_type == "response":
            named = dict(one.rec_headers.headers)
        elif one.rec_type == "request":
            asked = one.raw_stream.read()
    record, url, at = (named[f"WARC-{name}"] for name in ("Record-ID", "Target-URI", "Date"))
    return Original(n=n, record=record, url=url, at=at), asked


def body_in(records: bytes) -> bytes | None:
    """The body as it was read, from the records of one answer; None: they repeat another one's."""
    found = None
    for kind, block in blocks(records):
        if kind in ("conversion", "resource"):
            return block
        if kind == "response":
            head, line, payload = block.partition(b"\r\n\r\n")
            found = plain_payload(head + line, payload)
    return found


def blocks(records: bytes) -> Iterator[tuple[str, bytes]]:
    """Type and content of each record."""
    for record in ArchiveIterator(BytesIO(records), no_record_parse=True):
        yield record.rec_type, record.raw_stream.read()


def plain_payload(head: bytes, payload: bytes) -> bytes | None:
    """The payload without its content coding; None where no plain tool gives it whole."""
    codings = [
        coding.strip().lower()
        for line in head.split(b"\r\n")[1:]
        if line.lower().startswith(b"content-encoding:")
        for coding in line.partition(b":")[2].split(b",")
    ]
    for coding in reversed(codings if payload else []):
        try:
            if coding in (b"gzip", b"x-gzip"):
                payload = gzip.decompress(payload)
            elif coding == b"deflate":
                payload = zlib.decompress(payload)
            else:
                return None
        except _BROKEN:
            return None
    return payload


def record_name() -> str:
    """A name for a record, like no other."""
    return f"<urn:uuid:{uuid4()}>"


def _record(
    kind: str, name: str, fields: Mapping[str, str], *block: bytes, digest: str | None = None
) -> list[bytes]:
    """The pieces of a record: a body is copied once, when all of a capture are joined."""
    digest = digest or hashlib.sha256(b"".join(block)).hexdigest()
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", name),
        *fields.items(),
        ("WARC-Block-Digest", f"sha256:{digest}"),
        ("Content-Length", str(sum(map(len, block)))),
    ]
    # Not by the writer of warcio: it encodes the lines of HTTP heads anew, leaves out the block of
    # a revisit and adds SHA-1 digests.
    told = StatusAndHeaders("", headers, protocol=_VERSION).to_bytes(encoding="utf-8")
    return [told, *block, b"\r\n\r\n"]


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
