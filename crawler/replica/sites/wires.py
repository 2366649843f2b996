"""Hosts that misbehave on the wire: each does one thing that a visitor must survive."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping

from crawler.replica.answers import html_reply
from crawler.replica.proxy import Line, Misbehaviour
from crawler.replica.sites.model import Wire

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_BODY = b"<!DOCTYPE html><html><body><h1>Trang</h1><p>xin ch\xc3\xa0o</p></body></html>"
_HEADER_BYTES = 10 * 1024 * 1024
_BOMB_BYTES = 100 * 1024 * 1024


async def _refuses(line: Line) -> None:
    await line.say(html_reply("<html><body><h1>502</h1>Connection refused.</body></html>", 502))


async def _silent(line: Line) -> None:
    await line.accept()
    while not line.reader.at_eof():
        await asyncio.sleep(1)


async def _reset(line: Line) -> None:
    await line.accept()
    line.writer.transport.abort()


async def _drip(line: Line) -> None:
    await _answering(line, f"Content-Length: {len(_BODY) * 1000}")
    while await line.push(b"<"):
        await asyncio.sleep(1)


async def _not_tls(line: Line) -> None:
    await line.accept()
    await line.push(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


async def _too_long(line: Line) -> None:
    await _answering(line, "Content-Length: 100000")
    await line.push(_BODY)


async def _too_short(line: Line) -> None:
    await _answering(line, "Content-Length: 10")
    await line.push(_BODY * 50)


async def _headers(line: Line) -> None:
    await line.accept()
    await line.hear()
    one, sent = b"X-Rac: " + b"r" * 1000 + b"\r\n", 0
    there = await line.push(_OK)
    while there and sent < _HEADER_BYTES:
        there, sent = await line.push(one), sent + len(one)
    await line.push(b"Content-Length: 0\r\n\r\n")


async def _endless(line: Line) -> None:
    await _answering(line, "Transfer-Encoding: chunked")
    chunk = b"<p>" + b"a" * 8185 + b"</p>\n"
    while await line.push(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n"):
        pass


async def _bomb(line: Line) -> None:
    body = await asyncio.to_thread(gzip.compress, b" " * _BOMB_BYTES)
    await _answering(line, f"Content-Encoding: gzip\r\nContent-Length: {len(body)}")
    await line.push(body)


async def _no_http(line: Line) -> None:
    await line.accept()
    await line.hear()
    await line.push(b"SSH-2.0-OpenSSH_9.2\r\n")


async def _answering(line: Line, fields: str) -> None:
    await line.accept()
    await line.hear()
    await line.push(_OK + fields.encode() + b"\r\n\r\n")


# WRONG_NAME and EXPIRED are certificates: the authority makes them, the host then answers.
ACTS: Mapping[Wire, Misbehaviour] = {
    Wire.REFUSES: _refuses,
    Wire.SILENT: _silent,
    Wire.RESET: _reset,
    Wire.DRIP: _drip,
    Wire.NOT_TLS: _not_tls,
    Wire.TOO_LONG: _too_long,
    Wire.TOO_SHORT: _too_short,
    Wire.HEADERS: _headers,
    Wire.ENDLESS: _endless,
    Wire.BOMB: _bomb,
    Wire.NO_HTTP: _no_http,
}
