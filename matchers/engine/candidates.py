"""Which entries may be a title: exact keys first, then the rarest 3-grams they share."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from matchers.engine.compiling import inner
from matchers.engine.index import GRAMS
from matchers.engine.keys import bag_key, glued_key, word_as_initials
from matchers.engine.likeness import common_with
from matchers.engine.reading import ACCOUNT, AROUND, NUMBER, PLATFORM, SUBTITLE
from matchers.engine.shared_grams import (
    BY_BAG,
    BY_HOLDER,
    BY_INITIALS,
    BY_KEY,
    MOST,
    find_by_grams,
    title_grams,
)
from matchers.engine.table import EMPTY, Bytes, Ints, copy, find, hash_of
from matchers.engine.words import MOST_SYMBOLS

KEPT = 6  # compared in full
_CHAIN = 40  # entries of one key

_OF_A_HOLDER = 400  # titles of the account's firm that are looked at
_LIKE_ENOUGH = 0.62  # of a title of the account's own firm
_SURE = 2.5  # a share that only the same title reaches


class Search(NamedTuple):
    """Scratch of one search, sized to the register."""

    weight: Any  # float32 per entry, zero between searches
    touched: Ints
    got: Any  # float32: what each touched one shares
    mark: Ints  # per entry: number of the search that has it among its found ones
    place: Ints  # per entry: where
    rarity: Any  # float32 per gram: its rarity where the title has it, else zero
    turn: Ints  # the number of this search
    grams: Ints  # the title's, each once: those of any entry, rarest first; the others at the end
    core: Bytes  # symbols of the title without additions
    found: Ints
    how: Bytes
    share: Any  # float32 per found entry
    held: Any  # float32 per found entry: rarity of the grams it shares with the title
    mine: Any  # float32: rarity of the title's grams, each as often as it stands there
    value: Any  # the same with what its publisher's name adds
    sizes: Ints  # core symbols, core words, grams of any entry, the others
    masks: Any  # uint64 per symbol, zero between searches


def new_search(entries: int) -> Search:
    """Room for searches in a register of so many entries."""
    return Search(
        weight=np.zeros(max(entries, 1), dtype=np.float32),
        touched=np.zeros(entries + 1, dtype=np.int32),
        got=np.zeros(entries + 1, dtype=np.float32),
        mark=np.full(max(entries, 1), -1, dtype=np.int32),
        place=np.zeros(max(entries, 1), dtype=np.int32),
        rarity=np.zeros(GRAMS, dtype=np.float32),
        turn=np.zeros(1, dtype=np.int32),
        grams=np.zeros(MOST_SYMBOLS + 64, dtype=np.int32),
        core=np.zeros(MOST_SYMBOLS + 64, dtype=np.uint8),
        found=np.zeros(MOST, dtype=np.int32),
        how=np.zeros(MOST, dtype=np.uint8),
        share=np.zeros(MOST, dtype=np.float32),
        held=np.zeros(MOST, dtype=np.float32),
        mine=np.zeros(1, dtype=np.float32),
        value=np.zeros(MOST, dtype=np.float32),
        sizes=np.zeros(4, dtype=np.int32),
        masks=np.zeros(64, dtype=np.uint64),
    )


@inner
def search(title: Any, account: Any, index: Any, work: Any) -> int:
    """Finds entries for a read title; returns how many stand in ``work.found``, best first."""
    work.turn[0] += 1
    count = _by_keys(title, index, work)
    _core(title, work)
    grams, mine = title_grams(index.grams, work)
    count = find_by_grams(index.grams, work, count, grams, mine)
    _score(index, work, 0, count, mine)
    if account.sizes[3] and account.sizes[2] and not is_sure(work, count):
        before = count
        count = _by_holder(account, index, work, count)
        _score(index, work, before, count, mine)
    return _best_first(work, count)


@inner
def also(entry: int, index: Any, work: Any, count: int) -> int:
    """Adds an entry that is asked for, if it was not found; returns how many there are now."""
    for which in range(count):
        if work.found[which] == entry:
            return count
    place = min(count, MOST - 1)
    work.turn[0] += 1
    _, mine = title_grams(index.grams, work)
    work.found[place], work.how[place] = entry, 0
    _score(index, work, place, place + 1, mine)
    return place + 1


@inner
def is_sure(work: Any, count: int) -> bool:
    """Whether an entry was found that has the very title."""
    for which in range(count):
        if work.share[which] > _SURE:
            return True
    return False


@inner
def _by_holder(account: Any, index: Any, work: Any, count: int) -> int:
    """Titles of the firm that the account names: a short misspelt one shares no gram."""
    held, looked = index.holders, 0
    size = min(work.sizes[0], 64)
    if size < 3:
        return count
    for place in range(size):
        work.masks[work.core[place]] |= np.uint64(1) << np.uint64(place)
    link = find(held.core_keys, held.core_first, hash_of(account.core, 0, account.sizes[1]))
    while link != EMPTY and looked < _OF_A_HOLDER:
        holder = held.chain_holder[link]
        for at in range(held.title_ends[holder], held.title_ends[holder + 1]):
            entry = held.titles[at]
            first, length = index.titles.ends[entry], index.titles.ends[entry + 1]
            length -= first
            looked += 1
            if abs(length - size) > 3 + size // 4:
                continue
            like = common_with(work.masks, size, index.titles.symbols, first, length)
            if 2.0 * like >= _LIKE_ENOUGH * (size + length):
                count = _add(work, count, entry, BY_HOLDER)
        link = held.chain_next[link]
    for place in range(size):
        work.masks[work.core[place]] = np.uint64(0)
    return count


@inner
def _add(work: Any, count: int, entry: int, how: int) -> int:
    if work.mark[entry] == work.turn[0]:
        work.how[work.place[entry]] |= np.uint8(how)
        return count
    if count >= MOST:
        return count
    work.mark[entry] = work.turn[0]
    work.place[entry] = count
    work.found[count] = entry
    work.how[count] = how
    return count + 1


@inner
def _chain(index: Any, work: Any, count: int, key: Any, how: int) -> int:
    link = find(index.exact_keys, index.exact_first, key)
    steps = 0
    while link != EMPTY and steps < _CHAIN:
        count = _add(work, count, index.chain_entry[link], how)
        link = index.chain_next[link]
        steps += 1
    return count


@inner
def _by_keys(title: Any, index: Any, work: Any) -> int:
    codes, starts, kinds, words = title.symbols, title.starts, title.kinds, title.counts[0]
    count, former = 0, np.uint64(0)
    for without in (0, PLATFORM, AROUND, AROUND | PLATFORM, AROUND | PLATFORM | ACCOUNT):
        key = glued_key(codes, starts, kinds, 0, words, without)
        if key != former:
            count = _chain(index, work, count, key, BY_KEY)
        former = key
    for without in (0, AROUND | PLATFORM, AROUND | PLATFORM | ACCOUNT):
        key = bag_key(codes, starts, kinds, 0, words, without)
        if key != former:
            count = _chain(index, work, count, key, BY_BAG)
        former = key
    if words and title.parts[words - 1] != title.parts[0]:
        count = _by_parts(title, index, work, count)
    return _by_initials(title, index, work, count)


@inner
def _by_initials(title: Any, index: Any, work: Any, count: int) -> int:
    """Unknown words as the initials of a title, also with a platform glued behind: "CSKCVN"."""
    known, codes = index.vocabulary, title.raw
    for word in range(title.counts[4]):
        start = title.raw_starts[word]
        length = title.raw_starts[word + 1] - start
        if length < 3 or length > 14:
            continue
        if find(known.keys, known.numbers, hash_of(codes, start, length)) != EMPTY:
            continue
        count = _chain(index, work, count, word_as_initials(codes, start, length), BY_INITIALS)
        for tail in range(2, min(length - 2, 7)):
            number = find(known.keys, known.numbers, hash_of(codes, start + length - tail, tail))
            if number != EMPTY and known.kinds[number] & PLATFORM:
                key = word_as_initials(codes, start, length - tail)
                count = _chain(index, work, count, key, BY_INITIALS)
    return count


@inner
def _by_parts(title: Any, index: Any, work: Any, count: int) -> int:
    """Each part alone, everything from it on, and everything up to it."""
    codes, starts, kinds, words = title.symbols, title.starts, title.kinds, title.counts[0]
    first, parts = 0, 0
    while first < words and parts < 6:
        last = first + 1
        while last < words and title.parts[last] == title.parts[first]:
            last += 1
        former = np.uint64(0)
        for without in (0, AROUND | PLATFORM):
            key = glued_key(codes, starts, kinds, first, last, without)
            if key != former:
                count = _chain(index, work, count, key, BY_KEY)
                if first > 0 and last < words:
                    key_on = glued_key(codes, starts, kinds, first, words, without)
                    count = _chain(index, work, count, key_on, BY_KEY)
                    key_to = glued_key(codes, starts, kinds, 0, last, without)
                    count = _chain(index, work, count, key_to, BY_KEY)
            former = key
        first = last
        parts += 1
    return count


@inner
def _core(title: Any, work: Any) -> None:
    """Glues the words that name the game, without phrases around it and subtitles."""
    words, size, kept = title.counts[0], 0, 0
    for word in range(words):
        kind = title.kinds[word]
        if kind & (AROUND | ACCOUNT):
            continue
        if title.parts[word] > 0 and kind & (SUBTITLE | PLATFORM) and _only_subtitle(title, word):
            continue
        for place in range(title.starts[word], title.starts[word + 1]):
            work.core[size] = title.symbols[place]
            size += 1
        kept += 1
    if size < 4:
        size = title.starts[words]
        copy(title.symbols, 0, work.core, 0, size)
        kept = words
    work.sizes[0], work.sizes[1] = size, kept


@inner
def _only_subtitle(title: Any, word: int) -> bool:
    for other in range(title.counts[0]):
        if title.parts[other] == title.parts[word] and not (
            title.kinds[other] & (SUBTITLE | PLATFORM | AROUND | ACCOUNT | NUMBER)
        ):
            return False
    return True


@inner
def _score(index: Any, work: Any, begin: int, count: int, mine: Any) -> None:
    """The full share of grams of every found entry, exact keys before all."""
    grams = index.grams
    for which in range(begin, count):
        entry = work.found[which]
        held = np.float32(0.0)
        for at in range(grams.ends[entry], grams.ends[entry + 1]):
            held += work.rarity[grams.grams[at]]
        work.held[which] = held
        total = grams.total[entry]
        share = held * (2.0 / (total + mine + 0.1) + 1.0 / (total + 2.0))
        how = work.how[which]
        if how & BY_KEY:
            share += 1.0
        elif how & BY_BAG:
            share += 0.6
        elif how & BY_INITIALS:
            share += 1.1
        if how & BY_HOLDER:
            share += 0.6
        work.share[which] = share


@inner
def _best_first(work: Any, count: int) -> int:
    kept = min(count, MOST)
    for at in range(1, kept):
        entry, how, share, held = work.found[at], work.how[at], work.share[at], work.held[at]
        slot = at
        while slot > 0 and work.share[slot - 1] < share:
            work.found[slot] = work.found[slot - 1]
            work.how[slot] = work.how[slot - 1]
            work.share[slot] = work.share[slot - 1]
            work.held[slot] = work.held[slot - 1]
            slot -= 1
        work.found[slot], work.how[slot] = entry, how
        work.share[slot], work.held[slot] = share, held
    return kept
