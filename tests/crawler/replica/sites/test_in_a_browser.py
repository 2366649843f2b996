"""Real Chromium through the replica's proxy: codes on screenshots, and what only scripts show."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence

import pytest
import zxingcpp
from PIL import Image

from crawler.browser.page import RenderedPage
from crawler.browser.service import Browser
from crawler.config import Config
from crawler.replica.sites.model import Cloaking, Site, SiteKind, Wording
from crawler.replica.sites.running import RunningSites
from crawler.replica.sites.world import build_sites
from tests.crawler.replica.sites.conftest import SEED

_CODES = 20
pytestmark = pytest.mark.slow


def _rendered(
    sites: RunningSites, monkeypatch: pytest.MonkeyPatch, hosts: Sequence[str]
) -> list[RenderedPage]:
    for name, value in sites.environment().items():
        monkeypatch.setenv(name, value)

    async def render() -> list[RenderedPage]:
        async with Browser(Config()) as browser:
            return [
                await browser.render(f"https://{host}/", screenshot=True, pictures=True)
                for host in hosts
            ]

    return asyncio.run(render())


def _open() -> list[Site]:
    return [site for site in build_sites(SEED).of(SiteKind.GAMBLING) if not site.answer.cloaking]


def test_codes_are_read_from_screenshots(
    running: RunningSites, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [site for site in _open() if "/" in site.answer.qr_at][:_CODES]
    seen = _rendered(running, monkeypatch, [site.host for site in chosen])
    for site, page in zip(chosen, seen, strict=True):
        found = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot or b"")))
        assert [code.text for code in found] == list(site.answer.qr), site.host
    assert len(seen) == _CODES


def test_scripts_show_what_the_page_itself_does_not(
    running: RunningSites, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_script = [site for site in _open() if site.answer.wording is Wording.SCRIPT][:2]
    by_script += [
        site for site in build_sites(SEED).sites.values() if site.answer.cloaking is Cloaking.SCRIPT
    ]
    seen = _rendered(running, monkeypatch, [site.host for site in by_script])
    for site, page in zip(by_script, seen, strict=True):
        served = site.face["/"].body.decode()
        assert 'action="/dang-ky"' in page.dom
        assert 'action="/dang-ky"' not in served
