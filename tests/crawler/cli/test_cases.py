"""``rasoat cases`` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import CaseProblem
from crawler.records import Counted, Outcome, VerdictKind
from crawler.store.outcomes import add_outcome
from crawler.workspace import Workspace, create_workspace
from tests.crawler.office import APPLE, GOOGLE, became, flag


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "office", rehearsal=False)
    with made.open_store() as store:
        flag(store)
        flag(store, GOOGLE, VerdictKind.UNLICENSED)
    return made


def _run(office: Workspace, *words: str) -> Result:
    return CliRunner().invoke(rasoat, ["-w", str(office.path), "cases", *words])


def _rows(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        ([], [APPLE, GOOGLE]),
        (["--status", "open"], [APPLE, GOOGLE]),
        (["--status", "confirmed"], []),
        (["--verdict", "unlicensed"], [GOOGLE]),
    ],
)
def test_cases_are_listed_by_state_and_verdict(
    office: Workspace, words: list[str], subjects: list[str]
) -> None:
    rows = _rows(_run(office, "list", *words, "--json"))
    assert [row["subject"] for row in rows] == subjects


def test_the_table_names_what_the_records_name(office: Workspace) -> None:
    head = _run(office, "list").stdout.splitlines()[0]
    assert head.split()[:4] == ["case", "subject", "status", "verdict"]


def test_a_case_is_shown_with_reasons_sightings_and_events(office: Workspace) -> None:
    (row,) = _rows(_run(office, "show", APPLE, "--json"))
    assert row["verdict"] == "gambling"
    assert all(row[part] for part in ("reasons", "sightings", "events"))
    assert "đổi thưởng" in _run(office, "show", APPLE).stdout


def test_what_shares_with_a_confirmed_case_comes_first_and_says_what(office: Workspace) -> None:
    names = ("google:com1.vidu1.a", "google:com2.vidu2.b")
    with office.open_store() as store:
        for name in names:
            flag(store, name, publisher_id=name, website="https://lang-vidu.vn", text=None)
    assert "associated" not in _run(office, "list").stdout
    _run(office, "confirm", names[0], "--as", "an")
    judged = CliRunner().invoke(rasoat, ["-w", str(office.path), "judge"])
    assert judged.exit_code in (0, 3), judged.output
    rows = _rows(_run(office, "list", "--status", "open", "--json"))
    assert [row["subject"] for row in rows] == [names[1], APPLE, GOOGLE]
    assert [len(row["associated"]) for row in rows] == [1, 0, 0]  # type: ignore[arg-type]
    assert "case 3: same website “lang-vidu.vn”" in _run(office, "list").stdout
    for case, part in ((names[1], "associated"), (names[0], "associates")):
        (row,) = _rows(_run(office, "show", case, "--json"))
        assert [tie["subject"] for tie in row[part]] == [names[1]]  # type: ignore[attr-defined]
        shown = _run(office, "show", case).stdout
        assert "Shared with a confirmed case; accuses nobody:" in shown
        assert "lang-vidu.vn" in shown


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["confirm", "1"], "confirmed"),
        (["confirm", APPLE, "--ground", "gambling"], "confirmed"),
        (["dismiss", "1", "--note", "đã đối chiếu"], "dismissed"),
        (["note", "1", "--note", "đã gọi"], "open"),
    ],
)
def test_decisions_are_taken_by_number_or_subject(
    office: Workspace, words: list[str], status: str
) -> None:
    (row,) = _rows(_run(office, *words, "--as", "an", "--json"))
    assert row["status"] == status
    (event,) = _rows(_run(office, "show", "1", "--json"))[0]["events"][-1:]  # type: ignore[index]
    assert event["who"] == "an"


def test_a_decision_is_taken_back(office: Workspace) -> None:
    _run(office, "dismiss", "1", "2")
    rows = _rows(_run(office, "reopen", "1", "2", "--json"))
    assert [row["status"] for row in rows] == ["open", "open"]


def test_a_problem_is_the_error_that_the_command_line_prints(office: Workspace) -> None:
    result = _run(office, "reopen", "1")
    assert isinstance(result.exception, CaseProblem)


def test_what_became_of_a_subject_stands_in_the_list_and_with_its_case(office: Workspace) -> None:
    assert "outcome" not in _run(office, "list").stdout.splitlines()[0]
    with office.open_store() as store, store.writing():
        add_outcome(store, became(APPLE, Outcome.REMOVED, Counted.GONE_BEFORE_ASKED))
    rows = _rows(_run(office, "list", "--json"))
    assert {row["subject"]: row["outcome"] for row in rows} == {APPLE: "removed", GOOGLE: None}
    assert _run(office, "list").stdout.splitlines()[0].split()[-1] == "outcome"
    (row,) = _rows(_run(office, "show", APPLE, "--json"))
    assert '"outcome": "removed"' in json.dumps(row["outcomes"])
    assert "gone_before_asked" in _run(office, "show", APPLE).stdout
