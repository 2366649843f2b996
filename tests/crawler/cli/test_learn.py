"""``rasoat train`` and ``rasoat evaluate`` as people run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import TrainingRefused


def run(*arguments: str) -> Result:
    return CliRunner().invoke(rasoat, list(arguments))


def evaluated(folder: Path, text: str, name: str = "labelled.jsonl") -> Result:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return run("evaluate", str(file), "--json")


def labelled(positives: int, negatives: int) -> str:
    bait = {"title": "Cổng game", "text": "Nổ hũ đổi thưởng, nạp rút 1:1", "label": 1}
    plain = {"title": "Nông trại", "text": "Trồng cây, nuôi cá, xây nhà cùng bạn bè", "label": 0}
    rows = [bait] * positives + [plain] * negatives
    return "\n".join(json.dumps(row | {"id": str(at)}) for at, row in enumerate(rows))


def test_an_office_without_decisions_learns_nothing(tmp_path: Path) -> None:
    run("init", str(tmp_path))
    result = run("-w", str(tmp_path), "train")
    assert result.exit_code == 1
    assert isinstance(result.exception, TrainingRefused)
    assert list((tmp_path / "models").iterdir()) == []


def test_figures_of_a_labelled_file(tmp_path: Path) -> None:
    result = evaluated(tmp_path, labelled(200, 200))
    assert result.exit_code == 0, result.output
    row = json.loads(result.stdout)
    assert (row["n"], row["positives"], row["recall"], row["precision"]) == (400, 200, 1.0, 1.0)
    assert row["recall_interval"][0] < 1.0
    assert row["precision_at_1_in_200_interval"][0] < row["precision_at_1_in_200"] == 1.0


def test_too_few_positives_are_not_measured(tmp_path: Path) -> None:
    assert '"not measured: 199 positives' in evaluated(tmp_path, labelled(199, 200)).stdout
    result = run("evaluate", str(tmp_path / "labelled.jsonl"))
    assert result.exit_code == 0
    assert "not measured: 199 positives" in result.stdout


@pytest.mark.parametrize("label", ["?", "conflict", "", None, 2])
def test_a_line_without_a_label_is_left_out_and_told(label: object, tmp_path: Path) -> None:
    line = json.dumps({"id": "x", "text": "nổ hũ", "label": label})
    result = evaluated(tmp_path, labelled(200, 200) + "\n" + line)
    assert result.exit_code == 3
    assert json.loads(result.stdout)["n"] == 400
    assert "line 401 has the label" in result.stderr


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [("label", "1", "0"), ("expected", "gambling", "clean"), ("gambling", "true", "false")],
)
def test_labels_are_read_from_any_of_three_columns(
    name: str, yes: str, no: str, tmp_path: Path
) -> None:
    text = f"id,text,{name}\n1,nổ hũ đổi thưởng,{yes}\n2,nông trại vui,{no}\n"
    result = evaluated(tmp_path, text, "labelled.csv")
    row = json.loads(result.stdout)
    assert (row["n"], row["positives"], row["flagged"]) == (2, 1, 1)
