"""Requests and the heads of answers as they go over the wire, without what nobody else may read."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.http import Headers, Response

# What must not lie in evidence that is handed out.
_SECRET = frozenset({b"authorization", b"cookie", b"proxy-authorization"})


def asked_bytes(request: Request) -> bytes:
    """The request as HTTP; ``Host`` is what the network layer adds by itself."""
    parts = urlsplit(request.url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    line = f"{request.method} {target} HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\n"
    return line.encode() + _lines(request.headers) + b"\r\n" + bytes(request.body)


def head_bytes(response: Response) -> bytes:
    """The head of an answer, with its empty line."""
    protocol = response.protocol or "HTTP/1.1"
    return f"{protocol} {response.status} \r\n".encode() + _lines(response.headers) + b"\r\n"


def _lines(headers: Headers) -> bytes:
    return b"".join(
        b"%b: %b\r\n" % (name, value)
        for name, values in headers.items()
        for value in values
        if name.lower() not in _SECRET
    )
