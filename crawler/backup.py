"""Whole workspaces: copied while in use, put back, brought up to date, checked."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from crawler.clock import HANOI
from crawler.errors import WorkspaceError
from crawler.evidence.copying import chained_files
from crawler.evidence.files import ASIDE, MANIFESTS, WARCS
from crawler.evidence.verify import Weight, verify
from crawler.office_words import word_problems
from crawler.store import Store
from crawler.store.backup import copy_database, migrate, pending_migrations, problems
from crawler.store.registry import imported_files
from crawler.workspace import DATABASE, FOLDERS, SETTINGS_FILE, Workspace

# What can be made again stays behind.
KEPT = tuple(folder for folder in FOLDERS if folder not in ("cache", "logs"))
# What the chain names; it is copied as the copied database knows it.
_CHAINED = tuple(f"evidence/{part}/" for part in (WARCS, MANIFESTS, ASIDE))
# An archive is input like any other: what it may hold, and how much of it is read at once.
_MOST_MEMBERS = 10_000_000
_MOST_AT_ONCE = 1 << 20
_BROKEN = (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, ValueError, OverflowError)


def back_up(workspace: Workspace, target: Path | None, now: datetime) -> Path:
    """Writes one ``.tar.gz`` of database, evidence, register and lists; a sweep may go on.

    The database is copied first: the bytes that it names lie on the disk before it names them.
    """
    dated = f"rasoat-{now.astimezone(HANOI):%Y%m%d-%H%M%S}.tar.gz"
    target = target or workspace.path.resolve().parent / dated
    if target.exists():
        raise WorkspaceError(f"{target} exists already. Name another file.")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as work:
            copy = Path(work) / DATABASE
            copy_database(workspace.database, copy)
            part = Path(work) / "part.tar.gz"
            with tarfile.open(part, "w:gz", compresslevel=1) as archive:
                archive.add(workspace.path / SETTINGS_FILE, SETTINGS_FILE)
                archive.add(copy, DATABASE)
                chained = not pending_migrations(copy)
                if chained:
                    _add_chained(archive, workspace, copy)
                for name in _files(workspace.path, but=_CHAINED if chained else ()):
                    with suppress(FileNotFoundError):  # a list that was thrown away meanwhile
                        archive.add(workspace.path / name, name)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(target)
    except OSError as error:
        raise WorkspaceError(
            f"{target} cannot be written: {error.strerror or error}. Check the folder and the disk."
        ) from error
    return target


def _add_chained(archive: tarfile.TarFile, workspace: Workspace, copy: Path) -> None:
    """Evidence as the copied database knows it, whatever a sweep has written since."""
    with Store.open(copy) as copied, workspace.open_store() as living:
        for place, file, size in chained_files(copied, living, workspace.evidence):
            name = place.relative_to(workspace.path).as_posix()
            member = archive.gettarinfo(arcname=name, fileobj=file)
            member.size = size
            archive.addfile(member, file)


def restore(archive: Path, target: Path, *, replace: bool, now: datetime) -> Path | None:
    """Puts a backup at ``target``; a workspace that is there needs ``replace`` and is kept beside.

    Returns where the former workspace lies now. A backup that is damaged changes nothing.
    """
    try:
        if target.exists() and any(target.iterdir()) and not replace:
            raise WorkspaceError(
                f"{target} is not empty. To put the backup in its place, keeping what is there "
                "beside it, add --yes"
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restore-") as work:
            made = Path(work) / "workspace"
            _unpack(archive, made)
            return _exchange(made, target, f"{target.name}.before-{now:%Y%m%d-%H%M%S}")
    except OSError as error:
        raise WorkspaceError(
            f"{target} cannot be written: {error.strerror or error}. Check the folder and the disk."
        ) from error


def _exchange(made: Path, target: Path, name: str) -> Path | None:
    """Puts ``made`` at ``target``; what was there is called ``name`` from now on."""
    if not target.exists():
        made.replace(target)
        return None
    if not any(target.iterdir()):
        target.rmdir()
        made.replace(target)
        return None
    former = target.with_name(name)
    target.replace(former)
    try:
        made.replace(target)
    except OSError:
        former.replace(target)
        raise
    return former


def upgrade(workspace: Workspace, now: datetime) -> tuple[list[str], Path | None]:
    """Applies pending migrations after a backup; returns their names and the backup's path."""
    pending = pending_migrations(workspace.database)
    if not pending:
        return [], None
    copy = back_up(workspace, None, now)
    migrate(workspace.database)
    return pending, copy


