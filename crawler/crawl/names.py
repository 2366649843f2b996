"""Looks names up once, at the system's resolver or at ``network.resolver``, for some minutes."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

from dns.asyncresolver import Resolver
from dns.exception import DNSException

from crawler.crawl.addresses import Address
from crawler.errors import NameUnknown, NotLookedUp

KEPT_SECONDS = 300.0  # a site that moves is followed; Scrapy's own cache never forgets
_KEPT_NAMES = 10_000
_TRY_SECONDS = 4.0
_MOST_SECONDS = 10.0  # from when it is asked
_FREE_SECONDS = 10.0  # until there is a thread to ask in
# The system's resolver holds a thread for as long as it likes, also after nobody waits any more:
# dead names have threads of their own, so many that one that lives finds one, and no more.
_ASKING = ThreadPoolExecutor(32, thread_name_prefix="names")


class Names:
    """The addresses of names; each answer is kept so that what is checked is what is connected."""

    def __init__(
        self, server: tuple[Address, int] | None = None, *, kept_seconds: float = KEPT_SECONDS
    ) -> None:
        self._server = server
        self._kept_seconds = kept_seconds
        self._kept: dict[str, tuple[float, tuple[Address, ...]]] = {}

    async def addresses(self, name: str) -> tuple[Address, ...]:
        """All addresses of a name, IPv4 and IPv6; ``NameUnknown`` if it has none.

        ``NotLookedUp`` where it was not asked for at all.
        """
        kept = self._kept.get(name)
        if kept is not None and time.monotonic() < kept[0]:
            return kept[1]
        # RFC 6761: nobody outside is asked for localhost.
        if self._server is None or name.endswith("localhost"):
            found = await _ask_system(name)
        else:
            found = await _ask(name, self._server)
        if not found:
            raise NameUnknown(f"{name} has no address. Look the name up by hand, or try later.")
        self._kept.pop(name, None)
        if len(self._kept) >= _KEPT_NAMES:
            del self._kept[next(iter(self._kept))]
        self._kept[name] = time.monotonic() + self._kept_seconds, found
        return found


async def _ask_system(name: str) -> tuple[Address, ...]:
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    def look_up() -> list[Any]:
        loop.call_soon_threadsafe(begun.set)
        return socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)

    asked = loop.run_in_executor(_ASKING, look_up)
    try:
        await asyncio.wait_for(begun.wait(), _FREE_SECONDS)
        found = await asyncio.wait_for(asked, _MOST_SECONDS)
    except (OSError, TimeoutError, UnicodeError):
        if not begun.is_set():
            raise NotLookedUp(
                f"{name} was not looked up: names that nobody answers for hold all places for it. "
                "Ask later, or name a resolver: network.resolver in rasoat.toml."
            ) from None
        return ()
    finally:
        asked.cancel()  # what waits for a thread need not begin any more
    return tuple(dict.fromkeys(ip_address(str(answer[4][0]).partition("%")[0]) for answer in found))


async def _ask(name: str, server: tuple[Address, int]) -> tuple[Address, ...]:
    """By UDP, by TCP where that is cut short; a server that fails or is silent knows of none."""
    resolver = Resolver(configure=False)
    resolver.nameservers, resolver.port = [str(server[0])], server[1]
    resolver.timeout, resolver.lifetime = _TRY_SECONDS, _MOST_SECONDS
    kinds = await asyncio.gather(_records(name, resolver, "A"), _records(name, resolver, "AAAA"))
    return tuple(dict.fromkeys(address for found in kinds for address in found))


async def _records(name: str, resolver: Resolver, kind: str) -> Sequence[Address]:
    try:
        found = await resolver.resolve(f"{name}.", kind, raise_on_no_answer=False)
    except (DNSException, OSError):
        return ()
    return [ip_address(record.address) for record in found]
