"""Looks names up once, at the system's resolver or at ``network.resolver``, for some minutes."""

from __future__ import annotations

import asyncio
import secrets
import socket
import struct
import time
from ipaddress import ip_address

from twisted.names import dns

from crawler.crawl.addresses import Address
from crawler.errors import NameUnknown

KEPT_SECONDS = 300.0  # a site that moves is followed; Scrapy's own cache never forgets
_KEPT_NAMES = 10_000
_TRY_SECONDS, _TRIES = 4.0, 2
_LONGEST_MESSAGE = 65_535


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
        found = await asyncio.wait_for(looked_up, _TRY_SECONDS * _TRIES)
    except (OSError, TimeoutError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(ip_address(str(answer[4][0]).partition("%")[0]) for answer in found))


async def _ask(name: str, server: tuple[Address, int]) -> tuple[Address, ...]:
    answers = await asyncio.gather(*(_query(name, kind, server) for kind in (dns.A, dns.AAAA)))
    return tuple(dict.fromkeys(address for answer in answers for address in answer))


async def _query(name: str, kind: int, server: tuple[Address, int]) -> tuple[Address, ...]:
    """The records of one kind; a server that fails or is silent knows of none."""
    asked = dns.Message(id=secrets.randbelow(65_536), recDes=1)
    asked.addQuery(name.encode("ascii"), kind)
    for _ in range(_TRIES):
        try:
            answer = await asyncio.wait_for(_over_udp(asked, server), _TRY_SECONDS)
            if answer.trunc:
                answer = await asyncio.wait_for(_over_tcp(asked, server), _TRY_SECONDS)
        except (OSError, TimeoutError, EOFError):
            continue
        found = [record.payload for record in answer.answers]
        return tuple(
            ip_address(one.address)
            for one in found
            if isinstance(one, dns.Record_A | dns.Record_AAAA)
        )
    return ()


async def _over_udp(asked: dns.Message, server: tuple[Address, int]) -> dns.Message:
    loop = asyncio.get_running_loop()
    family = socket.AF_INET if server[0].version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as way:  # a fresh port for each question
        way.setblocking(False)
        await loop.sock_connect(way, (str(server[0]), server[1]))
        await loop.sock_sendall(way, asked.toStr())
        while True:
            answer = _read(await loop.sock_recv(way, _LONGEST_MESSAGE), asked)
            if answer is not None:
                return answer


async def _over_tcp(asked: dns.Message, server: tuple[Address, int]) -> dns.Message:
    reader, writer = await asyncio.open_connection(str(server[0]), server[1])
    try:
        question = asked.toStr()
        writer.write(struct.pack("!H", len(question)) + question)
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        answer = _read(await reader.readexactly(length), asked)
    finally:
        writer.close()
    if answer is None:
        raise EOFError("the server answered another question")
    return answer


def _read(message: bytes, asked: dns.Message) -> dns.Message | None:
    """The answer to our question; None: anything else that came to this port."""
    answer = dns.Message()
    try:
        answer.fromStr(message)
    except (EOFError, ValueError, struct.error):
        return None
    ours = answer.answer and answer.id == asked.id and answer.queries == asked.queries
    return answer if ours else None
