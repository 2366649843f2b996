"""Alters evidence as somebody might, and puts it back; what kind of bytes lie where."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Bytes of one kind that follow one another in a file."""

    kind: str
    path: Path
    start: int
    length: int


@contextmanager
def alter_a_byte_of(regions: list[Region], chance: random.Random) -> Iterator[str]:
    """One byte of these regions is another one; every byte has the same chance."""
    (region,) = chance.choices(regions, [each.length for each in regions])
    place = region.start + chance.randrange(region.length)
    with region.path.open("r+b", buffering=0) as file:
        file.seek(place)
        (before,) = file.read(1)
        try:
            file.seek(place)
            file.write(bytes([before ^ chance.randrange(1, 256)]))
            yield f"byte {place} ({region.kind}) of {region.path}"
        finally:
            file.seek(place)
            file.write(bytes([before]))


def regions(folder: Path) -> Iterator[Region]:
    """All bytes below ``evidence/`` by what they are."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        if path.suffix == ".warc":
            yield from _records(path)
        else:
            kind = {".jsonl": "manifest", ".cut": "put aside"}[path.suffix]
            yield Region(kind=kind, path=path, start=0, length=path.stat().st_size)


def _records(path: Path) -> Iterator[Region]:
    whole, place = path.read_bytes(), 0
    while place < len(whole):
        head = whole.index(_END, place) + len(_END)
        fields = dict(
            line.split(b": ", 1) for line in whole[place:head].splitlines()[1:] if b": " in line
        )
        kind, size = fields[b"WARC-Type"].decode(), int(fields[b"Content-Length"])
        yield Region(kind="head of a record", path=path, start=place, length=head - place)
        http = whole.find(_END, head, head + size) + len(_END) if kind == "response" else head
        yield from _named("head of an answer", path, head, http)
        yield from _named("body" if kind == "response" else kind, path, http, head + size)
        place = head + size + len(_END)
        yield Region(kind="end of a record", path=path, start=head + size, length=len(_END))


def _named(kind: str, path: Path, start: int, end: int) -> Iterator[Region]:
    if end > start:
        yield Region(kind=kind, path=path, start=start, length=end - start)
