"""Backups are whole or not there; what is restored over is kept."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sqlite3
import subprocess
import sys
import tarfile
import zlib
from contextlib import nullcontext
from pathlib import Path

import pytest

from crawler.backup import back_up, check, restore, upgrade
from crawler.errors import WorkspaceError
from crawler.evidence.payloads import payload_path
from crawler.records import evidence_id
from crawler.store.registry import Takeover, take_over
from crawler.workspace import FOLDERS, Workspace, create_workspace, open_workspace
from tests.crawler.office import APPLE, EVERY_MIGRATION, NOW, keep_payload, see

BODY = b"<html>a kept answer</html>"


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "office", rehearsal=False)
    (made.path / "lexicon" / "ours.toml").write_text("", encoding="utf-8")
    evidence = keep_payload(made.evidence, BODY)
    with made.open_store() as store:
        see(store, evidence=evidence)
    return made


def subjects(office: Workspace) -> list[str]:
    with office.open_store() as store:
        return [row["subject"] for row in store.rows("SELECT subject FROM sightings")]


def test_a_lexicon_that_cannot_be_used_is_told_by_the_check(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "words", rehearsal=False)
    (office.path / "lexicon" / "a.toml").write_text("terms = 5", encoding="utf-8")
    assert any("a.toml has “terms”" in problem for problem in check(office))


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


def test_the_copy_lies_beside_the_workspace_unless_named(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office.path)
    archive = back_up(open_workspace(Path()), None, NOW)
    assert archive.parent == tmp_path
    assert [path.name for path in office.path.iterdir() if path.suffix == ".gz"] == []


def test_a_copy_inside_the_workspace_does_not_hold_itself(office: Workspace) -> None:
    archive = back_up(office, office.exports / "b.tar.gz", NOW)
    with tarfile.open(archive) as packed:
        assert [name for name in packed.getnames() if name.startswith("exports")] == []


def test_a_copy_has_all_that_cannot_be_made_again(office: Workspace) -> None:
    for folder in FOLDERS:
        (office.path / folder / "kept.txt").write_text(folder, encoding="utf-8")
        (office.path / folder / "half.part").write_text("being written", encoding="utf-8")
    with tarfile.open(back_up(office, None, NOW)) as packed:
        names = set(packed.getnames())
    assert {name.split("/")[0] for name in names if name.endswith("kept.txt")} == {
        *("evidence", "exports", "register", "terms", "lexicon", "templates", "models")
    }
    assert {name for name in names if "part" in name or name.startswith("rasoat.db-")} == set()


@pytest.mark.parametrize("place", ["none/b.tar.gz", "file/b.tar.gz"])
def test_a_copy_that_cannot_be_written_is_a_sentence(
    office: Workspace, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        back_up(office, tmp_path / place, NOW)


def test_a_copy_that_fails_leaves_nothing(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorkspaceError, match="No space left"):
        back_up(office, tmp_path / "b.tar.gz", NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["office"]


_WRITER = """
import sys
from pathlib import Path
from crawler.store.sightings import add_sightings
from crawler.workspace import open_workspace
from tests.crawler.evidence.recording import answer, recorder
from tests.crawler.office import sighting
office = open_workspace(Path(sys.argv[1]))
store = office.open_store()
recording = recorder(store, office.evidence, largest=8_000)  # it seals while it is copied
for number in range(100_000):
    kept = [recording.record(answer(f"{number}.{n}".encode())).evidence for n in range(5)]
    seen = [sighting(f"apple:{number}{n}", evidence=e) for n, e in enumerate(kept)]
    add_sightings(store, seen, crawl=None)
    sys.stdout.write(".")
    sys.stdout.flush()
