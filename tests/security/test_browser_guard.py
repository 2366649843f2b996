"""Real Chromium: whatever a page tries, no connection leaves for an address inside."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from playwright.async_api import Error as PlaywrightError

from crawler.browser.chromium import Chromium
from crawler.browser.page import RenderedPage
from crawler.browser.service import Browser
from crawler.config import Config
from crawler.crawl.download import CheckedNames
from crawler.crawl.names import Names
from crawler.errors import AddressRefused, CrawlerError
from tests.security.servers import (
    EVERYWHERE,
    Listener,
    NameServer,
    answer,
    listening,
    naming,
)
from tests.security.test_forbidden_addresses import HOPS, LITERALS, NAMES, say_where

# Each way asks for a host of its own, so that its refusal shows that it was tried.
# HERE: an address inside by that name; PLACE: its host and port; GOOD: the honest server.
TAGS = {
    "img": '<img src="HERE">',
    "srcset": '<img srcset="HERE 2x, HERE 1x">',
    "picture": '<picture><source srcset="HERE"><img></picture>',
    "input": '<input type="image" src="HERE">',
    "svg": '<svg width="9" height="9"><image href="HERE" width="9" height="9"/></svg>',
    "svguse": '<svg width="9" height="9"><filter id="f"><feImage href="HERE"/></filter>'
    '<rect width="9" height="9" filter="url(#f)"/></svg>',
    "script": '<script src="HERE"></script>',
    "module": '<script type="module" src="HERE"></script>',
    "stylesheet": '<link rel="stylesheet" href="HERE">',
    "preload": '<link rel="preload" as="image" href="HERE">',
    "modulepreload": '<link rel="modulepreload" href="HERE">',
    "prefetch": '<link rel="prefetch" href="HERE">',
    "iframe": '<iframe src="HERE"></iframe>',
    "object": '<object data="HERE"></object>',
    "embed": '<embed src="HERE">',
    "video": '<video src="HERE" preload="auto"></video>',
    "poster": '<video poster="HERE"></video>',
    "audio": '<audio src="HERE" preload="auto"></audio>',
    "track": '<video src="GOOD/x" crossorigin="anonymous">'
    '<track default kind="subtitles" src="HERE"></video>',
    "style": '<div style="background: url(HERE)">x</div>',
    "import": '<style>@import "HERE";</style>',
    "font": '<style>@font-face{font-family:f;src:url(HERE)}</style><p style="font-family:f">x</p>',
    "list": '<ul><li style="list-style-image: url(HERE)">x</li></ul>',
    "refresh": "<iframe srcdoc=\"<meta http-equiv='refresh' content='0; url=HERE'>\"></iframe>",
    "form": '<iframe name="n"></iframe><form id="form" method="post" target="n" action="HERE">'
    '<input name="a" value="b"></form><script>document.getElementById("form").submit()</script>',
    "ping": '<a id="ping" href="#x" ping="HERE">x</a><script>'
    'document.getElementById("ping").click()</script>',
    "hop": '<img src="GOOD/302/HERE">',
    "hop2": '<iframe src="GOOD/308/HERE"></iframe>',
    "fetch": '<script>fetch("HERE").catch(() => 0)</script>',
    "nocors": '<script>fetch("HERE", {mode: "no-cors"}).catch(() => 0)</script>',
    "hopfetch": '<script>fetch("GOOD/302/HERE").catch(() => 0)</script>',
    "xhr": '<script>x = new XMLHttpRequest(); x.open("POST", "HERE"); x.send("a")</script>',
    "beacon": '<script>navigator.sendBeacon("HERE", "a")</script>',
    "events": '<script>new EventSource("HERE")</script>',
    "socket": '<script>new WebSocket("ws://PLACE/")</script>',
    "tls": '<script>new WebSocket("wss://PLACE/")</script>',
    "image": '<script>new Image().src = "HERE"</script>',
    "dynamic": '<script>import("HERE").catch(() => 0)</script>',
    "worker": '<script>new Worker(URL.createObjectURL(new Blob(["fetch(`HERE`)"])))</script>',
    "workersocket": "<script>new Worker(URL.createObjectURL("
    'new Blob(["new WebSocket(`ws://PLACE/`)"])))</script>',
    "workerscript": "<script>new Worker(URL.createObjectURL("
    'new Blob(["importScripts(`HERE`)"])))</script>',
    "shared": '<script>new SharedWorker(URL.createObjectURL(new Blob(["fetch(`HERE`)"])))</script>',
    "frame": '<iframe id="frame"></iframe><script>'
    'document.getElementById("frame").src = "HERE"</script>',
}
# What the browser may give up by itself, before it asks the guard.
SILENT = {
    "preconnect": '<link rel="preconnect" href="https://PLACE">',
    "icon": '<link rel="icon" href="HERE">',
    "names": '<link rel="dns-prefetch" href="https://PLACE">',
    "rules": '<script type="speculationrules">{"prerender":[{"urls":["HERE"],"eagerness":'
    '"immediate"}],"prefetch":[{"urls":["HERE"],"eagerness":"immediate"}]}</script>',
    "transport": '<script>new WebTransport("https://PLACE/").ready.catch(() => 0)</script>',
    "stun": '<script>p = new RTCPeerConnection({iceServers: [{urls: "stun:PLACE"},'
    '{urls: ["turn:PLACE?transport=udp", "turn:PLACE?transport=tcp"], username: "a",'
    'credential: "b"}, {urls: "stun:127.0.0.1:PORT"}]}); p.createDataChannel("x");'
    "p.createOffer().then(offer => p.setLocalDescription(offer))</script>",
    "window": '<script>window.open("HERE"); window.open("HERE", "_blank", "noopener")</script>',
    "serviceworker": '<script>navigator.serviceWorker.register("/worker.js")</script>',
    "manifest": '<link rel="manifest" href="HERE">',
    "file": '<iframe src="file:///etc/hostname"></iframe><img src="file:///etc/hostname">',
    "data": "<iframe src=\"data:text/html,<img src='HERE'>\"></iframe>",
    "permission": "<script>navigator.geolocation.getCurrentPosition(() => fetch('HERE'));"
    "navigator.mediaDevices.getUserMedia({audio: true}).then(() => fetch('HERE'))</script>",
    "download": '<a id="d" href="GOOD/file" download>x</a><script>'
    'document.getElementById("d").click()</script>',
}
# Where a page itself goes: it is refused, and the page that led there still stands.
GOES = (
    '<meta http-equiv="refresh" content="0; url=HERE">',
    '<script>location = "HERE"</script>',
    '<script>location = "GOOD/302/HERE"</script>',
    '<form id="f" method="post" action="HERE"></form><script>document.forms[0].submit()</script>',
    '<script>location = "file:///etc/hostname"</script>',
    '<script>location = "view-source:HERE"</script>',
    '<script>location = "data:text/html,gone"</script>',
    '<script>location = "chrome://version"</script>',
    '<script>open("HERE", "_self")</script>',
)
STANDS = "this page still stands"


class Datagrams:
    """Counts UDP datagrams at the port of a TCP listener."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("0.0.0.0", port))
        self.count = 0

    def serve(self) -> None:
        """Counts until it is told the end."""
        while self._socket.recv(4_096) != b"end":
            self.count += 1

    def close(self) -> None:
        """Ends ``serve``."""
        self._socket.sendto(b"end", ("127.0.0.1", self._socket.getsockname()[1]))


