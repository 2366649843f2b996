"""Recorded bodies: a file named by the SHA-256 of its content, written once, never from the web."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

from crawler.records import evidence_id


def payload_path(folder: Path, evidence: str) -> Path:
    """Where the bytes of this id lie: ``payloads/ab/<64 hex digits>.gz`` below ``evidence/``."""
    digits = evidence.removeprefix("sha256:")
    if len(digits) != 64 or not set(digits) <= set("0123456789abcdef"):
        raise ValueError(f"{evidence!r} is not the id of recorded bytes")
    return folder / "payloads" / digits[:2] / f"{digits}.gz"


def save_payload(folder: Path, body: bytes) -> str:
    """Keeps a body and returns its id; the same bytes are kept once."""
    evidence = evidence_id(body)
    path = payload_path(folder, evidence)
    if path.exists():
        return evidence
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.part")
    with temporary.open("wb") as file:
        # mtime 0: the same body gives the same file. Level 1: crawling waits for it.
        file.write(gzip.compress(body, compresslevel=1, mtime=0))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return evidence


def read_payload(folder: Path, evidence: str) -> bytes:
    """The bytes of an id; a file that does not match its name raises ``ValueError``."""
    body = gzip.decompress(payload_path(folder, evidence).read_bytes())
    if evidence_id(body) != evidence:
        raise ValueError(f"{evidence} does not match its file: it was altered")
    return body
