"""The bytes that a sighting names: from the chain, or from a workspace's older store by hash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawler.clock import on_paper
from crawler.errors import EvidenceProblem
from crawler.evidence.files import WarcFile, parts, warc_file
from crawler.evidence.payloads import read_payload
from crawler.evidence.warc import body_in
from crawler.records import evidence_id
from crawler.store import Store
from crawler.store.chain import Link, captures_of


def read_body(store: Store, folder: Path, evidence: str) -> bytes:
    """The bytes of an id; ``EvidenceProblem`` where they were deleted, lost or altered."""
    deleted = None
    for capture in captures_of(store, [evidence]):
        file = warc_file(store, capture.facts["file"])
        records = records_of(file, folder, capture)
        if records is None:
            deleted = file.deleted_at
            continue
        body = body_in(records)
        if body is None:
            continue  # it repeats an earlier capture, which comes first
        if evidence_id(body) != evidence:
            raise EvidenceProblem(
                f"Capture {capture.n} does not hold the bytes of {evidence}: it was altered. "
                "See what else is wrong with: rasoat evidence verify"
            )
        return body
    if deleted is not None:
        raise EvidenceProblem(
            f"The bytes of {evidence} were deleted by retention on {on_paper(deleted)}. "
            "Their hash and the link in the chain are kept."
        )
    try:
        return read_payload(folder, evidence)
    except FileNotFoundError as error:
        raise EvidenceProblem(
            f"The bytes of {evidence} are missing. Restore them from a backup."
        ) from error


def records_of(file: WarcFile, folder: Path, capture: Link) -> bytes | None:
    """The records of a capture as they lie in its file; None when they were deleted.

    ``EvidenceProblem`` where the file is gone or too short. Their hash is not compared here.
    """
    for kept, place in spans_in(file):
        if kept.n == capture.n:
            return read_span(file, folder, capture, place)
    return None


def spans_in(file: WarcFile) -> Iterator[tuple[Link, int]]:
    """Each span that is kept, and where it begins in the file as it is now."""
    place = 0
    for span in file.kept:
        yield span, place
        place += int(span.facts["length"])


def read_span(file: WarcFile, folder: Path, span: Link, place: int) -> bytes:
    """The bytes of one span."""
    path, length = file.path(folder), int(span.facts["length"])
    try:
        records = b"".join(parts(path, place, length)) if path is not None else b""
    except FileNotFoundError:
        records = b""
    if len(records) != length:
        raise EvidenceProblem(
            f"{path} does not hold capture {span.n} whole. Restore it from a backup."
        )
    return records