@contextmanager
def counting(port: int) -> Iterator[Datagrams]:
    """A counter of datagrams for the time of the block."""
    counter = Datagrams(port)
    thread = Thread(target=counter.serve)
    thread.start()
    try:
        yield counter
    finally:
        counter.close()
        thread.join()
        counter._socket.close()


class Pages:
    """The honest server: pages by number, and hops as in the tests of the spiders."""

    def __init__(self) -> None:
        self.pages: list[str] = []

    def talk(self, way: socket.socket, path: str) -> None:
        """Answers one request."""
        if path.startswith(("/302/", "/308/")):
            say_where(way, path)
        elif path == "/file":
            answer(way, b"x" * 1000, "Content-Disposition: attachment; filename=taken.bin")
        elif path[1:].isdigit():
            page = f"<!doctype html><meta charset=utf-8><p>{STANDS}</p>{self.pages[int(path[1:])]}"
            answer(way, page.encode(), "Content-Type: text/html")
        else:
            answer(way, b"")


def written(way: str, host: str, good: Listener, inside: Listener) -> str:
    """A way to ask with the addresses filled in."""
    place = f"{host}:{inside.port}"
    way = way.replace("/302/HERE", f"/302/{quote(f'http://{place}/x', safe=':/')}")
    way = way.replace("HERE", f"http://{place}/x").replace("PLACE", place)
    return way.replace("GOOD", f"http://127.0.0.1:{good.port}").replace("PORT", str(inside.port))


