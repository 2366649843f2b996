"""A second place for sealed evidence: a local folder, or a store that speaks S3.

It holds the files of ``evidence/`` under the same names, which are hashes. Nothing that the chain
does not call deleted is ever deleted there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fsspec.implementations.local import LocalFileSystem
from fsspec.spec import AbstractFileSystem

from crawler.errors import EvidenceProblem
from crawler.evidence.files import (
    PART,
    aside_path,
    file_digest,
    manifest_path,
    open_path,
    parts,
    sealed_path,
    write_whole,
)
from crawler.evidence.retention import former_digests
from crawler.evidence.seals import manifest
from crawler.evidence.verify import Found, Weight
from crawler.store import Store
from crawler.store.chain import Link, LinkKind, links_of_kind

_AT_ONCE = 8 << 20
# s3fs tries five times: what is away is told after a few minutes at most.
_PATIENCE = {"connect_timeout": 10, "read_timeout": 30, "retries": {"total_max_attempts": 1}}
_MISSING = "is missing. Have it copied: rasoat evidence copy"
# Not written over while it has its size: what somebody altered is worth a look first.
_ALTERED = "was altered. Find out why, take it away there, then: rasoat evidence copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What one run of copying did."""

    uploaded: int
    size: int  # bytes of these
    deleted: int  # files whose bodies retention deleted
    refused: tuple[str, ...]  # files that are missing or altered here

    @property
    def problem(self) -> str | None:
        """What a person should look at, as a sentence."""
        if not self.refused:
            return None
        what = f"{len(self.refused)} sealed files are missing or altered here and were not copied"
        return f"{what}, the first is {self.refused[0]}. See: rasoat evidence verify"


def copy_sealed(store: Store, folder: Path, address: str) -> Copied:
    """Brings the copy up to date: uploads what it lacks, deletes what retention deleted.

    Raises ``EvidenceProblem`` where the place fails; run again, it goes on from there.
    """
    place = _open(address, folder)
    sizes, refused = [], []
    try:
        present = place.sizes()
        for piece in _pieces(store, folder):
            if not _is_lacking(piece, present):
                continue
            # A copy that was right stays: altered bytes never come under the name of a hash.
            if piece.path.exists() and file_digest(piece.path) == piece.digest(store):
                sizes.append(_upload(place, piece))
            else:
                refused.append(piece.name)
        # While what was kept of a file is not there, its former self may be all that is left.
        outdated = _former(store, folder, without=refused) & present.keys()
        for name in outdated:
            place.delete(name)
    except place.failures as error:
        raise EvidenceProblem(
            f"The evidence was not copied to {address}: {_reason(error)}. Nothing was changed "
            "here. See to the place (space, network, keys), then: rasoat evidence copy"
        ) from error
    return Copied(
        uploaded=len(sizes), size=sum(sizes), deleted=len(outdated), refused=tuple(refused)
    )


