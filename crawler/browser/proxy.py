"""The only way out of a rendered page: a forward proxy on loopback that checks every connection.

Chromium resolves nothing and connects to nobody else, whatever asks in it: pictures, frames,
workers, sockets, prefetches. One proxy serves one page, so what was refused is that page's.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from crawler.crawl.addresses import Address, Target, read_target
from crawler.crawl.download import CheckedNames, proxy_for
from crawler.crawl.headers import MOST_BYTES as MOST_HEADER_BYTES
from crawler.errors import (
    AddressRefused,
    CrawlerError,
    LimitExceeded,
    NameUnknown,
    NotLookedUp,
    RenderFailed,
)

MOST_BYTES = 32 * 1024 * 1024  # all answers of one page together, as they come
MOST_CONNECTIONS = 500
_MOST_TOLD = 200
_HEAD_SECONDS, _CONNECT_SECONDS = 15.0, 10.0
_CHUNK = 64 * 1024
_END = b"\r\n\r\n"
# The connection ends with the answer: the next request, to whatever host, is checked anew.
_OURS = ("connection", "proxy-connection", "keep-alive", "proxy-authorization")

_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Way:
    """How a target may be reached: at its checked addresses, or through the office's proxy."""

    target: Target
    addresses: tuple[Address, ...]
    upstream: SplitResult | None


