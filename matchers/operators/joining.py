"""Subjects that are joined step by step, and the groups that come of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Joined:
    """Each subject alone at first; what is joined stays together."""

    def __init__(self, subjects: Iterable[str]) -> None:
        self._above = {subject: subject for subject in subjects}

    def __contains__(self, subject: str) -> bool:
        return subject in self._above

    def head(self, subject: str) -> str:
        """The same for all of a group: the smallest of its ids."""
        above = self._above[subject]
        while above != self._above[above]:
            self._above[subject] = self._above[above]
            subject, above = above, self._above[above]
        return above

    def join(self, subjects: Iterable[str]) -> None:
        """Puts the groups of these subjects together."""
        heads = sorted({self.head(subject) for subject in subjects})
        for head in heads[1:]:
            self._above[head] = heads[0]

    def groups(self) -> list[list[str]]:
        """All groups, each sorted, by their heads."""
        found: dict[str, list[str]] = defaultdict(list)
        for subject in sorted(self._above):
            found[self.head(subject)].append(subject)
        return [found[head] for head in sorted(found)]
