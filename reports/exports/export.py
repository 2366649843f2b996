"""What every export shares: the table, clean cells, and a file that is whole or not there."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

LONGEST_CELL = 32_767  # what a spreadsheet holds, in UTF-16 units; openpyxl cuts silently there
CUT_MARK = "… [đã cắt / cut]"
# C0 but tab and newline, DEL, C1, and what XML or UTF-8 cannot carry: one bad title would
# otherwise kill the whole list.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list to hand out. ``mark`` stands on every paper of a rehearsal."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    made_at: datetime
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file format: ``write`` puts a table into an open file."""

    name: str
    suffix: str
    write: Callable[[BinaryIO, Table], None]


def clean(text: str) -> str:
    """The text without what breaks a file, cut with a mark at the longest cell."""
    kept = _UNPRINTABLE.sub("", text.replace("\r\n", "\n"))
    if len(kept.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return kept
    room = LONGEST_CELL - len(CUT_MARK)
    # A pair that the cut would halve is dropped whole.
    return kept.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + CUT_MARK


def write_file(export: Export, table: Table, path: Path) -> Path:
    """Writes the table as a file that is whole or not there."""
    return write_whole(path, lambda file: export.write(file, table))


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> Path:
    """Writes beside, to the disk, then into place: a reader sees the old file or the whole new."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path
