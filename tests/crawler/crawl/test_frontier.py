"""Scrapy gets a few requests of the frontier at a time, and back as the spider made them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy import Request

from crawler.crawl import frontier as module
from crawler.crawl.frontier import LEASE, Feeder, ask_of
from crawler.store import Store
from crawler.store.asked import Ask, Delivery, RequestOutcome
from crawler.store.frontier import SqliteFrontier
from spiders.google_play import GooglePlay
from tests.crawler.office import NOW, new_store, sighting
from tests.crawler.store.engines import another_worker, row
from tests.crawler.store.test_frontier import begin, of

DONE = Delivery(outcome=RequestOutcome.DONE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def feeder_of(frontier: SqliteFrontier, window: int = 2) -> Feeder:
    return Feeder(frontier, GooglePlay(clock=lambda: NOW), window=window, clock=lambda: NOW)


async def start_of(spider: GooglePlay) -> AsyncIterator[Request]:
    async for request in spider.start():
        yield request


async def taken(feeder: Feeder, most: int) -> list[Request]:
    """What Scrapy would get before anything has ended."""
    found: list[Request] = []
    requests = feeder.requests(lambda: False)
    while len(found) < most:
        try:
            found.append(await asyncio.wait_for(anext(requests), 0.2))
        except (TimeoutError, StopAsyncIteration):
            break
    return found


def test_the_spiders_requests_come_back_as_they_were(store: Store) -> None:
    spider = GooglePlay(terms=["nổ hũ"], clock=lambda: NOW)
    feeder = feeder_of(of(store, begin(store)[0]), window=99)

    async def there_and_back() -> tuple[list[Request], list[Request]]:
        made = [request async for request in spider.start()]
        await feeder.seed(start_of(spider))
        return made, await taken(feeder, len(made))

    made, back = asyncio.run(there_and_back())
    assert [ask_of(request) for request in made] == [
        ask_of(request.replace(meta={k: v for k, v in request.meta.items() if k != LEASE}))
        for request in back
    ]
    assert {"POST", "GET"} == {request.method for request in back}


def test_no_more_than_a_window_is_out(store: Store) -> None:
    feeder = feeder_of(of(store, begin(store)[0]))

    async def go() -> tuple[int, int]:
        await feeder.seed(start_of(GooglePlay()))
        first = await taken(feeder, 99)
        feeder.end(first[0].meta[LEASE], DONE)
        return len(first), len(await taken(feeder, 99))

    assert asyncio.run(go()) == (2, 1)


def test_what_killed_a_worker_is_asked_with_nothing_beside_it(store: Store) -> None:
    dead = of(store, begin(store)[0])

    async def go() -> list[str]:
        await feeder_of(dead).seed(start_of(GooglePlay(terms=["a", "b"], charts=False)))
        await taken(feeder_of(dead), 2)
        with store.writing():
            store.db.execute("UPDATE frontier SET taken_until = '2020'")
        feeder = feeder_of(another_worker(store))
        alone = await taken(feeder, 99)
        feeder._frontier.add([ask_of(alone[0].replace(url="https://play.google.com/new"))])
        return [request.cb_kwargs["term"] for request in [*alone, *await taken(feeder, 99)]]

    assert asyncio.run(go()) == ["a"]


@pytest.mark.parametrize(
    "change",
    [
        "form = replace(form, '\"form\":1', '\"form\":9')",
        "form = replace(form, 'read_search', 'read_elsewhere')",
    ],
)
def test_what_another_version_wrote_is_parked(store: Store, change: str) -> None:
    feeder = feeder_of(of(store, begin(store)[0]))

    async def go() -> list[Request]:
        await feeder.seed(start_of(GooglePlay(terms=["a"], charts=False)))
        with store.writing():
            store.db.execute(f"UPDATE frontier SET {change}")
        return await taken(feeder, 9)

    assert asyncio.run(go()) == []
    assert row(store, 1)["outcome"] == "parked"
    assert "this version of the program" in row(store, 1)["reason"]


@pytest.mark.parametrize(
    "strange",
    [
        replace(DONE, sightings=[sighting(ratings=10**19)]),
        replace(DONE, sightings=[sighting(title="\udcff")]),
        replace(
            DONE, asks=[Ask(url="https://x.example/", step="x", callback="x", kwargs={"a": ()})]
        ),
    ],
    ids=["a number", "a letter", "a request"],
)
def test_what_cannot_be_written_parks_its_request_and_the_crawl_goes_on(
    store: Store, strange: Delivery
) -> None:
    feeder = feeder_of(of(store, begin(store)[0]))

    async def go() -> None:
        await feeder.seed(start_of(GooglePlay(terms=["a", "b"], charts=False)))
        first, second = await taken(feeder, 2)
        feeder.end(first.meta[LEASE], strange)
        feeder.end(second.meta[LEASE], DONE)

    asyncio.run(go())
    assert [row(store, number)["outcome"] for number in (1, 2)] == ["parked", "done"]
    assert "what came of it cannot be written" in row(store, 1)["reason"]
    assert store.count("SELECT count(*) FROM sightings") == 0


def test_a_request_that_scrapy_lost_ends_as_dropped(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.01)
    feeder = feeder_of(of(store, begin(store)[0]))

    async def go() -> int:
        await feeder.seed(start_of(GooglePlay(terms=["a", "b", "c"], charts=False)))
        return len([request async for request in feeder.requests(lambda: True)])

    assert asyncio.run(go()) == 3
    assert [row(store, number)["outcome"] for number in (1, 2, 3)] == ["dropped"] * 3
