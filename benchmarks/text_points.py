"""Fits the points of ``Rules`` for texts on the labelled texts and prints them beside the shipped.

Logistic regression over ``text_points.counts``, ten folds; what is shipped is rounded.
Takes the dev halves only, unless ``--half`` names another. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.text_quality import INVENTED, read_labelled  # noqa: E402
from crawler.records import TextVerdict  # noqa: E402
from matchers.lexicon import load_lexicon  # noqa: E402
from matchers.verdict.assess import assess_text  # noqa: E402
from matchers.verdict.rules import Rules  # noqa: E402
from matchers.verdict.text_points import counts  # noqa: E402

_FILES = ("texts.jsonl", "hard_texts.jsonl", "posts.jsonl", "listings.jsonl")


def main() -> int:
    """Counts, fits, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", default="dev", help="rows of this half (default: dev)")
    options = parser.parse_args()
    lexicon, rules = load_lexicon(), Rules()
    labelled = [row for name in _FILES for row in read_labelled(INVENTED / name, options.half)]
    told = [counts(assess_text(text, lexicon, rules).findings) for text, _, _ in labelled]
    names = sorted({name for one in told for name in one if name.startswith("odds_")})
    table = np.array([[one.get(name, 0) for name in names] for one in told])
    labels = np.array([label == TextVerdict.GAMBLING for _, _, label in labelled])
    model = LogisticRegression(max_iter=3000)
    chances = cross_val_predict(model, table, labels, cv=10, method="predict_proba")[:, 1]
    model.fit(table, labels)
    fitted = dict(zip(names, model.coef_[0].round(2).tolist(), strict=True))
    told_apart = chances >= rules.text_gambling
    report = {
        "texts": len(labels),
        "gambling": int(labels.sum()),
        "fitted": {"odds_before": round(float(model.intercept_[0]), 2)} | fitted,
        "shipped": {name: getattr(rules, name) for name in ("odds_before", *names)},
        "recall_by_points_alone": round(float(told_apart[labels].mean()), 3),
        "clean_above_by_points_alone": int(told_apart[~labels].sum()),
    }
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
