"""What this machine lacks for a sweep, and how to get it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.browser.chromium import Chromium
from crawler.config import Config
from crawler.crawl.facebook_token import VARIABLE, token_here
from crawler.crawl.graph_check import TokenState, token_state
from crawler.crawl.site_network import system_server
from crawler.crawl.sources import app_sources
from crawler.errors import BrowserProblem
from crawler.facebook_config import FacebookConfig
from crawler.office_words import word_problems
from crawler.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at; the message says what to do where it is not ``ok``."""

    check: str
    ok: bool
    message: str


def look(config: Config | None) -> Iterator[Check]:
    """Looks at each thing that a sweep may need; nothing is changed. None: without a workspace."""
    yield _browser()
    if config is not None:
        yield _sentinels(config)
        yield _control(config)
        yield _graph(config.facebook)
        yield _ad_library(config.facebook)


def look_at_words(workspace: Workspace) -> Iterator[Check]:
    """Looks at the words and the model that the office laid beside the shipped ones."""
    wrong = dict(word_problems(workspace))
    for what in ("lexicon", "model"):
        message = wrong.get(what, f"The {what} of this workspace can be read.")
        yield Check(check=what, ok=what not in wrong, message=message)


def by_hand_only(config: Config) -> bool:
    """Whether nothing of Facebook can be asked by program: no token, no permission."""
    return not token_here() and not config.facebook.permission


def _graph(facebook: FacebookConfig) -> Check:
    token = token_here()
    if not token:
        message = (
            f"No token stands in {VARIABLE}: Facebook is read by hand only. A token of a system "
            "user, from an app with Page Public Content Access, opens the Graph (docs/facebook.md)."
        )
        return Check(check="facebook", ok=True, message=message)
    state = token_state(token, version=facebook.graph_version, page=facebook.control_page)
    message = f"A token stands in {VARIABLE}: {state.value}."
    return Check(check="facebook", ok=state is TokenState.READS_PAGES, message=message)


def _ad_library(facebook: FacebookConfig) -> Check:
    if facebook.permission:
        message = f"The Ad Library may be read by program: {facebook.permission}."
    else:
        message = (
            "No permission of Meta stands in rasoat.toml ([facebook] permission): the Ad Library, "
            "where adverts shown in Vietnam are, is read by hand only."
        )
    return Check(check="ad library", ok=True, message=message)


def _sentinels(config: Config) -> Check:
    stores = {spider.name for spider in app_sources().values()}
    without = [name for name in config.sources if name in stores and not config.of(name).sentinels]
    if without:
        message = (
            f"No sentinel stands for {', '.join(without)}: a sweep cannot tell a store that hides "
            "apps from one that has none. Name well-known apps in rasoat.toml: "
            '[source.NAME] sentinels = ["ID WORDS"]'
        )
        return Check(check="sentinels", ok=False, message=message)
    return Check(check="sentinels", ok=True, message="Each store has apps that it must show.")


def _control(config: Config) -> Check:
    """Whether another resolver than the usual one can tell a block from a removal."""
    name, control = "control resolver", config.control_resolver
    if control is None:
        message = (
            "No control resolver is named: no site is ever told to be gone. Name one outside the "
            "network that blocks: [network] control_resolver (docs/recheck.md)."
        )
        return Check(check=name, ok=True, message=message)
    if config.resolver is None and control == system_server():
        message = (
            f"network.control_resolver {control[0]}:{control[1]} is the resolver of this machine: "
            "it proves nothing. Name one outside the network that blocks (docs/recheck.md)."
        )
        return Check(check=name, ok=False, message=message)
    message = f"Sites are asked for at {control[0]}:{control[1]} too before they count as gone."
    return Check(check=name, ok=True, message=message)


def _browser() -> Check:
    try:
        version = asyncio.run(_started())
    except BrowserProblem as error:
        return Check(check="browser", ok=False, message=str(error))
    if os.geteuid() == 0:
        message = f"Chromium {version} starts, without its sandbox: run rasoat as an ordinary user."
    else:
        message = f"Chromium {version} starts in its sandbox."
    return Check(check="browser", ok=True, message=message)


async def _started() -> str:
    chromium = await Chromium.start()
    try:
        return chromium.browser.version
    finally:
        await chromium.end()
