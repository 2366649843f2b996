"""Backups are whole or not there; what is restored over is kept."""

from __future__ import annotations

import io
import sqlite3
import tarfile
from pathlib import Path

import pytest

from crawler.backup import back_up, check, restore, upgrade
from crawler.errors import WorkspaceError
from crawler.evidence.payloads import payload_path, save_payload
from crawler.records import evidence_id
from crawler.workspace import Workspace, create_workspace, open_workspace
from tests.crawler.office import APPLE, NOW, see

BODY = b"<html>a kept answer</html>"


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "office", rehearsal=False)
    (made.path / "lexicon" / "ours.toml").write_text("", encoding="utf-8")
    evidence = save_payload(made.evidence, BODY)
    with made.open_store() as store:
        see(store, evidence=evidence)
    return made


def subjects(office: Workspace) -> list[str]:
    with office.open_store() as store:
        return [row["subject"] for row in store.rows("SELECT subject FROM sightings")]


def test_a_backup_is_restored_whole(office: Workspace, tmp_path: Path) -> None:
    archive = back_up(office, tmp_path / "b.tar.gz", NOW)
    assert restore(archive, tmp_path / "again", replace=False, now=NOW) is None
    again = open_workspace(tmp_path / "again")
    assert subjects(again) == [APPLE]
    assert check(again) == []
    assert (again.path / "lexicon" / "ours.toml").is_file()
    assert again.logs.is_dir()


def test_a_backup_works_while_another_program_writes(office: Workspace, tmp_path: Path) -> None:
    writer = sqlite3.connect(office.database, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO settings VALUES ('half', 'done')")
    archive = back_up(office, tmp_path / "b.tar.gz", NOW)
    writer.execute("ROLLBACK")
    writer.close()
    restore(archive, tmp_path / "again", replace=False, now=NOW)
    again = open_workspace(tmp_path / "again")
    with again.open_store() as store:
        assert store.row("SELECT * FROM settings WHERE name = 'half'") is None
    assert subjects(again) == [APPLE]


def test_a_backup_never_overwrites(office: Workspace, tmp_path: Path) -> None:
    (tmp_path / "b.tar.gz").write_bytes(b"mine")
    with pytest.raises(WorkspaceError, match="exists already"):
        back_up(office, tmp_path / "b.tar.gz", NOW)
    assert (tmp_path / "b.tar.gz").read_bytes() == b"mine"
    assert back_up(office, None, NOW).name == "rasoat-20261120-101542.tar.gz"


def test_restoring_over_a_workspace_needs_yes_and_keeps_it(
    office: Workspace, tmp_path: Path
) -> None:
    archive = back_up(office, tmp_path / "b.tar.gz", NOW)
    with office.open_store() as store:
        see(store, "apple:2", evidence=evidence_id(BODY))
    with pytest.raises(WorkspaceError, match="add --yes"):
        restore(archive, office.path, replace=False, now=NOW)
    assert len(subjects(office)) == 2
    former = restore(archive, office.path, replace=True, now=NOW)
    assert former is not None
    assert len(subjects(open_workspace(former))) == 2
    assert subjects(open_workspace(office.path)) == [APPLE]


def _archive(path: Path, **members: bytes) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return path


def test_what_is_no_backup_changes_nothing(office: Workspace, tmp_path: Path) -> None:
    whole = back_up(office, tmp_path / "b.tar.gz", NOW).read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.tar.gz").write_bytes(b"hello")
    _archive(tmp_path / "other.tar.gz", readme=b"x")
    _archive(tmp_path / "bad.tar.gz", **{"rasoat.toml": b"", "rasoat.db": b"no database at all"})
    _archive(tmp_path / "out.tar.gz", **{"../outside": b"x", "rasoat.toml": b"", "rasoat.db": b""})
    for name in ("cut", "text", "other", "bad", "out", "none"):
        with pytest.raises(WorkspaceError):
            restore(tmp_path / f"{name}.tar.gz", office.path, replace=True, now=NOW)
    assert subjects(office) == [APPLE]
    assert not (tmp_path / "outside").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".restore")] == []


def test_check_finds_missing_and_altered_bytes(office: Workspace) -> None:
    path = payload_path(office.evidence, evidence_id(BODY))
    assert check(office) == []
    path.write_bytes(path.read_bytes()[:-3])
    assert "damaged" in check(office)[0]
    path.unlink()
    assert "missing" in check(office)[0]


def test_check_finds_a_damaged_database(office: Workspace) -> None:
    body = bytearray(office.database.read_bytes())
    body[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    office.database.write_bytes(bytes(body))
    for beside in office.path.glob("rasoat.db-*"):
        beside.unlink()
    assert any("workspace restore" in sentence for sentence in check(office))


def test_an_upgrade_of_the_present_version_does_nothing(office: Workspace) -> None:
    assert upgrade(office, NOW) == ([], None)


def test_an_upgrade_backs_up_first(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "old", rehearsal=False)
    office.database.unlink()
    sqlite3.connect(office.database).close()
    with pytest.raises(WorkspaceError, match="workspace upgrade"):
        office.open_store()
    names, copy = upgrade(office, NOW)
    assert names == ["m001_first"]
    assert copy is not None
    assert copy.is_file()
    office.open_store().close()
