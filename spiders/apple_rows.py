"""The rows of Apple's search and lookup answers (app-stores.md §3.1, §3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Unpack

from crawler.errors import BadRequest
from crawler.records import Presence, Sighting
from spiders.apple_values import SOURCE, day_of, number_of, text_of, texts_of
from spiders.base import Seen
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
)


def parse_search(payload: Any, *, term: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """The apps that a search found; none only when Apple itself counts none."""
    for place, row in enumerate(_software(payload), 1):
        yield _sighting(row, found_by=f"search:{term}#{place}", **seen)


def parse_developer(payload: Any, *, developer: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """The apps in the lookup of a developer's id."""
    for place, row in enumerate(_software(payload, of_developer=True), 1):
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
        number = number_of(need_key(row, "trackId", SOURCE), "trackId")
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


def parse_bundle(payload: Any, *, bundle: str, **seen: Unpack[Seen]) -> Iterator[Sighting]:
    """The app with a bundle id; where there is none, no number is known that could be gone."""
    for row in _software(payload):
        sighting = _sighting(row, found_by=f"bundle:{bundle}", **seen)
        if sighting.facts["bundle_id"] != bundle:
            raise changed(SOURCE, f"the lookup answers with {sighting.subject}, not asked")
        yield sighting


def parse_screens(payload: Any, *, number: str) -> tuple[str, ...]:
    """The addresses of an app's screenshots; none where the store leaves the app out."""
    shown: tuple[str, ...] = ()
    for row in _software(payload):
        if number_of(need_key(row, "trackId", SOURCE), "trackId") != number:
            raise changed(SOURCE, f"the lookup of {number} answers with another app")
        shown = tuple(texts_of(row, "screenshotUrls") or texts_of(row, "ipadScreenshotUrls") or ())
    return shown


def _software(payload: Any, *, of_developer: bool = False) -> Iterator[Mapping[str, Any]]:
    """The rows of apps; that of the developer stands beside them where a developer was asked for.

    Elsewhere it is no answer to what was asked: read as none, the asked app would seem gone.
    """
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
        if kind == "software":
            yield row
        elif not (kind == "artist" and of_developer):
            raise changed(SOURCE, f"a result is of the kind {kind!r:.40}, which was not asked for")


def _sighting(row: Mapping[str, Any], *, found_by: str | None, **seen: Unpack[Seen]) -> Sighting:
    text = partial(text_of, row)
    ratings = as_count(row.get("userRatingCount"), SOURCE, "userRatingCount")
    return Sighting(
        subject=f"apple:{number_of(need_key(row, 'trackId', SOURCE), 'trackId')}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(need_key(row, "trackName", SOURCE), SOURCE, "trackName"),
        publisher=need_text(need_key(row, "artistName", SOURCE), SOURCE, "artistName"),
        publisher_id=number_of(need_key(row, "artistId", SOURCE), "artistId"),
        url=need_text(need_key(row, "trackViewUrl", SOURCE), SOURCE, "trackViewUrl"),
        text=as_text(need_key(row, "description", SOURCE), SOURCE, "description"),
        genre=need_text(need_key(row, "primaryGenreName", SOURCE), SOURCE, "primaryGenreName"),
        price=as_number(row.get("price"), SOURCE, "price"),
        currency=text("currency"),
        # Apple sends 0 of 0 ratings for an unrated app, or leaves both keys out.
        rating=as_number(row.get("averageUserRating"), SOURCE, "rating") if ratings else None,
        ratings=ratings,
        version=text("version"),
        released=day_of(row.get("releaseDate"), "releaseDate"),
        # Rows of 2015 have no second day: the version was still the first one.
        updated=day_of(row.get("currentVersionReleaseDate") or row.get("releaseDate"), "updated"),
        website=text("sellerUrl"),
        icon=text("artworkUrl512") or text("artworkUrl100"),
        found_by=found_by,
        facts=_facts(row),
        **seen,
    )


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    text = partial(text_of, row)
    return known(
        {
            "layer": "lookup",
            "kind": text("kind"),
            "genre_id": number_of(need_key(row, "primaryGenreId", SOURCE), "primaryGenreId"),
            "genre_ids": texts_of(row, "genreIds"),
            "seller": need_text(need_key(row, "sellerName", SOURCE), SOURCE, "sellerName"),
            "bundle_id": need_text(need_key(row, "bundleId", SOURCE), SOURCE, "bundleId"),
            "languages": texts_of(row, "languageCodesISO2A"),
            "content_rating": text("trackContentRating") or text("contentAdvisoryRating"),
            "advisories": texts_of(row, "advisories"),
            "whats_new": text("releaseNotes"),
            "min_os": text("minimumOsVersion"),
        }
    )
