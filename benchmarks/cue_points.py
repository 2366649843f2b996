"""Fits the points of ``matchers/lexicon/cues.toml`` and shows how they do on hands not fitted on.

Logistic regression over the kinds of words that stand in each labelled text, beside the points of
``Rules`` for what was found otherwise. The words of the lexicon were chosen on the same texts; so
that points fit texts to come, a share of the findings is left out at random when fitting. Each file
of texts is one hand: ``apart`` fits on all others. ``--write`` puts the points into the file and
prints what belongs into ``Rules``. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.text_quality import ACCUSING, INVENTED, read_labelled  # noqa: E402
from crawler.records import Finding, PublishedText, TextVerdict  # noqa: E402
from matchers.cues import MOST, Kind, load_cues  # noqa: E402
from matchers.lexicon import Lexicon, load_lexicon  # noqa: E402
from matchers.page import read_page  # noqa: E402
from matchers.signal import benign_names, find_in  # noqa: E402
from matchers.verdict.assess import assess_text, published  # noqa: E402
from matchers.verdict.rules import Rules  # noqa: E402
from matchers.verdict.text_points import points_of  # noqa: E402

FILE = ROOT / "matchers" / "lexicon" / "cues.toml"
VERDICTS = {"gambling": TextVerdict.GAMBLING, "server": TextVerdict.PROMOTES_UNLICENSED}
_LEFT_OUT = 0.4  # of the findings that accuse
_TIMES = 3  # each text is fitted so often, with other findings left out
_RIDGE = 1.0
_STEP = 0.05  # points are rounded to it
Floats = npt.NDArray[np.float64]


class Labelled(NamedTuple):
    """All texts of one offence: what stands there, what was found, who wrote it."""

    kinds: list[Kind]
    words: Floats  # [text]: for each kind 1 where it stands there, then how many more of two
    found: Sequence[Sequence[Finding]]
    labels: npt.NDArray[np.bool_]
    hands: npt.NDArray[np.str_]
    texts: list[PublishedText]


def read(offence: str, lexicon: Lexicon) -> Labelled:
    """The texts of the offence and the clean ones."""
    cues = load_cues()
    own = [at for at, kind in enumerate(cues.kinds) if kind.offence == offence]
    kinds = [cues.kinds[at] for at in own]
    words, found, labels, hands, texts = [], [], [], [], []
    for path in sorted(INVENTED.glob("*.jsonl")):
        for text, _, label in read_labelled(path):
            if label not in {VERDICTS[offence], TextVerdict.CLEAN}:
                continue
            page = read_page(*published(text), lexicon)
            told = cues.told([view.reading for view in page.views]).numbers[own].tolist()
            number = [min(n, MOST) for n in told]
            words.append([min(n, 1) for n in number] + [max(n - 1, 0) for n in number])
            found.append(find_in(page))
            labels.append(label == VERDICTS[offence])
            hands.append(path.stem.removesuffix("_servers"))
            texts.append(text)
    return Labelled(
        kinds, np.array(words, dtype=float), found, np.array(labels), np.array(hands), texts
    )


def points(some: Labelled, offence: str, rules: Rules, chance: random.Random | None) -> Floats:
    """What the points of ``Rules`` say of each text, by all findings or by some of them."""
    benign = benign_names()
    given = []
    for found in some.found:
        kept = [
            one
            for one in found
            if chance is None or one.signal in benign or chance.random() >= _LEFT_OUT
        ]
        given.append(points_of(kept, offence, rules))
    return np.array(given)


def fit(words: Floats, given: Floats, labels: npt.NDArray[np.bool_], signs: Floats) -> Floats:
    """Base and weights; a kind gives points or takes them, as the file says, never the other."""
    size = words.shape[1]

    def loss(theta: Floats) -> tuple[float, Floats]:
        raw = theta[0] + words @ theta[1:] + given
        chance = 1 / (1 + np.exp(-raw))
        told = np.where(labels, chance, 1 - chance)
        gap = chance - labels
        penalty = (theta[1:] ** 2).sum() * _RIDGE
        slope = np.concatenate([[gap.sum()], words.T @ gap + 2 * _RIDGE * theta[1:]])
        return float(-np.log(told + 1e-12).sum() + penalty), slope

    bounds = [(None, None)] + [(0, None) if sign > 0 else (None, 0) for sign in signs]
    found = minimize(loss, np.zeros(size + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x)


def main() -> int:
    """Reads, fits, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the points into the file")
    options = parser.parse_args()
    lexicon, rules = load_lexicon(), Rules()
    report = {offence: _offence(offence, lexicon, rules, options.write) for offence in VERDICTS}
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return 0


def _offence(offence: str, lexicon: Lexicon, rules: Rules, write: bool) -> dict[str, Any]:
    some = read(offence, lexicon)
    signs = np.array([-1.0 if kind.takes else 1.0 for kind in some.kinds] * 2)
    chance = random.Random(5)
    thinned = np.concatenate([points(some, offence, rules, chance) for _ in range(_TIMES)])
    words, labels = np.tile(some.words, (_TIMES, 1)), np.tile(some.labels, _TIMES)
    hands = np.tile(some.hands, _TIMES)
    whole = points(some, offence, rules, None)
    accused = np.array(
        [assess_text(text, lexicon, rules).verdict in ACCUSING for text in some.texts]
    )
    apart = {}
    for hand in sorted(set(some.hands)):
        theta = fit(words[hands != hand], thinned[hands != hand], labels[hands != hand], signs)
        here = some.hands == hand
        sure = theta[0] + some.words[here] @ theta[1:] + whole[here] >= np.log(
            rules.together_offer / (1 - rules.together_offer)
        )
        bad = some.labels[here]
        apart[hand] = {
            "of": int(bad.sum()),
            "as_shipped": int(accused[here][bad].sum()),
            "sure_by_others": int(sure[bad].sum()),
            "clean": int((~bad).sum()),
            "clean_sure_by_others": int(sure[~bad].sum()),
        }
    theta = np.round(fit(words, thinned, labels, signs) / _STEP) * _STEP
    size = len(some.kinds)
    fitted = {
        kind.name: (float(theta[1 + at]), float(theta[1 + size + at]))
        for at, kind in enumerate(some.kinds)
    }
    if write:
        _write(offence, fitted)
    return {"before": round(float(theta[0]), 2), "fitted": fitted, "apart": apart}


def _write(offence: str, fitted: Mapping[str, tuple[float, float]]) -> None:
    body = FILE.read_text(encoding="utf-8")
    for name, (first, more) in fitted.items():
        body, there = re.subn(
            rf"(\[{offence}\.{name}\]\nlabel = [^\n]+\n(?:(?:takes|offers|game) = true\n)*)"
            r"first = [^\n]+\nmore = [^\n]+\n",
            rf"\g<1>first = {first:.2f}\nmore = {more:.2f}\n",
            body,
        )
        if there != 1:
            raise SystemExit(f"{FILE.name}: the points of [{offence}.{name}] were not found.")
    FILE.write_text(body, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
