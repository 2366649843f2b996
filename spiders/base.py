"""What every spider shares: how it is built, what it asks, what it refuses to read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, ClassVar, NotRequired, TypedDict
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.http import Response

from crawler.errors import SourceBlocked
from crawler.records import (
    Kept,
    Proof,
    Sighting,
    evidence_id,
)
from spiders.shapes import changed

_NOW = partial(datetime.now, UTC)
# In the meta of a request: the spider reads every refusal itself, so nobody asks again before.
READS_REFUSALS = "reads_refusals"
# Every refusal reaches the callback, which names it: Scrapy's own filter would drop it in silence.
_REFUSALS = list(range(400, 600))
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """A healthy crawl: how many sightings, and how often a field of a PRESENT one is filled."""

    sightings: tuple[int, int]
    filled: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One review of an app. Who wrote it is left out: no one here needs to know."""

    id: str
    rating: int
    text: str
    title: str | None = None
    version: str | None = None
    written: date | None = None
    helpful: int | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """One page of reviews. ``app_known`` False: the store does not know the app."""

    reviews: tuple[Review, ...]
    next_token: str | None = None
    app_known: bool = True


class Seen(TypedDict):
    """Where and when a payload was seen: what each sighting of it has in common."""

    market: str
    seen_at: datetime
    evidence: NotRequired[str | None]


class Once:
    """Lets each key through once, and no more than ``most`` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._keys: set[str] = set()
        self._fresh: list[str] = []
        self._elsewhere: Callable[[str], tuple[bool, int]] | None = None

    def admits(self, key: str) -> bool:
        """Whether this key is new and there is room for it."""
        if key in self._keys or len(self._keys) >= self._most:
            return False
        if self._elsewhere is not None:
            known, count = self._elsewhere(key)
            if known or count + len(self._fresh) >= self._most:
                return False
        self._keys.add(key)
        self._fresh.append(key)
        return True

    def is_full(self) -> bool:
        """Whether there is no room for another key."""
        return len(self._keys) >= self._most

    def fresh(self) -> list[str]:
        """The keys let through since this was last asked."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def share(self, elsewhere: Callable[[str], tuple[bool, int]]) -> None:
        """Asks what processes beside this one let through: the key, and how many in all."""
        self._elsewhere = elsewhere

    def remember(self, keys: Iterable[str]) -> None:
        """Keys that were let through before, by another process."""
        self._keys.update(keys)


def origin(url: str) -> str:
    """The host of an address, with its port unless it is 443."""
    return urlsplit(url).netloc.lower().removesuffix(":443")


class SourceSpider(scrapy.Spider, ABC):
    """A place that is read: what it asks, and what it refuses to read."""

    market: ClassVar[str] = "vn"
    proof: ClassVar[Proof]  # an experimental source is swept only when it is named or enabled
    expect: ClassVar[Expect]
    hosts: frozenset[str]  # as ``origin`` writes them; no request goes anywhere else
    picture_hosts: ClassVar[frozenset[str]] = frozenset()  # but for pictures, which go there
    needs_url: ClassVar[bool] = False  # its address is a setting: source.<name>.url
    resumable: ClassVar[bool] = True  # False: read in one go or not at all
    # Every request is another owner's host: any may be asked, and none speaks for the source.
    whole_web: ClassVar[bool] = False
    needs_token: ClassVar[bool] = False  # of Facebook, out of the environment
    scrolls: ClassVar[bool] = False  # in a browser: it is a ``Scrolling`` too
    redacts: ClassVar[bool] = False  # its answers may hold tokens: they are taken out first of all
    example: ClassVar[str] = "google:com.vidu.game"  # a term for one app, where no search is known
    says: ClassVar[str | None] = None  # before a sweep, of what can be found and what cannot

    def __init__(
        self,
        *,
        terms: Sequence[str] = (),
        limit: int | None = None,
        clock: Callable[[], datetime] = _NOW,
        charts: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.terms = tuple(terms)
        self.limit = limit
        self.clock = clock
        self.charts = charts
        self.unread = 0  # rows in a shape that nobody knows: their bytes are kept
        self.ending: str | None = None  # why nothing more may be asked, as a sentence
        self.once: dict[str, Once] = {}  # what must survive this process, by name

    def ask(
        self,
        url: str,
        callback: Callable[..., Iterator[Request | Sighting | Kept]],
        *,
        step: str,
        priority: int = 0,
        **found: Any,
    ) -> Request:
        """A GET whose callback is told how it came about."""
        return Request(
            url,
            callback,
            priority=priority,
            cb_kwargs=found,
            meta={"step": step, "handle_httpstatus_list": _REFUSALS},
        )

    def stop(self, why: str) -> SourceBlocked:
        """An error to raise: the source refuses, and nothing more is asked of it in this crawl."""
        self.ending = self.ending or why
        return SourceBlocked(why)

    async def unanswered(
        self, request: Request, error: BaseException | None
    ) -> AsyncIterator[Sighting]:
        """What it says that no answer came; nothing, where a store alone can tell."""
        return
        yield  # an iterator without an element

    def seen(
        self,
        response: Response,
        *,
        also: frozenset[int] = frozenset(),
        hosts: frozenset[str] | None = None,
    ) -> Seen:
        """What the sightings of this answer share, once it is known to be an answer of the store.

        ``also`` names statuses beside 200 that the callback reads itself; ``hosts`` who may answer
        where it is not the store itself.
        """
        host = origin(response.url)
        if host not in (self.hosts if hosts is None else hosts):
            raise SourceBlocked(
                f"{self.name} was sent to {host}, which is not the store (consent, log-in or a "
                "block page). Nothing was read; try later or from another network."
            )
        if response.status == _NOT_MODIFIED:
            raise SourceBlocked(
                f"{self.name} says that nothing changed (304): of an answer that it was not asked "
                "about, or whose bytes are gone or altered here. Nothing was read. Resume the "
                "sweep, which asks for the whole answer; evidence verify tells what is altered."
            )
        if response.status in (404, 410) and response.status not in also:
            raise changed(self.name, f"{response.url} answers {response.status}")
        if response.status != 200 and response.status not in also:
            raise SourceBlocked(
                f"{self.name} refused with status {response.status} at {host}. "
                "Nothing was read; wait, then resume the sweep at a slower pace."
            )
        return Seen(
            market=self.market, seen_at=self.clock(), evidence=evidence_id(bytes(response.body))
        )


class Scrolling(ABC):
    """A spider whose pages are scrolled in a browser, and which reads what they get meanwhile."""

    @abstractmethod
    def take(
        self,
        body: str,
        *,
        html: bool,
        status: int,
        led_to: str | None,
        evidence: str,
        request: Request,
    ) -> bool:
        """Reads one answer of the page; whether it is to be scrolled on."""
