"""``rasoat init`` and ``rasoat workspace`` as people use them, also when they are not well."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import UsageProblem, WorkspaceError
from crawler.store import connection
from crawler.workspace import FOLDERS, create_workspace, open_workspace


def run(*words: str | Path, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(rasoat, [str(word) for word in words], env=env)


def test_init_makes_a_workspace_that_every_command_finds(tmp_path: Path) -> None:
    assert run("init", tmp_path / "office").exit_code == 0
    for folder in FOLDERS:
        assert (tmp_path / "office" / folder).is_dir()
    for words in (["cases", "list"], ["sweeps", "list"], ["takedown", "list"]):
        assert run("-w", tmp_path / "office", *words).exit_code == 0
    environment = {"RASOAT_WORKSPACE": str(tmp_path / "office")}
    assert run("workspace", "check", env=environment).exit_code == 0


def test_a_workspace_is_found_from_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=False)
    monkeypatch.delenv("RASOAT_WORKSPACE", raising=False)
    monkeypatch.chdir(office.evidence)
    assert run("cases", "list").exit_code == 0
    monkeypatch.chdir(tmp_path)
    result = run("cases", "list")
    assert isinstance(result.exception, WorkspaceError)
    assert "No workspace here" in str(result.exception)


def test_a_workspace_is_not_made_twice(tmp_path: Path) -> None:
    run("init", tmp_path)
    assert "is a workspace already" in str(run("init", tmp_path).exception)


def test_a_file_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("in the way")
    assert "cannot be made a workspace" in str(run("init", tmp_path).exception)
    assert not (tmp_path / "rasoat.toml").exists()


def test_backup_and_restore_go_round(tmp_path: Path) -> None:
    office, archive = tmp_path / "office", tmp_path / "b.tar.gz"
    run("init", office)
    assert run("-w", office, "workspace", "backup", archive).stdout.strip() == str(archive)
    assert run("workspace", "restore", archive, tmp_path / "again").exit_code == 0
    assert run("-w", tmp_path / "again", "workspace", "check").exit_code == 0
    assert "add --yes" in str(run("workspace", "restore", archive, office).exception)
    assert "Where to?" in str(run("workspace", "restore", archive).exception)


def test_a_damaged_workspace_ends_with_one(tmp_path: Path) -> None:
    run("init", tmp_path)
    (tmp_path / "rasoat.db").write_bytes(b"x" * 5_000)
    assert run("-w", tmp_path, "workspace", "check").exit_code == 1
    assert "Restore a copy" in str(run("-w", tmp_path, "cases", "list").exception)


def test_a_missing_database_is_not_made_anew(tmp_path: Path) -> None:
    run("init", tmp_path)
    (tmp_path / "rasoat.db").unlink()
    assert "is missing" in str(run("-w", tmp_path, "cases", "list").exception)
    assert not (tmp_path / "rasoat.db").exists()


def test_a_workspace_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    run("init", tmp_path)
    with sqlite3.connect(tmp_path / "rasoat.db") as database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('rasoat', 'm999_later', '2030-01-01')"
        )
    for words in (["cases", "list"], ["workspace", "upgrade"]):
        result = run("-w", tmp_path, *words)
        assert isinstance(result.exception, WorkspaceError)
        assert "written by a newer rasoat (m999_later)" in str(result.exception)


def test_a_locked_workspace_waits_and_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", tmp_path)
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.2)
    holder = sqlite3.connect(tmp_path / "rasoat.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    words = ("protected", "propose", "com.vidu.app", "--reason", "x")
    result = run("-w", tmp_path, *words)
    assert "is locked by another program" in str(result.exception)
    holder.execute("ROLLBACK")
    holder.close()
    assert run("-w", tmp_path, *words).exit_code == 0


def test_a_read_only_workspace_is_one_sentence(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("not as root: rights do not bind root")
    run("init", tmp_path)
    for path in (tmp_path / "rasoat.db", tmp_path):
        path.chmod(0o555)
    result = run("-w", tmp_path, "protected", "propose", "com.vidu.app", "--reason", "x")
    tmp_path.chmod(0o755)
    assert "cannot be" in str(result.exception)


def test_the_clock_is_only_set_in_a_rehearsal(tmp_path: Path) -> None:
    run("init", tmp_path / "office")
    run("init", tmp_path / "practice", "--rehearsal")
    environment = {"RASOAT_NOW": "2030-01-02T03:04+07:00"}
    words = ("protected", "propose", "com.vidu.app", "--reason", "x")
    refused = run("-w", tmp_path / "office", *words, env=environment)
    assert isinstance(refused.exception, UsageProblem)
    assert refused.exception.exit_code == 2
    assert run("-w", tmp_path / "practice", *words, env=environment).exit_code == 0
    with sqlite3.connect(tmp_path / "practice" / "rasoat.db") as database:
        (row,) = database.execute("SELECT at, mark FROM protected_events")
    assert row[0].startswith("2030-01-01T20:04")
    assert row[1] == "REHEARSAL"


def test_a_relative_certificate_file_lies_in_the_workspace(tmp_path: Path) -> None:
    office = create_workspace(tmp_path, rehearsal=False)
    assert office.ca_file is None
    settings = tmp_path / "rasoat.toml"
    text = settings.read_text("utf-8").replace('ca_file = ""', 'ca_file = "proxy.pem"')
    settings.write_text(text, "utf-8")
    assert open_workspace(tmp_path).ca_file == tmp_path / "proxy.pem"


def test_an_unknown_key_names_the_nearest_one(tmp_path: Path) -> None:
    run("init", tmp_path)
    settings = tmp_path / "rasoat.toml"
    settings.write_text(settings.read_text("utf-8").replace("contact =", "contct ="), "utf-8")
    result = run("-w", tmp_path, "cases", "list")
    assert "unknown key 'contct'. Did you mean 'contact'?" in str(result.exception)


@pytest.mark.parametrize(
    ("words", "code"),
    [(["cases", "show", "404"], 1), (["registry", "show", "404"], 2), (["nonsense"], 2)],
)
def test_errors_are_sentences_with_their_exit_code(
    tmp_path: Path, words: list[str], code: int
) -> None:
    run("init", tmp_path)
    command = [sys.executable, "-m", "crawler.cli", "-w", str(tmp_path), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip()) > 20
