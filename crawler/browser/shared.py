"""One browser for all pages of a sweep that need one: started at the first, ended at the end."""

from __future__ import annotations

import asyncio
import logging

from crawler.browser.page import RenderedPage
from crawler.browser.service import Browser
from crawler.config import Config
from crawler.crawl.scrolling import Told
from crawler.errors import BrowserProblem

_SECONDS = 60.0  # the machine is at work on the visits of other sites at the same time
logger = logging.getLogger(__name__)


class SharedBrowser:
    """Renders pages one after the other; asked on a machine without one, it raises."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()
        self._absent: str | None = None  # why there is none

    async def render(self, url: str) -> RenderedPage:
        """The page with its pictures and a screenshot; raises where there is nothing to read."""
        browser = await self._started()
        return await browser.render(url, screenshot=True, pictures=True, seconds=_SECONDS)

    async def scroll(self, url: str, told: Told, *, rest: float) -> None:
        """Scrolls a page as ``Browser.scroll`` does; raises where there is no browser."""
        browser = await self._started()
        await browser.scroll(url, told, rest=rest)

    async def close(self) -> None:
        """Ends the browser, if one was started."""
        if self._browser is not None:
            await self._browser.__aexit__()
            self._browser = None

    async def _started(self) -> Browser:
        """The browser; what it lacks is told in the log once, and to each who asks."""
        async with self._starting:
            if self._absent is not None:
                raise BrowserProblem(self._absent)
            if self._browser is None:
                browser = Browser(self._config)
                try:
                    self._browser = await browser.__aenter__()
                except BrowserProblem as problem:
                    self._absent = str(problem)
                    logger.warning("%s", problem)
                    raise
            return self._browser