def check(workspace: Workspace) -> list[str]:
    """Everything that is wrong, one sentence each; empty when the workspace is whole."""
    found = [f"{workspace.database}: {problem}" for problem in problems(workspace.database)]
    if found:
        return [*found, "Restore a copy with: rasoat workspace restore FILE"]
    with workspace.open_store() as store:
        return [
            *(
                found.what
                for found in verify(store, workspace.evidence)
                if found.weight is Weight.WRONG
            ),
            *_register_problems(store, workspace.register),
            *(sentence for _, sentence in word_problems(workspace)),
        ]


def _register_problems(store: Store, folder: Path) -> Iterator[str]:
    for digest, name in imported_files(store).items():
        kept = next(folder.glob(f"{digest}.*"), None)
        if kept is None:
            yield f"The imported file {name} ({digest}) is missing. Restore it from a backup."
        elif hashlib.sha256(kept.read_bytes()).hexdigest() != digest:
            yield f"The imported file {name} ({kept}) was altered. Restore it from a backup."


def _files(folder: Path, *, but: tuple[str, ...]) -> Iterator[str]:
    """What goes into a backup, relative; hidden and ``.part`` files are being written just now."""
    for kept in KEPT:
        for path in sorted((folder / kept).rglob("*")):
            inside = path.relative_to(folder)
            unfinished = ".part" in path.suffixes or any(part[0] == "." for part in inside.parts)
            elsewhere = inside.as_posix().startswith(but)
            if path.is_file() and not path.is_symlink() and not unfinished and not elsewhere:
                yield inside.as_posix()


class _Careful(gzip.GzipFile):
    """Refuses to unpack a header of a size that only an attack has."""

    def read(self, size: int | None = -1) -> bytes:
        if size is None or not 0 <= size <= _MOST_AT_ONCE:
            raise tarfile.ReadError(f"a part of {size} bytes is asked for at once")
        return super().read(size)


def _unpack(archive: Path, target: Path) -> None:
    """Unpacks a backup and refuses what is none; its members cannot leave ``target``."""
    if not archive.is_file():
        raise WorkspaceError(f"{archive} is not there. Name the file that a backup made.")
    free = shutil.disk_usage(target.parent).free
    try:
        with _Careful(archive) as unpacked, tarfile.open(fileobj=unpacked, mode="r:") as packed:
            for count, member in enumerate(packed):
                free -= member.size
                _refuse_odd(member)
                if free < 0 or count > _MOST_MEMBERS:
                    raise WorkspaceError(f"{archive} unpacks to more than the disk has free.")
                packed.extract(member, target, filter="data")
                packed.members = []  # type: ignore[attr-defined] # it would remember all
            while unpacked.read(_MOST_AT_ONCE):  # only the end proves the checksum
                pass
        for folder in FOLDERS:
            (target / folder).mkdir(exist_ok=True)
    except _BROKEN as error:
        raise WorkspaceError(
            f"{archive} is no whole backup ({error}). Take another one. Nothing was changed."
        ) from error
    if not (target / SETTINGS_FILE).is_file() or not (target / DATABASE).is_file():
        raise WorkspaceError(f"{archive} holds no workspace. Take another one.")
    if wrong := problems(target / DATABASE):
        raise WorkspaceError(f"The database in {archive} is damaged: {wrong[0]}. Take another one.")


def _refuse_odd(member: tarfile.TarInfo) -> None:
    top, *below = member.name.split("/")
    at_home = top in KEPT if below else top in (SETTINGS_FILE, DATABASE)
    if not member.isreg() or not at_home or {"", ".", ".."} & set(below):
        raise tarfile.ReadError(f"{member.name!r} does not belong into one")
