"""The lists of one request, one file a format: written once, then left as they were handed out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crawler.parts import load
from crawler.records import AskedApp, TakedownRequest
from reports.exports.export import write_file


def write_lists(
    request: TakedownRequest, apps: Sequence[AskedApp], folder: Path, *, rehearsal: bool
) -> list[Path]:
    """Writes the lists that are not in ``folder`` yet; returns all of them."""
    recipient = load("reports.recipients", "RECIPIENT")[request.recipient.value]
    table = recipient.table(request, apps, rehearsal=rehearsal)
    folder.mkdir(exist_ok=True)
    paths = []
    for export in load("reports.exports", "EXPORT").values():
        path = folder / _name(request, export.suffix)
        paths.append(path if path.is_file() else write_file(export, table, path))
    return paths


def lists_of(request: TakedownRequest, folder: Path) -> list[Path]:
    """The lists of a request that lie in ``folder``."""
    return sorted(folder.glob(_name(request, ".*")))


def _name(request: TakedownRequest, suffix: str) -> str:
    return f"takedown-{request.recipient}-{request.request}{suffix}"
