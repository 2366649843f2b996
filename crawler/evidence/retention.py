"""Deletes bodies that are old enough; hashes, links and a dated tombstone stay in the chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from crawler.clock import HANOI
from crawler.evidence.bodies import read_span, spans_in
from crawler.evidence.files import (
    WARCS,
    WarcFile,
    file_digest,
    keep_names,
    open_path,
    put,
    sealed_path,
    warc_file,
)
from crawler.evidence.seals import finish_seal
from crawler.store import Store
from crawler.store.cases import held_evidence
from crawler.store.chain import (
    Link,
    LinkKind,
    append_link,
    confirmed_since,
    links_of_file,
    links_of_kind,
    moment_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruning:
    """What retention deletes of one WARC file."""

    file: WarcFile
    kept: tuple[Link, ...]  # spans that stay
    deleted: int  # captures whose bodies go
    held: int  # captures that stay because a case or a request rests on them

    @property
    def freed(self) -> int:
        """Bytes that the disk gets back."""
        return self.file.length - sum(int(span.facts["length"]) for span in self.kept)


def prunings(store: Store, before: date) -> list[Pruning]:
    """What is old enough: of sealed files whose newest capture is of a day before ``before``.

    What an open or confirmed case, or a request, rests on is held; so is what a server confirmed
    on that day or later.
    """
    day = datetime.combine(before, time.min, HANOI)
    held = held_evidence(store) | confirmed_since(store, day)
    names = [link.facts["file"] for link in links_of_kind(store, LinkKind.SEALED)]
    found = []
    for name in names:
        file = warc_file(store, name)
        captures = [one for one in file.kept if one.facts["kind"] == LinkKind.CAPTURED]
        # A worker's clock told when: the last link is not always of the newest capture.
        if not captures or max(map(_day, captures)) >= before:
            continue
        stay = [one for one in captures if one.facts["evidence"] in held]
        kept = (file.kept[0], *stay) if stay else ()
        deleted = len(captures) - len(stay)
        found.append(Pruning(file=file, kept=kept, deleted=deleted, held=len(stay)))
    return found


def prune(
    store: Store,
    folder: Path,
    wanted: Sequence[Pruning],
    *,
    before: date,
    who: str,
    now: datetime,
) -> None:
    """Deletes: what stays is written to a new file, the chain is told, then the old file goes.

    Cut short, it leaves the old file; run again, it takes that away.
    """
    for pruning in wanted:
        if pruning.deleted:
            _prune_file(store, folder, pruning, before=before, who=who, now=now)
    for path in former_paths(store, folder):
        path.unlink(missing_ok=True)


def former_paths(store: Store, folder: Path) -> set[Path]:
    """Where files still may lie from which bodies were deleted since."""
    names = {link.facts["file"] for link in links_of_kind(store, LinkKind.PRUNED)}
    sealed = {sealed_path(folder, one) for name in names for one in former_digests(store, name)}
    # Before the seal was finished first, a body could stay under the name that it was written by.
    return sealed | {open_path(folder, name) for name in names}


def former_digests(store: Store, name: str) -> set[str]:
    """The hashes of a file before bodies were deleted from it."""
    sealings = (LinkKind.SEALED, LinkKind.PRUNED)
    told = [one.facts for one in links_of_file(store, name)]
    digests = [facts["sha256"] for facts in told if facts["kind"] in sealings]
    return set(digests[:-1]) - {None, *digests[-1:]}


def _prune_file(
    store: Store, folder: Path, pruning: Pruning, *, before: date, who: str, now: datetime
) -> None:
    file, digest = pruning.file, None
    finish_seal(store, folder, file.name)  # else the body stays under the name it was written by
    if pruning.kept:
        # Hidden until its name, the hash, is known.
        made = folder / WARCS / f".{file.name}.kept"
        put(made, _records(folder, pruning))
        digest = file_digest(made)
        made.replace(sealed_path(folder, digest))
        keep_names(folder / WARCS)
    facts = {
        "before": before.isoformat(),
        "who": who,
        "kept": [span.n for span in pruning.kept],
        "sha256": digest,
        "length": file.length - pruning.freed,
    }
    with store.writing(durable=True):
        append_link(store, LinkKind.PRUNED, file=file.name, at=now, facts=facts)


def _records(folder: Path, pruning: Pruning) -> Iterator[bytes]:
    """The bytes that stay, as they were: an altered one is found after as before."""
    stay = {span.n for span in pruning.kept}
    for span, place in spans_in(pruning.file):
        if span.n in stay:
            yield read_span(pruning.file, folder, span, place)


def _day(capture: Link) -> date:
    return moment_of(capture).astimezone(HANOI).date()
