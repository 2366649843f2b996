"""How hits and model are joined: one case for each figure, and what a name's odds are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matchers.domains.automaton import FOLDED, NEAR, PLAIN, Hits, new_hits
from matchers.domains.model import load_names
from matchers.domains.patterns import PatternKind
from matchers.domains.split import symbols_of
from matchers.domains.weigh import FIGURES, figures, log_odds
from matchers.engine.compiling import compiled

Hit = tuple[PatternKind, float, int, int, int]  # kind, weight, first, last, how
BRAND, TERM, ROLE, BENIGN = PatternKind


@compiled
def _figures(symbols: Any, hits: Any, count: int, kinds: Any, weights: Any, found: Any) -> None:
    row = figures(0.5, symbols, 0, len(symbols), hits, count, kinds, weights)
    for place in range(len(found)):
        found[place] = row[place]


@compiled
def _odds(symbols: Any, hits: Any, count: int, kinds: Any, weights: Any, names: Any) -> float:
    return log_odds(0.5, symbols, 0, len(symbols), hits, count, kinds, weights, names)


def _laid_out(found: list[Hit]) -> tuple[Hits, int, Any, Any]:
    hits = new_hits()
    for place, (_, _, first, last, how) in enumerate(found):
        hits.pattern[place], hits.how[place] = place, how
        hits.first[place], hits.last[place] = first, last
    kinds = np.array([list(PatternKind).index(hit[0]) for hit in found] or [0], dtype=np.uint8)
    weights = np.array([hit[1] for hit in found] or [0.0], dtype=np.float32)
    return hits, len(found), kinds, weights


def told(label: str, hits: list[Hit]) -> dict[str, float]:
    """The figures that are not 0, without the model's own."""
    found = np.empty(len(FIGURES), dtype=np.float32)
    _figures(symbols_of(label), *_laid_out(hits), found)
    values = dict(zip(FIGURES, (round(float(value), 3) for value in found), strict=True))
    assert values.pop("grams") == 0.5
    return {figure: value for figure, value in values.items() if value}


CASES: list[tuple[str, list[Hit], dict[str, float]]] = [
    ("zetazeta", [], {"letters_left": 0.8}),
    ("88-88", [], {"letters_left": 0.0}),
    (
        "zeta88xx",
        [(BRAND, 1.0, 0, 6, PLAIN)],
        {"brand": 1, "brand_share": 0.75, "brand_first": 1, "letters_left": 0.2},
    ),
    (
        "xxzeta88",
        [(BRAND, 0.5, 2, 8, PLAIN)],
        {"brand_half": 1, "brand_share": 0.75, "letters_left": 0.2},
    ),
    (
        "xx-zeta88-yy",
        [(BRAND, 1.0, 3, 9, PLAIN)],
        {"brand": 1, "brand_share": 0.5, "brand_apart": 1, "letters_left": 0.4},
    ),
    (
        "zeta88-y",
        [(BRAND, 0.5, 0, 6, PLAIN)],
        {
            "brand_half": 1,
            "brand_share": 0.75,
            "brand_first": 1,
            "brand_apart": 1,
            "letters_left": 0.1,
        },
    ),
    ("zeta88xx", [(BRAND, 1.0, 0, 6, FOLDED)], {"disguised_share": 0.75, "letters_left": 0.2}),
    ("zeta88xx", [(BRAND, 1.0, 0, 6, NEAR)], {"near_share": 0.75, "letters_left": 0.2}),
    ("z8ta", [(BRAND, 1.0, 0, 4, FOLDED)], {}),  # short disguises are chance
    ("taixiuzz", [(TERM, 1.0, 0, 6, PLAIN)], {"term": 1, "term_share": 0.75, "letters_left": 0.2}),
    ("daga", [(TERM, 0.5, 0, 4, PLAIN)], {"term_half": 1, "term_share": 1}),
    ("betwin", [(TERM, 0.2, 0, 3, PLAIN), (TERM, 0.2, 3, 6, PLAIN)], {"term_weak": 2}),
    ("dangky", [(ROLE, 0.5, 0, 6, PLAIN)], {"role": 1}),
    ("online", [(ROLE, 0.2, 0, 6, PLAIN)], {}),
    ("alphabet", [(BENIGN, 1.0, 0, 8, PLAIN)], {"benign_share": 1, "letters_left": 0.8}),
]


@pytest.mark.parametrize(("label", "hits", "expected"), CASES)
def test_a_hit_has_its_figures(label: str, hits: list[Hit], expected: dict[str, float]) -> None:
    assert told(label, hits) == {figure: value for figure, value in expected.items() if value}


def test_the_longest_label_fits() -> None:
    label = "z" * 63
    assert told(label, [(BRAND, 1.0, 0, 63, PLAIN)]) == {
        "brand": 1,
        "brand_share": 1,
        "brand_first": 1,
        "brand_apart": 1,
    }


def test_odds_are_the_weighed_figures_and_what_always_counts() -> None:
    names = load_names()
    hits: list[Hit] = [(BRAND, 1.0, 0, 6, PLAIN), (ROLE, 0.5, 6, 9, PLAIN)]
    values = {"grams": 0.5} | told("zeta88vao", hits)
    rules = dict(zip(FIGURES, names.rules, strict=False))
    expected = names.rules[-1] + sum(rules[figure] * value for figure, value in values.items())
    found = _odds(symbols_of("zeta88vao"), *_laid_out(hits), names)
    assert found == pytest.approx(float(expected), abs=2e-3)
    assert len(names.rules) == len(FIGURES) + 1
