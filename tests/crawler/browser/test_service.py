"""Real Chromium over loopback: what is rendered, what is kept, and what is ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from ipaddress import ip_address
from pathlib import Path

import pytest

from crawler.browser import chromium
from crawler.browser.chromium import find_chromium
from crawler.browser.page import MOST_DOCUMENTS, Device, RenderedPage
from crawler.browser.service import Browser
from crawler.config import Config
from crawler.errors import BrowserProblem, CrawlerError, LimitExceeded, NameUnknown, RenderFailed
from tests.security.servers import Listener, answer, listening

PAGES = {
    "/": "<title>Cửa hàng</title><p id=a></p>"
    "<script>a.textContent = 'sau script: ' + 6 * 7</script>",
    "/cookie": "<script>document.write('had:' + document.cookie + localStorage.getItem('a'));"
    "document.cookie = 'a=b'; localStorage.setItem('a', 'b')</script>",
    "/who": "<script>document.write([innerWidth, navigator.userAgent, navigator.language,"
    "Intl.DateTimeFormat().resolvedOptions().timeZone].join('|'))</script>",
    "/picture": "<body style='background:#c00;margin:0'><img src='/red.png'><p>Xin chào</p>",
    "/loop": "<p>loop</p><script>for (;;) {}</script>",
    "/alerts": "<p>alerts</p><script>for (;;) alert('đóng lại')</script>",
    # It never rests before it has grown, however slow the machine; and it ends at 2 GiB.
    "/hog": "<p>hog</p><script>for (a = []; ;) if (a.length < 32)"
    "a.push(new Uint8Array(64 << 20).fill(1))</script>",
    "/storm": "<p>storm</p><script>setInterval(() => { for (i = 0; i < 500; i++) {"
    "console.log('x'); history.pushState(0, '', '/storm?' + i); fetch('data:,x') } }, 1)</script>",
    "/unfair": "<p>true</p><script>Object.defineProperty(Element.prototype, 'outerHTML',"
    "{get: () => 'a lie'}); String.prototype.slice = () => 'a lie'</script>",
    "/halves": "<p></p><script>document.querySelector('p').textContent = '\\ud83c'</script>",
    "/endless": "<script>location = '/endless?' + Math.random()</script>",
    "/onward": "<script>location = '/'</script>",
    "/dead": "<script>location = 'http://127.0.0.1:PORT/hangup'</script>",
    "/fetches": "<p>begun</p><script>fetch('/body').then(answer => answer.text())</script>",
    "/popup": "<script>open('/popped')</script>",
}


def talk(way: socket.socket, path: str) -> None:
    """Answers with the pages above."""
    plain = path.partition("?")[0]
    if plain == "/302":
        answer(way, b"", "Location: /", status="302 Found")
    elif plain == "/hangup":
        way.close()
    elif plain == "/file":
        answer(way, b"x" * 100, "Content-Disposition: attachment; filename=a.bin")
    elif plain == "/proxy":
        answer(way, b"a lie", "Proxy-Authenticate: Basic", status="407 Who are you")
    elif plain == "/headers":
        while True:
            way.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000)
    elif plain == "/body":
        way.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            way.sendall(b"never " * 10_000)
    elif plain in PAGES:
        answer(way, PAGES[plain].encode(), "Content-Type: text/html; charset=utf-8")
    else:
        answer(way, b"none", "Content-Type: text/html", status="404 Not Found")


@pytest.fixture(scope="module")
def site() -> Iterator[Listener]:
    with listening(talk) as server:
        PAGES["/dead"] = PAGES["/dead"].replace("PORT", str(server.port))
        yield server


@asynccontextmanager
async def browsing(site: Listener, **limits: int) -> AsyncIterator[Browser]:
    allow = ((ip_address("127.0.0.1"), site.port),)
    async with Browser(Config(allow=allow, contact="mailto:ban@vidu.example"), **limits) as browser:
        yield browser


def address(site: Listener, path: str) -> str:
    return f"http://127.0.0.1:{site.port}{path}"


def gone(group: int) -> bool:
    """Whether a process group ends within ten seconds; the system buries the dead in its time."""
    ends = time.monotonic() + 10
    while chromium._processes(group) and time.monotonic() < ends:
        time.sleep(0.1)
    return not chromium._processes(group)


def test_a_page_is_read_when_its_scripts_have_run(site: Listener) -> None:
    async def visit() -> None:
        async with browsing(site) as browser:
            page = await browser.render(address(site, "/302"))
            assert (page.status, page.final_url) == (200, address(site, "/"))
            assert page.redirects == (address(site, "/302"),)
            assert "sau script: 42" in page.dom
            assert page.screenshot is None
            onward = await browser.render(address(site, "/onward"))
            assert onward.redirects == (address(site, "/onward"),)
            assert "sau script: 42" in onward.dom
            assert (await browser.render(address(site, "/none"))).status == 404
            unfair = await browser.render(address(site, "/unfair"))
            assert "<p>true</p>" in unfair.dom
            halves = await browser.render(address(site, "/halves"))
            assert "<p>\ufffd</p>" in halves.dom
            halves.dom.encode()

    asyncio.run(visit())


def test_nothing_is_kept_from_one_page_to_the_next(site: Listener) -> None:
    async def visit() -> None:
        async with browsing(site) as browser:
            for _ in range(2):
                page = await browser.render(address(site, "/cookie"))
                assert "had:null" in page.dom
            await browser.render(address(site, "/popup"))
            assert "/popped" not in site.paths

    asyncio.run(visit())


def test_a_device_is_shown_and_says_who_asks(site: Listener) -> None:
    async def visit() -> None:
        async with browsing(site) as browser:
            desk = await browser.render(address(site, "/who"))
            phone = await browser.render(address(site, "/who"), device=Device.PHONE)
            for page, width, word in ((desk, "1280|", "X11"), (phone, "", "Android")):
                assert word in page.dom
                assert "rasoat/" in page.dom
                assert "(+mailto:ban@vidu.example)|vi-VN|Asia/" in page.dom
                assert width in page.dom
            assert "Mobile" in phone.dom
            assert "Headless" not in desk.dom + phone.dom

    asyncio.run(visit())


def test_a_screenshot_is_a_picture_of_the_page(site: Listener) -> None:
    async def visit() -> None:
        async with browsing(site) as browser:
            before = site.paths.count("/red.png")
            page = await browser.render(address(site, "/picture"), screenshot=True)
            assert page.screenshot is not None
            assert page.screenshot.startswith(b"\x89PNG\r\n\x1a\n")
            assert struct.unpack("!II", page.screenshot[16:24]) == (1280, 800)
            assert site.paths.count("/red.png") == before
            await browser.render(address(site, "/picture"), pictures=True)
            assert site.paths.count("/red.png") == before + 1

    asyncio.run(visit())


def test_what_hangs_or_grows_is_ended_and_the_next_page_renders(site: Listener) -> None:
    cases = {"/loop": "more than 2 seconds", "/alerts": "more than 2 seconds", "/hog": "512 MiB"}

    async def visit() -> None:
        async with browsing(site, most_memory=512 << 20) as browser:
            for path, why in cases.items():
                began = time.monotonic()
                with pytest.raises(LimitExceeded, match=why):
                    await browser.render(address(site, path), seconds=2 if path != "/hog" else 20)
                assert time.monotonic() - began < 20
                page = await browser.render(address(site, "/"))
                assert "sau script: 42" in page.dom

    asyncio.run(visit())


def test_a_stopped_or_killed_browser_is_replaced(site: Listener) -> None:
    async def visit() -> None:
        async with browsing(site) as browser:
            for blow in (signal.SIGSTOP, signal.SIGKILL):
                assert browser._chromium is not None
                group = browser._chromium.group
                os.killpg(group, blow)
                with suppress(CrawlerError):  # a dead one may be replaced before it is asked
                    await browser.render(address(site, "/"), seconds=2)
                    assert blow is signal.SIGKILL
                assert "42" in (await browser.render(address(site, "/"))).dom
                assert gone(group)

    asyncio.run(visit())


def test_what_never_ends_is_cut_and_told(site: Listener) -> None:
    async def visit() -> None:
        async with browsing(site) as browser:
            body = await browser.render(address(site, "/fetches"))
            assert "begun" in body.dom
            assert "more than 32 MiB" in "".join(body.refused)
            with pytest.raises(LimitExceeded, match="header is longer"):
                await browser.render(address(site, "/headers"))
            endless = await browser.render(address(site, "/endless"))
            assert len(endless.redirects) == MOST_DOCUMENTS - 1
            assert f"leads on more than {MOST_DOCUMENTS} times" in "".join(endless.refused)
            storm = await browser.render(address(site, "/storm"))
            assert "storm" in storm.dom

    asyncio.run(visit())


def test_what_shows_no_page_says_why(site: Listener) -> None:
    cases: dict[str, tuple[type[CrawlerError], str]] = {
        address(site, "/hangup"): (RenderFailed, "it hung up"),
        address(site, "/dead"): (RenderFailed, "it hung up"),
        address(site, "/file"): (RenderFailed, "it sends a file"),
        address(site, "/proxy"): (RenderFailed, "a proxy on the way wants a password"),
        "http://nobody.localhost.invalid/": (NameUnknown, "has no address"),
    }

    async def visit() -> None:
        async with browsing(site) as browser:
            for url, (kind, why) in cases.items():
                with pytest.raises(kind, match=why):
                    await browser.render(url)

    asyncio.run(visit())


def test_without_a_browser_one_sentence_says_so(
    site: Listener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(chromium, "_NAMES", ("chromium-that-is-not-there",))
    with pytest.raises(BrowserProblem, match=r"No browser was found: no .* Install one: "):
        find_chromium(tmp_path / "chrome")
    (tmp_path / "chrome").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "chrome").chmod(0o755)
    assert find_chromium(tmp_path / "chrome") == tmp_path / "chrome"
    monkeypatch.setattr(chromium, "find_chromium", lambda own: tmp_path / "chrome")

    async def start() -> None:
        async with browsing(site):
            pass

    with pytest.raises(BrowserProblem, match="does not start"):
        asyncio.run(start())


def test_a_browser_does_not_outlive_who_started_it() -> None:
    code = (
        "import asyncio\nfrom crawler.browser.service import Browser\n"
        "from crawler.config import Config\n"
        "async def main():\n    async with Browser(Config()) as browser:\n"
        "        print(browser._chromium.group, flush=True)\n        await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        group = int(started.stdout.readline())
        assert chromium._processes(group)
        started.kill()
    assert gone(group)


def test_no_secret_of_the_environment_reaches_the_browser(
    site: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASOAT_INVENTED_TOKEN", "bí mật")

    async def visit() -> RenderedPage:
        async with browsing(site) as browser:
            assert browser._chromium is not None
            told = [
                (process / "environ").read_bytes()
                for process in chromium._processes(browser._chromium.group)
            ]
            assert told
            assert not any(b"INVENTED_TOKEN" in text for text in told)
            return await browser.render(address(site, "/"))

    assert asyncio.run(visit()).refused == ()
