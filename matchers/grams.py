"""An inverted index of 3-grams: which of many names share the rarest pieces with a query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

_POSTINGS = 8_000  # read per query, rarest grams first: bounds the time whatever the query
_WORTH_A_LOOK = 0.4  # of the best row's share


class GramIndex:
    """Names by their 3-grams, weighted by rarity."""

    def __init__(self, names: Sequence[str]) -> None:
        holders: dict[str, list[int]] = {}
        for row, name in enumerate(names):
            for gram in grams_of(name):
                holders.setdefault(gram, []).append(row)
        self._rows = {gram: np.array(rows, dtype=np.int32) for gram, rows in holders.items()}
        self._size = len(names)
        self._weight = {
            gram: float(np.log(1 + self._size / len(rows))) for gram, rows in holders.items()
        }
        self._unseen = float(np.log(1 + self._size))
        self._total: npt.NDArray[np.float64] = np.full(self._size, 1e-9)
        for gram, found in self._rows.items():
            self._total[found] += self._weight[gram]

    def nearest(self, names: Iterable[str], limit: int) -> list[int]:
        """Rows that share the most weight with any of the names, best first."""
        wanted: dict[int, float] = {}
        for name in names:
            for row, share in self._near(name, limit):
                wanted[row] = max(share, wanted.get(row, 0.0))
        return sorted(wanted, key=lambda row: (-wanted[row], row))[:limit]

    def _near(self, name: str, limit: int) -> list[tuple[int, float]]:
        grams = grams_of(name)
        known = sorted((gram for gram in grams if gram in self._rows), key=self._holders)
        read: list[str] = []
        budget = _POSTINGS
        for gram in known:
            budget -= self._holders(gram)
            if budget < 0 and read:
                break
            read.append(gram)
        if not read:
            return []
        overlap = np.bincount(
            np.concatenate([self._rows[gram] for gram in read]),
            weights=np.repeat(
                [self._weight[gram] for gram in read], [self._holders(gram) for gram in read]
            ),
            minlength=self._size,
        )
        mine = sum(self._weight.get(gram, self._unseen) for gram in grams)
        # Dice finds the same name, the entry's own share finds it inside a longer title.
        share = overlap * (2 / (self._total + mine) + 1 / (self._total + 2.0))
        near = np.flatnonzero(share >= share.max() * _WORTH_A_LOOK)
        best = near[np.argsort(-share[near])[:limit]]
        return [(int(row), float(share[row])) for row in best]

    def _holders(self, gram: str) -> int:
        return len(self._rows[gram])


def grams_of(name: str) -> frozenset[str]:
    """The 3-grams of a name without spaces, its ends marked."""
    marked = f"^{name}$"
    return frozenset(marked[place : place + 3] for place in range(len(marked) - 2))
