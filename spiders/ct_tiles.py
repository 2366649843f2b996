"""Data tiles of certificate logs (c2sp.org/static-ct-api): 256 entries a tile, one leaf each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from spiders.ct_checkpoint import NAME
from spiders.ct_tree import leaf_hash
from spiders.shapes import changed

TILE = 256  # entries of a whole tile
_X509, _PRECERT = 0, 1
_KEY_HASH = 32  # of who issues a precertificate
_LEAF_INDEX = 0  # the extension that says which entry it is
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One entry: its hash in the tree, and the certificate that this hash covers."""

    index: int
    at: datetime
    hash: bytes
    certificate: bytes  # DER
    bare: bool  # of a precertificate: only what is to be signed


def tile_path(tile: int, width: int) -> str:
    """Where a data tile lies below the log's address; ``width`` entries of it."""
    digits = f"{tile:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[place : place + 3] for place in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/data/{path}" if width == TILE else f"tile/data/{path}.p/{width}"


def parse_tile(body: bytes, *, first: int, width: int) -> Iterator[LogEntry]:
    """The entries of a tile of that width; ``first`` is the index of the first of them."""
    reader = _Reader(body)
    for index in range(first, first + width):
        yield _entry(reader, index)
    if not reader.is_at_end:
        raise changed(NAME, f"the tile from entry {first} on holds more than {width} entries")


def _entry(reader: _Reader, index: int) -> LogEntry:
    begin = reader.at
    stamp, kind = reader.number(8), reader.number(2)
    if kind not in (_X509, _PRECERT):
        raise changed(NAME, f"entry {index} is of the unknown type {kind}")
    if kind == _PRECERT:
        reader.take(_KEY_HASH)
    certificate = reader.counted(3)
    _check_index(reader.counted(2), index)
    # A MerkleTreeLeaf is version and type, both 0, then this.
    hashed = leaf_hash(b"\x00\x00" + reader.body[begin : reader.at])
    if kind == _PRECERT:
        reader.counted(3)  # what was handed in; the tree's hash does not cover it
    chain = reader.counted(2)
    if len(chain) % 32:
        raise changed(NAME, f"entry {index} names issuers that are no SHA-256")
    return LogEntry(
        index=index,
        at=_moment(stamp, index),
        hash=hashed,
        certificate=certificate,
        bare=kind == _PRECERT,
    )


def _moment(stamp: int, index: int) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=stamp)
    except OverflowError as error:
        raise changed(NAME, f"entry {index} has no time") from error


def _check_index(extensions: bytes, index: int) -> None:
    """The log says itself which entry each is: a tile in the wrong place is seen."""
    reader = _Reader(extensions)
    while not reader.is_at_end:
        kind, told = reader.number(1), reader.counted(2)
        if kind == _LEAF_INDEX and int.from_bytes(told, "big") != index:
            raise changed(NAME, f"entry {index} calls itself {int.from_bytes(told, 'big')}")


class _Reader:
    """Numbers and counted bytes, one after the other; what is cut off is a changed answer."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.at = 0

    @property
    def is_at_end(self) -> bool:
        return self.at >= len(self.body)

    def take(self, size: int) -> bytes:
        found = self.body[self.at : self.at + size]
        if len(found) != size:
            raise changed(NAME, "a tile of it is cut off")
        self.at += size
        return found

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def counted(self, size: int) -> bytes:
        """Bytes behind their number, which takes ``size`` bytes."""
        return self.take(self.number(size))
