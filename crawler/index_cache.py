"""Indexes of registers, kept in the workspace's cache: loading one takes a tenth of building it."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from matchers.engine.build import build_index
from matchers.engine.index import Index
from matchers.index_bytes import index_digest, pack, unpack
from matchers.registry import IndexOf

_KEPT = 4  # of the newest: registers of other days (--as-of) and of files have their own
_MOST_BYTES = 1 << 30  # 180,000 entries take 60 MB
_PATTERN = "register-*.index"
_log = logging.getLogger(__name__)


def cached_index(folder: Path) -> IndexOf:
    """As ``build_index``, but what was built before is loaded from ``folder``."""

    def index(titles: Sequence[str], publishers: Sequence[str]) -> Index:
        path = folder / f"register-{index_digest(titles, publishers)}.index"
        found = _load(path)
        if found is None:
            found = build_index(titles, publishers)
            _save(path, found)
        return found

    return index


def _load(path: Path) -> Index | None:
    """The kept index; None where there is none, or one that is half written, damaged or foreign."""
    try:
        with path.open("rb") as file:
            packed = file.read(_MOST_BYTES + 1)
        found = unpack(packed)
        os.utime(path)  # used just now: others are removed first
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        _log.info("%s cannot be used (%s); the index is built anew.", path, error)
        return None
    return found


def _save(path: Path, index: Index) -> None:
    """Puts the file in place whole; without room or rights for it the next run builds again."""
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix="register-", suffix=".part", delete=False
        ) as file:
            part = Path(file.name)
        try:
            part.write_bytes(pack(index))
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        _remove_older(path.parent)
    except OSError as error:
        _log.info("%s cannot be kept (%s); it will be built again.", path, error)


def _remove_older(folder: Path) -> None:
    for path in sorted(folder.glob(_PATTERN), key=_used, reverse=True)[_KEPT:]:
        with suppress(FileNotFoundError):  # another process removed it
            path.unlink()


def _used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
