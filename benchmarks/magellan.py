"""Entity matching on a public pair of tables with the very figures of the register match.

``--tables FOLDER`` holds ``tableA.csv``, ``tableB.csv`` (column ``id``) and ``train.csv``,
``valid.csv``, ``test.csv`` (``ltable_id``, ``rtable_id``, ``label``), or the same pairs as lines
``COL title VAL …<TAB>COL title VAL …<TAB>label`` in ``train.txt``, ``valid.txt``, ``test.txt``.
Prints one JSON object; ends with 2 when there are no such tables. The trees learn from the train
split; valid tells from which odds on a pair is a match; test is scored once per seed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from matchers.engine.build import build_index  # noqa: E402
from matchers.engine.pairs import figures_of_pairs  # noqa: E402

TABLES = ROOT.parent / "shared" / "data" / "matching" / "magellan" / "Amazon-Google"
SPLITS = ("train", "valid", "test")
SEEDS = (1, 2, 3, 4, 5)
_TITLE = ("title", "name")
_ACCOUNT = (
    "manufacturer",
    "brand",
    "publisher",
    "developer",
    "author",
    "artist",
    "brew",
    "company",
)
_NUMERIC = 0.8  # of the cells that are filled: less is a column of text
_ROUNDS = 400
# Chosen on the valid split of Amazon-Google, where no neighbour of them differs beyond the seeds.
_SETTINGS: Mapping[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}

Row = Mapping[str, str]
Table = npt.NDArray[np.float32]
Labels = npt.NDArray[np.bool_]


class TablesUnreadable(Exception):
    """Raised by ``read_tables`` when a folder holds no pair of tables; a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Two tables and labelled pairs of their rows, split by split in the order of SPLITS."""

    left: Sequence[Row]
    right: Sequence[Row]
    pairs: npt.NDArray[np.int32]  # (n, 2): row of left, row of right
    labels: Labels
    ends: Sequence[int]  # split n is pairs[ends[n]:ends[n + 1]]

    def digest(self) -> str:
        """Twelve hex digits of all cells, pairs and labels."""
        rows = [[dict(row) for row in side] for side in (self.left, self.right)]
        pairs = [self.pairs.tolist(), self.labels.tolist(), list(self.ends)]
        text = json.dumps([rows, pairs], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns are compared as."""

    title: str
    account: str | None
    numeric: Sequence[str]
    text: Sequence[str]


def read_tables(folder: Path) -> Tables:
    """The tables of a folder in either layout; raises TablesUnreadable."""
    if (folder / "tableA.csv").is_file():
        return _from_tables(folder)
    if (folder / "train.txt").is_file():
        return _from_lines(folder)
    raise TablesUnreadable(
        f"{folder} holds neither tableA.csv nor train.txt. Name a pair of tables: --tables FOLDER"
    )


def _from_tables(folder: Path) -> Tables:
    sides = [{row.pop("id"): row for row in _rows(folder / f"table{side}.csv")} for side in "AB"]
    left, right = ({key: at for at, key in enumerate(side)} for side in sides)
    splits = []
    for split in SPLITS:
        try:
            splits.append(
                [
                    (left[row["ltable_id"]], right[row["rtable_id"]], row["label"] == "1")
                    for row in _rows(folder / f"{split}.csv")
                ]
            )
        except KeyError as missing:
            raise TablesUnreadable(
                f"{folder / split}.csv: {missing} is in no table. Are the files of one set?"
            ) from missing
    return _tables([*sides[0].values()], [*sides[1].values()], splits)


def _rows(path: Path) -> list[dict[str, str]]:
    # Public tables mix encodings: a cell that is no UTF-8 costs its own letters, not the run.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        return [{key: cell or "" for key, cell in row.items()} for row in csv.DictReader(lines)]


