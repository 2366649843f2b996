"""Fits ``matchers/lexicon/odds.csv`` on the labelled texts and shows how it does on other hands.

A linear model with the largest margin over the words, pairs of words and findings of each text,
each by how rare it is. Texts of gambling, and of private servers or unlicensed games, are told from
all others. Each file of texts is one hand: ``apart`` are the answers of figures that were fitted
without the hand's own texts, a share of the hands at a time; by these answers points become
logarithms of odds. The findings come from rules that were made on many of these texts, so that
those hands are not wholly apart. On sets named ``apart_`` nothing is fitted.
``--write`` puts the figures into the file. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.text_quality import ACCUSING, INVENTED, read_labelled  # noqa: E402
from crawler.records import TextVerdict  # noqa: E402
from matchers.lexicon import load_lexicon  # noqa: E402
from matchers.odds import (  # noqa: E402
    ALL,
    COLUMNS,
    OFFENCES,
    Entry,
    Row,
    entries_of,
    length_of,
    rarity,
)
from matchers.page import read_pages  # noqa: E402
from matchers.signal import find_in_each  # noqa: E402
from matchers.verdict.assess import published  # noqa: E402
from matchers.verdict.together import is_read  # noqa: E402

FILE = ROOT / "matchers" / "lexicon" / "odds.csv"
VERDICTS = {"gambling": TextVerdict.GAMBLING, "server": TextVerdict.PROMOTES_UNLICENSED}
APART = "apart_"  # sets on which nothing is fitted
LEAST_TEXTS = 3  # that hold an entry: what one or two wrote is nobody's manner
_SOFT = 2.0  # how freely figures follow the texts
_FOLDS = 8
_ENOUGH = (0.5, 0.65, 0.7, 0.8)  # chances from which a text counts as found
_DIGITS = 3
Floats = npt.NDArray[np.float64]


class Labelled(NamedTuple):
    """All texts: what stands in each, what it is, and who wrote it."""

    entries: list[frozenset[Entry]]
    labels: npt.NDArray[np.str_]
    hands: npt.NDArray[np.str_]


def read() -> Labelled:
    """The labelled texts that are short enough, in Latin letters."""
    lexicon = load_lexicon()
    entries, labels, hands = [], [], []
    for path in sorted(INVENTED.glob("*.jsonl")):
        if path.name.startswith(APART):
            continue
        rows = read_labelled(path)
        pages = read_pages([published(text) for text, _, _ in rows], lexicon)
        for page, found, (_, _, label) in zip(pages, find_in_each(pages), rows, strict=True):
            if not is_read(page):
                continue
            readings = [view.reading for view in page.views]
            entries.append(frozenset(entries_of(readings, found)))
            labels.append(label)
            hands.append(path.stem.removesuffix("_servers").replace("servers", "texts"))
    return Labelled(entries, np.array(labels), np.array(hands))


def fit(entries: list[frozenset[Entry]], labels: npt.NDArray[np.str_]) -> list[Row]:
    """The rows of the file, points as the model gives them; the first row tells of all texts."""
    texts = Counter(entry for some in entries for entry in some)
    kept = sorted(entry for entry, number in texts.items() if number >= LEAST_TEXTS)
    rarities = np.array([rarity(texts[entry], len(entries)) for entry in kept])
    table = _table(entries, {entry: at for at, entry in enumerate(kept)}, rarities)
    fitted = []
    for offence in OFFENCES:
        model = LinearSVC(C=_SOFT, class_weight="balanced", random_state=0, max_iter=20_000)
        model.fit(table, labels == VERDICTS[offence])
        fitted.append([float(model.intercept_[0]), *model.coef_[0].tolist()])
    told = [(ALL, "", len(entries)), *((*entry, texts[entry]) for entry in kept)]
    return [Row(*one, *points) for one, *points in zip(told, *fitted, strict=True)]


def as_odds(rows: list[Row], some: Labelled, found: dict[str, Floats]) -> list[Row]:
    """The rows with points as logarithms of odds, by the answers to texts of other hands."""
    slopes = {}
    for offence in OFFENCES:
        slopes[offence] = _calibrated(found[offence], some.labels == VERDICTS[offence])
    every, *entries = rows
    scaled = [
        row._replace(
            **{one: round(getattr(row, one) * slope, _DIGITS) for one, (slope, _) in slopes.items()}
        )
        for row in entries
    ]
    before = {
        one: round(getattr(every, one) * slope + more, _DIGITS)
        for one, (slope, more) in slopes.items()
    }
    for offence, (slope, more) in slopes.items():
        found[offence] = found[offence] * slope + more
    return [every._replace(**before), *scaled]


def _calibrated(points: Floats, labels: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Platt's two figures, were every second text one."""
    model = LogisticRegression(C=1e6, class_weight="balanced").fit(points[:, None], labels)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def _table(
    entries: list[frozenset[Entry]], places: dict[Entry, int], rarities: Floats
) -> sparse.csr_matrix:
    rows = [sorted(places[entry] for entry in some if entry in places) for some in entries]
    values = [rarities[row] / length_of(rarities[row]) for row in rows]
    ends = np.cumsum([0, *map(len, rows)])
    return sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(rows).astype(int), ends),
        shape=(len(rows), len(places)),
    )


def answers(rows: list[Row], entries: list[frozenset[Entry]]) -> dict[str, Floats]:
    """The points of each text for each offence, by some figures."""
    every, *fitted = rows
    rarities = np.array([rarity(row.texts, every.texts) for row in fitted])
    table = _table(entries, {(row.what, row.told): at for at, row in enumerate(fitted)}, rarities)
    return {
        offence: table @ np.array([getattr(row, offence) for row in fitted])
        + getattr(every, offence)
        for offence in OFFENCES
    }


def apart(some: Labelled) -> dict[str, Floats]:
    """The points of each text by figures that were fitted without its hand."""
    found = {offence: np.zeros(len(some.labels)) for offence in OFFENCES}
    folds = {hand: at % _FOLDS for at, hand in enumerate(sorted(set(some.hands)))}
    of_text = np.array([folds[hand] for hand in some.hands])
    for fold in range(_FOLDS):
        inside = [one for one, held in zip(some.entries, of_text == fold, strict=True) if not held]
        outside = [one for one, held in zip(some.entries, of_text == fold, strict=True) if held]
        rows = fit(inside, some.labels[of_text != fold])
        for offence, points in answers(rows, outside).items():
            found[offence][of_text == fold] = points
    return found


def report(some: Labelled, found: dict[str, Floats]) -> dict[str, Any]:
    """By hand and offence: of how many texts how many are found, and how many honest ones."""
    told: dict[str, Any] = {}
    honest = ~np.isin(some.labels, [str(one) for one in ACCUSING])
    for hand in ("every", *sorted(set(some.hands))):
        here = (some.hands == hand) | (hand == "every")
        told[hand] = {"honest": int((here & honest).sum())}
        for offence in OFFENCES:
            own = here & (some.labels == VERDICTS[offence])
            told[hand][offence] = {"of": int(own.sum())} | {
                f"from {chance}": [
                    int((found[offence][own] >= least).sum()),
                    int((found[offence][here & honest] >= least).sum()),
                ]
                for chance, least in ((one, np.log(one / (1 - one))) for one in _ENOUGH)
            }
    return told


def main() -> int:
    """Reads, fits, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the figures into the file")
    options = parser.parse_args()
    some = read()
    found = apart(some)
    rows = as_odds(fit(some.entries, some.labels), some, found)
    if options.write:
        with FILE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(rows)
    print(json.dumps({"entries": len(rows) - 1, "apart": report(some, found)}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
