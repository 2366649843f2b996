"""From which sides a site is looked at, and what it shows differently to each (threats.md 6)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

_DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
_PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Mobile"
_VIETNAMESE = "vi-VN,vi;q=0.9,en;q=0.5"
_SEARCH = "https://www.google.com/"


class Side(StrEnum):
    """A side from which a home page is looked at."""

    DESKTOP = "desktop"  # the first visit: what the others are compared with
    PHONE = "phone"
    SEARCH = "search"  # as one who comes from a search engine
    ENGLISH = "english"
    AGAIN = "again"  # the second visit, with the cookies of the first


class Cloak(StrEnum):
    """By what a site tells its visitors apart."""

    DEVICE = "device"
    REFERRER = "referrer"
    LANGUAGE = "language"
    VISIT = "visit"
    SCRIPT = "script"


CLOAK_OF: Mapping[Side, Cloak] = {
    Side.PHONE: Cloak.DEVICE,
    Side.SEARCH: Cloak.REFERRER,
    Side.ENGLISH: Cloak.LANGUAGE,
    Side.AGAIN: Cloak.VISIT,
}


class Rendered(Protocol):
    """A page as a browser shows it."""

    @property
    def final_url(self) -> str:
        """Where it ended."""

    @property
    def dom(self) -> str:
        """What its scripts made of it."""

    @property
    def settled(self) -> bool:
        """Whether its scripts came to rest before it was read."""

    @property
    def screenshot(self) -> bytes | None:
        """PNG of what is seen without scrolling."""


# Records what is no answer of a site: method, bytes, address and media type; gives their id.
Keep = Callable[[str, bytes, str, str], str]
LookUp = Callable[[str], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Where the visits of a crawl come from, and whom they may ask beside the sites."""

    agent: str  # who we are, at the end of every user agent
    resolver: str = "system"
    by_proxy: bool = False
    carries_block: bool = False  # names that are blocked are not found here
    rdap: str | None = None
    look_up: LookUp | None = None
    control: LookUp | None = None  # by a resolver that carries no block
    render: Callable[[str], Awaitable[Rendered]] | None = None  # raises where nothing is shown
    keep: Keep | None = None

    def vantage(self, device: str) -> dict[str, str]:
        """What each visit says of where it was made."""
        way = "proxy" if self.by_proxy else "direct"
        return {"resolver": self.resolver, "network": way, "device": device}


def headers_of(side: Side, agent: str, cookies: str = "") -> dict[str, str]:
    """What a request from this side says of its sender; who we are stands in every one."""
    headers = {
        "User-Agent": f"{_PHONE if side is Side.PHONE else _DESKTOP} {agent}",
        "Accept-Language": "en-US,en;q=0.9" if side is Side.ENGLISH else _VIETNAMESE,
    }
    if side is Side.SEARCH:
        headers["Referer"] = _SEARCH
    if side is Side.AGAIN and cookies:
        headers["Cookie"] = cookies
    return headers
