"""Hosts that attack their visitor: on the wire, by what they serve, by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import idna

from crawler.replica.answers import Reply
from crawler.replica.sites.maker import Maker, frame
from crawler.replica.sites.model import Site, SiteAnswer, SiteKind, Wire

_TEXT = "text/html; charset=utf-8"
_TAGS, _LINKS = 1_000_000, 100_000
_WORDS = "Trang thử của Ví Dụ, chỉ có chữ tiếng Việt: ừ, ỡ, đ, ặ."
# Entries that are no host to visit; each must end as a counted refusal.
BAD_NAMES = (
    "com.vn", "gov.vn", "pages.dev", "192.0.2.7", "[2001:db8::7]", "0x7f000001", "2130706433",
    "127.0.0.1", "localhost", "*.vidu-saochep.com", "a..vidu-kep.com", "-vidu-gach.com",
    "vidu_gachduoi.com", f"{'d' * 64}.com", f"{'dai.' * 63}com", "vidu-cong.com:8443",
    "file:///etc/passwd", "vidu khoang trang.com", "xn--vidu-hong-zzzzz99.com", "",
)  # fmt: skip


def hostile_sites(maker: Maker) -> Iterator[Site]:
    """One host for each thing that can be wrong."""
    for wire in Wire:
        host = maker.naming.quiet(maker.naming.stem())
        answer = replace(frame(host, SiteKind.HOSTILE, f"On the wire: {wire}"), wire=wire)
        yield _site(maker, answer, _page(_WORDS.encode(), _TEXT))
    for name, reply in _bodies().items():
        host = maker.naming.quiet(maker.naming.stem())
        yield _site(maker, frame(host, SiteKind.HOSTILE, f"It serves {name}"), reply)
    yield from _strange_names(maker)


def _strange_names(maker: Maker) -> Iterator[Site]:
    host = idna.encode(f"trangthử-{maker.naming.stem()}.com").decode()
    reply = _page(_WORDS.encode(), _TEXT)
    yield _site(maker, frame(host, SiteKind.HOSTILE, "An IDN name, as its A-label"), reply)
    host = maker.naming.quiet(maker.naming.stem())
    site = _site(maker, frame(host, SiteKind.HOSTILE, "Every name below it exists"), reply)
    below = tuple(f"{label}.{host}" for label in ("m3", "x7k2qp", "a.b.c"))
    yield replace(site, zone=replace(site.zone, wildcard=True), below=below)


def _site(maker: Maker, answer: SiteAnswer, reply: Reply) -> Site:
    zone = maker.grounds.rented()
    return Site(answer=answer, face={"/": reply}, zone=zone, http="serves")


def _bodies() -> Mapping[str, Reply]:
    """What a page can be that no page should be."""
    head = b"<!DOCTYPE html><html><head><title>Trang</title></head><body>"
    links = b"".join(b'<a href="/%d">%d</a>' % (n, n) for n in range(_LINKS))
    utf16 = f"<html><head><meta charset='utf-8'></head><body>{_WORDS}</body></html>"
    return {
        "a million nested tags": Reply(200, head + b"<b>" * _TAGS, _TEXT),
        "NULs": Reply(200, head + b"a\0b\0" * 5000 + _WORDS.encode() + b"</body>", _TEXT),
        "UTF-16 called UTF-8": Reply(200, utf16.encode("utf-16"), _TEXT),
        "UTF-8 called Latin-1": Reply(200, head + _WORDS.encode(), "text/html; charset=iso-8859-1"),
        "bytes of no encoding": Reply(200, head + bytes(range(128, 256)) * 40, _TEXT),
        "an unknown charset": Reply(200, head + _WORDS.encode(), "text/html; charset=tieng-viet"),
        "100,000 links": Reply(200, head + links + b"</body></html>", _TEXT),
        "no content type": Reply(200, head + _WORDS.encode(), ""),
        "a picture called HTML": Reply(200, b"\x89PNG\r\n\x1a\n" + b"\0" * 900, _TEXT),
        "a title of 2 MB": Reply(200, b"<title>" + b"dai " * 500_000 + b"</title>", _TEXT),
        "one attribute of 3 MB": Reply(200, head + b'<p class="' + b"x" * 3_000_000, _TEXT),
        "nothing": Reply(200, b"", _TEXT),
        "a body with status 204": Reply(204, head + _WORDS.encode(), _TEXT),
        "a redirect to loopback": Reply(302, b"", _TEXT, {"Location": "http://127.0.0.1:22/"}),
        "a redirect to a file": Reply(302, b"", _TEXT, {"Location": "file:///etc/passwd"}),
        "a redirect to nowhere": Reply(302, b"", _TEXT, {"Location": "https://"}),
        "a redirect without address": Reply(302, b"", _TEXT),
    }


def _page(body: bytes, content_type: str) -> Reply:
    return Reply(200, b"<!DOCTYPE html><html><body>" + body + b"</body></html>", content_type)
