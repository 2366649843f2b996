"""``rasoat protected`` as two people type it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import CaseProblem
from crawler.workspace import create_workspace
from tests.crawler.office import APPLE


def _run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(rasoat, ["-w", str(folder), "protected", *words])


def test_two_people_protect_a_name(tmp_path: Path) -> None:
    folder = create_workspace(tmp_path / "office", rehearsal=False).path
    _run(folder, "propose", APPLE, "--reason", "đang khiếu nại", "--as", "an")
    assert isinstance(_run(folder, "approve", APPLE, "--as", "an").exception, CaseProblem)
    assert _run(folder, "approve", APPLE, "--as", "binh").exit_code == 0
    rows = [json.loads(line) for line in _run(folder, "list", "--json").stdout.splitlines()]
    assert rows[-1] == {
        "name": APPLE,
        "reason": "đang khiếu nại",
        "status": "approved",
        "proposed_by": "an",
    }


def test_what_will_be_covered_is_said(tmp_path: Path) -> None:
    folder = create_workspace(tmp_path / "office", rehearsal=False).path
    said = _run(folder, "propose", "https://www.Vidu.vn/a", "--reason", "x", "--as", "an").stderr
    assert "it will cover the site vidu.vn and all below it" in said
    said = _run(folder, "approve", "vidu.vn", "--as", "binh").stderr
    assert "protected from now on: the site vidu.vn and all below it" in said
