"""Files of domain names, one a line, read in pieces of whole lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

PIECE = 1 << 18  # bytes: bounds the memory whatever the file's size
_LONGEST = 4_096  # bytes of a line that are kept: far above what any name or address has


def read_pieces(file: BinaryIO) -> Iterator[bytes]:
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
