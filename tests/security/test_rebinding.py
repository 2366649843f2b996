"""DNS rebinding: what was checked is what is connected, and a name is looked up once."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError

from crawler.crawl import names
from crawler.crawl.addresses import Address, PublicWeb
from crawler.crawl.download import CheckedDownloads, CheckedNames
from crawler.crawl.names import Names
from crawler.errors import NameUnknown, NotLookedUp
from spiders.site.outcome import Ending, ending_of_error
from tests.security.servers import NameServer, answer, listening, naming
from tests.security.visitor import Visited, visit

HONEST, INSIDE = "127.0.0.1", "127.0.0.2"


def crawl(folder: Path, turns: list[list[str]], *, forgets: bool) -> tuple[Visited, int, list[str]]:
    """Asks one name six times; its answers change by turns between a permitted address and not."""

    def hang_up(way: socket.socket, path: str) -> None:
        answer(way, b"ok", "Connection: close")
        way.close()

    with (
        listening(hang_up, f"{HONEST} 0") as good,
        listening(address=f"{INSIDE} {good.port}") as inside,
        naming({"turns.example": turns}) as names,
    ):
        allow = f'allow = ["{HONEST}:{good.port}"]\nresolver = "127.0.0.1:{names.port}"'
        urls = [f"http://turns.example:{good.port}/{place}" for place in range(6)]
        seen = visit(folder, urls, network=allow, forgets=forgets)
        assert len(good.paths) == len(seen.answered)
    return seen, inside.connections, names.asked


def test_a_name_that_turns_inward_is_looked_up_once(tmp_path: Path) -> None:
    seen, inside, asked = crawl(tmp_path, [[HONEST], [INSIDE]], forgets=False)
    assert inside == 0
    assert len(seen.answered) == 6
    assert sorted(asked) == ["turns.example 1", "turns.example 28"]


@pytest.mark.parametrize("turns", [[[HONEST], [INSIDE]], [[INSIDE], [HONEST]]])
def test_even_a_name_that_is_looked_up_each_time_cannot_turn_inward(
    tmp_path: Path, turns: list[list[str]]
) -> None:
    # The check sees one answer and the connection the next one; both are judged.
    seen, inside, asked = crawl(tmp_path, turns * 12, forgets=True)
    assert inside == 0
    assert len(asked) > 2
    assert INSIDE not in {host for host, _ in seen.connected}


def test_a_few_dead_names_keep_no_living_one_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    found, over = socket.getaddrinfo, threading.Event()

    def slow(name: str, *args: Any, **options: Any) -> Any:
        if name.startswith("dead"):
            over.wait(20)
            raise socket.gaierror
        return found(HONEST, *args, **options)

    async def look() -> tuple[object, int]:
        # Whatever else waits in threads of this process has one only.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        asking = Names()
        dead = [asyncio.ensure_future(asking.addresses(f"dead{n}.example")) for n in range(20)]
        await asyncio.sleep(0.1)
        living = await asyncio.wait_for(asking.addresses("living.example"), 5)
        threads = sum(thread.name.startswith("names") for thread in threading.enumerate())
        over.set()
        await asyncio.gather(*dead, return_exceptions=True)
        return living, threads

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    try:
        living, threads = asyncio.run(look())
    finally:
        over.set()
    assert living == (ip_address(HONEST),)
    assert 20 < threads <= 32


@contextmanager
def dead_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """All threads are held by names that nobody answers for, until the event is set."""
    found, over = socket.getaddrinfo, threading.Event()

    def slow(name: str, *args: Any, **options: Any) -> Any:
        if name.startswith("dead"):
            over.wait(20)
            raise socket.gaierror
        return found(HONEST, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    asking = ThreadPoolExecutor(2, thread_name_prefix="names")
    monkeypatch.setattr(names, "_ASKING", asking)
    try:
        yield over
    finally:
        over.set()
        asking.shutdown()


async def _living(after: float, over: threading.Event) -> object:
    """Asks for a living name while dead ones hold the threads, and lets these go ``after``."""
    asking = Names()
    dead = [asyncio.ensure_future(asking.addresses(f"dead{n}.example")) for n in range(9)]
    await asyncio.sleep(0.1)
    asyncio.get_running_loop().call_later(after, over.set)
    try:
        return await asking.addresses("living.example")
    finally:
        over.set()
        await asyncio.gather(*dead, return_exceptions=True)


def test_a_name_that_found_no_free_thread_is_not_called_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(names, "_FREE_SECONDS", 0.5)
    with (
        dead_names(monkeypatch) as over,
        pytest.raises(NotLookedUp, match=r"living\.example was not looked up.*network\.resolver"),
    ):
        asyncio.run(_living(15, over))


def test_the_time_of_a_name_begins_with_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_MOST_SECONDS", 0.5)
    with dead_names(monkeypatch) as over:
        assert asyncio.run(_living(1.0, over)) == (ip_address(HONEST),)


def test_a_site_whose_name_was_not_looked_up_did_not_answer_and_has_a_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def not_now(self: Names, name: str) -> tuple[Address, ...]:
        raise NotLookedUp(f"{name} was not looked up")

    monkeypatch.setattr(Names, "addresses", not_now)
    downloads = object.__new__(CheckedDownloads)
    downloads._names = CheckedNames(PublicWeb(frozenset()), Names())
    with pytest.raises(DownloadTimeoutError, match="was not looked up") as told:
        asyncio.run(downloads.download_request(Request("http://living.example/")))
    assert ending_of_error(told.value) is Ending.NO_ANSWER


def asking(server: NameServer, **settings: float) -> Names:
    return Names((ip_address("127.0.0.1"), server.port), **settings)


def look_up(server: NameServer, *, kept_seconds: float, pause: float) -> list[tuple[str, ...]]:
    async def twice() -> list[tuple[str, ...]]:
        names = asking(server, kept_seconds=kept_seconds)
        first = await names.addresses("turns.example")
        await asyncio.sleep(pause)
        return [tuple(map(str, found)) for found in (first, await names.addresses("turns.example"))]

    return asyncio.run(twice())


def test_an_answer_is_kept_for_minutes_and_not_for_ever() -> None:
    turns = [["192.0.2.1", "2001:db8::1"], ["192.0.2.2"]]
    with naming({"turns.example": turns}) as server:
        kept = look_up(server, kept_seconds=60, pause=0)
    assert kept == [("192.0.2.1", "2001:db8::1")] * 2
    with naming({"turns.example": turns}) as server:
        renewed = look_up(server, kept_seconds=0.05, pause=0.1)
    assert renewed == [("192.0.2.1", "2001:db8::1"), ("192.0.2.2",)]


def test_a_name_without_an_address_is_unknown_and_asked_again() -> None:
    with naming({"turns.example": [[], ["192.0.2.1"]]}) as server:

        async def twice() -> tuple[object, ...]:
            names = asking(server)
            with pytest.raises(NameUnknown, match=r"turns.example has no address"):
                await names.addresses("turns.example")
            return await names.addresses("turns.example")

        assert asyncio.run(twice()) == (ip_address("192.0.2.1"),)


def test_a_long_answer_comes_by_tcp() -> None:
    many = [f"192.0.2.{place}" for place in range(1, 101)]
    with naming({"turns.example": [many]}, by_tcp=True) as server:
        assert look_up(server, kept_seconds=60, pause=0) == [tuple(many)] * 2


def test_a_server_that_cuts_every_answer_short_is_not_followed_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(names, "_MOST_SECONDS", 1.0)
    with (
        naming({"turns.example": [["192.0.2.1"]]}, by_tcp=True, for_ever=True) as server,
        pytest.raises(NameUnknown),
    ):
        look_up(server, kept_seconds=60, pause=0)


def test_a_server_that_is_silent_or_refuses_knows_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_MOST_SECONDS", 1.0)
    with naming({}) as server:
        pass  # it has ended: nobody listens there
    with pytest.raises(NameUnknown):
        look_up(server, kept_seconds=60, pause=0)
