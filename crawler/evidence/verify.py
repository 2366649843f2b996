"""Whether evidence is what was recorded: every link, every byte of every file, both ways."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from crawler.clock import on_paper
from crawler.evidence.bodies import spans_in
from crawler.evidence.files import (
    ASIDE,
    MANIFESTS,
    PART,
    WARCS,
    WarcFile,
    aside_path,
    being_written,
    file_digest,
    manifest_path,
    open_path,
    parts,
    warc_file,
)
from crawler.evidence.payloads import kept_payloads, read_payload
from crawler.evidence.retention import former_paths
from crawler.evidence.seals import manifest
from crawler.evidence.stamps import Authority, stamps
from crawler.evidence.unchanged import NOT_MODIFIED
from crawler.store import Store
from crawler.store.chain import (
    BEGINNING,
    Link,
    LinkKind,
    captures_of,
    hash_of,
    link_at,
    links,
    links_of_file,
    links_of_kind,
    moment_of,
)
from crawler.store.crawls import evidence_ids


class Weight(StrEnum):
    """What a finding asks of its reader."""

    WRONG = "wrong"  # altered, missing or cut: it no longer proves what it did
    LOOK = "look"  # a person should know; nothing that was recorded is lost
    TOLD = "told"  # as it should be


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that was found, as a sentence; ``n`` is the link that it is about."""

    weight: Weight
    what: str
    n: int | None = None


def verify(store: Store, folder: Path, authority: Authority | None = None) -> Iterator[Found]:
    """Everything that is wrong or worth telling; a sweep may go on meanwhile.

    ``authority``: whose root certificates the time stamps are checked by.
    """
    # The names come first: what is made later, the chain does not know yet.
    present = _present(folder)
    yield from _chain(store)
    yield from _stamps(store, authority)
    names = [link.facts["file"] for link in links_of_kind(store, LinkKind.OPENED)]
    for name in names:
        yield from _file(store, folder, name)
    yield from _confirmed(store)
    yield from _manifests(store, folder)
    yield from _cut_off(store, folder)
    known = _known(store, folder, names)
    former = former_paths(store, folder)
    for path in present:
        if path not in known and path.exists():  # else it is sealed or pruned by now
            yield from _unknown(store, path, to_be_deleted=path in former)
    yield from _payloads(store, folder)


def _present(folder: Path) -> list[Path]:
    """The files of the chain's three folders that are not just being made."""
    return [
        path
        for part in (WARCS, MANIFESTS, ASIDE)
        for path in sorted((folder / part).glob("*"))
        if not path.name.startswith(".") and path.suffix != PART
    ]


def _known(store: Store, folder: Path, names: list[str]) -> set[Path | None]:
    """Where the chain says that something lies."""
    cuts = links_of_kind(store, LinkKind.CUT)
    return {
        *(warc_file(store, name).path(folder) for name in names),
        *(manifest_path(folder, link.hash) for link in links_of_kind(store, LinkKind.SEALED)),
        *(aside_path(folder, link.facts["sha256"]) for link in cuts),
    }


def _chain(store: Store) -> Iterator[Found]:
    number, previous = 0, BEGINNING
    for link in links(store):
        number += 1
        if link.n != number:
            lost = f"Links {number} to {link.n - 1} of the chain are missing"
            yield _wrong(f"{lost}. Restore the database from a backup.", number)
            number, previous = link.n, link.facts["previous"]
        if hash_of(link.text) != link.hash or link.facts["previous"] != previous:
            yield _wrong(f"Link {link.n} of the chain was altered in the database.", link.n)
        previous = link.hash
    if number:
        yield Found(weight=Weight.TOLD, n=number, what=f"The head of the chain is {previous}")


def _stamps(store: Store, authority: Authority | None) -> Iterator[Found]:
    for stamp in stamps(store, authority):
        by = f"by {stamp.authority} at {on_paper(stamp.said)}"
        if stamp.valid is None:
            what = f"The time stamp in link {stamp.n} cannot be checked without a certificate of "
            what += f"{stamp.authority}. Name it in rasoat.toml: evidence.authority_ca"
            yield Found(weight=Weight.LOOK, n=stamp.n, what=what)
        elif stamp.valid:
            what = f"Everything up to link {stamp.of} was stamped {by}"
            yield Found(weight=Weight.TOLD, n=stamp.n, what=what)
        else:
            what = (
                f"The time stamp in link {stamp.n} {by} does not fit link {stamp.of}, or none of "
            )
            yield _wrong(
                f"{what}the certificates in evidence.authority_ca stands behind it.", stamp.n
            )


def _file(store: Store, folder: Path, name: str) -> Iterator[Found]:
    for _ in range(2):  # a file that is sealed while it is read is read again under its new name
        file = warc_file(store, name)
        path = file.path(folder)
        try:
            found = list(_bytes(file, path))
            break
        except FileNotFoundError:
            continue
    else:
        found = [_wrong(f"{path} is missing, with {_count(file)}. Restore it from a backup.")]
    if file.deleted_at is not None:
        yield _deleted(file, file.deleted_at)
    yield from found