def settings(good: Listener, names: NameServer) -> Config:
    """The honest server may be asked, and the tests' own name server."""
    home = ip_address("127.0.0.1")
    return Config(allow=((home, good.port),), resolver=(home, names.port))


def rendered(config: Config, urls: Sequence[str]) -> list[RenderedPage | CrawlerError]:
    """Each address in its turn, with pictures."""

    async def render_all() -> list[RenderedPage | CrawlerError]:
        seen: list[RenderedPage | CrawlerError] = []
        async with Browser(config) as browser:
            for url in urls:
                try:
                    seen.append(await browser.render(url, pictures=True))
                except CrawlerError as error:
                    seen.append(error)
        return seen

    return asyncio.run(render_all())


def test_nothing_in_a_page_connects_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    ways = TAGS | SILENT
    known = {f"{name}.inside.example": [["127.0.0.1"]] for name in ways}
    known |= {name: [found] for name, found in NAMES.items()}
    pages = Pages()
    with (
        listening(pages.talk) as good,
        listening(address=EVERYWHERE) as inside,
        counting(inside.port) as datagrams,
        naming(known) as names,
    ):
        tried = [written(way, f"{name}.inside.example", good, inside) for name, way in ways.items()]
        pages.pages.append("".join(tried))
        odd = [f'<img src="http://{host}:{inside.port}/">' for host in (*LITERALS, *NAMES)]
        odd += [f'<img src="http://{host.split("@")[-1]}:{good.port + 1}/">' for host in LITERALS]
        odd += [
            f'<img src="/302/{quote(hop.format(port=inside.port), safe=":/@[]")}">' for hop in HOPS
        ]
        pages.pages.append("".join(odd))
        urls = [f"http://127.0.0.1:{good.port}/{number}" for number in range(2)]
        seen = rendered(settings(good, names), urls)
    first, second = seen
    assert isinstance(first, RenderedPage), first
    assert isinstance(second, RenderedPage), second
    told = "\n".join(first.refused)
    untried = [name for name in TAGS if f"{name}.inside.example" not in told]
    assert untried == []
    assert (inside.connections, datagrams.count) == (0, 0)
    assert [name for name in names.asked if name.startswith("names.")] == []
    assert "/worker.js" not in good.paths
    assert f"127.0.0.1 port {inside.port}" in "\n".join(second.refused)
    assert "private.example: 10.1.2.3" in "\n".join(second.refused)
    assert len(TAGS) >= 40
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_page_that_goes_inside_is_read_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.browser.page._SETTLE_SECONDS", 0.5)
    monkeypatch.setattr("crawler.browser.page._LOAD_SECONDS", 3)  # of those that went: none comes
    pages = Pages()
    with (
        listening(pages.talk) as good,
        listening(address=EVERYWHERE) as inside,
        naming({"goes.example": [["127.0.0.1"]]}) as names,
    ):
        pages.pages = [written(way, "goes.example", good, inside) for way in GOES]
        urls = [f"http://127.0.0.1:{good.port}/{number}" for number in range(len(GOES))]
        seen = rendered(settings(good, names), urls)
    for url, page in zip(urls, seen, strict=True):
        assert isinstance(page, RenderedPage), page
        assert page.final_url == url
        assert STANDS in page.dom
    assert inside.connections == 0


