"""Sealing a WARC file: named by its hash, with the links up to its seal beside it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from crawler.evidence.files import (
    file_digest,
    keep_names,
    manifest_path,
    open_path,
    put,
    sealed_path,
    warc_file,
)
from crawler.store import Store
from crawler.store.chain import Link, LinkKind, append_link, links, links_of_kind


def seal(store: Store, folder: Path, name: str, now: datetime) -> None:
    """Seals an open file whose bytes are those that the chain names, and no more."""
    if store.is_writing:
        raise RuntimeError("A seal within a transaction could be taken back, its file could not.")
    path = open_path(folder, name)
    digest, length = file_digest(path), path.stat().st_size
    with store.writing(durable=True):
        facts = {"sha256": digest, "length": length}
        append_link(store, LinkKind.SEALED, file=name, at=now, facts=facts)
    finish_seal(store, folder, name)


def finish_seal(store: Store, folder: Path, name: str) -> None:
    """Writes the manifest of a seal, then gives the file its name; does again what was cut short.

    As long as the file has its old name, the seal is not finished.
    """
    file, path = warc_file(store, name), open_path(folder, name)
    if file.last is None or file.path(folder) != path:
        return
    put(manifest_path(folder, file.last.hash), iter([manifest(store, file.last)]))
    with suppress(FileNotFoundError):  # another program was faster, with the same name
        path.replace(sealed_path(folder, file.last.facts["sha256"]))
    keep_names(path.parent)


def manifest(store: Store, sealed: Link) -> bytes:
    """The links after the seal before and up to this one, a line each.

    The hash of a line is that of its bytes without the line end: the next line names it, and the
    last one names the file.
    """
    before = [link.n for link in links_of_kind(store, LinkKind.SEALED) if link.n < sealed.n]
    lines = links(store, first=max(before, default=0) + 1, last=sealed.n)
    return "".join(f"{line.text}\n" for line in lines).encode()