def check_copy(store: Store, folder: Path, address: str) -> Iterator[Found]:
    """Reads the whole copy back: what is missing, altered or unknown, and how much is whole."""
    place, whole = _open(address, folder), 0
    try:
        # The names come first: what a sweep copies meanwhile is no stranger.
        present = place.sizes()
        pieces = {piece.name: piece for piece in _pieces(store, folder)}
        for name, piece in pieces.items():
            if wrong := _wrong(store, place, piece):
                yield Found(weight=Weight.WRONG, n=piece.said.n, what=f"{address}/{name} {wrong}")
            else:
                whole += 1
        former = _former(store, folder)
        yield from (_unknown(address, name, former) for name in present if name not in pieces)
    except place.failures as error:
        raise EvidenceProblem(
            f"The copy in {address} cannot be read: {_reason(error)}. "
            "See to the place (network, keys), then: rasoat evidence copy --check"
        ) from error
    what = f"{whole} of {len(pieces)} sealed files are whole in {address}"
    yield Found(weight=Weight.TOLD, what=what)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One file that belongs in the copy, and the link that names its bytes."""

    name: str
    path: Path
    said: Link
    length: int | None  # as the chain says; None: a manifest, whose hash names its last line only

    def digest(self, store: Store) -> str:
        if self.length is None:
            return hashlib.sha256(manifest(store, self.said)).hexdigest()
        return str(self.said.facts["sha256"])


def _pieces(store: Store, folder: Path) -> Iterator[_Piece]:
    """What the chain calls sealed or put aside; a seal that is not finished is passed over."""
    sealed = {link.facts["file"]: link for link in links_of_kind(store, LinkKind.SEALED)}
    pruned = {link.facts["file"]: link for link in links_of_kind(store, LinkKind.PRUNED)}
    for name, seal in sealed.items():
        if name not in pruned and open_path(folder, name).exists():
            continue
        last = pruned.get(name, seal)
        if last.facts["sha256"] is not None:
            path = sealed_path(folder, last.facts["sha256"])
            yield _piece(folder, path, last, last.facts["length"])
        yield _piece(folder, manifest_path(folder, seal.hash), seal, None)
    for cut in links_of_kind(store, LinkKind.CUT):
        path = aside_path(folder, cut.facts["sha256"])
        yield _piece(folder, path, cut, cut.facts["length"])


def _piece(folder: Path, path: Path, said: Link, length: int | None) -> _Piece:
    name = path.relative_to(folder).as_posix()
    return _Piece(name=name, path=path, said=said, length=length)


def _former(store: Store, folder: Path, *, without: Sequence[str] = ()) -> set[str]:
    """Names of files from which retention deleted bodies since.

    ``without``: those whose present self has one of these names.
    """

    def named(digest: str) -> str:
        return sealed_path(folder, digest).relative_to(folder).as_posix()

    last = {link.facts["file"]: link for link in links_of_kind(store, LinkKind.PRUNED)}
    return {
        named(digest)
        for name, link in last.items()
        if link.facts["sha256"] is None or named(link.facts["sha256"]) not in without
        for digest in former_digests(store, name)
    }


def _is_lacking(piece: _Piece, present: dict[str, int]) -> bool:
    if piece.name not in present:
        return True
    length = piece.length
    if length is None:
        length = piece.path.stat().st_size if piece.path.exists() else present[piece.name]
    return present[piece.name] != length


def _upload(place: _Place, piece: _Piece) -> int:
    size = piece.path.stat().st_size
    place.put(piece.path, piece.name)
    if (found := place.size(piece.name)) != size:
        raise OSError(f"{piece.name} came out with {found} bytes of {size}")
    return size


def _wrong(store: Store, place: _Place, piece: _Piece) -> str | None:
    digest = hashlib.sha256()
    try:
        for part in place.read(piece.name):
            digest.update(part)
    except FileNotFoundError:
        return _MISSING
    return None if digest.hexdigest() == piece.digest(store) else _ALTERED


def _unknown(address: str, name: str, former: set[str]) -> Found:
    if name in former:
        what = "was to be deleted by retention. Have it done: rasoat evidence copy"
        return Found(weight=Weight.LOOK, what=f"{address}/{name} {what}")
    if name.endswith(PART):
        what = "is half a file: copying was killed, or runs now. Delete it if none runs."
        return Found(weight=Weight.LOOK, what=f"{address}/{name} {what}")
    what = "is not in the chain: links were lost, or it was put there."
    return Found(weight=Weight.WRONG, what=f"{address}/{name} {what}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the copy lies; ``failures`` is what it raises."""

    fs: AbstractFileSystem
    root: str
    failures: tuple[type[Exception], ...]

    def sizes(self) -> dict[str, int]:
        """Every file with its size."""
        found = self.fs.find(self.root, detail=True)
        if self.root in found:  # a log-in page in front of the store says 200 to everything
            raise OSError(f"{self.root} is a file, or no store answers there")
        return {path.removeprefix(f"{self.root}/"): one["size"] for path, one in found.items()}

    def size(self, name: str) -> int:
        return int(self.fs.info(f"{self.root}/{name}")["size"])

    def put(self, path: Path, name: str) -> None:
        """A file that is cut short never stands under its full name."""
        target = f"{self.root}/{name}"
        if isinstance(self.fs, LocalFileSystem):
            write_whole(Path(target), parts(path, 0, path.stat().st_size))
        else:
            # Not by open(): leaving it by an error closes it, and what came so far becomes a file.
            self.fs.put_file(str(path), target, chunksize=_AT_ONCE, max_concurrency=2)

    def read(self, name: str) -> Iterator[bytes]:
        target = f"{self.root}/{name}"
        with self.fs.open(target, "rb", block_size=_AT_ONCE, cache_type="none") as file:
            while part := file.read(_AT_ONCE):
                yield part

    def delete(self, name: str) -> None:
        with suppress(FileNotFoundError):  # another sweep did it
            self.fs.rm_file(f"{self.root}/{name}")


def _open(address: str, folder: Path) -> _Place:
    if address.startswith("s3://"):
        return _open_s3(address)
    root = Path(address.removeprefix("file://"))
    if not root.is_dir():
        # Not made: where a disk is not mounted, its copy would fill the disk below.
        raise EvidenceProblem(
            f"{root} is not there: the evidence has no second copy. "
            "Mount its disk, or make the folder, then copy it: rasoat evidence copy"
        )
    if root.resolve().is_relative_to(folder.resolve()):
        raise EvidenceProblem(
            f"{root} lies in the evidence itself. Name another place: evidence.copy in rasoat.toml"
        )
    return _Place(fs=LocalFileSystem(), root=str(root), failures=(OSError,))


def _open_s3(address: str) -> _Place:
    try:
        from aiohttp import ClientError
        from botocore.exceptions import BotoCoreError
        from s3fs import S3FileSystem
    except ImportError as error:
        raise EvidenceProblem(
            f"{address} needs the library s3fs, which is not installed: pip install s3fs"
        ) from error
    key, secret = (os.environ.get(f"AWS_{name}") for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"))
    if not key or not secret:
        # Else it would be looked for in files, and at an address of this machine's network.
        raise EvidenceProblem(
            f"There are no keys for {address}. Set them in the environment: "
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
    token = os.environ.get("AWS_SESSION_TOKEN")
    fs = S3FileSystem(
        key=key,
        secret=secret,
        token=token,
        skip_instance_cache=True,
        config_kwargs=_PATIENCE,
        client_kwargs={"verify": os.environ.get("SSL_CERT_FILE")},
    )
    # The last: botocore asks a server that redirects everything without end.
    failures = (OSError, BotoCoreError, ClientError, RecursionError)
    return _Place(fs=fs, root=address.removeprefix("s3://"), failures=failures)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it only redirects; is its address right"
    what = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(what).rstrip(".")
