"""Servers that mean harm, one conversation for each kind, and how much each is allowed to take."""

from __future__ import annotations

import gzip
import io
import itertools
import socket
import struct
import time
import zlib
from collections.abc import Callable, Iterator

import brotli
from backports import zstd

from crawler.crawl.settings import DOWNLOAD_MAXSIZE
from tests.security.servers import answer

_BOMB = 512 * 1024 * 1024  # bytes, unpacked
_PIECE = bytes(1024 * 1024)
_HTML = "Content-Type: text/html"


def conversation(way: socket.socket, path: str) -> None:
    """Plays the kind that the path names; every other path is an honest page."""
    KINDS.get(path.strip("/").split("/")[0], KINDS["ok"])(way)


def _never(way: socket.socket) -> None:
    way.recv(1)


def _drip(way: socket.socket) -> None:
    way.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    _send_for_ever(way, itertools.repeat(b"x"), pause=0.2)


def _drip_header(way: socket.socket) -> None:
    _send_for_ever(way, itertools.chain([b"HTTP/1.1 200 OK\r\nX: "], itertools.repeat(b"x")), 0.2)


def _reset(way: socket.socket) -> None:
    way.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    way.close()


def _cut(way: socket.socket) -> None:
    way.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")
    way.close()


def _false_length(way: socket.socket) -> None:
    way.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\nx")


def _endless(head: bytes, pieces: bytes) -> Callable[[socket.socket], None]:
    def send(way: socket.socket) -> None:
        _send_for_ever(
            way, itertools.chain([b"HTTP/1.1 200 OK\r\n" + head], itertools.repeat(pieces))
        )

    return send


def _no_http(way: socket.socket) -> None:
    _send_for_ever(way, itertools.repeat(b"\x00\xff no http at all"))


def _interim(way: socket.socket) -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"
    _send_for_ever(way, itertools.repeat(hint * 1_000))


def _packed(encoding: str, body: Callable[[], bytes]) -> Callable[[socket.socket], None]:
    def send(way: socket.socket) -> None:
        answer(way, body(), f"Content-Encoding: {encoding}", _HTML)

    return send


def _gzip_bomb() -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1) as file:
        for _ in range(_BOMB // len(_PIECE)):
            file.write(_PIECE)
    return packed.getvalue()


def _deflate_bomb() -> bytes:
    packer = zlib.compressobj(1)
    return b"".join(map(packer.compress, _zeros())) + packer.flush()


def _brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=1, lgwin=24)
    return b"".join(map(packer.process, _zeros())) + bytes(packer.finish())


def _zstd_bomb() -> bytes:
    # A window of 128 MiB: the reader is asked to keep that much.
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    return b"".join(map(packer.compress, _zeros())) + packer.flush()


def _zeros() -> Iterator[bytes]:
    return itertools.repeat(_PIECE, _BOMB // len(_PIECE))


def _redirect(target: str) -> Callable[[socket.socket], None]:
    return lambda way: answer(way, b"", f"Location: {target}", status="302 Found")


def _refresh(way: socket.socket) -> None:
    answer(way, b'<meta http-equiv="refresh" content="0; url=/refresh">', _HTML)


def _bad_charset(way: socket.socket) -> None:
    answer(
        way, b"\xff\xfe\x00\xd8<title>\x80</title>", "Content-Type: text/html; charset=no-such\xff"
    )


def _nested(way: socket.socket) -> None:
    answer(way, b"<title>t</title>" + b"<b>" * 1_000_000, _HTML)


def _nested_attributes(way: socket.socket) -> None:
    answer(way, b"<a " + b"x=1 " * 1_000_000 + b"><title>t</title>", _HTML)


def _nested_json(way: socket.socket) -> None:
    answer(way, b"[" * 1_000_000, "Content-Type: application/json")


def _links(way: socket.socket) -> None:
    links = "".join(f"/{place:06}\n" for place in range(1_000_000))
    answer(way, links.encode(), "Content-Type: text/plain")


def _anchors(way: socket.socket) -> None:
    # Of a million the shortest that parsers read as links; they are more than a body may be.
    answer(way, b"<a href=1>" * 1_000_000, _HTML)


def _most_anchors(way: socket.socket) -> None:
    answer(way, b"<a href=1>" * (DOWNLOAD_MAXSIZE // 10), _HTML)


def _send_for_ever(way: socket.socket, pieces: Iterator[bytes], pause: float = 0) -> None:
    """Until the other side has had enough."""
    for piece in pieces:
        way.sendall(piece)
        if pause:
            time.sleep(pause)


def _patience(way: socket.socket) -> None:
    answer(way, b"", "Retry-After: 120", status="429 Too Many Requests")


_LINES = b"".join(b"X-Line-%d: %s\r\n" % (place, b"x" * 1_000) for place in range(60))
# Kinds whose answer reads as an answer, sound or cut down; all others fail.
READABLE = frozenset(
    {"ok", "bad_charset", "nested", "nested_attributes", "nested_json", "links", "most_anchors"}
)
KINDS: dict[str, Callable[[socket.socket], None]] = {
    "never": _never,
    "drip": _drip,
    "drip_header": _drip_header,
    "reset": _reset,
    "cut": _cut,
    "false_length": _false_length,
    "endless_body": _endless(b"\r\n", b"x" * 65_536),
    "endless_chunks": _endless(
        b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    ),
    "endless_tiny_chunks": _endless(b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 10_000),
    "endless_chunk_size": _endless(b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 65_536),
    "endless_trailers": _endless(b"Transfer-Encoding: chunked\r\n\r\n0\r\n", _LINES),
    "endless_headers": _endless(b"", _LINES),
    "endless_same_header": _endless(b"", b"a: b\r\n" * 10_000),
    "endless_continuation": _endless(b"X: y\r\n", b" " + b"x" * 1_000 + b"\r\n"),
    "endless_line": _endless(b"X: ", b"x" * 65_536),
    "endless_without_colon": _endless(b"", b"x\r\n" * 10_000),
    "endless_interim": _interim,
    "no_http": _no_http,
    "gzip": _packed("gzip", _gzip_bomb),
    "deflate": _packed("deflate", _deflate_bomb),
    "br": _packed("br", _brotli_bomb),
    "zstd": _packed("zstd", _zstd_bomb),
    "twice": _packed("gzip, gzip", lambda: gzip.compress(_gzip_bomb(), 9)),
    "broken_gzip": _packed("gzip", lambda: b"\x1f\x8b\x08 broken"),
    "redirect_to_itself": _redirect("/redirect_to_itself"),
    "redirect_ring": _redirect("/redirect_gnir"),
    "redirect_gnir": _redirect("/redirect_ring"),
    "redirect_longer": _redirect("/redirect_longer/" + "x" * 8_000),
    "refresh": _refresh,
    "patience": _patience,
    "bad_charset": _bad_charset,
    "nested": _nested,
    "nested_attributes": _nested_attributes,
    "nested_json": _nested_json,
    "links": _links,
    "anchors": _anchors,
    "most_anchors": _most_anchors,
    "ok": lambda way: answer(way, b"<title>ok</title>", _HTML),
}
