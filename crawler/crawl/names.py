"""Looks names up once, at the system's resolver or at ``network.resolver``, for some minutes."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Sequence
from ipaddress import ip_address

from dns.asyncresolver import Resolver
from dns.exception import DNSException

from crawler.crawl.addresses import Address
from crawler.errors import NameUnknown

KEPT_SECONDS = 300.0  # a site that moves is followed; Scrapy's own cache never forgets
_KEPT_NAMES = 10_000
_TRY_SECONDS = 4.0
_MOST_SECONDS = 10.0


class Names:
    """The addresses of names; each answer is kept so that what is checked is what is connected."""

    def __init__(
        self, server: tuple[Address, int] | None = None, *, kept_seconds: float = KEPT_SECONDS
    ) -> None:
        self._server = server
        self._kept_seconds = kept_seconds
        self._kept: dict[str, tuple[float, tuple[Address, ...]]] = {}

    async def addresses(self, name: str) -> tuple[Address, ...]:
        """All addresses of a name, IPv4 and IPv6; ``NameUnknown`` if it has none."""
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
    loop = asyncio.get_running_loop()
    looked_up = loop.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    try:
        found = await asyncio.wait_for(looked_up, _MOST_SECONDS)
    except (OSError, TimeoutError, UnicodeError):
        return ()
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
