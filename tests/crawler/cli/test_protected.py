"""``rasoat protected`` as two people type it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import CaseProblem
from crawler.store.protected import append_protected_event
from crawler.workspace import create_workspace
from tests.crawler.office import APPLE, NOW


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
        "note": None,
    }


def test_a_public_suffix_of_old_is_listed_with_why_it_covers_nothing(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=False)
    with office.open_store() as store, store.writing():
        append_protected_event(store, "com.vn", "proposed", at=NOW, who="an", reason="từ trước")
        append_protected_event(store, "com.vn", "approved", at=NOW, who="binh")
    done = _run(office.path, "list")
    assert (done.exit_code, "covers nothing" in done.stdout) == (0, True)
    assert "com.vn protects nobody. com.vn is a public suffix" in done.stderr
    assert "Name one site: vidu.com.vn" in done.stderr


def test_what_will_be_covered_is_said(tmp_path: Path) -> None:
    folder = create_workspace(tmp_path / "office", rehearsal=False).path
    said = _run(folder, "propose", "https://www.Vidu.vn/a", "--reason", "x", "--as", "an").stderr
    assert "it will cover the site vidu.vn and all below it" in said
    said = _run(folder, "approve", "vidu.vn", "--as", "binh").stderr
    assert "protected from now on: the site vidu.vn and all below it" in said
