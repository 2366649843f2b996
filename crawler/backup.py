"""Whole workspaces: copied while in use, put back, brought up to date, checked."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crawler.clock import HANOI
from crawler.errors import WorkspaceError
from crawler.evidence.payloads import read_payload
from crawler.store import Store
from crawler.store.backup import copy_database, migrate, pending_migrations, problems
from crawler.store.crawls import evidence_ids
from crawler.workspace import FOLDERS, SETTINGS_FILE, Workspace

# What can be made again stays behind.
KEPT = tuple(folder for folder in FOLDERS if folder not in ("cache", "logs"))
_DATABASE = "rasoat.db"
_MOST_MEMBERS = 10_000_000


def back_up(workspace: Workspace, target: Path | None, now: datetime) -> Path:
    """Writes one ``.tar.gz`` of database, evidence, register and lists; a sweep may go on.

    The database is copied first: the bytes that it names lie on the disk before it names them.
    """
    name = f"rasoat-{now.astimezone(HANOI):%Y%m%d-%H%M%S}.tar.gz"
    target = target or workspace.path.parent / name
    if target.exists():
        raise WorkspaceError(f"{target} exists already. Name another file.")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as work:
            copy = Path(work) / _DATABASE
            copy_database(workspace.database, copy)
            part = Path(work) / "part.tar.gz"
            with tarfile.open(part, "w:gz", compresslevel=1) as archive:
                archive.add(workspace.path / SETTINGS_FILE, SETTINGS_FILE)
                archive.add(copy, _DATABASE)
                for path in _files(workspace.path):
                    archive.add(path, path.relative_to(workspace.path).as_posix())
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(target)
    except OSError as error:
        raise WorkspaceError(
            f"{target} cannot be written: {error.strerror}. Check the folder and the disk."
        ) from error
    return target


def restore(archive: Path, target: Path, *, replace: bool, now: datetime) -> Path | None:
    """Puts a backup at ``target``; a workspace that is there needs ``replace`` and is kept beside.

    Returns where the former workspace lies now. A backup that is damaged changes nothing.
    """
    occupied = target.exists() and any(target.iterdir())
    if occupied and not replace:
        raise WorkspaceError(
            f"{target} is not empty. To put the backup in its place, keeping what is there "
            "beside it, add --yes"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restore-") as work:
        made = Path(work) / "workspace"
        _unpack(archive, made)
        former = None
        if occupied:
            former = target.with_name(f"{target.name}.before-{now:%Y%m%d-%H%M%S}")
            target.replace(former)
        elif target.exists():
            target.rmdir()
        made.replace(target)
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
        return list(_evidence_problems(store, workspace.evidence))


def _evidence_problems(store: Store, folder: Path) -> Iterator[str]:
    for evidence in evidence_ids(store):
        try:
            read_payload(folder, evidence)
        except FileNotFoundError:
            yield f"The bytes of {evidence} are missing. Restore them from a backup."
        except (OSError, ValueError, EOFError) as error:
            yield f"The bytes of {evidence} are damaged ({error}). Restore them from a backup."


def _files(folder: Path) -> Iterator[Path]:
    for kept in KEPT:
        for path in sorted((folder / kept).rglob("*")):
            if path.is_file() and not path.is_symlink() and ".part" not in path.suffixes:
                yield path


def _unpack(archive: Path, target: Path) -> None:
    """Unpacks a backup and refuses what is none; its members cannot leave ``target``."""
    try:
        with tarfile.open(archive, "r:gz") as packed:
            members = packed.getmembers()
            if (
                len(members) > _MOST_MEMBERS
                or _size(members) > shutil.disk_usage(target.parent.parent).free
            ):
                raise WorkspaceError(f"{archive} unpacks to more than the disk has free.")
            packed.extractall(target, members=members, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise WorkspaceError(
            f"{archive} is no whole backup ({error}). Take another one. Nothing was changed."
        ) from error
    if not (target / SETTINGS_FILE).is_file() or not (target / _DATABASE).is_file():
        raise WorkspaceError(f"{archive} holds no workspace. Take another one.")
    for folder in FOLDERS:
        (target / folder).mkdir(exist_ok=True)
    if wrong := problems(target / _DATABASE):
        raise WorkspaceError(f"The database in {archive} is damaged: {wrong[0]}. Take another one.")


def _size(members: list[tarfile.TarInfo]) -> int:
    return sum(member.size for member in members)