def _from_lines(folder: Path) -> Tables:
    left: dict[str, int] = {}
    right: dict[str, int] = {}
    splits = []
    for split in SPLITS:
        lines = (folder / f"{split}.txt").read_text(encoding="utf-8").splitlines()
        cells = [line.split("\t") for line in lines]
        splits.append(
            [
                (left.setdefault(one, len(left)), right.setdefault(other, len(right)), label == "1")
                for one, other, label in cells
            ]
        )
    return _tables([_record(text) for text in left], [_record(text) for text in right], splits)


def _record(text: str) -> Row:
    cells = (cell.partition("VAL") for cell in re.split(r"(?:^| )COL ", text)[1:])
    return {name.strip(): value.strip() for name, _, value in cells}


def _tables(
    left: Sequence[Row], right: Sequence[Row], splits: Iterable[Sequence[tuple[int, int, bool]]]
) -> Tables:
    parts = list(splits)
    rows = [row for part in parts for row in part]
    return Tables(
        left=left,
        right=right,
        pairs=np.array([row[:2] for row in rows], dtype=np.int32).reshape(-1, 2),
        labels=np.array([row[2] for row in rows], dtype=np.bool_),
        ends=np.cumsum([0, *(len(part) for part in parts)]).tolist(),
    )


def columns_of(tables: Tables, title: str | None = None, account: str | None = None) -> Columns:
    """Which column is the title, which names who made it, and what the others hold."""
    names = list(tables.left[0])
    account = account or _first(names, _ACCOUNT)
    title = title or _first([name for name in names if name != account], _TITLE) or names[0]
    others = [name for name in names if name not in (title, account)]
    numeric = [name for name in others if _is_numeric(tables, name)]
    return Columns(
        title=title,
        account=account,
        numeric=numeric,
        text=[name for name in others if name not in numeric],
    )


def _first(names: Sequence[str], words: Sequence[str]) -> str | None:
    return next((name for name in names if any(word in name.casefold() for word in words)), None)


def _is_numeric(tables: Tables, name: str) -> bool:
    filled = [row[name] for row in (*tables.left, *tables.right) if row[name]]
    return sum(not np.isnan(number(cell)) for cell in filled) > _NUMERIC * len(filled)


def number(cell: str) -> float:
    """The number that a cell holds ("$1,299.00", "7.5 %"), NaN when it holds none."""
    found = re.fullmatch(r"\s*[$€£]?\s*(-?\d+(?:,\d{3})*(?:\.\d+)?)\s*%?\s*", cell, re.ASCII)
    return float(found[1].replace(",", "")) if found else float("nan")


def engine_figures(tables: Tables, columns: Columns) -> Table:
    """The register match's figures of every pair: left as the register, then right."""
    sides = [
        (
            [row[columns.title] for row in side],
            [row[columns.account] if columns.account else "" for row in side],
        )
        for side in (tables.left, tables.right)
    ]
    found = []
    for register, asked in ((0, 1), (1, 0)):
        titles, accounts = sides[asked]
        rows = tables.pairs[:, asked].tolist()
        found.append(
            figures_of_pairs(
                build_index(*sides[register]),
                [titles[row] for row in rows],
                [accounts[row] for row in rows],
                tables.pairs[:, register].tolist(),
            )
        )
    return np.hstack(found)


def other_figures(tables: Tables, columns: Columns) -> Table:
    """A few figures of the other columns, and of the numbers that a title holds."""
    kinds: list[tuple[str, Callable[[str, str], Iterator[float]]]] = [(columns.title, _numbers)]
    kinds += [(name, _numeric) for name in columns.numeric]
    kinds += [(name, _likeness) for name in columns.text]
    return np.array(
        [
            [
                figure
                for name, compare in kinds
                for figure in compare(tables.left[one][name], tables.right[other][name])
            ]
            for one, other in tables.pairs.tolist()
        ],
        dtype=np.float32,
    )


def _numbers(one: str, other: str) -> Iterator[float]:
    """Versions and years: the register match drops versions, software is told apart by them."""
    mine, theirs = (
        {re.sub(r"(\.0+)+$", "", found) for found in re.findall(r"\d+(?:\.\d+)*", text, re.ASCII)}
        for text in (one, other)
    )
    yield from (len(mine & theirs), len(mine - theirs), len(theirs - mine))


