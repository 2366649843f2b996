"""The register of licensed games in memory: who may this listing be, and who is its publisher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from crawler.records import (
    CLASS_OF_KIND,
    Candidate,
    Listing,
    Match,
    RegistryEntry,
)
from matchers.grams import GramIndex
from matchers.licensees import Licensees
from matchers.names import Name, is_title, read_name
from matchers.papers import Papers, cascade
from matchers.publishers import Publisher, publisher_likeness, read_publisher
from matchers.titles import initials, same_title, without_publisher
from matchers.verdict.known import settle
from matchers.verdict.register import decide_match
from matchers.verdict.rules import Rules

_LOOKED_AT = 20  # rows of the index that are compared in full


class Register:
    """Register entries, indexed by title and by publisher. Only papers per game have titles."""

    def __init__(self, entries: Iterable[RegistryEntry]) -> None:
        papers = tuple(entries)
        self._games = [
            entry for entry in papers if entry.kind in CLASS_OF_KIND and is_title(entry.title)
        ]
        # Ids are unique only among papers of one kind: a publisher's never hides a game's.
        self._entries = {entry.entry: entry for entry in (*papers, *self._games)}
        self._names = [read_name(entry.title) for entry in self._games]
        self._holders = [read_publisher(entry.publisher) for entry in self._games]
        self._firms = {_joined(firm) for firm in self._holders}
        self._grams = GramIndex([name.core.replace(" ", "") for name in self._names])
        self._by_key = self._rows_by_key()
        self.papers = Papers(papers)

    def entry(self, entry: str) -> RegistryEntry | None:
        """The paper with this id, a game's before others."""
        return self._entries.get(entry)

    def candidates(self, listing: Listing, *, limit: int = 8) -> tuple[Candidate, ...]:
        """Entries that may be this listing, best first; ``score`` weighs title before publisher.

        ``differed`` holds "publisher" when the account is, word for word, another firm of the
        register, however alike the two names look.
        """
        name = read_name(listing.title)
        publisher = read_publisher(listing.publisher) if listing.publisher else None
        compared = [self._candidate(row, name, publisher) for row in self._rows(name, publisher)]
        best = sorted(compared, key=lambda found: (-found.score, found.entry))
        return tuple(found for found in best[:limit] if found.score > 0)

    def _rows(self, name: Name, publisher: Publisher | None) -> list[int]:
        keys = [variant.replace(" ", "") for variant in name.variants]
        if publisher is not None:
            own = without_publisher(name.core, publisher.key.split()).replace(" ", "")
            keys = [own, *(key for key in keys if key != own)]
        exact = [row for key in (*keys, _sorted(name)) for row in self._by_key.get(key, ())]
        if publisher is not None and len(name.core) > 2 and " " not in name.core:
            exact += [
                row
                for row in self._by_key.get("=" + name.core, ())
                if publisher_likeness(publisher, self._holders[row]) > 0
            ]
        return list(dict.fromkeys([*exact[:200], *self._grams.nearest(keys[:3], _LOOKED_AT)]))

    def _candidate(self, row: int, name: Name, publisher: Publisher | None) -> Candidate:
        entry, holder = self._games[row], self._holders[row]
        words = frozenset(f"{holder.key} {publisher.key if publisher else ''}".split())
        title = same_title(name, self._names[row], words)
        likeness = publisher_likeness(publisher, holder) if publisher else 0.0
        other = likeness < 100 and publisher is not None and _joined(publisher) in self._firms
        return Candidate(
            entry=entry.entry,
            score=round(0.8 * title + 0.2 * likeness, 1),
            title=entry.title,
            publisher=entry.publisher,
            status=entry.status,
            differed=("publisher",) if other else (),
        )

    def _rows_by_key(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = defaultdict(list)
        for row, name in enumerate(self._names):
            short = {f"={letters}" for letters in initials(name)}
            for key in {name.joined, name.core.replace(" ", ""), _sorted(name)} | short:
                rows[key].append(row)
        return dict(rows)


def match_all(
    listings: Iterable[Listing],
    register: Register,
    rules: Rules,
    licensees: Licensees | None = None,
) -> Iterator[Match]:
    """The register's answer for each listing, in order; holds one listing at a time."""
    for listing in listings:
        match = decide_match(listing, register.candidates(listing), rules)
        yield cascade(settle(match, listing, licensees, rules), register.papers)


def _joined(publisher: Publisher) -> str:
    return publisher.key.replace(" ", "")


def _sorted(name: Name) -> str:
    return "~" + "".join(sorted(name.core.split()))
