"""One browser for all pages of a sweep that need one: started at the first, ended at the end."""

from __future__ import annotations

import asyncio
import logging

from crawler.browser.page import RenderedPage
from crawler.browser.service import Browser
from crawler.config import Config
from crawler.errors import BrowserProblem, CrawlerError

logger = logging.getLogger(__name__)


class SharedBrowser:
    """Renders pages one after the other; a machine without a browser renders none."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()
        self._absent = False

    async def render(self, url: str) -> RenderedPage | None:
        """The page with its pictures and a screenshot; None where there is nothing to read."""
        browser = await self._started()
        if browser is None:
            return None
        try:
            return await browser.render(url, screenshot=True, pictures=True)
        except CrawlerError as error:
            logger.info("not rendered: %s", error)
            return None

    async def close(self) -> None:
        """Ends the browser, if one was started."""
        if self._browser is not None:
            await self._browser.__aexit__()
            self._browser = None

    async def _started(self) -> Browser | None:
        async with self._starting:
            if self._browser is None and not self._absent:
                browser = Browser(self._config)
                try:
                    self._browser = await browser.__aenter__()
                except BrowserProblem as problem:
                    self._absent = True
                    logger.warning("%s", problem)
            return self._browser