"""


def test_a_copy_made_while_a_sweep_writes_is_whole(office: Workspace, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _WRITER, str(office.path)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.read(3)
        archives = [back_up(office, tmp_path / f"{n}.tar.gz", NOW) for n in range(3)]
        writer.stdout.read(1)  # it goes on
        writer.kill()
    counts = []
    for number, archive in enumerate(archives):
        restore(archive, tmp_path / f"again{number}", replace=False, now=NOW)
        again = open_workspace(tmp_path / f"again{number}")
        assert check(again) == []
        counts.append(len(subjects(again)))
    assert counts == sorted(counts)
    assert counts[0] >= 16
    assert all(count % 5 == 1 for count in counts)


def _archive(path: Path, *members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, body in members:
            member = tarfile.TarInfo(name)
            member.size, member.type = len(body), kind
            member.linkname = "/etc/passwd" if kind != tarfile.REGTYPE else ""
            archive.addfile(member, io.BytesIO(body))
    return path


def _refused(office: Workspace, archive: Path, says: str) -> None:
    """It is refused, and nothing is changed, left behind or written elsewhere."""
    before = sorted(path.name for path in archive.parent.iterdir())
    with pytest.raises(WorkspaceError, match=says):
        restore(archive, office.path, replace=True, now=NOW)
    assert subjects(office) == [APPLE]
    assert sorted(path.name for path in archive.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../outside", "does not belong"),
        ("evidence/../../outside", "does not belong"),
        ("evidence/../rasoat.db-wal", "does not belong"),
        ("rasoat.db-wal", "does not belong"),
        ("/etc/cron.d/outside", "does not belong"),
        ("evidence", "does not belong"),
        ("logs/x", "does not belong"),
        ("readme", "does not belong"),
        ("evidence//x", "does not belong"),
        ("evidence/x", "holds no workspace"),
        ("rasoat.toml", "holds no workspace"),
    ],
)
def test_an_archive_of_something_else_is_refused(
    office: Workspace, tmp_path: Path, name: str, says: str
) -> None:
    _refused(office, _archive(tmp_path / "odd.tar.gz", (name, b"x")), says)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE]
)
def test_an_archive_holds_plain_files_only(office: Workspace, tmp_path: Path, kind: bytes) -> None:
    _refused(
        office, _archive(tmp_path / "odd.tar.gz", ("evidence/x", b""), kind=kind), "not belong"
    )


def test_an_archive_that_fills_the_disk_is_refused(office: Workspace, tmp_path: Path) -> None:
    member = tarfile.TarInfo("evidence/huge")
    member.size = 1 << 50
    (tmp_path / "huge.tar.gz").write_bytes(gzip.compress(member.tobuf()))
    _refused(office, tmp_path / "huge.tar.gz", "more than the disk has free")


def test_a_header_that_fills_the_memory_is_refused(office: Workspace, tmp_path: Path) -> None:
    member = tarfile.TarInfo("././@LongLink")
    member.type, member.size = tarfile.GNUTYPE_LONGNAME, 1 << 33
    (tmp_path / "bomb.tar.gz").write_bytes(gzip.compress(member.tobuf()))
    _refused(office, tmp_path / "bomb.tar.gz", "is no whole backup")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is no whole backup"),
        (b"hello", "is no whole backup"),
        (gzip.compress(b"", mtime=0), "is no whole backup|holds no workspace"),
        (gzip.compress(b"hello" * 1000, mtime=0), "is no whole backup"),
        (None, "is not there"),
    ],
    # The bytes of an archive hold the second it was made; a name must not.
    ids=["empty", "text", "archive of nothing", "archive of text", "absent"],
)
def test_what_is_no_archive_is_refused(
    office: Workspace, tmp_path: Path, body: bytes | None, says: str
) -> None:
    if body is not None:
        (tmp_path / "odd.tar.gz").write_bytes(body)
    _refused(office, tmp_path / "odd.tar.gz", says)


def test_an_archive_with_a_damaged_database_is_refused(office: Workspace, tmp_path: Path) -> None:
    members = (("rasoat.toml", b""), ("rasoat.db", b"no database at all"))
    _refused(office, _archive(tmp_path / "odd.tar.gz", *members), "is damaged")


def _unpacked(body: bytes) -> bytes | None:
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return None


def test_no_cut_and_no_flipped_byte_is_restored_as_something_else(
    office: Workspace, tmp_path: Path
) -> None:
    whole = back_up(office, tmp_path / "b.tar.gz", NOW).read_bytes()
    damaged = [whole[: len(whole) * part // 20] for part in range(20)] + [whole[:-1]]
    for place in range(0, len(whole), len(whole) // 60):
        damaged.append(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
    for number, body in enumerate(damaged):
        archive, again = tmp_path / "odd.tar.gz", tmp_path / f"again{number}"
        archive.write_bytes(body)
        # Some bytes say nothing: the time in the header, from which zeros a run is copied.
        same = _unpacked(body) == _unpacked(whole)
        with nullcontext() if same else pytest.raises(WorkspaceError):
            restore(archive, again, replace=False, now=NOW)
        assert again.exists() == same


def test_a_place_that_cannot_be_written_is_a_sentence(office: Workspace, tmp_path: Path) -> None:
    archive = back_up(office, tmp_path / "b.tar.gz", NOW)
    (tmp_path / "file").write_text("in the way")
    for target in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(WorkspaceError, match="cannot be written"):
            restore(archive, target, replace=True, now=NOW)


def test_when_the_exchange_fails_the_former_workspace_is_put_back(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = back_up(office, tmp_path / "b.tar.gz", NOW)
    rename = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if self.name == "workspace":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(WorkspaceError, match="Input/output error"):
        restore(archive, office.path, replace=True, now=NOW)
    monkeypatch.undo()
    assert subjects(office) == [APPLE]


def test_an_empty_folder_is_filled(office: Workspace, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    archive = back_up(office, tmp_path / "b.tar.gz", NOW)
    assert restore(archive, tmp_path / "empty", replace=False, now=NOW) is None
    assert subjects(open_workspace(tmp_path / "empty")) == [APPLE]


def test_check_finds_missing_and_altered_bytes(office: Workspace) -> None:
    path = payload_path(office.evidence, evidence_id(BODY))
    assert check(office) == []
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        if found := check(office):  # the time in the header says nothing
            assert "damaged" in found[0]
    path.write_bytes(whole[:-3])
    assert "damaged" in check(office)[0]
    path.unlink()
    assert "missing" in check(office)[0]


def test_check_finds_missing_and_altered_register_files(office: Workspace) -> None:
    digest = hashlib.sha256(b"a register").hexdigest()
    takeover = Takeover(
        taken_at=NOW,
        taken_by="an",
        files=({"name": "g1.csv", "sha256": digest, "rows": 1},),
        added=(),
        changed=(),
        gone=(),
        classes={},
    )
    with office.open_store() as store:
        take_over(store, takeover)
    assert "g1.csv" in check(office)[0]
    assert "is missing" in check(office)[0]
    (office.register / f"{digest}.csv").write_bytes(b"another")
    assert "was altered" in check(office)[0]
    (office.register / f"{digest}.csv").write_bytes(b"a register")
    assert check(office) == []


def test_check_finds_a_missing_database(office: Workspace) -> None:
    office.database.unlink()
    assert "is missing" in check(office)[0]
    assert not office.database.exists()


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
    assert names == EVERY_MIGRATION
    assert copy is not None
    assert copy.is_file()
    office.open_store().close()
