"""The register of licensed games in memory: who may this listing be, and who is its publisher."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

import numpy as np

from crawler.records import (
    CLASS_OF_KIND,
    Listing,
    Match,
    RegistryEntry,
)
from matchers.engine.build import build_index
from matchers.engine.index import Index
from matchers.engine.model import ranker
from matchers.engine.score import Scores, new_scratch, score
from matchers.licensees import Licensees
from matchers.names import is_title, words_of
from matchers.papers import Papers, cascade
from matchers.publishers import Publisher, read_publisher
from matchers.verdict.known import settle
from matchers.verdict.register import Answer, Scored, decide_match, scores
from matchers.verdict.rules import Rules

IndexOf = Callable[[Sequence[str], Sequence[str]], Index]  # of titles and publishers
_AT_ONCE = 4_096  # listings that the engine is asked for together
_LONGEST = 2_000  # letters of a title or a name that are read


class Register:
    """Register entries, indexed by title and by publisher. Only papers per game have titles."""

    def __init__(
        self,
        entries: Iterable[RegistryEntry],
        *,
        index_of: IndexOf = build_index,
    ) -> None:
        papers = tuple(entries)
        self._games = [
            entry for entry in papers if entry.kind in CLASS_OF_KIND and is_title(entry.title)
        ]
        # Ids are unique only among papers of one kind: a publisher's never hides a game's.
        self._entries = {entry.entry: entry for entry in (*papers, *self._games)}
        self._firms = {_joined(read_publisher(firm)) for firm in {g.publisher for g in self._games}}
        self._index: Index = index_of(
            [game.title for game in self._games], [game.publisher for game in self._games]
        )
        self._scratch = new_scratch(len(self._games))
        self.papers = Papers(papers)

    def entry(self, entry: str) -> RegistryEntry | None:
        """The paper with this id, a game's before others."""
        return self._entries.get(entry)

    @cached_property
    def _by_key(self) -> dict[str, RegistryEntry]:
        return {" ".join(words_of(game.title)): game for game in self._games}

    def titled(self, key: str) -> RegistryEntry | None:
        """The paper of a game whose whole title reads so, word by word."""
        return self._by_key.get(key)

    def answers(self, listings: Sequence[Listing]) -> Iterator[Answer]:
        """For each listing the entries that it may be, with how likely each is."""
        if not self._games:
            yield from (Answer(scored=(), firms=self._firms) for _ in listings)
            return
        titles = [listing.title[:_LONGEST] for listing in listings]
        accounts = [(listing.publisher or "")[:_LONGEST] for listing in listings]
        yield from self._read(score(self._index, ranker(), self._scratch, titles, accounts))

    def _read(self, found: Scores) -> Iterator[Answer]:
        title = 1 / (1 + np.exp(-found.title.astype(float)))
        licence = 1 / (1 + np.exp(-found.licence.astype(float)))
        columns = (found.entries, title, licence, scores(title, licence))
        for row in zip(*(column.tolist() for column in columns), strict=True):
            scored = tuple(
                Scored(self._games[place], *chances)
                for place, *chances in zip(*row, strict=True)
                if place >= 0
            )
            yield Answer(scored=scored, firms=self._firms)


def match_all(
    listings: Iterable[Listing],
    register: Register,
    rules: Rules,
    licensees: Licensees | None = None,
) -> Iterator[Match]:
    """The register's answer for each listing, in order; holds a few thousand at a time."""
    waiting = iter(listings)
    while batch := list(islice(waiting, _AT_ONCE)):
        for listing, answer in zip(batch, register.answers(batch), strict=True):
            match = settle(decide_match(listing, answer, rules), listing, licensees, rules)
            yield cascade(match, listing, register.papers)


def _joined(publisher: Publisher) -> str:
    return publisher.key.replace(" ", "")
