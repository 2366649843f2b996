"""A page that is scrolled: its document, and what its own script asks for, answer by answer."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.async_api import BrowserContext, CDPSession, Error, Page, Response

from crawler.browser.page import PageVisit
from crawler.browser.proxy import GuardedProxy
from crawler.crawl.scrolling import Captured, Told
from crawler.errors import RenderFailed

# What the page of the Ad Library asks for by itself when its end comes into sight (facebook.md §4).
_ANSWERS, _OURS = "/api/graphql/", "fb_api_req_friendly_name=AdLibrary"
_CHALLENGE = "*/__rd_verify_*"  # a script would solve it: what it asks is not let out
_FIRST_SECONDS = 20.0
_MORE_SECONDS = 10.0
_SILENT_SCROLLS = 2  # without an answer, then it is left
_TO_THE_END = "window.scrollTo(0, document.documentElement.scrollHeight)"
# A page reacts to a scroll, not to where it stands.
_UP = "window.scrollBy(0, -600)"


class ScrolledVisit(PageVisit):
    """Opens one address once, and scrolls it for as long as it is told to go on."""

    def __init__(self, proxy: GuardedProxy, url: str, told: Told, *, rest: float) -> None:
        super().__init__(proxy, url, pictures=False)
        self._told = told
        self._rest = rest
        self._document: asyncio.Queue[Captured] = asyncio.Queue()
        self._answers: asyncio.Queue[Captured] = asyncio.Queue()
        self._led_to: str | None = None

    async def scroll(self, context: BrowserContext) -> None:
        """Gives each answer as it comes; ends at the first that says so, or when none comes."""
        page = await context.new_page()
        context.on("page", lambda popup: self._start(popup.close()))
        session = await context.new_cdp_session(page)
        await self._watch(page, session)
        await session.send("Network.enable")
        await session.send("Network.setBlockedURLs", {"urls": [_CHALLENGE]})
        page.on("response", lambda response: self._start(self._keep(page, response)))
        await self._open_once(page)
        first = await _next(self._document, _FIRST_SECONDS)
        if first is None:
            raise self.failure(f"nothing came within {_FIRST_SECONDS:g} seconds")
        if not await self._told(first):
            return
        while (answer := await self._scrolled(session)) is not None:
            if not await self._told(answer):
                return

    async def _open_once(self, page: Page) -> None:
        """Opens the page; that it leads on to a log-in is an answer too."""
        try:
            await self._open(page)
        except RenderFailed:
            if self._led_to is None:
                raise
            self._document.put_nowait(self._redirect())

    def _redirect(self) -> Captured:
        return Captured(
            url=self._url,
            method="GET",
            status=302,
            body="",
            media="text/html",
            led_to=self._led_to,
        )

    async def _scrolled(self, session: CDPSession) -> Captured | None:
        """The answer that scrolling brings; None: it brings none."""
        await asyncio.sleep(self._rest)
        for _ in range(_SILENT_SCROLLS):
            for step in (_UP, _TO_THE_END):
                await session.send("Runtime.evaluate", {"expression": step})
            if (answer := await _next(self._answers, _MORE_SECONDS)) is not None:
                return answer
        return None

    async def _keep(self, page: Page, response: Response) -> None:
        """Lays the document aside, and what the script of the page was answered."""
        with suppress(Error):  # the page is gone
            request = response.request
            document = request.is_navigation_request() and response.frame == page.main_frame
            if document and 300 <= response.status < 400:
                return
            if not document and not _is_ours(request.url, request.post_data):
                return
            # What the page asks for while it is loaded comes after it, whoever is quicker.
            (self._document if document else self._answers).put_nowait(
                Captured(
                    url=response.url,
                    method=request.method,
                    status=response.status,
                    body=await response.text(),
                    media="text/html" if document else "application/json; charset=utf-8",
                )
            )

    async def _may_open(self, event: dict[str, Any]) -> bool:
        """The page once, and where it leads within itself; never a log-in, never a second time."""
        if event["frameId"] == self._frame and self._documents:
            url = event["request"]["url"]
            asked, led = urlsplit(self._url), urlsplit(urljoin(self._url, url))
            again = self._status is not None and not 300 <= self._status < 400
            if again or (led.netloc, led.path) != (asked.netloc, asked.path):
                self._led_to = url
                return False
        return await super()._may_open(event)


async def _next(waiting: asyncio.Queue[Captured], seconds: float) -> Captured | None:
    try:
        return await asyncio.wait_for(waiting.get(), seconds)
    except TimeoutError:
        return None


def _is_ours(url: str, posted: str | None) -> bool:
    return urlsplit(url).path == _ANSWERS and _OURS in (posted or "")
