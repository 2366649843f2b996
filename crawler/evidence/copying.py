"""What of the evidence goes into a backup while a sweep goes on writing it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from crawler.evidence.files import (
    WarcFile,
    aside_path,
    manifest_path,
    warc_file,
)
from crawler.store import Store
from crawler.store.chain import LinkKind, links_of_kind


def chained_files(
    copied: Store, living: Store, folder: Path
) -> Iterator[tuple[Path, BinaryIO, int]]:
    """What the copied database names of the chain: place, open file, how many bytes of it.

    A file that was open when the database was copied has grown since, and may be sealed by now; as
    many bytes of it are taken as the copied chain names. What is missing is passed over.
    """
    for opened in links_of_kind(copied, LinkKind.OPENED):
        file = warc_file(copied, opened.facts["file"])
        place, found = file.path(folder), _open(file, living, folder)
        if place is None or found is None:
            continue
        with found:
            size = os.fstat(found.fileno()).st_size
            yield place, found, size if file.last else min(size, file.length)
    sealed = links_of_kind(copied, LinkKind.SEALED)
    cuts = links_of_kind(copied, LinkKind.CUT)
    for path in (
        *(manifest_path(folder, link.hash) for link in sealed),
        *(aside_path(folder, link.facts["sha256"]) for link in cuts),
    ):
        with suppress(FileNotFoundError), path.open("rb") as whole:
            yield path, whole, os.fstat(whole.fileno()).st_size


def _open(file: WarcFile, living: Store, folder: Path) -> BinaryIO | None:
    for _ in range(2):  # it may get its name while it is looked for
        for path in (
            file.path(folder),
            None if file.last else warc_file(living, file.name).path(folder),
        ):
            with suppress(FileNotFoundError):
                if path is not None:
                    return path.open("rb")
    return None
