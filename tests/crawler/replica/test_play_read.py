"""What the replica of Google Play answers, read by the spider from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from scrapy import Request

from crawler.merging import merged
from crawler.records import Presence, Sighting
from crawler.replica.answers import visit
from crawler.replica.finding import Shelf
from crawler.replica.model import Shop, StoreListing
from crawler.replica.play import PlayStore
from crawler.replica.play_blocks import old_layout
from crawler.replica.world import World
from tests.spiders.test_play_looks import seen, spider
from tests.spiders.test_spiders import answered, called, split


def asked(store: PlayStore, request: Request) -> list[Any]:
    """What the spider makes of the replica's answer to its request."""
    parts = urlsplit(request.url)
    target = f"{parts.path}?{parts.query}"
    reply = store.reply(visit(parts.netloc, target, request.method, request.body))
    return called(request, answered(request, reply.body, reply.status))


def walked(store: PlayStore, first: Request) -> Iterator[Sighting]:
    """All sightings behind a request, whatever else it leads to."""
    waiting = [first]
    while waiting:
        sightings, more = split(asked(store, waiting.pop(0)))
        yield from sightings
        waiting += [each for each in more if each.meta["step"] != "detail"]


@pytest.fixture(scope="module")
def store(world: World) -> PlayStore:
    """Google Play of the replica's world."""
    return PlayStore(world.shelves[Shop.GOOGLE])


def listing_of(world: World, wanted: int, *, old: bool | None = None) -> StoreListing:
    """An app of the world with as many reviews at least."""
    return next(
        each
        for each in world.shelves[Shop.GOOGLE].listings
        if len(each.reviews) >= wanted and old in (None, old_layout(each))
    )


@pytest.mark.parametrize("old", [False, True])
def test_the_replicas_closer_look_is_read_whole(world: World, store: PlayStore, old: bool) -> None:
    listing = listing_of(world, 1, old=old)
    requests = list(spider(closely=True).closer_look(seen(listing.store_id)))
    found = [each for request in requests for each in walked(store, request)]
    assert [each.found_by for each in found] == ["reviews", "permissions", "data_safety"]
    together = merged([*found, seen(listing.store_id)])
    assert tuple(each["text"] for each in together.facts["reviews"]) == listing.reviews
    assert "truy cập mạng đầy đủ" in together.facts["permissions"]
    assert together.facts["data_safety"].get("privacy_url") == listing.privacy_url
    assert [each["data"] for each in together.facts["data_safety"]["collected"]] == [
        "Nhật ký mua hàng"
    ]
    assert together.presence is Presence.PRESENT


def test_the_replica_pages_reviews_by_its_token(world: World) -> None:
    texts = tuple(f"Lời thứ {number}" for number in range(230))
    listing = replace(listing_of(world, 0), reviews=texts)
    store = PlayStore(Shelf(Shop.GOOGLE, [listing]))
    first = next(iter(spider(closely=True).closer_look(seen(listing.store_id))))
    told = [each["text"] for page in walked(store, first) for each in page.facts["reviews"]]
    assert told == list(texts[:200])  # two pages of 100 and no more


@pytest.mark.parametrize("account", ["5700313618786177705", "Studio Ví Dụ"])
def test_a_long_list_of_a_developer_is_read_to_its_end(world: World, account: str) -> None:
    listing = listing_of(world, 0)
    owned = [
        replace(
            listing,
            subject=f"google:vn.vidu.game{number}",
            title=f"Trò {number}",
            developer="Studio Ví Dụ",
            developer_id=account,
        )
        for number in range(130)
    ]
    store = PlayStore(Shelf(Shop.GOOGLE, owned))
    author = replace(seen(), publisher_id=account, publisher="Studio Ví Dụ")
    [first] = spider()._developer(author)
    found = list(walked(store, first))
    assert [each.found_by for each in found] == [
        f"developer:Studio Ví Dụ#{number}" for number in range(1, 131)
    ]
    assert [each.subject for each in found] == [each.subject for each in owned]


def test_what_no_search_finds_is_found_by_what_the_replica_suggests(world: World) -> None:
    listing = replace(listing_of(world, 0), title="Zalvindo Quay Hũ", description="Chơi vui.")
    store = PlayStore(Shelf(Shop.GOOGLE, [listing]))
    asker = spider(terms=["zalv"], charts=False, suggestions=3)
    search, suggestions = asker.term_requests("zalv")
    assert list(walked(store, search)) == []
    [found] = walked(store, suggestions)
    assert (found.subject, found.found_by) == (
        listing.subject,
        "suggested:zalv>zalvindo quay hũ#1",
    )
