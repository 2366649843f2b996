"""Files as they were packed: gzip and Zstandard are known by their first bytes."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from typing import IO, cast

from crawler.errors import NamesRefused
from crawler.names.pieces import PIECE, Readable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PACKED: tuple[tuple[bytes, Callable[[IO[bytes]], Readable]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file, mode="rb")),
    (b"\x28\xb5\x2f\xfd", lambda file: zstd.ZstdFile(file, mode="rb")),
)
_BROKEN = (OSError, EOFError, zlib.error, zstd.ZstdError)


def unpacked(file: Readable, name: str) -> Readable:
    """The bytes of a file, unpacked where they are packed; ``NamesRefused`` where one is broken."""
    head = file.read(PIECE)
    whole = _Whole(head, file)
    for magic, opens in _PACKED:
        if head.startswith(magic):
            # Both only read: the rest of what a file is, they do not ask for.
            return _Checked(opens(cast("IO[bytes]", whole)), name)
    return whole


class _Whole:
    """A file with the beginning that was read of it: stdin cannot be turned back."""

    def __init__(self, head: bytes, file: Readable) -> None:
        self._head = head
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        if not self._head:
            return self._file.read(size)
        if size < 0:
            size = len(self._head)
        given, self._head = self._head[:size], self._head[size:]
        return given


class _Checked:
    """An unpacked file whose trouble is told as a sentence."""

    def __init__(self, file: Readable, name: str) -> None:
        self._file = file
        self._name = name
        self._read = 0

    def read(self, size: int = -1, /) -> bytes:
        try:
            body = self._file.read(size)
        except _BROKEN as error:
            raise NamesRefused(
                f"{self._name} is cut off or damaged: {self._read} bytes of it could be unpacked "
                f"({error}). What was shown is not all. Get the file again."
            ) from error
        self._read += len(body)
        return body
