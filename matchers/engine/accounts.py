"""Which words of a title only say whose game it is: "Kim Quy | Ví Dụ", "Kim Quy by Ví Dụ"."""

from __future__ import annotations

from typing import Any

import numpy as np

from matchers.engine.compiling import inner
from matchers.engine.reading import ACCOUNT, AROUND, LEGAL, NUMBER, SUBTITLE, TRADE
from matchers.engine.table import EMPTY, find

_B, _Y = 2, 25
_APART = 100  # more parts than a title has


@inner
def mark_account(title: Any, account: Any, index: Any) -> None:
    """Marks the words of the title that name its account or a publisher behind a separator."""
    for word in range(title.counts[0]):
        title.names[word] = find(index.names.keys, index.names.numbers, title.hashes[word])
    _mark_own(title, account.reading)
    _part_at_by(title)
    words, first = title.counts[0], 0
    while first < words:
        last = first + 1
        while last < words and title.parts[last] == title.parts[first]:
            last += 1
        if first > 0 and _is_name(title, first, last):
            for word in range(first, last):
                title.kinds[word] |= np.uint8(ACCOUNT)
        first = last


@inner
def _mark_own(title: Any, account: Any) -> None:
    for word in range(title.counts[0]):
        if title.kinds[word] & NUMBER:
            continue
        for other in range(account.counts[0]):
            same = title.hashes[word] == account.hashes[other]
            if same and not account.kinds[other] & (LEGAL | TRADE):
                title.kinds[word] |= np.uint8(ACCOUNT)


@inner
def _part_at_by(title: Any) -> None:
    """What follows "by X" is a part of its own."""
    words = title.counts[0]
    for word in range(1, words):
        start = title.starts[word]
        if title.starts[word + 1] - start != 2:
            continue
        if title.symbols[start] == _B and title.symbols[start + 1] == _Y:
            title.kinds[word] |= np.uint8(AROUND)
            for later in range(word + 1, words):
                title.parts[later] += _APART
            return


@inner
def _is_name(title: Any, first: int, last: int) -> bool:
    """Whether all words of a part are publishers' words, and one of them is no subtitle's."""
    own = False
    for word in range(first, last):
        if title.kinds[word] & (ACCOUNT | AROUND):
            continue
        if title.kinds[word] & NUMBER:
            return False
        if title.names[word] == EMPTY:
            return False
        own = own or not title.kinds[word] & SUBTITLE
    return own
