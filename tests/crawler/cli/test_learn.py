"""``rasoat train`` and ``rasoat evaluate`` as people run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import TextsRefused, TrainingRefused


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
    return "\n".join(
        json.dumps(row | {"id": str(at), "text": f"{row['text']} {at}"})
        for at, row in enumerate(rows)
    )


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
    said = "line 401 has no label" if label in (None, "") else "line 401 has the label"
    assert said in result.stderr


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


def test_a_text_that_comes_again_is_counted_once(tmp_path: Path) -> None:
    again = labelled(1, 1).splitlines()[0].replace('"id": "0"', '"id": "x"')
    result = evaluated(tmp_path, f"{labelled(1, 1)}\n{again}")
    assert (result.exit_code, json.loads(result.stdout)["n"]) == (3, 2)
    assert "line 3 has the text of line 1" in result.stderr


def test_an_id_that_comes_again_is_counted_once(tmp_path: Path) -> None:
    again = labelled(1, 1).splitlines()[0].replace("cổng", "sòng").replace(" 0", " khác")
    result = evaluated(tmp_path, f"{labelled(1, 1)}\n{again}")
    assert (result.exit_code, json.loads(result.stdout)["n"]) == (3, 2)
    assert "line 3 has the id 0 of line 1" in result.stderr
    assert "Left out 1 lines: 1 that repeat another." in result.stderr


def test_what_is_left_out_is_counted_by_its_reason(tmp_path: Path) -> None:
    bad = ["sunwin0.vip,1"] * 25 + ["x.example,?", "y.example,maybe", "lone,0", "z.example", ",1"]
    text = "\n".join([names(1, 1), *bad, '"a" b,1'])
    result = evaluated(tmp_path, text, "names.csv")
    assert (result.exit_code, json.loads(result.stdout)["n"]) == (3, 2)
    assert result.stderr.splitlines()[-1] == (
        "Left out 31 lines: 25 that repeat another, 2 without a label, "
        "1 with more or fewer cells than the header, 1 without a domain name, "
        "1 neither CSV nor JSON, 1 with a name that cannot be screened. Correct or drop them."
    )


def test_texts_that_are_left_out_are_counted_by_their_reason(tmp_path: Path) -> None:
    bad = ['{"id": "9", "label": 1}', '{"id": "8", "text": ["a"], "label": 1}', "[]", "{"]
    result = evaluated(tmp_path, "\n".join([labelled(1, 1), *bad]))
    assert (result.exit_code, json.loads(result.stdout)["n"]) == (3, 2)
    assert result.stderr.splitlines()[-1] == (
        "Left out 4 lines: 2 neither CSV nor JSON, 1 without a text, "
        "1 with a value of a wrong kind. Correct or drop them."
    )


def names(positives: int, negatives: int) -> str:
    gambling = [f"sunwin{number}.vip,1" for number in range(positives)]
    clean = [f"nongtrai{number}.example,0" for number in range(negatives)]
    return "\n".join(["domain,label", *gambling, *clean])


def test_figures_of_a_file_of_names(tmp_path: Path) -> None:
    result = evaluated(tmp_path, names(200, 300), "names.csv")
    assert result.exit_code == 0, result.output
    row = json.loads(result.stdout)
    assert (row["of"], row["n"], row["positives"]) == ("names", 500, 200)
    assert (row["recall"], row["precision"], row["pr_auc"]) == (1.0, 1.0, 1.0)
    assert row["recall_interval"][0] < 1.0
    assert row["precision_at_1_in_200_interval"][0] < row["precision_at_1_in_200"] == 1.0
    assert "names.csv, names: n 500" in run("evaluate", str(tmp_path / "names.csv")).stdout


def test_too_few_gambling_names_are_not_measured(tmp_path: Path) -> None:
    assert '"not measured: 199 positives' in evaluated(tmp_path, names(199, 9), "n.csv").stdout


def test_names_are_flagged_as_screen_flags_them(tmp_path: Path) -> None:
    lines = [
        {"name": "sunwin88.vip", "expected": "gambling"},
        {"name": "sunwin88.gov.vn", "expected": "clean"},  # protected
        {"name": "nongtrai.example", "expected": "gambling"},
    ]
    text = "\n".join(map(json.dumps, lines))
    row = json.loads(evaluated(tmp_path, text, "names.jsonl").stdout)
    assert (row["n"], row["positives"], row["flagged"]) == (3, 2, 1)


def test_lines_that_are_no_names_keep_the_labels_of_the_others_in_place(tmp_path: Path) -> None:
    bad = ["192.0.2.1,1", "# a comment,1", ".,1", "a@example.com,1", '"a\nb.vip",1', "lone,0"]
    lines = names(200, 200).splitlines()
    text = "\n".join([lines[0], *bad, *lines[1:]])
    result = evaluated(tmp_path, text, "names.csv")
    row = json.loads(result.stdout)
    assert (row["n"], row["flagged"], row["recall"], row["precision"]) == (400, 200, 1.0, 1.0)
    assert result.exit_code == 3
    assert "line 2 holds no name that can be screened: 192.0.2.1." in result.stderr
    assert "Left out 6 lines: 6 with a name that cannot be screened." in result.stderr


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("SunWin0.vip ,0", "line 4 has the name of line 2. Drop one of them."),
        ("https://www.sunwin0.vip/a,0", "line 4 has the name of line 2. Drop one of them."),
        (",1", "line 4 is no domain name among domain names"),
        ("sunwin9.vip,?", "line 4 has the label '?'"),
        ("sunwin9.vip,", "line 4 has no label. Write 1 or gambling"),
        ("sunwin9.vip", "line 4 has 1 cells, the header 2"),
    ],
)
def test_a_line_that_cannot_count_is_left_out_and_told(
    line: str, says: str, tmp_path: Path
) -> None:
    result = evaluated(tmp_path, names(1, 1) + f"\n{line}", "names.csv")
    assert (result.exit_code, json.loads(result.stdout)["n"]) == (3, 2)
    assert says in result.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("domain,text,label\na.vip,nổ hũ,1", "columns of texts and of domain names"),
        ('{"name": "a.vip", "title": "Nổ hũ", "label": 1}', "columns of texts and of domain"),
        ("address,label\na.vip,1", "has the columns address, label: neither texts nor domain"),
        ('{"address": "a.vip", "label": 1}', "holds no text and no domain name to measure"),
        ("name,label", "holds no text and no domain name to measure"),
        ("", "is empty"),
    ],
)
def test_a_wrong_or_mixed_file_is_a_sentence(text: str, says: str, tmp_path: Path) -> None:
    result = evaluated(tmp_path, text, "labelled")
    assert isinstance(result.exception, TextsRefused)
    assert says in str(result.exception)


def test_a_line_of_the_other_kind_is_left_out_and_told(tmp_path: Path) -> None:
    lines = [
        {"label": 1},
        {"name": "sunwin88.vip", "label": 1},
        {"text": "nổ hũ", "label": 1},
        {"name": "sunwin9.vip", "text": "nổ hũ", "label": 1},
    ]
    result = evaluated(tmp_path, "\n".join(map(json.dumps, lines)), "names.jsonl")
    assert json.loads(result.stdout)["n"] == 1
    for number in (1, 3, 4):
        assert f"line {number} is no domain name among domain names" in result.stderr
    assert "put texts into a file of their own" in result.stderr