def _numeric(one: str, other: str) -> Iterator[float]:
    """Difference, its size, and the smaller as a share of the larger; NaN where one is missing."""
    mine, theirs = number(one), number(other)
    larger = max(abs(mine), abs(theirs), 1e-9)
    yield from (mine - theirs, abs(mine - theirs), min(abs(mine), abs(theirs)) / larger)


def _likeness(one: str, other: str) -> Iterator[float]:
    """Likeness as a whole and by words, 0 to 100; NaN where one is missing."""
    if not one or not other:
        yield from (float("nan"), float("nan"))
        return
    mine, theirs = one.casefold(), other.casefold()
    yield from (fuzz.ratio(mine, theirs), fuzz.token_set_ratio(mine, theirs))


def scored(tables: Tables, figures: Table) -> dict[str, Any]:
    """F1, precision and recall on the test split: the mean of SEEDS, and each."""
    train, valid, test = (slice(*tables.ends[at : at + 2]) for at in range(3))
    runs = []
    for seed in SEEDS:
        booster = lightgbm.train(
            {**_SETTINGS, "seed": seed},
            lightgbm.Dataset(figures[train], tables.labels[train]),
            _ROUNDS,
        )
        least = _least(np.asarray(booster.predict(figures[valid])), tables.labels[valid])
        said = np.asarray(booster.predict(figures[test])) >= least
        runs.append({"seed": seed} | quality(said, tables.labels[test]))
    names = ("f1", "precision", "recall")
    means = {name: round(sum(run[name] for run in runs) / len(runs), 4) for name in names}
    return means | {"seeds": runs}


def _least(chances: npt.NDArray[np.float64], labels: Labels) -> float:
    """The chance from which on a pair is a match, for the best F1."""
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum(labels[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + labels.sum())
    return float(chances[order[int(np.argmax(f1))]])


def quality(said: Labels, true: Labels) -> dict[str, float]:
    """Precision, recall and F1 of the pairs said to be matches; 0 where there are none."""
    right = int((said & true).sum())
    return {
        "f1": round(2 * right / max(1, int(said.sum() + true.sum())), 4),
        "precision": round(right / max(1, int(said.sum())), 4),
        "recall": round(right / max(1, int(true.sum())), 4),
    }


def report(tables: Tables, columns: Columns) -> dict[str, Any]:
    """The figures that are printed: by the engine's figures alone, by the others, and by all."""
    engine, others = engine_figures(tables, columns), other_figures(tables, columns)
    return {
        "digest": tables.digest(),
        "rows": [len(tables.left), len(tables.right)],
        "pairs": dict(zip(SPLITS, np.diff(tables.ends).tolist(), strict=True)),
        "matches_in_test": int(tables.labels[tables.ends[2] :].sum()),
        "title": columns.title,
        "account": columns.account,
        "other_columns": [*columns.numeric, *columns.text],
        "figures": {"engine": engine.shape[1], "other": others.shape[1]},
        "engine_figures_only": scored(tables, engine),
        "other_figures_only": scored(tables, others),
        "all_figures": scored(tables, np.hstack((engine, others))),
    }


def main() -> int:
    """Reads the options, trains, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, default=TABLES, help="folder of the two tables")
    parser.add_argument("--title", help="column of the title, where its name does not tell")
    parser.add_argument("--account", help="column of who made it, where its name does not tell")
    parser.add_argument("--least", type=float, default=0.0, help="end with 1 below this F1")
    options = parser.parse_args()
    try:
        tables = read_tables(options.tables)
    except TablesUnreadable as problem:
        print(problem, file=sys.stderr)
        return 2
    found = report(tables, columns_of(tables, options.title, options.account))
    print(json.dumps({"tables": options.tables.name} | found, ensure_ascii=False, indent=2))
    return 1 if found["all_figures"]["f1"] < options.least else 0


if __name__ == "__main__":
    sys.exit(main())
