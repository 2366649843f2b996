"""Bodies that older versions kept: a file each, named by the SHA-256 of its content.

New answers go into WARC files and the chain; nothing is written here any more.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from crawler.records import evidence_id


def payload_path(folder: Path, evidence: str) -> Path:
    """Where the bytes of this id lie: ``payloads/ab/<64 hex digits>.gz`` below ``evidence/``."""
    digits = evidence.removeprefix("sha256:")
    if len(digits) != 64 or not set(digits) <= set("0123456789abcdef"):
        raise ValueError(f"{evidence!r} is not the id of recorded bytes")
    return folder / "payloads" / digits[:2] / f"{digits}.gz"


def read_payload(folder: Path, evidence: str) -> bytes:
    """The bytes of an id; a file that does not match its name raises ``ValueError``."""
    body = gzip.decompress(payload_path(folder, evidence).read_bytes())
    if evidence_id(body) != evidence:
        raise ValueError(f"{evidence} does not match its file: it was altered")
    return body


def kept_payloads(folder: Path) -> Iterator[str]:
    """The ids of all files of the store."""
    for path in sorted((folder / "payloads").glob("*/*.gz")):
        yield f"sha256:{path.name.removesuffix('.gz')}"
