"""Apple App Store, by its public search, lookup and chart feeds (app-stores.md §3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, Unpack
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from crawler.errors import BadRequest
from crawler.records import Presence, Sighting
from spiders.base import Expect, Review, ReviewPage, Seen, StoreSpider
from spiders.shapes import (
    as_count,
    as_list,
    as_mapping,
    as_number,
    as_text,
    changed,
    known,
    need_key,
    need_text,
    read_json,
)

SOURCE = "apple_app_store"
HOST = "https://itunes.apple.com"
# Games, casino, card, board, role playing, strategy, simulation, casual, puzzle.
GENRES = (6014, 7006, 7005, 7004, 7014, 7017, 7015, 7003, 7012)
FEEDS = ("topfreeapplications", "topgrossingapplications")
ROWS = 200  # the most that the search and the feeds give
BATCH = 50  # ids in one lookup: peers state no maximum, 50 was never refused
_DEVELOPER = re.compile(r"/id(\d+)")
_ENVELOPE = frozenset({"author", "entry", "updated", "rights", "title", "icon", "link", "id"})


class AppleAppStore(StoreSpider):
    """Apple App Store of Vietnam."""

    name = SOURCE
    expect = Expect(sightings=(1, 100_000), filled={"title": 1.0, "publisher": 0.98})
    hosts = frozenset({"itunes.apple.com"})
    seconds_between_requests = 4.0

    def search_request(self, term: str) -> Request:
        """Rows of a search are complete: no second look is needed."""
        asked = {"term": term, "media": "software", "limit": ROWS}
        return self.ask(
            self._url("search", **asked), self.read_search, step="search", priority=20, term=term
        )

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

    def read_chart(self, response: Response, feed: str, genre: int) -> Iterator[Request | Sighting]:
        """The entries of one chart, then lookups of those not yet seen in full."""
        payload, seen = self._answer(response)
        fresh: dict[str, str | None] = {}
        for sighting in parse_chart(payload, feed=feed, genre=genre, **seen):
            yield sighting
            if self.details.admits(sighting.subject):
                fresh[sighting.subject.removeprefix("apple:")] = sighting.found_by
        pairs = iter(fresh.items())
        while batch := dict(islice(pairs, BATCH)):
            url = self._url("lookup", id=",".join(batch))
            yield self.ask(url, self.read_lookup, step="lookup", priority=10, found=batch)

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
            yield sighting
            yield from self._developer(sighting)

    def read_developer(self, response: Response, developer: str) -> Iterator[Sighting]:
        """The apps of one developer."""
        payload, seen = self._answer(response)
        for sighting in parse_developer(payload, developer=developer, **seen):
            self.details.admits(sighting.subject)
            yield sighting

    def _developer(self, sighting: Sighting) -> Iterator[Request]:
        account = sighting.publisher_id
        if account is not None and self.developers.admits(account):
            url = self._url("lookup", id=account, limit=ROWS)
            yield self.ask(
                url, self.read_developer, step="developer", developer=sighting.publisher or account
            )

    def _url(self, path: str, **asked: Any) -> str:
        fixed = {"country": self.market, "entity": "software", "lang": "vi_vn"}
        return f"{HOST}/{path}?{urlencode(asked | fixed, safe=',')}"

    def _answer(self, response: Response) -> tuple[Any, Seen]:
        # Apple says "invalid value" in the body, with status 200 or 400.
        seen = self.seen(response, also=frozenset({400}))
        payload = read_json(response.body, SOURCE)
        if response.status == 400 and "errorMessage" not in as_mapping(payload, SOURCE, "it"):
            raise changed(SOURCE, "status 400 comes without an errorMessage")
        return payload, seen


def parse_search(payload: Any, *, term: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """The apps that a search found; none only when Apple itself counts none."""
    for place, row in enumerate(_software(payload), 1):
        yield _sighting(row, found_by=f"search:{term}#{place}", **seen)


def parse_developer(payload: Any, *, developer: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """The apps in the lookup of a developer's id."""
    for place, row in enumerate(_software(payload), 1):
        yield _sighting(row, found_by=f"developer:{developer}#{place}", **seen)


def parse_lookup(
    payload: Any, *, asked: Mapping[str, str | None] | Sequence[str], **seen: Unpack[Seen]
) -> Iterator[Sighting]:
    """The apps with the asked ids; an id that Apple leaves out is gone from this storefront.

    ``asked`` as a mapping tells how each id was found.
    """
    found = asked if isinstance(asked, Mapping) else dict.fromkeys(asked)
    missing = dict.fromkeys(found)
    for row in _software(payload):
        number = _number(need_key(row, "trackId", SOURCE), "trackId")
        if number not in missing:
            raise changed(SOURCE, f"the lookup answers with {number}, which was not asked")
        del missing[number]
        yield _sighting(row, found_by=found[number] or "lookup", **seen)
    for number in missing:
        yield Sighting(
            subject=f"apple:{number}",
            source=SOURCE,
            presence=Presence.GONE,
            found_by=found[number] or "lookup",
            facts={"layer": "lookup"},
            **seen,
        )


