"""The benchmark on public pairs of tables reads them, learns from train and scores test alone."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.magellan import (
    SPLITS,
    TABLES,
    TablesUnreadable,
    columns_of,
    number,
    quality,
    read_tables,
    report,
)

ROOT = Path(__file__).parents[2]
# Invented products of invented makers.
_NOUNS = "vellum quarry thimble lantern cobble harbor ferret saddle pepper walnut anchor ribbon"
_MAKERS = ("Ozmiva Software", "Pelcade Ltd", "Trunovex", "Wimbrast Games")


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """120 products in two shops; the second writes them shorter and in capitals."""
    made, chance = tmp_path_factory.mktemp("tables"), random.Random(5)
    nouns = _NOUNS.split()
    names = [" ".join(chance.sample(nouns, 3)) for _ in range(120)]
    makers = [chance.choice(_MAKERS) for _ in names]
    prices = [chance.randint(10, 90) for _ in names]
    header = ("id", "title", "manufacturer", "price")
    one = list(zip(range(120), names, makers, prices, strict=True))
    other = [
        (900 + at, f"{name.upper()} pc", maker.split()[0], f"${price}.00")
        for at, name, maker, price in one
    ]
    _write(made / "tableA.csv", header, list(one))
    _write(made / "tableB.csv", header, list(other))
    for place, split in enumerate(SPLITS):
        mine = range(40 * place, 40 * place + 40)
        pairs = [(at, 900 + at, 1) for at in mine]
        pairs += [(at, 900 + (at + step) % 120, 0) for at in mine for step in (1, 7, 31)]
        _write(made / f"{split}.csv", ("ltable_id", "rtable_id", "label"), list(pairs))
    return made


def test_the_tables_are_read_with_their_pairs(folder: Path) -> None:
    tables = read_tables(folder)
    assert (len(tables.left), len(tables.right)) == (120, 120)
    assert tables.ends == [0, 160, 320, 480]
    assert tables.labels.sum() == 120
    columns = columns_of(tables)
    assert (columns.title, columns.account, columns.numeric) == ("title", "manufacturer", ["price"])


def test_what_is_one_product_is_found_by_the_engines_figures(folder: Path) -> None:
    tables = read_tables(folder)
    found = report(tables, columns_of(tables))
    assert found["matches_in_test"] == 40
    assert found["engine_figures_only"]["f1"] > 0.9
    assert found["all_figures"]["f1"] > 0.9


def test_labels_without_sense_are_not_learned(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    rows = list(csv.reader((tmp_path / "test.csv").open(encoding="utf-8")))[1:]
    labels = [row[2] for row in rows]
    random.Random(3).shuffle(labels)
    shuffled = [(one, other, label) for (one, other, _), label in zip(rows, labels, strict=True)]
    _write(tmp_path / "test.csv", ("ltable_id", "rtable_id", "label"), list(shuffled))
    tables = read_tables(tmp_path)
    assert report(tables, columns_of(tables))["engine_figures_only"]["f1"] < 0.6


def test_f1_is_that_of_precision_and_recall() -> None:
    said, true = np.array([1, 1, 1, 0], dtype=bool), np.array([1, 1, 0, 1], dtype=bool)
    assert quality(said, true) == {"f1": 0.6667, "precision": 0.6667, "recall": 0.6667}


@pytest.mark.parametrize(
    ("cell", "value"),
    [("$1,299.00", 1299.0), ("7.5 %", 7.5), ("-3", -3.0), ("12 oz", None), ("", None)],
)
def test_a_cell_is_a_number_or_none(cell: str, value: float | None) -> None:
    assert np.isnan(number(cell)) if value is None else number(cell) == value


def test_a_pair_of_rows_that_no_table_has_is_refused(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    _write(tmp_path / "valid.csv", ("ltable_id", "rtable_id", "label"), [(1, 5000, 0)])
    with pytest.raises(TablesUnreadable, match="is in no table"):
        read_tables(tmp_path)


def test_without_tables_the_command_says_so_and_ends_with_2(tmp_path: Path) -> None:
    command = [sys.executable, "benchmarks/magellan.py", "--tables", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--tables FOLDER" in done.stderr


@pytest.mark.slow
def test_the_public_tables_are_matched_as_well_as_measured() -> None:
    if not TABLES.is_dir():
        pytest.skip("shared data absent: the public tables stand beside the checkout")
    tables = read_tables(TABLES)
    assert tables.digest() == "f55eaa728120", "The tables are others: measure, then pin anew."
    found = report(tables, columns_of(tables))
    assert found["engine_figures_only"]["f1"] >= 0.77
    assert found["all_figures"]["f1"] >= 0.79
