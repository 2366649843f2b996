"""``rasoat registry`` as a person uses it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import RegisterRefused
from crawler.workspace import create_workspace
from tests.crawler.register.files import csv_file, games, line


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return create_workspace(tmp_path / "office", rehearsal=False).path


def run(office: Path, *words: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(rasoat, ["-w", str(office), "registry", *words], input=stdin)


def rows(result: Result, exit_code: int = 0) -> list[dict[str, Any]]:
    assert result.exit_code == exit_code, result.output
    return [json.loads(text) for text in result.stdout.splitlines()]


def saved(office: Path, *lines: str) -> str:
    path = office.parent / "register.csv"
    path.write_bytes(csv_file(*lines).body)
    return str(path)


def test_an_import_says_what_became_different(office: Path) -> None:
    (row,) = rows(run(office, "import", saved(office, *games(9)), "--complete", "--json"))
    counts = {"added": 9, "changed": 0, "gone": 0, "refused": 0, "unchanged": 0}
    assert {name: row[name] for name in counts} == counts
    assert not any(row[name] for name in row.keys() - counts.keys())


def test_a_register_comes_from_stdin_too(office: Path) -> None:
    (row,) = rows(run(office, "import", "-", "--json", stdin=csv_file(*games(2)).body))
    assert row["added"] == 2


def test_a_refused_file_ends_with_one_and_its_reason(office: Path) -> None:
    result = run(office, "import", saved(office, "1,half"))
    assert isinstance(result.exception, RegisterRefused)
    assert result.exception.exit_code == 1
    assert "Nothing was changed" in str(result.exception)
    assert rows(run(office, "list", "--json")) == []


def test_a_file_that_is_not_there_is_one_sentence(office: Path) -> None:
    result = run(office, "import", str(office / "none.csv"))
    assert "cannot be read: No such file" in str(result.exception)


def test_entries_are_listed_shown_and_counted(office: Path) -> None:
    run(office, "import", saved(office, line(1, "Đảo Rồng"), line(2, status="revoked")))
    first, second = rows(run(office, "list", "--json"))
    assert list(first) == [
        *("entry", "kind", "number", "issued", "title", "publisher", "status"),
        *("in_force", "publisher_paper"),
    ]
    assert (first["title"], first["issued"]) == ("Đảo Rồng", "2024-12-31")
    (shown,) = rows(run(office, "show", second["number"], "--json"))
    assert shown["raw"]["status"] == "revoked"
    assert "raw: issued" in run(office, "show", "1").stdout
    counted = {row.get("figure"): row for row in rows(run(office, "stats", "--json"))}
    assert counted["g1_decisions"]["states"] == {"in_force": 1, "revoked": 1}


def test_an_entry_that_is_not_there_is_said(office: Path) -> None:
    result = run(office, "show", "404")
    assert "holds no entry '404'" in str(result.exception)


def test_coverage_ends_with_three_until_both_classes_are_whole(office: Path) -> None:
    assert run(office, "coverage").exit_code == 3
    run(office, "import", saved(office, *games(3)), "--complete")
    result = run(office, "coverage", "--json")
    assert [row["complete"] for row in rows(result, 3)] == [True, False]
    assert "holds no G2–G4 confirmations" in result.stderr
    run(office, "import", saved(office, *games(3, kind="G4_confirmation")), "--complete")
    assert run(office, "coverage").exit_code == 0


def test_a_dry_run_says_that_nothing_was_changed(office: Path) -> None:
    result = run(office, "import", saved(office, *games(3)), "--dry-run")
    assert "Nothing was changed" in result.stderr
    assert rows(run(office, "list", "--json")) == []


def test_a_row_set_aside_is_listed_and_ends_with_three(office: Path) -> None:
    file = saved(office, *games(9), "10, ,Công ty Ví Dụ,G1,10/QĐ-BTTTT,,active,")
    result = run(office, "import", file, "--complete", "--json")
    (row,) = rows(result, 3)
    assert (row["added"], row["refused"]) == (9, 1)
    assert row["rows_refused"] == ["register.csv, row 11: a game's paper without a title"]
    assert "Not taken over: register.csv, row 11" in result.stderr


def test_a_dry_run_names_the_difference(office: Path) -> None:
    run(office, "import", saved(office, *games(9)))
    file = saved(office, *games(8), line(10, "Kiếm Ví Dụ"))
    assert (
        "Difference: added: 10/QĐ-PTTH&TTĐT Kiếm Ví Dụ"
        in run(office, "import", file, "--dry-run").stderr
    )
    result = run(office, "import", file, "--dry-run", "--json")
    (row,) = rows(result, 3)
    assert [(item["change"], item["entry"]) for item in row["differences"]] == [
        ("added", "10"),
        ("gone", "9"),
    ]
    assert "only 8 of 9" in row["objections"][0]


def test_at_a_terminal_a_person_is_asked(office: Path) -> None:
    file = saved(office, *games(3))
    command = [sys.executable, "-m", "crawler.cli", "-w", str(office), "registry", "import", file]
    ends = []
    for answer in (b"n\n", b"y\n"):
        main, terminal = pty.openpty()
        with subprocess.Popen(command, stdin=terminal, stderr=subprocess.PIPE) as process:
            os.write(main, answer)
            assert process.stderr is not None
            said = process.stderr.read().decode()
        assert "Take over 3 added, 0 changed and 0 gone?" in said
        ends.append(process.returncode)
        os.close(main)
        os.close(terminal)
    assert ends == [1, 0]
    assert len(rows(run(office, "list", "--json"))) == 3
