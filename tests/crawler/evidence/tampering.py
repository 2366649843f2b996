"""Alters evidence as somebody might, and puts it back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alter_a_byte(folder: Path, chance: random.Random) -> Iterator[str]:
    """One byte of one file of the chain is another one; every byte has the same chance."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    bytes_of = [(path, place) for path in files for place in range(path.stat().st_size)]
    path, place = chance.choice(bytes_of)
    whole = path.read_bytes()
    other = whole[place] ^ chance.randrange(1, 256)
    path.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
    try:
        yield f"byte {place} of {path}"
    finally:
        path.write_bytes(whole)
