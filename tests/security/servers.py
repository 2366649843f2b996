"""Servers on loopback that count, lie or attack; every port is a free one."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from threading import Event, Lock, Thread
from typing import Any

from twisted.names import dns

from tests.ports import both_doors

EVERYWHERE = "0.0.0.0 0"  # and [::], where the machine has IPv6
Conversation = Callable[[socket.socket, str], None]


class Listener:
    """A TCP listener that counts who connects and talks to each as it is told."""

    def __init__(self, talk: Conversation, address: str = "127.0.0.1 0") -> None:
        host, _, port = address.rpartition(" ")
        self._socket = (
            socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
            if address == EVERYWHERE and socket.has_dualstack_ipv6()
            else socket.create_server((host, int(port)))
        )
        self._talk = talk
        self._lock = Lock()
        self.connections = 0
        self.paths: list[str] = []
        self.tls: ssl.SSLContext | None = None
        self.ended = Event()
        self.port: int = self._socket.getsockname()[1]

    def serve(self) -> None:
        """Accepts until the socket is closed."""
        while True:
            try:
                way, _ = self._socket.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
            Thread(target=self._converse, args=(way,), daemon=True).start()

    def close(self) -> None:
        """Ends all conversations."""
        self.ended.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _converse(self, way: socket.socket) -> None:
        with suppress(OSError), ExitStack() as stack:
            if self.tls is not None:
                way = self.tls.wrap_socket(way, server_side=True)
            stack.enter_context(closing(way))
            while (path := _asked(way)) is not None:
                with self._lock:
                    self.paths.append(path)
                self._talk(way, path)


def _asked(way: socket.socket) -> str | None:
    """The target of the next request, or None at the end."""
    head = b""
    while b"\r\n\r\n" not in head:
        more = way.recv(65_536)
        if not more:
            return None
        head += more
    return head.split(b" ", 2)[1].decode("latin-1")


def answer(way: socket.socket, body: bytes = b"ok", *headers: str, status: str = "200 OK") -> None:
    """One whole answer; the connection stays open."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    way.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)


def say_ok(way: socket.socket, path: str) -> None:
    """The conversation of an honest server."""
    answer(way, b"<html><title>ok</title></html>", "Content-Type: text/html")


@contextmanager
def listening(
    talk: Conversation = say_ok,
    address: str = "127.0.0.1 0",
    tls: ssl.SSLContext | None = None,
) -> Iterator[Listener]:
    """A listener at "address port" for the time of the block."""
    listener = Listener(talk, address)
    listener.tls = tls
    thread = Thread(target=listener.serve)
    thread.start()
    try:
        yield listener
    finally:
        listener.close()
        thread.join()


class NameServer:
    """Answers A and AAAA; a name with several answers gives each in turn: it rebinds.

    ``by_tcp``: answers by UDP are cut short. ``for_ever``: those by TCP, too.
    """

    def __init__(
        self, names: dict[str, list[list[str]]], *, by_tcp: bool = False, for_ever: bool = False
    ) -> None:
        self._names = names
        self._by_tcp = by_tcp
        self._for_ever = for_ever
        self._tcp, self._socket = both_doors()
        if not by_tcp:
            self._tcp.close()
        self.asked: list[str] = []
        self.port: int = self._socket.getsockname()[1]

    def serve(self) -> None:
        """Answers until the socket is closed."""
        if self._by_tcp:
            Thread(target=self._serve_tcp, args=(self._tcp,), daemon=True).start()
        while True:
            try:
                message, sender = self._socket.recvfrom(4_096)
            except OSError:
                return
            if message == b"end":
                return
            self._socket.sendto(self._answer(message, short=self._by_tcp), sender)

    def _serve_tcp(self, server: socket.socket) -> None:
        """One connection after the other."""
        with suppress(OSError):
            while True:
                way, _ = server.accept()
                with suppress(OSError), way, way.makefile("rb") as asked:
                    while length := int.from_bytes(asked.read(2), "big"):
                        said = self._answer(asked.read(length), short=self._for_ever)
                        way.sendall(len(said).to_bytes(2, "big") + said)

    def close(self) -> None:
        """Ends ``serve``."""
        self._tcp.close()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
            way.sendto(b"end", ("127.0.0.1", self.port))

    def _answer(self, message: bytes, *, short: bool) -> bytes:
        said = dns.Message()
        said.fromStr(message)
        said.answer, said.trunc = 1, short
        if short:
            return said.toStr()
        query = said.queries[0]
        name = query.name.name.decode().lower()
        # Both kinds of one look-up see the same turn.
        turn = self.asked.count(f"{name} {query.type}")
        self.asked.append(f"{name} {query.type}")
        turns = self._names.get(name, [[]])
        record: Any = {dns.A: dns.Record_A, dns.AAAA: dns.Record_AAAA}[query.type]
        wanted = [text for text in turns[min(turn, len(turns) - 1)] if _kind(text) == query.type]
        said.answers = [
            dns.RRHeader(query.name.name, query.type, ttl=0, payload=record(text))
            for text in wanted
        ]
        return said.toStr()


def _kind(address: str) -> int:
    return dns.AAAA if ":" in address else dns.A


@contextmanager
def naming(
    names: dict[str, list[list[str]]], *, by_tcp: bool = False, for_ever: bool = False
) -> Iterator[NameServer]:
    """A name server for the time of the block."""
    server = NameServer(names, by_tcp=by_tcp, for_ever=for_ever)
    thread = Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()
        server._socket.close()
