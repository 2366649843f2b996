"""Where evidence lies: WARC files, manifests of their seals, what was cut off; hashes are names.

A file that is still written is named by its crawl, which only ``rasoat.db`` numbers.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.errors import EvidenceProblem
from crawler.store import Store
from crawler.store.chain import Link, LinkKind, links_of_file, moment_of

WARCS, MANIFESTS, ASIDE = "warc", "manifests", "aside"
PART = ".part"  # what a file ends with while it is written
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcFile:
    """What the chain says of one WARC file."""

    name: str
    spans: tuple[Link, ...]  # links that name bytes of it, in order, as they were written
    last: Link | None  # the newest seal or deletion; None: it is still open

    @property
    def kept(self) -> tuple[Link, ...]:
        """The spans whose bytes were not deleted; in the file they follow one another."""
        if self.last is None or self.last.facts["kind"] != LinkKind.PRUNED:
            return self.spans
        left = set(self.last.facts["kept"])
        return tuple(span for span in self.spans if span.n in left)

    @property
    def length(self) -> int:
        """How many bytes the chain names."""
        return sum(int(span.facts["length"]) for span in self.kept)

    @property
    def deleted_at(self) -> datetime | None:
        """When bodies of it were deleted last."""
        if self.last is None or self.last.facts["kind"] != LinkKind.PRUNED:
            return None
        return moment_of(self.last)

    def path(self, folder: Path) -> Path | None:
        """Where it lies below ``evidence/``; None: all of it was deleted.

        A seal that was cut short left it under its old name.
        """
        old = open_path(folder, self.name)
        if self.last is None:
            return old
        if self.last.facts["sha256"] is None:
            return None
        sealed = sealed_path(folder, self.last.facts["sha256"])
        return old if self.deleted_at is None and old.exists() and not sealed.exists() else sealed


def warc_file(store: Store, name: str) -> WarcFile:
    """The file of this name, as the chain tells of it now."""
    spans: list[Link] = []
    last = None
    for link in links_of_file(store, name):
        kind = link.facts["kind"]
        if kind in (LinkKind.OPENED, LinkKind.CAPTURED):
            spans.append(link)
        elif kind in (LinkKind.SEALED, LinkKind.PRUNED):
            last = link
    return WarcFile(name=name, spans=tuple(spans), last=last)


def open_path(folder: Path, name: str) -> Path:
    """The file while it is written."""
    return folder / WARCS / f"{name}.warc"


def sealed_path(folder: Path, digest: str) -> Path:
    """A sealed file by its SHA-256."""
    return folder / WARCS / f"{digest}.warc"


def manifest_path(folder: Path, head: str) -> Path:
    """The links up to a seal; the hash of the last one is the name."""
    return folder / MANIFESTS / f"{head}.jsonl"


def aside_path(folder: Path, digest: str) -> Path:
    """Bytes that were cut off, by their SHA-256."""
    return folder / ASIDE / f"{digest}.cut"


def file_digest(path: Path) -> str:
    """The SHA-256 of a whole file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def parts(path: Path, start: int, length: int) -> Iterator[bytes]:
    """``length`` bytes of a file from ``start``, a megabyte at once; fewer where it ends."""
    with path.open("rb") as file:
        file.seek(start)
        while length > 0 and (part := file.read(min(length, _AT_ONCE))):
            length -= len(part)
            yield part


def put(path: Path, chunks: Iterator[bytes]) -> None:
    """Writes a file whole or not at all."""
    try:
        write_whole(path, chunks)
    except OSError as error:
        raise cannot_write(path, error) from error


def write_whole(path: Path, chunks: Iterator[bytes]) -> None:
    """``put`` with the error of the disk as it is: under another name, then renamed."""
    temporary = path.with_suffix(f".{os.getpid()}{PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        keep_names(path.parent)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


def keep_names(folder: Path) -> None:
    """Brings the names in a folder onto the disk: a new name outlives a power cut only then."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def locked(number: int) -> bool:
    """Takes the lock of an open WARC file for this process; False: a sweep is writing it.

    The kernel gives the lock back when its process ends, however it ends.
    """
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def being_written(path: Path) -> bool:
    """Whether a running sweep holds this file."""
    with path.open("rb") as file:
        return not locked(file.fileno())


def cannot_write(path: Path, error: OSError) -> EvidenceProblem:
    """What the disk could not do, as a sentence with the next step."""
    return EvidenceProblem(
        f"{path} cannot be written: {error.strerror or error}. "
        "Free some space or check the rights, then sweep again."
    )