def parse_chart(
    payload: Any, *, feed: str, genre: int | str, **seen: Unpack[Seen]
) -> Iterator[Sighting]:
    """The entries of a chart feed, light: title, developer and place."""
    chart = f"{feed}/{genre}"
    for place, entry in enumerate(_entries(payload), 1):
        yield _chart_sighting(entry, chart, place, **seen)


def parse_reviews(payload: Any) -> ReviewPage:
    """One page of the customer reviews feed."""
    entries = _entries(payload)
    reviews = tuple(_review(entry) for entry in entries if "im:rating" in entry)
    links = payload["feed"].get("link")
    rels = {
        as_mapping(as_mapping(link, SOURCE, "link").get("attributes"), SOURCE, "link").get("rel")
        for link in (links if isinstance(links, list) else [links])
        if link is not None
    }
    # An app that Apple does not know still gets a feed, but one that does not name itself.
    return ReviewPage(reviews=reviews, app_known=bool(reviews) or "self" in rels)


def _software(payload: Any) -> Iterator[Mapping[str, Any]]:
    answer = as_mapping(payload, SOURCE, "the answer")
    if "errorMessage" in answer:
        raise BadRequest(
            f"Apple refused the question: {answer['errorMessage']!r:.200}. Correct the id or term."
        )
    rows = as_list(need_key(answer, "results", SOURCE), SOURCE, "results")
    stated = need_key(answer, "resultCount", SOURCE)
    if stated != len(rows) or isinstance(stated, bool):
        raise changed(SOURCE, f"it counts {stated!r:.40} results and sends {len(rows)}")
    for row in rows:
        kind = need_key(as_mapping(row, SOURCE, "a result"), "wrapperType", SOURCE)
        if kind not in ("software", "artist"):
            raise changed(SOURCE, f"a result is of the unknown kind {kind!r:.40}")
        if kind == "software":
            yield row


def _sighting(row: Mapping[str, Any], *, found_by: str | None, **seen: Unpack[Seen]) -> Sighting:
    text = partial(_text, row)
    ratings = as_count(row.get("userRatingCount"), SOURCE, "userRatingCount")
    return Sighting(
        subject=f"apple:{_number(need_key(row, 'trackId', SOURCE), 'trackId')}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(need_key(row, "trackName", SOURCE), SOURCE, "trackName"),
        publisher=need_text(need_key(row, "artistName", SOURCE), SOURCE, "artistName"),
        publisher_id=_number(need_key(row, "artistId", SOURCE), "artistId"),
        url=need_text(need_key(row, "trackViewUrl", SOURCE), SOURCE, "trackViewUrl"),
        text=as_text(need_key(row, "description", SOURCE), SOURCE, "description"),
        genre=need_text(need_key(row, "primaryGenreName", SOURCE), SOURCE, "primaryGenreName"),
        price=as_number(row.get("price"), SOURCE, "price"),
        currency=text("currency"),
        # Apple sends 0 of 0 ratings for an unrated app, or leaves both keys out.
        rating=as_number(row.get("averageUserRating"), SOURCE, "rating") if ratings else None,
        ratings=ratings,
        version=text("version"),
        released=_day(row.get("releaseDate"), "releaseDate"),
        # Rows of 2015 have no second day: the version was still the first one.
        updated=_day(row.get("currentVersionReleaseDate") or row.get("releaseDate"), "updated"),
        website=text("sellerUrl"),
        icon=text("artworkUrl512") or text("artworkUrl100"),
        found_by=found_by,
        facts=_facts(row),
        **seen,
    )


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    text = partial(_text, row)
    return known(
        {
            "layer": "lookup",
            "kind": text("kind"),
            "genre_id": _number(need_key(row, "primaryGenreId", SOURCE), "primaryGenreId"),
            "genre_ids": _texts(row, "genreIds"),
            "seller": need_text(need_key(row, "sellerName", SOURCE), SOURCE, "sellerName"),
            "bundle_id": need_text(need_key(row, "bundleId", SOURCE), SOURCE, "bundleId"),
            "languages": _texts(row, "languageCodesISO2A"),
            "content_rating": text("trackContentRating") or text("contentAdvisoryRating"),
            "advisories": _texts(row, "advisories"),
            "whats_new": text("releaseNotes"),
            "min_os": text("minimumOsVersion"),
        }
    )


