"""``rasoat operators`` on an invented office."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import rasoat
from crawler.errors import OperatorProblem
from crawler.operators import follow_operators
from crawler.workspace import create_workspace, open_workspace
from tests.crawler.office import LATER, confirmed

ONE, TWO = "domain:zalvin79-vidu.club", "domain:zalvin88-vidu.club"
FACTS = {"trackers": [{"service": "histats", "id": "4911"}]}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Two confirmed sites of one operator."""
    folder = tmp_path / "office"
    create_workspace(folder, rehearsal=False)
    with open_workspace(folder).open_store() as store:
        for subject in (ONE, TWO):
            confirmed(store, subject, facts=FACTS, publisher_id=None, text=None)
        follow_operators(store, now=LATER)
    return folder


def run(office: Path, *arguments: str) -> str:
    done = CliRunner().invoke(
        rasoat, ["-w", str(office), "operators", *arguments], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_list_in_json_says_who_belongs_and_by_what(office: Path) -> None:
    (row,) = map(json.loads, run(office, "list", "--json").splitlines())
    assert (row["operator"], row["name"], row["merged"]) == (1, "zalvin", [])
    assert [member["subject"] for member in row["members"]] == [ONE, TWO]
    (shared,) = row["shared"]
    assert shared == {"bond": "tracker", "quote": "histats 4911", "subjects": [ONE, TWO]}
    second = row["members"][1]
    assert (second["to"], second["strong"], second["verdict"]) == (ONE, True, "gambling")
    assert second["reasons"][0]["rule"] == "operator_tracker"


def test_people_get_a_table_and_are_told_that_it_accuses_nobody(office: Path) -> None:
    done = CliRunner().invoke(rasoat, ["-w", str(office), "operators", "list"])
    assert "zalvin" in done.stdout
    assert "tracker “histats 4911”" in done.stdout
    assert "Thuộc một cụm không phải là kết luận vi phạm" in done.stderr


@pytest.mark.parametrize("wanted", ["1", "zalvin", TWO])
def test_an_operator_is_shown_by_number_name_or_member(office: Path, wanted: str) -> None:
    assert "Cùng mã theo dõi “histats 4911”" in run(office, "show", wanted)
    (row,) = map(json.loads, run(office, "show", wanted, "--json").splitlines())
    assert [event["event"] for event in row["events"]] == ["joined", "joined"]


def test_an_operator_that_is_not_there_is_a_sentence(office: Path) -> None:
    with pytest.raises(OperatorProblem, match="There is no operator 9"):
        run(office, "show", "9")


def test_the_next_names_are_ranked(office: Path) -> None:
    rows = [json.loads(line) for line in run(office, "successors", "1", "--json").splitlines()]
    assert [row["rank"] for row in rows] == list(range(1, 21))
    assert {"operator", "name", "score", "habit", "like"} <= set(rows[0])
    # Of these names none says gambling by itself: the next sweep leaves them to a person.
    assert {row["flagged"] for row in rows} == {False}
    assert run(office, "successors") != ""


def test_without_confirmed_names_it_is_said_why_none_is_predicted(tmp_path: Path) -> None:
    create_workspace(tmp_path / "office", rehearsal=False)
    done = CliRunner().invoke(rasoat, ["-w", str(tmp_path / "office"), "operators", "successors"])
    assert "names that people confirmed" in done.stderr
