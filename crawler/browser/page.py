"""One page in a context of its own: what it may do, and what is read of it."""

from __future__ import annotations

import asyncio
import time
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from playwright.async_api import (
    BrowserContext,
    CDPSession,
    Error,
    Page,
    Response,
    ViewportSize,
)
from playwright.async_api import TimeoutError as PlaywrightTimeout

from crawler.browser.proxy import GuardedProxy
from crawler.errors import (
    AddressRefused,
    CrawlerError,
    LimitExceeded,
    NameUnknown,
    NotLookedUp,
    RenderFailed,
)

MOST_DOM = 8 * 1024 * 1024  # letters; as the limit of a body
MOST_DOCUMENTS = 20  # pages and redirects, one leading to the next; as Chromium's own redirects
_MOST_REQUESTS, _MOST_ADDRESS = 1_000, 2_000
_ANSWER_SECONDS = 20.0  # longer than the guard waits for a header
_LOAD_SECONDS = 10.0  # on a machine at work; what never comes whole is read as it stands
_SETTLE_SECONDS = 5.0  # scripts that never rest are read as they stand
_READS = 3  # a page that leads on while it is read is read again
_PICTURES = ("Image", "Media", "Font")
# An isolated world: the page's own scripts cannot change what these words mean.
_READ = f"""[location.href, (document.documentElement?.outerHTML ?? "").slice(0, {MOST_DOM})
  .toWellFormed()]"""


class Device(StrEnum):
    """What a page is shown on; some show a phone what they hide from an office."""

    DESKTOP = "desktop"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPage:
    """What one page was when its scripts had run."""

    url: str
    final_url: str
    status: int | None  # of the last document; None: it had none of its own
    dom: str
    screenshot: bytes | None  # PNG of what is seen without scrolling
    redirects: tuple[str, ...]  # documents on the way, in order, without the final one
    requests: tuple[str, ...]
    refused: tuple[str, ...]  # sentences
    device: Device
    settled: bool  # whether its scripts came to rest before it was read
    seconds: float


_VIEWS: dict[Device, ViewportSize] = {
    Device.DESKTOP: {"width": 1280, "height": 800},
    Device.PHONE: {"width": 412, "height": 915},
}
_PLATFORMS = {Device.DESKTOP: "X11; Linux x86_64", Device.PHONE: "Linux; Android 10; K"}


def context_options(device: Device, *, version: str, agent: str) -> dict[str, Any]:
    """How a context is made: nothing is kept, downloaded or permitted; it says who we are."""
    phone = device is Device.PHONE
    browser = f"Chrome/{version.partition('.')[0]}.0.0.0 {'Mobile ' if phone else ''}Safari/537.36"
    return {
        "accept_downloads": False,
        "service_workers": "block",
        "viewport": _VIEWS[device],
        "is_mobile": phone,
        "has_touch": phone,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "user_agent": f"Mozilla/5.0 ({_PLATFORMS[device]}) AppleWebKit/537.36 "
        f"(KHTML, like Gecko) {browser} {agent}",
    }