def _chart_sighting(
    entry: Mapping[str, Any], chart: str, place: int, **seen: Unpack[Seen]
) -> Sighting:
    ids = _attributes(entry, "id")
    category = _attributes(entry, "category")
    price = _attributes(entry, "im:price")
    artist = as_mapping(need_key(entry, "im:artist", SOURCE), SOURCE, "im:artist")
    link = as_mapping(artist.get("attributes", {}), SOURCE, "im:artist").get("href")
    developer = _DEVELOPER.search(as_text(link, SOURCE, "developer link") or "")
    return Sighting(
        subject=f"apple:{_number(need_key(ids, 'im:id', SOURCE), 'im:id')}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(_label(entry, "im:name"), SOURCE, "im:name"),
        publisher=need_text(_label(entry, "im:artist"), SOURCE, "im:artist"),
        publisher_id=developer[1] if developer else None,
        url=need_text(_label(entry, "id"), SOURCE, "id"),
        text=as_text(_label(entry, "summary"), SOURCE, "summary") if "summary" in entry else None,
        genre=as_text(category.get("label"), SOURCE, "category"),
        price=_amount(need_key(price, "amount", SOURCE)),
        currency=as_text(price.get("currency"), SOURCE, "currency"),
        released=_day(_label(entry, "im:releaseDate"), "im:releaseDate"),
        found_by=f"chart:{chart}#{place}",
        facts=known(
            {
                "layer": "chart",
                "rank": {"chart": chart, "position": place},
                "genre_id": as_text(category.get("im:id"), SOURCE, "category"),
                "bundle_id": as_text(ids.get("im:bundleId"), SOURCE, "im:bundleId"),
                "rights": _label(entry, "rights") if "rights" in entry else None,
            }
        ),
        **seen,
    )


def _entries(payload: Any) -> list[Mapping[str, Any]]:
    """Apple sends a list, one entry as an object, and no key for none."""
    feed = as_mapping(
        need_key(as_mapping(payload, SOURCE, "the feed"), "feed", SOURCE), SOURCE, "feed"
    )
    if "entry" not in feed:
        # A renamed key must not read as an empty chart: only the known envelope says "none".
        if not {"id", "link", "author"} <= feed.keys() <= _ENVELOPE:
            raise changed(SOURCE, f"a feed without entries has the keys {sorted(feed)!r:.120}")
        return []
    entries = feed["entry"]
    listed = entries if isinstance(entries, list) else [entries]
    if not listed:
        raise changed(SOURCE, "a feed holds an empty list, where the key used to be absent")
    return [as_mapping(entry, SOURCE, "an entry") for entry in listed]


def _review(entry: Mapping[str, Any]) -> Review:
    try:
        rating = int(_label(entry, "im:rating"))
    except (TypeError, ValueError):
        raise changed(SOURCE, "a review's rating is no number") from None
    return Review(
        id=need_text(_label(entry, "id"), SOURCE, "a review's id"),
        rating=rating,
        text=as_text(_label(entry, "content"), SOURCE, "a review") or "",
        title=as_text(_label(entry, "title"), SOURCE, "a review's title"),
        version=as_text(_label(entry, "im:version"), SOURCE, "a review's version"),
        written=_day(_label(entry, "updated"), "a review's day"),
    )


def _label(entry: Mapping[str, Any], key: str) -> Any:
    value = as_mapping(need_key(entry, key, SOURCE), SOURCE, key)
    return need_key(value, "label", SOURCE)


def _attributes(entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = as_mapping(need_key(entry, key, SOURCE), SOURCE, key)
    return as_mapping(need_key(value, "attributes", SOURCE), SOURCE, key)


def _text(row: Mapping[str, Any], key: str) -> str | None:
    return as_text(row.get(key), SOURCE, key)


def _texts(row: Mapping[str, Any], key: str) -> list[str] | None:
    if row.get(key) is None:
        return None
    return [need_text(each, SOURCE, key) for each in as_list(row[key], SOURCE, key)]


def _number(value: Any, name: str) -> str:
    """An id of digits, which Apple sends as a number in rows and as a text in feeds."""
    digits = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(digits, str) and digits.isascii() and digits.isdigit() and digits.strip("0"):
        return digits
    raise changed(SOURCE, f"{name} is {value!r:.40}, not a number")


def _amount(value: Any) -> float | None:
    try:
        return as_number(float(value), SOURCE, "im:price")
    except (TypeError, ValueError):
        raise changed(SOURCE, f"im:price is {value!r:.40}, not an amount") from None


def _day(value: Any, name: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(need_text(value, SOURCE, name)[:10])
    except ValueError:
        raise changed(SOURCE, f"{name} is {value!r:.40}, not a day") from None
