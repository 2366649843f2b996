"""What lies in a place, and what a check of it says."""

from __future__ import annotations

from pathlib import Path

from crawler.evidence.copies import check_copy
from crawler.evidence.verify import Weight
from crawler.store import Store
from crawler.workspace import Workspace


def files(folder: Path) -> dict[str, bytes]:
    """Name to bytes of everything below a folder."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def told(store: Store, office: Workspace, address: str, *weights: Weight) -> list[str]:
    """What is not as it should be, or what has one of these weights."""
    found = check_copy(store, office.evidence, address)
    return [one.what for one in found if one.weight in (weights or (Weight.WRONG, Weight.LOOK))]


def to(second: Path) -> str:
    """The address of a folder."""
    return f"file://{second}"
