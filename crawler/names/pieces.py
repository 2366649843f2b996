"""Bytes of a file in pieces of whole lines: what bounds the memory of every reader of names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

PIECE = 1 << 18  # bytes: bounds the memory whatever the file's size
_LONGEST = 4_096  # bytes of a line that are kept: far above what any name or address has


class Readable(Protocol):
    """What bytes can be read from, piece by piece."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, none at the end."""


def read_pieces(file: Readable) -> Iterator[bytes]:
    """The file's bytes in pieces that end with a line; of an endless line only its beginning."""
    rest = b""
    while block := file.read(PIECE):
        block = rest + block
        cut = block.rfind(b"\n") + 1
        if cut:
            yield block[:cut]
        rest = block[cut:] if len(block) - cut <= PIECE else block[cut : cut + _LONGEST]
    if rest:
        yield rest
