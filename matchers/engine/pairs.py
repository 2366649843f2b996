"""The same figures for pairs that are given: a listing and the one entry it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from matchers.engine.candidates import KEPT, also
from matchers.engine.compiling import compiled, inner
from matchers.engine.features import TITLE_FEATURES, compare
from matchers.engine.holders import NAME_FEATURES, compare_names, name_hint
from matchers.engine.index import Index, points_of
from matchers.engine.letters import alphabet
from matchers.engine.score import (
    FEATURES,
    WORTH_A_NAME,
    choose,
    context,
    look_up,
    new_scratch,
)


def figures_of_pairs(
    index: Index, titles: Sequence[str], accounts: Sequence[str], entries: Sequence[int]
) -> npt.NDArray[np.float32]:
    """FEATURES figures of each listing with the entry (its place in the index) beside it.

    An entry that the search did not find is compared as the candidate behind the last.
    """
    wanted = np.array(entries, dtype=np.int32)
    if len(wanted) and not 0 <= wanted.min() <= wanted.max() < len(index.weight):
        raise IndexError(f"Entries are 0 to {len(index.weight) - 1}, as they stand in the index.")
    found = np.zeros((len(wanted), FEATURES), dtype=np.float32)
    rows = np.zeros((KEPT + 1, FEATURES), dtype=np.float32)
    chosen = np.zeros(KEPT + 1, dtype=np.int32)
    scratch = new_scratch(len(index.weight))
    listings = points_of(titles), points_of(accounts)
    _compare_all(*listings, alphabet(), index, scratch, wanted, chosen, rows, found)
    return found


@compiled
def _compare_all(
    titles: Any,
    accounts: Any,
    table: Any,
    index: Any,
    scratch: Any,
    wanted: Any,
    chosen: Any,
    rows: Any,
    found: Any,
) -> None:
    account = scratch.account
    for which in range(len(wanted)):
        count, translated = look_up(titles, accounts, which, table, index, scratch)
        title, work = scratch.title, scratch.work
        if translated:
            title, work = scratch.other, scratch.second
        entry = wanted[which]
        count = also(entry, index, work, count)
        kept = choose(count, index, work, account, chosen, rows)
        at = _place(entry, chosen, kept)
        if at == kept:
            _choose_too(entry, count, index, work, account, chosen, rows, at)
            kept += 1
        place, row = work.place[entry], rows[at]
        how, share = work.how[place], work.share[place]
        compare(title, entry, how, share, index, work, account, scratch.pairing, row)
        context(kept, at, chosen, row, work, index)
        row[FEATURES - 1] = translated
        for figure in range(FEATURES):
            found[which, figure] = row[figure]


@inner
def _place(entry: int, among: Any, count: int) -> int:
    """Where the entry stands; ``count`` when nowhere."""
    for at in range(count):
        if among[at] == entry:
            return at
    return count


@inner
def _choose_too(
    entry: int, count: int, index: Any, work: Any, account: Any, chosen: Any, rows: Any, at: int
) -> None:
    """What ``choose`` does with a candidate that is worth comparing."""
    place = _place(entry, work.found, count)
    value = work.share[place]
    if account.sizes[3] and value > WORTH_A_NAME:
        value += name_hint(account, index.holder[entry], index.holders)
    chosen[at] = entry
    work.place[entry] = place
    compare_names(account, index.holder[entry], index, rows[at], TITLE_FEATURES)
    rows[at, TITLE_FEATURES + NAME_FEATURES] = value
