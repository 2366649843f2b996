"""Apple's charts: the feed of a genre with its entries, and the list that holds ids only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Unpack

from crawler.records import Presence, Sighting
from spiders.apple_values import SOURCE, attributes_of, day_of, entries_of, label_of, number_of
from spiders.base import Seen
from spiders.shapes import (
    as_list,
    as_mapping,
    as_number,
    as_text,
    changed,
    known,
    need_key,
    need_text,
)

# Games, casino, card, board, role playing, strategy, simulation, casual, puzzle.
GENRES = (6014, 7006, 7005, 7004, 7014, 7017, 7015, 7003, 7012)
# Each feed under the name that the list of ids has for it.
FEEDS = {"topfreeapplications": "FreeApplications", "topgrossingapplications": "AppsByRevenue"}
_DEVELOPER = re.compile(r"/id(\d+)")


def parse_chart(
    payload: Any, *, feed: str, genre: int | str, **seen: Unpack[Seen]
) -> Iterator[Sighting]:
    """The entries of a chart feed, light: title, developer and place."""
    chart = f"{feed}/{genre}"
    for place, entry in enumerate(entries_of(payload), 1):
        yield _chart_sighting(entry, chart, place, **seen)


def parse_chart_ids(payload: Any) -> list[str]:
    """The ids of the chart that names its apps by nothing else, in their order."""
    rows = as_list(
        need_key(as_mapping(payload, SOURCE, "the chart"), "resultIds", SOURCE), SOURCE, "resultIds"
    )
    return list(dict.fromkeys(number_of(row, "resultIds") for row in rows))


def _chart_sighting(
    entry: Mapping[str, Any], chart: str, place: int, **seen: Unpack[Seen]
) -> Sighting:
    ids = attributes_of(entry, "id")
    category = attributes_of(entry, "category")
    price = attributes_of(entry, "im:price")
    artist = as_mapping(need_key(entry, "im:artist", SOURCE), SOURCE, "im:artist")
    link = as_mapping(artist.get("attributes", {}), SOURCE, "im:artist").get("href")
    developer = _DEVELOPER.search(as_text(link, SOURCE, "developer link") or "")
    return Sighting(
        subject=f"apple:{number_of(need_key(ids, 'im:id', SOURCE), 'im:id')}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(label_of(entry, "im:name"), SOURCE, "im:name"),
        publisher=need_text(label_of(entry, "im:artist"), SOURCE, "im:artist"),
        publisher_id=developer[1] if developer else None,
        url=need_text(label_of(entry, "id"), SOURCE, "id"),
        text=as_text(label_of(entry, "summary"), SOURCE, "summary") if "summary" in entry else None,
        genre=as_text(category.get("label"), SOURCE, "category"),
        price=_amount(need_key(price, "amount", SOURCE)),
        currency=as_text(price.get("currency"), SOURCE, "currency"),
        released=day_of(label_of(entry, "im:releaseDate"), "im:releaseDate"),
        found_by=f"chart:{chart}#{place}",
        facts=known(
            {
                "layer": "chart",
                "rank": {"chart": chart, "position": place},
                "genre_id": as_text(category.get("im:id"), SOURCE, "category"),
                "bundle_id": as_text(ids.get("im:bundleId"), SOURCE, "im:bundleId"),
                "rights": as_text(label_of(entry, "rights"), SOURCE, "rights")
                if "rights" in entry
                else None,
            }
        ),
        **seen,
    )


def _amount(value: Any) -> float | None:
    try:
        return as_number(float(value), SOURCE, "im:price")
    except (TypeError, ValueError, OverflowError):
        raise changed(SOURCE, f"im:price is {value!r:.40}, not an amount") from None
