"""The replica's proxy: an ordinary HTTP(S) forward proxy that answers by itself.

proxy.py 2.4.10 only intercepts TLS after it has connected to the real server, and signs
certificates by the ``openssl`` command; this one never opens a connection to anybody.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, Protocol
from urllib.parse import urlsplit

from crawler.replica.answers import Reply, Visit, html_reply, visit
from crawler.replica.authority import Authority

_LINE_LIMIT = 64 * 1024
_BODY_LIMIT = 1024 * 1024
_HTTPS_PORT = "443"
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Request:
    """One request read from the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def keeps_alive(self) -> bool:
        """Whether the client wants the connection for more."""
        wish = self.headers.get("connection", self.headers.get("proxy-connection", ""))
        return wish.lower() != "close"


class Refused(Exception):
    """A request that is not HTTP/1.1 as we know it; raised by the reader, ends the connection."""


class Web(Protocol):
    """What the proxy serves: the stores, or the sites."""

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that are served."""

    def delay(self, host: str) -> float:
        """Seconds to wait before an answer."""

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""


@dataclass(frozen=True, slots=True)
class Line:
    """A client's connection to one host, for those who do not answer as HTTP wants it."""

    host: str
    secure: bool  # the client asked for a tunnel; otherwise its request has been read
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    authority: Authority

    async def push(self, data: bytes) -> bool:
        """Sends bytes as they are; False when the client has left."""
        self.writer.write(data)
        await self.writer.drain()
        # A drain neither waits nor fails when the peer of a ``start_tls`` is gone (Python 3.11).
        await asyncio.sleep(0)
        return not (self.reader.at_eof() or self.reader.exception())

    async def accept(self) -> None:
        """Grants the tunnel, if one was asked for."""
        if self.secure:
            self.writer.write(_ESTABLISHED)
            await self.writer.drain()

    async def hear(self, as_host: str | None = None) -> None:
        """Speaks TLS in the tunnel, under this or another name, and reads one request."""
        if self.secure:
            await self.writer.start_tls(self.authority.context(as_host or self.host))
            await _read(self.reader)

    async def say(self, reply: Reply) -> None:
        """Sends an ordinary answer."""
        await _write(self.writer, reply, keep=False)


Misbehaviour = Callable[[Line], Awaitable[None]]


class Manners(Protocol):
    """Tells what a host does instead of answering, if it does; None: it answers."""

    def __call__(self, host: str, *, secure: bool) -> Misbehaviour | None:
        """The misbehaviour of a host in a tunnel, or without one."""


def _good_manners(host: str, *, secure: bool) -> Misbehaviour | None:
    return None


class Proxy:
    """Serves a web on a loopback port and writes one log line for each request."""

    def __init__(
        self,
        web: Web,
        authority: Authority,
        log: IO[str],
        manners: Manners = _good_manners,
    ) -> None:
        self._web = web
        self._authority = authority
        self._log = log
        self._manners = manners

    async def start(self, port: int) -> asyncio.Server:
        """Listens on 127.0.0.1; port 0 takes a free one."""
        return await asyncio.start_server(self._connected, "127.0.0.1", port, limit=_LINE_LIMIT)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, Refused, ValueError):
            pass  # the client went away or spoke no HTTP: nobody is left to answer
        except asyncio.CancelledError:
            pass  # the loop ends while the client keeps its connection open
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (request := await _read(reader)) is not None:
            if request.method == "CONNECT":
                host, _, port = request.target.rpartition(":")
                if host not in self._web.hosts or port != _HTTPS_PORT:
                    await _write(writer, self._unknown(host, request), keep=False)
                    return
                if await self._misbehaved(host, request, reader, writer):
                    return
                writer.write(_ESTABLISHED)
                await writer.drain()
                await writer.start_tls(self._authority.context(host))
                await self._serve(host, reader, writer)
                return
            host = urlsplit(request.target).hostname or ""
            if await self._misbehaved(host, request, reader, writer):
                return
            reply = await self._answer(host, request, secure=False)
            await _write(writer, reply, keep=request.keeps_alive)
            if not request.keeps_alive:
                return

    async def _misbehaved(
        self,
        host: str,
        request: Request,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        secure = request.method == "CONNECT"
        if (act := self._manners(host, secure=secure)) is None:
            return False
        self._note(host, "", request.method)
        await act(Line(host, secure, reader, writer, self._authority))
        return True

    async def _serve(
        self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while (request := await _read(reader)) is not None:
            await _write(writer, await self._answer(host, request), keep=request.keeps_alive)
            if not request.keeps_alive:
                return

    async def _answer(self, host: str, request: Request, *, secure: bool = True) -> Reply:
        if host not in self._web.hosts:
            return self._unknown(host, request)
        parts = urlsplit(request.target)
        target = f"{parts.path}?{parts.query}"
        self._note(host, target, request.method)
        if wait := self._web.delay(host):
            await asyncio.sleep(wait)
        asked = visit(
            host, target, request.method, request.body, headers=request.headers, secure=secure
        )
        return self._web.reply(asked)

    def _unknown(self, host: str, request: Request) -> Reply:
        self._note(host, "", request.method)
        text = f"<html><body><h1>502</h1>The replica has no host {host}.</body></html>"
        return html_reply(text, status=502)

    def _note(self, host: str, path: str, method: str) -> None:
        line = {"at": time.monotonic(), "host": host, "method": method, "path": path}
        self._log.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._log.flush()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    """The next request, or None when the client has closed."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as end:
        if end.partial:
            raise
        return None
    except asyncio.LimitOverrunError as overrun:
        raise Refused("header too long") from overrun
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    length = int(headers.get("content-length", "0"))
    if length > _BODY_LIMIT or "transfer-encoding" in headers:
        raise Refused("body too long or chunked")
    return Request(method, target, headers, await reader.readexactly(length))


async def _write(writer: asyncio.StreamWriter, reply: Reply, *, keep: bool) -> None:
    headers = {
        "Content-Type": reply.content_type,
        "Content-Length": str(len(reply.body)),
        "Connection": "keep-alive" if keep else "close",
        **reply.headers,
    }
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body)
    await writer.drain()
