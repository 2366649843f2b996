"""Puts in order what a killed sweep left: nothing is dropped, and everything done is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crawler.evidence.files import (
    WARCS,
    aside_path,
    file_digest,
    locked,
    open_path,
    parts,
    put,
    warc_file,
)
from crawler.evidence.seals import finish_seal, seal
from crawler.store import Store
from crawler.store.chain import LinkKind, append_link, links_of_file, links_of_kind, unsealed_files


def put_in_order(store: Store, folder: Path, now: datetime) -> list[str]:
    """Seals the files of sweeps that were killed; one sentence for each thing that was found.

    What a running sweep writes is left alone, and so is what ``evidence verify`` finds wrong.
    """
    told = [sentence for name in _left_open(store, folder) for sentence in
            _put_away(store, folder, name, now)]  # fmt: skip
    for link in links_of_kind(store, LinkKind.SEALED):
        finish_seal(store, folder, link.facts["file"])
    return told


def _left_open(store: Store, folder: Path) -> list[str]:
    """Files that the chain calls open, and files that it does not know at all yet."""
    on_disk = [path.stem for path in sorted((folder / WARCS).glob("crawl-*.warc"))]
    unknown = [name for name in on_disk if next(links_of_file(store, name), None) is None]
    return [*unsealed_files(store), *unknown]


def _put_away(store: Store, folder: Path, name: str, now: datetime) -> Iterator[str]:
    path = open_path(folder, name)
    try:
        number = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        file = warc_file(store, name)
        if file.spans and file.last is None:  # else another program was faster
            yield f"{path} is missing. What it held is named by: rasoat evidence verify"
        return
    try:
        if not locked(number):
            return
        file = warc_file(store, name)
        if file.last is not None or not path.exists():
            return  # another program was faster
        end, size = file.length, os.fstat(number).st_size
        if size < end:
            yield f"{path} is cut short. What is lost is named by: rasoat evidence verify"
            return
        if size > end:
            yield _cut(store, folder, name, end, now)
            os.ftruncate(number, end)
        if end:
            seal(store, folder, name, now)
        else:
            path.unlink()
    finally:
        os.close(number)


def _cut(store: Store, folder: Path, name: str, end: int, now: datetime) -> str:
    """Puts aside what lies behind the last link of a file; the chain tells of it, once."""
    path = open_path(folder, name)
    length = path.stat().st_size - end
    temporary = folder / WARCS / f".{name}.cut"
    put(temporary, parts(path, end, length))
    digest = file_digest(temporary)
    kept = aside_path(folder, digest)
    kept.parent.mkdir(exist_ok=True)
    temporary.replace(kept)
    with store.writing(durable=True):
        known = {link.facts["sha256"] for link in links_of_file(store, name)}
        if digest not in known:
            facts = {"offset": end, "length": length, "sha256": digest}
            append_link(store, LinkKind.CUT, file=name, at=now, facts=facts)
    return (
        f"A sweep was killed while it recorded an answer: {length} bytes behind the last capture "
        f"of {name} were cut off and are kept as {kept}"
    )
