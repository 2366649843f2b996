"""What every block list shares: the entries, the serial, the words of its head."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.clock import HANOI
from crawler.errors import ExportProblem
from crawler.records import BlockEntry
from reports.exports.export import write_whole

HIGHEST_SERIAL = 2**32 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockList:
    """The names to block, each with everything below it. ``mark`` stands in each list's head."""

    entries: tuple[BlockEntry, ...]  # unique, by name
    serial: int
    made_at: datetime
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockListFormat:
    """A format: ``lines`` writes a list in ASCII."""

    name: str
    lines: Callable[[BlockList], Iterator[str]]


def serial_of(now: datetime) -> int:
    """``YYYYMMDDnn``, the day in Hà Nội and its quarter of an hour: a later list has a higher one.

    Resolvers that take the zone from another one fetch it only when the serial has grown.
    """
    here = now.astimezone(HANOI)
    return int(f"{here:%Y%m%d}{here.hour * 4 + here.minute // 15:02}")


def head(blocklist: BlockList, comment: str) -> Iterator[str]:
    """The first lines of a list in a format that has comments."""
    made = f"{blocklist.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield f"{comment} rasoat block list {blocklist.serial}, made {made}"
    yield f"{comment} {len(blocklist.entries)} names"
    if blocklist.mark:
        yield f"{comment} {blocklist.mark}"


def write_list(format_: BlockListFormat, blocklist: BlockList, path: Path) -> str:
    """Writes the file, whole or not at all, and returns the SHA-256 of its bytes."""
    text = "".join(f"{line}\n" for line in format_.lines(blocklist)).encode("ascii")
    try:
        write_whole(path, lambda file: file.write(text))
    except OSError as error:
        raise ExportProblem(f"{path} cannot be written: {error.strerror}. Name another.") from error
    return hashlib.sha256(text).hexdigest()
