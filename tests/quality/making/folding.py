"""Which titles have the same letters: enough to tell a sure label from an ambiguous one."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

_WORDS = re.compile(r"\w+", re.UNICODE)


def plain(text: str) -> str:
    """Lower case without Vietnamese marks; letters of other scripts stay."""
    folded = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def plain_words(text: str) -> list[str]:
    """Words of the plain text."""
    return _WORDS.findall(plain(text))


_NUMBERS = {"ii": "2", "iii": "3", "iv": "4"}
_COUNTED = {"phan", "part", "mua", "season"}


def one_number(listed: list[str]) -> list[str]:
    """Words with sequels written in one way: II, Phần 2, Part 2, Mùa 2 and Season 2 as 2."""
    same = [_NUMBERS.get(word, word) for word in listed]
    return [
        word
        for word, after in zip(same, [*same[1:], ""], strict=True)
        if word not in _COUNTED or not after.isdigit()
    ]


def key(text: str) -> str:
    """The plain text without spaces and signs."""
    return "".join(plain_words(text))


def shortened(text: str) -> Iterator[str]:
    """The text itself and the text with one letter left out: shared by texts one edit apart."""
    yield text
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]


class Known:
    """The titles of a register: which of them might be meant by a damaged one."""

    def __init__(self, titles: Iterable[str], platforms: frozenset[str]) -> None:
        self._platforms = platforms
        self._near: dict[str, set[str]] = defaultdict(set)
        self._bags: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._having: dict[str, set[str]] = defaultdict(set)
        self._initials: Counter[str] = Counter()
        self.groups = {self.base(title) for title in titles} | {key(title) for title in titles}
        for title in set(titles):
            base = self.base(title)
            for short in shortened(base):
                self._near[short].add(base)
            self._bags[self._bag(title)].add(base)
            self._initials[self.initials(title)] += 1
            for word in plain_words(title):
                self._having[word].add(base)
        self._sorted = sorted(self.groups)

    def base(self, title: str) -> str:
        """The key without words such as Mobile or H5, unless nothing else is left."""
        kept = [word for word in one_number(plain_words(title)) if word not in self._platforms]
        return "".join(kept) or key(title)

    def _bag(self, title: str) -> tuple[str, ...]:
        return tuple(sorted(word for word in plain_words(title) if word not in self._platforms))

    def initials(self, title: str) -> str:
        """First letters of the words that are no platform words."""
        return "".join(word[0] for word in plain_words(title) if word not in self._platforms)

    def near(self, title: str) -> set[str]:
        """Registered keys that one edit (or one letter more or less on each side) reaches."""
        return {base for short in shortened(self.base(title)) for base in self._near.get(short, ())}

    def same_words(self, title: str) -> set[str]:
        """Registered keys with the very same words in any order."""
        return self._bags.get(self._bag(title), set())

    def with_words_of(self, title: str) -> set[str]:
        """Registered keys that have every word of a title, and perhaps more."""
        kept = self._bag(title)
        found = [self._having.get(word, set[str]()) for word in kept]
        return set.intersection(*found) if found else set()

    def beginning_with(self, title: str) -> set[str]:
        """Registered keys that begin with the letters of a truncated title."""
        start = key(title)
        found = set()
        for place in range(bisect_left(self._sorted, start), len(self._sorted)):
            if not self._sorted[place].startswith(start):
                break
            found.add(self._sorted[place])
        return found

    def begun_by(self, title: str) -> set[str]:
        """Registered keys with which a longer title begins."""
        letters = key(title)
        return {letters[:end] for end in range(6, len(letters))} & self.groups

    def bearing(self, initials: str) -> int:
        """How many registered titles have these initials."""
        return self._initials[initials]
