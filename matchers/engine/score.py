"""One pass over listings: read, search, compare, and how likely each candidate is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchers.engine.accounts import mark_account
from matchers.engine.candidates import KEPT, Search, is_sure, new_search, search
from matchers.engine.compiling import compiled, inner
from matchers.engine.features import TITLE_FEATURES, Pairing, compare, new_pairing
from matchers.engine.holders import (
    NAME_FEATURES,
    Account,
    compare_names,
    name_hint,
    new_account,
    read_account,
)
from matchers.engine.index import Index, points_of
from matchers.engine.letters import alphabet
from matchers.engine.model import Ranker
from matchers.engine.pinyin import Spoken, holds_pinyin, new_spoken, sounds_like, write_entry
from matchers.engine.reading import Reading, new_reading, read
from matchers.engine.table import EMPTY
from matchers.engine.translate import MOST_VARIANTS, names_an_entry, translate
from matchers.engine.trees import Trees, log_odds

CONTEXT_FEATURES = 6
FEATURES = TITLE_FEATURES + NAME_FEATURES + CONTEXT_FEATURES
LOOKED_AT = 14
WORTH_A_NAME = 0.3
LEAST = 0.45  # of a share of 2 for the same title: nothing below is compared
LEAST_OF_BEST = 0.55
_BETTER = 0.3  # what another reading must add to the best share
NO_CHANCE = -20.0  # log-odds
_WORTH_A_LICENCE = -3.0


class Scores(NamedTuple):
    """The engine's answer for listings: row n belongs to listing n, candidates in no order."""

    entries: npt.NDArray[np.int32]  # places in the index, EMPTY behind the last
    title: npt.NDArray[np.float32]  # log-odds that the listing bears the entry's title
    licence: npt.NDArray[np.float32]  # … and that its account is the licensee
    figures: npt.NDArray[np.float32]  # of all candidates, when asked for


class Scratch(NamedTuple):
    """What one thread works with."""

    title: Reading
    other: Reading  # the same title, translated
    account: Account
    work: Search
    second: Search
    pairing: Pairing
    points: Any  # uint32: a translated title
    spoken: Spoken
    row: Any  # float32: figures of one candidate


def new_scratch(entries: int) -> Scratch:
    """Room for one thread."""
    return Scratch(
        title=new_reading(),
        other=new_reading(),
        account=new_account(),
        work=new_search(entries),
        second=new_search(entries),
        pairing=new_pairing(),
        points=np.zeros(512, dtype=np.uint32),
        spoken=new_spoken(),
        row=np.zeros((KEPT, FEATURES), dtype=np.float32),
    )


def score(
    index: Index, ranker: Ranker, scratch: Scratch, titles: Sequence[str], accounts: Sequence[str]
) -> Scores:
    """Candidates of every listing with their log-odds. Releases the interpreter while it works."""
    return _score(index, ranker, scratch, titles, accounts, keep=0)


def figures_of(index: Index, titles: Sequence[str], accounts: Sequence[str]) -> Scores:
    """The same with all figures and without odds: what the ranker is trained on."""
    kinds = (np.uint32, np.int32, np.uint16, np.float32, np.uint32)
    nothing = Trees(*(np.zeros(0, dtype=kind) for kind in kinds))
    scratch = new_scratch(len(index.weight))
    return _score(index, Ranker(nothing, nothing), scratch, titles, accounts, keep=1)


def _score(
    index: Index,
    ranker: Ranker,
    scratch: Scratch,
    titles: Sequence[str],
    accounts: Sequence[str],
    *,
    keep: int,
) -> Scores:
    count = len(titles)
    found = Scores(
        entries=np.full((count, KEPT), EMPTY, dtype=np.int32),
        title=np.full((count, KEPT), NO_CHANCE, dtype=np.float32),
        licence=np.full((count, KEPT), NO_CHANCE, dtype=np.float32),
        figures=np.zeros((count * keep, KEPT, FEATURES), dtype=np.float32),
    )
    _score_all(points_of(titles), points_of(accounts), alphabet(), index, ranker, scratch, found)
    return found


