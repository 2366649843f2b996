"""How the world's stores find apps: search by words, charts, developer accounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from crawler.replica.model import APPLE_GAMES, GENRES, Shop, StoreListing
from crawler.text import fold_marks

APPLE_LIMIT = 200
GOOGLE_LIMIT = 30
_WORD = re.compile(r"\w+")


class Shelf:
    """All listings of one store, indexed."""

    def __init__(self, shop: Shop, listings: Iterable[StoreListing]) -> None:
        self.listings = tuple(entry for entry in listings if entry.shop is shop)
        self.by_id = {entry.store_id: entry for entry in self.listings}
        self.by_bundle = {entry.bundle: entry for entry in self.listings}
        self.by_developer: dict[str, list[StoreListing]] = defaultdict(list)
        self._titles = [fold_marks(entry.title) for entry in self.listings]
        self._texts = [
            fold_marks(f"{entry.title}\n{entry.developer}\n{entry.description}")
            for entry in self.listings
        ]
        self._postings: dict[str, set[int]] = defaultdict(set)
        for index, entry in enumerate(self.listings):
            self.by_developer[entry.developer_id].append(entry)
            for word in set(_WORD.findall(self._texts[index])):
                self._postings[word].add(index)
        self.search = cache(self._search)

    def _search(self, term: str, limit: int) -> tuple[StoreListing, ...]:
        """Apps that hold every word of the term; titles before texts, phrases before words."""
        folded = " ".join(_WORD.findall(fold_marks(term)))
        words = folded.split()
        if not words:
            return ()
        hits = set.intersection(*(self._holding(word) for word in words))
        ranked = sorted(hits, key=lambda index: (self._rank(index, folded, words), index))
        return tuple(self.listings[index] for index in ranked[:limit])

    def completions(self, typed: str, limit: int) -> list[str]:
        """Titles that hold the words as far as they were typed, at the beginning of a word."""
        begun = " ".join(_WORD.findall(fold_marks(typed)))
        if not begun:
            return []
        held = (
            entry.title.lower()
            for entry, title in zip(self.listings, self._titles, strict=True)
            if f" {begun}" in f" {' '.join(_WORD.findall(title))}"
        )
        return list(dict.fromkeys(held))[:limit]

    def _holding(self, word: str) -> set[int]:
        if word.isascii():
            return self._postings.get(word, set())
        # Chinese, Japanese and Korean words do not stand alone between spaces.
        return {index for index, text in enumerate(self._texts) if word in text}

    def _rank(self, index: int, folded: str, words: Sequence[str]) -> int:
        title = self._titles[index]
        if folded in title:
            return 0
        if all(word in title for word in words):
            return 1
        return 2 if folded in self._texts[index] else 3

    def similar(self, listing: StoreListing, limit: int) -> list[StoreListing]:
        """Others of a category of this one, by how many words of their texts are the same."""
        words = set(_WORD.findall(self._texts[self.listings.index(listing)]))
        near = [
            (-len(words & set(_WORD.findall(self._texts[index]))), index)
            for index, other in enumerate(self.listings)
            if other is not listing and categories(other) & categories(listing)
        ]
        return [self.listings[index] for _, index in sorted(near)[:limit]]

    def exact(self, term: str) -> StoreListing | None:
        """The app whose title is just the term, which Play shows as a card."""
        folded = fold_marks(term).strip()
        for index, title in enumerate(self._titles):
            if title == folded:
                return self.listings[index]
        return None

    def chart(self, genre: str | None, limit: int, *, paid: bool = False) -> list[StoreListing]:
        """The Vietnamese chart of one category in the store's own code; None is all apps."""
        ranked = [
            entry
            for entry in self.listings
            if entry.chart is not None
            and (entry.price > 0) == paid
            and (genre is None or genre in categories(entry))
        ]
        ranked.sort(key=lambda entry: entry.chart or 0)
        return ranked[:limit]


def categories(listing: StoreListing) -> frozenset[str]:
    """The codes of all charts that may hold this app."""
    genre = GENRES[listing.genre]
    if listing.shop is Shop.APPLE:
        return frozenset({genre.apple, *((APPLE_GAMES,) if genre.is_game else ())})
    return frozenset({genre.google, *(("GAME",) if genre.is_game else ())})
