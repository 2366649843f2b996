"""A certificate log with the static interface (c2sp.org/static-ct-api): names as they come up.

No real log was read with it yet: it is built after the specification.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from crawler.records import LogName, LogPart, LogPosition, Proof
from spiders.base import Expect, SourceSpider, origin
from spiders.ct_checkpoint import NAME, Checkpoint, LogKey, parse_checkpoint
from spiders.ct_names import names_of
from spiders.ct_tiles import TILE, LogEntry, parse_tile, tile_path
from spiders.ct_tree import grown, root_of
from spiders.shapes import changed

_NOT_THERE = frozenset({404, 410})


class Certificates(SourceSpider):
    """A certificate log: what was not read of it yet, tile by tile, checked against its root."""

    name = NAME
    proof = Proof.SPECIFIED
    expect = Expect(sightings=(0, 0), filled={})
    needs_url: ClassVar[bool] = True
    resumable: ClassVar[bool] = False  # how far it was read is kept a tile at a time

    def __init__(
        self, *, url: str, public_key: str, position: LogPosition | None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.url = url.rstrip("/") + "/"
        self.hosts = frozenset({origin(url)})
        self.key = LogKey(public_key)
        self._position = position
        self._head = Checkpoint(size=0, root=b"")
        self._stop = 0  # entries before this one are read now

    async def start(self) -> AsyncIterator[Request]:
        """The checkpoint; each answer asks for the next tile."""
        yield self.ask(f"{self.url}checkpoint", self.read_checkpoint, step="log")

    def read_checkpoint(self, response: Response) -> Iterator[Request]:
        """What the log signed; then the first tile that was not read yet."""
        self.seen(response)
        self._head = parse_checkpoint(bytes(response.body), self.key)
        position = self._position or _beginning(self._head.size, self.limit)
        if position.read > self._head.size:
            raise changed(
                NAME, f"it has {self._head.size} entries, of which {position.read} were read before"
            )
        self._position = position
        self._stop = _stop(position.read, self._head.size, self.limit)
        self._check(position)
        yield from self._next(position)

    def read_tile(self, response: Response, *, whole: bool) -> Iterator[Request | LogPart]:
        """The entries of one tile that are new; where its part is gone, the whole tile is there."""
        position = self._position
        if position is None:
            raise TypeError("A tile was asked for before the checkpoint was read.")
        if response.status in _NOT_THERE and not whole:
            yield self._ask_tile(position.read, whole=True)
            return
        self.seen(response)
        first = position.read // TILE * TILE
        wanted = min(first + TILE, self._stop)
        width = TILE if whole else wanted - first
        entries = list(parse_tile(bytes(response.body), first=first, width=width))
        new = entries[position.read - first : wanted - first]
        edge = position.edge
        if edge is not None:
            edge = grown(edge, position.read, (entry.hash for entry in new))
        self._position = LogPosition(read=wanted, edge=edge)
        checked = self._check(self._position)
        yield self._part(new, position.read, self._position, checked=checked)
        yield from self._next(self._position)

    def _next(self, position: LogPosition) -> Iterator[Request]:
        if position.read < self._stop:
            yield self._ask_tile(position.read, whole=False)

    def _ask_tile(self, entry: int, *, whole: bool) -> Request:
        tile = entry // TILE
        width = TILE if whole else min(TILE, self._stop - tile * TILE)
        url = self.url + tile_path(tile, width)
        return self.ask(url, self.read_tile, step="log", whole=width == TILE)

    def _check(self, position: LogPosition) -> bool:
        """Whether all that was read is what the log signed; unknown before it was read whole."""
        if position.edge is None or position.read < self._head.size:
            return False
        if root_of(position.edge) != self._head.root:
            raise changed(
                NAME, f"the tree of its {position.read} entries has another root than it signed"
            )
        return True

    def _part(
        self, entries: list[LogEntry], first: int, behind: LogPosition, *, checked: bool
    ) -> LogPart:
        named = [(entry, names_of(entry.certificate, bare=entry.bare)) for entry in entries]
        return LogPart(
            log=self.key.id.hex(),
            url=self.url,
            first=first,
            position=behind,
            size=self._head.size,
            checked=checked,
            names=tuple(
                LogName(name=name, index=entry.index, at=entry.at)
                for entry, names in named
                for name in names or ()
            ),
            unreadable=sum(names is None for _, names in named),
        )


def _beginning(size: int, limit: int | None) -> LogPosition:
    """Where a log is first read: at its first entry, or where it has too many among the newest."""
    if limit is None or size <= limit:
        return LogPosition(read=0, edge=())
    return LogPosition(read=(size - limit) // TILE * TILE, edge=None)


def _stop(read: int, size: int, limit: int | None) -> int:
    """How far is read now; short of the end only whole tiles are."""
    if limit is None or size - read <= limit:
        return size
    return min(size, max((read + limit) // TILE, read // TILE + 1) * TILE)