@compiled
def _score_all(
    titles: Any, accounts: Any, table: Any, index: Any, ranker: Any, scratch: Any, found: Any
) -> None:
    account = scratch.account
    for which in range(len(found.entries)):
        count, translated = look_up(titles, accounts, which, table, index, scratch)
        title, work = scratch.title, scratch.work
        if translated:
            title, work = scratch.other, scratch.second
        entries = found.entries[which]
        rows = found.figures[which] if len(found.figures) else scratch.row
        kept = choose(count, index, work, account, entries, rows)
        for at in range(kept):
            place, row = work.place[entries[at]], rows[at]
            compare(
                title,
                entries[at],
                work.how[place],
                work.share[place],
                index,
                work,
                account,
                scratch.pairing,
                row,
            )
            context(kept, at, entries, row, work, index)
            row[TITLE_FEATURES + NAME_FEATURES + 5] = translated
            odds = log_odds(ranker.title, row)
            found.title[which, at] = odds
            if account.sizes[3] and odds > _WORTH_A_LICENCE:
                found.licence[which, at] = log_odds(ranker.licence, row)


@inner
def look_up(titles: Any, accounts: Any, which: int, table: Any, index: Any, scratch: Any) -> Any:
    """Reads a listing and searches: how many were found, and whether its translation found them."""
    account, title = scratch.account, scratch.title
    read_account(
        accounts[0], accounts[1][which], accounts[1][which + 1], table, index.names, account
    )
    read(titles[0], titles[1][which], titles[1][which + 1], table, index.vocabulary, title)
    mark_account(title, account, index)
    count = search(title, account, index, scratch.work)
    if not is_sure(scratch.work, count):
        size, better = _search_translated(table, index, scratch, count)
        if size:
            return better, 1
    return count, 0


@inner
def _search_translated(table: Any, index: Any, scratch: Any, count: int) -> Any:
    """Searches again with pinyin and other forms read as the words meant; 0, 0: nothing better."""
    best = scratch.work.share[0] if count else 0.0
    points = scratch.points
    if holds_pinyin(scratch.title, index.sounds):
        entry = sounds_like(scratch.title, scratch.work, count, index, scratch.spoken)
        if entry != EMPTY:
            size = write_entry(scratch.title, entry, index, scratch.spoken, points)
            found = _search_points(size, table, index, scratch)
            if found and scratch.second.share[0] > best + _BETTER:
                return size, found
    for variant in range(MOST_VARIANTS):
        if not names_an_entry(
            scratch.title, variant, index.translations, index.exact_keys, index.exact_first
        ):
            continue
        size = translate(scratch.title, variant, index.translations, points)
        if size == 0:
            break
        found = _search_points(size, table, index, scratch)
        if found and scratch.second.share[0] > best + _BETTER:
            return size, found
    return 0, 0


@inner
def _search_points(size: int, table: Any, index: Any, scratch: Any) -> int:
    """Searches with the translated title: how many were found."""
    title, account = scratch.other, scratch.account
    read(scratch.points, 0, size, table, index.vocabulary, title)
    mark_account(title, account, index)
    return int(search(title, account, index, scratch.second))


@inner
def choose(count: int, index: Any, work: Any, account: Any, entries: Any, out: Any) -> int:
    """The candidates worth comparing in full: by shared grams, and by the account's name."""
    looked = min(count, LOOKED_AT)
    values = work.value
    best_value = np.float32(0.0)
    for at in range(looked):
        value = work.share[at]
        if account.sizes[3] and value > WORTH_A_NAME:
            value += name_hint(account, index.holder[work.found[at]], index.holders)
        values[at] = value
        best_value = max(best_value, value)
    kept = 0
    while kept < min(KEPT, looked):
        best = 0
        for other in range(1, looked):
            if values[other] > values[best]:
                best = other
        value = values[best]
        if value < LEAST or value < LEAST_OF_BEST * best_value:
            break
        values[best] = -1.0
        entry = work.found[best]
        entries[kept] = entry
        work.place[entry] = best
        compare_names(account, index.holder[entry], index, out[kept], TITLE_FEATURES)
        out[kept, TITLE_FEATURES + NAME_FEATURES] = value
        kept += 1
    return kept


@inner
def context(kept: int, at: int, entries: Any, row: Any, work: Any, index: Any) -> None:
    """How the candidate stands among the others."""
    base = TITLE_FEATURES + NAME_FEATURES
    own = work.share[work.place[entries[at]]]
    best_other = np.float32(0.0)
    for other in range(kept):
        if other != at:
            best_other = max(best_other, work.share[work.place[entries[other]]])
    row[base + 1] = own - best_other
    row[base + 2] = at
    row[base + 3] = kept
    row[base + 4] = index.weight[entries[at]]