class PageVisit:
    """Opens one address, lets its scripts run and reads what stands there."""

    def __init__(self, proxy: GuardedProxy, url: str, *, pictures: bool) -> None:
        self._proxy = proxy
        self._url = url
        self._pictures = pictures
        self._documents: list[str] = []
        self._requests: list[str] = []
        self._status: int | None = None
        self._ended_by: CrawlerError | None = None
        self._judging: set[asyncio.Task[None]] = set()

    async def render(
        self, context: BrowserContext, device: Device, *, screenshot: bool
    ) -> RenderedPage:
        """What the page is in the end; an error says why there is nothing to read."""
        began = time.monotonic()
        page = await context.new_page()
        context.on("page", lambda popup: self._start(_close(popup)))
        session = await context.new_cdp_session(page)
        await self._watch(page, session)
        await self._open(page)
        settled = await _settle(page)
        final_url, dom = await self._read(session)
        picture = await _picture(session) if screenshot else None
        return RenderedPage(
            url=self._url,
            final_url=final_url,
            status=self._status,
            dom=dom,
            screenshot=picture,
            redirects=tuple(self._documents[:-1]),
            requests=tuple(self._requests),
            refused=self._proxy.refused,
            device=device,
            settled=settled,
            seconds=time.monotonic() - began,
        )

    async def _watch(self, page: Page, session: CDPSession) -> None:
        tree = await session.send("Page.getFrameTree")
        self._frame = tree["frameTree"]["frame"]["id"]
        page.on("response", lambda response: self._answered(page, response))
        session.on("Fetch.requestPaused", lambda event: self._start(self._judge(session, event)))
        kinds = ("Document", *(() if self._pictures else _PICTURES))
        patterns = [{"urlPattern": "*", "resourceType": kind} for kind in kinds]
        await session.send("Fetch.enable", {"patterns": patterns})
        page.on("crash", lambda _: self._crashed())
        page.on("request", lambda request: self._asked(request.url))

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._judging.add(task)
        task.add_done_callback(self._judging.discard)

    def _crashed(self) -> None:
        self._ended_by = RenderFailed(f"{self._url:.200} made its page crash. Look at it by hand.")

    def _asked(self, url: str) -> None:
        if len(self._requests) < _MOST_REQUESTS and url.startswith(("http", "ws")):
            self._requests.append(url[:_MOST_ADDRESS])

    def _answered(self, page: Page, response: Response) -> None:
        with suppress(Error):  # its frame may be gone
            if response.request.is_navigation_request() and response.frame == page.main_frame:
                self._status = response.status

    async def _judge(self, session: CDPSession, event: dict[str, Any]) -> None:
        """A document inside is refused before it is asked: the page that led there still stands."""
        command = {"requestId": event["requestId"]}
        with suppress(Error):  # the page is gone
            if event["resourceType"] != "Document":
                command["errorReason"] = "BlockedByClient"
            elif not await self._may_open(event):
                command["errorReason"] = "Aborted"
            way = "Fetch.failRequest" if "errorReason" in command else "Fetch.continueRequest"
            await session.send(way, command)

    async def _may_open(self, event: dict[str, Any]) -> bool:
        url, main = event["request"]["url"], event["frameId"] == self._frame
        try:
            if main and len(self._documents) >= MOST_DOCUMENTS:
                limit = LimitExceeded(
                    f"{self._url:.200} leads on more than {MOST_DOCUMENTS} times: it was not "
                    "followed further. Look at it by hand."
                )
                self._proxy.note(url, limit)
                raise limit
            await self._proxy.admit(url)
        except (AddressRefused, LimitExceeded, NameUnknown, NotLookedUp) as error:
            self._ended_by = error if main else self._ended_by
            return False
        if main:
            self._documents.append(url[:_MOST_ADDRESS])
        return True

    async def _open(self, page: Page) -> None:
        try:
            await page.goto(self._url, wait_until="commit", timeout=_ANSWER_SECONDS * 1000)
        except PlaywrightTimeout as error:
            raise self.failure(f"nothing came within {_ANSWER_SECONDS:g} seconds") from error
        except Error as error:
            raise self.failure(error.message) from error

    def failure(self, said: str) -> CrawlerError:
        """Why there is nothing to read: what the guard knows, else what the browser ``said``."""
        asked = self._documents[-1] if self._documents else self._url
        known = self._ended_by or self._proxy.trouble(asked)
        if known is not None:
            return known
        said = "it sends a file" if "Download" in said else said.splitlines()[0].strip()
        return RenderFailed(
            f"{asked:.200} was not rendered: {said:.200}. Look at it by hand, or try later."
        )

    async def _read(self, session: CDPSession) -> tuple[str, str]:
        said = "it leads on again and again while it is read"
        for _ in range(_READS):
            try:
                made = await session.send("Page.createIsolatedWorld", {"frameId": self._frame})
                told = await session.send(
                    "Runtime.evaluate",
                    {
                        "expression": _READ,
                        "contextId": made["executionContextId"],
                        "returnByValue": True,
                    },
                )
            except Error as error:
                said = error.message
                continue
            final_url, dom = told["result"]["value"]
            if final_url.startswith("chrome-error:"):
                raise self.failure("it led on to what cannot be opened")
            return final_url[:_MOST_ADDRESS], dom
        raise self.failure(said)


async def _close(popup: Page) -> None:
    with suppress(Error):
        await popup.close()


async def _settle(page: Page) -> bool:
    """Whether the page was there whole, and its scripts at rest, in time."""
    with suppress(TimeoutError, Error):
        async with asyncio.timeout(_LOAD_SECONDS):
            await page.wait_for_load_state("load", timeout=0)
        async with asyncio.timeout(_SETTLE_SECONDS):
            await page.wait_for_load_state("networkidle", timeout=0)
            return True
    return False


async def _picture(session: CDPSession) -> bytes:
    # Not Playwright's own: that waits for letters which a page may withhold for ever.
    told = await session.send("Page.captureScreenshot", {"format": "png"})
    return b64decode(told["data"])
