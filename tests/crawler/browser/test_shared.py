"""One browser for a sweep: none is started in vain, and its absence is no fault."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self

import pytest

from crawler.browser import shared
from crawler.browser.shared import SharedBrowser
from crawler.config import Config
from crawler.errors import BrowserProblem, RenderFailed

started: list[str] = []


class FakeBrowser:
    """Starts unless it is told not to, and renders all but one address."""

    absent = False

    def __init__(self, config: Config) -> None:
        self.config = config

    async def __aenter__(self) -> Self:
        started.append("start")
        if self.absent:
            raise BrowserProblem("There is no browser.")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        started.append("end")

    async def render(self, url: str, **asked: Any) -> str:
        if url.endswith("/bad"):
            raise RenderFailed("It led on and on.")
        return url


def rendered(monkeypatch: pytest.MonkeyPatch, *urls: str, absent: bool = False) -> list[Any]:
    """What a shared browser gives for these addresses, or raises, one after the other."""
    started.clear()
    monkeypatch.setattr(shared, "Browser", FakeBrowser)
    monkeypatch.setattr(FakeBrowser, "absent", absent)

    async def run() -> list[Any]:
        browser = SharedBrowser(Config())
        asked = [browser.render(url) for url in urls]
        found = [await asyncio.gather(one, return_exceptions=True) for one in asked]
        await browser.close()
        return [str(one) for [one] in found]

    return asyncio.run(run())


def test_the_first_page_starts_it_and_the_end_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(monkeypatch, "https://a/", "https://b/") == ["https://a/", "https://b/"]
    assert started == ["start", "end"]
    assert rendered(monkeypatch) == []
    assert started == []


def test_a_page_that_fails_says_why_and_the_next_is_rendered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = rendered(monkeypatch, "https://a/bad", "https://b/")
    assert found == ["It led on and on.", "https://b/"]


def test_a_machine_without_a_browser_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = rendered(monkeypatch, "https://a/", "https://b/", absent=True)
    assert found == ["There is no browser.", "There is no browser."]
    assert started == ["start"]
