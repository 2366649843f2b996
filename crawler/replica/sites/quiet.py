"""Hosts with nothing to see: parked names, dead ones, block pages, loops of redirects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crawler.replica.sites import pages
from crawler.replica.sites.maker import Maker, frame
from crawler.replica.sites.model import Names, Site, SiteKind, Wire

_PARKED = (
    ("Tên miền {host} đang được rao bán", "Liên hệ để mua tên miền này, từ {n} triệu đồng."),
    (
        "{host} - Domain parked",
        "This domain is not in use. Related searches: casino, game bài, vay tiền, bảo hiểm.",
    ),
    ("Welcome to nginx!", "If you see this page, the web server is successfully installed."),
    ("Trang đang xây dựng", "Trang {host} sắp ra mắt, vui lòng quay lại sau."),
    ("Tài khoản đã bị tạm khóa", "This account has been suspended. Please contact your provider."),
)  # fmt: skip
NOTICE_TITLE = "Thông báo: tên miền bị chặn"
NOTICE_TEXT = (
    "Tên miền bạn truy cập đã bị chặn theo yêu cầu của cơ quan có thẩm quyền do có dấu hiệu vi "
    "phạm pháp luật Việt Nam. Đây là trang thông báo của nhà mạng Ví Dụ."
)


def parked_sites(maker: Maker, *, count: int) -> Iterator[Site]:
    """Names without a site; some sound like gambling."""
    for number in range(count):
        stem = maker.naming.stem()
        host = (maker.naming.loud if number % 2 else maker.naming.quiet)(stem)
        title, text = _PARKED[number % len(_PARKED)]
        fill = {"host": host, "n": maker.rng.randrange(5, 400)}
        look = _plain(host, stem.capitalize())
        body = pages.section(title.format(**fill), pages.paragraphs([text.format(**fill)]), level=1)
        page = pages.page(look, title.format(**fill), text.format(**fill), body)
        answer = frame(host, SiteKind.PARKED, "Nothing stands there: a name alone proves nothing")
        yield Site(answer=answer, face={"/": pages.served(page)}, zone=maker.grounds.rented())


_WALL = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    '<noscript>Enable JavaScript and cookies to continue</noscript><form id="challenge-form" '
    'action="/cdn-cgi/challenge" method="post"></form></body></html>'
)
_DEATHS = (
    (Names.NXDOMAIN, None, 503),
    (Names.SERVFAIL, None, 503),
    (Names.SILENT, None, 503),
    (Names.KNOWN, Wire.REFUSES, 503),
    (Names.KNOWN, Wire.RESET, 503),
    (Names.KNOWN, None, 503),
    (Names.KNOWN, None, 403),
    (Names.KNOWN, None, 429),
)


def dead_hosts(maker: Maker, *, count: int) -> Iterator[Site]:
    """Hosts that show nothing, in every way; none of it says that a site was removed."""
    for number in range(count):
        names, wire, status = _DEATHS[number % len(_DEATHS)]
        host = maker.naming.loud(maker.naming.stem())
        answer = replace(
            frame(host, SiteKind.DEAD, f"It shows nothing ({names}, {wire or status})"),
            names=names,
            wire=wire,
        )
        text = _WALL if status == 403 else f"<html><body><h1>{status}</h1></body></html>"
        zone = replace(maker.grounds.rented(), answer=names)
        face = {"/": pages.served(text, status)}
        yield Site(answer=answer, face=face, zone=zone, http="serves")


def notice_page(host: str) -> str:
    """What a network shows instead of a blocked site."""
    body = pages.section(
        NOTICE_TITLE, pages.paragraphs([NOTICE_TEXT, f"Tên miền: {host}"]), level=1
    )
    return pages.page(_plain(host, "Nhà mạng Ví Dụ"), NOTICE_TITLE, NOTICE_TEXT, body)


def block_pages(maker: Maker, *, count: int) -> Iterator[Site]:
    """Hosts whose own page is a network's notice: the notice is nobody's site."""
    for _ in range(count):
        host = maker.naming.loud(maker.naming.stem())
        face = {"/": pages.served(notice_page(host))}
        answer = frame(host, SiteKind.BLOCK_PAGE, "Others blocked it: what was there is not seen")
        yield Site(answer=answer, face=face, zone=maker.grounds.rented(), http="serves")


def loops(maker: Maker, *, count: int) -> Iterator[Site]:
    """Redirects without an end: onto itself, between two paths, or ever deeper."""
    for number in range(count):
        host = maker.naming.loud(maker.naming.stem())
        face = (
            {"/": pages.moved("/")},
            {"/": pages.moved("/a"), "/a": pages.moved("/b"), "/b": pages.moved("/a", 301)},
            {
                "/": pages.served(
                    '<html><head><meta http-equiv="refresh" content="0;url=/"></head></html>'
                )
            },
            {"/": pages.served("<html><body><script>location.replace('/')</script></body></html>")},
        )[number % 4]
        answer = frame(host, SiteKind.LOOP, "It redirects for ever and shows nothing")
        yield Site(answer=answer, face=face, zone=maker.grounds.rented(), http="serves")


def _plain(host: str, name: str) -> pages.Look:
    return pages.Look(
        host=host,
        name=name,
        theme=pages.Theme.PORTAL,
        menu=(("Trang chủ", "/"),),
        footer=(f"© {name}",),
    )
