"""``rasoat demo``: the whole way, again and again, and never over a real workspace."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from crawler.store.cases import cases
from crawler.workspace import create_workspace, open_workspace


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.cli", "demo", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.slow
def test_the_whole_way_ends_with_both_lists(tmp_path: Path) -> None:
    done = demo(tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    paths = [Path(line.strip()) for line in done.stdout.splitlines() if "takedown-" in line]
    assert {path.name for path in paths} == {
        *("takedown-apple-1.csv", "takedown-apple-1.xlsx"),
        *("takedown-google-2.csv", "takedown-google-2.xlsx"),
    }
    for path in paths:
        assert path.is_file()
    table = next(path for path in paths if path.name == "takedown-apple-1.csv")
    rows = list(csv.reader(table.open(encoding="utf-8-sig")))
    assert len(rows) > 30
    sheet = openpyxl.load_workbook(table.with_suffix(".xlsx")).worksheets[0]
    assert sheet.title == "DIỄN TẬP"
    for verdict in ("gambling", "unlicensed", "licensed", "no_entry", "unsure"):
        assert verdict in done.stdout
    again = demo(tmp_path / "demo")
    assert again.returncode == 0, again.stderr
    assert "0 cases confirmed" in again.stdout
    with open_workspace(tmp_path / "demo").open_store() as store:
        assert len({case.subject for case in cases(store)}) == len(cases(store))


def test_a_real_workspace_is_not_touched(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=False)
    before = (office.path / "rasoat.toml").read_bytes()
    done = demo(office.path)
    assert done.returncode == 2
    assert "is a real workspace, not a rehearsal" in done.stderr
    assert (office.path / "rasoat.toml").read_bytes() == before
