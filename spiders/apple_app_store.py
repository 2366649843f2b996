"""Apple App Store, by its public search, lookup and chart feeds (app-stores.md §3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from crawler.records import BUNDLE_TERM, Marketplace, Presence, Proof, Sighting
from spiders.apple_charts import FEEDS, GENRES, parse_chart, parse_chart_ids
from spiders.apple_page import PAGES, parse_page
from spiders.apple_reviews import MOST_PAGES, PAGE, parse_reviews
from spiders.apple_rows import (
    parse_bundle,
    parse_developer,
    parse_lookup,
    parse_screens,
    parse_search,
)
from spiders.apple_values import HOST, SOURCE
from spiders.base import Expect, Seen, origin
from spiders.looks import look, review_facts
from spiders.shapes import as_mapping, changed, read_json
from spiders.stores import ENGLISH, VIETNAMESE, Before, StoreSpider

ROWS = 200  # the most that the search and the feeds give
BATCH = 50  # ids in one lookup: peers state no maximum, 50 was never refused
_REFUSALS = frozenset({403, 429, 503})
_LANGUAGES = {VIETNAMESE: "vi_vn", ENGLISH: "en_us"}


class AppleAppStore(StoreSpider):
    """Apple App Store of Vietnam."""

    name = SOURCE
    store = Marketplace.APPLE
    proof = Proof.RECORDED
    expect = Expect(sightings=(1, 100_000), filled={"title": 1.0, "publisher": 0.98})
    hosts = frozenset(map(origin, (HOST, PAGES)))
    picture_hosts = frozenset(f"is{number}-ssl.mzstatic.com" for number in range(1, 6))
    seconds_between_requests = 3.0

    def term_requests(self, term: str) -> Iterator[Request]:
        """What other stores ask for too, and the app with a bundle id."""
        kind, _, bundle = term.partition(":")
        if kind == BUNDLE_TERM and bundle:
            url = self._url("lookup", bundleId=bundle)
            yield self.ask(url, self.read_bundle, step="lookup", bundle=bundle)
        else:
            yield from super().term_requests(term)

    def app_requests(self, name: str) -> Iterator[Request]:
        """The lookup of one number: alone, so that its absence is told from a fault of others."""
        yield from self._lookups({name: "lookup"})

    def search_request(self, term: str) -> Request:
        """Rows of a search are complete: no second look is needed."""
        url = self._url("search", term=term, media="software", limit=ROWS)
        return self.ask(url, self.read_search, step="search", priority=20, term=term)

    def chart_requests(self) -> Iterator[Request]:
        """Each feed of each genre of games."""
        for feed in FEEDS:
            for genre in GENRES:
                url = f"{HOST}/{self.market}/rss/{feed}/limit={ROWS}/genre={genre}/json"
                yield self.ask(url, self.read_chart, step="chart", feed=feed, genre=genre)

    def read_search(self, response: Response, term: str) -> Iterator[Request | Sighting]:
        """The apps of one search, then their developers."""
        payload, seen = self._answer(response)
        for sighting in parse_search(payload, term=term, **seen):
            self.details.admits(sighting.subject)
            yield sighting
            yield from self._developer(sighting)
            yield from self.closer_look(sighting)

    def read_chart(self, response: Response, feed: str, genre: int) -> Iterator[Request | Sighting]:
        """The entries of one chart, then lookups of those not yet seen in full."""
        refused = response.status in _REFUSALS and origin(response.url) in self.hosts
        if refused:
            yield self._ids_request(feed, genre)
        payload, seen = self._answer(response)
        found: dict[str, str] = {}
        for sighting in parse_chart(payload, feed=feed, genre=genre, **seen):
            yield sighting
            found[sighting.subject.removeprefix("apple:")] = str(sighting.found_by)
        yield from self._lookups(found) if found else [self._ids_request(feed, genre)]

    def read_chart_ids(
        self, response: Response, feed: str, genre: int
    ) -> Iterator[Request | Sighting]:
        """The places of a chart whose feed was refused or empty, then lookups of its apps."""
        payload, seen = self._answer(response)
        chart = f"{feed}/{genre}"
        found: dict[str, str] = {}
        for place, number in enumerate(parse_chart_ids(payload), 1):
            found[number] = f"chart:{chart}#{place}"
            facts = {"layer": "chart", "rank": {"chart": chart, "position": place}}
            yield look(f"apple:{number}", SOURCE, found[number], facts, **seen)
        yield from self._lookups(found)

    def read_lookup(
        self, response: Response, found: Mapping[str, str | None]
    ) -> Iterator[Request | Sighting]:
        """What the store knows of the asked ids, then the developers."""
        payload, seen = self._answer(response)
        sightings = list(parse_lookup(payload, asked=found, **seen))
        if len(found) > 1 and all(each.presence is Presence.GONE for each in sightings):
            # The chart listed them a moment ago: an empty answer is a fault, not a mass removal.
            raise changed(SOURCE, f"the lookup knows none of {len(found)} apps of its own chart")
        for sighting in sightings:
            number = sighting.subject.removeprefix("apple:")
            if sighting.presence is Presence.GONE and len(found) > 1:
                yield self._lookup({number: found[number]})
                continue
            yield sighting
            yield from self._developer(sighting)
            yield from self.closer_look(sighting)

    def read_bundle(self, response: Response, bundle: str) -> Iterator[Request | Sighting]:
        """The app with a bundle id, then its developer; that there is none says nothing."""
        payload, seen = self._answer(response)
        for sighting in parse_bundle(payload, bundle=bundle, **seen):
            self.details.admits(sighting.subject)
            yield sighting
            yield from self._developer(sighting)
            yield from self.closer_look(sighting)

    def storefront_requests(self, market: str, names: Sequence[str]) -> Iterator[Request]:
        """Lookups of many numbers at once."""
        for first in range(0, len(names), BATCH):
            yield self._recheck(market, names[first : first + BATCH])

    def read_recheck(
        self, response: Response, subjects: Sequence[str], market: str
    ) -> Iterator[Request | Sighting]:
        """Whether a storefront carries these apps; one that many leave out is asked for alone."""
        payload, seen = self._answer(response)
        seen["market"] = market
        asked = {subject.removeprefix("apple:"): "recheck" for subject in subjects}
        for sighting in parse_lookup(payload, asked=asked, **seen):
            if sighting.presence is Presence.GONE and len(subjects) > 1:
                yield self._recheck(market, [sighting.subject.removeprefix("apple:")])
            else:
                yield sighting

    def read_developer(self, response: Response, developer: str) -> Iterator[Request | Sighting]:
        """The apps of one developer."""
        payload, seen = self._answer(response)
        for sighting in parse_developer(payload, developer=developer, **seen):
            self.details.admits(sighting.subject)
            yield sighting
            yield from self.closer_look(sighting)

    def near_requests(self, number: str) -> Iterator[Request]:
        """Alone in its lookup, since confirmed apps may all be gone; and its page."""
        yield from self._lookups({number: "lookup"})
        url = f"{PAGES}/{self.market}/app/id{number}"
        yield self.ask(url, self.read_similar, step="similar", number=number)

    def screens_request(self, name: str, language: str, before: Before | None = None) -> Request:
        """The lookup of one number in a language."""
        url = self._lookup_url([name], self.market, language)
        asked = {"name": name, "before": before}
        return self.ask(url, self.read_screens, step="screens", priority=-20, **asked)

    def screens_of(self, body: bytes, name: str) -> tuple[str, ...]:
        """The screenshots in the lookup of one number."""
        return parse_screens(read_json(body, SOURCE), number=name)

    def account_requests(self, account: str, name: str | None = None) -> Iterator[Request]:
        """The lookup of the account with its apps."""
        if self.developers.admits(account):
            url = self._url("lookup", id=account, limit=ROWS)
            yield self.ask(url, self.read_developer, step="developer", developer=name or account)

    def look_requests(self, sighting: Sighting) -> Iterator[Request]:
        """Its reviews page by page, and its page."""
        number = sighting.subject.removeprefix("apple:")
        yield self._reviews_request(number, 1)
        url = f"{PAGES}/{self.market}/app/id{number}"
        yield self.ask(url, self.read_page, step="app_page", priority=-10, number=number)

    def read_reviews(
        self, response: Response, number: str, page: int
    ) -> Iterator[Request | Sighting]:
        """One page of an app's reviews, then the next one."""
        payload, seen = self._answer(response)
        told = parse_reviews(payload)
        # That the feed does not know the app is no removal: the lookup tells whether it is there.
        facts = {"reviews": review_facts(told.reviews)} if told.app_known else {"reviewable": False}
        yield look(f"apple:{number}", SOURCE, "reviews", facts, **seen)
        if len(told.reviews) >= PAGE and page < MOST_PAGES:
            yield self._reviews_request(number, page + 1)

    def read_page(self, response: Response, number: str) -> Iterator[Sighting]:
        """What only the page of an app tells."""
        seen = self.seen(response)
        facts = parse_page(bytes(response.body), number=number)
        yield look(f"apple:{number}", SOURCE, "page", facts, **seen)

    def read_similar(self, response: Response, number: str) -> Iterator[Request]:
        """Lookups of what the page of one app holds to be similar; none where it is gone."""
        self.seen(response, also=frozenset({404}))
        if response.status == 404:
            return
        facts = parse_page(bytes(response.body), number=number)
        yield from self._lookups(
            {
                near["subject"].removeprefix("apple:"): f"similar:apple:{number}#{place}"
                for place, near in enumerate(facts.get("similar", ()), 1)
            }
        )

    def _reviews_request(self, number: str, page: int) -> Request:
        # The newest first: one page holds what changed since the last look.
        path = f"rss/customerreviews/page={page}/id={number}/sortby=mostrecent/json"
        url = f"{HOST}/{self.market}/{path}"
        return self.ask(
            url, self.read_reviews, step="reviews", priority=-10, number=number, page=page
        )

    def _ids_request(self, feed: str, genre: int) -> Request:
        """Before the next feed: whether this way is open tells whether to go on."""
        asked = {"cc": self.market, "g": genre, "name": FEEDS[feed], "limit": ROWS}
        url = f"{HOST}/WebObjects/MZStoreServices.woa/ws/charts?{urlencode(asked)}"
        return self.ask(url, self.read_chart_ids, step="chart", priority=5, feed=feed, genre=genre)

    def _lookups(self, found: Mapping[str, str]) -> Iterator[Request]:
        fresh = {n: how for n, how in found.items() if self.details.admits(f"apple:{n}")}
        pairs = iter(fresh.items())
        while batch := dict(islice(pairs, BATCH)):
            yield self._lookup(batch)

    def _lookup(self, found: Mapping[str, str | None]) -> Request:
        url = self._lookup_url(found, self.market)
        return self.ask(url, self.read_lookup, step="lookup", priority=10, found=dict(found))

    def _recheck(self, market: str, numbers: Sequence[str]) -> Request:
        subjects = [f"apple:{number}" for number in numbers]
        url = self._lookup_url(numbers, market)
        return self.ask(
            url, self.read_recheck, step="recheck", priority=10, subjects=subjects, market=market
        )

    def _lookup_url(self, numbers: Iterable[str], market: str, language: str = VIETNAMESE) -> str:
        # A cache on the way may know an app that the store no longer does: a new address
        # each time has no answer there.
        now = int(self.clock().timestamp() * 1000)
        return self._url("lookup", market, language, id=",".join(numbers), timestamp=now)

    def _developer(self, sighting: Sighting) -> Iterator[Request]:
        if sighting.publisher_id is not None:
            yield from self.account_requests(sighting.publisher_id, sighting.publisher)

    def _url(
        self, path: str, market: str | None = None, language: str = VIETNAMESE, **asked: Any
    ) -> str:
        lang = _LANGUAGES[language]
        fixed = {"country": market or self.market, "entity": "software", "lang": lang}
        return f"{HOST}/{path}?{urlencode(asked | fixed, safe=',')}"

    def _answer(self, response: Response) -> tuple[Any, Seen]:
        # Apple says "invalid value" in the body, with status 200 or 400.
        seen = self.seen(response, also=frozenset({400}))
        payload = read_json(response.body, SOURCE)
        if response.status == 400 and "errorMessage" not in as_mapping(payload, SOURCE, "it"):
            raise changed(SOURCE, "status 400 comes without an errorMessage")
        return payload, seen