def _bytes(file: WarcFile, path: Path | None) -> Iterator[Found]:
    if path is None:
        return  # all of it was deleted
    size = path.stat().st_size
    for span, place in spans_in(file):
        length = int(span.facts["length"])
        if place + length > size:
            yield _wrong(f"{_named(span)} is cut off: {path} ends before it does.", span.n)
        elif _digest(parts(path, place, length)) != span.facts["sha256"]:
            yield _wrong(f"{_named(span)} was altered in {path}.", span.n)
    if path.stem == file.name and not being_written(path):
        behind = max(0, size - file.length)
        what = f"A sweep was killed: {path} is not sealed, {behind} bytes of it are in no link. "
        yield Found(weight=Weight.LOOK, what=f"{what}The next sweep puts it in order.")
    if file.last is not None and int(file.last.facts["length"]) > file.length:
        yield _wrong(f"{path} was sealed with bytes that no link names.", file.last.n)
    if file.last is not None and file_digest(path) != file.last.facts["sha256"]:
        yield _wrong(f"{path} is not the file that was sealed.", file.last.n)


def _confirmed(store: Store) -> Iterator[Found]:
    """Answers that say of a deleted body that it still held."""
    kept: dict[str, set[int]] = {}
    left: dict[str, int] = {}
    for link in links_of_kind(store, LinkKind.CAPTURED):
        if link.facts["status"] != NOT_MODIFIED:
            continue
        if (whole := link_at(store, link.facts["repeats"])) is None:
            continue  # nobody had asked by a condition
        name = whole.facts["file"]
        if name not in kept:
            kept[name] = {span.n for span in warc_file(store, name).kept}
        if whole.n not in kept[name]:
            left[name] = left.get(name, 0) + 1
    for name, count in left.items():
        what = f"{count} answers say that nothing changed since bodies of {name} that were deleted "
        yield Found(weight=Weight.TOLD, what=f"{what}by retention")


def _manifests(store: Store, folder: Path) -> Iterator[Found]:
    for sealed in links_of_kind(store, LinkKind.SEALED):
        path = manifest_path(folder, sealed.hash)
        name = sealed.facts["file"]
        unfinished = warc_file(store, name).path(folder) == open_path(folder, name)
        if not path.exists() and not unfinished:
            yield _wrong(f"{path} is missing. Restore it from a backup.", sealed.n)
        elif path.exists() and path.read_bytes() != manifest(store, sealed):
            yield _wrong(f"{path} was altered, or the chain in the database was.", sealed.n)


def _cut_off(store: Store, folder: Path) -> Iterator[Found]:
    for cut in links_of_kind(store, LinkKind.CUT):
        path, facts = aside_path(folder, cut.facts["sha256"]), cut.facts
        if not path.exists():
            yield _wrong(f"{path} is missing. Restore it from a backup.", cut.n)
        elif file_digest(path) != facts["sha256"]:
            yield _wrong(f"{path} was altered.", cut.n)
        else:
            what = f"{facts['length']} bytes that a killed sweep left are kept as {path}"
            yield Found(weight=Weight.TOLD, n=cut.n, what=what)


def _unknown(store: Store, path: Path, *, to_be_deleted: bool) -> Iterator[Found]:
    if to_be_deleted:
        what = f"{path} was to be deleted by retention. Run it again: rasoat evidence prune"
        yield Found(weight=Weight.LOOK, what=what)
    elif path.suffix == ".warc" and being_written(path):
        return  # begun since the chain was read
    elif path.stem.startswith("crawl-") and next(links_of_file(store, path.stem), None) is None:
        what = f"A sweep was killed when it began {path}. The next one puts it aside."
        yield Found(weight=Weight.LOOK, what=what)
    else:
        yield _wrong(f"{path} is not in the chain: links were lost, or it was put there.")


def _payloads(store: Store, folder: Path) -> Iterator[Found]:
    """What older versions kept by hash, and ids whose bytes are nowhere."""
    named = [one for one in evidence_ids(store) if next(captures_of(store, [one]), None) is None]
    older = sorted({*named, *kept_payloads(folder)})
    whole = 0
    for evidence in older:
        try:
            read_payload(folder, evidence)
            whole += 1
        except FileNotFoundError:
            yield _wrong(f"The bytes of {evidence} are missing. Restore them from a backup.")
        except (OSError, ValueError, EOFError, zlib.error) as error:
            what = f"The bytes of {evidence} are damaged ({error}). Restore them from a backup."
            yield _wrong(what)
    if whole:
        what = f"{whole} bodies of an older version are kept by hash, outside the chain"
        yield Found(weight=Weight.TOLD, what=what)


def _deleted(file: WarcFile, at: datetime) -> Found:
    captures = [span for span in file.spans if span.facts["kind"] == LinkKind.CAPTURED]
    left = {span.n for span in file.kept}
    gone = sum(span.n not in left for span in captures)
    who = file.last.facts["who"] if file.last else ""
    what = f"{gone} of {len(captures)} bodies of {file.name} were deleted by retention, "
    what += f"last on {on_paper(at)} by {who}; their hashes are kept"
    return Found(weight=Weight.TOLD, what=what)


def _wrong(what: str, n: int | None = None) -> Found:
    return Found(weight=Weight.WRONG, what=what, n=n)


def _named(span: Link) -> str:
    facts = span.facts
    if facts["kind"] == LinkKind.OPENED:
        return f"The beginning of {facts['file']} (link {span.n})"
    return f"Capture {span.n} ({facts['url']}, {on_paper(moment_of(span))})"


def _count(file: WarcFile) -> str:
    captures = [span.n for span in file.kept if span.facts["kind"] == LinkKind.CAPTURED]
    return f"captures {captures[0]} to {captures[-1]}" if captures else "no capture"


def _digest(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
