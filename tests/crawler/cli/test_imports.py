"""``rasoat import leads``: lists in, leads stored, refused rows in sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.store.leads import pending_leads
from crawler.workspace import Workspace, create_workspace

GOOD = "https://nohu-vidu.club/vao\ntaixiu-vidu.com\n"


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


def run(office: Workspace, *words: str, body: str = GOOD) -> Result:
    command = ["-w", str(office.path), "import", "leads", *words]
    return CliRunner().invoke(rasoat, command, input=body)


def rows(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_line_of_json_tells_what_came_of_each_row(office: Workspace) -> None:
    done = run(office, "-", "--source", "đường dây nóng", "--json")
    assert done.exit_code == 0, done.output
    first, second = rows(done)
    assert first == {
        "line": 1,
        "address": "https://nohu-vidu.club/vao",
        "source": "đường dây nóng",
        "subject": "domain:nohu-vidu.club",
        "new": True,
        "refused": None,
    }
    assert second["subject"] == "domain:taixiu-vidu.com"
    with office.open_store() as store:
        assert len(pending_leads(store)) == 2


def test_files_name_themselves_as_the_source_without_their_folder(
    office: Workspace, tmp_path: Path
) -> None:
    lists = [tmp_path / "mot.txt", tmp_path / "hai.txt"]
    for path in lists:
        path.write_text(f"{path.stem}-vidu.club\n", encoding="utf-8")
    done = run(office, *map(str, lists), "--json")
    assert [row["source"] for row in rows(done)] == ["mot.txt", "hai.txt"]
    with office.open_store() as store:
        assert [lead.origin for lead in pending_leads(store)] == ["mot.txt:1", "hai.txt:1"]


def test_refused_rows_are_told_with_their_line_and_end_with_three(office: Workspace) -> None:
    done = run(office, "-", body="103.1.2.3\nnohu-vidu.club\n")
    assert done.exit_code == 3
    assert "domain:nohu-vidu.club" in done.stdout
    assert "Line 1 is refused, 103.1.2.3: " in done.stderr
    assert "1 row(s) are refused" in done.stderr


def test_the_sentences_are_bounded(office: Workspace) -> None:
    done = run(office, "-", "--json", body="103.1.2.3\n" * 700)
    assert len(rows(done)) == 700
    assert done.stderr.count("is refused, ") == 20
    assert "700 row(s) are refused" in done.stderr
