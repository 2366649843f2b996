"""What a title and an entry have in common and what not, as figures for the trees."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from matchers.engine.compiling import inner
from matchers.engine.likeness import common, slips
from matchers.engine.reading import ACCOUNT, AROUND, NUMBER, PLATFORM, SEQUEL, SINGLE, SUBTITLE
from matchers.engine.shared_grams import BY_INITIALS
from matchers.engine.table import EMPTY, Ints
from matchers.engine.words import MOST_PARTS, MOST_WORDS

TITLE_FEATURES = 50
_UNKNOWN = 10.0  # rarity of a word that the register does not know


class Pairing(NamedTuple):
    """Scratch of one comparison."""

    mine: Ints  # per word of the listing: which word of the entry it is, or -1
    theirs: Ints
    near: Ints  # of theirs: typing errors
    parts: Any  # uint8: of each part of the listing, whether a word of it is paired
    masks: Any
    row: Any


def new_pairing() -> Pairing:
    """Room for one comparison."""
    size = MOST_WORDS * 2 + 2
    return Pairing(
        mine=np.zeros(size, dtype=np.int32),
        theirs=np.zeros(size, dtype=np.int32),
        near=np.zeros(size, dtype=np.int32),
        parts=np.zeros(MOST_PARTS, dtype=np.uint8),
        masks=np.zeros(64, dtype=np.uint64),
        row=np.zeros((3, 32), dtype=np.int32),
    )


@inner
def _pair(title: Any, entry: int, index: Any, pairing: Any) -> int:
    """Pairs equal words in order, then misspelt ones; returns how many are out of order."""
    texts = index.titles
    first, last = texts.word_ends[entry], texts.word_ends[entry + 1]
    words, theirs = title.counts[0], min(last - first, MOST_WORDS)
    for word in range(words):
        pairing.mine[word] = -1
    former, inverted = -1, 0
    for at in range(theirs):
        pairing.theirs[at] = -1
        pairing.near[at] = 0
        number = texts.words[first + at]
        best = -1
        for word in range(words):
            if pairing.mine[word] < 0 and title.words[word] == number and number != EMPTY:
                if best < 0 or (best <= former < word):
                    best = word
                if word > former:
                    break
        if best >= 0:
            inverted += 1 if best < former else 0
            former = best
            pairing.mine[best] = at
            pairing.theirs[at] = best
    for at in range(theirs):
        if pairing.theirs[at] >= 0:
            continue
        start = texts.starts[first + at]
        size = texts.starts[first + at + 1] - start
        for word in range(words):
            if pairing.mine[word] >= 0:
                continue
            begin = title.starts[word]
            length = title.starts[word + 1] - begin
            if title.kinds[word] & NUMBER or texts.kinds[first + at] & NUMBER:
                continue
            most = 0 if min(size, length) < 2 else (1 if min(size, length) < 7 else 2)
            if size == 1 or length == 1 or abs(size - length) > most:
                continue
            wrong = slips(title.symbols, begin, length, texts.symbols, start, size, pairing.row)
            if wrong <= most:
                # Both spellings are words: "Hắc" for "Hài" is no typing error.
                pairing.near[at] = wrong + (2 if title.words[word] != EMPTY else 0)
                pairing.mine[word] = at
                pairing.theirs[at] = word
                break
    return inverted


@inner
def compare(
    title: Any,
    entry: int,
    how: int,
    share: float,
    index: Any,
    work: Any,
    account: Any,
    pairing: Any,
    out: Any,
) -> None:
    """Fills TITLE_FEATURES figures."""
    for figure in range(TITLE_FEATURES):
        out[figure] = 0.0
    out[28] = _pair(title, entry, index, pairing)
    _by_symbols(entry, index, work, pairing, out)
    _of_the_entry(entry, index, pairing, out)
    _beside(title, entry, index, pairing, out)
    out[32] = work.sizes[1]
    out[34] = share
    out[35] = how & 1
    out[36] = (how >> 1) & 1
    out[37] = _is_initials(title, entry, index) if how & BY_INITIALS else 0.0
    out[46] = (how >> 4) & 1
    out[47] = (how >> 2) & 1
    out[40] = title.counts[1]
    out[41] = title.counts[2]


@inner
def _by_symbols(entry: int, index: Any, work: Any, pairing: Any, out: Any) -> None:
    """What the glued names have in common: grams, a subsequence, a beginning."""
    texts = index.titles
    total, held = index.grams.total[entry], work.held[work.place[entry]]
    out[0] = held / (total + 0.1)
    out[1] = min(held / (work.mine[0] + 0.1), 1.5)
    start, size = texts.ends[entry], texts.ends[entry + 1] - texts.ends[entry]
    core = min(work.sizes[0], 64)
    like = common(work.core, 0, core, texts.symbols, start, size, pairing.masks)
    out[2] = 2.0 * like / max(core + size, 1)
    out[3] = like / max(min(size, 64), 1)
    out[4] = like / max(core, 1)
    out[33] = total
    out[38] = _cut(work.core, 0, work.sizes[0], texts.symbols, start, size)
    out[39] = _cut(texts.symbols, start, size, work.core, 0, work.sizes[0])
    out[42] = size
    out[43] = work.sizes[0]


@inner
def _of_the_entry(entry: int, index: Any, pairing: Any, out: Any) -> None:
    """The entry's words: which the listing has, and what it lacks."""
    texts, rarity = index.titles, index.vocabulary.rarity
    first, last = texts.word_ends[entry], texts.word_ends[entry + 1]
    theirs = min(last - first, MOST_WORDS)
    weight, exact, near = 0.1, 0.0, 0.0
    last_paired = -1
    for at in range(theirs):
        kind = texts.kinds[first + at]
        worth = max(rarity[texts.words[first + at]], 0.1)
        if kind & PLATFORM:
            worth = 0.5
        weight += worth
        if pairing.theirs[at] < 0:
            _missing(kind, worth, out)
            continue
        last_paired = at
        if pairing.near[at] == 0:
            exact += worth
        else:
            near += worth
            out[12] += 1
            out[13] += 1 if pairing.near[at] > 2 else 0
    out[5] = exact / weight
    out[6] = (exact + near) / weight
    out[29] = 1.0 if theirs and pairing.theirs[0] >= 0 else 0.0
    out[30] = 1.0 if theirs and pairing.theirs[theirs - 1] >= 0 else 0.0
    out[31] = theirs
    out[44] = last_paired - theirs


