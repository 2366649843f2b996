"""``rasoat demo``: the whole way, again and again, and never over a real workspace."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from crawler.cli.demo import _rechecked
from crawler.errors import CrawlerError
from crawler.store.cases import cases, confirmed_cases
from crawler.workspace import create_workspace, open_workspace


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.cli", "demo", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def subjects_seen(folder: Path) -> set[str]:
    with open_workspace(folder).open_store() as store:
        return {row["subject"] for row in store.rows("SELECT DISTINCT subject FROM sightings")}


def confirmed_in(folder: Path) -> set[str]:
    with open_workspace(folder).open_store() as store:
        return {case.subject for case in confirmed_cases(store)}


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
    looked = [line.split() for line in done.stdout.splitlines() if " hours " in line]
    assert {tuple(words[:3]): words[3] for words in looked}.items() >= {
        ("25", "hours", "pending"): "4",
        ("50", "hours", "removed"): "2",
        ("50", "hours", "removed_in_vn"): "2",
    }.items()
    assert {words[2] for words in looked} == {
        *("pending", "still_there", "removed", "removed_in_vn"),
    }
    known, confirmed = subjects_seen(tmp_path / "demo"), confirmed_in(tmp_path / "demo")
    again = demo(tmp_path / "demo")
    assert again.returncode == 0, again.stderr
    # Its stores are new: what was taken down before is there again.
    assert any(
        line.split() == ["25", "hours", "returned", "4"] for line in again.stdout.splitlines()
    )
    # What is confirmed only now is new: it was found beside what had been confirmed.
    assert not (confirmed_in(tmp_path / "demo") - confirmed) & known
    with open_workspace(tmp_path / "demo").open_store() as store:
        assert len({case.subject for case in cases(store)}) == len(cases(store))


def test_a_real_workspace_is_not_touched(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=False)
    before = (office.path / "rasoat.toml").read_bytes()
    done = demo(office.path)
    assert done.returncode == 2
    assert "is a real workspace, not a rehearsal" in done.stderr
    assert (office.path / "rasoat.toml").read_bytes() == before


def test_a_recheck_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=True)
    died = subprocess.CompletedProcess[bytes]([], -11, b"")
    monkeypatch.setattr("crawler.cli.demo.subprocess.run", lambda *_, **__: died)
    with pytest.raises(CrawlerError, match="ended with code -11"):
        _rechecked(office, datetime(2026, 11, 2, tzinfo=UTC))
