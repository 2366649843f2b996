"""Publishers' names as the engine compares them, and how far an account's name agrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from matchers.engine.compiling import compiled, inner
from matchers.engine.index import Holders, chains, points_of, read_texts
from matchers.engine.letters import alphabet
from matchers.engine.likeness import common, slips
from matchers.engine.reading import LEGAL, NEUTRAL, TRADE, Reading, Vocabulary, new_reading, read
from matchers.engine.table import EMPTY, Bytes, Ints, copy, find, hash_of, hash_table

ROOM = 256
_UNLIKE = 0.5  # of two names: below this nothing more is compared
_OWN = LEGAL | NEUTRAL | TRADE


class Account(NamedTuple):
    """Scratch of the account that a listing names."""

    reading: Reading
    key: Bytes
    core: Bytes
    sizes: Ints  # of key, of core, words of core, is it known
    masks: Any
    row: Any


def new_account() -> Account:
    """Room for one account's name."""
    return Account(
        reading=new_reading(),
        key=np.zeros(ROOM, dtype=np.uint8),
        core=np.zeros(ROOM, dtype=np.uint8),
        sizes=np.zeros(8, dtype=np.int32),
        masks=np.zeros(64, dtype=np.uint64),
        row=np.zeros((3, 32), dtype=np.int32),
    )


@inner
def glue(reading: Any, without: int, out: Any) -> int:
    """Writes the words that are not of a kind, glued; returns the size."""
    size = 0
    for word in range(reading.counts[0]):
        if reading.kinds[word] & without:
            continue
        for place in range(reading.starts[word], reading.starts[word + 1]):
            out[size] = reading.symbols[place]
            size += 1
    return size


@inner
def read_account(points: Any, first: int, last: int, table: Any, words: Any, into: Any) -> None:
    """Reads an account's or a publisher's name."""
    read(points, first, last, table, words, into.reading)
    _drop_numbers(into.reading)
    into.sizes[0] = glue(into.reading, LEGAL, into.key)
    into.sizes[1] = glue(into.reading, _OWN, into.core)
    into.sizes[3] = 1 if into.reading.counts[0] > 0 else 0
    if into.sizes[0] == 0:
        into.sizes[0] = glue(into.reading, 0, into.key)
    into.sizes[2] = 1
    if into.sizes[1] < 2:
        into.sizes[1] = into.sizes[0]
        copy(into.key, 0, into.core, 0, into.sizes[0])
        into.sizes[2] = 0  # a name of generic words


@inner
def _drop_numbers(reading: Any) -> None:
    """A telephone number is no part of a name."""
    for word in range(reading.counts[0]):
        if reading.kinds[word] & 8 and reading.starts[word + 1] - reading.starts[word] > 7:
            reading.kinds[word] |= np.uint8(LEGAL)


def read_holders(names: Sequence[str], words: Vocabulary, holder: Ints) -> Holders:
    """All publishers of the register; ``holder``: the publisher of each entry."""
    points, bounds = points_of(names)
    keys, cores = np.zeros(len(points) + 8, np.uint8), np.zeros(len(points) * 3 + 8, np.uint8)
    key_ends, core_ends = (np.zeros(len(names) + 1, dtype=np.int32) for _ in range(2))
    trades = np.zeros(max(len(names), 1), dtype=np.int32)
    hashes, cores_of = (np.zeros(len(names), dtype=np.uint64) for _ in range(2))
    keys = np.zeros(len(points) * 3 + 8, np.uint8)
    _fill(
        points,
        bounds,
        alphabet(),
        words,
        new_account(),
        keys,
        key_ends,
        cores,
        core_ends,
        trades,
        hashes,
        cores_of,
    )
    core_keys, core_first, chain_holder, chain_next = chains(
        [(int(value), number) for number, value in enumerate(cores_of.tolist()) if value]
    )
    title_ends = np.zeros(len(names) + 1, dtype=np.int32)
    np.cumsum(np.bincount(holder, minlength=len(names))[: len(names)], out=title_ends[1:])
    firm_keys, firms = hash_table(hashes, np.arange(len(names), dtype=np.int32))
    return Holders(
        texts=read_texts(names, words),
        trades=trades,
        keys=keys[: key_ends[-1] + 1].copy(),
        key_ends=key_ends,
        cores=cores[: core_ends[-1] + 1].copy(),
        core_ends=core_ends,
        firm_keys=firm_keys,
        firms=firms,
        core_keys=core_keys,
        core_first=core_first,
        chain_holder=chain_holder,
        chain_next=chain_next,
        titles=np.argsort(holder, kind="stable").astype(np.int32),
        title_ends=title_ends,
    )


@compiled
def _fill(
    points: Any,
    bounds: Any,
    table: Any,
    words: Any,
    account: Any,
    keys: Any,
    key_ends: Any,
    cores: Any,
    core_ends: Any,
    trades: Any,
    hashes: Any,
    cores_of: Any,
) -> None:
    for which in range(len(bounds) - 1):
        read_account(points, bounds[which], bounds[which + 1], table, words, account)
        size = account.sizes[0]
        copy(account.key, 0, keys, key_ends[which], size)
        key_ends[which + 1] = key_ends[which] + size
        hashes[which] = hash_of(account.key, 0, size)
        size = account.sizes[1]
        copy(account.core, 0, cores, core_ends[which], size)
        core_ends[which + 1] = core_ends[which] + size
        if account.sizes[2]:
            cores_of[which] = hash_of(account.core, 0, size)
        trades[which] = account.reading.counts[3]


