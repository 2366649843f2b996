"""``rasoat init`` and ``rasoat workspace`` as people use them, also when they are not well."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
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


@pytest.fixture
def folder_of_another() -> Iterator[Path]:
    """A workspace that the user of this process may read but not write.

    Rights do not bind root, so that root becomes nobody for the time of the test.
    """
    folder = Path(tempfile.mkdtemp(prefix="rasoat-"))
    run("init", folder / "office")
    words = ("protected", "propose", "com.vidu.first", "--reason", "x")
    assert run("-w", folder / "office", *words).exit_code == 0  # all modules are loaded now
    paths = [folder, *folder.rglob("*")]
    for path in reversed(paths):
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        for path in paths:
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(folder)


def test_a_read_only_workspace_is_one_sentence(folder_of_another: Path) -> None:
    office = folder_of_another / "office"
    before = (office / "rasoat.db").read_bytes()
    for words in (
        ("protected", "propose", "com.vidu.app", "--reason", "x"),
        ("workspace", "backup"),
        ("workspace", "backup", office / "exports" / "b.tar.gz"),
    ):
        result = run("-w", office, *words)
        assert isinstance(result.exception, WorkspaceError), words
        assert "cannot be written" in str(result.exception)
    assert "cannot be made a workspace" in str(run("init", folder_of_another / "b").exception)
    assert (office / "rasoat.db").read_bytes() == before


def test_a_newcomer_sees_each_step(tmp_path: Path) -> None:
    """The program as it is started, not through the test runner: words, streams, exit codes."""

    def program(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "crawler.cli", *words]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])}
        environment.pop("RASOAT_WORKSPACE", None)
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    said = [
        (("init", "o"), 0, "o/rasoat.toml\n", "Next: rasoat -w o registry import"),
        (("init", "o"), 1, "", "rasoat: o is a workspace already."),
        (("-w", "o", "workspace", "check"), 0, "", "The workspace is whole."),
        (("-w", "o", "workspace", "upgrade"), 0, "", "Nothing to do"),
        (("-w", "o", "workspace", "backup", "b.tar.gz"), 0, "b.tar.gz\n", ""),
        (("-w", "o", "workspace", "backup", "b.tar.gz"), 1, "", "b.tar.gz exists already."),
        (("workspace", "restore", "b.tar.gz", "o"), 1, "", "add --yes"),
        (("workspace", "restore", "b.tar.gz", "o", "--yes"), 0, "o\n", "is kept as "),
        (("workspace", "restore", "none.tar.gz", "p"), 1, "", "none.tar.gz is not there."),
        (("workspace", "restore", "b.tar.gz"), 2, "", "Where to?"),
        (("workspace",), 2, "", "Usage: "),
        (("workspace", "chek"), 2, "", "chek"),
        (("-w", "none", "workspace", "check"), 1, "", "rasoat init none"),
    ]
    for words, code, stdout, stderr in said:
        done = program(*words)
        assert (done.returncode, done.stdout) == (code, stdout), (words, done.stderr)
        assert stderr in done.stderr
        assert "Traceback" not in done.stderr
    (tmp_path / "o" / "rasoat.db").unlink()
    for words in (("check",), ("backup",), ("upgrade",)):
        done = program("-w", "o", "workspace", *words)
        assert done.returncode == 1
        assert "missing" in done.stdout + done.stderr
        assert not (tmp_path / "o" / "rasoat.db").exists()


@pytest.mark.parametrize("name", ["office #1", "what?", "50%20 off", "rà soát"])
def test_a_workspace_may_have_any_name(tmp_path: Path, name: str) -> None:
    office = tmp_path / name
    run("init", office)
    words = ("protected", "propose", "com.vidu.app", "--reason", "x")
    assert run("-w", office, *words).exit_code == 0
    assert run("-w", office, "workspace", "backup", tmp_path / "b.tar.gz").exit_code == 0
    assert run("workspace", "restore", tmp_path / "b.tar.gz", tmp_path / "again").exit_code == 0
    assert "com.vidu.app" in run("-w", tmp_path / "again", "protected", "list").output
    assert {path.name for path in tmp_path.iterdir()} == {name, "b.tar.gz", "again"}


def test_a_database_that_breaks_while_it_is_read_is_one_sentence(tmp_path: Path) -> None:
    run("init", tmp_path)
    with sqlite3.connect(tmp_path / "rasoat.db") as database:
        database.execute("PRAGMA journal_mode = delete")
        (size,) = database.execute("PRAGMA page_size").fetchone()
        pages = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name IN ('cases', 'case_events')"
        ).fetchall()
    body = bytearray((tmp_path / "rasoat.db").read_bytes())
    for (page,) in pages:
        body[(page - 1) * size : page * size] = b"\xff" * size
    (tmp_path / "rasoat.db").write_bytes(bytes(body))
    result = run("-w", tmp_path, "cases", "list")
    assert isinstance(result.exception, WorkspaceError)
    assert "is damaged" in str(result.exception)


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
