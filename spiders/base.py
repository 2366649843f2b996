"""What every spider shares: how it is built, what it asks, what it refuses to read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from typing import Any, ClassVar, NotRequired, TypedDict
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.http import Response

from crawler.errors import SourceBlocked
from crawler.records import (
    ACCOUNT_TERM,
    CANARY_TERM,
    ICON_TERM,
    NEAR_TERM,
    RECHECK_TERM,
    Kept,
    Marketplace,
    Presence,
    Proof,
    Sighting,
    evidence_id,
)
from spiders.shapes import changed, known
from spiders.site.pictures import look_hash

_NOW = partial(datetime.now, UTC)
# In the meta of a request: the spider reads every refusal itself, so nobody asks again before.
READS_REFUSALS = "reads_refusals"
# Every refusal reaches the callback, which names it: Scrapy's own filter would drop it in silence.
_REFUSALS = list(range(400, 600))


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


class AppStore(SourceSpider):
    """A store that is asked for one app by its subject id, and searched for any other term."""

    store: ClassVar[Marketplace]

    @classmethod
    def named(cls, term: str) -> str | None:
        """What this store calls the app that the term is the subject id of; None for words."""
        store, _, name = term.partition(":")
        return name if store == cls.store and name else None

    @classmethod
    def looked_at(cls, term: str) -> str | None:
        """What this store calls the app that a term of a re-check names; None for other terms."""
        kind, _, named = term.partition(":")
        return cls.named(named) if kind in (RECHECK_TERM, CANARY_TERM) else None

    async def start(self) -> AsyncIterator[Request]:
        """What is looked at again, then what each other term asks for."""
        looked = {term: name for term in self.terms if (name := self.looked_at(term))}
        for request in self.recheck_requests(list(dict.fromkeys(looked.values()))):
            yield request
        for term in self.terms:
            if term not in looked:
                for request in self.term_requests(term):
                    yield request

    def term_requests(self, term: str) -> Iterator[Request]:
        """One app, or what is found by words."""
        name = self.named(term)
        if name is None:
            yield from self.word_requests(term)
        else:
            yield from self.app_requests(name)

    def word_requests(self, term: str) -> Iterator[Request]:
        """What words ask for."""
        yield self.search_request(term)

    @abstractmethod
    def app_requests(self, name: str) -> Iterator[Request]:
        """The request for one app in full, unless it was asked for already."""

    @abstractmethod
    def search_request(self, term: str) -> Request:
        """The request that searches for one term."""

    def recheck_requests(self, names: Sequence[str]) -> Iterator[Request]:
        """The requests that tell whether these apps are there."""
        for name in names:
            yield from self.app_requests(name)


class StoreSpider(AppStore):
    """An app store: searched by term, its charts, its apps and their developers' other apps.

    ``near:`` and a subject id of this store asks for that app and its like, ``developer:`` and an
    account's id for the apps of that account, ``icon:``, a subject id and an address for a picture.
    """

    # Where peers were not blocked (app-stores.md §2.2, §3.6); the crawl's settings make it a delay.
    seconds_between_requests: ClassVar[float]
    # Where else a re-check looks: what is gone here and there is told from what is gone everywhere.
    control_market: ClassVar[str] = "us"
    details_at_most: ClassVar[int] = 5_000
    developers_at_most: ClassVar[int] = 200
    suggested_at_most: ClassVar[int] = 200

    def __init__(
        self,
        *,
        developers: bool = True,
        closely: bool = False,
        suggestions: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.closely = closely
        self.suggestions = suggestions  # of each term that are searched for too
        most = self.details_at_most if self.limit is None else self.limit
        self.details = Once(most)
        self.developers = Once(min(self.developers_at_most, most) if developers else 0)
        self.looks = Once(most if closely else 0)
        self.suggested = Once(min(self.suggested_at_most, most))
        self.once = {
            "details": self.details,
            "developers": self.developers,
            "looks": self.looks,
            "suggested": self.suggested,
        }

    async def start(self) -> AsyncIterator[Request]:
        """The terms first, then the charts."""
        async for request in super().start():
            yield request
        if self.charts:
            for request in self.chart_requests():
                yield request

    def term_requests(self, term: str) -> Iterator[Request]:
        """What one term asks for: an app, its associates, an account's apps, or words."""
        kind, _, named = term.partition(":")
        if kind == NEAR_TERM and (name := self.named(named)):
            yield from self.near_requests(name)
        elif kind == ACCOUNT_TERM and named:
            yield from self.account_requests(named)
        elif kind == ICON_TERM and self.named(named.partition(" ")[0]):
            yield from self.icon_requests(*named.partition(" ")[::2])
        else:
            yield from super().term_requests(term)

    def word_requests(self, term: str) -> Iterator[Request]:
        """The search for words, and what the store suggests to search for beside them."""
        yield from super().word_requests(term)
        if self.suggestions:
            yield from self.suggestion_requests(term)

    def suggestion_requests(self, term: str) -> Iterator[Request]:
        """What asks for the suggestions to a term; a store that is not asked for any has none."""
        yield from ()

    def suggested_terms(self, term: str, suggestions: Iterable[str]) -> Iterator[str]:
        """Those suggestions that are searched for: the first ones, none that was asked before."""
        own = {each.casefold() for each in self.terms}
        new = (each for each in suggestions if each.casefold() not in own)
        for each in islice(new, self.suggestions):
            if self.suggested.admits(each.casefold()):
                yield each

    def closer_look(self, sighting: Sighting) -> Iterator[Request]:
        """What else the store tells of an app that was opened in full, where that is wanted."""
        if sighting.presence is Presence.PRESENT and self.looks.admits(sighting.subject):
            yield from self.look_requests(sighting)

    def icon_requests(self, subject: str, address: str) -> Iterator[Request]:
        """The request for the icon of an app, where the store keeps its pictures."""
        if urlsplit(address).scheme == "https" and origin(address) in self.picture_hosts:
            asked = {"subject": subject, "address": address}
            yield self.ask(address, self.read_icon, step="icon", priority=-20, **asked)

    def read_icon(self, response: Response, subject: str, address: str) -> Iterator[Sighting]:
        """How the icon of an app looks; one that is not there says nothing."""
        seen = self.seen(response, also=frozenset({404, 410}), hosts=self.picture_hosts)
        if response.status == 200:
            shown = look_hash(bytes(response.body))
            yield Sighting(
                subject=subject,
                source=self.name,
                presence=Presence.UNKNOWN,
                found_by="icon",
                facts=known({"layer": "icon", "icon_address": address, "icon_look": shown}),
                **seen,
            )

    def look_requests(self, sighting: Sighting) -> Iterator[Request]:
        """The requests of a closer look; a store that tells nothing more has none."""
        yield from ()

    def recheck_requests(self, names: Sequence[str]) -> Iterator[Request]:
        """Each app here and in the control storefront, and nothing that leads on from it."""
        for market in (self.market, self.control_market):
            yield from self.storefront_requests(market, names)

    @abstractmethod
    def storefront_requests(self, market: str, names: Sequence[str]) -> Iterator[Request]:
        """The requests that tell whether a storefront carries these apps."""

    @abstractmethod
    def near_requests(self, name: str) -> Iterator[Request]:
        """The requests for one app, and for what the store holds to be similar."""

    @abstractmethod
    def account_requests(self, account: str, name: str | None = None) -> Iterator[Request]:
        """The request for the apps of one developer's account, unless it was asked for already."""

    @abstractmethod
    def chart_requests(self) -> Iterator[Request]:
        """The requests for all charts of games."""