NAME_FEATURES = 14


@inner
def name_hint(account: Any, holder: int, held: Any) -> float:
    """A quick look before the full comparison: what an agreeing name adds to a candidate."""
    first, size = held.core_ends[holder], held.core_ends[holder + 1] - held.core_ends[holder]
    mine = account.sizes[1]
    if abs(mine - size) > 3 or mine < 2:
        return 0.0
    if _same(account.core, mine, held.cores, first, size) > 0:
        return 0.5
    if account.core[0] != held.cores[first] and account.core[1] != held.cores[first + 1]:
        return 0.0
    like = _ratio(account.core, mine, held.cores, first, size, account.masks)
    return 0.3 if like > 0.8 else 0.0


@inner
def compare_names(account: Any, holder: int, index: Any, out: Any, base: int) -> None:
    """How far the account's name is the publisher's: NAME_FEATURES figures."""
    for figure in range(NAME_FEATURES):
        out[base + figure] = -1.0
    out[base] = account.sizes[3]
    if account.sizes[3] == 0:
        return
    held = index.holders
    first, size = held.key_ends[holder], held.key_ends[holder + 1] - held.key_ends[holder]
    mine = account.sizes[0]
    out[base + 1] = _ratio(account.key, mine, held.keys, first, size, account.masks)
    out[base + 2] = _same(account.key, mine, held.keys, first, size)
    first, size = held.core_ends[holder], held.core_ends[holder + 1] - held.core_ends[holder]
    mine = account.sizes[1]
    out[base + 3] = _ratio(account.core, mine, held.cores, first, size, account.masks)
    out[base + 4] = _same(account.core, mine, held.cores, first, size)
    out[base + 11] = size
    out[base + 12] = account.sizes[2]
    if out[base + 1] < _UNLIKE and out[base + 3] < _UNLIKE:
        for figure in range(5, 11):
            out[base + figure] = 0.0
        out[base + 13] = 9.0
        return
    _words(account, holder, index, out, base)
    trades, its = account.reading.counts[3], held.trades[holder]
    out[base + 7] = _bits(trades & ~its)
    out[base + 8] = _bits(its & ~trades)
    out[base + 9] = 1.0 if _holds(account.key, account.sizes[0], held.cores, first, size) else 0.0
    firm = find(held.firm_keys, held.firms, hash_of(account.key, 0, account.sizes[0]))
    out[base + 10] = 0.0 if firm == EMPTY else (1.0 if out[base + 2] > 0 else -2.0)
    out[base + 13] = slips(account.core, 0, mine, held.cores, first, size, account.row)


@inner
def _ratio(one: Any, mine: int, other: Any, first: int, size: int, masks: Any) -> float:
    mine = min(mine, 64)
    if mine + size == 0:
        return 0.0
    return 2.0 * common(one, 0, mine, other, first, size, masks) / (mine + size)


@inner
def _same(one: Any, mine: int, other: Any, first: int, size: int) -> float:
    if mine != size:
        return 0.0
    for place in range(size):
        if one[place] != other[first + place]:
            return 0.0
    return 1.0


@inner
def _holds(one: Any, mine: int, other: Any, first: int, size: int) -> bool:
    """Whether the glued name holds the other's core; short ones are a chance."""
    if size < 4:
        return False
    for begin in range(mine - size + 1):
        same = True
        for place in range(size):
            if one[begin + place] != other[first + place]:
                same = False
                break
        if same:
            return True
    return False


@inner
def _bits(value: int) -> int:
    count = 0
    while value:
        value &= value - 1
        count += 1
    return count


@inner
def _words(account: Any, holder: int, index: Any, out: Any, base: int) -> None:
    """Shares of either name's words that the other has, by rarity, typing errors allowed."""
    texts, rarity = index.holders.texts, index.names.rarity
    mine, reading = account.reading.counts[0], account.reading
    first, last = texts.word_ends[holder], texts.word_ends[holder + 1]
    all_theirs, theirs, all_mine, agreed = 0.1, 0.0, 0.1, 0.0
    used = np.uint64(0)
    for word in range(first, last):
        if texts.kinds[word] & LEGAL:
            continue
        weight = 0.2 if texts.kinds[word] & _OWN else max(rarity[texts.words[word]], 0.5)
        all_theirs += weight
        start, size = texts.starts[word], texts.starts[word + 1] - texts.starts[word]
        for other in range(min(mine, 60)):
            if used & (np.uint64(1) << np.uint64(other)) or reading.kinds[other] & LEGAL:
                continue
            if reading.words[other] != EMPTY and reading.words[other] == texts.words[word]:
                same = 1.0
            elif reading.words[other] != EMPTY or size < 3:
                continue
            else:
                begin = reading.starts[other]
                length = reading.starts[other + 1] - begin
                wrong = slips(
                    reading.symbols, begin, length, texts.symbols, start, size, account.row
                )
                if wrong > (1 if size < 7 else 2):
                    continue
                same = 0.8
            used |= np.uint64(1) << np.uint64(other)
            theirs += weight * same
            agreed += weight * same
            break
    for other in range(min(mine, 60)):
        if reading.kinds[other] & LEGAL:
            continue
        if used & (np.uint64(1) << np.uint64(other)):
            continue
        unknown = reading.words[other] == EMPTY
        all_mine += (
            0.2
            if reading.kinds[other] & _OWN
            else (6.0 if unknown else max(rarity[reading.words[other]], 0.5))
        )
    out[base + 5] = theirs / all_theirs
    out[base + 6] = agreed / (all_mine + agreed)
