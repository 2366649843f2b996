"""``rasoat cases controls`` and the controls in ``rasoat cases list`` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.controls import draw
from crawler.records import VerdictKind
from crawler.workspace import SETTINGS_FILE, Workspace, create_workspace
from tests.crawler.office import APPLE, GOOGLE, NOW, flag, judge_as, see

TEXT = "Trồng cây, nuôi cá, xây nhà cùng bạn bè.\nMỗi ngày một món quà."


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "office", rehearsal=False)
    with made.open_store() as store:
        flag(store)
        see(store, GOOGLE, title="Nông Trại Ví Dụ", text=TEXT)
        judge_as(store, VerdictKind.NO_ENTRY, GOOGLE)
        draw(store, None, share=1.0, most_open=20, now=NOW)
    return made


def _run(office: Workspace, *words: str) -> Result:
    return CliRunner().invoke(rasoat, ["-w", str(office.path), *words])


def _rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_cases_list_marks_each_control_as_one(office: Workspace) -> None:
    case, control = _rows(_run(office, "cases", "list", "--json"))
    assert (case["subject"], case["case"], case["control"]) == (APPLE, 1, None)
    assert (control["subject"], control["case"], control["control"]) == (GOOGLE, None, 1)
    assert control["texts"] == {"title": "Nông Trại Ví Dụ", "text": TEXT}
    assert control["url"]


def test_cases_list_shows_controls_apart_and_says_that_they_accuse_nobody(
    office: Workspace,
) -> None:
    shown = _run(office, "cases", "list").stdout
    above, below = shown.split("Controls, drawn by chance")
    assert (APPLE in above, GOOGLE in above) == (True, False)
    assert (APPLE in below, GOOGLE in below) == (False, True)
    assert "They accuse nobody" in below
    assert "Trồng cây" in below


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        (["--status", "open"], [APPLE, GOOGLE]),
        (["--status", "confirmed"], []),
        (["--verdict", "gambling"], [APPLE]),
        (["--verdict", "no_entry"], [GOOGLE]),
    ],
)
def test_controls_are_listed_as_cases_are(
    office: Workspace, words: list[str], subjects: list[str]
) -> None:
    rows = _rows(_run(office, "cases", "list", *words, "--json"))
    assert [row["subject"] for row in rows] == subjects


def test_without_controls_the_list_is_of_cases_alone(office: Workspace) -> None:
    _run(office, "cases", "controls", "right", "1")
    assert "Controls" not in _run(office, "cases", "list").stdout


def test_a_control_is_shown_with_its_whole_text(office: Workspace) -> None:
    shown = _run(office, "cases", "controls", "show", "1").stdout
    assert "They accuse nobody" in shown
    assert TEXT in shown
    (row,) = _rows(_run(office, "cases", "controls", "show", GOOGLE, "--json"))
    assert row["texts"]["text"] == TEXT


@pytest.mark.parametrize("verb", ["right", "missed"])
def test_an_answer_says_who_gave_it(office: Workspace, verb: str) -> None:
    words = ("cases", "controls", verb, "1", "--as", "an", "--note", "đã xem", "--json")
    (row,) = _rows(_run(office, *words))
    assert (row["status"], row["decided_by"], row["note"]) == (verb, "an", "đã xem")
    assert (row["case"] is None) is (verb == "right")
    assert _rows(_run(office, "cases", "controls", "list", "--json")) == []
    (told,) = _rows(_run(office, "cases", "controls", "list", "--status", verb, "--json"))
    assert told["subject"] == GOOGLE


def test_an_answer_is_taken_back(office: Workspace) -> None:
    _run(office, "cases", "controls", "right", "1")
    (row,) = _rows(_run(office, "cases", "controls", "reopen", "1", "--json"))
    assert row["status"] == "open"


def test_evaluate_without_a_file_tells_what_the_rules_miss(office: Workspace) -> None:
    _run(office, "cases", "controls", "missed", "1")
    (row,) = _rows(_run(office, "evaluate", "--json"))
    assert (row["decided"], row["missed"], row["missed_share"]) == (1, 1, None)
    shown = _run(office, "evaluate").stdout
    assert "controls: decided 1, missed 1, waiting 0" in shown
    assert "not measured: 1 controls decided, at least 200 are needed" in shown


def test_judge_draws_controls_by_the_settings(office: Workspace) -> None:
    other = "apple:9000000077"
    with office.open_store() as store:
        foreign = {"title": "Harbor Lights", "text": "Build a town.", "publisher": "Vidu Plays"}
        see(store, other, seen_at=NOW, **foreign, facts={"genre_id": "6014"})
    settings = office.path / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8")
    assert "share = 0.02" in text
    settings.write_text(text.replace("share = 0.02", "share = 1.0"), encoding="utf-8")
    done = _run(office, "judge")
    assert "drawn as controls" in done.stderr
    waiting = _rows(_run(office, "cases", "controls", "list", "--json"))
    assert other in [row["subject"] for row in waiting]


def test_explaining_a_subject_draws_nothing(office: Workspace) -> None:
    settings = office.path / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8").replace("share = 0.02", "share = 1.0")
    settings.write_text(text, encoding="utf-8")
    with office.open_store() as store:
        see(store, "apple:9000000077", title="Harbor Lights", text="Build a town.")
    _run(office, "judge", "--explain", "apple:9000000077")
    assert len(_rows(_run(office, "cases", "controls", "list", "--json"))) == 1
