"""How good a screen is on a labelled set: shares with their intervals, and at a real base rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

LEAST_POSITIVES = 200  # below, a figure would say more than is known
BASE_RATE = 1 / 201  # one for every 200 others
_Z = 1.959964  # of a normal distribution: 95 %
_DRAWS = 1_000
_SEED = 20_241_115
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Figures of one labelled set; None: not measured, there are too few positives."""

    n: int
    positives: int
    flagged: int
    precision: float | None = None
    precision_interval: Interval | None = None
    recall: float | None = None
    recall_interval: Interval | None = None
    false_positive_rate: float | None = None
    false_positive_rate_interval: Interval | None = None
    pr_auc: float | None = None
    pr_auc_interval: Interval | None = None
    precision_at_1_in_200: float | None = None
    precision_at_1_in_200_interval: Interval | None = None
    note: str | None = None


def measure(labels: Sequence[bool], flagged: Sequence[bool], scores: Sequence[float]) -> Quality:
    """Precision, recall and the area under their curve; intervals at 95 %.

    Shares by Wilson (1927); the area by average precision, its interval by drawing again.
    """
    truth, said = np.array(labels, dtype=bool), np.array(flagged, dtype=bool)
    n, positives = len(truth), int(truth.sum())
    known = Quality(n=n, positives=positives, flagged=int(said.sum()))
    if positives < LEAST_POSITIVES or positives == n:
        return replace(
            known,
            note=f"not measured: {positives} positives of {n} rows; "
            f"at least {LEAST_POSITIVES} positives and some negatives are needed",
        )
    hits, false = int((truth & said).sum()), int((~truth & said).sum())
    negatives = n - positives
    recall, recall_interval = hits / positives, wilson(hits, positives)
    rate, rate_interval = false / negatives, wilson(false, negatives)
    order = np.array(scores, dtype=float)
    return replace(
        known,
        precision=_share(hits, hits + false),
        precision_interval=wilson(hits, hits + false) if hits + false else None,
        recall=_rounded(recall),
        recall_interval=recall_interval,
        false_positive_rate=_rounded(rate),
        false_positive_rate_interval=rate_interval,
        pr_auc=_rounded(average_precision(truth, order)),
        pr_auc_interval=_drawn(truth, order),
        precision_at_1_in_200=_at_base_rate(recall, rate),
        precision_at_1_in_200_interval=_both(
            _at_base_rate(recall_interval[0], rate_interval[1]),
            _at_base_rate(recall_interval[1], rate_interval[0]),
        ),
    )


def wilson(hits: int, tried: int) -> Interval:
    """The interval of a share at 95 %."""
    share, square = hits / tried, _Z * _Z
    middle = share + square / (2 * tried)
    reach = _Z * np.sqrt(share * (1 - share) / tried + square / (4 * tried * tried))
    whole = 1 + square / tried
    return (
        _rounded(max((middle - reach) / whole, 0.0)),
        _rounded(min((middle + reach) / whole, 1.0)),
    )


def average_precision(truth: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64]) -> float:
    """The area under precision over recall; rows of one score are one step."""
    order = np.argsort(-scores, kind="stable")
    ranked, hit = scores[order], truth[order]
    last = np.flatnonzero(np.append(np.diff(ranked) != 0, True))
    found = np.cumsum(hit)[last]
    gained = np.diff(np.concatenate(([0], found)))
    return float((gained * found / (last + 1)).sum() / max(found[-1], 1))


def _drawn(truth: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64]) -> Interval:
    rng = np.random.default_rng(_SEED)
    areas = []
    for _ in range(_DRAWS):
        rows = rng.integers(0, len(truth), len(truth))
        if truth[rows].any():
            areas.append(average_precision(truth[rows], scores[rows]))
    low, high = np.quantile(areas, (0.025, 0.975))
    return (_rounded(low), _rounded(high))


def _at_base_rate(recall: float, false_rate: float) -> float | None:
    flagged = recall * BASE_RATE + false_rate * (1 - BASE_RATE)
    return _rounded(recall * BASE_RATE / flagged) if flagged else None


def _both(low: float | None, high: float | None) -> Interval | None:
    return None if low is None or high is None else (low, high)


def _share(hits: int, tried: int) -> float | None:
    return _rounded(hits / tried) if tried else None


def _rounded(share: float) -> float:
    return round(float(share), 4)
