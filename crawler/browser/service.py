"""The browser service: one address in, what the page shows out, within limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from importlib.metadata import version
from typing import Self, TypeVar

from playwright.async_api import BrowserContext, Error

from crawler.browser.chromium import EVERYTHING, PROXY_HOST, Chromium
from crawler.browser.page import Device, PageVisit, RenderedPage, context_options
from crawler.browser.proxy import GuardedProxy
from crawler.browser.scrolled import ScrolledVisit
from crawler.config import Config
from crawler.crawl.addresses import PublicWeb
from crawler.crawl.download import CheckedNames
from crawler.crawl.names import Names
from crawler.crawl.scrolling import Told
from crawler.errors import CrawlerError, LimitExceeded

MOST_MEMORY = 1024 * 1024 * 1024  # bytes of all processes of the browser
_SECONDS = 30.0
_SCROLL_SECONDS = 1_800.0  # a search of 4,000 adverts at 15 scrolls a minute
_LEAVE_SECONDS = 5.0
_CHECK_SECONDS = 0.2

_Shown = TypeVar("_Shown")


class Browser:
    """Chromium behind the outbound guard; renders one page after the other.

    A page that hangs or grows too large is ended with the whole browser, and the next one gets a
    new browser.
    """

    def __init__(self, config: Config, *, most_memory: int = MOST_MEMORY) -> None:
        contact = f" (+{config.contact})" if config.contact else ""
        self._agent = f"rasoat/{version('rasoat')}{contact}"
        self._names = CheckedNames(PublicWeb(frozenset(config.allow)), Names(config.resolver))
        self._most_memory = most_memory
        self._turn = asyncio.Lock()
        self._chromium: Chromium | None = None

    async def __aenter__(self) -> Self:
        """Starts the browser; ``BrowserProblem`` if there is none."""
        self._chromium = await Chromium.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end()

    async def render(
        self,
        url: str,
        *,
        screenshot: bool = False,
        pictures: bool = False,
        device: Device = Device.DESKTOP,
        seconds: float = _SECONDS,
    ) -> RenderedPage:
        """The page as it stands when its scripts have run; raises when there is nothing to read."""
        async with self._turn, GuardedProxy(self._names) as proxy:
            await proxy.admit(url)
            visit = PageVisit(proxy, url, pictures=pictures)
            show = partial(visit.render, device=device, screenshot=screenshot)
            return await self._shown(visit, proxy, url, show, device=device, seconds=seconds)

    async def scroll(self, url: str, told: Told, *, rest: float) -> None:
        """Scrolls a page; ``told`` is given each answer that it gets, and says whether to go on."""
        async with self._turn, GuardedProxy(self._names) as proxy:
            await proxy.admit(url)
            visit = ScrolledVisit(proxy, url, told, rest=rest)
            await self._shown(visit, proxy, url, visit.scroll, seconds=_SCROLL_SECONDS)

    async def _shown(
        self,
        visit: PageVisit,
        proxy: GuardedProxy,
        url: str,
        show: Callable[[BrowserContext], Awaitable[_Shown]],
        *,
        device: Device = Device.DESKTOP,
        seconds: float,
    ) -> _Shown:
        """What is seen in a context of its own, within the limits of time and memory."""
        chromium = await self._running()
        memory = _MemoryWatch(chromium, self._most_memory)
        try:
            async with (
                asyncio.timeout(seconds),
                memory,
                self._context(chromium, proxy, device) as context,
            ):
                return await show(context)
        except TimeoutError as error:
            raise _ended(url, f"it took more than {seconds:g} seconds") from error
        except (CrawlerError, Error) as error:
            if memory.exceeded:
                why = f"it made the browser need more than {self._most_memory >> 20} MiB"
                raise _ended(url, why) from error
            if isinstance(error, CrawlerError):
                raise
            raise visit.failure(error.message) from error

    async def _running(self) -> Chromium:
        if self._chromium is None or not self._chromium.browser.is_connected():
            await self._end()
            self._chromium = await Chromium.start()
        return self._chromium

    async def _end(self) -> None:
        if self._chromium is not None:
            ended, self._chromium = self._chromium, None
            await ended.end()

    @asynccontextmanager
    async def _context(
        self, chromium: Chromium, proxy: GuardedProxy, device: Device
    ) -> AsyncIterator[BrowserContext]:
        """A context for one page; a browser that does not leave it in order is ended."""
        in_order = False
        try:
            context = await chromium.browser.new_context(
                **context_options(device, version=chromium.browser.version, agent=self._agent),
                proxy={"server": f"http://{PROXY_HOST}:{proxy.port}", "bypass": EVERYTHING},
            )
            try:
                yield context
            except CrawlerError:
                in_order = await _left(context)
                raise
            in_order = await _left(context)
        finally:
            if not in_order:
                chromium.kill()
                await self._end()


class _MemoryWatch:
    """Ends a browser that grows beyond its limit, for the time of the block."""

    def __init__(self, chromium: Chromium, most: int) -> None:
        self._chromium = chromium
        self._most = most
        self.exceeded = False

    async def __aenter__(self) -> None:
        self._watching = asyncio.ensure_future(self._watch())

    async def __aexit__(self, *_: object) -> None:
        self._watching.cancel()

    async def _watch(self) -> None:
        while self._chromium.held_memory() <= self._most:
            await asyncio.sleep(_CHECK_SECONDS)
        self.exceeded = True
        self._chromium.kill()


async def _left(context: BrowserContext) -> bool:
    with suppress(Error, TimeoutError):
        await asyncio.wait_for(context.close(), _LEAVE_SECONDS)
        return True
    return False


def _ended(url: str, why: str) -> LimitExceeded:
    return LimitExceeded(
        f"{url:.200} was not rendered: {why} and was ended. Look at it by hand, or try later."
    )
