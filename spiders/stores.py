"""What every app store shares: which terms it reads, and what each of them asks for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, ClassVar, TypedDict
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.records import (
    ACCOUNT_TERM,
    CANARY_TERM,
    ICON_TERM,
    NEAR_TERM,
    RECHECK_TERM,
    SCREENS_TERM,
    Marketplace,
    Presence,
    Sighting,
)
from spiders.base import Once, SourceSpider, origin
from spiders.shapes import known
from spiders.site.pictures import look_hash

VIETNAMESE, ENGLISH = "vi", "en"


class Before(TypedDict):
    """What was read before: the Vietnamese screenshots, and the answer that they stand in."""

    shown: list[str]
    evidence: str | None


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

    @classmethod
    def is_single(cls, term: str) -> bool:
        """Whether a term asks for one app, and for nobody else's."""
        return bool(cls.named(term) or cls.looked_at(term))

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
    account's id for the apps of that account, ``icon:``, a subject id and an address for a picture,
    ``screens:`` and a subject id for the screenshots of that app in two languages.
    """

    # What is said of their limits (docs/sources.md); the crawl's settings make it a delay.
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
        elif kind == SCREENS_TERM and (name := self.named(named)):
            yield self.screens_request(name, VIETNAMESE)
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

    def read_screens(
        self, response: Response, name: str, before: Before | None
    ) -> Iterator[Request | Sighting]:
        """The screenshots of an app in Vietnamese, then in English; whether both are the same.

        An app that is not there, or has none, was looked at and says nothing.
        """
        seen = self.seen(response, also=frozenset({404}))
        shown = self.screens_of(bytes(response.body), name) if response.status == 200 else ()
        if shown and before is None:
            told_before = Before(shown=list(shown), evidence=seen.get("evidence"))
            yield self.screens_request(name, ENGLISH, told_before)
            return
        told = screens_facts(before, shown) if shown and before else {}
        yield Sighting(
            subject=f"{self.store}:{name}",
            source=self.name,
            presence=Presence.UNKNOWN,
            found_by="screens",
            facts={"layer": "screens", **told},
            **seen,
        )

    def look_requests(self, sighting: Sighting) -> Iterator[Request]:
        """The requests of a closer look; a store that tells nothing more has none."""
        yield from ()

    @classmethod
    def is_single(cls, term: str) -> bool:
        """The screenshots of one app are its own, too."""
        kind, _, named = term.partition(":")
        return super().is_single(term) or bool(kind == SCREENS_TERM and cls.named(named))

    def recheck_requests(self, names: Sequence[str]) -> Iterator[Request]:
        """Each app here and in the control storefront, and nothing that leads on from it."""
        for market in (self.market, self.control_market):
            yield from self.storefront_requests(market, names)

    @abstractmethod
    def storefront_requests(self, market: str, names: Sequence[str]) -> Iterator[Request]:
        """The requests that tell whether a storefront carries these apps."""

    @abstractmethod
    def screens_request(self, name: str, language: str, before: Before | None = None) -> Request:
        """The request for what the storefront here shows of one app in a language."""

    @abstractmethod
    def screens_of(self, body: bytes, name: str) -> tuple[str, ...]:
        """The addresses of the app's screenshots in such an answer."""

    @abstractmethod
    def near_requests(self, name: str) -> Iterator[Request]:
        """The requests for one app, and for what the store holds to be similar."""

    @abstractmethod
    def account_requests(self, account: str, name: str | None = None) -> Iterator[Request]:
        """The request for the apps of one developer's account, unless it was asked for already."""

    @abstractmethod
    def chart_requests(self) -> Iterator[Request]:
        """The requests for all charts of games."""


def screens_facts(before: Before, english: Sequence[str]) -> dict[str, str | None]:
    """The first picture in each language where none is shown in both, else one that is."""
    # The host is left out: a store serves one picture from several.
    shown = {urlsplit(each).path for each in english}
    both = next((each for each in before["shown"] if urlsplit(each).path in shown), None)
    return {
        "screens_vi": both or before["shown"][0],
        "screens_en": both or english[0],
        "screens_vi_evidence": before["evidence"],
    }
