"""Adverts and pages of one crawl, each once: answers repeat those of the answers before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from crawler.records import Sighting
from spiders.base import Once

_MANY = 2_000_000


class Fresh:
    """Lets subjects of one kind through once, and what stands beside them as often as it differs.

    ``most`` bounds the former; None: nothing does.
    """

    def __init__(self, most: int | None) -> None:
        self._subjects = Once(_MANY if most is None else most)
        self._beside = Once(_MANY)

    @property
    def once(self) -> Mapping[str, Once]:
        """What must survive the process."""
        return {"subjects": self._subjects, "beside": self._beside}

    def is_full(self) -> bool:
        """Whether no other subject is let through."""
        return self._subjects.is_full()

    def of(self, sightings: Iterable[Sighting], kind: str) -> Iterator[Sighting]:
        """Those that came in no answer before; ``kind``: what the bounded subjects begin with."""
        for seen in sightings:
            if seen.subject.startswith(kind):
                if self._subjects.admits(seen.subject):
                    yield seen
            elif self._beside.admits(f"{seen.subject} {seen.presence}"):
                yield seen