@inner
def _missing(kind: int, worth: float, out: Any) -> None:
    """Counts a word of the entry that the listing lacks."""
    if kind & NUMBER:
        out[10] += 1
        return
    if kind & PLATFORM and not kind & SEQUEL:
        out[9] += 1
        return
    if kind & SEQUEL:
        out[49] += 1
    elif kind & SINGLE:
        out[11] += 1
    out[7] += worth
    out[8] = max(out[8], worth)


@inner
def _beside(title: Any, entry: int, index: Any, pairing: Any, out: Any) -> None:
    """What the listing has beside the entry's words."""
    words = title.counts[0]
    out[45] = -1
    first_paired, last_paired = -1, -1
    for word in range(words):
        if pairing.mine[word] >= 0:
            last_paired = word
            if first_paired < 0:
                first_paired = word
                out[45] = title.parts[word]
    _mark_parts(title, pairing)
    for word in range(words):
        if pairing.mine[word] >= 0:
            continue
        if title.kinds[word] & AROUND:
            out[19] += 1
        elif title.kinds[word] & ACCOUNT or _is_of_holder(title, word, index, entry):
            out[24] += 1
        elif not _is_addition(title, word, pairing, out):
            worth = _left_over(title, word, index, out)
            if pairing.parts[title.parts[word]]:
                out[16] += worth
                if word < first_paired:
                    out[26] += worth
                elif word > last_paired:
                    out[27] += worth


@inner
def _is_addition(title: Any, word: int, pairing: Any, out: Any) -> bool:
    """Counts numbers, single letters, platforms and subtitles; whether the word was one."""
    kind, inside = title.kinds[word], pairing.parts[title.parts[word]] != 0
    if kind & NUMBER:
        out[22] += 1
        out[14] += 1 if inside else 0
        return True
    if kind & SINGLE:
        out[23] += 1
        return True
    if kind & SEQUEL:
        out[48] += 1
    if kind & PLATFORM:
        out[21] += 1
        return True
    if kind & SUBTITLE:
        out[20] += 1
        return not inside
    return False


@inner
def _left_over(title: Any, word: int, index: Any, out: Any) -> float:
    """Counts a word that may name another game; returns its rarity."""
    number = title.words[word]
    worth = _UNKNOWN if number == EMPTY else max(index.vocabulary.rarity[number], 0.1)
    out[25] += 1 if number == EMPTY else 0
    out[17] += 1
    out[15] += worth
    out[18] = max(out[18], worth)
    return worth


@inner
def _mark_parts(title: Any, pairing: Any) -> None:
    """Notes the parts in which a word belongs to the entry's title."""
    for word in range(title.counts[0]):
        pairing.parts[title.parts[word]] = 0
    for word in range(title.counts[0]):
        if pairing.mine[word] >= 0:
            pairing.parts[title.parts[word]] = 1


@inner
def _is_of_holder(title: Any, word: int, index: Any, entry: int) -> bool:
    """Whether the word stands in the licensee's name."""
    number = title.names[word]
    if number == EMPTY:
        return False
    texts, holder = index.holders.texts, index.holder[entry]
    for other in range(texts.word_ends[holder], texts.word_ends[holder + 1]):
        if texts.words[other] == number:
            return True
    return False


@inner
def _cut(one: Any, begin: int, mine: int, other: Any, first: int, size: int) -> float:
    """The share of the other that ``one`` is, when it is its beginning."""
    if mine > size or mine < 3:
        return 0.0
    for place in range(mine):
        if one[begin + place] != other[first + place]:
            return 0.0
    return mine / size


@inner
def _is_initials(title: Any, entry: int, index: Any) -> float:
    """Letters of the word that is the initials of the entry's title, with or without platform."""
    for word in range(title.counts[4]):
        start = title.raw_starts[word]
        size = title.raw_starts[word + 1] - start
        if size < 3:
            continue
        for without in (0, PLATFORM, PLATFORM | NUMBER):
            found = _initials_at(title.raw, start, size, entry, without, index)
            if found > 2 and (found == size or size - found < 7):
                return float(found)
    return 0.0


@inner
def _initials_at(codes: Any, start: int, size: int, entry: int, without: int, index: Any) -> int:
    """How many letters from ``start`` are the first letters of all words of the entry; else 0."""
    texts, at = index.titles, 0
    for other in range(texts.word_ends[entry], texts.word_ends[entry + 1]):
        if texts.kinds[other] & without:
            continue
        if at >= size or texts.symbols[texts.starts[other]] != codes[start + at]:
            return 0
        at += 1
    return at