def test_an_address_or_a_redirect_inside_is_refused_with_its_reason() -> None:
    pages = Pages()
    with (
        listening(pages.talk) as good,
        listening(address=EVERYWHERE) as inside,
        naming({"goes.example": [["127.0.0.1"]]}) as names,
    ):
        place = f"http://goes.example:{inside.port}/"
        urls = [place, f"http://127.0.0.1:{good.port}/302/{place}", "file:///etc/hostname"]
        urls += ["data:text/html,x", "chrome://version", f"view-source:{place}"]
        seen = rendered(settings(good, names), urls)
    assert inside.connections == 0
    assert [type(error) for error in seen] == [AddressRefused] * len(urls)
    assert "goes.example: 127.0.0.1 port" in str(seen[1])


def test_a_name_that_turns_inward_does_not_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages()
    # Before the page, of the page, for its connection: then it turns with every picture.
    turns = [["127.0.0.1"]] * 3 + [["127.0.0.2"], ["127.0.0.1"]] * 20

    class Forgetful(CheckedNames):
        """Looks a name up each time: the turn comes between two requests of one page."""

        def __init__(self, web: object, names: Names) -> None:
            super().__init__(web, Names(names._server, kept_seconds=0))  # type: ignore[arg-type]

    monkeypatch.setattr("crawler.browser.service.CheckedNames", Forgetful)
    with (
        listening(pages.talk, "127.0.0.1 0") as good,
        listening(address=f"127.0.0.2 {good.port}") as inside,
        naming({"turns.example": turns}) as names,
    ):
        pages.pages = ["".join(f'<img src="/{place}.png">' for place in range(12))]
        config = settings(good, names)
        (page,) = rendered(config, [f"http://turns.example:{good.port}/0"])
    assert inside.connections == 0
    assert len(names.asked) > 16
    assert len(good.paths) > 2
    assert isinstance(page, RenderedPage), page
    assert "turns.example: 127.0.0.2 port" in "".join(page.refused)


def test_a_form_of_a_page_is_described_to_nobody() -> None:
    pages = Pages()
    pages.pages = ["<form action=/x><input name=email type=email><input name=phone></form>"]
    with listening(pages.talk) as good, naming({}) as names:
        url = f"http://127.0.0.1:{good.port}/0"
        rendered(settings(good, names), [url, url])
    assert names.asked == []


def test_without_the_proxy_the_browser_finds_nobody() -> None:
    async def past_the_proxy(port: int) -> list[str]:
        chromium = await Chromium.start()
        said = []
        try:
            context = await chromium.browser.new_context(
                proxy={"server": "http://127.0.0.1:9", "bypass": "127.0.0.1, localhost, *.example"}
            )
            page = await context.new_page()
            for host in ("127.0.0.1", "localhost", "vidu.example"):
                with pytest.raises(PlaywrightError) as caught:
                    await page.goto(f"http://{host}:{port}/")
                said.append(caught.value.message)
        finally:
            await chromium.end()
        return said

    with listening(address=EVERYWHERE) as inside:
        said = asyncio.run(past_the_proxy(inside.port))
    assert inside.connections == 0
    assert all("ERR_NAME_NOT_RESOLVED" in text for text in said), said


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_behind_a_forward_proxy_the_rules_of_the_proxy_hold(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "<p>from the proxy</p>" + "".join(
        f'<img src="{kind}://{host}/">'
        for kind in ("http", "https")
        for host in ("127.0.0.1", "169.254.169.254", "intranet", "db.internal", "vidu.example:8080")
    )

    def talk(way: socket.socket, path: str) -> None:
        if path == "vidu.example:443":
            answer(way, b"", status="403 Forbidden")
        else:
            answer(way, page.encode(), "Content-Type: text/html")

    with listening(talk) as proxy, naming({}) as names:
        for kind in ("http", "https"):
            monkeypatch.setenv(f"{kind}_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "")
        home = Config(resolver=(ip_address("127.0.0.1"), names.port))
        (seen,) = rendered(home, [f"{scheme}://vidu.example/"])
    assert names.asked == []
    if scheme == "https":
        assert set(proxy.paths) == {"vidu.example:443"}
        assert "the proxy says 403" in str(seen)
        return
    assert isinstance(seen, RenderedPage), seen
    assert "from the proxy" in seen.dom
    assert {path for path in proxy.paths if "favicon" not in path} == {"http://vidu.example/"}
    assert len(seen.refused) == 9
