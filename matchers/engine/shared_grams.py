"""Entries that share rare 3-grams with a title: the best of them by what they share."""

from __future__ import annotations

from typing import Any

import numpy as np

from matchers.engine.compiling import inner

MOST = 64  # looked at per title
_POSTINGS = 800  # read per title, rarest grams first
_LEAST_SHARED = 0.25  # of the rarity that was read
_MOST_BY_GRAMS = 15  # the most that are found by grams alone

# How a candidate was found, as bits.
BY_KEY, BY_BAG, BY_INITIALS, BY_GRAMS, BY_HOLDER = 1, 2, 4, 8, 16


@inner
def title_grams(grams: Any, work: Any) -> Any:
    """The different grams of the core, rarest first, and the rarity of all of them."""
    _forget_grams(work)
    count, others, mine = 0, 0, np.float32(0.0)
    work.mine[0] = 0.0
    for place in range(work.sizes[0] - 2):
        gram = (np.int32(work.core[place]) * 37 + work.core[place + 1]) * 37 + work.core[place + 2]
        rarity = grams.rarity[gram]
        work.mine[0] += rarity
        if work.rarity[gram] != 0.0:
            continue
        work.rarity[gram] = rarity
        mine += rarity
        held = grams.first[gram + 1] - grams.first[gram]
        if held == 0:
            others += 1
            work.grams[len(work.grams) - others] = gram
            continue
        at = count
        while at > 0:
            other = work.grams[at - 1]
            if grams.first[other + 1] - grams.first[other] <= held:
                break
            work.grams[at] = other
            at -= 1
        work.grams[at] = gram
        count += 1
    work.sizes[2], work.sizes[3] = count, others
    return count, mine


@inner
def _forget_grams(work: Any) -> None:
    for which in range(work.sizes[2]):
        work.rarity[work.grams[which]] = 0.0
    for which in range(work.sizes[3]):
        work.rarity[work.grams[len(work.grams) - 1 - which]] = 0.0


@inner
def find_by_grams(grams: Any, work: Any, count: int, wanted: int, mine: Any) -> int:
    """Adds the best of the entries that share grams; how many are found now."""
    touched, read_weight = _read_postings(grams, work, wanted)
    enough = np.float32(_LEAST_SHARED) * read_weight
    # Most rows share one gram only; without a branch, as none could be foretold.
    near = 0
    for at in range(touched):
        row = work.touched[at]
        got = work.weight[row]
        work.weight[row] = 0.0
        work.touched[near] = row
        work.got[near] = got
        near += got >= enough
    # The best by what was read: shares are estimates until _score.
    for at in range(near):
        total = grams.total[work.touched[at]]
        work.got[at] *= 2.0 / (total + mine) + 1.0 / (total + 2.0)
    return _keep_best(work, count, near)


@inner
def _read_postings(grams: Any, work: Any, wanted: int) -> Any:
    """Adds up the shared rarity of every entry that is met: how many were, and what was read."""
    budget, touched, read_weight = _POSTINGS, 0, np.float32(0.0)
    for which in range(wanted):
        gram = work.grams[which]
        first, last = grams.first[gram], grams.first[gram + 1]
        if last - first > budget and which > 2:
            break
        last = min(last, first + max(budget, 200))
        budget -= last - first
        rarity = grams.rarity[gram]
        read_weight += rarity
        for at in range(first, last):
            row = grams.rows[at]
            held = work.weight[row]
            work.touched[touched] = row
            touched += held == 0.0
            work.weight[row] = held + rarity
    return touched, read_weight


@inner
def _keep_best(work: Any, begin: int, near: int) -> int:
    """Adds the best of the rows that share enough; returns how many are found now."""
    room = min(MOST - begin, _MOST_BY_GRAMS)
    least, kept = np.float32(0.0), 0
    for at in range(near):
        row, share = work.touched[at], work.got[at]
        if kept == room and share <= least:
            continue
        if work.mark[row] == work.turn[0] and work.place[row] < begin:
            work.how[work.place[row]] |= np.uint8(BY_GRAMS)
            continue
        slot = kept if kept < room else _weakest(work, begin, kept)
        if slot < kept:
            work.mark[work.found[begin + slot]] = -1
        else:
            kept += 1
        work.found[begin + slot] = row
        work.share[begin + slot] = share
        work.how[begin + slot] = BY_GRAMS
        work.mark[row] = work.turn[0]
        work.place[row] = begin + slot
        if kept == room:
            least = work.share[begin]
            for other in range(begin + 1, begin + kept):
                least = min(least, work.share[other])
    return begin + kept


@inner
def _weakest(work: Any, begin: int, kept: int) -> int:
    """Where the weakest of the kept ones stands."""
    worst = 0
    for other in range(1, kept):
        if work.share[begin + other] < work.share[begin + worst]:
            worst = other
    return worst
