"""``rasoat takedown``: from confirmed cases to lists on the disk."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import RequestProblem
from crawler.records import Counted, Outcome, VerdictKind
from crawler.store.outcomes import add_outcome
from crawler.workspace import Workspace, create_workspace
from tests.crawler.office import APPLE, GOOGLE, became, confirmed, judge_as
from tests.reports.hostile import TITLES


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "office", rehearsal=False)
    with made.open_store() as store:
        confirmed(store)
        confirmed(store, GOOGLE)
    return made


def _run(office: Workspace, *words: str) -> Result:
    return CliRunner().invoke(rasoat, ["-w", str(office.path), "takedown", *words])


def _rows(result: Result, exit_code: int = 0) -> list[dict[str, Any]]:
    assert result.exit_code == exit_code, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_draft_writes_both_lists_of_each_recipient(office: Workspace) -> None:
    rows = _rows(_run(office, "draft", "--json"))
    assert [(row["request"], row["recipient"], row["status"], row["due"]) for row in rows] == [
        (1, "apple", "drafted", None),
        (2, "google", "drafted", None),
    ]
    assert rows[0]["subjects"] == [APPLE]
    assert [Path(file).name for row in rows for file in row["files"]] == [
        "takedown-apple-1.csv",
        "takedown-apple-1.xlsx",
        "takedown-google-2.csv",
        "takedown-google-2.xlsx",
    ]
    assert all(Path(file).stat().st_size for row in rows for file in row["files"])


def test_people_get_the_paths(office: Workspace) -> None:
    printed = _run(office, "draft", "--recipient", "apple").stdout
    assert str(office.exports / "takedown-apple-1.csv") in printed
    assert "google" not in printed


def test_thirty_hostile_titles_reach_both_lists_as_text(tmp_path: Path) -> None:
    made = create_workspace(tmp_path / "office", rehearsal=True)
    with made.open_store() as store:
        for number, title in enumerate(TITLES):
            confirmed(store, f"apple:92000000{number:02}", title=title)
    assert _run(made, "draft").exit_code == 0
    sheet = openpyxl.load_workbook(made.exports / "takedown-apple-1.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert sheet.max_row == 31
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    with (made.exports / "takedown-apple-1.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert len(lines) == 31
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
    assert {line[0] for line in lines[1:]} == {"DIỄN TẬP"}


def test_held_cases_are_listed_with_their_reason_and_end_with_three(office: Workspace) -> None:
    with office.open_store() as store:
        judge_as(store, VerdictKind.LICENSED)
    rows = _rows(_run(office, "draft", "--json"), exit_code=3)
    assert [row["status"] for row in rows] == ["drafted", "held"]
    assert "licensed" in rows[1]["why"]


def test_lists_that_were_lost_are_written_again(office: Workspace) -> None:
    _run(office, "draft")
    lost = office.exports / "takedown-apple-1.xlsx"
    before = lost.read_bytes()
    lost.unlink()
    _run(office, "draft")
    assert lost.read_bytes() == before


def test_sending_shows_first_and_needs_yes(office: Workspace) -> None:
    _run(office, "draft")
    (shown,) = _rows(_run(office, "send", "1", "--channel", "email", "--json"), exit_code=3)
    assert shown["status"] == "drafted"
    (sent,) = _rows(_run(office, "send", "1", "--channel", "email", "--yes", "--json"))
    assert (sent["status"], sent["channel"], sent["sent_at"][16:19]) == ("sent", "email", ":00")
    again = _run(office, "send", "1", "--channel", "email", "--yes")
    assert isinstance(again.exception, RequestProblem)


def test_requests_are_listed_shown_and_withdrawn(office: Workspace) -> None:
    _run(office, "draft")
    (shown,) = _rows(_run(office, "show", "1", "--json"))
    assert shown["apps"][0]["subject"] == APPLE
    _run(office, "withdraw", "1", "--note", "gửi nhầm")
    rows = _rows(_run(office, "list", "--json"))
    assert [row["status"] for row in rows] == ["withdrawn", "drafted"]
    assert APPLE in _run(office, "show", "1").stdout


def test_what_became_of_its_apps_is_counted_and_shown(office: Workspace) -> None:
    _run(office, "draft")
    with office.open_store() as store, store.writing():
        add_outcome(store, became(APPLE, Outcome.REMOVED, Counted.GONE_BEFORE_ASKED))
        add_outcome(store, became(GOOGLE, Outcome.PENDING, Counted.PENDING))
    rows = _rows(_run(office, "list", "--json"))
    assert [row["outcomes"] for row in rows] == [{"gone_before_asked": 1}, {"pending": 1}]
    assert "1 gone_before_asked" in _run(office, "list").stdout
    [shown] = _rows(_run(office, "show", "1", "--json"))
    [app] = shown["apps"]
    assert (app["outcome"], app["counted"]) == ("removed", "gone_before_asked")
    assert "gone_before_asked" in _run(office, "show", "1").stdout