class GuardedProxy:
    """Serves one page for the time of its block; all its connections end with it."""

    def __init__(self, names: CheckedNames) -> None:
        self._names = names
        self._conversations: set[asyncio.Task[None]] = set()
        self._left = MOST_BYTES
        self._connections = 0
        self._troubles: dict[tuple[str, int], CrawlerError] = {}

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(
            self._connected, "127.0.0.1", 0, limit=MOST_HEADER_BYTES
        )
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for conversation in self._conversations:
            conversation.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)

    @property
    def refused(self) -> tuple[str, ...]:
        """What was not asked or cut off, each with its reason; at most 200."""
        kinds = AddressRefused | LimitExceeded
        return tuple(str(found) for found in self._troubles.values() if isinstance(found, kinds))

    def trouble(self, url: str) -> CrawlerError | None:
        """Why the host of an address gave no answer, if that is known here."""
        parts = urlsplit(url)
        return self._troubles.get((parts.hostname or "", parts.port or _port_of(parts.scheme)))

    async def admit(self, url: str) -> Way:
        """How an address may be reached; a refusal is noted and raised."""
        try:
            return await self._way(url)
        except (AddressRefused, NameUnknown, NotLookedUp) as error:
            self.note(url, error)
            raise

    async def _way(self, url: str) -> Way:
        read_target(url)
        parts = urlsplit(url)
        upstream = proxy_for(parts.scheme, parts.hostname or "")
        target = self._names.web.target(url, proxied=upstream is not None)
        addresses = () if upstream else await self._names.admit(target)
        return Way(target, addresses, upstream)

    def note(self, url: str, error: CrawlerError) -> None:
        """Tells of a refusal, the last one of each place."""
        with suppress(ValueError):
            parts = urlsplit(url)
            place = (parts.hostname or "", parts.port or _port_of(parts.scheme))
            if place in self._troubles or len(self._troubles) < _MOST_TOLD:
                self._troubles[place] = error

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = asyncio.ensure_future(self._serve(reader, writer))
        self._conversations.add(conversation)
        conversation.add_done_callback(self._conversations.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._converse(reader, writer)
        except (OSError, EOFError, CrawlerError):
            pass  # noted where it is of use; the page sees a connection that ends
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await _head(reader)
        method, target, *_ = head.split("\r\n", 1)[0].split(" ")
        tunnel = method == "CONNECT"
        url = f"https://{target}/" if tunnel else target
        self._connections += 1
        if self._connections > MOST_CONNECTIONS:
            self.note(url, _beyond(url, f"it is one of more than {MOST_CONNECTIONS} requests"))
            return
        way = await self.admit(url)
        try:
            async with _connection(way) as far:
                talk = self._tunnel if tunnel else self._ask
                await talk(head, way, (reader, writer), far)
        except LimitExceeded as error:
            self.note(url, error)
        except (OSError, EOFError) as error:
            self.note(url, _silent(way.target, error))

    async def _tunnel(self, head: str, way: Way, near: _Streams, far: _Streams) -> None:
        if way.upstream is not None:
            far[1].write(_authorised(head, way.upstream).encode("latin-1"))
            said = await _head(far[0])
            if _status(said) != "200":
                raise OSError(f"the proxy says {_status(said)}")
        near[1].write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await _until_one_ends(_pass_on(near[0], far[1]), self._receive(far[0], near[1]))

    async def _ask(self, head: str, way: Way, near: _Streams, far: _Streams) -> None:
        asked = _closing(head)
        if way.upstream is not None:
            asked = _authorised(asked, way.upstream)
        else:
            method, url, rest = asked.split(" ", 2)
            path = urlsplit(url)._replace(scheme="", netloc="", fragment="").geturl()
            asked = f"{method} {path if path.startswith('/') else '/' + path} {rest}"
        far[1].write(asked.encode("latin-1"))
        await _until_one_ends(_pass_on(near[0], far[1]), self._answer(far[0], near[1]))

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said = await _head(reader)
        while _status(said).startswith("1"):
            said = await _head(reader)
        if _status(said) == "407":  # only a proxy asks for this: no page of the site
            raise OSError("a proxy on the way wants a password")
        writer.write(_closing(said).encode("latin-1"))
        await self._receive(reader, writer)

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(_CHUNK):
            self._left -= len(chunk)
            if self._left < 0:
                raise LimitExceeded(
                    f"The page was sent more than {MOST_BYTES >> 20} MiB: the rest was cut off."
                )
            writer.write(chunk)
            await writer.drain()


async def _head(reader: asyncio.StreamReader) -> str:
    try:
        async with asyncio.timeout(_HEAD_SECONDS):
            head = (await reader.readuntil(_END)).decode("latin-1")
    except asyncio.LimitOverrunError as error:
        raise LimitExceeded(
            f"The header is longer than {MOST_HEADER_BYTES} bytes: it was cut off."
        ) from error
    if " " not in head.split("\r\n", 1)[0]:
        raise OSError("it does not speak HTTP")
    return head


def _status(head: str) -> str:
    return head.split("\r\n", 1)[0].split(" ")[1]


def _closing(head: str) -> str:
    """The same head, but the connection ends with the answer."""
    first, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
    kept = [line for line in lines if line.partition(":")[0].strip().lower() not in _OURS]
    return "\r\n".join([first, *kept, "Connection: close", "", ""])


def _authorised(head: str, upstream: SplitResult) -> str:
    if upstream.username is None:
        return head
    secret = f"{unquote(upstream.username)}:{unquote(upstream.password or '')}"
    line = f"Proxy-Authorization: Basic {b64encode(secret.encode()).decode()}\r\n\r\n"
    return head.removesuffix("\r\n") + line


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(_CHUNK):
        writer.write(chunk)
        await writer.drain()


async def _until_one_ends(*ways: Coroutine[None, None, None]) -> None:
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _connection(way: Way) -> AsyncIterator[_Streams]:
    reader, writer = await _connect(way)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def _connect(way: Way) -> _Streams:
    if way.upstream is not None:
        places = [(way.upstream.hostname or "", way.upstream.port or 80)]
    else:
        places = [(str(address), way.target.port) for address in way.addresses]
    refused = OSError("it has no address")
    for host, port in places:
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                return await asyncio.open_connection(host, port, limit=MOST_HEADER_BYTES)
        except OSError as error:
            refused = error
    raise refused


def _port_of(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _beyond(url: str, why: str) -> LimitExceeded:
    return LimitExceeded(f"{url:.200} was not asked: {why} of one page.")


def _silent(target: Target, error: OSError | EOFError) -> RenderFailed:
    why = "it hung up" if isinstance(error, EOFError) else str(error) or "nothing came in time"
    return RenderFailed(f"{target.host} port {target.port} gave no answer: {why}. Try later.")
