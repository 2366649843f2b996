"""Terms written in one word without marks: ``nohudoithuong``, ``taixiumd5``, ``nohu90``."""

from __future__ import annotations

import re
from functools import lru_cache

from matchers.lexicon import Lexicon, Phrase

# What may stand beside a glued term in one word.
_BESIDE = re.compile(
    r"(?:\d{1,4}|md5|vip|club|clb|win|vn|app|game|online|vang|pro|net|com|tai|choi)"
)
_ALONE = 6  # letters: a shorter term must stand beside something ("dega", "lode" are words)

Found = tuple[tuple[int, int, Phrase], ...]


@lru_cache(maxsize=65_536)
def glued_in(word: str, lexicon: Lexicon) -> Found:
    """The terms that make up the word, with their places; empty when anything is left over."""
    found = _split(word, 0, lexicon) or ()
    if len(found) == 1 and found[0][1] - found[0][0] == len(word) < _ALONE:
        return ()
    return found


def _split(word: str, start: int, lexicon: Lexicon) -> Found | None:
    if start == len(word):
        return ()
    for end in range(len(word), start + 3, -1):
        phrase = lexicon.by_glued.get(word[start:end])
        if phrase is not None:
            rest = _split(word, end, lexicon)
            if rest is not None:
                return ((start, end, phrase), *rest)
    beside = _BESIDE.match(word, start)
    return _split(word, beside.end(), lexicon) if beside else None
